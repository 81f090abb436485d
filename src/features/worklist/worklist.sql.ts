import type { Arm } from './arms/arm.js';

/** Without a time by which it is due, as urgent as what is due a week after it began to wait. */
const URGENT = `coalesce(%due, %since + interval '7 days')`;

/** One arm as a statement. All of them have the same columns, so that one statement reads them all. */
export function statementOf({ kind, nextMutation, columns, from, where, groupBy }: Arm): string {
  const { community, campaign, subject, dueAt, since, urgentAt, count, title, amount, unit } = columns;
  const due = `(${dueAt ?? 'NULL'})::timestamptz`;
  const waits = `(${since ?? 'NULL'})::timestamptz`;
  const constant = nextMutation === null ? 'NULL' : `'${nextMutation}'`;
  const selected = [
    `'${kind}'::text AS kind`,
    `${community} AS community_id`,
    `(${campaign ?? 'NULL'})::uuid AS campaign_id`,
    `${subject} AS subject_id`,
    `${due} AS due_at`,
    `${waits} AS since`,
    `(${urgentAt ?? URGENT.replace('%due', due).replace('%since', waits)})::timestamptz AS urgent_at`,
    `(${count ?? '1'})::integer AS count`,
    `(${title ?? `''`})::text AS title`,
    `(${amount ?? '0'})::integer AS amount`,
    `(${unit ?? `''`})::text AS unit`,
    `(${columns.nextMutation ?? constant})::text AS next_mutation`,
  ];
  const grouped = groupBy === undefined ? '' : ` GROUP BY ${groupBy}`;
  return `SELECT ${selected.join(', ')} FROM ${from} WHERE ${where.map((one) => `(${one})`).join(' AND ')}${grouped}`;
}

/** What all these arms find, as something to select from under the name `w`. */
export function allOf(arms: readonly Arm[]): string {
  return `(${arms.map(statementOf).join('\nUNION ALL ')}) w`;
}
