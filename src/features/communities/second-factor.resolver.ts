import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import { CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import { SessionsService } from '../people/index.js';
import { RequireSecondFactorPayload } from './community.graphql.js';
import { RequireSecondFactorInput } from './community.inputs.js';
import { communityById } from './community.loaders.js';
import { canRequireSecondFactor } from './community.policy.js';
import { SecondFactorService } from './second-factor.service.js';

@Resolver()
export class SecondFactorResolver {
  constructor(
    private readonly secondFactor: SecondFactorService,
    private readonly sessions: SessionsService,
  ) {}

  @Access(canRequireSecondFactor)
  @Mutation(() => RequireSecondFactorPayload, {
    description:
      'Asks stewards and organizers of the community for a second factor, or no longer. While it is asked for, their duties rest in sessions without one.',
  })
  async requireSecondFactor(
    @CurrentContext() context: RequestContext,
    @Args('input') input: RequireSecondFactorInput,
  ): Promise<RequireSecondFactorPayload> {
    const { communityId } = await this.secondFactor.require(context.actor, input);
    context.become(await this.sessions.renewed(context.actor));
    return { community: await context.load(communityById, communityId), userErrors: [] };
  }
}
