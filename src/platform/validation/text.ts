import { say, type Words } from '../words/words.js';

/** Texts that people write, brought into one form, and what is wrong with them if anything. */
export interface TextLimits {
  min?: number;
  max?: number;
  multiline?: boolean;
}

export type TextFault = 'TOO_SHORT' | 'TOO_LONG' | 'INVALID';

// Embeddings and isolates that stay open turn round whatever stands after the text; overrides show other letters
// than those that are there.
const OVERRIDES = /[\u202D\u202E]/u;
const OPENS_DIRECTION = /[\u202A-\u202E\u2066-\u2069]/u;
const CONTROLS = /[\p{Cc}\u2028\u2029\uFFFE\uFFFF]/u;
const CONTROLS_BUT_LINES = /[^\P{Cc}\n\t]|[\u2028\u2029\uFFFE\uFFFF]/u;
const LONE_SURROGATE = /\p{Surrogate}/u;
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{White_Space}]/gu;

/** Trimmed, one form of accents, one kind of line end. */
export function normaliseText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value.replace(/\r\n?/g, '\n').normalize('NFC').trim();
}

/** Lengths are in characters as Postgres counts them, so that a check here and one there agree. */
export function textFault(value: unknown, { min = 1, max = 200, multiline = false }: TextLimits): TextFault | null {
  if (typeof value !== 'string' || LONE_SURROGATE.test(value)) return 'INVALID';
  // A quick way out: no character is more than two units long.
  if (value.length > max * 2) return 'TOO_LONG';
  if ((multiline ? CONTROLS_BUT_LINES : CONTROLS).test(value)) return 'INVALID';
  if (multiline ? !directionsClosed(value) : OPENS_DIRECTION.test(value)) return 'INVALID';
  const length = [...value].length;
  if (length > max) return 'TOO_LONG';
  return length < min || (min > 0 && value.replace(INVISIBLE, '') === '') ? 'TOO_SHORT' : null;
}

/** What to say of it. */
export function textMessage(fault: TextFault, { min = 1, max = 200, multiline = false }: TextLimits): Words {
  if (fault === 'TOO_LONG') return say`Write at most ${max} characters.`;
  if (fault === 'TOO_SHORT') return min <= 1 ? 'Write something here.' : say`Write at least ${min} characters.`;
  return multiline
    ? 'Remove control characters and marks that turn the direction of writing.'
    : 'Remove control characters and marks that turn the direction of writing, and keep to one line.';
}

/** Right-to-left writers do use isolates; each line must close its own. */
function directionsClosed(value: string): boolean {
  if (OVERRIDES.test(value)) return false;
  return value.split('\n').every((line) => {
    const open: string[] = [];
    for (const character of line) {
      if (/[\u202A\u202B]/u.test(character)) open.push('\u202C');
      else if (/[\u2066-\u2068]/u.test(character)) open.push('\u2069');
      else if (/[\u202C\u2069]/u.test(character) && open.pop() !== character) return false;
    }
    return open.length === 0;
  });
}
