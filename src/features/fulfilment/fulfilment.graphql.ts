import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { NodeType } from '../../platform/graphql/node.js';
import { MutationPayload, Payload, UserErrorType } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';

export enum OccurrenceState {
  DUE = 'DUE',
  REPORTED = 'REPORTED',
  ATTESTED = 'ATTESTED',
  NO_SHOW = 'NO_SHOW',
  UNCONFIRMED = 'UNCONFIRMED',
  SKIPPED = 'SKIPPED',
}
registerEnumType(OccurrenceState, {
  name: 'OccurrenceState',
  description: 'How far one doing of a pledge has come.',
  valuesMap: {
    DUE: { description: 'To be done, or sent back to be put right.' },
    REPORTED: { description: 'The pledger says that it is done; the community has not answered yet.' },
    ATTESTED: { description: 'The community says that it was done.' },
    NO_SHOW: { description: 'The community says that nobody came. The pledger can contest it.' },
    UNCONFIRMED: {
      description:
        'Reported, and the community did not answer for 30 days. No fault of the pledger; it can be attested still.',
    },
    SKIPPED: { description: 'Left out, as both agreed, or because everything stood still then. No fault.' },
  },
});

export enum AttestationKind {
  ATTESTED = 'ATTESTED',
  SENT_BACK = 'SENT_BACK',
  CORRECTED = 'CORRECTED',
  NO_SHOW = 'NO_SHOW',
  CONTEST_ACCEPTED = 'CONTEST_ACCEPTED',
  CONTEST_REFUSED = 'CONTEST_REFUSED',
  SKIP_AGREED = 'SKIP_AGREED',
}
registerEnumType(AttestationKind, {
  name: 'AttestationKind',
  description: 'What the community said of one doing of a pledge.',
  valuesMap: {
    ATTESTED: { description: 'It was done, in this quantity.' },
    SENT_BACK: { description: 'Not yet; the feedback says what is missing.' },
    CORRECTED: { description: 'An earlier attestation or no-show was wrong. The earlier one is kept.' },
    NO_SHOW: { description: 'Nobody came.' },
    CONTEST_ACCEPTED: { description: 'The pledger was right to contest: the no-show is taken back, and kept.' },
    CONTEST_REFUSED: { description: 'The no-show stands, though the pledger contested it.' },
    SKIP_AGREED: { description: 'It may be left out this time.' },
  },
});

@ObjectType('Occurrence', { description: 'One doing of a pledge.', implements: () => [NodeType] })
@Access(visible)
export class OccurrenceType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;
  /** The community beside the host that leads the ask. */
  leadId: string | null;
  pledgeId: string;
  isOwn: boolean;
  isOwnWork: boolean;
  pledgeIsActive: boolean;
  pledgeState: string;
  isDueNow: boolean;

  @Field(() => DateTime, { description: 'When it is due.' })
  dueAt: Date;

  @Field(() => OccurrenceState, { description: 'How far it has come.' })
  state: OccurrenceState;

  @Field(() => Int, { nullable: true, description: 'How much was reported, in the unit of the ask; null while due.' })
  reportedQuantity: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was reported; null while due.' })
  reportedAt: Date | null;

  @Field(() => Int, { nullable: true, description: 'How much the community attests, after all corrections.' })
  attestedQuantity: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When that was attested or last corrected.' })
  attestedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the community last recorded that nobody came.' })
  noShowAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when the pledger can contest a no-show; null when there is none, or it was contested.',
  })
  canContestUntil: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the pledger contested the no-show.' })
  contestedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the community answered the contest.' })
  contestAnsweredAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the pledger asked to leave it out, or agreed to.' })
  skipRequestedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the community offered to leave it out, or agreed to.' })
  skipAgreedAt: Date | null;
}

@ObjectType('FulfilmentReport', { description: 'The pledger’s word that something was done.' })
@Access(visible)
export class FulfilmentReportType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;
  occurrenceId: string;

  @Field(() => Int, { description: 'How much, in the unit of the ask.' })
  quantity: number;

  @Field(() => String, { description: 'What the pledger says of it. May be empty.' })
  note: string;

  @Field(() => [String], { description: 'Links that show it, all https. Open them with care: anyone can write one.' })
  evidence: string[];

  @Field(() => DateTime, { description: 'When it was reported.' })
  reportedAt: Date;
}

@ObjectType('Attestation', {
  description: 'The community’s word on one doing of a pledge. To allies it is signed by the community.',
})
@Access(visible)
export class AttestationType {
  @Field(() => ID, { description: 'The id.' })
  id: string;

  communityId: string;
  /** The community beside the host whose word it is. */
  leadId: string | null;
  occurrenceId: string;
  attesterId: string | null;

  @Field(() => AttestationKind, { description: 'What it says.' })
  kind: AttestationKind;

  @Field(() => Int, { nullable: true, description: 'How much, in the unit of the ask; null where none was given.' })
  quantity: number | null;

  @Field(() => String, { description: 'What is missing, or why it was corrected. Empty when nothing was added.' })
  feedback: string;

  @Field(() => ID, { nullable: true, description: 'The attestation that this one corrects.' })
  corrects: string | null;

  @Field(() => DateTime, { description: 'When it was said.' })
  attestedAt: Date;
}

@Payload('A report was handed in.')
export class ReportFulfilmentPayload extends MutationPayload {
  @Field(() => OccurrenceType, { nullable: true, description: 'What was reported.' })
  occurrence?: OccurrenceType | null;
}

@ObjectType('AttestFulfilmentResult', { description: 'What came of one item.' })
@Access(visible)
export class AttestFulfilmentResult {
  @Field(() => ID, { description: 'The occurrence that was named.' })
  occurrenceId: string;

  @Field(() => OccurrenceType, { nullable: true, description: 'The occurrence, attested; null if it was refused.' })
  occurrence: OccurrenceType | null;

  @Field(() => [UserErrorType], { description: 'What to put right; empty if it was attested.' })
  userErrors: UserErrorType[];
}

@Payload('Reports were attested, each for itself: those refused do not hold up the others.')
export class AttestFulfilmentPayload extends MutationPayload {
  @Field(() => [AttestFulfilmentResult], { nullable: true, description: 'What came of each item, in their order.' })
  results?: AttestFulfilmentResult[] | null;
}

@Payload('A report was sent back.')
export class SendBackFulfilmentPayload extends MutationPayload {
  @Field(() => OccurrenceType, { nullable: true, description: 'What is due again.' })
  occurrence?: OccurrenceType | null;
}

@Payload('An attestation was corrected; the old one is kept.')
export class CorrectAttestationPayload extends MutationPayload {
  @Field(() => OccurrenceType, { nullable: true, description: 'What was attested.' })
  occurrence?: OccurrenceType | null;
}
