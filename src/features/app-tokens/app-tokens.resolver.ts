import { Args, Mutation, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { ViewerType } from '../people/index.js';
import { AppTokenType, CreateAppTokenPayload, RevokeAppTokenPayload } from './app-token.graphql.js';
import { CreateAppTokenInput, RevokeAppTokenInput } from './app-token.inputs.js';
import { viewerAppTokens } from './app-token.loaders.js';
import { canCreateAppToken, canRevokeAppToken } from './app-token.policy.js';
import { AppTokensService } from './app-tokens.service.js';

@Resolver(() => AppTokenType)
export class AppTokensResolver {
  constructor(private readonly tokens: AppTokensService) {}

  @Access(canCreateAppToken)
  @Mutation(() => CreateAppTokenPayload, {
    description:
      'Makes a token that you give to an app, which then does what its scopes allow in your name. Signing out everywhere ends it.',
  })
  async createAppToken(
    @CurrentActor() actor: Actor,
    @Args('input') input: CreateAppTokenInput,
    @Load() load: LoadFunction,
  ): Promise<CreateAppTokenPayload> {
    const { token, appTokenId } = await this.tokens.create(actor, input);
    return { token, appToken: await one(load, appTokenId), userErrors: [] };
  }

  @Access(canRevokeAppToken)
  @Mutation(() => RevokeAppTokenPayload, {
    description: 'Withdraws an app token for good. It fails from the next request on.',
  })
  async revokeAppToken(
    @CurrentActor() actor: Actor,
    @Args('input') input: RevokeAppTokenInput,
    @Load() load: LoadFunction,
  ): Promise<RevokeAppTokenPayload> {
    const { appTokenId } = await this.tokens.revoke(actor, input);
    return { appToken: await one(load, appTokenId), userErrors: [] };
  }
}

@Resolver(() => ViewerType)
export class ViewerAppTokensResolver {
  @ResolveField(() => [AppTokenType], {
    description: 'Tokens that you gave to apps, latest first: those that work, and for 30 days those that ended.',
  })
  @Access(visible)
  appTokens(@Load() load: LoadFunction): Promise<AppTokenType[]> {
    return load(viewerAppTokens, 'viewer');
  }
}

async function one(load: LoadFunction, id: string): Promise<AppTokenType | null> {
  return (await load(viewerAppTokens, 'viewer')).find((token) => token.id === id) ?? null;
}
