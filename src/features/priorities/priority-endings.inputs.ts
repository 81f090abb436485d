import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { CalendarDate } from '../../platform/graphql/scalars.js';
import { MutationInput, Optional, Quantity, Text, Uuid } from '../../platform/validation/index.js';

export const MOST_MERGED = 20;

@InputType({ description: 'A priority to withdraw.' })
export class WithdrawPriorityInput extends MutationInput {
  @Field(() => ID, { description: 'The priority.' })
  @Uuid()
  priorityId: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Why, in up to 500 characters, shown to whoever sees it. A steward gives one; whoever withdraws their own proposal need not.',
  })
  @Optional()
  @Text({ max: 500 })
  reason?: string | null;
}

@InputType({ description: 'A priority to bring back.' })
export class RestorePriorityInput extends MutationInput {
  @Field(() => ID, { description: 'The priority that was withdrawn or merged within the last 14 days.' })
  @Uuid()
  priorityId: string;
}

@InputType({ description: 'Proposals that say what another priority of the same campaign says as well.' })
export class MergePrioritiesInput extends MutationInput {
  @Field(() => ID, { description: 'The priority that goes on: a proposal, or one that the community stands behind.' })
  @Uuid()
  intoId: string;

  @Field(() => [ID], { description: `The proposals that it stands for from now on, 1 to ${MOST_MERGED}.` })
  @Uuid({ each: true, most: MOST_MERGED })
  fromIds: string[];
}

@InputType({ description: 'When a priority is looked at again.' })
export class SetPriorityReviewDateInput extends MutationInput {
  @Field(() => ID, { description: 'The priority.' })
  @Uuid()
  priorityId: string;

  @Field(() => Int, { description: 'The `version` that you read. Refused if it was revised since.' })
  @Quantity()
  expectedVersion: number;

  @Field(() => CalendarDate, {
    nullable: true,
    description: 'A day after today where the campaign is, within 24 months; null or left out takes it away.',
  })
  @Optional()
  reviewOn?: string | null;
}
