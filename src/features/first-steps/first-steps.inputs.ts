import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsEmail, MaxLength } from 'class-validator';
import { DateTime } from '../../platform/graphql/scalars.js';
import {
  FutureInstant,
  Handle,
  Language,
  MutationInput,
  Nested,
  Optional,
  Quantity,
  Text,
  TimeZone,
  Uuid,
} from '../../platform/validation/index.js';
import { AnswerInput } from '../allies/index.js';
import { PledgeConditionInput } from '../pledges/index.js';

@InputType({ description: 'What is wanted, and from whom.' })
export class FirstDemandInput {
  @Field(() => String, { description: 'What is wanted, up to 200 characters: “No rent increase in 2027”.' })
  @Text({ max: 200 })
  title: string;

  @Field(() => String, { description: 'Who can grant it, up to 200 characters: “Elm Street Holdings”.' })
  @Text({ max: 200 })
  decisionMaker: string;
}

@InputType({ description: 'The first ask, made from a template; what you leave out is taken from it.' })
export class FirstAskInput {
  @Field(() => String, { description: 'The key of a template; `askTemplates` lists them.' })
  @Text({ max: 40 })
  template: string;

  @Field(() => String, { nullable: true, description: 'What is asked, up to 140 characters.' })
  @Optional()
  @Text({ max: 140 })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'All that an ally has to know, up to 8,000 characters.' })
  @Optional()
  @Text({ max: 8000, multiline: true })
  description?: string | null;

  @Field(() => Int, { nullable: true, description: 'How much is wanted in all, in the unit of the template.' })
  @Optional()
  @Quantity()
  quantity?: number | null;

  @Field(() => Int, { nullable: true, description: 'How many people at most; leave out for no limit.' })
  @Optional()
  @Quantity({ max: 100_000 })
  slots?: number | null;

  @Field(() => DateTime, { nullable: true, description: 'From when it can be done. Default now.' })
  @Optional()
  @FutureInstant()
  startsAt?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when. Default in 14 days.' })
  @Optional()
  @FutureInstant()
  endsAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'Where, up to 300 characters.' })
  @Optional()
  @Text({ max: 300 })
  place?: string | null;
}

@InputType({ description: 'Everything a campaign needs to begin: a community, a demand, a priority and a first ask.' })
export class StartCampaignInput extends MutationInput {
  @Field(() => String, {
    description: 'The community’s name in addresses: 3 to 40 small letters, digits and single hyphens.',
  })
  @Handle()
  communityHandle: string;

  @Field(() => String, { description: 'What the community calls itself, up to 120 characters.' })
  @Text({ max: 120 })
  communityName: string;

  @Field(() => String, {
    nullable: true,
    description: 'What you are called here, and only here. One is made up if you leave it out.',
  })
  @Optional()
  @Text({ max: 60 })
  pseudonym?: string | null;

  @Field(() => String, { nullable: true, description: 'The main language, such as `en` or `es`. Default `en`.' })
  @Optional()
  @Language()
  language?: string | null;

  @Field(() => String, { nullable: true, description: 'The time zone by which days end. Default `UTC`.' })
  @Optional()
  @TimeZone()
  timeZone?: string | null;

  @Field(() => String, { nullable: true, description: 'The campaign’s name in addresses. Default: the community’s.' })
  @Optional()
  @Handle()
  campaignHandle?: string | null;

  @Field(() => String, { description: 'The name of the campaign, up to 120 characters.' })
  @Text({ max: 120 })
  campaignName: string;

  @Field(() => String, {
    nullable: true,
    description:
      'What allies must know before they pledge, up to 20,000 characters. Default: a short text made of the demand.',
  })
  @Optional()
  @Text({ max: 20_000, multiline: true })
  brief?: string | null;

  @Field(() => FirstDemandInput, { description: 'The first demand.' })
  @Nested(() => FirstDemandInput)
  demand: FirstDemandInput;

  @Field(() => String, { description: 'What the community needs first, up to 300 characters.' })
  @Text({ max: 300 })
  priority: string;

  @Field(() => FirstAskInput, {
    description: 'The first ask. It opens at once, under a founding mandate signed by you.',
  })
  @Nested(() => FirstAskInput)
  ask: FirstAskInput;
}

