import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayMinSize, IsEnum } from 'class-validator';
import { MutationInput, Nested, Optional, Quantity, Text, Uuid } from '../../platform/validation/index.js';
import { AnswerInput } from '../allies/index.js';
import { NewAccountInput } from '../first-steps/index.js';
import { PledgePlanInput } from '../pledges/index.js';
import { EntryTaken } from './entry.graphql.js';

@InputType({ description: 'A pledge that someone made by phone or on paper.' })
export class EnterPledgeInput extends MutationInput {
  @Field(() => ID, { description: 'The ask.' })
  @Uuid()
  askId: string;

  @Field(() => EntryTaken, { description: 'How it came to you.' })
  @IsEnum(EntryTaken)
  taken: EntryTaken;

  @Field(() => ID, {
    nullable: true,
    description: 'The membership of an ally of the community already; leave it out for someone new.',
  })
  @Optional()
  @Uuid()
  membershipId?: string | null;

  @Field(() => String, {
    description: 'What they want to be called here, up to 60 characters; no legal name is needed.',
  })
  @Text({ max: 60 })
  name: string;

  @Field(() => String, {
    nullable: true,
    description:
      'How to reach them for the call back, up to 200 characters. Kept encrypted, and erased once it is settled.',
  })
  @Optional()
  @Text({ max: 200 })
  reach?: string | null;

  @Field(() => Int, { nullable: true, description: 'How much, in the unit of the ask. Default 1.' })
  @Optional()
  @Quantity()
  quantity?: number | null;

  @Field(() => PledgePlanInput, { description: 'When, where, and the first step, as they said.' })
  @Nested(() => PledgePlanInput)
  plan: PledgePlanInput;

  @Field(() => Int, { description: 'The version of the brief that was read to them.' })
  @Quantity()
  briefVersion: number;

  @Field(() => Int, { description: 'The version of the ask’s terms that was read to them.' })
  @Quantity()
  termsVersion: number;

  @Field(() => Int, { description: 'The version of the agreement that was read to them.' })
  @Quantity()
  agreementVersion: number;

  @Field(() => Int, { description: 'The risk tier that they said they accept, 0 to 3.' })
  @Quantity({ min: 0, max: 3 })
  acceptedRiskTier: number;

  @Field(() => [AnswerInput], { nullable: true, description: 'What they answered to the questions of the agreement.' })
  @Optional()
  @Nested(() => AnswerInput, { each: true, most: 20 })
  answers?: AnswerInput[] | null;
}

@InputType({ description: 'A report that an ally gave by phone or on paper.' })
export class EnterReportInput extends MutationInput {
  @Field(() => ID, {
    description: 'The pledge of which it was done. Not one of an organization: its people report themselves.',
  })
  @Uuid()
  pledgeId: string;

  @Field(() => EntryTaken, { description: 'How it came to you.' })
  @IsEnum(EntryTaken)
  taken: EntryTaken;

  @Field(() => Int, { description: 'How much they say was done, in the unit of the ask.' })
  @Quantity()
  quantity: number;

