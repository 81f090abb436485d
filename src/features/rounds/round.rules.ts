/** How many priorities a round can list. */
export const MOST_ITEMS = 200;
/** How many ballots of a meeting are entered at once. */
export const MOST_IN_BATCH = 200;
/** Below so many ballots of a community none is published, nor in how many ways they were filled in. */
export const FEWEST_PUBLISHED = 5;

export type RoundState =
  | 'SCHEDULED'
  | 'OPEN'
  | 'CLOSED'
  | 'COUNTED'
  | 'RATIFIED'
  | 'INQUORATE'
  | 'OBJECTED'
  | 'CANCELLED';

export interface Choice {
  approvals?: readonly string[] | null;
  ranking?: readonly (readonly string[])[] | null;
  noneOfThese?: boolean | null;
}

/** What is wrong with a choice, for whoever fills in a ballot. */
export type ChoiceFault = 'ONE_WAY' | 'APPROVALS_WANTED' | 'RANKING_WANTED' | 'EMPTY' | 'TWICE' | 'NOT_LISTED';

/**
 * A choice as a ballot keeps it: one byte for each item of the list, 0 for not marked, else the level, 1 first.
 * Items on one level are ranked alike; an approval is level 1.
 */
export function marksOf(choice: Choice, itemIds: readonly string[], ranks: boolean): Uint8Array | ChoiceFault {
  const { approvals, ranking, noneOfThese } = choice;
  const ways = [approvals != null, ranking != null, noneOfThese === true].filter(Boolean).length;
  if (ways !== 1) return 'ONE_WAY';
  const marks = new Uint8Array(itemIds.length);
  if (noneOfThese === true) return marks;
  if (ranks && ranking == null) return 'RANKING_WANTED';
  if (!ranks && approvals == null) return 'APPROVALS_WANTED';
  const levels = ranking ?? [approvals ?? []];
  if (levels.length === 0 || levels.some((level) => level.length === 0)) return 'EMPTY';
  const places = new Map(itemIds.map((id, place) => [id, place]));
  for (const [level, ids] of levels.entries()) {
    for (const id of ids) {
      const place = places.get(id);
      if (place === undefined) return 'NOT_LISTED';
      if (marks[place] !== 0) return 'TWICE';
      marks[place] = level + 1;
    }
  }
  return marks;
}

/** The items that a ballot marks, level by level; none for "none of these". */
export function levelsOf(marks: Uint8Array, itemIds: readonly string[]): string[][] {
  const levels = new Map<number, string[]>();
  for (const [place, id] of itemIds.entries()) {
    const level = marks[place] ?? 0;
    if (level > 0) levels.set(level, [...(levels.get(level) ?? []), id]);
  }
  return [...levels.entries()].sort(([one], [other]) => one - other).map(([, ids]) => ids);
}

/** The day so many months after another one, `YYYY-MM-DD`; a day that the month lacks is its last. */
export function monthsAfter(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0));
  last.setUTCDate(Math.min(date, last.getUTCDate()));
  return last.toISOString().slice(0, 10);
}
