import { isUtf8 } from 'node:buffer';
import { type CsvError, parse } from 'csv-parse/sync';
import type { UserErrorCode } from '../../platform/graphql/user-error-code.js';
import { say, type Words } from '../../platform/words/words.js';
import { normaliseText } from '../../platform/validation/text.js';
import { type AskContent, NEW_ASK } from './ask-content.rules.js';
import { COLUMNS, REQUIRED } from './asks-csv.columns.js';

/** What is wrong with a file, and where. */
export interface ImportProblem {
  /** The line of the file on which the row begins. */
  line: number;
  column: string | null;
  code: UserErrorCode;
  message: Words;
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

export const MOST_ROWS = 5_000;

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
    const message = say`The file has ${filled.length} rows. Import at most ${MOST_ROWS} at a time.`;
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

function unreadable(line: number, message: Words): ImportProblem {
  return { line, column: null, code: 'UNREADABLE', message };
}

function lineAt(plain: string, index: number): number {
  return plain.slice(0, index).split('\n').length;
}

function headerProblems(names: readonly string[], line: number): ImportProblem[] {
  if (names.length === 0) {
    const message = say`The file is empty. Its first row names the columns: ${REQUIRED.join(', ')} and others.`;
    return [unreadable(line, message)];
  }
  const missing = REQUIRED.filter((name) => !names.includes(name)).map((column) => {
    return {
      line,
      column,
      code: 'MISSING_COLUMN' as const,
      message: say`The header names no column "${column}". Add it.`,
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
          message: say`There is no column "${column}". Remove it, or name it ${Object.keys(COLUMNS).join(', ')}.`,
        },
      ];
    }
    if (names.indexOf(name) === index) return [];
    return [{ line, column, code: 'INVALID', message: say`The header names "${column}" twice. Keep one.` }];
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
    if (before != null) {
      const message = say`Line ${before} has this external_id already. Give each row its own.`;
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
    const message = say`This row has ${cells.length} fields and the header ${names.length}. Look for a missing quotation mark or separator.`;
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
