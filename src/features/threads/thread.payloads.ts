import { Field, Int } from '@nestjs/graphql';
import { MutationPayload, Payload } from '../../platform/graphql/payload.js';
import { AskType } from '../asks/index.js';
import { MessageReportType } from './message-report.graphql.js';
import { PledgeQuestionType } from './question.graphql.js';
import { ThreadMessageType, ThreadType } from './thread.graphql.js';

@Payload('A message was written.')
export class SendMessagePayload extends MutationPayload {
  @Field(() => ThreadMessageType, { nullable: true, description: 'The message.' })
  message?: ThreadMessageType | null;
}

@Payload('Thanks were written.')
export class ThankPledgerPayload extends MutationPayload {
  @Field(() => ThreadMessageType, { nullable: true, description: 'The thanks.' })
  message?: ThreadMessageType | null;
}

@Payload('A question was asked.')
export class AskQuestionPayload extends MutationPayload {
  @Field(() => PledgeQuestionType, { nullable: true, description: 'The question.' })
  question?: PledgeQuestionType | null;
}

@Payload('A question was answered.')
export class AnswerQuestionPayload extends MutationPayload {
  @Field(() => PledgeQuestionType, { nullable: true, description: 'The question, with its answer.' })
  question?: PledgeQuestionType | null;
}

@Payload('A question was taken back.')
export class WithdrawQuestionPayload extends MutationPayload {
  @Field(() => PledgeQuestionType, { nullable: true, description: 'The question as it is now.' })
  question?: PledgeQuestionType | null;

  @Field(() => Int, { nullable: true, description: 'Of how many pledgers it was taken back.' })
  withdrawn?: number | null;
}

@Payload('A question was given more time.')
export class ExtendQuestionPayload extends MutationPayload {
  @Field(() => PledgeQuestionType, { nullable: true, description: 'The question as it is now.' })
  question?: PledgeQuestionType | null;

  @Field(() => Int, { nullable: true, description: 'How many pledgers have more time.' })
  extended?: number | null;
}

@Payload('All live pledgers of an ask were written to, each in a thread of their own.')
export class MessagePledgersPayload extends MutationPayload {
  @Field(() => AskType, { nullable: true, description: 'The ask.' })
  ask?: AskType | null;

  @Field(() => Int, { nullable: true, description: 'How many it reached: those who take no messages are passed over.' })
  reached?: number | null;
}

@Payload('All live pledgers of an ask were thanked, each in a thread of their own.')
export class ThankPledgersPayload extends MutationPayload {
  @Field(() => AskType, { nullable: true, description: 'The ask.' })
  ask?: AskType | null;

  @Field(() => Int, { nullable: true, description: 'How many it reached: those who take no messages are passed over.' })
  reached?: number | null;
}

@Payload('All live pledgers of an ask were asked, each in a thread of their own.')
export class AskPledgersPayload extends MutationPayload {
  @Field(() => AskType, { nullable: true, description: 'The ask.' })
  ask?: AskType | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many it reached: those of whom thirty questions wait already are passed over.',
  })
  reached?: number | null;
}

@Payload('A message was taken back.')
export class WithdrawMessagePayload extends MutationPayload {
  @Field(() => ThreadMessageType, { nullable: true, description: 'What is left of the message: its place.' })
  message?: ThreadMessageType | null;

  @Field(() => Int, { nullable: true, description: 'From how many threads: as many as it was sent into.' })
  withdrawn?: number | null;
}

@Payload('The pledger takes no more messages here.')
export class BlockThreadPayload extends MutationPayload {
  @Field(() => ThreadType, { nullable: true, description: 'The thread as it is now.' })
  thread?: ThreadType | null;
}

@Payload('The pledger takes messages here again.')
export class UnblockThreadPayload extends MutationPayload {
  @Field(() => ThreadType, { nullable: true, description: 'The thread as it is now.' })
  thread?: ThreadType | null;
}

@Payload('The community takes no more messages here.')
export class CloseThreadPayload extends MutationPayload {
  @Field(() => ThreadType, { nullable: true, description: 'The thread as it is now.' })
  thread?: ThreadType | null;
}

@Payload('The community takes messages here again.')
export class ReopenThreadPayload extends MutationPayload {
  @Field(() => ThreadType, { nullable: true, description: 'The thread as it is now.' })
  thread?: ThreadType | null;
}

@Payload('A message was reported.')
export class ReportMessagePayload extends MutationPayload {
  @Field(() => ThreadMessageType, {
    nullable: true,
    description: 'The message. Who settles it decides what becomes of it.',
  })
  message?: ThreadMessageType | null;
}

@Payload('A report was settled.')
export class SettleMessageReportPayload extends MutationPayload {
  @Field(() => MessageReportType, { nullable: true, description: 'The report, with what came of it.' })
  report?: MessageReportType | null;
}
