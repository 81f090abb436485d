import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { DatabaseUrls } from '../../../src/platform/database/urls.js';
import { testDatabase } from '../../support/database.js';
import { crowd, impatiently, type Row, StoredDeeds, type StoredHome } from './stored-deeds.js';

let urls: DatabaseUrls;
let client: pg.Client;
let world: StoredHome;
let deeds: StoredDeeds;

const rows = async (sql: string, values: unknown[] = []): Promise<Row[]> => (await client.query(sql, values)).rows;

beforeAll(async () => {
  urls = await testDatabase();
  client = new pg.Client({ connectionString: urls.owner });
  await client.connect();
  const { world: built, people } = await crowd(urls, client, 12, 8);
  world = built;
  deeds = new StoredDeeds(client, world, people);
  await rows('UPDATE ask SET quantity_wanted = 200 WHERE id = $1', [world.askId]);
});
afterAll(() => client.end());

/** In a transaction that is taken back; no figure has any patience in it. */
const inVain = (work: () => Promise<void>) => async () => {
  await rows('BEGIN');
  try {
    await impatiently(client);
    await work();
  } finally {
    await rows('ROLLBACK');
  }
};

/** All that was kept becomes a day older. */
async function dayPasses(): Promise<void> {
  for (const table of ['ask_tally', 'public_figure', 'tally_day', 'figure_day']) {
    await rows(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    const ends = table.endsWith('_day') ? '' : ", day_ends = day_ends - interval '1 day'";
    // Largest first, or a day would run into the one before it.
    for (const { day } of await rows(`SELECT DISTINCT day::text FROM ${table} WHERE ask_id = $1 ORDER BY day`, [
      world.askId,
    ])) {
      await rows(`UPDATE ${table} SET day = day - 1${ends} WHERE ask_id = $1 AND day = $2`, [world.askId, day]);
    }
    await rows(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  }
}

const pledge = (who: number) => deeds.act({ do: 'pledge', who, quantity: 1 });
const tallyDays = () =>
  rows('SELECT current_date - day AS ago, places_taken AS taken FROM tally_day WHERE ask_id = $1 ORDER BY day', [
    world.askId,
  ]);
const figureDays = () =>
  rows(
    `SELECT current_date - day AS ago, body, pledged_count AS pledged, is_exact AS exact, published FROM figure_day WHERE ask_id = $1 ORDER BY day, body`,
    [world.askId],
  );
const tier = (risk: number) =>
  rows(`UPDATE ask SET risk_tier = $2, risk_notes = 'Police may come.' WHERE id = $1`, [world.askId, risk]);

describe('the days of an ask', () => {
  it(
    'are kept at their end, one for each on which something changed, and none for the present one',
    inVain(async () => {
      await pledge(0);
      await pledge(1);
      expect(await tallyDays()).toEqual([]);
      await dayPasses();
      expect(await tallyDays()).toEqual([]);
      await pledge(2);
      await pledge(3);
      expect(await tallyDays()).toEqual([{ ago: 1, taken: 2 }]);
      await dayPasses();
      await dayPasses();
      await pledge(4);
      expect(await tallyDays()).toEqual([
        { ago: 3, taken: 2 },
        { ago: 2, taken: 4 },
      ]);
      expect(await figureDays()).toEqual([
        { ago: 3, body: 'PEOPLE', pledged: 2, exact: true, published: true },
        { ago: 2, body: 'PEOPLE', pledged: 4, exact: true, published: true },
      ]);
    }),
  );

  it(
    'end at midnight where the campaign is, and at that of Greenwich where nobody knows the zone',
    inVain(async () => {
      const today = async () =>
        (await rows('SELECT * FROM app.local_day($1, $2)', [world.communityId, world.campaignId]))[0];
      for (const zone of ['Pacific/Kiritimati', 'America/Los_Angeles', 'Asia/Kathmandu', 'Africa/Cairo']) {
        await rows('UPDATE campaign SET time_zone = $2 WHERE id = $1', [world.campaignId, zone]);
        const [expected] = await rows(
          'SELECT (now() AT TIME ZONE $1)::date AS day, ((now() AT TIME ZONE $1)::date + 1)::timestamp AT TIME ZONE $1 AS ends',
          [zone],
        );
        expect([zone, await today()]).toEqual([zone, expected]);
      }
      await rows(`UPDATE campaign SET time_zone = 'Mars/Olympus' WHERE id = $1`, [world.campaignId]);
      const [greenwich] = await rows(
        `SELECT (now() AT TIME ZONE 'UTC')::date AS day, date_trunc('day', now(), 'UTC') + interval '1 day' AS ends`,
      );
      expect(await today()).toEqual(greenwich);
      await dayPasses();
      await pledge(0);
      expect(await tallyDays()).toEqual([{ ago: 1, taken: 0 }]);
    }),
  );

  it(
    'hold nothing of a risky ask but what was told, nor that anything happened that was not',
    inVain(async () => {
      await tier(2);
      for (let who = 0; who < 5; who += 1) await pledge(who);
      await dayPasses();
      await pledge(5);
      expect(await figureDays()).toEqual([]);
      expect(await tallyDays()).toEqual([{ ago: 1, taken: 5 }]);
      for (let who = 6; who < 10; who += 1) await pledge(who);
      expect(await figureDays()).toEqual([{ ago: 1, body: 'PEOPLE', pledged: 5, exact: false, published: true }]);
    }),
  );

  it(
    'begin anew for others when an ask comes to be told in another way, and go on for those inside',
    inVain(async () => {
      await pledge(0);
      await dayPasses();
      await pledge(1);
      expect(await figureDays()).toHaveLength(1);
      await dayPasses();
      await tier(2);
      expect(await figureDays()).toEqual([]);
      await tier(1);
      expect(await figureDays()).toEqual([]);
      expect(await tallyDays()).not.toEqual([]);
    }),
  );

  it(
    'show nobody what could not be seen then, and hide what may not be seen now',
    inVain(async () => {
      const visible = (as: string) => rows(`UPDATE ask SET visibility = '${as}' WHERE id = $1`, [world.askId]);
      const seen = async () => (await figureDays()).map(({ published }) => published);
      await pledge(0);
      await dayPasses();
      await visible('ALLIES');
      await pledge(1);
      expect(await seen()).toEqual([false]);
      await dayPasses();
      await visible('PUBLIC');
      await pledge(2);
      expect(await seen()).toEqual([true, false]);
    }),
  );
});

describe('the parts of an exact whole', () => {
  const split = () =>
    rows(
      'SELECT measure, people_count AS people, organization_count AS organizations FROM figure_split WHERE ask_id = $1',
      [world.askId],
    );

  it(
    'are told once five people and five organizations stand behind each, at a moment that the whole tells',
    inVain(async () => {
      for (let who = 12; who < 17; who += 1) await pledge(who);
      for (let who = 0; who < 4; who += 1) await pledge(who);
      expect(await split()).toEqual([]);
      await pledge(4);
      expect(await split()).toEqual([{ measure: 'PLEDGED', people: 5, organizations: 5 }]);
      for (let who = 5; who < 12; who += 1) await pledge(who);
      for (let who = 17; who < 20; who += 1) await pledge(who);
      // Ten more in all, and only three of them organizations.
      expect(await split()).toEqual([{ measure: 'PLEDGED', people: 5, organizations: 5 }]);
    }),
  );

  it(
    'are not told where only people came, nor any more once the ask is risky',
    inVain(async () => {
      for (let who = 0; who < 12; who += 1) await pledge(who);
      expect(await split()).toEqual([]);
      expect((await rows('SELECT split_at FROM ask_tally WHERE ask_id = $1', [world.askId]))[0]).toEqual({
        split_at: [10, 0, 0, 0],
      });
      for (let who = 12; who < 20; who += 1) await pledge(who);
      expect(await split()).toEqual([{ measure: 'PLEDGED', people: 12, organizations: 8 }]);
      await tier(2);
      expect(await split()).toEqual([]);
    }),
  );

  it.each<[string, number[], boolean]>([
    ['both grew by five', [5, 5, 5, 5], true],
    ['both shrank by five', [-5, -5, -5, -5], true],
    ['one grew by four', [4, 9, 4, 9], false],
    ['one grew and one shrank', [5, -5, 5, -5], false],
    ['one grew in pledges and not in people', [4, 5, 9, 5], false],
    ['one grew in people and not in pledges', [5, 5, 0, 5], false],
  ])('move when %s: only together', async (_what, [people, organizations, peopleCount, organizationCount], moves) => {
    const [row] = await rows(
      `SELECT app.split_moves($1, $2, $3, $4, ROW(NULL, NULL, NULL, NULL, true, 10, 10, 10, 10)::figure_split, 5) AS moves`,
      [people, organizations, peopleCount, organizationCount].map((one) => (one ?? 0) + 10),
    );
    expect(row).toEqual({ moves });
  });
});
