import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';

export enum AttestationBatchState {
  PROPOSED = 'PROPOSED',
  CONFIRMED = 'CONFIRMED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(AttestationBatchState, {
  name: 'AttestationBatchState',
  description: 'Where a batch of prepared attestations stands.',
  valuesMap: {
    PROPOSED: { description: 'Prepared. It attests nothing yet.' },
    CONFIRMED: { description: 'An affected person gave the word of the community.' },
    WITHDRAWN: { description: 'Taken back, or turned down. It attests nothing.' },
  },
});

export enum AttestationBatchOutcome {
  ATTESTED = 'ATTESTED',
  LEFT_OUT = 'LEFT_OUT',
  CHANGED = 'CHANGED',
  OWN_WORK = 'OWN_WORK',
}
registerEnumType(AttestationBatchOutcome, {
  name: 'AttestationBatchOutcome',
  description: 'What became of one proposed attestation.',
  valuesMap: {
    ATTESTED: { description: 'It was attested as proposed.' },
    LEFT_OUT: { description: 'Whoever confirmed left it out. The report waits.' },
    CHANGED: { description: 'It was answered or reported anew meanwhile. Nothing was attested unread.' },
    OWN_WORK: { description: 'It was the work of whoever confirmed. Someone else attests it.' },
  },
});

@ObjectType('AttestationBatch', {
  description:
    'Attestations that someone prepared. They count once an affected person confirms them, all in one action.',
  implements: () => [NodeType],
})
@Access(visible)
export class AttestationBatchType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;
  campaignId: string;
  /** The community beside the host whose word it waits for. */
  leadId: string | null;
  proposedById: string;

  @Field(() => AttestationBatchState, { description: 'Where it stands.' })
  state: AttestationBatchState;

  @Field(() => String, { description: 'What whoever prepared it noted. May be empty.' })
  note: string;

  @Field(() => DateTime, { description: 'When it was prepared.' })
  proposedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was confirmed or withdrawn; null while it waits.' })
  settledAt: Date | null;
}

@ObjectType('AttestationBatchItem', { description: 'One report in a batch of prepared attestations.' })
@Access(visible)
export class AttestationBatchItemType {
  occurrenceId: string;

  @Field(() => Int, { description: 'How much is proposed to be attested, in the unit of the ask.' })
  quantity: number;

  @Field(() => String, { description: 'What was noted about it. May be empty.' })
  note: string;

  @Field(() => AttestationBatchOutcome, { nullable: true, description: 'What became of it; null while it waits.' })
  outcome: AttestationBatchOutcome | null;
}

@Payload('Attestations were prepared. An affected person confirms them.')
export class ProposeAttestationsPayload extends MutationPayload {
  @Field(() => AttestationBatchType, { nullable: true, description: 'The batch.' })
  batch?: AttestationBatchType | null;
}

@Payload('A batch became the word of the community.')
export class ConfirmAttestationsPayload extends MutationPayload {
  @Field(() => AttestationBatchType, {
    nullable: true,
    description: 'The batch. Each item says what became of it.',
  })
  batch?: AttestationBatchType | null;
}

@Payload('A batch was withdrawn; nothing of it was attested.')
export class WithdrawAttestationBatchPayload extends MutationPayload {
  @Field(() => AttestationBatchType, { nullable: true, description: 'The batch.' })
  batch?: AttestationBatchType | null;
}
