import { isUtf8 } from 'node:buffer';
import { type CsvError, parse } from 'csv-parse/sync';
import { DateTime } from '../../platform/graphql/scalars.js';
import type { UserErrorCode } from '../../platform/graphql/user-error-code.js';
import { canonicalLanguage } from '../../platform/validation/formats.js';
import { normaliseText, textFault, type TextLimits } from '../../platform/validation/text.js';
import { AskKind, AskVisibility } from './ask.graphql.js';
import { type AskContent, NEW_ASK } from './ask.rules.js';

/** What is wrong with a file, and where. */
export interface ImportProblem {
  /** The line of the file on which the row begins. */
  line: number;
  column: string | null;
  code: UserErrorCode;
  message: string;
}

export interface ImportRow {
  line: number;
  /** As written: the statement of a priority, or its id. */
  priority: string;
  /** Null for the campaign's. */
  language: string | null;
  content: Omit<AskContent, 'priorityId' | 'language'> & { externalId: string };
}

export interface ImportFile {
  /** How many rows there are besides the header, good or bad. */
  total: number;
  rows: ImportRow[];
  problems: ImportProblem[];
}

type Cell = { value: unknown } | { code: UserErrorCode; message: string };
type Reads = (text: string) => Cell;

export const MOST_ROWS = 5_000;

const REQUIRED = ['external_id', 'priority', 'title', 'kind', 'unit', 'quantity'] as const;

/** Every column by its name: the field that it fills and how its text is read. */
const COLUMNS: Record<string, [field: string, reads: Reads]> = {
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
  place: ['place', text({ max: 300 })],
  risk_tier: ['riskTier', whole(0, 3)],
  risk_notes: ['riskNotes', text({ max: 4000, multiline: true })],
  dos: ['dos', text({ max: 4000, multiline: true })],
  donts: ['donts', text({ max: 4000, multiline: true })],
  suits: ['suits', text({ max: 1000, multiline: true })],
  access: ['access', text({ max: 2000, multiline: true })],
  visibility: ['visibility', oneOf(Object.keys(AskVisibility))],
  notice_hours: ['noticeHours', whole(0, 720)],
};

/** The text of a file, or the line on which it stops being UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | ImportProblem {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    return decoder.decode(bytes);
  } catch {
    // No byte of a longer character is a line feed, so lines can be tried one by one.
    let line = 1;
    for (let start = 0; start < bytes.length; line += 1) {
      const feed = bytes.indexOf(0x0a, start);
      const end = feed === -1 ? bytes.length : feed;
      if (!isUtf8(bytes.subarray(start, end))) break;
      start = end + 1;
    }
    return unreadable(line, 'This line is not UTF-8. Save the file as “CSV UTF-8” and import it again.');
  }
}

/** Reads asks from a spreadsheet saved as CSV; commas, semicolons and tabs are taken, whichever parts the header. */
export function readAsksCsv(file: string): ImportFile {
  // The parser counts an embedded CRLF twice; with one kind of line end its lines are those of the file.
  const plain = file.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const records = recordsOf(plain);
  if (!Array.isArray(records)) return { total: 0, rows: [], problems: [records] };
  const header = records.findIndex(({ cells }) => !isBlank(cells));
  const names = (records[header]?.cells ?? []).map((name) => name.trim().toLowerCase());
  const problems = headerProblems(names, records[header]?.line ?? 1);
  if (problems.length > 0) return { total: 0, rows: [], problems };
  const filled = records.slice(header + 1).filter(({ cells }) => !isBlank(cells));
  if (filled.length > MOST_ROWS) {
    const message = `The file has ${filled.length} rows. Import at most ${MOST_ROWS} at a time.`;
    return { total: filled.length, rows: [], problems: [{ line: 1, column: null, code: 'TOO_MANY', message }] };
  }
  return readRows(names, filled);
}

interface Line {
  line: number;
  cells: string[];
}

function recordsOf(plain: string): Line[] | ImportProblem {
  const half = /\p{Surrogate}/u.exec(plain);
  if (half)
    return unreadable(lineAt(plain, half.index), 'Half of a character stands here. Save the file as UTF-8 again.');
  const [first = ''] = plain.split('\n', 1);
  const delimiter = [',', ';', '\t'].find((one) => first.includes(one)) ?? ',';
  try {
    const parsed = parse(plain, { delimiter, info: true, relax_column_count: true, record_delimiter: '\n' });
    let line = 1;
    return (parsed as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => {
      const begins = line;
      line = info.lines + 1;
      return { line: begins, cells: record };
    });
  } catch (error) {
    const { code, lines } = error as CsvError;
    const message =
      code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'A quotation mark opens a field and nothing closes it before the end of the file.'
        : 'A quotation mark stands in the middle of a field. Put the field in quotation marks and double those inside.';
    return unreadable(typeof lines === 'number' ? lines : 1, message);
  }
}

