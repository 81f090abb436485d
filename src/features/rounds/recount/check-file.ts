import { completions, countingMethods, voicesOf } from '../counting/election.js';
import { MOST_ITEMS } from '../round.rules.js';
import type { Found } from './file-fault.js';
import {
  FORMAT,
  type RecountHead,
  type RecountItem,
  type RecountPart,
  type RecountRound,
  VERSION,
} from './recount.document.js';

/** More than any community has; a file that claims more would only fill memory. */
const MOST_BALLOTS = 1_000_000;
const MOST_PARTS = 21;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const RECEIPT = /^[0-9A-HJKMNP-TV-Z]{16}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T[0-9:.]{8,15}Z$/;

/** All of a file but its ballots, or the first fault in it. */
export function checkedHead(file: Found): RecountHead {
  file.get('format').is(FORMAT);
  file.get('version').is(VERSION);
  const round = checkedRound(file.get('round'));
  return { round, parts: checkedParts(file.get('parts'), round), items: checkedItems(file.get('items'), round) };
}

function checkedRound(found: Found): RecountRound {
  const method = found.get('method').oneOf(countingMethods);
  const shares = method === 'EQUAL_SHARES';
  const percent = (one: Found) => one.whole(0, 100);
  return {
    id: found.get('id').text(UUID, 'the id of the round'),
    method,
    voice: found.get('voice').oneOf(['PER_PERSON', 'PER_COMMUNITY']),
    quorumPercent: percent(found.get('quorumPercent')),
    constituencyQuorumPercent: found.get('constituencyQuorumPercent').orNull(percent),
    budgetHours: shares ? found.get('budgetHours').whole(1, 1_000_000) : absent(found.get('budgetHours')),
    completion: shares ? found.get('completion').oneOf(completions) : absent(found.get('completion')),
    lotSeed: found.get('lotSeed').text(/^[0-9a-f]{64}$/, 'a seed of 32 bytes in hexadecimal'),
    openedAt: found.get('openedAt').text(INSTANT, 'an instant such as 2026-11-26T12:00:00.000Z'),
    closedAt: found.get('closedAt').text(INSTANT, 'an instant such as 2026-11-26T12:00:00.000Z'),
  };
}

function absent(found: Found): null {
  found.is(null);
  return null;
}

function checkedParts(found: Found, { voice }: RecountRound): RecountPart[] {
  const rows = found.list(1, MOST_PARTS);
  const parts = rows.map((one) => {
    const roll = one.get('roll').whole(1, MOST_BALLOTS);
    const ballots = one.get('ballots').whole(0, roll);
    return {
      communityId: one.get('communityId').text(UUID, 'the id of a community'),
      roll,
      ballots,
      none: one.get('none').whole(0, ballots),
      weight: one.get('weight').text(/^[1-9]\d{0,199}$/, 'a weight'),
    };
  });
  if (parts.reduce((sum, { ballots }) => sum + ballots, 0) > MOST_BALLOTS)
    throw found.fault('there are too many ballots');
  distinct(
    rows,
    'communityId',
    parts.map(({ communityId }) => communityId),
  );
  const weights = voicesOf(
    parts.map(({ ballots }) => ballots),
    voice,
  );
  for (const [place, row] of rows.entries()) {
    if (parts[place]?.weight !== String(weights[place])) {
      throw row.get('weight').fault(`by voice and turnout a ballot of this community weighs ${weights[place]}`);
    }
  }
  return parts;
}

function checkedItems(found: Found, { method }: RecountRound): RecountItem[] {
  const rows = found.list(1, MOST_ITEMS);
  const items = rows.map((one) => ({
    id: one.get('id').text(UUID, 'the id of a priority'),
    statement: one.get('statement').text(/^.{0,4000}$/su, 'the statement of a priority'),
    hours: one.get('hours').orNull((hours) => hours.whole(1, 1_000_000)),
    lot: one.get('lot').whole(1, rows.length),
    rank: one.get('rank').orNull((rank) => rank.whole(1, rows.length)),
  }));
  distinct(
    rows,
    'id',
    items.map(({ id }) => id),
  );
  distinct(
    rows,
    'lot',
    items.map(({ lot }) => lot),
  );
  distinct(
    rows,
    'rank',
    items.map(({ rank }) => rank),
  );
  for (const [place, { hours }] of items.entries()) {
    if (method === 'EQUAL_SHARES' && hours === null)
      throw (rows[place] as Found).get('hours').fault('there should be hours');
  }
  return items;
}

function distinct(rows: readonly Found[], key: string, values: readonly (string | number | null)[]): void {
  const seen = new Set<string | number>();
  for (const [place, value] of values.entries()) {
    if (value === null) continue;
    if (seen.has(value)) throw (rows[place] as Found).get(key).fault(`${value} stands there twice`);
    seen.add(value);
  }
}

/** Ballots as counting takes them, each checked as it comes. */
export class CheckedBallots {
  readonly receipts = new Map<string, number>();
  readonly marks: Uint8Array;
  readonly parts: Uint16Array;
  private readonly counts: { ballots: number; none: number }[];

  constructor(private readonly head: RecountHead) {
    const total = head.parts.reduce((sum, { ballots }) => sum + ballots, 0);
    this.marks = new Uint8Array(total * head.items.length);
    this.parts = new Uint16Array(total);
    this.counts = head.parts.map(() => ({ ballots: 0, none: 0 }));
  }

  add(found: Found): void {
    const { items, parts } = this.head;
    const receipt = found.get('receipt').text(RECEIPT, 'a receipt of 16 letters and digits');
    const part = found.get('part').whole(0, parts.length - 1);
    const levels = found.get('levels').list(0, this.head.round.method === 'MAJORITY' ? items.length : 1);
    if (this.receipts.has(receipt)) throw found.get('receipt').fault(`the receipt ${receipt} stands there twice`);
    const ballot = this.receipts.size;
    if (ballot >= this.parts.length)
      throw found.fault(`there are more than ${ballot} ballots, which is how many were cast`);
    for (const [above, level] of levels.entries()) {
      for (const number of level.list(1, items.length)) {
        const place = ballot * items.length + number.whole(1, items.length) - 1;
        if (this.marks[place] !== 0) throw number.fault('the ballot marks this priority twice');
        this.marks[place] = above + 1;
      }
    }
    this.parts[ballot] = part;
    this.receipts.set(receipt, ballot);
    const count = this.counts[part] as { ballots: number; none: number };
    count.ballots += 1;
    if (levels.length === 0) count.none += 1;
  }

  /** That all are there, when the last one was added. */
  complete(file: Found): void {
    const rows = file.get('parts').list(1, MOST_PARTS);
    for (const [place, { ballots, none }] of this.counts.entries()) {
      const said = this.head.parts[place];
      const row = rows[place] as Found;
      if (said?.ballots !== ballots) {
        throw row
          .get('ballots')
          .fault(`of this community there are ${ballots} ballots, not ${said?.ballots}: the file may be cut off`);
      }
      if (said.none !== none) throw row.get('none').fault(`of its ballots ${none} say none of these, not ${said.none}`);
    }
  }

  /** The levels of the ballot with this receipt, as numbers of items; null where there is none. */
  marksOf(receipt: string): Uint8Array | null {
    const ballot = this.receipts.get(receipt);
    const { length } = this.head.items;
    return ballot === undefined ? null : this.marks.subarray(ballot * length, (ballot + 1) * length);
  }
}
