import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Access, visible } from '../../../../src/platform/access/access.decorator.js';
import { rule } from '../../../../src/platform/access/rule.js';
import { Connection } from '../../../../src/platform/graphql/connection.js';
import { MutationPayload, Payload } from '../../../../src/platform/graphql/payload.js';
import { CalendarDate, DateTime } from '../../../../src/platform/graphql/scalars.js';
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
} from '../../../../src/platform/validation/index.js';

export enum Kind {
  TREE = 'TREE',
  HERB = 'HERB',
}
registerEnumType(Kind, { name: 'PlantKind', description: 'What grows.' });

export interface PlantRow {
  id: string;
  communityId: string;
  name: string;
  owner: string;
  height: number | null;
  plantedAt: Date;
}

export const seesOwner = rule<{ communityId: string; owner?: string }>(
  { ally: 'own', affected: true },
  (actor, plant) => actor.personId === plant.owner,
);

@ObjectType('Plant', { description: 'A plant.' })
@Access(visible)
export class PlantType {
  @Field(() => ID, { description: 'Its id.' })
  id: string;

  @Field(() => String, { description: 'Its name.' })
  name: string;

  @Field(() => Int, { nullable: true, description: 'In centimetres.' })
  height: number | null;

  @Field(() => DateTime, { description: 'Since when.' })
  plantedAt: Date;

  @Field(() => String, { nullable: true, description: 'Whose it is.' })
  @Access(seesOwner)
  owner?: string;
}

export const PlantConnection = Connection(PlantType);

@InputType({ description: 'A bed.' })
export class BedInput {
  @Field(() => Int, { description: 'How long.' })
  @Quantity({ min: 1, max: 10 })
  length: number;
}

@InputType({ description: 'What to plant.' })
export class PlantInput extends MutationInput {
  @Field(() => ID, { description: 'Where.' })
  @Uuid()
  gardenId: string;

  @Field(() => String, { description: 'Its name.' })
  @Text({ max: 20 })
  name: string;

  @Field(() => String, { nullable: true, description: 'More of it.' })
  @Optional()
  @Text({ max: 100, multiline: true })
  about?: string | null;

  @Field(() => String, { nullable: true, description: 'Its address.' })
  @Optional()
  @Handle()
  handle?: string | null;

  @Field(() => String, { nullable: true, description: 'Its zone.' })
  @Optional()
  @TimeZone()
  timeZone?: string | null;

  @Field(() => [String], { nullable: true, description: 'Its languages.' })
  @Optional()
  @Language({ each: true, most: 3 })
  languages?: string[] | null;

  @Field(() => DateTime, { nullable: true, description: 'When.' })
  @Optional()
  @FutureInstant()
  waterAt?: Date | null;

  @Field(() => CalendarDate, { nullable: true, description: 'Which day.' })
  sownOn?: string | null;

  @Field(() => [BedInput], { nullable: true, description: 'The beds.' })
  @Optional()
  @Nested(() => BedInput, { each: true, most: 2 })
  beds?: BedInput[] | null;

  @Field(() => Kind, { nullable: true, description: 'What it is.' })
  kind?: Kind | null;
}

@Payload('What was planted.')
export class PlantPayload extends MutationPayload {
  @Field(() => PlantType, { nullable: true, description: 'The plant.' })
  plant?: PlantRow | null;
}
