import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsEnum } from 'class-validator';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { CalendarDate, DateTime } from '../../platform/graphql/scalars.js';
import {
  FutureInstant,
  MutationInput,
  Nested,
  Optional,
  Quantity,
  Text,
  Uuid,
} from '../../platform/validation/index.js';
import type { Completion, CountingMethod, Voice } from './counting/election.js';
import { CompletionEnum, CountingMethodEnum, VoiceEnum } from './round.graphql.js';
import { MOST_ITEMS } from './round.rules.js';

@InputType({ description: 'A priority for the list of a round.' })
export class RoundItemInput {
  @Field(() => ID, { description: 'The priority.' })
  @Uuid()
  priorityId: string;

  @Field(() => Int, { nullable: true, description: 'With equal shares: its cost in ally hours.' })
  @Optional()
  @Quantity({ max: 1_000_000 })
  hours?: number | null;
}

@InputType({ description: 'A vote on the priorities of a campaign. Everything but its end has a default.' })
export class SchedulePriorityRoundInput extends MutationInput {
  @Field(() => ID, { description: 'The campaign.' })
  @Uuid()
  campaignId: string;

  @Field(() => [RoundItemInput], {
    nullable: true,
    description:
      'What is voted on, up to 200 priorities. Default: all of the campaign. Those that have a rank now are always on the list.',
  })
  @Optional()
  @Nested(() => RoundItemInput, { each: true, most: MOST_ITEMS })
  items?: RoundItemInput[] | null;

  @Field(() => CountingMethodEnum, { nullable: true, description: 'How it is counted. Default: `PROPORTIONAL`.' })
  @Optional()
  @IsEnum(CountingMethodEnum)
  method?: CountingMethod | null;

  @Field(() => VoiceEnum, { nullable: true, description: 'In a coalition. Default: `PER_COMMUNITY`.' })
  @Optional()
  @IsEnum(VoiceEnum)
  voice?: Voice | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many of a hundred on the roll of each community have to vote. Default: 25.',
  })
  @Optional()
  @Quantity({ min: 0, max: 100 })
  quorumPercent?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many of a hundred of each declared constituency have to vote. Default: no such quorum.',
  })
  @Optional()
  @Quantity({ min: 0, max: 100 })
  constituencyQuorumPercent?: number | null;

  @Field(() => String, { nullable: true, description: 'What people should know of it, in up to 2,000 characters.' })
  @Optional()
  @Text({ max: 2000, multiline: true })
  note?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it opens. Default: when a steward opens it.' })
  @Optional()
  @FutureInstant()
  opensAt?: Date | null;

  @Field(() => DateTime, { description: 'When it closes, within 90 days.' })
  @FutureInstant()
  closesAt: Date;

  @Field(() => Int, {
    nullable: true,
    description:
      'For how many hours after the count people can object, up to 336. Default: 72. With 0 the result stands at once.',
  })
  @Optional()
  @Quantity({ min: 0, max: 336 })
  objectionHours?: number | null;

  @Field(() => CalendarDate, {
    nullable: true,
    description:
      'Until when its mandates last, for priorities without a later review date of their own: a day within 24 months. Default: six months after it closes.',
  })
  @Optional()
  reviewOn?: string | null;

  @Field(() => Int, { nullable: true, description: 'The ally hours to share. With `EQUAL_SHARES`, and only then.' })
  @Optional()
  @Quantity({ max: 1_000_000 })
  budgetHours?: number | null;

  @Field(() => CompletionEnum, { nullable: true, description: 'With `EQUAL_SHARES`. Default: `BY_SUPPORT`.' })
  @Optional()
  @IsEnum(CompletionEnum)
  completion?: Completion | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether asks of the ranked priorities, open or paused because their mandate ended, go on under the new mandates. Default: yes.',
  })
  @Optional()
  @IsBoolean()
  adoptsAsks?: boolean | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The round to whose result was objected, if this one is to decide instead.',
  })
  @Optional()
  @Uuid()
  successorOfId?: string | null;
}

