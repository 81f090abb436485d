import { Args, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { AppScope, ownSession, Scope } from '../../platform/access/scope.js';
import { CurrentActor, CurrentContext, Load, type RequestContext } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { occurrenceById, OccurrenceState, OccurrenceType } from '../fulfilment/index.js';
import { ViewerType } from '../people/index.js';
import { pledgeById, PledgeType } from '../pledges/index.js';
import { PlannedTimesService } from './planned-times.service.js';
import { ReminderChoicesService } from './reminder-choices.service.js';
import {
  ConfirmOccurrencePayload,
  ReschedulePledgePayload,
  SetPledgeRemindersPayload,
  SetReminderTimesPayload,
} from './reminder.graphql.js';
import {
  ConfirmOccurrenceInput,
  ReschedulePledgeInput,
  SetPledgeRemindersInput,
  SetReminderTimesInput,
} from './reminder.inputs.js';
import { reminderTimesOf, wordOnTime } from './reminder.loaders.js';
import { canAnswerForTime, canChooseReminders } from './reminder.policy.js';

@Resolver(() => OccurrenceType)
export class PlannedTimesResolver {
  constructor(private readonly times: PlannedTimesService) {}

  @Access(canAnswerForTime)
  @Scope(AppScope.PLEDGE_WRITE)
  @Mutation(() => ConfirmOccurrencePayload, {
    description: 'Says that you will do what you pledged at its time. Nothing is owed if you do not say so.',
  })
  async confirmOccurrence(
    @CurrentActor() actor: Actor,
    @Args('input') input: ConfirmOccurrenceInput,
    @Load() load: LoadFunction,
  ): Promise<ConfirmOccurrencePayload> {
    const { occurrenceId } = await this.times.confirm(actor, input);
    return { occurrence: await load(occurrenceById, occurrenceId), userErrors: [] };
  }

  @Access(canAnswerForTime)
  @Scope(AppScope.PLEDGE_WRITE)
  @Mutation(() => ReschedulePledgePayload, {
    description: 'Plans something that you pledged for another time, within the time of its ask or shift.',
  })
  async reschedulePledge(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReschedulePledgeInput,
    @Load() load: LoadFunction,
  ): Promise<ReschedulePledgePayload> {
    const { occurrenceId } = await this.times.reschedule(actor, input);
    return { occurrence: await load(occurrenceById, occurrenceId), userErrors: [] };
  }

  @ResolveField(() => DateTime, {
    nullable: true,
    description: 'When the pledger last said that they will do it at this time; null if they did not.',
  })
  @Access(visible)
  async confirmedAt(@Parent() { id }: OccurrenceType, @Load() load: LoadFunction): Promise<Date | null> {
    return (await load(wordOnTime, id))?.confirmedAt ?? null;
  }

  @ResolveField(() => DateTime, {
    nullable: true,
    description: 'When the pledger last moved it to another time; null if they did not.',
  })
  @Access(visible)
  async movedAt(@Parent() { id }: OccurrenceType, @Load() load: LoadFunction): Promise<Date | null> {
    return (await load(wordOnTime, id))?.movedAt ?? null;
  }

  @ResolveField(() => Boolean, { description: 'Whether you may confirm it, or plan it for another time, now.' })
  @Access(visible)
  viewerCanReschedule(@Parent() occurrence: OccurrenceType, @CurrentActor() actor: Actor): boolean {
    const { state, pledgeIsActive } = occurrence;
    return state === OccurrenceState.DUE && pledgeIsActive && canAnswerForTime.allows(actor, occurrence);
  }
}

@Resolver(() => PledgeType)
export class PledgeRemindersResolver {
  constructor(private readonly choices: ReminderChoicesService) {}

  @Access(canAnswerForTime)
  @Mutation(() => SetPledgeRemindersPayload, {
    description:
      'Says when you want to be reminded of one pledge. Others who act for the same organization choose for themselves.',
  })
  async setPledgeReminders(
    @CurrentActor() actor: Actor,
    @Args('input') input: SetPledgeRemindersInput,
    @Load() load: LoadFunction,
  ): Promise<SetPledgeRemindersPayload> {
    const { pledgeId } = await this.choices.chooseFor(actor, input);
    return { pledge: await load(pledgeById, pledgeId), userErrors: [] };
  }

  @ResolveField(() => [Int], {
    nullable: true,
    description:
      'When you yourself want to be reminded of it, in minutes from the time that was planned; null where that is as for all your pledges, `Viewer.reminderTimes`, and for whoever does not choose it.',
  })
  @Access(visible)
  @Scope(ownSession)
  async reminderTimes(@Parent() { id }: PledgeType, @Load() load: LoadFunction): Promise<number[] | null> {
    return (await load(reminderTimesOf, id))?.times ?? null;
  }
}

@Resolver(() => ViewerType)
export class ViewerRemindersResolver {
  constructor(private readonly choices: ReminderChoicesService) {}

  @Access(canChooseReminders)
  @Mutation(() => SetReminderTimesPayload, {
    description:
      'Says when you want to be reminded of what you pledged. What falls into your quiet hours comes at their end, or in the last hour before them. By which way is up to `setNotificationChoices`.',
  })
  async setReminderTimes(
    @CurrentContext() { actor, reader }: RequestContext,
    @Args('input') input: SetReminderTimesInput,
  ): Promise<SetReminderTimesPayload> {
    await this.choices.choose(actor, input);
    return { reminderTimes: await this.choices.chosen(reader), userErrors: [] };
  }

  @ResolveField(() => [Int], {
    description:
      'When you are reminded of what you pledged, in minutes from the time that was planned: negative before, positive after, when it is only sent if nothing was reported.',
  })
  @Access(visible)
  @Scope(ownSession)
  reminderTimes(@CurrentContext() { reader }: RequestContext): Promise<number[]> {
    return this.choices.chosen(reader);
  }
}
