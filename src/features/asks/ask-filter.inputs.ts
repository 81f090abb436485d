import { ArgsType, Field, Float, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { ArrayMaxSize, IsBoolean, IsEnum } from 'class-validator';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { Degrees, Handle, Language, Nested, Optional, Quantity, Text } from '../../platform/validation/index.js';
import { AccessFeature, AskKind, AskState } from './ask-enums.graphql.js';
import { Capacity } from './suiting.graphql.js';

export enum AskOrder {
  PRIORITY = 'PRIORITY',
  OPENED = 'OPENED',
  STARTS = 'STARTS',
  CREATED = 'CREATED',
  NEAREST = 'NEAREST',
}
registerEnumType(AskOrder, {
  name: 'AskOrder',
  description: 'The order of a list of asks.',
  valuesMap: {
    PRIORITY: { description: 'What the community ranked first comes first; unranked last. Then latest opened first.' },
    OPENED: { description: 'Latest opened first; drafts last.' },
    STARTS: { description: 'Soonest first; those for any time last.' },
    CREATED: { description: 'Latest written down first.' },
    NEAREST: { description: 'Nearest to the point of the filter `near` first; those without a place last.' },
  },
});

@InputType({ description: 'Around which point.' })
export class NearInput {
  @Field(() => Float, { description: 'North of the equator, -90 to 90.' })
  @Degrees({ most: 90 })
  latitude: number;

  @Field(() => Float, { description: 'East of Greenwich, -180 to 180.' })
  @Degrees({ most: 180 })
  longitude: number;

  @Field(() => Int, { description: 'At most so many kilometres away, 1 to 20,000.' })
  @Quantity({ max: 20_000 })
  kilometres: number;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether what can be done online stays in, wherever it is. Default false.',
  })
  @Optional()
  @IsBoolean()
  includeOnline?: boolean | null;
}

@InputType({ description: 'Which asks. Conditions add up; an empty filter leaves all that you may see.' })
export class AskFilterInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Words to find in title, description, area and place, and in translations, up to 200 characters: whatever their accents, and in any form that the language of the ask gives them.',
  })
  @Optional()
  @Text({ max: 200 })
  text?: string | null;

  @Field(() => [AskKind], { nullable: true, description: 'Of any of these kinds.' })
  @Optional()
  @ArrayMaxSize(20, { message: 'TOO_MANY|Send at most 20 kinds.' })
  kinds?: AskKind[] | null;

  @Field(() => [AskState], { nullable: true, description: 'In any of these states.' })
  @Optional()
  @ArrayMaxSize(5, { message: 'TOO_MANY|Send each state once.' })
  states?: AskState[] | null;

  @Field(() => DateTime, { nullable: true, description: 'Not over by then. Those without an end stay in.' })
  @Optional()
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Begun by then. Those for any time stay in.' })
  @Optional()
  to?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'In this language or translated into it, such as `es`; `es` finds `es-MX` as well.',
  })
  @Optional()
  @Language()
  language?: string | null;

  @Field(() => NearInput, {
    nullable: true,
    description:
      'Near a point. Where you are not shown the place of an ask, it counts as where `position` shows it to you.',
  })
  @Optional()
  @Nested(() => NearInput)
  near?: NearInput | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only those that can be done online. False: only others.',
  })
  @Optional()
  @IsBoolean()
  isOnline?: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description: 'That take at most so many minutes, 1 to 10,080. Those that do not say how long stay out.',
  })
  @Optional()
  @Quantity({ max: 10_080 })
  effortMinutesAtMost?: number | null;

  @Field(() => [AccessFeature], { nullable: true, description: 'With all of this there.' })
  @Optional()
  @ArrayMaxSize(4, { message: 'TOO_MANY|Send each of them once.' })
  accessFeatures?: AccessFeature[] | null;

  @Field(() => [Capacity], { nullable: true, description: 'That take any of this.' })
  @Optional()
  @ArrayMaxSize(8, { message: 'TOO_MANY|Send each of them once.' })
  capacities?: Capacity[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only those that take pledges now and are not full. False: only the others.',
  })
  @Optional()
  @IsBoolean()
  hasOpenPlaces?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Of the campaign with this handle.' })
  @Optional()
  @Handle()
  campaignHandle?: string | null;

  @Field(() => Int, { nullable: true, description: 'Of at most this risk tier, 0 to 3.' })
  @Optional()
  @Quantity({ min: 0, max: 3 })
  riskTierAtMost?: number | null;
}

@ArgsType()
export class AskListArgs extends PageArgs {
  @Field(() => AskFilterInput, { nullable: true, description: 'Which asks.' })
  @Optional()
  @Nested(() => AskFilterInput)
  filter?: AskFilterInput | null;

  @Field(() => AskOrder, {
    nullable: true,
    description: 'The order. Default: NEAREST where the filter says `near`, else OPENED.',
  })
  @Optional()
  @IsEnum(AskOrder)
  orderBy?: AskOrder | null;
}
