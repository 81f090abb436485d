import { Args, Mutation, ResolveField, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import { ViewerType } from '../people/index.js';
import { canBeMatched } from './matching.policy.js';
import {
  MatchingProfileType,
  SetMyBuffersInput,
  SetMyBuffersPayload,
  SetMyCapacitiesInput,
  SetMyCapacitiesPayload,
} from './matching-profile.graphql.js';
import { MatchingProfilesService } from './matching-profiles.service.js';

@Resolver(() => ViewerType)
export class MatchingProfilesResolver {
  constructor(private readonly profiles: MatchingProfilesService) {}

  @ResolveField(() => MatchingProfileType, {
    nullable: true,
    description:
      'What you said of yourself so that `asksForMe` can suggest asks. Empty until you say something; null for an account of the host, which pledges nothing.',
  })
  @Access(canBeMatched)
  matchingProfile(@CurrentContext() { reader }: RequestContext): Promise<MatchingProfileType> {
    return this.profiles.own(reader);
  }

  @Access(canBeMatched)
  @Mutation(() => SetMyCapacitiesPayload, {
    description:
      'Says what you can bring, how far you go and what you need, for `asksForMe`. Kept encrypted and shown to you alone; what you tell a community you answer in its agreement.',
  })
  async setMyCapacities(
    @CurrentActor() actor: Actor,
    @Args('input') input: SetMyCapacitiesInput,
    @CurrentContext() context: RequestContext,
  ): Promise<SetMyCapacitiesPayload> {
    await this.profiles.setCapacities(actor, input);
    return { matchingProfile: await this.matchingProfile(context), userErrors: [] };
  }

  @Access(canBeMatched)
  @Mutation(() => SetMyBuffersPayload, {
    description:
      'Says what makes risks smaller for you than for others, so that `asksForMe` suggests what you can carry. Kept encrypted, used for your own list alone, and shown to nobody else.',
  })
  async setMyBuffers(
    @CurrentActor() actor: Actor,
    @Args('input') input: SetMyBuffersInput,
    @CurrentContext() context: RequestContext,
  ): Promise<SetMyBuffersPayload> {
    await this.profiles.setBuffers(actor, input);
    return { matchingProfile: await this.matchingProfile(context), userErrors: [] };
  }
}
