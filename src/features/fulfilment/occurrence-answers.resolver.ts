import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { OccurrenceState, OccurrenceType } from './fulfilment.graphql.js';
import { contestsOf, occurrenceById, skipRequestOf } from './fulfilment.loaders.js';
import { canAttest, canReport } from './fulfilment.policy.js';
import { NoShowsService } from './no-shows.service.js';
import {
  AgreeSkipPayload,
  AnswerContestPayload,
  ContestNoShowPayload,
  NoShowContestType,
  RecordNoShowPayload,
  RequestSkipPayload,
} from './occurrence.graphql.js';
import {
  AgreeSkipInput,
  AnswerContestInput,
  ContestNoShowInput,
  RecordNoShowInput,
  RequestSkipInput,
} from './occurrence.inputs.js';
import { SkipsService } from './skips.service.js';

@Resolver(() => OccurrenceType)
export class OccurrenceAnswersResolver {
  constructor(
    private readonly noShows: NoShowsService,
    private readonly skips: SkipsService,
  ) {}

  @Access(canAttest)
  @Mutation(() => RecordNoShowPayload, {
    description:
      'Records that nobody came, once it was due. The pledger can contest it for 14 days. Nobody records it of their own work.',
  })
  async recordNoShow(
    @CurrentActor() actor: Actor,
    @Args('input') input: RecordNoShowInput,
    @Load() load: LoadFunction,
  ): Promise<RecordNoShowPayload> {
    const { occurrenceId } = await this.noShows.record(actor, input);
    return { occurrence: await load(occurrenceById, occurrenceId), userErrors: [] };
  }

  @Access(canReport)
  @Scope(AppScope.FULFILMENT_WRITE)
  @Mutation(() => ContestNoShowPayload, {
    description: 'Says that a no-show is wrong. Someone else of the community than who recorded it answers.',
  })
  async contestNoShow(
    @CurrentActor() actor: Actor,
    @Args('input') input: ContestNoShowInput,
    @Load() load: LoadFunction,
  ): Promise<ContestNoShowPayload> {
    const { occurrenceId } = await this.noShows.contest(actor, input);
    return { occurrence: await load(occurrenceById, occurrenceId), userErrors: [] };
  }

  @Access(canAttest)
  @Mutation(() => AnswerContestPayload, {
    description:
      'Answers a contested no-show: takes it back, with what was done if you know, or lets it stand. Whoever recorded it leaves that to someone else, where there is one.',
  })
  async answerContest(
    @CurrentActor() actor: Actor,
    @Args('input') input: AnswerContestInput,
    @Load() load: LoadFunction,
  ): Promise<AnswerContestPayload> {
    const { occurrenceId } = await this.noShows.answer(actor, input);
    return { occurrence: await load(occurrenceById, occurrenceId), userErrors: [] };
  }

  @Access(canReport)
  @Scope(AppScope.FULFILMENT_WRITE)
  @Mutation(() => RequestSkipPayload, {
    description: 'Asks to leave one time out. It is left out once the community agrees, without fault.',
  })
  async requestSkip(
    @CurrentActor() actor: Actor,
    @Args('input') input: RequestSkipInput,
    @Load() load: LoadFunction,
  ): Promise<RequestSkipPayload> {
    const { occurrenceId } = await this.skips.request(actor, input);
    return { occurrence: await load(occurrenceById, occurrenceId), userErrors: [] };
  }

  @Access(canAttest)
  @Mutation(() => AgreeSkipPayload, {
    description: 'Agrees that one time is left out; or offers it, if the pledger did not ask, for them to take up.',
  })
  async agreeSkip(
    @CurrentActor() actor: Actor,
    @Args('input') input: AgreeSkipInput,
    @Load() load: LoadFunction,
  ): Promise<AgreeSkipPayload> {
    const { occurrenceId } = await this.skips.agree(actor, input);
    return { occurrence: await load(occurrenceById, occurrenceId), userErrors: [] };
  }

  @ResolveField(() => [NoShowContestType], { description: 'What the pledger said to no-shows, oldest first.' })
  @Access(visible)
  contests(@Parent() { id }: OccurrenceType, @Load() load: LoadFunction): Promise<NoShowContestType[]> {
    return load(contestsOf, id);
  }

  @ResolveField(() => String, { nullable: true, description: 'Why the pledger asked to leave it out.' })
  @Access(visible)
  async skipRequestedBecause(@Parent() { id }: OccurrenceType, @Load() load: LoadFunction): Promise<string | null> {
    return (await load(skipRequestOf, id))?.why ?? null;
  }

  @ResolveField(() => Boolean, { description: 'Whether you may record that nobody came, now.' })
  @Access(visible)
  viewerCanRecordNoShow(@Parent() occurrence: OccurrenceType, @CurrentActor() actor: Actor): boolean {
    const { state, pledgeState, isDueNow } = occurrence;
    const isOpen = [OccurrenceState.DUE, OccurrenceState.REPORTED].includes(state);
    return isOpen && isDueNow && ['ACTIVE', 'LAPSED'].includes(pledgeState) && mayAnswer(occurrence, actor);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may contest the no-show, now.' })
  @Access(visible)
  viewerCanContest(@Parent() occurrence: OccurrenceType, @CurrentActor() actor: Actor): boolean {
    const { canContestUntil } = occurrence;
    return canContestUntil !== null && canContestUntil.getTime() > Date.now() && isTheirs(occurrence, actor);
  }

  @ResolveField(() => Boolean, {
    description: 'Whether you may answer the contest, now. Who recorded the no-show leaves it to someone else.',
  })
  @Access(visible)
  viewerCanAnswerContest(@Parent() occurrence: OccurrenceType, @CurrentActor() actor: Actor): boolean {
    const { state, contestedAt, contestAnsweredAt } = occurrence;
    const waits = state === OccurrenceState.NO_SHOW && contestedAt !== null && contestAnsweredAt === null;
    return waits && mayAnswer(occurrence, actor);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may ask to leave it out, or agree to, now.' })
  @Access(visible)
  viewerCanRequestSkip(@Parent() occurrence: OccurrenceType, @CurrentActor() actor: Actor): boolean {
    return isSkippable(occurrence) && occurrence.skipRequestedAt === null && isTheirs(occurrence, actor);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may agree to leave it out, or offer to, now.' })
  @Access(visible)
  viewerCanAgreeSkip(@Parent() occurrence: OccurrenceType, @CurrentActor() actor: Actor): boolean {
    return isSkippable(occurrence) && occurrence.skipAgreedAt === null && mayAnswer(occurrence, actor);
  }
}

function isSkippable({ state, pledgeIsActive }: OccurrenceType): boolean {
  return state === OccurrenceState.DUE && pledgeIsActive;
}

function mayAnswer(occurrence: OccurrenceType, actor: Actor): boolean {
  return !occurrence.isOwnWork && canAttest.allows(actor, occurrence);
}

function isTheirs({ communityId, isOwn }: OccurrenceType, actor: Actor): boolean {
  return canReport.allows(actor, { communityId, isOwn });
}
