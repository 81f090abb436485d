import { Field, Float, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ArrayMaxSize, IsBoolean, IsEnum, IsNumber, Max, Min } from 'class-validator';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { ownSession, Scope } from '../../platform/access/scope.js';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { Language, MutationInput, Nested, Optional, Quantity, Text } from '../../platform/validation/index.js';
import { AskKind, Capacity, RiskBuffer } from '../asks/index.js';

export enum AccessNeed {
  STEP_FREE = 'STEP_FREE',
  INTERPRETING = 'INTERPRETING',
  CHILDCARE = 'CHILDCARE',
  EASY_LANGUAGE = 'EASY_LANGUAGE',
}
registerEnumType(AccessNeed, {
  name: 'AccessNeed',
  description: 'What a person needs to take part.',
  valuesMap: {
    STEP_FREE: { description: 'A way without steps.' },
    INTERPRETING: { description: 'Somebody who interprets, into a spoken or a signed language.' },
    CHILDCARE: { description: 'Somebody who looks after children meanwhile.' },
    EASY_LANGUAGE: { description: 'Words that are easy to understand.' },
  },
});

@ObjectType('NamedCapacity', { description: 'Something that you can put to use, as you named it.' })
@Access(visible)
@Scope(ownSession)
export class NamedCapacityType {
  @Field(() => Capacity, { description: 'What it is.' })
  capacity: Capacity;

  @Field(() => String, { description: 'Which skills, what vehicle, in your words. May be empty.' })
  detail: string;
}

@ObjectType('CoarsePosition', { description: 'Where about, to a tenth of a degree: within some 8 kilometres.' })
@Access(visible)
@Scope(ownSession)
export class CoarsePositionType {
  @Field(() => Float, { description: 'Degrees north, negative south of the equator, to one decimal.' })
  latitude: number;

  @Field(() => Float, { description: 'Degrees east, negative west of Greenwich, to one decimal.' })
  longitude: number;
}

@ObjectType('MatchingProfile', {
  description:
    'What you said of yourself so that `asksForMe` can suggest asks. It is kept encrypted, no community is shown any of it, and it is counted nowhere.',
})
@Access(visible)
@Scope(ownSession)
export class MatchingProfileType {
  @Field(() => [NamedCapacityType], { description: 'What you can put to use.' })
  capacities: readonly NamedCapacityType[];

  @Field(() => [String], { description: 'The languages that you speak, as BCP 47 tags.' })
  languages: readonly string[];

  @Field(() => Int, { nullable: true, description: 'How many hours a week you have; null where you did not say.' })
  hoursPerWeek: number | null;

  @Field(() => Int, { nullable: true, description: 'How many kilometres you go; null where you did not say.' })
  distanceKm: number | null;

  @Field(() => CoarsePositionType, {
    nullable: true,
    description: 'Where about you are; null where you did not say. Nothing finer was ever stored.',
  })
  position: CoarsePositionType | null;

  @Field(() => Boolean, { description: 'Whether you do only what is done online.' })
  isOnlineOnly: boolean;

  @Field(() => [AskKind], { description: 'Kinds of asks that you do not do. They are not suggested.' })
  kindsNotDone: readonly AskKind[];

  @Field(() => [AccessNeed], { description: 'What you need to take part.' })
  accessNeeds: readonly AccessNeed[];

  @Field(() => [RiskBuffer], {
    description:
      'What makes risks smaller for you than for others. Used for your own list of asks and for nothing else.',
  })
  buffers: readonly RiskBuffer[];
}

@InputType({ description: 'Something that you can put to use.' })
export class NamedCapacityInput {
  @Field(() => Capacity, { description: 'What it is.' })
  @IsEnum(Capacity)
  capacity: Capacity;

  @Field(() => String, {
    nullable: true,
    description: 'Which skills, what vehicle, up to 200 characters. Shown to you alone.',
  })
  @Optional()
  @Text({ max: 200 })
  detail?: string | null;
}

