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
import { placeFreed } from './place-freed.js';
import { reportWaits } from './report-waits.js';
import { wayInChanged } from './way-in-changed.js';
import { requestAnswered } from './request-answered.js';
import { requestWaits } from './request-waits.js';
import { standingChanged } from './standing-changed.js';
import { waitingOver } from './waiting-over.js';
import { workAttested } from './work-attested.js';
import { workSentBack } from './work-sent-back.js';
import { workStopped } from './work-stopped.js';

/** The mails that tell a person of something to look at, by the name that the outbox knows them by. */
export const notices = {
  'address-restored': addressRestored,
  'password-changed': passwordChanged,
  'operator-acted': operatorActed,
  'people-exported': peopleExported,
  'place-freed': placeFreed,
  'recovery-codes-renewed': recoveryCodesRenewed,
  'report-waits': reportWaits,
  'way-in-changed': wayInChanged,
  'second-factor-changed': secondFactorChanged,
  'second-proof-failed': secondProofFailed,
  'session-replayed': sessionReplayed,
  'request-answered': requestAnswered,
  'request-waits': requestWaits,
  'standing-changed': standingChanged,
  'waiting-over': waitingOver,
  'work-attested': workAttested,
  'work-sent-back': workSentBack,
  'work-stopped': workStopped,
} satisfies Record<string, MailTemplate<{ link: string }>>;

export type Notice = keyof typeof notices;

export function isNotice(name: unknown): name is Notice {
  return typeof name === 'string' && Object.hasOwn(notices, name);
}
