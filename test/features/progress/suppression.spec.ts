import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import type { DatabaseUrls } from '../../../src/platform/database/urls.js';
import { testDatabase } from '../../support/database.js';
import type { StoredPerson } from '../../support/stored-world.js';
import { crowd, type Deed, deedsOf, impatiently, type Row, StoredDeeds, type StoredHome } from './stored-deeds.js';

const K = 5;
const PEOPLE = 16;
const ORGANIZATIONS = 9;
const WANTED = 40;

let urls: DatabaseUrls;
let client: pg.Client;
let world: StoredHome;
let deeds: StoredDeeds;
/** First the people, then the organizations. */
let people: StoredPerson[];

beforeAll(async () => {
  urls = await testDatabase();
  client = new pg.Client({ connectionString: urls.owner });
  await client.connect();
  ({ world, people } = await crowd(urls, client, PEOPLE, ORGANIZATIONS));
  deeds = new StoredDeeds(client, world, people);
  await client.query('UPDATE ask SET quantity_wanted = $2 WHERE id = $1', [world.askId, WANTED]);
});
afterAll(() => client.end());

const rows = async (sql: string, values: unknown[] = []): Promise<Row[]> => (await client.query(sql, values)).rows;

const MEASURES = [
  'pledged',
  'waitlisted',
  'reported',
  'attested',
  'sent_back',
  'stepped_back',
  'cancelled',
  'never_started',
  'conditional',
  'lapsed',
  'no_show',
  'handed_over',
  'unconfirmed',
] as const;
type Measure = (typeof MEASURES)[number];

const TAKEN = ['ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED'];

type Body = 'PEOPLE' | 'ORGANIZATIONS';

const indexOf = (membershipId: string) => people.findIndex((one) => one.membershipId === membershipId);

/** What the tables say themselves, counted by other means than the counters use. */
async function live(whose?: Body): Promise<Record<Measure, { count: number; quantity: number; people: Set<string> }>> {
  const theirs = (found: Row[]) =>
    found.filter((row) => !whose || (indexOf(row['pledger_id']) < PEOPLE ? 'PEOPLE' : 'ORGANIZATIONS') === whose);
  const pledges = theirs(await rows('SELECT * FROM pledge WHERE ask_id = $1', [world.askId]));
  const occurrences = theirs(await rows('SELECT * FROM occurrence WHERE ask_id = $1', [world.askId]));
  const everySentBack = await rows(
    `SELECT t.* FROM attestation t JOIN occurrence o ON o.id = t.occurrence_id WHERE o.ask_id = $1 AND t.kind = 'SENT_BACK'`,
    [world.askId],
  );
  const sentBack = theirs(everySentBack);
  const of = (found: Row[], quantity: string | null) => ({
    count: found.length,
    quantity: found.reduce((sum, row) => sum + (quantity ? row[quantity] : 0), 0),
    people: new Set(found.map((row) => row['pledger_id'] as string)),
  });
  const inState = (...states: string[]) =>
    of(
      pledges.filter((row) => states.includes(row['state'])),
      'quantity',
    );
  const occurring = (state: string, quantity: string) =>
    of(
      occurrences.filter((row) => row['state'] === state),
      quantity,
    );
  return {
    pledged: of(
      pledges.filter((row) => TAKEN.includes(row['state']) && !row['gave_up_place']),
      'quantity',
    ),
    waitlisted: inState('WAITLISTED'),
    reported: occurring('REPORTED', 'reported_quantity'),
    attested: occurring('ATTESTED', 'attested_quantity'),
    sent_back: of(sentBack, null),
    stepped_back: inState('STEPPED_BACK', 'STEPPED_BACK_LATE'),
    cancelled: inState('CANCELLED'),
    never_started: inState('NEVER_STARTED'),
    conditional: inState('CONDITIONAL'),
    lapsed: inState('LAPSED'),
    no_show: of(
      occurrences.filter((row) => row['state'] === 'NO_SHOW'),
      null,
    ),
    handed_over: inState('HANDED_OVER'),
    unconfirmed: of(
      occurrences.filter((row) => row['state'] === 'UNCONFIRMED'),
      null,
    ),
  };
}

