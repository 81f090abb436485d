import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsBoolean } from 'class-validator';
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

@InputType({ description: 'A new community of people affected. Whoever creates it is its first steward.' })
export class CreateCommunityInput extends MutationInput {
  @Field(() => String, {
    description: 'The name in addresses: 3 to 40 small letters, digits and single hyphens. It stays.',
  })
  @Handle()
  handle: string;

  @Field(() => String, { description: 'What the community calls itself, up to 120 characters.' })
  @Text({ max: 120 })
  name: string;

  @Field(() => String, { nullable: true, description: 'Who you are, in up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  about?: string | null;

  @Field(() => String, { nullable: true, description: 'The main language, such as `en` or `es`. Default `en`.' })
  @Optional()
  @Language()
  language?: string | null;

  @Field(() => String, { nullable: true, description: 'The time zone by which its days end. Default `UTC`.' })
  @Optional()
  @TimeZone()
  timeZone?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What you are called here, and only here. One is made up if you leave it out.',
  })
  @Optional()
  @Text({ max: 60 })
  pseudonym?: string | null;
}

@InputType({ description: 'A question that every ally answers before the first pledge.' })
export class AgreementQuestionInput {
  @Field(() => String, { description: 'A short name for it, such as `position`.' })
  @Text({ max: 40 })
  id: string;

  @Field(() => String, { description: 'The question, up to 500 characters.' })
  @Text({ max: 500 })
  text: string;

  @Field(() => Boolean, { nullable: true, description: 'Whether it must be answered. Default true.' })
  @Optional()
  @IsBoolean()
  required?: boolean | null;
}

@InputType({ description: 'A new version of the agreement between the community and its allies.' })
export class PublishAgreementInput extends MutationInput {
  @Field(() => ID, { description: 'The community.' })
  @Uuid()
  communityId: string;

  @Field(() => Int, { description: 'The version that you read and are replacing.' })
  @Quantity()
  replacesVersion: number;

  @Field(() => String, { description: 'The whole text, up to 20,000 characters.' })
  @Text({ max: 20_000, multiline: true })
  text: string;

  @Field(() => [AgreementQuestionInput], { description: 'Up to 20 questions; an empty list asks none.' })
  @Nested(() => AgreementQuestionInput, { each: true, most: 20 })
  questions: AgreementQuestionInput[];
}

@InputType({ description: 'Whether stewards and organizers need a second factor.' })
export class RequireSecondFactorInput extends MutationInput {
  @Field(() => ID, { description: 'The community.' })
  @Uuid()
  communityId: string;

  @Field(() => Boolean, { description: 'True asks for it. False asks for it no longer.' })
  @IsBoolean()
  required: boolean;
}

@InputType({ description: 'Whose delegation ends.' })
export class EndDelegationInput extends MutationInput {
  @Field(() => ID, { description: 'The membership that carries the duty.' })
  @Uuid()
  membershipId: string;
}

@InputType({ description: 'Who is to organize, and until when.' })
export class DelegateOrganizerInput extends EndDelegationInput {
  @Field(() => DateTime, { description: 'When the delegation ends by itself: within twelve months.' })
  @FutureInstant()
  until: Date;
}