@InputType({ description: 'Opens a scheduled round now.' })
export class OpenPriorityRoundInput extends MutationInput {
  @Field(() => ID, { description: 'The round.' })
  @Uuid()
  roundId: string;
}

@InputType({ description: 'Gives a round more time.' })
export class ExtendPriorityRoundInput extends MutationInput {
  @Field(() => ID, { description: 'The round.' })
  @Uuid()
  roundId: string;

  @Field(() => DateTime, { description: 'When it closes instead: later than now set.' })
  @FutureInstant()
  closesAt: Date;
}

@InputType({ description: 'Closes an open round before its time.' })
export class ClosePriorityRoundInput extends MutationInput {
  @Field(() => ID, { description: 'The round.' })
  @Uuid()
  roundId: string;
}

@InputType({ description: 'Calls a round off before it closes. Its ballots are destroyed unread.' })
export class CancelPriorityRoundInput extends MutationInput {
  @Field(() => ID, { description: 'The round.' })
  @Uuid()
  roundId: string;

  @Field(() => String, { description: 'Why, in up to 1,000 characters, for those who could have voted.' })
  @Text({ max: 1000, multiline: true })
  reason: string;
}

@InputType({ description: 'What a priority on the list of a scheduled round costs.' })
export class EstimatePriorityInput extends MutationInput {
  @Field(() => ID, { description: 'The round.' })
  @Uuid()
  roundId: string;

  @Field(() => ID, { description: 'The priority.' })
  @Uuid()
  priorityId: string;

  @Field(() => Int, { description: 'Ally hours.' })
  @Quantity({ max: 1_000_000 })
  hours: number;
}

/** How a ballot is filled in, whoever sends it. */
@InputType({ isAbstract: true })
export abstract class ChoiceInput {
  @Field(() => [ID], {
    nullable: true,
    description: 'Where people mark what matters: the priorities that matter to you.',
  })
  @Optional()
  @Uuid({ each: true, most: MOST_ITEMS })
  approvals?: string[] | null;

  @Field(() => [[ID]], {
    nullable: true,
    description: 'Where people rank: priorities level by level, the first first. What you leave out comes last.',
  })
  @Optional()
  @IsArray()
  @ArrayMinSize(1, { message: 'TOO_SHORT|Rank at least one priority, or say none of these.' })
  @ArrayMaxSize(MOST_ITEMS, { message: 'TOO_MANY|A round lists at most 200 priorities.' })
  ranking?: string[][] | null;

  @Field(() => Boolean, { nullable: true, description: 'True for: none of these. It counts for the quorum.' })
  @Optional()
  @IsBoolean()
  noneOfThese?: boolean | null;
}

/** No idempotency key: it would tie the ballot to who sent it. Sent again, it replaces itself. */
@InputType({ description: 'Your ballot: one of `approvals`, `ranking` and `noneOfThese`. It replaces the one before.' })
export class CastBallotInput extends ChoiceInput {
  @Field(() => ID, { description: 'The round.' })
  @Uuid()
  roundId: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'The community for which you vote, where you are affected in several that lead the campaign: you may vote in each.',
  })
  @Optional()
  @Uuid()
  communityId?: string | null;
}

@InputType({ description: 'Your objection to a result.' })
export class ObjectToResultInput extends MutationInput {
  @Field(() => ID, { description: 'The round.' })
  @Uuid()
  roundId: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The community for which you could vote, where that is more than one.',
  })
  @Optional()
  @Uuid()
  communityId?: string | null;

  @Field(() => String, { description: 'Why, in up to 2,000 characters. All people affected read it.' })
  @Text({ max: 2000, multiline: true })
  reason: string;
}

@ArgsType()
export class BallotsArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Only the ballot with this receipt.' })
  @Optional()
  @Text({ max: 40 })
  receipt?: string | null;
}
