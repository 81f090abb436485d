import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { CalendarDate } from '../../platform/graphql/scalars.js';
import { Language, MutationInput, Optional, Quantity, Text, Uuid } from '../../platform/validation/index.js';

@InputType({ description: 'A need, proposed as a priority.' })
export class ProposePriorityInput extends MutationInput {
  @Field(() => ID, { description: 'The campaign.' })
  @Uuid()
  campaignId: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'In a coalition, the community of yours for which you propose it. Default: the host where you may for it, else the one of yours that leads the campaign.',
  })
  @Optional()
  @Uuid()
  leadId?: string | null;

  @Field(() => String, { description: 'The need, in a sentence of up to 300 characters.' })
  @Text({ max: 300 })
  statement: string;

  @Field(() => String, { nullable: true, description: 'More about it, in up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  details?: string | null;

  @Field(() => String, { nullable: true, description: 'The language you write in. Default: the campaign’s.' })
  @Optional()
  @Language()
  language?: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'When to look at it again: a day after today.' })
  @Optional()
  reviewOn?: string | null;
}

@InputType({ description: 'What changes about your proposal. What is left out stays as it is.' })
export class RevisePriorityInput extends MutationInput {
  @Field(() => ID, { description: 'The priority.' })
  @Uuid()
  priorityId: string;

  @Field(() => Int, { description: 'The `version` that you read. Refused if it was revised since.' })
  @Quantity()
  expectedVersion: number;

  @Field(() => String, { nullable: true, description: 'The need, in a sentence of up to 300 characters.' })
  @Optional()
  @Text({ max: 300 })
  statement?: string | null;

  @Field(() => String, { nullable: true, description: 'More about it, in up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  details?: string | null;

  @Field(() => String, { nullable: true, description: 'The language you write in.' })
  @Optional()
  @Language()
  language?: string | null;

  @Field(() => CalendarDate, {
    nullable: true,
    description: 'When to look at it again, a day after today; null takes it away.',
  })
  @Optional()
  reviewOn?: string | null;
}