async function tallied(): Promise<Row> {
  const [tally = {}] = await rows('SELECT * FROM ask_tally WHERE ask_id = $1', [world.askId]);
  return { ...tally, pledged_count: tally['places_taken'] };
}

const shown = async (whose: Body = 'PEOPLE'): Promise<Row> =>
  (await rows('SELECT * FROM public_figure WHERE ask_id = $1 AND body = $2', [world.askId, whose]))[0] ?? {};

/** In a transaction that is taken back, so that each sequence starts from nothing. */
async function inVain(work: () => Promise<void>, patience?: 'none'): Promise<void> {
  await client.query('BEGIN');
  try {
    if (patience === 'none') await impatiently(client);
    await work();
  } finally {
    await client.query('ROLLBACK');
  }
}

const recounted = () => rows('SELECT * FROM app.recount_progress($1, $2, false)', [world.communityId, world.askId]);

const act = (deed: Deed) => deeds.act(deed);

const tier = (risk: number) =>
  rows(`UPDATE ask SET risk_tier = $2, risk_notes = 'Police may come.' WHERE id = $1`, [world.askId, risk]);

function difference(one: Set<string>, other: Set<string>): number {
  return [...one].filter((id) => !other.has(id)).length + [...other].filter((id) => !one.has(id)).length;
}

/** A figure as it was last told, and the people who stood behind it then. */
interface Shown {
  shown: number | null;
  behind: Set<string>;
}

const sequences = fc.array(deedsOf(PEOPLE), { minLength: 40, maxLength: 90 });
/** Organizations among them, more than people, or their own figures would never reach k. */
const mixed = fc.array(deedsOf(PEOPLE + ORGANIZATIONS), { minLength: 60, maxLength: 120 });
const runs = { numRuns: 25, seed: 20_261_123, endOnFailure: true };

describe('the tally of an ask', () => {
  it('equals what a count of pledges and occurrences says, whatever happens in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(mixed, (sequence) =>
        inVain(async () => {
          for (const deed of sequence) await act(deed);
          const [truth, tally, figures] = [await live(), await tallied(), await shown()];
          for (const measure of MEASURES) {
            const { count, quantity } = truth[measure];
            expect([measure, tally[`${measure}_count`]]).toEqual([measure, count]);
            if (`${measure}_quantity` in tally)
              expect([measure, tally[`${measure}_quantity`]]).toEqual([measure, quantity]);
            // The risk is low and the community shows exact figures.
            expect([measure, figures[`${measure}_count`]]).toEqual([measure, count]);
          }
          expect(figures).toMatchObject({ is_exact: true, attested_quantity: truth.attested.quantity });
          expect(await recounted()).toEqual([]);
        }),
      ),
      runs,
    );
  }, 60_000);
});