function unreadable(line: number, message: string): ImportProblem {
  return { line, column: null, code: 'UNREADABLE', message };
}

function lineAt(plain: string, index: number): number {
  return plain.slice(0, index).split('\n').length;
}

function headerProblems(names: readonly string[], line: number): ImportProblem[] {
  if (names.length === 0) {
    const message = `The file is empty. Its first row names the columns: ${REQUIRED.join(', ')} and others.`;
    return [unreadable(line, message)];
  }
  const missing = REQUIRED.filter((name) => !names.includes(name)).map((column) => {
    return {
      line,
      column,
      code: 'MISSING_COLUMN' as const,
      message: `The header names no column "${column}". Add it.`,
    };
  });
  const wrong = names.flatMap((name, index): ImportProblem[] => {
    const column = shown(name);
    if (!Object.hasOwn(COLUMNS, name)) {
      return [
        {
          line,
          column,
          code: 'UNKNOWN_COLUMN',
          message: `There is no column "${column}". Remove it, or name it ${Object.keys(COLUMNS).join(', ')}.`,
        },
      ];
    }
    if (names.indexOf(name) === index) return [];
    return [{ line, column, code: 'INVALID', message: `The header names "${column}" twice. Keep one.` }];
  });
  return [...missing, ...wrong];
}

function readRows(names: readonly string[], lines: readonly Line[]): ImportFile {
  const rows: ImportRow[] = [];
  const problems: ImportProblem[] = [];
  const seen = new Map<string, number>();
  for (const { line, cells } of lines) {
    const { row, problems: found } = readRow(names, line, cells);
    const before = row && seen.get(row.content.externalId);
    if (before !== undefined && row) {
      const message = `Line ${before} has this external_id already. Give each row its own.`;
      found.push({ line, column: 'external_id', code: 'EXTERNAL_ID_TAKEN', message });
    }
    problems.push(...found);
    if (!row) continue;
    seen.set(row.content.externalId, before ?? line);
    rows.push(row);
  }
  return { total: lines.length, rows, problems };
}

function readRow(
  names: readonly string[],
  line: number,
  cells: readonly string[],
): { row: ImportRow | null; problems: ImportProblem[] } {
  if (cells.length < names.length || !isBlank(cells.slice(names.length))) {
    const message = `This row has ${cells.length} fields and the header ${names.length}. Look for a missing quotation mark or separator.`;
    return { row: null, problems: [{ line, column: null, code: 'INVALID', message }] };
  }
  const problems: ImportProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const [index, column] of names.entries()) {
    const [field, reads] = COLUMNS[column] ?? unknownColumn(column);
    const written = normaliseText(cells[index] ?? '') as string;
    const isRequired = (REQUIRED as readonly string[]).includes(column);
    if (written === '' && !isRequired) continue;
    const cell = reads(written);
    if ('value' in cell) values[field] = cell.value;
    else problems.push({ line, column, ...cell });
  }
  if (problems.length > 0) return { row: null, problems };
  const { priority, language: tag, ...content } = values;
  const row = { line, priority, language: tag ?? null, content: { ...NEW_ASK, ...content } } as ImportRow;
  return { row, problems };
}

function text(limits: TextLimits): Reads {
  return (written) => {
    const fault = textFault(written, limits);
    if (fault === null) return { value: written };
    const messages = {
      TOO_SHORT: 'Write something here.',
      TOO_LONG: `Write at most ${limits.max} characters.`,
      INVALID: `Remove control characters and marks that turn the direction of writing${limits.multiline ? '' : ', and keep to one line'}.`,
    };
    return { code: fault, message: messages[fault] };
  };
}

function whole(min: number, max: number): Reads {
  return (written) => {
    const value = /^\d{1,7}$/.test(written) ? Number(written) : Number.NaN;
    if (value >= min && value <= max) return { value };
    return { code: 'OUT_OF_RANGE', message: `Write a whole number from ${min} to ${max}.` };
  };
}

function oneOf(known: readonly string[]): Reads {
  return (written) => {
    const value = written.toUpperCase().replace(/[\s-]+/g, '_');
    return known.includes(value) ? { value } : { code: 'INVALID', message: `Write one of ${known.join(', ')}.` };
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

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

function unknownColumn(name: string): never {
  throw new TypeError(`The header was checked, yet there is no column ${name}.`);
}

/** A column's name as it may be repeated in a message. */
function shown(name: string): string {
  return name.replace(/[^\p{L}\p{N}_ .-]/gu, '?').slice(0, 40);
}
