import { refuse } from '../../platform/graphql/errors.js';
import type { AgreementQuestion, CurrentAgreement } from '../communities/index.js';
import type { AnswerInput } from './ally.inputs.js';
import { say } from '../../platform/words/words.js';

export function refuseStale(agreement: CurrentAgreement, accepted: number): void {
  if (accepted === agreement.version) return;
  throw refuse(
    'AGREEMENT_STALE',
    say`The agreement is at version ${agreement.version}. Show it to the ally and send that version when they accept it.`,
    'agreementVersion',
  );
}

/** Only answers to questions that were asked are kept. */
export function checkedAnswers(questions: AgreementQuestion[], answers: AnswerInput[]): string {
  const given = new Map(answers.map((answer) => [answer.questionId, answer.text]));
  const unanswered = questions.find((question) => question.required && !given.get(question.id));
  if (unanswered) {
    throw refuse(
      'QUESTION_UNANSWERED',
      say`The community asks: “${unanswered.text}” Answer it as questionId "${unanswered.id}".`,
      'answers',
    );
  }
  const stranger = answers.findIndex((answer) => !questions.some((question) => question.id === answer.questionId));
  if (stranger >= 0)
    throw refuse('INVALID', 'The agreement has no question with this id.', 'answers', String(stranger), 'questionId');
  return JSON.stringify(Object.fromEntries(given));
}
