import { stringify } from 'csv-stringify/sync';

/** Someone as the community knows them. */
export interface ExportedPerson {
  pseudonym: string;
  standing: string;
  is_steward: boolean;
  organizer_until: Date | null;
  since: Date;
  until: Date | null;
}

/** RFC 4180. What a spreadsheet would take for a formula is made plain text: a pseudonym is anyone's to choose. */
export function peopleCsv(people: readonly ExportedPerson[]): string {
  const rows = people.map((one) => ({
    pseudonym: one.pseudonym,
    standing: one.standing,
    duties: dutiesOf(one),
    since: one.since.toISOString(),
    until: one.until?.toISOString() ?? '',
  }));
  return stringify(rows, {
    header: true,
    columns: ['pseudonym', 'standing', 'duties', 'since', 'until'],
    escape_formulas: true,
    record_delimiter: '\r\n',
  });
}

function dutiesOf({ is_steward, organizer_until }: ExportedPerson): string {
  const organizing = organizer_until ? [`ORGANIZER until ${organizer_until.toISOString()}`] : [];
  return [...(is_steward ? ['STEWARD'] : []), ...organizing].join('; ');
}