@InputType({ description: 'Where about you are. It is rounded to a tenth of a degree before it is stored.' })
export class WhereaboutsInput {
  @Field(() => Float, { description: 'Degrees north, from -90 to 90.' })
  @IsNumber({}, { message: 'OUT_OF_RANGE|Send the latitude in degrees, from -90 to 90.' })
  @Min(-90, { message: 'OUT_OF_RANGE|Send the latitude in degrees, from -90 to 90.' })
  @Max(90, { message: 'OUT_OF_RANGE|Send the latitude in degrees, from -90 to 90.' })
  latitude: number;

  @Field(() => Float, { description: 'Degrees east, from -180 to 180.' })
  @IsNumber({}, { message: 'OUT_OF_RANGE|Send the longitude in degrees, from -180 to 180.' })
  @Min(-180, { message: 'OUT_OF_RANGE|Send the longitude in degrees, from -180 to 180.' })
  @Max(180, { message: 'OUT_OF_RANGE|Send the longitude in degrees, from -180 to 180.' })
  longitude: number;
}

@InputType({ description: 'What you can bring. What is left out stays as it is; null clears it.' })
export class SetMyCapacitiesInput extends MutationInput {
  @Field(() => [NamedCapacityInput], {
    nullable: true,
    description: 'What you can put to use, each named once. Replaces what you named before.',
  })
  @Optional()
  @Nested(() => NamedCapacityInput, { each: true, most: 8 })
  capacities?: NamedCapacityInput[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The languages that you speak, such as `["es", "en"]`, up to 20.',
  })
  @Optional()
  @Language({ each: true, most: 20 })
  languages?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'How many hours a week you have, 1 to 80.' })
  @Optional()
  @Quantity({ max: 80 })
  hoursPerWeek?: number | null;

  @Field(() => Int, { nullable: true, description: 'How many kilometres you go, 1 to 20,000.' })
  @Optional()
  @Quantity({ max: 20_000 })
  distanceKm?: number | null;

  @Field(() => WhereaboutsInput, { nullable: true, description: 'Where about you are.' })
  @Optional()
  @Nested(() => WhereaboutsInput)
  position?: WhereaboutsInput | null;

  @Field(() => Boolean, { nullable: true, description: 'True to be suggested only what is done online.' })
  @Optional()
  @IsBoolean()
  isOnlineOnly?: boolean | null;

  @Field(() => [AskKind], { nullable: true, description: 'Kinds of asks that you do not do.' })
  @Optional()
  @ArrayMaxSize(20, { message: 'TOO_MANY|Send at most 20 kinds.' })
  kindsNotDone?: AskKind[] | null;

  @Field(() => [AccessNeed], { nullable: true, description: 'What you need to take part.' })
  @Optional()
  @ArrayMaxSize(4, { message: 'TOO_MANY|Send each need once.' })
  accessNeeds?: AccessNeed[] | null;
}

@InputType({ description: 'What makes risks smaller for you than for others.' })
export class SetMyBuffersInput extends MutationInput {
  @Field(() => [RiskBuffer], {
    nullable: true,
    description: 'Replaces what you named before; null or an empty list forgets it.',
  })
  @Optional()
  @ArrayMaxSize(7, { message: 'TOO_MANY|Send each buffer once.' })
  buffers?: RiskBuffer[] | null;
}

@Payload('What you can bring is kept.')
export class SetMyCapacitiesPayload extends MutationPayload {
  @Field(() => MatchingProfileType, { nullable: true, description: 'What is kept of you now.' })
  @Scope(ownSession)
  matchingProfile?: MatchingProfileType | null;
}

@Payload('What makes risks smaller for you is kept, encrypted.')
export class SetMyBuffersPayload extends MutationPayload {
  @Field(() => MatchingProfileType, { nullable: true, description: 'What is kept of you now.' })
  @Scope(ownSession)
  matchingProfile?: MatchingProfileType | null;
}
