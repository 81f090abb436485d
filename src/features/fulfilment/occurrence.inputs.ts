import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayMinSize, IsBoolean } from 'class-validator';
import { DateTime } from '../../platform/graphql/scalars.js';
import { MutationInput, Nested, Optional, Quantity, Text, Uuid } from '../../platform/validation/index.js';

@InputType({ isAbstract: true })
abstract class OccurrenceInput extends MutationInput {
  @Field(() => ID, { description: 'The occurrence: one doing of a pledge.' })
  @Uuid()
  occurrenceId: string;
}

@InputType({ description: 'That nobody came.' })
export class RecordNoShowInput extends OccurrenceInput {
  @Field(() => String, { description: 'What you saw, up to 4,000 characters. The pledger reads it.' })
  @Text({ max: 4000, multiline: true })
  note: string;
}

@InputType({ description: 'What the pledger says to a no-show.' })
export class ContestNoShowInput extends OccurrenceInput {
  @Field(() => String, { description: 'What happened, up to 4,000 characters. The people affected read it.' })
  @Text({ max: 4000, multiline: true })
  text: string;
}

@InputType({ description: 'The community’s answer to a contested no-show.' })
export class AnswerContestInput extends OccurrenceInput {
  @Field(() => Boolean, { description: 'Whether the pledger is right: true takes the no-show back.' })
  @IsBoolean()
  accept: boolean;

  @Field(() => Int, {
    nullable: true,
    description:
      'With an accepted contest: how much was done, which attests it. Left out, it is as it was before the no-show: due, or reported.',
  })
  @Optional()
  @Quantity()
  quantity?: number | null;

  @Field(() => String, { description: 'Why, up to 4,000 characters. The pledger reads it.' })
  @Text({ max: 4000, multiline: true })
  feedback: string;
}

@InputType({ description: 'A time that the pledger would leave out.' })
export class RequestSkipInput extends OccurrenceInput {
  @Field(() => String, { description: 'Why, up to 2,000 characters. The community reads it.' })
  @Text({ max: 2000, multiline: true })
  why: string;
}

@InputType({ description: 'A time that may be left out, as far as the community is concerned.' })
export class AgreeSkipInput extends OccurrenceInput {
  @Field(() => String, { nullable: true, description: 'What the pledger should know, up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  note?: string | null;
}

@InputType({ description: 'A recurring pledge that goes on.' })
export class CheckInInput extends MutationInput {
  @Field(() => ID, { description: 'The pledge, your own or your organization’s.' })
  @Uuid()
  pledgeId: string;
}

@InputType({ description: 'The reports of an ask, or of a whole campaign, that are attested as they were reported.' })
export class AttestReportsInput extends MutationInput {
  @Field(() => ID, { nullable: true, description: 'The ask. Send it or the campaign.' })
  @Optional()
  @Uuid()
  askId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The campaign, for all asks in it that your community answers for.' })
  @Optional()
  @Uuid()
  campaignId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'With a campaign that several communities lead: the one for which you attest. Needed only if several are yours.',
  })
  @Optional()
  @Uuid()
  leadId?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Only what was reported up to then. Default: all that waits.',
  })
  @Optional()
  reportedUntil?: Date | null;

  @Field(() => [ID], { nullable: true, description: 'Occurrences to leave waiting, up to 500.' })
  @Optional()
  @Uuid({ each: true, most: 500 })
  exceptOccurrenceIds?: string[] | null;
}

@InputType({ description: 'One report that is proposed to be attested.' })
export class ProposedAttestationInput {
  @Field(() => ID, { description: 'The occurrence that was reported.' })
  @Uuid()
  occurrenceId: string;

  @Field(() => Int, { nullable: true, description: 'How much of it was done. Default: as much as was reported.' })
  @Optional()
  @Quantity()
  quantity?: number | null;

  @Field(() => String, { nullable: true, description: 'What whoever confirms should know, up to 1,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 1000, multiline: true })
  note?: string | null;
}

@InputType({ description: 'Attestations of reports of one campaign, prepared for an affected person to confirm.' })
export class ProposeAttestationsInput extends MutationInput {
  @Field(() => [ProposedAttestationInput], { description: '1 to 500 reports.' })
  @ArrayMinSize(1, { message: 'TOO_SHORT|Name at least one report.' })
  @Nested(() => ProposedAttestationInput, { each: true, most: 500 })
  items: ProposedAttestationInput[];

  @Field(() => String, { nullable: true, description: 'What whoever confirms should know, up to 2,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 2000, multiline: true })
  note?: string | null;
}

@InputType({ description: 'A batch that becomes the word of the community.' })
export class ConfirmAttestationsInput extends MutationInput {
  @Field(() => ID, { description: 'The batch.' })
  @Uuid()
  batchId: string;

  @Field(() => [ID], { nullable: true, description: 'Occurrences of it to leave waiting, up to 500.' })
  @Optional()
  @Uuid({ each: true, most: 500 })
  exceptOccurrenceIds?: string[] | null;
}

@InputType({ description: 'A batch that is taken back.' })
export class WithdrawAttestationBatchInput extends MutationInput {
  @Field(() => ID, { description: 'The batch.' })
  @Uuid()
  batchId: string;
}
