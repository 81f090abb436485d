import type { CountingMethod } from '../counting/election.js';
import { type RecountBallot, type RecountHead, type RecountPages, VERSION } from './recount.document.js';

/** Stands for what a ballot marks that says none of these: readers of the format stop at a vote without projects. */
export const NONE = '0';

const RULES: Record<CountingMethod, string> = {
  PROPORTIONAL: 'phragmen',
  MAJORITY: 'schulze',
  EQUAL_SHARES: 'equalshares',
};

const COMMENT =
  'Written by Accompany. voter_id is the receipt of a ballot, part the place of its community in communities, 0 first. Project 0 is no priority: it stands for none of these, and costs more than there is.';
const POINTS =
  'A vote is a ranking with ties: its first level has as many points as there are priorities, each next level one less, and alike points mean alike rank; what has none stands below.';
const COSTS = 'Priorities have no cost in this round: 1 stands for it.';

/**
 * The file as Pabulib's .pb (https://pabulib.org/format), piece by piece. What the format has no place for stands under
 * keys and in columns of our own, as it allows. An ordinal vote could not say that two are ranked alike, so rankings are
 * written as scores.
 */
export async function* asPabulib(
  head: RecountHead,
  titles: { campaign: string; host: string },
  pages: RecountPages,
): AsyncGenerator<string> {
  const ranks = head.round.method === 'MAJORITY';
  yield `META\nkey;value\n${metaOf(head, titles)
    .map(([key, value]) => row(key, value))
    .join('')}`;
  yield `PROJECTS\nproject_id;cost;name;selected;priority_id;lot;rank\n${projectsOf(head)}`;
  yield `VOTES\nvoter_id;part;vote${ranks ? ';points' : ''}\n`;
  for await (const page of pages) {
    yield page.map((ballot) => (ranks ? scored(ballot, head.items.length) : approved(ballot))).join('');
  }
}

function metaOf({ round, parts, items }: RecountHead, titles: { campaign: string; host: string }): [string, string][] {
  const { method } = round;
  const ranks = method === 'MAJORITY';
  const most = String(items.length);
  const comment = [COMMENT, ...(ranks ? [POINTS] : []), ...(method === 'EQUAL_SHARES' ? [] : [COSTS])];
  return [
    ['description', `Priorities of the campaign ${titles.campaign}`],
    ['country', 'not told'],
    ['unit', guarded(titles.host)],
    ['instance', round.closedAt.slice(0, 4)],
    ['num_projects', String(items.length + 1)],
    ['num_votes', String(parts.reduce((sum, { ballots }) => sum + ballots, 0))],
    ['budget', String(budgetOf(round.budgetHours, items.length))],
    ['vote_type', ranks ? 'scoring' : 'approval'],
    ['rule', RULES[method]],
    ['date_begin', dayOf(round.openedAt)],
    ['date_end', dayOf(round.closedAt)],
    ['min_length', '1'],
    ['max_length', most],
    ...(ranks ? scores(most) : []),
    ['comment', `#1: ${comment.join(' ')}`],
    ['accompany_recount', String(VERSION)],
    ['round', round.id],
    ['method', method],
    ['voice', round.voice],
    ['quorum_percent', String(round.quorumPercent)],
    ['constituency_quorum_percent', String(round.constituencyQuorumPercent ?? '')],
    ['budget_hours', String(round.budgetHours ?? '')],
    ['completion', round.completion ?? ''],
    ['lot_seed', round.lotSeed],
    ['opened_at', round.openedAt],
    ['closed_at', round.closedAt],
    ['communities', parts.map(({ communityId }) => communityId).join(',')],
    ['rolls', parts.map(({ roll }) => roll).join(',')],
    ['ballots', parts.map(({ ballots }) => ballots).join(',')],
    ['none_of_these', parts.map(({ none }) => none).join(',')],
    ['weights', parts.map(({ weight }) => weight).join(',')],
  ];
}

function scores(most: string): [string, string][] {
  return [
    ['min_points', '1'],
    ['max_points', most],
    ['default_score', '0'],
  ];
}

function projectsOf({ round, items }: RecountHead): string {
  const none = row(NONE, String(budgetOf(round.budgetHours, items.length) + 1), 'None of these', '0', '', '', '');
  const listed = items.map(({ id, statement, hours, lot, rank }, place) =>
    row(
      String(place + 1),
      String(hours ?? 1),
      guarded(statement),
      rank === null ? '0' : '1',
      id,
      String(lot),
      String(rank ?? ''),
    ),
  );
  return [...listed, none].join('');
}

const budgetOf = (hours: number | null, items: number): number => hours ?? items;

function approved({ receipt, part, levels }: RecountBallot): string {
  return `${receipt};${part};${levels.length === 0 ? NONE : levels.flat().join(',')}\n`;
}

function scored({ receipt, part, levels }: RecountBallot, most: number): string {
  if (levels.length === 0) return `${receipt};${part};${NONE};1\n`;
  const points = levels.flatMap((items, above) => items.map(() => most - above));
  return `${receipt};${part};${levels.flat().join(',')};${points.join(',')}\n`;
}

/** `16.09.2023`, as the format has it. */
function dayOf(instant: string): string {
  return instant.slice(0, 10).split('-').reverse().join('.');
}

/**
 * What a spreadsheet would take for a formula begins with an apostrophe, and so does what began with one: a reader takes
 * the first one away.
 */
function guarded(text: string): string {
  return /^['=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
}

export function unguarded(text: string): string {
  return text.startsWith("'") ? text.slice(1) : text;
}

function row(...cells: string[]): string {
  return `${cells.map(cell).join(';')}\n`;
}

/** Quoted where anything in it could end a cell or a line, for readers of whatever language. */
function cell(text: string): string {
  const isPlain = !/[;"\p{Cc}\p{Zl}\p{Zp}]|^\s|\s$/u.test(text);
  return isPlain ? text : `"${text.replaceAll('"', '""')}"`;
}