  @Field(() => String, { nullable: true, description: 'What they said about it, up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  note?: string | null;
}

@InputType({ description: 'One row of a sign-up sheet.' })
export class SignUpRowInput {
  @Field(() => Int, { description: 'Its number on the sheet, from 1: no row is entered twice.' })
  @Quantity({ max: 40 })
  row: number;

  @Field(() => String, { description: 'What they want to be called here, up to 60 characters.' })
  @Text({ max: 60 })
  name: string;

  @Field(() => String, { nullable: true, description: 'How to reach them, up to 200 characters.' })
  @Optional()
  @Text({ max: 200 })
  reach?: string | null;

  @Field(() => Int, { nullable: true, description: 'How much, in the unit of the ask. Default 1.' })
  @Optional()
  @Quantity()
  quantity?: number | null;

  @Field(() => PledgePlanInput, { description: 'When, where, and the first step.' })
  @Nested(() => PledgePlanInput)
  plan: PledgePlanInput;

  @Field(() => [AnswerInput], { nullable: true, description: 'What they answered to the questions of the agreement.' })
  @Optional()
  @Nested(() => AnswerInput, { each: true, most: 20 })
  answers?: AnswerInput[] | null;
}

@InputType({ description: 'The filled-in rows of a sign-up sheet.' })
export class EnterSignUpsInput extends MutationInput {
  @Field(() => ID, {
    description: 'The number of the sheet, as printed at its foot: it tells the ask, and what was read.',
  })
  @Uuid()
  sheetId: string;

  @Field(() => [SignUpRowInput], { description: '1 to 40 rows.' })
  @ArrayMinSize(1, { message: 'TOO_SHORT|Send at least one row.' })
  @Nested(() => SignUpRowInput, { each: true, most: 40 })
  rows: SignUpRowInput[];
}

@InputType({ description: 'What someone confirms of what was taken down for them.' })
export class ConfirmEntryInput extends MutationInput {
  @Field(() => String, { nullable: true, description: 'The link or code that they were given; for someone new.' })
  @Optional()
  @Text({ max: 500 })
  link?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The entry, for an ally who is signed in: one of `Viewer.entriesToConfirm`.',
  })
  @Optional()
  @Uuid()
  entryId?: string | null;

  @Field(() => NewAccountInput, {
    nullable: true,
    description: 'Used when they are not signed in; may be left out even then.',
  })
  @Optional()
  @Nested(() => NewAccountInput)
  account?: NewAccountInput | null;

  @Field(() => Int, { nullable: true, description: 'The version of the brief, if they read a newer one since.' })
  @Optional()
  @Quantity()
  briefVersion?: number | null;

  @Field(() => Int, { nullable: true, description: 'The version of the terms, if they read newer ones since.' })
  @Optional()
  @Quantity()
  termsVersion?: number | null;

  @Field(() => Int, { nullable: true, description: 'The version of the agreement, if they read a newer one since.' })
  @Optional()
  @Quantity()
  agreementVersion?: number | null;

  @Field(() => Int, { nullable: true, description: 'The risk tier, if it changed since, 0 to 3.' })
  @Optional()
  @Quantity({ min: 0, max: 3 })
  acceptedRiskTier?: number | null;

  @Field(() => PledgePlanInput, { nullable: true, description: 'Another plan than the one that was taken down.' })
  @Optional()
  @Nested(() => PledgePlanInput)
  plan?: PledgePlanInput | null;

  @Field(() => [AnswerInput], { nullable: true, description: 'Other answers than those that were taken down.' })
  @Optional()
  @Nested(() => AnswerInput, { each: true, most: 20 })
  answers?: AnswerInput[] | null;
}

@InputType({ description: 'A call back by a second person, who heard the same from whoever said it.' })
export class NoteCallBackInput extends MutationInput {
  @Field(() => ID, { description: 'The entry, taken down by someone else.' })
  @Uuid()
  entryId: string;

  @Field(() => Int, { nullable: true, description: 'The version of the brief, if you read them a newer one.' })
  @Optional()
  @Quantity()
  briefVersion?: number | null;

  @Field(() => Int, { nullable: true, description: 'The version of the terms, if you read them newer ones.' })
  @Optional()
  @Quantity()
  termsVersion?: number | null;

  @Field(() => Int, { nullable: true, description: 'The version of the agreement, if you read them a newer one.' })
  @Optional()
  @Quantity()
  agreementVersion?: number | null;

  @Field(() => Int, { nullable: true, description: 'The risk tier, if it changed and they accept it, 0 to 3.' })
  @Optional()
  @Quantity({ min: 0, max: 3 })
  acceptedRiskTier?: number | null;

  @Field(() => PledgePlanInput, { nullable: true, description: 'Another plan than the one that was taken down.' })
  @Optional()
  @Nested(() => PledgePlanInput)
  plan?: PledgePlanInput | null;
}

@InputType({ description: 'An entry that is taken back.' })
export class WithdrawEntryInput extends MutationInput {
  @Field(() => ID, { description: 'The entry.' })
  @Uuid()
  entryId: string;
}
