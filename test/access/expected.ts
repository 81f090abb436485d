import { people, type Who } from './cast.js';
import { admission } from './admission.rows.js';
import { mainJob } from './main-job.rows.js';
import type { Rows } from './rows.js';

/** One file of rows for each part of the product. */
export const all: readonly Rows[] = [mainJob, admission];

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
  const [heading, ...lines] = table.split('\n').filter((line) => line.trim() !== '');
  if (heading === undefined) return [];
  const columns = heading.trim().split(/\s{2,}/);
  if (columns.join() !== people.join()) throw new Error(`The columns are ${people.join()}, not ${columns.join()}.`);
  return lines.map((line) => {
    const [name = '', ...cells] = line.trim().split(/\s{2,}/);
    if (cells.length !== people.length || cells.some((cell) => !'✓·?'.includes(cell)))
      throw new Error(`Odd row: ${line}`);
    return {
      name,
      coordinate: name.split(':')[0] as string,
      cells: Object.fromEntries(people.map((who, index) => [who, cells[index]])) as Record<Who, Cell>,
    };
  });
}
