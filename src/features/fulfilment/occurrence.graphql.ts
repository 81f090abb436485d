import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { MutationPayload, Payload, UserErrorType } from '../../platform/graphql/payload.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { PledgeType } from '../pledges/index.js';
import { OccurrenceType } from './fulfilment.graphql.js';

@ObjectType('NoShowContest', { description: 'What a pledger says to a no-show that the community recorded.' })
@Access(visible)
export class NoShowContestType {
  @Field(() => String, { description: 'What happened, in their words.' })
  text: string;

  @Field(() => DateTime, { description: 'When they said so.' })
  contestedAt: Date;
}

@Payload('It is on the record that nobody came.')
export class RecordNoShowPayload extends MutationPayload {
  @Field(() => OccurrenceType, { nullable: true, description: 'What nobody came for.' })
  occurrence?: OccurrenceType | null;
}

@Payload('A no-show was contested; the community answers.')
export class ContestNoShowPayload extends MutationPayload {
  @Field(() => OccurrenceType, { nullable: true, description: 'What it is about.' })
  occurrence?: OccurrenceType | null;
}

@Payload('A contest was answered.')
export class AnswerContestPayload extends MutationPayload {
  @Field(() => OccurrenceType, { nullable: true, description: 'What it is about, as it is now.' })
  occurrence?: OccurrenceType | null;
}

@Payload('A time was asked to be left out, or is left out if the community offered it before.')
export class RequestSkipPayload extends MutationPayload {
  @Field(() => OccurrenceType, { nullable: true, description: 'The time. Look at its state.' })
  occurrence?: OccurrenceType | null;
}

@Payload('A time is left out, or offered to be if the pledger did not ask.')
export class AgreeSkipPayload extends MutationPayload {
  @Field(() => OccurrenceType, { nullable: true, description: 'The time. Look at its state.' })
  occurrence?: OccurrenceType | null;
}

@Payload('A recurring pledge goes on.')
export class CheckInPayload extends MutationPayload {
  @Field(() => PledgeType, { nullable: true, description: 'The pledge.' })
  pledge?: PledgeType | null;
}

@ObjectType('ReportLeftOut', { description: 'A report that was not attested with the others.' })
@Access(visible)
export class ReportLeftOutType {
  occurrenceId: string;

  @Field(() => OccurrenceType, { nullable: true, description: 'What was reported.' })
  occurrence: OccurrenceType | null;

  @Field(() => UserErrorType, { description: 'Why, and what to do.' })
  because: UserErrorType;
}

@Payload('The reports that waited were attested as they were reported.')
export class AttestReportsPayload extends MutationPayload {
  @Field(() => [OccurrenceType], { nullable: true, description: 'What was attested, longest waiting first.' })
  attested?: OccurrenceType[] | null;

  @Field(() => [ReportLeftOutType], {
    nullable: true,
    description: 'What was left out though you did not ask for it: your own work above all.',
  })
  leftOut?: ReportLeftOutType[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many more wait: at most 500 are attested at once. Send it again with a new key.',
  })
  remaining?: number | null;
}
