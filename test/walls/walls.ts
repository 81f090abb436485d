import { entries } from './entries.walls.js';
import { asks } from './asks.walls.js';
import { offers } from './offers.walls.js';
import { constituencies } from './constituencies.walls.js';
import { feeds } from './feeds.walls.js';
import { parseTable } from '../access/table.js';
import { mainJob } from './main-job.walls.js';
import type { Cell, Outcomes, Probes } from './probes.js';
import { pledgeLife } from './pledges.walls.js';
import { occurrences } from './occurrences.walls.js';
import { priorities } from './priorities.walls.js';
import { progress } from './progress.walls.js';
import { reminders } from './reminders.walls.js';
import { rounds } from './rounds.walls.js';
import type { Walls } from './rows.js';
import { contexts } from './contexts.js';
import { inbox } from './inbox.walls.js';
import { assembly } from './assembly.walls.js';
import { standing } from './standing.walls.js';
import { threads } from './threads.walls.js';

/** One file of walls for each part of the product. */
export const allWalls: readonly Walls[] = [
  mainJob,
  entries,
  standing,
  priorities,
  rounds,
  constituencies,
  assembly,
  occurrences,
  inbox,
  reminders,
  asks,
  offers,
  threads,
  feeds,
  pledgeLife,
  progress,
];

export interface Wall {
  /** `sees ask: draft`. */
  name: string;
  table: string;
  expected: Outcomes;
  probe(probes: Probes): Promise<Outcomes>;
}

export const walls: readonly Wall[] = allWalls.flatMap((part) => [
  ...wallsOf('sees', part.sees, part.sights, (probes, what) => probes.see(what)),
  ...wallsOf('adds', part.adds, part.additions, (probes, what) => probes.add(what)),
  ...wallsOf('changes', part.changes, part.alterations, (probes, what) => probes.change(what)),
  ...wallsOf('removes', part.removes, part.deletions, (probes, what) => probes.remove(what)),
]);

function wallsOf<What extends { table: string }>(
  deed: string,
  text: string | undefined,
  known: Readonly<Record<string, What>> = {},
  probe: (probes: Probes, what: What) => Promise<Outcomes>,
): Wall[] {
  return parseTable<keyof Outcomes, Cell>(text ?? '', contexts, ['✓', '·']).map(({ name, cells }) => {
    const what = known[name];
    if (!what) throw new Error(`Nothing says what ${deed} ${name} is.`);
    return { name: `${deed} ${name}`, table: what.table, expected: cells, probe: (probes) => probe(probes, what) };
  });
}
