import { Field } from '@nestjs/graphql';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { PriorityRoundType, RoundItemType } from './round.graphql.js';

@Payload('A round was scheduled.')
export class SchedulePriorityRoundPayload extends MutationPayload {
  @Field(() => PriorityRoundType, { nullable: true, description: 'The round.' })
  round?: PriorityRoundType | null;
}

@Payload('A round is open.')
export class OpenPriorityRoundPayload extends MutationPayload {
  @Field(() => PriorityRoundType, { nullable: true, description: 'The round.' })
  round?: PriorityRoundType | null;
}

@Payload('A round closes later.')
export class ExtendPriorityRoundPayload extends MutationPayload {
  @Field(() => PriorityRoundType, { nullable: true, description: 'The round.' })
  round?: PriorityRoundType | null;
}

@Payload('A round is closed.')
export class ClosePriorityRoundPayload extends MutationPayload {
  @Field(() => PriorityRoundType, { nullable: true, description: 'The round.' })
  round?: PriorityRoundType | null;
}

@Payload('A round was called off.')
export class CancelPriorityRoundPayload extends MutationPayload {
  @Field(() => PriorityRoundType, { nullable: true, description: 'The round.' })
  round?: PriorityRoundType | null;
}

@Payload('A priority on a list has a cost.')
export class EstimatePriorityPayload extends MutationPayload {
  @Field(() => RoundItemType, { nullable: true, description: 'The priority on the list.' })
  item?: RoundItemType | null;
}

@Payload('Your ballot is in.')
export class CastBallotPayload extends MutationPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'Your receipt. Note it down and tell nobody: once the ballots are published you find yours by it. It stays the same when you replace your ballot.',
  })
  receipt?: string | null;
}

@Payload('A result was objected to.')
export class ObjectToResultPayload extends MutationPayload {
  @Field(() => PriorityRoundType, {
    nullable: true,
    description: 'The round; over, if your objection was the last needed.',
  })
  round?: PriorityRoundType | null;
}
