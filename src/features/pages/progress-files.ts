import { type Cell, csvOf } from '../../platform/csv.js';
import type { Kept } from '../../platform/pages/last-good.js';
import type { CountShown, FigureShown, ProgressShown } from './campaign-figures.js';
import type { ProgressFile, ProgressRow } from './progress-rows.js';

/** In the order of the columns. */
const MEASURES = ['pledged', 'waitlisted', 'reported', 'attested'] as const;
/** What came later, at the end: columns keep their places. */
const COUNTS: Readonly<Record<CountShown, string>> = {
  sentBack: 'sent_back',
  noShow: 'no_show',
  unconfirmed: 'unconfirmed',
  steppedBack: 'stepped_back',
  handedOver: 'handed_over',
  lapsed: 'lapsed',
  cancelled: 'cancelled',
  neverStarted: 'never_started',
};

/** One row for the campaign, then one for each priority and ask. Numbers that may not be told are empty, and told in words beside. */
export function progressCsv({ value: file, at, isOld }: Kept<ProgressFile>): string {
  const rows = file.rows.map((row) => cellsOf(row, file, { at, isOld }));
  return csvOf(rows, Object.keys(rows[0] ?? {}), true);
}

/** The same rows, with figures as the API answers them. */
export function progressJson({ value: { handle, timeZone, rows }, at, isOld }: Kept<ProgressFile>): string {
  return `${JSON.stringify({ campaign: handle, timeZone, asOf: at, isOld, rows }, null, 1)}\n`;
}

function cellsOf(
  row: ProgressRow,
  { handle }: ProgressFile,
  { at, isOld }: Pick<Kept<ProgressFile>, 'at' | 'isOld'>,
): Record<string, Cell> {
  const { progress } = row;
  const measures = MEASURES.flatMap((name) => measureCells(name, progress[name]));
  const counts = Object.entries(COUNTS).flatMap(([name, column]) =>
    measureCells(column, { count: progress[name as CountShown] }),
  );
  return {
    scope: row.scope,
    campaign: handle,
    id: row.id,
    priority_id: row.priorityId,
    rank: row.rank,
    title: row.title,
    language: row.language,
    kind: row.kind,
    state: row.state,
    unit: row.unit,
    as_of: at,
    is_old: isOld,
    is_exact: progress.isExact,
    wanted: progress.wanted,
    ...Object.fromEntries(measures),
    ...shareCells('share_attested', progress.shareAttested),
    ...shareCells('follow_through', progress.followThrough),
    ...Object.fromEntries([...measureCells('conditional', progress.conditional), ...counts]),
  };
}

function measureCells(name: string, measure: { count: FigureShown; quantity?: FigureShown }): [string, Cell][] {
  const quantity = measure.quantity ? figureCells(`${name}_quantity`, measure.quantity) : [];
  return [...figureCells(`${name}_count`, measure.count), ...quantity];
}

/** A lower bound in a column of numbers would be added up as if it were the number. */
function figureCells(name: string, { value, text, isExact }: FigureShown): [string, Cell][] {
  return [
    [name, isExact ? value : null],
    [`${name}_text`, text],
  ];
}

function shareCells(name: string, { value, band, text }: ProgressShown['shareAttested']): Record<string, Cell> {
  return { [name]: value, [`${name}_band`]: band, [`${name}_text`]: text };
}
