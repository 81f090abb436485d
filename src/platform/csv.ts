import { stringify } from 'csv-stringify/sync';

export type Cell = string | number | boolean | Date | null;

/**
 * Rows as CSV by RFC 4180, beginning with the names of the columns where it is the beginning of a file. UTF-8 with the mark
 * by which spreadsheets know it; what they would take for a formula is made plain text; instants are ISO 8601 in UTC.
 */
export function csvOf(rows: readonly object[], columns: readonly string[], isBeginning: boolean): string {
  return stringify([...rows], {
    bom: isBeginning,
    header: isBeginning,
    columns: [...columns],
    escape_formulas: true,
    record_delimiter: '\r\n',
    cast: { date: (value) => value.toISOString(), boolean: String },
  });
}
