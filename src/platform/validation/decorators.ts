import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsOptional, ValidateBy, ValidateNested } from 'class-validator';
import type { UserErrorCode } from '../graphql/user-error-code.js';
import { say, type Words } from '../words/words.js';
import {
  canonicalLanguage,
  canonicalTimeZone,
  isHandle,
  isHttpsLink,
  isIdempotencyKey,
  isReserved,
  isUuid,
} from './formats.js';
import { normaliseText, type TextLimits, textFault, textMessage } from './text.js';

/** What is wrong, for the program and for the person; NOT_FOUND stands for an id that can be nobody's. */
export interface Fault {
  code: UserErrorCode | 'NOT_FOUND';
  message: Words;
}

/** With `each`, the property is a list of such values, of at most `most` items. */
interface ListOptions {
  each?: boolean;
  most?: number;
}

const MOST_ITEMS = 100;

/** Text that people read. Trimmed and in one form of accents; without anything invisible that deceives. */
export function Text(options: TextLimits & ListOptions = {}): PropertyDecorator {
  return checked('text', options, normaliseText, (value) => {
    const code = textFault(value, options);
    return code && { code, message: textMessage(code, options) };
  });
}

/** The part of an address that names a community or campaign. */
export function Handle(): PropertyDecorator {
  return checked('handle', {}, lowerCased, (value) => {
    if (!isHandle(value))
      return invalid('Use 3 to 40 small letters, digits and single hyphens, such as "tenants-of-elm-street".');
    return isReserved(value) ? { code: 'RESERVED', message: 'This handle is reserved. Choose another.' } : null;
  });
}

/** The id of something. What is no id is answered like an id that nothing has. */
export function Uuid(options: ListOptions = {}): PropertyDecorator {
  return checked('uuid', options, lowerCased, (value) => (isUuid(value) ? null : { code: 'NOT_FOUND', message: '' }));
}

export function Quantity({ min = 1, max = 1_000_000 }: { min?: number; max?: number } = {}): PropertyDecorator {
  return checked('quantity', {}, same, (value) =>
    Number.isInteger(value) && (value as number) >= min && (value as number) <= max
      ? null
      : { code: 'OUT_OF_RANGE', message: say`Send a whole number from ${min} to ${max}.` },
  );
}

/** Of latitude or longitude, to five decimals, about a metre. */
export function Degrees({ most }: { most: number }): PropertyDecorator {
  return checked(
    'degrees',
    {},
    (value) => (typeof value === 'number' && Number.isFinite(value) ? Math.round(value * 1e5) / 1e5 : value),
    (value) =>
      typeof value === 'number' && Math.abs(value) <= most
        ? null
        : { code: 'OUT_OF_RANGE', message: say`Send degrees from ${-most} to ${most}.` },
  );
}

export function TimeZone(): PropertyDecorator {
  return checked(
    'timeZone',
    {},
    (value) => canonicalTimeZone(value) ?? value,
    (value) => (canonicalTimeZone(value) === null ? invalid('Name a time zone such as "America/Mexico_City".') : null),
  );
}

export function Language(options: ListOptions = {}): PropertyDecorator {
  return checked(
    'language',
    options,
    (value) => canonicalLanguage(value) ?? value,
    (value) => (canonicalLanguage(value) === null ? invalid('Name a language such as "es" or "pt-BR".') : null),
  );
}

/** Not yet passed when it arrives; what depends on it is decided again by the clock of the database. */
export function FutureInstant(): PropertyDecorator {
  return checked('futureInstant', {}, same, (value) => {
    if (!(value instanceof Date)) return invalid('Send an instant.');
    return value.getTime() > Date.now() ? null : { code: 'IN_THE_PAST', message: 'Send a time that is still to come.' };
  });
}

/** An address that opens nothing but a page over an encrypted connection. */
export function HttpsLink(options: ListOptions = {}): PropertyDecorator {
  return checked('httpsLink', options, normaliseText, (value) =>
    isHttpsLink(value) ? null : invalid('Send a link of up to 500 characters that starts with https://.'),
  );
}

export function IdempotencyKey(): PropertyDecorator {
  return checked('idempotencyKey', {}, same, (value) =>
    isIdempotencyKey(value) ? null : invalid('Use 8 to 100 printable characters without spaces, such as a UUID.'),
  );
}

/** An input inside an input; with `each`, a list of them. */
export function Nested(
  type: () => new () => object,
  { each = false, most = MOST_ITEMS }: ListOptions = {},
): PropertyDecorator {
  return (target, key) => {
    Type(type)(target, key);
    ValidateNested({ each })(target, key);
    if (each) atMost(most)(target, key);
  };
}

/** Together with another decorator: may be left out or null. */
export const Optional = IsOptional;

/**
 * Reads a fault back: class-validator carries one text for each, `CODE|text` where a decorator of its own is given one.
 * What it says by itself, in English and for programmers, goes no further.
 */
export function faultFrom(text: string): Fault {
  const [, code, form, message = ''] = /^([A-Z_]+)([|=])(.*)$/s.exec(text) ?? [];
  if (code === undefined) return invalid('This is not what belongs here. Look up what the field takes, and send that.');
  const words: unknown = form === '=' ? JSON.parse(message) : message;
  return { code: code as Fault['code'], message: words as Words };
}

function textOf({ code, message }: Fault): string {
  return `${code}=${JSON.stringify(message)}`;
}

function checked(
  name: string,
  { each = false, most = MOST_ITEMS }: ListOptions,
  normalise: (value: unknown) => unknown,
  faultOf: (value: unknown) => Fault | null,
): PropertyDecorator {
  const toText = (value: unknown): string => {
    const fault = (each && Array.isArray(value) ? value : [value]).map(faultOf).find((one) => one !== null);
    return textOf(fault ?? invalid(''));
  };
  const validate = ValidateBy(
    {
      name,
      validator: { validate: (value) => faultOf(value) === null, defaultMessage: (args) => toText(args?.value) },
    },
    { each },
  );
  return (target, key) => {
    Transform(({ value }) => (each && Array.isArray(value) ? value.map(normalise) : normalise(value)))(target, key);
    if (each) atMost(most)(target, key);
    validate(target, key);
  };
}

function atMost(most: number): PropertyDecorator {
  return ArrayMaxSize(most, { message: textOf({ code: 'TOO_MANY', message: say`Send at most ${most} items.` }) });
}

function invalid(message: Words): Fault {
  return { code: 'INVALID', message };
}

function same(value: unknown): unknown {
  return value;
}

function lowerCased(value: unknown): unknown {
  return typeof value === 'string' ? value.trim().toLowerCase() : value;
}
