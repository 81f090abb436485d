import { Args, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { AskType } from '../asks/index.js';
import { pledgeById, PledgeState, PledgeType } from '../pledges/index.js';
import { CheckInsService } from './check-ins.service.js';
import { DebriefsService } from './debriefs.service.js';
import { DebriefType, GiveDebriefPayload, SkipDebriefPayload } from './debrief.graphql.js';
import { GiveDebriefInput, SkipDebriefInput } from './debrief.inputs.js';
import { askSeriesOf, debriefsOf, pledgeCourseOf } from './fulfilment.loaders.js';
import { canAttest, canDebrief, canReport } from './fulfilment.policy.js';
import { CheckInPayload } from './occurrence.graphql.js';
import { CheckInInput } from './occurrence.inputs.js';
import { nextTimes } from './recurrence.js';

/** How many next times may be asked for. */
const MOST_TIMES = 20;

/** How a pledge goes on, from its first time to looking back on it. */
@Resolver(() => PledgeType)
export class PledgeCourseResolver {
  constructor(
    private readonly checkIns: CheckInsService,
    private readonly lookingBack: DebriefsService,
  ) {}

  @Access(canReport)
  @Scope(AppScope.PLEDGE_WRITE)
  @Mutation(() => CheckInPayload, {
    description: 'Says that you are still in, with a recurring pledge: what was missed so far is forgotten.',
  })
  async checkIn(
    @CurrentActor() actor: Actor,
    @Args('input') input: CheckInInput,
    @Load() load: LoadFunction,
  ): Promise<CheckInPayload> {
    const { pledgeId } = await this.checkIns.checkIn(actor, input);
    return { pledge: await load(pledgeById, pledgeId), userErrors: [] };
  }

  @Access(canDebrief)
  @Mutation(() => GiveDebriefPayload, {
    description:
      'Says what went well and what could be better, when a pledge is fulfilled. Each side reads the other’s once both have spoken or left it out.',
  })
  async giveDebrief(
    @CurrentActor() actor: Actor,
    @Args('input') input: GiveDebriefInput,
    @Load() load: LoadFunction,
  ): Promise<GiveDebriefPayload> {
    const { pledgeId } = await this.lookingBack.give(actor, input);
    return { pledge: await load(pledgeById, pledgeId), userErrors: [] };
  }

  @Access(canDebrief)
  @Mutation(() => SkipDebriefPayload, {
    description: 'Leaves the debrief of your side out. It happens by itself 7 days after the pledge was fulfilled.',
  })
  async skipDebrief(
    @CurrentActor() actor: Actor,
    @Args('input') input: SkipDebriefInput,
    @Load() load: LoadFunction,
  ): Promise<SkipDebriefPayload> {
    const { pledgeId } = await this.lookingBack.skip(actor, input);
    return { pledge: await load(pledgeById, pledgeId), userErrors: [] };
  }

  @ResolveField(() => Boolean, {
    description: 'Whether it is done again and again, as its ask says. Its quantity then counts for each time.',
  })
  @Access(visible)
  async isRecurring(@Parent() { id }: PledgeType, @Load() load: LoadFunction): Promise<boolean> {
    return (await load(pledgeCourseOf, id))?.recurs ?? false;
  }

  @ResolveField(() => DateTime, {
    nullable: true,
    description: 'Until when the pledger keeps it up, if it recurs; null for as long as the ask lasts.',
  })
  @Access(visible)
  async until(@Parent() { id }: PledgeType, @Load() load: LoadFunction): Promise<Date | null> {
    return (await load(pledgeCourseOf, id))?.until ?? null;
  }

  @ResolveField(() => DateTime, {
    nullable: true,
    description:
      'Since when nothing is heard of it, though something was due; null when all is well. It lapses at `lapsesAt` unless it is reported or, if it recurs, checked in.',
  })
  @Access(visible)
  async lapsingSince(@Parent() { id }: PledgeType, @Load() load: LoadFunction): Promise<Date | null> {
    return (await load(pledgeCourseOf, id))?.lapsingSince ?? null;
  }

  @ResolveField(() => DateTime, {
    nullable: true,
    description: 'When it lapses if nothing is heard: later by as long as the ask or its campaign stands still.',
  })
  @Access(visible)
  async lapsesAt(@Parent() { id }: PledgeType, @Load() load: LoadFunction): Promise<Date | null> {
    return (await load(pledgeCourseOf, id))?.lapsesAt ?? null;
  }

  @ResolveField(() => DateTime, { nullable: true, description: 'When its pledger last reported or checked in.' })
  @Access(visible)
  async checkedInAt(@Parent() { id }: PledgeType, @Load() load: LoadFunction): Promise<Date | null> {
    return (await load(pledgeCourseOf, id))?.checkedInAt ?? null;
  }

  @ResolveField(() => [DebriefType], {
    description: 'What both sides said at its end, the pledger first. You read the other side’s once both are in.',
  })
  @Access(visible)
  debriefs(@Parent() { id }: PledgeType, @Load() load: LoadFunction): Promise<DebriefType[]> {
    return load(debriefsOf, id);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may check in with it now.' })
  @Access(visible)
  async viewerCanCheckIn(
    @Parent() pledge: PledgeType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    if (pledge.state !== PledgeState.ACTIVE || !canReport.allows(actor, pledge)) return false;
    return (await load(pledgeCourseOf, pledge.id))?.recurs ?? false;
  }

  @ResolveField(() => Boolean, { description: 'Whether your side may give its debrief now, or leave it out.' })
  @Access(visible)
  async viewerCanDebrief(
    @Parent() pledge: PledgeType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    if (![PledgeState.FULFILLED, PledgeState.PARTLY_FULFILLED].includes(pledge.state)) return false;
    const side = pledge.isOwn ? 'PLEDGER' : 'COMMUNITY';
    if ((await load(debriefsOf, pledge.id)).some((one) => String(one.side) === side)) return false;
    if (pledge.isOwn) return canReport.allows(actor, pledge);
    const course = await load(pledgeCourseOf, pledge.id);
    const { communityId } = pledge;
    return course !== null && !course.isOwnWork && canAttest.allows(actor, { communityId, leadId: course.leadId });
  }
}

@Resolver(() => AskType)
export class AskTimesResolver {
  @ResolveField(() => [DateTime], {
    description:
      'The next times at which it is done, if it recurs: from its start, on the clock of its time zone, summer and winter. Empty if it is done once, or has no start. A pledge has its own times, from the first one that it plans.',
  })
  @Access(visible)
  async nextTimes(
    @Parent() { id }: AskType,
    @Args('first', { type: () => Int, defaultValue: 5, description: 'How many, at most 20.' }) first: number,
    @Load() load: LoadFunction,
  ): Promise<Date[]> {
    const series = await load(askSeriesOf, id);
    if (series?.cadence == null || series.startsAt === null) return [];
    const { cadence, zone, startsAt, endsAt, now } = series;
    try {
      return nextTimes({ cadence, zone, first: startsAt }, now, endsAt, Math.max(0, Math.min(first, MOST_TIMES)));
    } catch {
      // A rule that fits no day.
      return [];
    }
  }
}
