import { people, type Who } from './cast.js';
import { factors } from './factors.rows.js';
import { allies } from './allies.rows.js';
import { entries } from './entries.rows.js';
import { coalitions } from './coalition.rows.js';
import { constituencies } from './constituencies.rows.js';
import { asks } from './asks.rows.js';
import { assembly } from './assembly.rows.js';
import { inbox } from './inbox.rows.js';
import { feeds } from './feeds.rows.js';
import { keys } from './keys.rows.js';
import { admission } from './admission.rows.js';
import { live } from './live.rows.js';
import { mainJob } from './main-job.rows.js';
import { pledgeLife } from './pledges.rows.js';
import { matching } from './matching.rows.js';
import { offers } from './offers.rows.js';
import { passkeys } from './passkeys.rows.js';
import { ownData } from './own-data.rows.js';
import { ratification } from './ratification.rows.js';
import { reminders } from './reminders.rows.js';
import { rounds } from './rounds.rows.js';
import { priorities } from './priorities.rows.js';
import { progress } from './progress.rows.js';
import { sovereignty } from './sovereignty.rows.js';
import { recounts } from './recount.rows.js';
import type { Rows } from './rows.js';
import { occurrences } from './occurrences.rows.js';
import { threads } from './threads.rows.js';
import { parseTable } from './table.js';
import { words } from './words.rows.js';

/** One file of rows for each part of the product. The main job comes last: it publishes agreements, which others pledge under. */
export const all: readonly Rows[] = [
  factors,
  allies,
  entries,
  coalitions,
  keys,
  feeds,
  admission,
  passkeys,
  ownData,
  words,
  inbox,
  rounds,
  ratification,
  constituencies,
  assembly,
  priorities,
  progress,
  sovereignty,
  recounts,
  reminders,
  pledgeLife,
  occurrences,
  matching,
  asks,
  offers,
  threads,
  live,
  mainJob,
];

export type Cell = '✓' | '·' | '?';

export interface Expected {
  name: string;
  /** The coordinate, without what follows the colon. */
  coordinate: string;
  cells: Readonly<Record<Who, Cell>>;
}

export const mutations = all.flatMap((rows) => parse(rows.mutations));
export const queries = all.flatMap((rows) => parse(rows.queries));
export const fields = all.flatMap((rows) => parse(rows.fields));

function parse(table = ''): Expected[] {
  return parseTable<Who, Cell>(table, people, ['✓', '·', '?']).map((row) => ({
    ...row,
    coordinate: row.name.split(':')[0] as string,
  }));
}
