import { Args, Mutation, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { ViewerType } from '../people/index.js';
import {
  FinishSingleSignOnInput,
  FinishSingleSignOnPayload,
  LinkSingleSignOnInput,
  LinkSingleSignOnPayload,
  SingleSignOnType,
  StartSingleSignOnInput,
  StartSingleSignOnPayload,
  UnlinkSingleSignOnInput,
  UnlinkSingleSignOnPayload,
} from './single-sign-on.graphql.js';
import { canLinkProvider, canSeeProvider, canSignInAtProvider, canUnlinkProvider } from './single-sign-on.policy.js';
import { SingleSignOnService } from './single-sign-on.service.js';

@Resolver(() => SingleSignOnType)
export class SingleSignOnResolver {
  constructor(private readonly service: SingleSignOnService) {}

  @Access(canSeeProvider)
  @Query(() => SingleSignOnType, {
    nullable: true,
    description: 'The provider at which people can sign in here; null when this server has none.',
  })
  singleSignOn(): SingleSignOnType | null {
    const name = this.service.name();
    return name === null ? null : { name };
  }

  @Access(canSignInAtProvider)
  @Mutation(() => StartSingleSignOnPayload, {
    description:
      'First of two steps to sign in at the provider, or to link your account to it: says where to send the browser. Then `finishSingleSignOn` or `linkSingleSignOn`.',
  })
  async startSingleSignOn(
    @CurrentContext() context: RequestContext,
    @Args('input') input: StartSingleSignOnInput,
  ): Promise<StartSingleSignOnPayload> {
    return { ...(await this.service.start(context.actor, input, context.clientAddress())), userErrors: [] };
  }

  @Access(canSignInAtProvider)
  @Mutation(() => FinishSingleSignOnPayload, {
    description:
      'Second step: signs in whoever the provider vouches for, and makes an account the first time. An account that was here before is found only if it was linked; the same e-mail address links nothing.',
  })
  async finishSingleSignOn(
    @CurrentContext() context: RequestContext,
    @Args('input') input: FinishSingleSignOnInput,
  ): Promise<FinishSingleSignOnPayload> {
    const { session, signInName, recoveryCodes } = await this.service.finish(input, context.clientAddress());
    return { session, signInName: signInName ?? null, recoveryCodes: recoveryCodes ?? null, userErrors: [] };
  }

  @Access(canLinkProvider)
  @Mutation(() => LinkSingleSignOnPayload, {
    description:
      'Second step after `startSingleSignOn` for `LINK`: from now on the provider opens your account. It takes the place of an earlier link.',
  })
  async linkSingleSignOn(
    @CurrentContext() context: RequestContext,
    @Args('input') input: LinkSingleSignOnInput,
  ): Promise<LinkSingleSignOnPayload> {
    await this.service.link(context.actor, input, context.clientAddress());
    return { linked: true, userErrors: [] };
  }

  @Access(canUnlinkProvider)
  @Mutation(() => UnlinkSingleSignOnPayload, {
    description: 'From now on the provider opens your account no more. Refused while it is your only way in.',
  })
  async unlinkSingleSignOn(
    @CurrentActor() actor: Actor,
    @Args('input') input: UnlinkSingleSignOnInput,
  ): Promise<UnlinkSingleSignOnPayload> {
    await this.service.unlink(actor, input);
    return { unlinked: true, userErrors: [] };
  }
}

@Resolver(() => ViewerType)
export class ViewerSingleSignOnResolver {
  @ResolveField(() => DateTime, {
    nullable: true,
    description: 'Since when the provider opens your account; null when it does not.',
  })
  @Access(visible)
  async singleSignOnSince(@CurrentContext() { reader }: RequestContext): Promise<Date | null> {
    const [row] = await reader.rows<{ since: Date | null }>('SELECT vault.own_single_sign_on() AS since');
    return row?.since ?? null;
  }
}
