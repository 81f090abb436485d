import { randomBytes } from 'node:crypto';
import type { PageLanguage } from '../../platform/pages/page-language.js';
import { placeOf } from '../ask-pages/index.js';
import type { Fault } from './form-parts.js';
import { instantOf, localTime } from './local-time.js';
import { type Invitation, type UserErrorShown, zoneOf } from './pledge-form.query.js';
import { pledgeTexts } from './pledge-form.texts.js';
import type { Posted } from './posted.js';

const KEY = /^[\w-]{22}$/;
const WHOLE_NUMBER = /^\d{1,9}$/;

/** What was read when a box was ticked, by the field of the box. */
const READ = {
  acceptAgreement: { version: 'agreementVersion', missing: 'agreement', changed: 'agreementChanged' },
  acceptBrief: { version: 'briefVersion', missing: 'brief', changed: 'briefChanged' },
  acceptTerms: { version: 'termsVersion', missing: 'terms', changed: 'termsChanged' },
} as const;

type Box = keyof typeof READ;
const boxes = Object.keys(READ) as Box[];

/** Where the form has another name for what the mutation refuses. */
const FIELDS: Readonly<Record<string, string>> = {
  agreementVersion: 'acceptAgreement',
  briefVersion: 'acceptBrief',
  termsVersion: 'acceptTerms',
  acceptedRiskTier: 'acceptTerms',
  shiftId: 'shift',
};
const OWN_NAMES = new Set(['pseudonym', 'quantity', 'email', 'password', 'when', 'where', 'firstStep']);

export const answerField = (questionId: string): string => `answer.${questionId}`;

/** What the form tells the server of what was shown with it. */
export function shownVersions(
  invitation: Invitation,
): Record<'agreementVersion' | 'briefVersion' | 'termsVersion', string> {
  const { agreement, brief, termsVersion, riskTier } = invitation;
  return {
    agreementVersion: String(agreement.version),
    briefVersion: String(brief.version),
    termsVersion: `${termsVersion}.${riskTier}`,
  };
}

/** A key made when the form is first shown, so that however often it is sent, it is one pledge. */
export function keyIn(posted: Posted): string {
  const key = posted.get('key') ?? '';
  return KEY.test(key) ? key : randomBytes(16).toString('base64url');
}

/** What was typed, or on a form that nobody has filled in yet, what the ask suggests. */
export function valuesOf(posted: Posted, invitation: Invitation, now = new Date()): Posted {
  if (posted.has('key')) return withoutStale(posted, invitation);
  const { ask, shifts } = invitation;
  const startsAt = ask.startsAt === null ? null : new Date(ask.startsAt);
  const when =
    startsAt !== null && startsAt > now && shifts.length === 0 ? localTime(startsAt, zoneOf(invitation)) : '';
  return new Map([
    ['quantity', '1'],
    ['where', placeOf(ask)],
    ['when', when],
  ]);
}

/** A tick stands for the text that was read, never for another that took its place. */
function withoutStale(posted: Posted, invitation: Invitation): Posted {
  const stale = new Set<string>(boxes.filter((box) => isStale(box, posted, invitation)));
  return new Map([...posted].filter(([name]) => !stale.has(name)));
}

function isStale(box: Box, posted: Posted, invitation: Invitation): boolean {
  const { version } = READ[box];
  return posted.get(version) !== shownVersions(invitation)[version];
}

/** What can be told without asking for the pledge: all at once, so that nobody is sent back twice. */
export function faultsIn(posted: Posted, invitation: Invitation, language: PageLanguage): Fault[] {
  const say = pledgeTexts[language].faults;
  const faults: Fault[] = boxes.flatMap((box) => {
    if (isStale(box, posted, invitation)) return [{ field: box, message: say[READ[box].changed] }];
    return posted.get(box) === 'yes' ? [] : [{ field: box, message: say[READ[box].missing] }];
  });
  for (const { id, required } of invitation.agreement.questions) {
    const field = answerField(id);
    if (required && textIn(posted, field) === undefined) faults.push({ field, message: say.answer });
  }
  if (!WHOLE_NUMBER.test(textIn(posted, 'quantity') ?? '1')) faults.push({ field: 'quantity', message: say.quantity });
  const when = textIn(posted, 'when');
  if (when !== undefined && !instantOf(when, zoneOf(invitation))) faults.push({ field: 'when', message: say.when });
  const shifts = openShifts(invitation);
  if (shifts.length > 0 && !shifts.some(({ id }) => id === posted.get('shift'))) {
    faults.push({ field: 'shift', message: say.shift });
  }
  return faults;
}

export const openShifts = ({ shifts }: Invitation) => shifts.filter(({ isOpen }) => isOpen);

/** The input of `joinAndPledge`. Only what the form asks for gets in, whatever else was sent. */
export function inputFrom(posted: Posted, invitation: Invitation, language: PageLanguage): Record<string, unknown> {
  const when = textIn(posted, 'when');
  const at = when === undefined ? null : instantOf(when, zoneOf(invitation));
  const { agreement, brief, termsVersion, riskTier } = invitation;
  return {
    link: posted.get('link') ?? '',
    idempotencyKey: keyIn(posted),
    account: {
      email: textIn(posted, 'email'),
      password: posted.get('password') === '' ? undefined : posted.get('password'),
      language,
      timeZone: zoneOf(invitation),
    },
    pseudonym: textIn(posted, 'pseudonym'),
    agreementVersion: agreement.version,
    answers: answersIn(posted, invitation),
    briefVersion: brief.version,
    termsVersion,
    acceptedRiskTier: riskTier,
    quantity: Number(textIn(posted, 'quantity') ?? '1'),
    shiftId: textIn(posted, 'shift'),
    plan: { when: at?.toISOString(), where: textIn(posted, 'where'), firstStep: textIn(posted, 'firstStep') },
  };
}

function answersIn(posted: Posted, { agreement }: Invitation): { questionId: string; text: string }[] {
  return agreement.questions.flatMap(({ id }) => {
    const text = textIn(posted, answerField(id));
    return text === undefined ? [] : [{ questionId: id, text }];
  });
}

/** What the service refused, beside the field that it is about. */
export function faultFrom(
  { code, message, path }: UserErrorShown,
  posted: Posted,
  invitation: Invitation,
  language: PageLanguage,
): Fault {
  const own = pledgeTexts[language].refused[code];
  const field = fieldAt(path.slice(1), posted, invitation);
  if (own !== undefined) return { field, message: own };
  // The service itself speaks no Arabic.
  return { field, message, ...(language === 'ar' && { language: 'en' }) };
}

function fieldAt([first = '', ...rest]: string[], posted: Posted, invitation: Invitation): string | null {
  if (first === 'answers') {
    const answer = answersIn(posted, invitation)[Number(rest[0] ?? 0)] ?? { questionId: null };
    return answer.questionId === null ? null : answerField(answer.questionId);
  }
  if (first === 'account' || first === 'plan') return fieldAt(rest, posted, invitation);
  return FIELDS[first] ?? (OWN_NAMES.has(first) ? first : null);
}

function textIn(posted: Posted, field: string): string | undefined {
  const text = posted.get(field)?.trim();
  return text === '' ? undefined : text;
}
