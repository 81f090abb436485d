import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { spoken } from '../../platform/graphql/spoken.js';
import type { Words } from '../../platform/words/words.js';
import { campaignById, CampaignType } from '../campaigns/index.js';
import { PriorityRoundType, RoundItemType } from './round.graphql.js';
import {
  CancelPriorityRoundInput,
  ClosePriorityRoundInput,
  EstimatePriorityInput,
  ExtendPriorityRoundInput,
  OpenPriorityRoundInput,
  SchedulePriorityRoundInput,
} from './round.inputs.js';
import { itemsOf, roundById, successorOf } from './round.loaders.js';
import {
  CancelPriorityRoundPayload,
  ClosePriorityRoundPayload,
  EstimatePriorityPayload,
  ExtendPriorityRoundPayload,
  OpenPriorityRoundPayload,
  SchedulePriorityRoundPayload,
} from './round.payloads.js';
import { canEstimatePriority, canRunRound, canScheduleRound } from './round.policy.js';
import { cancelledBecause, noticeOf } from './round.words.js';
import { RoundCourse } from './round-course.js';
import { RoundsService } from './rounds.service.js';
import { SchedulingService } from './scheduling.service.js';

@Resolver(() => PriorityRoundType)
export class RoundsResolver {
  constructor(
    private readonly rounds: RoundsService,
    private readonly scheduling: SchedulingService,
    private readonly course: RoundCourse,
  ) {}

  @ResolveField(() => CampaignType, { nullable: true, description: 'The campaign whose priorities it ranks.' })
  @Access(visible)
  campaign(@Parent() round: PriorityRoundType, @Load() load: LoadFunction): Promise<CampaignType | null> {
    return load(campaignById, round.campaignId);
  }

  @ResolveField(() => [RoundItemType], {
    description: 'What is voted on, at most 200: by rank once counted, before in the order of the list.',
  })
  @Access(visible)
  items(@Parent() round: PriorityRoundType, @Load() load: LoadFunction): Promise<RoundItemType[]> {
    return load(itemsOf, round.id);
  }

  @ResolveField(() => [String], {
    description: 'What people should know before they vote, sentence by sentence: counting, secrecy and its limits.',
    middleware: [spoken],
  })
  @Access(visible)
  notice(@Parent() round: PriorityRoundType): Words[] {
    return noticeOf(round);
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'Why it was called off; null unless it was.',
    middleware: [spoken],
  })
  @Access(visible)
  cancelledBecause(@Parent() round: PriorityRoundType): Words | null {
    return round.cancelledBecause === null ? null : cancelledBecause(round.cancelledBecause);
  }

  @ResolveField(() => PriorityRoundType, {
    nullable: true,
    description: 'The round that this one decides anew, because its result was objected to.',
  })
  @Access(visible)
  async successorOf(@Parent() round: PriorityRoundType, @Load() load: LoadFunction): Promise<PriorityRoundType | null> {
    return round.successorOfId === null ? null : load(roundById, round.successorOfId);
  }

  @ResolveField(() => PriorityRoundType, {
    nullable: true,
    description: 'The round that decides anew, if the result of this one was objected to.',
  })
  @Access(visible)
  successor(@Parent() round: PriorityRoundType, @Load() load: LoadFunction): Promise<PriorityRoundType | null> {
    return load(successorOf, round.id);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may open, extend, close or cancel it now.' })
  @Access(visible)
  viewerCanRun(@Parent() round: PriorityRoundType, @CurrentActor() actor: Actor): boolean {
    const running = round.state === 'SCHEDULED' || round.state === 'OPEN';
    return running && canRunRound.allows(actor, { communityId: round.communityId });
  }

  @Access(canScheduleRound)
  @Mutation(() => SchedulePriorityRoundPayload, {
    description:
      'Schedules a vote of the people affected on the priorities of a campaign. From here on the clock opens, closes, counts and ratifies it: this one call is all that it needs.',
  })
  async schedulePriorityRound(
    @CurrentActor() actor: Actor,
    @Args('input') input: SchedulePriorityRoundInput,
    @Load() load: LoadFunction,
  ): Promise<SchedulePriorityRoundPayload> {
    const { roundId } = await this.scheduling.schedule(actor, input);
    return { round: await load(roundById, roundId), userErrors: [] };
  }

  @Access(canRunRound)
  @Mutation(() => OpenPriorityRoundPayload, {
    description: 'Opens a scheduled round now: list, roll and settings are frozen, and ballots can be cast.',
  })
  async openPriorityRound(
    @CurrentActor() actor: Actor,
    @Args('input') input: OpenPriorityRoundInput,
    @Load() load: LoadFunction,
  ): Promise<OpenPriorityRoundPayload> {
    const { roundId } = await this.rounds.open(actor, input);
    await this.course.advanceOne(roundId);
    return { round: await load(roundById, roundId), userErrors: [] };
  }

  @Access(canRunRound)
  @Mutation(() => ExtendPriorityRoundPayload, { description: 'Gives a scheduled or open round more time.' })
  async extendPriorityRound(
    @CurrentActor() actor: Actor,
    @Args('input') input: ExtendPriorityRoundInput,
    @Load() load: LoadFunction,
  ): Promise<ExtendPriorityRoundPayload> {
    const { roundId } = await this.rounds.extend(actor, input);
    return { round: await load(roundById, roundId), userErrors: [] };
  }

  @Access(canRunRound)
  @Mutation(() => ClosePriorityRoundPayload, {
    description:
      'Closes an open round before its time. Only where one community votes: in a coalition each vote ends when all were told it would.',
  })
  async closePriorityRound(
    @CurrentActor() actor: Actor,
    @Args('input') input: ClosePriorityRoundInput,
    @Load() load: LoadFunction,
  ): Promise<ClosePriorityRoundPayload> {
    const { roundId } = await this.rounds.close(actor, input);
    await this.course.advanceOne(roundId);
    return { round: await load(roundById, roundId), userErrors: [] };
  }

  @Access(canRunRound)
  @Mutation(() => CancelPriorityRoundPayload, {
    description: 'Calls a round off before it closes. Its ballots are destroyed unread, and ranks stay as they are.',
  })
  async cancelPriorityRound(
    @CurrentActor() actor: Actor,
    @Args('input') input: CancelPriorityRoundInput,
    @Load() load: LoadFunction,
  ): Promise<CancelPriorityRoundPayload> {
    const { roundId } = await this.rounds.cancel(actor, input);
    return { round: await load(roundById, roundId), userErrors: [] };
  }

  @Access(canEstimatePriority)
  @Mutation(() => EstimatePriorityPayload, {
    description: 'Says what a priority on the list of a scheduled round with equal shares costs, in ally hours.',
  })
  async estimatePriority(
    @CurrentActor() actor: Actor,
    @Args('input') input: EstimatePriorityInput,
    @Load() load: LoadFunction,
  ): Promise<EstimatePriorityPayload> {
    const { roundId, priorityId } = await this.rounds.estimate(actor, input);
    const items = await load(itemsOf, roundId);
    return { item: items.find((item) => item.priorityId === priorityId) ?? null, userErrors: [] };
  }
}
