import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { count } from '../../src/features/rounds/counting/index.js';
import {
  type CountingMethod,
  type Election,
  type Voice,
  voicesOf,
} from '../../src/features/rounds/counting/election.js';
import {
  levelsFrom,
  type RecountBallot,
  type RecountHead,
} from '../../src/features/rounds/recount/recount.document.js';
import { asRecountJson } from '../../src/features/rounds/recount/recount-json.js';
import { asPabulib } from '../../src/features/rounds/recount/recount-pabulib.js';

export interface MadeRound {
  head: RecountHead;
  ballots: RecountBallot[];
  election: Election & { method: CountingMethod };
}

export interface Shape {
  method: CountingMethod;
  voice: Voice;
  /** One for each item, in the order of the list. */
  statements: readonly string[];
  costs: readonly number[];
  budget: number;
  completion: 'NONE' | 'BY_SUPPORT';
  seed: Uint8Array;
  /** For each community its ballots: a byte for each item. */
  parts: readonly (readonly Uint8Array[])[];
}

const idOf = (what: string, place: number) => {
  const hex = createHash('sha256').update(`${what} ${place}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
const receiptOf = (place: number) => String(place).padStart(16, '0');

/** A round that was run elsewhere: lots from its seed, ranks from the counting of the service. */
export function madeRound(shape: Shape): MadeRound {
  const { method, voice, seed, parts, costs } = shape;
  const shares = method === 'EQUAL_SHARES';
  const ids = shape.statements.map((_, place) => idOf('priority', place));
  const drawn = ids.toSorted((one, other) => Buffer.compare(digest(seed, one), digest(seed, other)));
  const voices = voicesOf(
    parts.map(({ length }) => length),
    voice,
  );
  const marks = parts.flat();
  const election = {
    method,
    items: ids.map((id, place) => ({
      id,
      lot: drawn.indexOf(id) + 1,
      ...(shares && { cost: costs[place] }),
    })),
    marks: Uint8Array.from(marks.flatMap((ballot) => [...ballot])),
    parts: Uint16Array.from(parts.flatMap((ballots, part) => ballots.map(() => part))),
    voices,
    ...(shares && { budget: shape.budget, completion: shape.completion }),
  };
  const ranking = count(method, election).ranking.map(({ id }) => id);
  const head: RecountHead = {
    round: {
      id: idOf('round', 0),
      method,
      voice,
      quorumPercent: 25,
      constituencyQuorumPercent: null,
      budgetHours: shares ? shape.budget : null,
      completion: shares ? shape.completion : null,
      lotSeed: Buffer.from(seed).toString('hex'),
      openedAt: '2026-11-20T08:00:00.000Z',
      closedAt: '2026-11-26T20:00:00.123Z',
    },
    parts: parts.map((ballots, part) => ({
      communityId: idOf('community', part),
      roll: Math.max(1, ballots.length),
      ballots: ballots.length,
      none: ballots.filter((ballot) => ballot.every((mark) => mark === 0)).length,
      weight: String(voices[part]),
    })),
    items: ids.map((id, place) => ({
      id,
      statement: shape.statements[place] as string,
      hours: shares ? (costs[place] as number) : null,
      lot: drawn.indexOf(id) + 1,
      rank: ranking.includes(id) ? ranking.indexOf(id) + 1 : null,
    })),
  };
  const ballots = marks.map((ballot, place) => ({
    receipt: receiptOf(place),
    part: election.parts[place] as number,
    levels: levelsFrom(ballot),
  }));
  return { head, ballots, election };
}

function digest(seed: Uint8Array, id: string): Buffer {
  return createHash('sha256')
    .update(seed)
    .update(Buffer.from(id.replaceAll('-', ''), 'hex'))
    .digest();
}

export async function written(
  { head, ballots }: Pick<MadeRound, 'head' | 'ballots'>,
  form: 'json' | 'pb',
): Promise<string> {
  async function* pages() {
    const middle = Math.ceil(ballots.length / 2);
    yield ballots.slice(0, middle);
    yield ballots.slice(middle);
  }
  const titles = { campaign: 'Warm homes; "all" of them', host: '=Canal Street' };
  let text = '';
  for await (const piece of form === 'json' ? asRecountJson(head, pages()) : asPabulib(head, titles, pages()))
    text += piece;
  return text;
}

/** Lets `work` have a file of this content. */
export async function withFile<T>(content: string | Uint8Array, work: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'recount-'));
  try {
    const file = join(folder, 'round');
    await writeFile(file, content);
    return await work(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Statements as bad as people can make them, without what no text in Postgres holds. */
const statements = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
    fc
      .array(
        fc.constantFrom(
          ';',
          '"',
          '\n',
          '\r',
          '\r\n',
          "'",
          '=',
          '+',
          '@',
          '\t',
          '\u202E',
          '\u2028',
          '\uFEFF',
          'META',
          ',',
          'ñ',
          '🔥',
          '\\',
        ),
        {
          minLength: 1,
          maxLength: 8,
        },
      )
      .map((pieces) => pieces.join('')),
  )
  .map((text) => text.replaceAll('\0', '0'));

interface Size {
  method?: CountingMethod;
  mostItems?: number;
  mostBallots?: number;
}

/** Rounds of one to three communities, with ties, ballots for none of these, and now and then a community without voters. */
export function madeRounds({ method, mostItems = 6, mostBallots = 7 }: Size = {}): fc.Arbitrary<MadeRound> {
  return fc
    .record({
      method: method
        ? fc.constant(method)
        : fc.constantFrom<CountingMethod>('PROPORTIONAL', 'MAJORITY', 'EQUAL_SHARES'),
      items: fc.integer({ min: 1, max: mostItems }),
    })
    .chain(({ method: chosen, items }) =>
      fc.record({
        method: fc.constant(chosen),
        voice: fc.constantFrom<Voice>('PER_PERSON', 'PER_COMMUNITY'),
        statements: fc.array(statements, { minLength: items, maxLength: items }),
        costs: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: items, maxLength: items }),
        budget: fc.integer({ min: 1, max: 20 }),
        completion: fc.constantFrom<'NONE' | 'BY_SUPPORT'>('NONE', 'BY_SUPPORT'),
        seed: fc.uint8Array({ minLength: 32, maxLength: 32 }),
        parts: fc.array(fc.array(ballotsOver(items, chosen), { maxLength: mostBallots }), {
          minLength: 1,
          maxLength: 3,
        }),
      }),
    )
    .map(madeRound);
}

function ballotsOver(items: number, method: CountingMethod): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength: items, maxLength: items, max: method === 'MAJORITY' ? items : 1 }).map(withoutGaps);
}

/** As ballots are kept: levels follow each other. */
function withoutGaps(marks: Uint8Array): Uint8Array {
  const levels = [...new Set(marks)].filter((level) => level > 0).sort((one, other) => one - other);
  return marks.map((level) => (level === 0 ? 0 : levels.indexOf(level) + 1));
}
