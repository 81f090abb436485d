import { applyDecorators } from '@nestjs/common';
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, IsInt, Max, Min } from 'class-validator';
import { DateTime } from '../../platform/graphql/scalars.js';
import { MutationInput, Optional, Uuid } from '../../platform/validation/index.js';

const RANGE = 'OUT_OF_RANGE|Choose times from 43200 minutes before, -43200, to 10080 minutes after.';

function ReminderTimes(): PropertyDecorator {
  return applyDecorators(
    ArrayMaxSize(5, { message: 'TOO_MANY|Choose at most 5 times.' }),
    IsInt({ each: true, message: RANGE }),
    Min(-43_200, { each: true, message: RANGE }),
    Max(10_080, { each: true, message: RANGE }),
  );
}

const TIMES =
  'Up to 5, in minutes from the time that was planned, -43,200 (30 days before) to 10,080 (7 days after): -1440 is the day before, 0 the very time, 1440 the day after, when it is only sent if nothing was reported. An empty list is no reminder at all.';

@InputType({ description: 'Which time of your own pledge you confirm.' })
export class ConfirmOccurrenceInput extends MutationInput {
  @Field(() => ID, { description: 'The occurrence: still due, of your own pledge or your organization’s.' })
  @Uuid()
  occurrenceId: string;
}

@InputType({ description: 'Another time for something that you pledged.' })
export class ReschedulePledgeInput extends MutationInput {
  @Field(() => ID, { description: 'The occurrence: still due, of your own pledge or your organization’s.' })
  @Uuid()
  occurrenceId: string;

  // By the clock of the database, in the service: a repeated request is still answered when the time has come.
  @Field(() => DateTime, { description: 'When it is to be done: still to come, within the time of the ask or shift.' })
  when: Date;
}

@InputType({ description: 'When you want to be reminded of what you pledged.' })
export class SetReminderTimesInput extends MutationInput {
  @Field(() => [Int], { description: TIMES })
  @ReminderTimes()
  times: number[];
}

@InputType({ description: 'When you want to be reminded of one pledge.' })
export class SetPledgeRemindersInput extends MutationInput {
  @Field(() => ID, {
    description: 'The pledge, your own or your organization’s. Others who represent it choose for themselves.',
  })
  @Uuid()
  pledgeId: string;

  @Field(() => [Int], { nullable: true, description: `${TIMES} Null is as for all your pledges.` })
  @Optional()
  @ReminderTimes()
  times?: number[] | null;
}
