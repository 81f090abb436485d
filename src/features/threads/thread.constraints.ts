import { translateConstraints } from '../../platform/database/pg-errors.js';
import type { UserError } from '../../platform/graphql/errors.js';
import { answerFirst } from '../pledges/index.js';

const reportedAlready: UserError = {
  code: 'WRONG_STATE',
  message: 'The message was reported already, and waits to be looked at.',
  path: ['messageId'],
};

translateConstraints({
  pledge_owes_no_answer_ck: answerFirst,
  thread_question_due_in_time_ck: {
    code: 'OUT_OF_RANGE',
    message: 'Give at least 24 hours to answer, and at most 60 days.',
    path: ['dueAt'],
  },
  thread_question_open_ck: {
    code: 'WRONG_STATE',
    message: 'The question was answered or taken back just now. Read it again.',
    path: ['questionId'],
  },
  thread_message_one_answer_uq: {
    code: 'WRONG_STATE',
    message: 'The question was answered or taken back just now. Read it again.',
    path: ['questionId'],
  },
  thread_open_to_its_pledger_ck: {
    code: 'THREAD_CLOSED',
    message:
      'The community takes no more messages in this thread. Answers to its questions, and reports, still arrive.',
    path: ['pledgeId'],
  },
  message_report_one_open_uq: reportedAlready,
});
