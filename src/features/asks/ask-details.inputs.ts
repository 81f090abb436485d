import { Field, Float, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, IsBoolean } from 'class-validator';
import { DateTime } from '../../platform/graphql/scalars.js';
import {
  Degrees,
  FutureInstant,
  Language,
  MutationInput,
  Nested,
  Optional,
  Quantity,
  Text,
  TimeZone,
} from '../../platform/validation/index.js';
import { AccessFeature, AskVisibility } from './ask-enums.graphql.js';
import { Capacity, RiskBuffer } from './suiting.graphql.js';

@InputType({ description: 'A point on the map, in degrees (WGS 84), kept to five decimals.' })
export class PositionInput {
  @Field(() => Float, { description: 'North of the equator, -90 to 90.' })
  @Degrees({ most: 90 })
  latitude: number;

  @Field(() => Float, { description: 'East of Greenwich, -180 to 180.' })
  @Degrees({ most: 180 })
  longitude: number;
}

/** What may be left out of an ask, in a draft as in a revision. */
@InputType({ isAbstract: true })
export abstract class AskDetailsInput extends MutationInput {
  @Field(() => String, { nullable: true, description: 'What is asked, at length: up to 8,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 8000, multiline: true })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'The language, as a BCP 47 tag. Default: the campaign’s.' })
  @Optional()
  @Language()
  language?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many may pledge at once, 1 to 100,000; null for as many as it takes.',
  })
  @Optional()
  @Quantity({ max: 100_000 })
  slots?: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When it begins; null for any time.' })
  @Optional()
  startsAt?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it is over; null for no end.' })
  @Optional()
  @FutureInstant()
  endsAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The time zone in which its times are meant, such as `America/Mexico_City`. Default: that of the campaign.',
  })
  @Optional()
  @TimeZone()
  timeZone?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'How it is repeated from `startsAt` on, as an RRULE of iCalendar: `FREQ=WEEKLY;BYDAY=TU`. FREQ is DAILY, WEEKLY or MONTHLY; INTERVAL, BYDAY, BYMONTHDAY, one BYHOUR, one BYMINUTE, and COUNT or UNTIL may follow. At most once a day. Null for what is done once.',
  })
  @Optional()
  @Text({ max: 300 })
  cadence?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'After how many missed times in a row a repeated pledge lapses: 1 to 20. Default 2.',
  })
  @Optional()
  @Quantity({ max: 20 })
  missedLimit?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many hours after its time a pledge may still be reported: 0 to 720. Default 72.',
  })
  @Optional()
  @Quantity({ min: 0, max: 720 })
  graceHours?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How much has to be pledged by `thresholdAt` before anything starts: at most `quantityWanted`. Send both or neither.',
  })
  @Optional()
  @Quantity()
  threshold?: number | null;

  @Field(() => DateTime, { nullable: true, description: 'By when: still to come, and before `startsAt`.' })
  @Optional()
  thresholdAt?: Date | null;

  @Field(() => Int, { nullable: true, description: 'How long one doing takes, in minutes: 1 to 10,080.' })
  @Optional()
  @Quantity({ max: 10_080 })
  effortMinutes?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many hours before is too late to step back freely: 0 to 720. Default 24.',
  })
  @Optional()
  @Quantity({ min: 0, max: 720 })
  noticeHours?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Where, up to 300 characters. From risk tier 2 on shown to those alone who run the work or whose pledge to it is active.',
  })
  @Optional()
  @Text({ min: 0, max: 300 })
  place?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where about, for everybody, whatever the risk: up to 120 characters.',
  })
  @Optional()
  @Text({ min: 0, max: 120 })
  area?: string | null;

  @Field(() => PositionInput, {
    nullable: true,
    description: 'Where on the map; rounded to a tenth of a degree for whom the place is hidden from.',
  })
  @Optional()
  @Nested(() => PositionInput)
  position?: PositionInput | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it can be done from anywhere, online or by phone. Default false.',
  })
  @Optional()
  @IsBoolean()
  isOnline?: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The risk to whoever does it: 0 none to speak of, 1 low, 2 considerable, 3 high. Default 0.',
  })
  @Optional()
  @Quantity({ min: 0, max: 3 })
  riskTier?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the risk is, up to 4,000 characters. Needed from tier 1 on.',
  })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  riskNotes?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What is done to make the risk smaller, up to 4,000 characters.',
  })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  mitigations?: string | null;

  @Field(() => String, { nullable: true, description: 'What helps, up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  dos?: string | null;

  @Field(() => String, { nullable: true, description: 'What harms, however well it is meant: up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  donts?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What one needs to have, know or have done first, up to 2,000 characters.',
  })
  @Optional()
  @Text({ min: 0, max: 2000, multiline: true })
  prerequisites?: string | null;

  @Field(() => String, { nullable: true, description: 'Whom it suits, up to 1,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 1000, multiline: true })
  suits?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who can take part (steps, toilets, languages, childcare), up to 2,000 characters.',
  })
  @Optional()
  @Text({ min: 0, max: 2000, multiline: true })
  access?: string | null;

  @Field(() => [AccessFeature], {
    nullable: true,
    description: 'What is there so that more people can take part, each once.',
  })
  @Optional()
  @ArrayMaxSize(4, { message: 'TOO_MANY|Send each of them once.' })
  accessFeatures?: AccessFeature[] | null;

  @Field(() => [Capacity], { nullable: true, description: 'What it takes, of what allies can bring, each once.' })
  @Optional()
  @ArrayMaxSize(8, { message: 'TOO_MANY|Send each of them once.' })
  capacities?: Capacity[] | null;

  @Field(() => [RiskBuffer], {
    nullable: true,
    description: 'Who carries its risk more easily than others, each once.',
  })
  @Optional()
  @ArrayMaxSize(7, { message: 'TOO_MANY|Send each of them once.' })
  helpfulBuffers?: RiskBuffer[] | null;

  @Field(() => AskVisibility, { nullable: true, description: 'Who may find it once it is open. Default PUBLIC.' })
  @Optional()
  visibility?: AskVisibility | null;
}
