import type { MailTemplate } from '../mail-text.js';
import { operatorActed } from './operator-acted.js';
import { peopleExported } from './people-exported.js';
import { placeFreed } from './place-freed.js';
import { reportWaits } from './report-waits.js';
import { workAttested } from './work-attested.js';
import { workSentBack } from './work-sent-back.js';
import { workStopped } from './work-stopped.js';

/** The mails that tell a person of something to look at, by the name that the outbox knows them by. */
export const notices = {
  'operator-acted': operatorActed,
  'people-exported': peopleExported,
  'place-freed': placeFreed,
  'report-waits': reportWaits,
  'work-attested': workAttested,
  'work-sent-back': workSentBack,
  'work-stopped': workStopped,
} satisfies Record<string, MailTemplate<{ link: string }>>;

export type Notice = keyof typeof notices;

export function isNotice(name: unknown): name is Notice {
  return typeof name === 'string' && Object.hasOwn(notices, name);
}
