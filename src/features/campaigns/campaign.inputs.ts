import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsEnum } from 'class-validator';
import { CalendarDate } from '../../platform/graphql/scalars.js';
import {
  Handle,
  Language,
  MutationInput,
  Optional,
  Quantity,
  Text,
  TimeZone,
  Uuid,
} from '../../platform/validation/index.js';
import { CampaignVisibility } from './campaign.graphql.js';

@InputType({ description: 'A new campaign, as a draft that only the people affected see.' })
export class CreateCampaignInput extends MutationInput {
  @Field(() => ID, { description: 'The community that leads it.' })
  @Uuid()
  communityId: string;

  @Field(() => String, {
    description: 'The name in addresses: 3 to 40 small letters, digits and single hyphens. It stays.',
  })
  @Handle()
  handle: string;

  @Field(() => String, { description: 'What it is called, up to 120 characters.' })
  @Text({ max: 120 })
  name: string;

  @Field(() => String, { nullable: true, description: 'What it is about, for everyone, in up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  summary?: string | null;

  @Field(() => String, { nullable: true, description: 'The main language, such as `es`. Default: the community’s.' })
  @Optional()
  @Language()
  language?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The time zone by which its days end. Default: the community’s.',
  })
  @Optional()
  @TimeZone()
  timeZone?: string | null;

  @Field(() => CampaignVisibility, { nullable: true, description: 'Who sees it once launched. Default `PUBLIC`.' })
  @Optional()
  @IsEnum(CampaignVisibility)
  visibility?: CampaignVisibility | null;

  @Field(() => CalendarDate, { nullable: true, description: 'The first day. It may have passed.' })
  @Optional()
  startsOn?: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'The last day: today or later, not before the first.' })
  @Optional()
  endsOn?: string | null;
}

@InputType({ description: 'Which campaign.' })
export class LaunchCampaignInput extends MutationInput {
  @Field(() => ID, { description: 'The campaign.' })
  @Uuid()
  campaignId: string;
}

@InputType({ description: 'What changes about a campaign. What is left out stays as it is.' })
export class ReviseCampaignInput extends LaunchCampaignInput {
  @Field(() => Int, { description: 'The `version` that you read. Refused if someone revised it since.' })
  @Quantity()
  expectedVersion: number;

  @Field(() => String, { nullable: true, description: 'What it is called, up to 120 characters.' })
  @Optional()
  @Text({ max: 120 })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is about, in up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  summary?: string | null;

  @Field(() => String, { nullable: true, description: 'The main language.' })
  @Optional()
  @Language()
  language?: string | null;

  @Field(() => String, { nullable: true, description: 'The time zone by which its days end.' })
  @Optional()
  @TimeZone()
  timeZone?: string | null;

  @Field(() => CampaignVisibility, { nullable: true, description: 'Who sees it once launched.' })
  @Optional()
  @IsEnum(CampaignVisibility)
  visibility?: CampaignVisibility | null;

  @Field(() => CalendarDate, { nullable: true, description: 'The first day; null takes it away.' })
  @Optional()
  startsOn?: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'The last day, today or later; null takes it away.' })
  @Optional()
  endsOn?: string | null;
}

@InputType({ description: 'A new version of the brief.' })
export class PublishBriefInput extends LaunchCampaignInput {
  @Field(() => Int, { description: 'The version that you read and are replacing; 0 for the first brief.' })
  @Quantity({ min: 0 })
  replacesVersion: number;

  @Field(() => String, { description: 'The whole text, up to 20,000 characters.' })
  @Text({ max: 20_000, multiline: true })
  text: string;
}

@InputType({ description: 'Which campaign is to stand still, and why.' })
export class StopCampaignInput extends LaunchCampaignInput {
  @Field(() => String, { description: 'Why, for those who take part in the campaign, in up to 2,000 characters.' })
  @Text({ max: 2000, multiline: true })
  reason: string;
}

@InputType({ description: 'Which stopped campaign goes on.' })
export class ResumeCampaignInput extends LaunchCampaignInput {}

@InputType({ description: 'How a campaign ends.' })
export class ConcludeCampaignInput extends LaunchCampaignInput {
  @Field(() => String, { description: 'What came of it, for everyone who sees it, in up to 4,000 characters.' })
  @Text({ max: 4000, multiline: true })
  conclusion: string;
}