describe('public figures of an ask with risk', () => {
  it('never tell a number that fewer than k people stand behind, nor move by fewer than k', async () => {
    expect(await movesOf(sequences, ['PEOPLE'])).toBeGreaterThan(5);
  }, 90_000);

  it('tell of people and of organizations apart, each by the same rules, and neither for the other', async () => {
    expect(await movesOf(mixed, ['PEOPLE', 'ORGANIZATIONS'])).toBeGreaterThan(5);
  }, 120_000);

  it('count no organization towards k people, nor what it does among theirs', () =>
    inVain(async () => {
      await tier(2);
      for (let who = 0; who < 4; who += 1) await act({ do: 'pledge', who, quantity: 1 });
      await act({ do: 'pledge', who: PEOPLE, quantity: 20 });
      expect(await shown()).toMatchObject({ pledged_count: null, pledged_quantity: null, quantity_wanted: WANTED });
      expect(await shown('ORGANIZATIONS')).toMatchObject({
        pledged_count: null,
        quantity_wanted: 0,
        reported_count: 0,
      });
      await act({ do: 'pledge', who: 4, quantity: 1 });
      expect(await shown()).toMatchObject({ pledged_count: 5, pledged_quantity: 5 });
      for (let who = 1; who < K; who += 1) await act({ do: 'pledge', who: PEOPLE + who, quantity: 1 });
      expect(await shown()).toMatchObject({ pledged_count: 5, pledged_quantity: 5 });
      expect(await shown('ORGANIZATIONS')).toMatchObject({ pledged_count: 5, pledged_quantity: 20 });
      await tier(1);
      expect(await shown()).toMatchObject({ is_exact: true, pledged_count: 10, pledged_quantity: 29 });
      expect(await shown('ORGANIZATIONS')).toEqual({});
      await tier(2);
      expect(await shown()).toMatchObject({ pledged_count: 5, pledged_quantity: 5 });
      // Beside the whole, which was exact a moment ago, both parts at once would give each other away.
      expect(await shown('ORGANIZATIONS')).toMatchObject({ pledged_count: null, pledged_quantity: null });
    }, 'none'));

  it('follow their ask where it goes, be it published or not', () =>
    inVain(async () => {
      await tier(2);
      await act({ do: 'pledge', who: PEOPLE, quantity: 1 });
      await rows(`UPDATE ask SET visibility = 'ALLIES' WHERE id = $1`, [world.askId]);
      expect([(await shown())['published'], (await shown('ORGANIZATIONS'))['published']]).toEqual([false, false]);
    }));

  /** How often a figure moved; throws where one tells what it may not. */
  async function movesOf(cases: typeof sequences, bodies: Body[]): Promise<number> {
    let moves = 0;
    await fc.assert(
      fc.asyncProperty(cases, (sequence) =>
        inVain(async () => {
          await tier(2);
          const last = new Map<string, Shown>();
          for (const deed of sequence) {
            await act(deed);
            for (const whose of bodies) moves += await checked(whose, last);
          }
          expect(await recounted()).toEqual([]);
        }),
      ),
      runs,
    );
    return moves;
  }

  async function checked(whose: Body, last: Map<string, Shown>): Promise<number> {
    const [truth, figures] = [await live(whose), await shown(whose)];
    const unbegun = figures['body'] === undefined;
    if (unbegun) expect([whose, truth.pledged.people.size]).toEqual(['ORGANIZATIONS', 0]);
    else expect(figures['is_exact']).toBe(false);
    let moves = 0;
    for (const measure of MEASURES) {
      const now: number | null = unbegun ? 0 : figures[`${measure}_count`];
      const before = last.get(`${whose} ${measure}`) ?? { shown: 0, behind: new Set() };
      if (now !== null) expect(now % K).toBe(0);
      if (truth[measure].people.size > 0) expect(now).not.toBe(0);
      const quantity: number | null | undefined = figures[`${measure}_quantity`];
      if (quantity !== undefined) expect(quantity === null ? null : quantity % K).toBe(now === null ? null : 0);
      if (now === before.shown) continue;
      if (before.shown === 0 && now === null) {
        last.set(`${whose} ${measure}`, { shown: null, behind: before.behind });
        continue;
      }
      moves += 1;
      expect(difference(before.behind, truth[measure].people)).toBeGreaterThanOrEqual(K);
      if (now !== null) expect(now).toBeLessThanOrEqual(truth[measure].count);
      last.set(`${whose} ${measure}`, { shown: now, behind: truth[measure].people });
    }
    return moves;
  }

  it('stay as they are when one of those who stood behind them leaves', () =>
    inVain(async () => {
      await tier(2);
      for (let who = 0; who < 10; who += 1) await act({ do: 'pledge', who, quantity: 1 });
      expect(await shown()).toMatchObject({ pledged_count: 10, pledged_quantity: 10, stepped_back_count: 0 });
      await act({ do: 'stepBack', who: 3, quantity: 1 });
      expect(await shown()).toMatchObject({ pledged_count: 10, stepped_back_count: null });
    }, 'none'));

  it('count one person once, however often they come and go', () =>
    inVain(async () => {
      await tier(2);
      for (let n = 0; n < 8; n += 1) {
        await act({ do: 'pledge', who: 0, quantity: 1 });
        await act({ do: 'stepBack', who: 0, quantity: 1 });
      }
      expect(await tallied()).toMatchObject({ stepped_back_count: 8 });
      expect(await shown()).toMatchObject({ pledged_count: null, stepped_back_count: null });
    }));

  it('are rounded at once when an ask becomes risky or the community hides its figures, and exact again after', () =>
    inVain(async () => {
      for (let who = 0; who < 7; who += 1) await act({ do: 'pledge', who, quantity: 2 });
      expect(await shown()).toMatchObject({ is_exact: true, pledged_count: 7, pledged_quantity: 14 });
      await tier(3);
      expect(await shown()).toMatchObject({ is_exact: false, pledged_count: 5, pledged_quantity: 10 });
      await tier(1);
      expect(await shown()).toMatchObject({ is_exact: true, pledged_count: 7 });
      await rows('UPDATE community SET shows_exact_figures = false WHERE id = $1', [world.communityId]);
      expect(await shown()).toMatchObject({ is_exact: false, pledged_count: 5 });
    }));

  it('take ten people where only the people affected are asked', () =>
    inVain(async () => {
      await rows(`UPDATE ask SET kind = 'SPEAK' WHERE id = $1`, [world.askId]);
      for (let who = 0; who < 9; who += 1) await act({ do: 'pledge', who, quantity: 1 });
      expect(await shown()).toMatchObject({ is_exact: false, k: 10, pledged_count: null });
      await act({ do: 'pledge', who: 9, quantity: 1 });
      expect(await shown()).toMatchObject({ pledged_count: 10 });
    }, 'none'));
});

