import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsEnum } from 'class-validator';
import { DateTime } from '../../platform/graphql/scalars.js';
import {
  FutureInstant,
  Handle,
  MutationInput,
  Nested,
  Optional,
  Quantity,
  Text,
  Uuid,
} from '../../platform/validation/index.js';
import { AllyAdmission } from './ally.graphql.js';

@InputType({ description: 'The answer to one question of the agreement.' })
export class AnswerInput {
  @Field(() => String, { description: 'The id of the question.' })
  @Text({ max: 40 })
  questionId: string;

  @Field(() => String, {
    description: 'The answer, up to 2,000 characters. Organizers and the people affected read it.',
  })
  @Text({ max: 2000, multiline: true })
  text: string;
}

@InputType({ description: 'An ally, or an organization, accepts the agreement of a community.' })
export class JoinAsAllyInput extends MutationInput {
  @Field(() => String, { description: 'The handle of the community.' })
  @Handle()
  communityHandle: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'The organization that becomes an ally, one that you represent. Leave it out to become an ally yourself.',
  })
  @Optional()
  @Uuid()
  organizationId?: string | null;

  @Field(() => Int, { description: 'The version of the agreement that was read and is accepted.' })
  @Quantity()
  agreementVersion: number;

  @Field(() => [AnswerInput], { nullable: true, description: 'Answers to its questions.' })
  @Optional()
  @Nested(() => AnswerInput, { each: true, most: 20 })
  answers?: AnswerInput[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What you want to be called here, and only here. If you leave it out one is made up; an organization goes by its name.',
  })
  @Optional()
  @Text({ max: 60 })
  pseudonym?: string | null;
}

@InputType({ isAbstract: true })
class OfRequestInput extends MutationInput {
  @Field(() => ID, { description: 'The request.' })
  @Uuid()
  requestId: string;
}

@InputType({ description: 'A request of your own, or of an organization that you represent.' })
export class WithdrawAllyRequestInput extends OfRequestInput {}

@InputType({ description: 'Who is admitted as an ally.' })
export class AdmitAllyInput extends OfRequestInput {}

@InputType({ description: 'Whose requests are declined, all of one community.' })
export class DeclineAlliesInput extends MutationInput {
  @Field(() => ID, { description: 'The community.' })
  @Uuid()
  communityId: string;

  @Field(() => [ID], { description: 'The requests, up to 200.' })
  @Uuid({ each: true, most: 200 })
  requestIds: string[];
}

@InputType({ isAbstract: true })
class OfAllyInput extends MutationInput {
  @Field(() => ID, { description: 'The membership of the ally.' })
  @Uuid()
  membershipId: string;
}

@InputType({ description: 'Which ally is paused, and why.' })
export class PauseAllyInput extends OfAllyInput {
  @Field(() => String, { description: 'Why, in up to 2,000 characters. The ally reads it.' })
  @Text({ max: 2000, multiline: true })
  reason: string;
}

@InputType({ description: 'Which paused ally may go on.' })
export class ResumeAllyInput extends OfAllyInput {}

@InputType({ description: 'Whose alliance goes on, and until when.' })
export class RenewAllyInput extends OfAllyInput {
  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when, within twelve months from now. Default twelve months.',
  })
  @Optional()
  @FutureInstant()
  until?: Date | null;
}

@InputType({ description: 'Whose alliance ends, and why.' })
export class EndAllyInput extends OfAllyInput {
  @Field(() => String, { description: 'Why, in up to 2,000 characters. The ally reads it.' })
  @Text({ max: 2000, multiline: true })
  reason: string;
}

@InputType({ description: 'Who is blocked, and why: an ally, a former one, or someone who asked.' })
export class BlockAllyInput extends MutationInput {
  @Field(() => ID, { nullable: true, description: 'The membership of the ally or former ally.' })
  @Optional()
  @Uuid()
  membershipId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Or the request to be an ally. Send one of the two.' })
  @Optional()
  @Uuid()
  requestId?: string | null;

  @Field(() => String, { description: 'Why, in up to 2,000 characters. Only stewards read it.' })
  @Text({ max: 2000, multiline: true })
  reason: string;
}

@InputType({ description: 'Which block is lifted.' })
export class UnblockAllyInput extends MutationInput {
  @Field(() => ID, { description: 'The block.' })
  @Uuid()
  blockId: string;
}

@InputType({ description: 'How a community takes allies from now on.' })
export class ChangeAllyAdmissionInput extends MutationInput {
  @Field(() => ID, { description: 'The community.' })
  @Uuid()
  communityId: string;

  @Field(() => AllyAdmission, { description: 'How.' })
  @IsEnum(AllyAdmission)
  admission: AllyAdmission;
}
