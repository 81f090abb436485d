import type { MailTemplate } from '../mail-text.js';
import { admissionWaits } from './admission-waits.js';
import { admitted } from './admitted.js';
import { dutyOffered } from './duty-offered.js';
import { placeFreed } from './place-freed.js';
import { removalProposed } from './removal-proposed.js';
import { removalWaits } from './removal-waits.js';
import { removed } from './removed.js';
import { reportWaits } from './report-waits.js';
import { requestDeclined } from './request-declined.js';
import { stewardsMissing } from './stewards-missing.js';
import { workAttested } from './work-attested.js';
import { workSentBack } from './work-sent-back.js';
import { workStopped } from './work-stopped.js';

/** The mails that tell a person of something to look at, by the name that the outbox knows them by. */
export const notices = {
  'admission-waits': admissionWaits,
  admitted,
  'duty-offered': dutyOffered,
  'place-freed': placeFreed,
  'removal-proposed': removalProposed,
  'removal-waits': removalWaits,
  removed,
  'report-waits': reportWaits,
  'request-declined': requestDeclined,
  'stewards-missing': stewardsMissing,
  'work-attested': workAttested,
  'work-sent-back': workSentBack,
  'work-stopped': workStopped,
} satisfies Record<string, MailTemplate<{ link: string }>>;

export type Notice = keyof typeof notices;

export function isNotice(name: unknown): name is Notice {
  return typeof name === 'string' && Object.hasOwn(notices, name);
}
