import { Field } from '@nestjs/graphql';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { AssemblyBatchType } from './assembly.graphql.js';

@Payload('Ballots of a meeting were entered.')
export class EnterAssemblyBallotsPayload extends MutationPayload {
  @Field(() => AssemblyBatchType, { nullable: true, description: 'The batch, which waits for a witness.' })
  batch?: AssemblyBatchType | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'A receipt for each ballot, in the order in which you sent them, shown this once: whoever is told theirs finds their ballot in the published list.',
  })
  receipts?: string[] | null;
}

@Payload('A batch was witnessed.')
export class WitnessAssemblyBallotsPayload extends MutationPayload {
  @Field(() => AssemblyBatchType, { nullable: true, description: 'The batch.' })
  batch?: AssemblyBatchType | null;
}

@Payload('A batch was rejected.')
export class RejectAssemblyBallotsPayload extends MutationPayload {
  @Field(() => AssemblyBatchType, { nullable: true, description: 'The batch.' })
  batch?: AssemblyBatchType | null;
}

@Payload('A batch was taken back.')
export class WithdrawAssemblyBallotsPayload extends MutationPayload {
  @Field(() => AssemblyBatchType, { nullable: true, description: 'The batch.' })
  batch?: AssemblyBatchType | null;
}
