import { Field } from '@nestjs/graphql';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { PriorityType } from './priority.graphql.js';

@Payload('A priority was proposed.')
export class ProposePriorityPayload extends MutationPayload {
  @Field(() => PriorityType, { nullable: true, description: 'The proposal.' })
  priority?: PriorityType | null;
}

@Payload('A priority was revised.')
export class RevisePriorityPayload extends MutationPayload {
  @Field(() => PriorityType, { nullable: true, description: 'The proposal as it is now.' })
  priority?: PriorityType | null;
}

@Payload('It was set when a priority is looked at again.')
export class SetPriorityReviewDatePayload extends MutationPayload {
  @Field(() => PriorityType, { nullable: true, description: 'The priority as it is now.' })
  priority?: PriorityType | null;
}

@Payload('A priority was withdrawn.')
export class WithdrawPriorityPayload extends MutationPayload {
  @Field(() => PriorityType, { nullable: true, description: 'The priority as it is now.' })
  priority?: PriorityType | null;
}

@Payload('A priority was restored.')
export class RestorePriorityPayload extends MutationPayload {
  @Field(() => PriorityType, { nullable: true, description: 'The priority as it was, without its mandates.' })
  priority?: PriorityType | null;
}

@Payload('Proposals were merged into a priority.')
export class MergePrioritiesPayload extends MutationPayload {
  @Field(() => PriorityType, { nullable: true, description: 'The priority that goes on.' })
  into?: PriorityType | null;

  @Field(() => [PriorityType], { nullable: true, description: 'Those that it stands for from now on.' })
  merged?: PriorityType[] | null;
}