@InputType({ description: 'When, where and how a pledge begins. What you leave out is taken from the ask.' })
export class FirstPlanInput {
  @Field(() => DateTime, {
    nullable: true,
    description: 'When. Default: when the ask’s window opens, or in a day if it is open.',
  })
  @Optional()
  @FutureInstant()
  when?: Date | null;

  @Field(() => String, { nullable: true, description: 'Where, up to 300 characters. Default: the place of the ask.' })
  @Optional()
  @Text({ min: 0, max: 300 })
  where?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The first step, up to 1,000 characters. Default: to put it in the calendar.',
  })
  @Optional()
  @Text({ max: 1000, multiline: true })
  firstStep?: string | null;
}

@InputType({ description: 'The account of someone who has none yet.' })
export class NewAccountInput {
  @Field(() => String, { nullable: true, description: 'An e-mail address, confirmed later by mail. Not needed.' })
  @Optional()
  @Text({ max: 254 })
  @IsEmail({}, { message: 'INVALID|This does not look like an e-mail address. Check it for slips.' })
  email?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'At least 8 characters. Without one, the recovery codes sign in.',
  })
  @Optional()
  @MaxLength(1000, { message: 'TOO_LONG|Choose a password of at most 200 characters.' })
  password?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The language for messages and mail. Default: what your browser asks for.',
  })
  @Optional()
  @Language()
  language?: string | null;

  @Field(() => String, { nullable: true, description: 'Your time zone. Default `UTC`.' })
  @Optional()
  @TimeZone()
  timeZone?: string | null;
}

@InputType({ description: 'An ally joins by the link of an ask and pledges to it, all at once.' })
export class JoinAndPledgeInput extends MutationInput {
  @Field(() => String, { description: 'The link of the ask, or the code at its end. Read it first with `askByLink`.' })
  @Text({ max: 500 })
  link: string;

  @Field(() => NewAccountInput, {
    nullable: true,
    description: 'Used when you are not signed in; may be left out even then.',
  })
  @Optional()
  @Nested(() => NewAccountInput)
  account?: NewAccountInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'What you want to be called here, and only here. One is made up if you leave it out.',
  })
  @Optional()
  @Text({ max: 60 })
  pseudonym?: string | null;

  @Field(() => Int, { description: 'The version of the agreement that was read and is accepted.' })
  @Quantity()
  agreementVersion: number;

  @Field(() => [AnswerInput], { nullable: true, description: 'Answers to the questions of the agreement.' })
  @Optional()
  @Nested(() => AnswerInput, { each: true, most: 20 })
  answers?: AnswerInput[] | null;

  @Field(() => Int, { description: 'The version of the brief that was read.' })
  @Quantity()
  briefVersion: number;

  @Field(() => Int, { description: 'The version of the ask’s terms that was read and is accepted.' })
  @Quantity()
  termsVersion: number;

  @Field(() => Int, { description: 'The risk tier that is knowingly accepted, as the ask states it: 0 to 3.' })
  @Quantity({ min: 0, max: 3 })
  acceptedRiskTier: number;

  @Field(() => Int, { nullable: true, description: 'How much, in the unit of the ask. Default 1.' })
  @Optional()
  @Quantity()
  quantity?: number | null;

  @Field(() => FirstPlanInput, {
    nullable: true,
    description: 'The plan; what is left out is prefilled from the ask, or from its shift.',
  })
  @Optional()
  @Nested(() => FirstPlanInput)
  plan?: FirstPlanInput | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The shift, where the ask is done in shifts: one of `Ask.shifts` that is open.',
  })
  @Optional()
  @Uuid()
  shiftId?: string | null;

  @Field(() => PledgeConditionInput, {
    nullable: true,
    description: 'Only if enough others pledge too, as in `makePledge`.',
  })
  @Optional()
  @Nested(() => PledgeConditionInput)
  onlyIf?: PledgeConditionInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'What to be called in this pledge, up to 60 characters, instead of the pseudonym.',
  })
  @Optional()
  @Text({ max: 60 })
  shownAs?: string | null;
}