describe('at the same time', () => {
  it('a pledge and the wish to show exact figures both count, whichever commits last', async () => {
    const other = new pg.Client({ connectionString: urls.owner });
    await other.connect();
    const show = (exactly: boolean) =>
      other.query('UPDATE community SET shows_exact_figures = $2 WHERE id = $1', [world.communityId, exactly]);
    try {
      await show(false);
      await client.query('BEGIN');
      await act({ do: 'pledge', who: 0, quantity: 2 });
      // Waits for the pledge; without a lock on the tally it would write down what was true before.
      const shownExactly = show(true);
      await sleep(200);
      await client.query('COMMIT');
      await shownExactly;
      expect(await shown()).toMatchObject({ is_exact: true, pledged_count: 1, pledged_quantity: 2 });
      expect(await tallied()).toMatchObject({ pledged_count: 1, pledged_quantity: 2 });
    } finally {
      await other.end();
    }
  });
});

describe('without a context', () => {
  it('shows the figures of published asks, and neither tallies nor who stands behind', async () => {
    const runtime = new pg.Client({ connectionString: urls.runtime });
    await runtime.connect();
    try {
      const read = (what: string) => runtime.query(`SELECT ${what} WHERE ask_id = $1`, [world.askId]);
      expect((await read('pledged_count FROM public_figure')).rows).toHaveLength(1);
      expect((await read('places_taken FROM ask_tally')).rows).toEqual([]);
      await expect(read('people_behind FROM public_figure')).rejects.toMatchObject({ code: '42501' });
      await expect(runtime.query('UPDATE public_figure SET pledged_count = 99')).rejects.toMatchObject({
        code: '42501',
      });
      await expect(runtime.query('SELECT app.people_behind($1, $1)', [world.askId])).rejects.toMatchObject({
        code: '42501',
      });
      await client.query(`UPDATE ask SET visibility = 'ALLIES' WHERE id = $1`, [world.askId]);
      expect((await read('pledged_count FROM public_figure')).rows).toEqual([]);
    } finally {
      await client.query(`UPDATE ask SET visibility = 'PUBLIC' WHERE id = $1`, [world.askId]);
      await runtime.end();
    }
  });
});
