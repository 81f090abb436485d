import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsBoolean, IsEnum } from 'class-validator';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { Language, MutationInput, Optional, Quantity, Text, TimeZone, Uuid } from '../../platform/validation/index.js';
import { CommunityType } from '../communities/index.js';

export enum AdmissionRule {
  INVITATION = 'INVITATION',
  VOUCHES = 'VOUCHES',
  BOTH = 'BOTH',
}
registerEnumType(AdmissionRule, {
  name: 'AdmissionRule',
  description: 'How a community admits people affected. Allies come in by accepting its agreement.',
  valuesMap: {
    INVITATION: { description: 'By the invitation of a steward.' },
    VOUCHES: {
      description: 'By two vouches of people affected. Until there are three of them, by invitation as well.',
    },
    BOTH: { description: 'By either.' },
  },
});

@ObjectType('CommunitySettings', { description: 'What stewards set for their community.' })
@Access(visible)
export class CommunitySettingsType {
  communityId: string;

  @Field(() => AdmissionRule, { description: 'How people affected are admitted.' })
  admissionRule: AdmissionRule;

  @Field(() => Int, {
    description:
      'For how many days the newly admitted are on probation: they propose and discuss, and do not yet vote, vouch or attest.',
  })
  probationDays: number;

  @Field(() => Boolean, {
    description:
      'Whether everyone sees the exact totals of asks of low risk; otherwise they are blurred like all others.',
  })
  showsExactFigures: boolean;

  @Field(() => Boolean, {
    description:
      'Whether everyone who sees a campaign may read its `sovereigntyReport` in short. The people affected always read all of it.',
  })
  publishesSovereigntyReport: boolean;

  @Field(() => Int, { description: 'Send it back as `expectedVersion` when you change something.' })
  version: number;
}

@InputType({ description: 'What to change. What is left out stays.' })
export class ChangeCommunitySettingsInput extends MutationInput {
  @Field(() => ID, { description: 'The community.' })
  @Uuid()
  communityId: string;

  @Field(() => Int, { description: 'The version of the settings that you read.' })
  @Quantity()
  expectedVersion: number;

  @Field(() => String, { nullable: true, description: 'What the community calls itself, up to 120 characters.' })
  @Optional()
  @Text({ max: 120 })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Who you are, in up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  about?: string | null;

  @Field(() => String, { nullable: true, description: 'The main language, such as `en` or `es`.' })
  @Optional()
  @Language()
  language?: string | null;

  @Field(() => String, { nullable: true, description: 'The time zone by which its days end.' })
  @Optional()
  @TimeZone()
  timeZone?: string | null;

  @Field(() => AdmissionRule, { nullable: true, description: 'How people affected are admitted.' })
  @Optional()
  @IsEnum(AdmissionRule)
  admissionRule?: AdmissionRule | null;

  @Field(() => Int, { nullable: true, description: 'Days of probation of the newly admitted: 0 to 90.' })
  @Optional()
  @Quantity({ min: 0, max: 90 })
  probationDays?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether everyone sees exact totals of asks of low risk.' })
  @Optional()
  @IsBoolean()
  showsExactFigures?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether everyone who sees a campaign may read its `sovereigntyReport` in short.',
  })
  @Optional()
  @IsBoolean()
  publishesSovereigntyReport?: boolean | null;
}

@Payload('The settings are changed.')
export class ChangeCommunitySettingsPayload extends MutationPayload {
  @Field(() => CommunityType, { nullable: true, description: 'The community.' })
  community?: CommunityType | null;
}
