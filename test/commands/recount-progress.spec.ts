import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { recountProgress } from '../../src/commands/recount-progress.js';
import type { DatabaseUrls } from '../../src/platform/database/urls.js';
import { crowd, deedsOf, type Row, StoredDeeds, type StoredHome } from '../features/progress/stored-deeds.js';
import { freshDatabase } from '../support/database.js';

let urls: DatabaseUrls;
let client: pg.Client;
let world: StoredHome;

const rows = async (sql: string, values: unknown[] = []): Promise<Row[]> => (await client.query(sql, values)).rows;

beforeAll(async () => {
  urls = await freshDatabase('recount_progress');
  client = new pg.Client({ connectionString: urls.owner });
  await client.connect();
  const { world: built, people } = await crowd(urls, client, 12, 6);
  world = built;
  await rows(`UPDATE ask SET quantity_wanted = 40, risk_tier = 2, risk_notes = 'Police may come.' WHERE id = $1`, [
    world.askId,
  ]);
  const deeds = new StoredDeeds(client, world, people);
  const sequence = fc.sample(fc.array(deedsOf(18), { minLength: 150, maxLength: 150 }), {
    seed: 20_261_126,
    numRuns: 1,
  });
  await rows('BEGIN');
  for (const deed of sequence[0] ?? []) await deeds.act(deed);
  await rows('COMMIT');
});
afterAll(() => client.end());

async function run(options: { handle?: string; repair?: boolean } = {}) {
  const said: string[] = [];
  const complaints: string[] = [];
  const on = {
    say: (line: string) => said.push(line),
    complain: (line: string) => complaints.push(line),
    isInteractive: false,
  };
  const code = await recountProgress(urls, { handle: options.handle, repair: options.repair ?? false }, on);
  return { code, said: said.join('\n'), complaints };
}

const tally = async () => (await rows('SELECT * FROM ask_tally WHERE ask_id = $1', [world.askId]))[0] ?? {};

describe('npm run recount-progress', () => {
  it('finds nothing after a random history', async () => {
    expect(await run()).toEqual({ code: 0, said: '1 asks counted, 0 with differences.', complaints: [] });
  });

  it('finds every counter that was changed, changes nothing unasked, and puts each right', async () => {
    const before = await tally();
    const counters = Object.keys(before).filter((column) => /_(count|quantity)$|^places_taken$/.test(column));
    expect(counters).toHaveLength(25);
    for (const column of counters) {
      // Past the triggers, as a fault in one of them would.
      await rows('ALTER TABLE ask_tally DISABLE TRIGGER USER');
      await rows('ALTER TABLE ask_tally DROP CONSTRAINT IF EXISTS ask_tally_quantity_ck');
      await rows(`UPDATE ask_tally SET ${column} = ${column} + 1 WHERE ask_id = $1`, [world.askId]);
      await rows('ALTER TABLE ask_tally ENABLE TRIGGER USER');
      const found = await run({ handle: await handle() });
      expect([column, found.code, found.complaints.some((line) => line.includes(` ${column} is `))]).toEqual([
        column,
        1,
        true,
      ]);
      expect((await tally())[column]).toBe(Number(before[column]) + 1);
      expect((await run({ repair: true })).code).toBe(0);
      expect(await tally()).toEqual({ ...before, split_at: expect.anything() });
    }
    expect((await run()).complaints).toEqual([]);
  });

  it.each<[string, string]>([
    ['is no multiple of k', 'pledged_count = 7'],
    ['was never reached', 'lapsed_count = 5'],
    ['is zero where someone is', 'pledged_count = 0'],
    ['is more than was ever pledged', 'pledged_count = 100000'],
    ['should have moved', 'people_behind[1] = people_behind[1] + 20'],
    ['says that there is room', 'is_full = NOT is_full'],
    ['says that it is exact', 'is_exact = true'],
    ['wants something else', 'quantity_wanted = quantity_wanted + 1'],
  ])('finds a figure that %s, and tells it anew', async (_what, fault) => {
    await rows(`UPDATE public_figure SET ${fault} WHERE ask_id = $1 AND body = 'PEOPLE'`, [world.askId]);
    expect((await run()).code).toBe(1);
    expect((await run({ repair: true })).said).toBe('1 asks counted, 1 with differences, put right.');
    expect(await run()).toMatchObject({ code: 0, complaints: [] });
  });

  it('finds figures and tallies that are gone', async () => {
    await rows('DELETE FROM public_figure WHERE ask_id = $1', [world.askId]);
    await rows('DELETE FROM ask_tally WHERE ask_id = $1', [world.askId]);
    expect((await run()).complaints.length).toBeGreaterThan(10);
    await run({ repair: true });
    expect(await run()).toMatchObject({ code: 0, complaints: [] });
    expect(await tally()).toMatchObject({ quantity_wanted: 40 });
  });

  it('refuses a campaign that is not there', async () => {
    await expect(run({ handle: 'nowhere' })).rejects.toThrow('There is no campaign "nowhere".');
  });

  it('waits for a pledge that is being made, and finds nothing half-done', async () => {
    const other = new pg.Client({ connectionString: urls.owner });
    await other.connect();
    try {
      await other.query('BEGIN');
      await other.query('SELECT FROM ask_tally WHERE ask_id = $1 FOR UPDATE', [world.askId]);
      let isOver = false;
      const counting = run().then((result) => {
        isOver = true;
        return result;
      });
      await other.query('SELECT pg_sleep(0.2)');
      expect(isOver).toBe(false);
      await other.query('COMMIT');
      expect(await counting).toMatchObject({ code: 0, complaints: [] });
    } finally {
      await other.end();
    }
  });
});

async function handle(): Promise<string> {
  return (await rows('SELECT handle FROM campaign'))[0]?.['handle'];
}
