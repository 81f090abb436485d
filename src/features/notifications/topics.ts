import type { Notice } from './mails/index.js';

/** What people choose about when they say how they want to be told. */
export const topics = [
  'MY_PLEDGES',
  'MY_STANDING',
  'COMMUNITY_WORK',
  'ROUNDS_AND_DECISIONS',
  // Comes at once and at night, whatever was chosen: whoever takes an account over must not be able to hide it.
  'ACCOUNT_SAFETY',
] as const;

export type Topic = (typeof topics)[number];

export const choosableTopics = topics.filter((topic) => topic !== 'ACCOUNT_SAFETY');

/** What each notice is about. */
export const topicOf: Readonly<Record<Notice, Topic>> = {
  'address-restored': 'ACCOUNT_SAFETY',
  'admission-waits': 'COMMUNITY_WORK',
  admitted: 'MY_STANDING',
  'answer-overdue': 'COMMUNITY_WORK',
  'duty-offered': 'MY_STANDING',
  'lead-left': 'MY_PLEDGES',
  'mandate-ended': 'MY_PLEDGES',
  'message-reported': 'COMMUNITY_WORK',
  'message-waits': 'MY_PLEDGES',
  'messenger-changed': 'ACCOUNT_SAFETY',
  'offer-answered': 'MY_PLEDGES',
  'offer-expired': 'MY_PLEDGES',
  'offer-waits': 'COMMUNITY_WORK',
  'operator-acted': 'COMMUNITY_WORK',
  'password-changed': 'ACCOUNT_SAFETY',
  'people-exported': 'ACCOUNT_SAFETY',
  'place-freed': 'MY_PLEDGES',
  'question-answered': 'COMMUNITY_WORK',
  'question-asked': 'MY_PLEDGES',
  'question-due-soon': 'MY_PLEDGES',
  'question-overdue': 'MY_PLEDGES',
  'recovery-codes-renewed': 'ACCOUNT_SAFETY',
  'removal-proposed': 'COMMUNITY_WORK',
  'removal-waits': 'COMMUNITY_WORK',
  removed: 'MY_STANDING',
  'report-waits': 'COMMUNITY_WORK',
  'request-answered': 'MY_STANDING',
  'request-declined': 'MY_STANDING',
  'request-waits': 'COMMUNITY_WORK',
  'round-closes-soon': 'ROUNDS_AND_DECISIONS',
  'round-counted': 'ROUNDS_AND_DECISIONS',
  'round-opened': 'ROUNDS_AND_DECISIONS',
  'round-ratified': 'ROUNDS_AND_DECISIONS',
  'round-without-result': 'ROUNDS_AND_DECISIONS',
  'second-factor-changed': 'ACCOUNT_SAFETY',
  'second-proof-failed': 'ACCOUNT_SAFETY',
  'session-replayed': 'ACCOUNT_SAFETY',
  'standing-changed': 'MY_STANDING',
  'stewards-missing': 'COMMUNITY_WORK',
  'waiting-over': 'MY_PLEDGES',
  'way-in-changed': 'ACCOUNT_SAFETY',
  'work-attested': 'MY_PLEDGES',
  'work-resumed': 'MY_PLEDGES',
  'work-sent-back': 'MY_PLEDGES',
  'confirm-again': 'MY_PLEDGES',
  'handed-over': 'MY_PLEDGES',
  'never-started': 'MY_PLEDGES',
  'offer-over': 'MY_PLEDGES',
  'place-offered': 'MY_PLEDGES',
  'plan-again': 'MY_PLEDGES',
  'pledge-lapsed': 'MY_PLEDGES',
  'pledge-started': 'MY_PLEDGES',
  'enough-pledged': 'COMMUNITY_WORK',
  'work-stopped': 'MY_PLEDGES',
};
