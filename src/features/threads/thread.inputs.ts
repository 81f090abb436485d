import { Field, ID, InputType } from '@nestjs/graphql';
import { IsBoolean, IsEnum } from 'class-validator';
import { DateTime } from '../../platform/graphql/scalars.js';
import { MutationInput, Optional, Text, Uuid } from '../../platform/validation/index.js';
import { MessageReportOutcome } from './message-report.graphql.js';

const WORDS = { max: 4000, multiline: true } as const;
const WORDS_SAY = 'The words, up to 4,000 characters.';
const DUE_SAY = 'By when it is to be answered: in 24 hours at the soonest, and in 60 days at the latest.';

@InputType({ isAbstract: true })
class OfThreadInput extends MutationInput {
  @Field(() => ID, { description: 'The pledge whose thread it is.' })
  @Uuid()
  pledgeId: string;
}

@InputType({ description: 'A message about a pledge.' })
export class SendMessageInput extends OfThreadInput {
  @Field(() => String, { description: WORDS_SAY })
  @Text(WORDS)
  text: string;
}

@InputType({ description: 'Thanks for a pledge.' })
export class ThankPledgerInput extends SendMessageInput {}

@InputType({ description: 'A question about a pledge.' })
export class AskQuestionInput extends SendMessageInput {
  // By the clock of the database, in its function: a repeated request is still answered when the time has come.
  @Field(() => DateTime, { nullable: true, description: `${DUE_SAY} Default: in 7 days.` })
  @Optional()
  dueAt?: Date | null;
}

@InputType({ description: 'A message to all live pledgers of an ask.' })
export class MessagePledgersInput extends MutationInput {
  @Field(() => ID, { description: 'The ask.' })
  @Uuid()
  askId: string;

  @Field(() => String, { description: WORDS_SAY })
  @Text(WORDS)
  text: string;
}

@InputType({ description: 'Thanks to all live pledgers of an ask.' })
export class ThankPledgersInput extends MessagePledgersInput {}

@InputType({ description: 'A question to all live pledgers of an ask.' })
export class AskPledgersInput extends MessagePledgersInput {
  @Field(() => DateTime, { nullable: true, description: `${DUE_SAY} Default: in 7 days.` })
  @Optional()
  dueAt?: Date | null;
}

@InputType({ description: 'An answer to a question.' })
export class AnswerQuestionInput extends MutationInput {
  @Field(() => ID, { description: 'The question.' })
  @Uuid()
  questionId: string;

  @Field(() => String, { description: WORDS_SAY })
  @Text(WORDS)
  text: string;
}

const EVERYWHERE_SAY = 'Whether also for all others of whom the same askPledgers asked it. Default: this one alone.';

@InputType({ description: 'A question to take back.' })
export class WithdrawQuestionInput extends MutationInput {
  @Field(() => ID, { description: 'The question.' })
  @Uuid()
  questionId: string;

  @Field(() => Boolean, { nullable: true, description: EVERYWHERE_SAY })
  @Optional()
  @IsBoolean()
  everywhere?: boolean | null;
}

@InputType({ description: 'More time for a question.' })
export class ExtendQuestionInput extends WithdrawQuestionInput {
  @Field(() => DateTime, { description: `${DUE_SAY} Later than now set.` })
  dueAt: Date;
}

@InputType({ description: 'A message of yours to take back.' })
export class WithdrawMessageInput extends MutationInput {
  @Field(() => ID, { description: 'The message.' })
  @Uuid()
  messageId: string;
}

@InputType({ description: 'A thread in which the pledger takes no more messages.' })
export class BlockThreadInput extends OfThreadInput {}

@InputType({ description: 'A thread in which the pledger takes messages again.' })
export class UnblockThreadInput extends OfThreadInput {}

@InputType({ description: 'A thread in which the community takes no more messages.' })
export class CloseThreadInput extends OfThreadInput {}

@InputType({ description: 'A thread in which the community takes messages again.' })
export class ReopenThreadInput extends OfThreadInput {}

@InputType({ description: 'A message that harms.' })
export class ReportMessageInput extends MutationInput {
  @Field(() => ID, { description: 'The message.' })
  @Uuid()
  messageId: string;

  @Field(() => String, { description: 'Why, in up to 1,000 characters.' })
  @Text({ max: 1000, multiline: true })
  reason: string;
}

@InputType({ description: 'What comes of a report.' })
export class SettleMessageReportInput extends MutationInput {
  @Field(() => ID, { description: 'The report.' })
  @Uuid()
  reportId: string;

  @Field(() => MessageReportOutcome, { description: 'Whether the message is hidden or kept.' })
  @IsEnum(MessageReportOutcome)
  outcome: MessageReportOutcome;

  @Field(() => String, { nullable: true, description: 'A note for those who settle reports, up to 1,000 characters.' })
  @Optional()
  @Text({ min: 0, max: 1000, multiline: true })
  note?: string | null;
}
