import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayMinSize } from 'class-validator';
import { HttpsLink, MutationInput, Nested, Optional, Quantity, Text, Uuid } from '../../platform/validation/index.js';

@InputType({ description: 'The pledger’s word that something was done.' })
export class ReportFulfilmentInput extends MutationInput {
  @Field(() => ID, { nullable: true, description: 'The pledge, your own: what is due first under it is reported.' })
  @Optional()
  @Uuid()
  pledgeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Or the very occurrence. Send one of the two.' })
  @Optional()
  @Uuid()
  occurrenceId?: string | null;

  @Field(() => Int, { description: 'How much was done, in the unit of the ask. It may be more than was pledged.' })
  @Quantity()
  quantity: number;

  @Field(() => String, { nullable: true, description: 'What the community should know of it, up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  note?: string | null;

  @Field(() => [String], { nullable: true, description: 'Up to 5 https links, of up to 500 characters each.' })
  @Optional()
  @HttpsLink({ each: true, most: 5 })
  evidence?: string[] | null;
}

@InputType({ description: 'One report that is attested.' })
export class AttestationItemInput {
  @Field(() => ID, { description: 'The occurrence that was reported.' })
  @Uuid()
  occurrenceId: string;

  @Field(() => Int, { nullable: true, description: 'How much of it was done. Default: as much as was reported.' })
  @Optional()
  @Quantity()
  quantity?: number | null;
}

@InputType({ description: 'Reports of one community that are attested together.' })
export class AttestFulfilmentInput extends MutationInput {
  @Field(() => [AttestationItemInput], { description: '1 to 500 reports.' })
  @ArrayMinSize(1, { message: 'TOO_SHORT|Name at least one report.' })
  @Nested(() => AttestationItemInput, { each: true, most: 500 })
  items: AttestationItemInput[];
}

@InputType({ description: 'A report that does not hold yet.' })
export class SendBackFulfilmentInput extends MutationInput {
  @Field(() => ID, { description: 'The occurrence that was reported.' })
  @Uuid()
  occurrenceId: string;

  @Field(() => String, { description: 'What is missing, up to 4,000 characters. The pledger reads it.' })
  @Text({ max: 4000, multiline: true })
  feedback: string;
}

@InputType({ description: 'The right quantity for something attested.' })
export class CorrectAttestationInput extends MutationInput {
  @Field(() => ID, { description: 'The latest attestation of the occurrence, as you read it.' })
  @Uuid()
  attestationId: string;

  @Field(() => Int, { description: 'How much was done: 0 to what was reported.' })
  @Quantity({ min: 0 })
  quantity: number;

  @Field(() => String, { description: 'Why, up to 4,000 characters. The pledger reads it.' })
  @Text({ max: 4000, multiline: true })
  reason: string;
}
