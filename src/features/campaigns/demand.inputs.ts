import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsEnum } from 'class-validator';
import { CalendarDate } from '../../platform/graphql/scalars.js';
import { MutationInput, Optional, Quantity, Text, Uuid } from '../../platform/validation/index.js';
import { DemandOutcome } from './demand.graphql.js';

@InputType({ description: 'A new demand.' })
export class MakeDemandInput extends MutationInput {
  @Field(() => ID, { description: 'The campaign that makes it.' })
  @Uuid()
  campaignId: string;

  @Field(() => String, { description: 'What is wanted, in a line of up to 200 characters.' })
  @Text({ max: 200 })
  title: string;

  @Field(() => String, { nullable: true, description: 'The whole of it, in up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  details?: string | null;

  @Field(() => String, { description: 'Who can grant it, in up to 200 characters.' })
  @Text({ max: 200 })
  decisionMaker: string;

  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The day on which it was put to the decision-maker, if it was: today or earlier.',
  })
  @Optional()
  madeOn?: string | null;
}

@InputType({ description: 'What changes about a demand. What is left out stays as it is.' })
export class ReviseDemandInput extends MutationInput {
  @Field(() => ID, { description: 'The demand.' })
  @Uuid()
  demandId: string;

  @Field(() => Int, { description: 'The `version` that you read. Refused if someone changed it since.' })
  @Quantity()
  expectedVersion: number;

  @Field(() => String, { nullable: true, description: 'What is wanted, in a line of up to 200 characters.' })
  @Optional()
  @Text({ max: 200 })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'The whole of it, in up to 4,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 4000, multiline: true })
  details?: string | null;

  @Field(() => String, { nullable: true, description: 'Who can grant it, in up to 200 characters.' })
  @Optional()
  @Text({ max: 200 })
  decisionMaker?: string | null;

  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The day on which it was put to the decision-maker, today or earlier; null takes it away.',
  })
  @Optional()
  madeOn?: string | null;
}

@InputType({ description: 'What a decision-maker answered, and what the community makes of it.' })
export class AnswerDemandInput extends MutationInput {
  @Field(() => ID, { description: 'The demand.' })
  @Uuid()
  demandId: string;

  @Field(() => CalendarDate, { description: 'The day of the answer: today or earlier.' })
  answeredOn: string;

  @Field(() => String, {
    description: 'The answer, in up to 4,000 characters. Everyone who sees the campaign reads it.',
  })
  @Text({ max: 4000, multiline: true })
  text: string;

  @Field(() => DemandOutcome, { description: 'What the demand is held to be from now on.' })
  @IsEnum(DemandOutcome)
  state: DemandOutcome;
}
