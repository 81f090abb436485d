import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { RetentionClock } from '../../../src/features/own-data/retention-clock.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { lived } from './lived.js';

let on: TestApp;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('closed_matters'), config: { retentionMonths: 6 } });
  await lived(new World(on));
}, 60_000);
afterAll(() => on.close());

const owner = (text: string) => sql(on.urls.owner)(text);
const night = () => on.app.get(RetentionClock, { strict: false }).erase();

const kept = async () =>
  (
    await owner(
      `SELECT (SELECT array_agg(DISTINCT state ORDER BY state) FROM membership_request) AS requests,
              (SELECT count(*)::int FROM removal WHERE reason <> '') AS reasons,
              (SELECT count(*)::int FROM ally_block WHERE lifted_at IS NULL) AS blocks, (SELECT count(*)::int FROM ally_block WHERE lifted_at IS NOT NULL) AS lifted,
              (SELECT count(*)::int FROM vouch) AS vouches, (SELECT array_agg(state ORDER BY state) FROM offer) AS offers, (SELECT count(*)::int FROM vault.app_token) AS tokens`,
    )
  )[0];
const WHOLE = {
  requests: ['ADMITTED', 'DECLINED', 'OPEN'],
  reasons: 3,
  blocks: 1,
  lifted: 1,
  vouches: 1,
  offers: ['DECLINED', 'DECLINED', 'OFFERED'],
  tokens: 1,
};

async function closedSince(interval: string): Promise<void> {
  await owner(`UPDATE membership_request SET closed_at = now() - interval '${interval}' WHERE closed_at IS NOT NULL`);
  await owner(`UPDATE removal SET closed_at = now() - interval '${interval}'`);
  await owner(`UPDATE offer SET settled_at = now() - interval '${interval}' WHERE settled_at IS NOT NULL`);
  await owner(`UPDATE ally_block SET lifted_at = now() - interval '${interval}' WHERE lifted_at IS NOT NULL`);
}

it('keeps what was decided about people until the months that the host set are over', async () => {
  await closedSince('5 months 27 days');
  await unchanged(on, night);
  expect(await kept()).toEqual(WHOLE);
});

it('then forgets it, and nothing that is still open', async () => {
  await closedSince('6 months 1 day');
  await night();
  expect(await kept()).toEqual({ ...WHOLE, requests: ['OPEN'], reasons: 0, lifted: 0, offers: ['OFFERED'] });
});

it('forgets a request with those who vouched for it', async () => {
  await owner(
    `UPDATE membership_request SET state = 'EXPIRED', closed_at = now() - interval '7 months' WHERE state = 'OPEN' AND id IN (SELECT request_id FROM vouch)`,
  );
  await night();
  expect(await kept()).toMatchObject({ requests: ['OPEN'], vouches: 0 });
});

it('forgets a token thirty days after it ended', async () => {
  const ended = (interval: string) =>
    owner(
      `UPDATE vault.app_token SET created_at = now() - interval '200 days', expires_at = now() - interval '${interval}'`,
    );
  await ended('29 days');
  await unchanged(on, night);
  await ended('30 days 1 minute');
  await night();
  expect(await kept()).toMatchObject({ tokens: 0 });
});

it('forgets what an ally wrote of an offer that became an ask, and keeps that it did', async () => {
  await owner(
    `WITH theirs AS (SELECT a.community_id, a.id, a.created_by FROM offer o JOIN ask a ON a.community_id = o.community_id ORDER BY a.id LIMIT 1)
     UPDATE offer o SET state = 'ADOPTED', ask_id = t.id, answered_by = t.created_by, settled_at = now() - interval '6 months 1 day' FROM theirs t WHERE o.community_id = t.community_id`,
  );
  await night();
  expect(await owner('SELECT state, text, ask_id IS NOT NULL AS has_ask FROM offer')).toEqual([
    { state: 'ADOPTED', text: '', has_ask: true },
  ]);
});
