import { DateTime } from '../../platform/graphql/scalars.js';
import type { UserErrorCode } from '../../platform/graphql/user-error-code.js';
import { canonicalLanguage, canonicalTimeZone } from '../../platform/validation/formats.js';
import { textFault, type TextLimits, textMessage } from '../../platform/validation/text.js';
import { say, type Words } from '../../platform/words/words.js';
import { cadenceOf } from './ask-cadence.rules.js';
import { AccessFeature, AskKind, AskVisibility } from './ask-enums.graphql.js';
import { Capacity, RiskBuffer } from './suiting.graphql.js';

type Cell = { value: unknown } | { code: UserErrorCode; message: Words };
type Reads = (text: string) => Cell;

export const REQUIRED = ['external_id', 'priority', 'title', 'kind', 'unit', 'quantity'] as const;

/** Every column by its name: the field that it fills and how its text is read. */
export const COLUMNS: Record<string, [field: string, reads: Reads]> = {
  external_id: ['externalId', text({ max: 100 })],
  priority: ['priority', text({ max: 300 })],
  title: ['title', text({ max: 140 })],
  description: ['description', text({ max: 8000, multiline: true })],
  kind: ['kind', oneOf(Object.keys(AskKind))],
  language: ['language', language],
  unit: ['unit', text({ max: 40 })],
  quantity: ['quantityWanted', whole(1, 1_000_000)],
  slots: ['slots', whole(1, 100_000)],
  starts_at: ['startsAt', instant],
  ends_at: ['endsAt', instant],
  time_zone: ['timeZone', timeZone],
  cadence: ['cadence', cadence],
  missed_limit: ['missedLimit', whole(1, 20)],
  grace_hours: ['graceHours', whole(0, 720)],
  threshold: ['threshold', whole(1, 1_000_000)],
  threshold_at: ['thresholdAt', instant],
  effort_minutes: ['effortMinutes', whole(1, 10_080)],
  place: ['place', text({ max: 300 })],
  area: ['area', text({ max: 120 })],
  latitude: ['latitude', degrees(90)],
  longitude: ['longitude', degrees(180)],
  is_online: ['isOnline', yesOrNo],
  risk_tier: ['riskTier', whole(0, 3)],
  risk_notes: ['riskNotes', text({ max: 4000, multiline: true })],
  mitigations: ['mitigations', text({ max: 4000, multiline: true })],
  dos: ['dos', text({ max: 4000, multiline: true })],
  donts: ['donts', text({ max: 4000, multiline: true })],
  prerequisites: ['prerequisites', text({ max: 2000, multiline: true })],
  suits: ['suits', text({ max: 1000, multiline: true })],
  access: ['access', text({ max: 2000, multiline: true })],
  access_features: ['accessFeatures', several(Object.keys(AccessFeature))],
  capacities: ['capacities', several(Object.keys(Capacity))],
  helpful_buffers: ['helpfulBuffers', several(Object.keys(RiskBuffer))],
  visibility: ['visibility', oneOf(Object.keys(AskVisibility))],
  notice_hours: ['noticeHours', whole(0, 720)],
};

function text(limits: TextLimits): Reads {
  return (written) => {
    const code = textFault(written, limits);
    return code === null ? { value: written } : { code, message: textMessage(code, limits) };
  };
}

function whole(min: number, max: number): Reads {
  return (written) => {
    const value = /^\d{1,7}$/.test(written) ? Number(written) : Number.NaN;
    if (value >= min && value <= max) return { value };
    return { code: 'OUT_OF_RANGE', message: say`Write a whole number from ${min} to ${max}.` };
  };
}

function degrees(most: number): Reads {
  return (written) => {
    const value = /^-?\d{1,3}(?:\.\d{1,15})?$/.test(written) ? Math.round(Number(written) * 1e5) / 1e5 : Number.NaN;
    if (Math.abs(value) <= most) return { value };
    return { code: 'OUT_OF_RANGE', message: say`Write degrees from ${-most} to ${most}, with a point: 52.52.` };
  };
}

function yesOrNo(written: string): Cell {
  const value = written.toLowerCase();
  if (['yes', 'true', '1'].includes(value)) return { value: true };
  if (['no', 'false', '0'].includes(value)) return { value: false };
  return { code: 'INVALID', message: 'Write yes or no.' };
}

function timeZone(written: string): Cell {
  const value = canonicalTimeZone(written);
  if (value !== null) return { value };
  return { code: 'INVALID', message: 'Name a time zone such as "America/Mexico_City".' };
}

function cadence(written: string): Cell {
  const value = cadenceOf(written);
  if (value !== null) return { value };
  return { code: 'INVALID', message: 'Write an RRULE such as FREQ=WEEKLY;BYDAY=TU, once a day at most.' };
}

/** Parted by spaces, commas or semicolons; two words of one are parted by a line or a dash. */
function several(known: readonly string[]): Reads {
  return (written) => {
    const values = written
      .toUpperCase()
      .split(/[\s,;|]+/)
      .filter((one) => one !== '')
      .map((one) => one.replace(/-/g, '_'));
    if (values.every((one) => known.includes(one))) return { value: [...new Set(values)].toSorted() };
    return { code: 'INVALID', message: say`Write any of ${known.join(', ')}, with spaces between them.` };
  };
}

function oneOf(known: readonly string[]): Reads {
  return (written) => {
    const value = written.toUpperCase().replace(/[\s-]+/g, '_');
    return known.includes(value) ? { value } : { code: 'INVALID', message: say`Write one of ${known.join(', ')}.` };
  };
}

function language(written: string): Cell {
  const value = canonicalLanguage(written);
  return value === null ? { code: 'INVALID', message: 'Name a language such as "es" or "pt-BR".' } : { value };
}

function instant(written: string): Cell {
  try {
    return { value: DateTime.parseValue(written) };
  } catch {
    return { code: 'INVALID', message: 'Write an instant with its zone, such as 2026-11-23T18:30:00+01:00.' };
  }
}
