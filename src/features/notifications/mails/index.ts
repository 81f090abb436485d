import type { MailTemplate } from '../mail-text.js';
import {
  addressRestored,
  passwordChanged,
  recoveryCodesRenewed,
  secondFactorChanged,
  secondProofFailed,
  sessionReplayed,
} from './account-news.js';
import { operatorActed } from './operator-acted.js';
import { peopleExported } from './people-exported.js';
import { admissionWaits } from './admission-waits.js';
import { admitted } from './admitted.js';
import { messengerChanged } from './messenger-changed.js';
import { dutyOffered } from './duty-offered.js';
import {
  contestAnswered,
  noShowContested,
  noShowRecorded,
  pledgeLapsed,
  pledgeLapsing,
  reportUnanswered,
  skipAgreed,
  skipRequested,
} from './promise-news.js';
import { offerAnswered } from './offer-answered.js';
import { offerExpired } from './offer-expired.js';
import { offerWaits } from './offer-waits.js';
import { placeFreed } from './place-freed.js';
import { removalProposed } from './removal-proposed.js';
import { removalWaits } from './removal-waits.js';
import { removed } from './removed.js';
import { reportWaits } from './report-waits.js';
import { wayInChanged } from './way-in-changed.js';
import { requestAnswered } from './request-answered.js';
import { requestWaits } from './request-waits.js';
import { standingChanged } from './standing-changed.js';
import { waitingOver } from './waiting-over.js';
import { requestDeclined } from './request-declined.js';
import { stewardsMissing } from './stewards-missing.js';
import { workAttested } from './work-attested.js';
import { workSentBack } from './work-sent-back.js';
import { workStopped } from './work-stopped.js';
import { roundOpened } from './round-opened.js';
import { roundClosesSoon } from './round-closes-soon.js';
import { roundCounted } from './round-counted.js';
import { roundRatified } from './round-ratified.js';
import { roundWithoutResult } from './round-without-result.js';
import { mandateEnded } from './mandate-ended.js';
import { leadLeft } from './lead-left.js';
import { questionAsked } from './question-asked.js';
import { questionDueSoon } from './question-due-soon.js';
import { questionOverdue } from './question-overdue.js';
import { answerOverdue } from './answer-overdue.js';
import { questionAnswered } from './question-answered.js';
import { messageWaits } from './message-waits.js';
import { messageReported } from './message-reported.js';
import { workResumed } from './work-resumed.js';
import { pledgeStarted } from './pledge-started.js';
import { placeOffered } from './place-offered.js';
import { offerOver } from './offer-over.js';
import { confirmAgain } from './confirm-again.js';
import { planAgain } from './plan-again.js';
import { neverStarted } from './never-started.js';
import { enoughPledged } from './enough-pledged.js';
import { handedOver } from './handed-over.js';

/** Links that some of them have of their own, each for one step without signing in: see NoticeLinks. */
export interface OwnLinks {
  confirm: string;
  reschedule: string;
  stepBack: string;
}

/** What any of them may say: where to sign in, the time that it is about, where there is one, and links of its own. */
export interface NoticeNeeds extends OwnLinks {
  link: string;
  until: string;
}

/** The mails that tell a person of something to look at, by the name that the outbox knows them by. */
export const notices = {
  'address-restored': addressRestored,
  'admission-waits': admissionWaits,
  admitted,
  'contest-answered': contestAnswered,
  'duty-offered': dutyOffered,
  'no-show-contested': noShowContested,
  'no-show-recorded': noShowRecorded,
  'messenger-changed': messengerChanged,
  'offer-answered': offerAnswered,
  'offer-expired': offerExpired,
  'offer-waits': offerWaits,
  'operator-acted': operatorActed,
  'password-changed': passwordChanged,
  'people-exported': peopleExported,
  'pledge-lapsing': pledgeLapsing,
  'place-freed': placeFreed,
  'recovery-codes-renewed': recoveryCodesRenewed,
  'removal-proposed': removalProposed,
  'removal-waits': removalWaits,
  removed,
  'report-unanswered': reportUnanswered,
  'report-waits': reportWaits,
  'request-answered': requestAnswered,
  'request-declined': requestDeclined,
  'request-waits': requestWaits,
  'second-factor-changed': secondFactorChanged,
  'second-proof-failed': secondProofFailed,
  'session-replayed': sessionReplayed,
  'skip-agreed': skipAgreed,
  'skip-requested': skipRequested,
  'standing-changed': standingChanged,
  'stewards-missing': stewardsMissing,
  'round-opened': roundOpened,
  'round-closes-soon': roundClosesSoon,
  'round-counted': roundCounted,
  'round-ratified': roundRatified,
  'round-without-result': roundWithoutResult,
  'mandate-ended': mandateEnded,
  'lead-left': leadLeft,
  'work-resumed': workResumed,
  'pledge-started': pledgeStarted,
  'place-offered': placeOffered,
  'offer-over': offerOver,
  'confirm-again': confirmAgain,
  'plan-again': planAgain,
  'pledge-lapsed': pledgeLapsed,
  'never-started': neverStarted,
  'enough-pledged': enoughPledged,
  'handed-over': handedOver,
  'question-asked': questionAsked,
  'question-due-soon': questionDueSoon,
  'question-overdue': questionOverdue,
  'answer-overdue': answerOverdue,
  'question-answered': questionAnswered,
  'message-waits': messageWaits,
  'message-reported': messageReported,
  'waiting-over': waitingOver,
  'way-in-changed': wayInChanged,
  'work-attested': workAttested,
  'work-sent-back': workSentBack,
  'work-stopped': workStopped,
} satisfies Record<string, MailTemplate<NoticeNeeds>>;

export type Notice = keyof typeof notices;

export function isNotice(name: unknown): name is Notice {
  return typeof name === 'string' && Object.hasOwn(notices, name);
}
