import { Args, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { ownSession, Scope } from '../../platform/access/scope.js';
import { CurrentActor, CurrentContext, Load, type RequestContext } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { BallotsService } from './ballots.service.js';
import { ObjectionsService } from './objections.service.js';
import { OwnBallotType, PriorityRoundType } from './round.graphql.js';
import { CastBallotInput, ObjectToResultInput } from './round.inputs.js';
import { type OwnPlace, ownPlacesIn, roundById } from './round.loaders.js';
import { CastBallotPayload, ObjectToResultPayload } from './round.payloads.js';
import { canCastBallot, canObjectToResult } from './round.policy.js';
import { onRoll } from './round.queries.js';

const forCommunity = {
  nullable: true,
  description: 'The community for which you vote; left out, the only or first one.',
} as const;

/** What a voter does and sees of their own. */
@Resolver(() => PriorityRoundType)
export class VotesResolver {
  constructor(
    private readonly ballots: BallotsService,
    private readonly objections: ObjectionsService,
  ) {}

  @ResolveField(() => Boolean, { description: 'Whether you are on its roll and can cast a ballot now.' })
  @Access(visible)
  async viewerCanVote(
    @Parent() round: PriorityRoundType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    if (round.state !== 'OPEN') return false;
    return (await load(ownPlacesIn, round.id)).some(
      (place) => !place.onPaper && canCastBallot.allows(actor, onRoll(round, place)),
    );
  }

  @ResolveField(() => OwnBallotType, {
    nullable: true,
    description:
      'Your ballot, while the round is open; null if you cast none. Nobody else sees it, no app of yours either.',
  })
  @Access(visible)
  @Scope(ownSession)
  async viewerBallot(
    @Parent() round: PriorityRoundType,
    @Args('communityId', { type: () => ID, ...forCommunity }) communityId: string | null,
    @CurrentContext() { reader }: RequestContext,
    @Load() load: LoadFunction,
  ): Promise<OwnBallotType | null> {
    if (round.state !== 'OPEN') return null;
    const place = chosen(await load(ownPlacesIn, round.id), communityId);
    return place && this.ballots.own(reader, round, place.partId);
  }

  @ResolveField(() => Boolean, { description: 'Whether you could vote in it and can object to its result now.' })
  @Access(visible)
  async viewerCanObject(
    @Parent() round: PriorityRoundType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    const { state, objectionsUntil } = round;
    if (state !== 'COUNTED' || objectionsUntil === null || objectionsUntil.getTime() <= Date.now()) return false;
    return (await load(ownPlacesIn, round.id)).some((place) => canObjectToResult.allows(actor, onRoll(round, place)));
  }

  @Access(canCastBallot)
  @Mutation(() => CastBallotPayload, {
    description:
      'Casts your ballot, or replaces it, until the round closes. Nothing is kept of who cast it when. It takes no `idempotencyKey`: sent twice, it is one ballot.',
  })
  async castBallot(@CurrentActor() actor: Actor, @Args('input') input: CastBallotInput): Promise<CastBallotPayload> {
    const { receipt } = await this.ballots.cast(actor, input);
    return { receipt, userErrors: [] };
  }

  @Access(canObjectToResult)
  @Mutation(() => ObjectToResultPayload, {
    description:
      'Objects to the result of a round, for a reason, while its time for objections lasts. One objection sends the list back; a round that decides the same list anew needs a quarter of the roll.',
  })
  async objectToResult(
    @CurrentActor() actor: Actor,
    @Args('input') input: ObjectToResultInput,
    @Load() load: LoadFunction,
  ): Promise<ObjectToResultPayload> {
    const { roundId } = await this.objections.object(actor, input);
    return { round: await load(roundById, roundId), userErrors: [] };
  }
}

function chosen(places: readonly OwnPlace[], communityId: string | null | undefined): OwnPlace | null {
  return places.find((place) => communityId == null || place.communityId === communityId) ?? null;
}
