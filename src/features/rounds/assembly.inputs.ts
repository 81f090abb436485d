import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { MutationInput, Nested, Optional, Quantity, Text, Uuid } from '../../platform/validation/index.js';
import { ChoiceInput } from './round.inputs.js';
import { MOST_IN_BATCH } from './round.rules.js';

@InputType({ description: 'One ballot of a batch: one of `approvals`, `ranking` and `noneOfThese`.' })
export class AssemblyBallotInput extends ChoiceInput {}

/** The key ties only the request together: what the ballots say is no part of what is remembered of it. */
@InputType({ description: 'Ballots that were taken in a meeting or by phone.' })
export class EnterAssemblyBallotsInput extends MutationInput {
  @Field(() => ID, { description: 'The round.' })
  @Uuid()
  roundId: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The community whose people voted, where you are affected in several that lead the campaign.',
  })
  @Optional()
  @Uuid()
  communityId?: string | null;

  @Field(() => [ID], {
    description:
      'Memberships of those whose votes these are, up to 200. Their order means nothing: it is not that of the ballots.',
  })
  @Uuid({ each: true, most: MOST_IN_BATCH })
  places: string[];

  @Field(() => [AssemblyBallotInput], {
    description:
      'As many ballots as places. They are kept in an order drawn at random, and nothing ties one to a place.',
  })
  @Nested(() => AssemblyBallotInput, { each: true, most: MOST_IN_BATCH })
  ballots: AssemblyBallotInput[];

  @Field(() => String, {
    nullable: true,
    description:
      'Where and how the votes were taken, in up to 1,000 characters, for whoever witnesses it. Name nobody, and no vote.',
  })
  @Optional()
  @Text({ max: 1000, multiline: true })
  note?: string | null;
}

@InputType({ description: 'You stand for a batch that someone else entered.' })
export class WitnessAssemblyBallotsInput extends MutationInput {
  @Field(() => ID, { description: 'The batch.' })
  @Uuid()
  batchId: string;

  @Field(() => Int, { description: 'How many ballots you saw: counted by yourself, not read from the batch.' })
  @Quantity({ max: MOST_IN_BATCH })
  count: number;
}

@InputType({ description: 'You say that a batch which someone else entered is not right.' })
export class RejectAssemblyBallotsInput extends MutationInput {
  @Field(() => ID, { description: 'The batch.' })
  @Uuid()
  batchId: string;

  @Field(() => String, { description: 'Why, in up to 1,000 characters. The people affected read it.' })
  @Text({ max: 1000, multiline: true })
  reason: string;
}

@InputType({ description: 'You take back a batch that you entered.' })
export class WithdrawAssemblyBallotsInput extends MutationInput {
  @Field(() => ID, { description: 'The batch.' })
  @Uuid()
  batchId: string;
}
