import request from 'supertest';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql, superuserUrl } from '../../support/database.js';
import { World } from '../../support/world.js';
import { attested, openAsk, type Shown, shownCampaign, until } from './shown-campaign.js';

/** On a slow machine. */
const LONGEST = 60_000;

let on: TestApp;
let of: Shown;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('pages_away') });
  const world = new World(on);
  of = await shownCampaign(world);
  await attested(world, of, await openAsk(world, of, { quantityWanted: 4 }), 1);
}, LONGEST);
afterAll(async () => {
  await letIn(true);
  await on.close();
});

const get = (path: string) => request(on.app.getHttpServer()).get(path);

/** Whether the database takes connections; without, those that are open are cut. */
async function letIn(isOpen: boolean): Promise<void> {
  const query = sql(superuserUrl());
  const name = decodeURIComponent(new URL(on.urls.runtime).pathname.slice(1));
  await query(`ALTER DATABASE "${name}" WITH ALLOW_CONNECTIONS ${isOpen}`);
  if (!isOpen) await query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
}

it(
  'shows the last good figures with their time while the database is away, a plain page where there are none, and then goes on',
  async () => {
    const path = `/c/${of.campaignHandle}`;
    const before = await get(path).expect(200);
    expect(before.text).toContain('25% of what is wanted');
    expect(before.text).not.toContain('These are from');

    await letIn(false);
    // The reading of the last second may be shown first.
    await until(async () => (await get(path)).text.includes('These are from'));
    const old = await get(path).expect(200);
    expect(old.text).toContain('25% of what is wanted');
    expect(old.headers['cache-control']).toMatch(/^public, max-age=5\b/);
    // Figures with texts in another language are better than none.
    const spanish = await get(`${path}?lang=es`).expect(200);
    expect(spanish.text).toContain('Ahora mismo las cifras no se pueden leer');

    const never = await get('/c/never-read').expect(503);
    expect(never.headers['retry-after']).toMatch(/^\d+$/);
    expect(never.headers['cache-control']).toBe('no-store');
    expect(never.headers['content-type']).toContain('text/html');
    expect(never.text).toContain('Please come back in a moment');
    expect(never.text).not.toMatch(/error|stack|postgres|at .*\.js/i);

    await letIn(true);
    await until(async () => !(await get(path)).text.includes('These are from'));
  },
  LONGEST,
);
