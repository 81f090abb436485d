import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { communityById, CommunityType, membershipById, MembershipType } from '../communities/index.js';
import { AssemblyBatchType, RollPlaceType } from './assembly.graphql.js';
import { placesIn } from './assembly.loaders.js';
import { ownPlacesIn, roundById } from './round.loaders.js';
import { canWitnessAssembly } from './round.policy.js';

@Resolver(() => AssemblyBatchType)
export class AssemblyBatchesResolver {
  @ResolveField(() => CommunityType, { nullable: true, description: 'The community whose people voted.' })
  @Access(visible)
  community(@Parent() batch: AssemblyBatchType, @Load() load: LoadFunction): Promise<CommunityType | null> {
    return load(communityById, batch.communityId);
  }

  @ResolveField(() => MembershipType, { nullable: true, description: 'Who entered it, if you may know who it is.' })
  @Access(visible)
  enteredBy(@Parent() batch: AssemblyBatchType, @Load() load: LoadFunction): Promise<MembershipType | null> {
    return load(membershipById, batch.enteredById);
  }

  @ResolveField(() => MembershipType, {
    nullable: true,
    description: 'Who witnessed or rejected it, if you may know who it is.',
  })
  @Access(visible)
  async settledBy(@Parent() batch: AssemblyBatchType, @Load() load: LoadFunction): Promise<MembershipType | null> {
    return batch.settledById === null ? null : load(membershipById, batch.settledById);
  }

  @ResolveField(() => [RollPlaceType], {
    description:
      'Whose votes it holds, at most 200, while it waits: for whoever is to witness it. Empty once it is settled, and for those on probation.',
  })
  @Access(visible)
  places(@Parent() batch: AssemblyBatchType, @Load() load: LoadFunction): Promise<RollPlaceType[]> {
    return load(placesIn, batch.id);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may witness or reject it now.' })
  @Access(visible)
  async viewerCanWitness(
    @Parent() batch: AssemblyBatchType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    if (batch.state !== 'WAITING' || (await load(roundById, batch.roundId))?.state !== 'OPEN') return false;
    const place = (await load(ownPlacesIn, batch.roundId)).find((one) => one.partId === batch.partId);
    const isOther = place !== undefined && place.membershipId !== batch.enteredById;
    return isOther && canWitnessAssembly.allows(actor, { communityId: batch.communityId, isOnRoll: true });
  }
}

@Resolver(() => RollPlaceType)
export class RollPlacesResolver {
  @ResolveField(() => MembershipType, { nullable: true, description: 'The person, if you may know who it is.' })
  @Access(visible)
  member(@Parent() place: RollPlaceType, @Load() load: LoadFunction): Promise<MembershipType | null> {
    return load(membershipById, place.membershipId);
  }
}
