import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { cast, launched, patiently, recordOf } from './launched.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const NOBODY = '0197a000-0000-7000-8000-000000000000';

describe('opening many asks', () => {
  const RESULTS = 'results { askId ask { state } userErrors { code path } }';

  it('opens what can open, and says of each other one why not', async () => {
    const of = await launched(world);
    const elsewhere = await launched(world);
    const [good, open, other] = [await world.ask(of, {}, false), await world.ask(of), await world.ask(of, {}, false)];
    const foreign = await world.ask(elsewhere, {}, false);
    const askIds = [good.id, open.id, foreign.id, NOBODY, other.id, other.id];
    const input = { mandateId: of.mandateId, askIds, idempotencyKey: world.unique('key') };
    const answer = await world.done(of.steward, 'openAsks', input, RESULTS);
    const failed = (index: number, code: string) => ({
      askId: askIds[index],
      ask: null,
      userErrors: [{ code, path: ['input', 'askIds', String(index)] }],
    });
    const opened = (askId: string) => ({ askId, ask: { state: 'OPEN' }, userErrors: [] });
    expect(answer.results).toEqual([
      opened(good.id),
      failed(1, 'WRONG_STATE'),
      failed(2, 'UNKNOWN_ASK'),
      failed(3, 'UNKNOWN_ASK'),
      opened(other.id),
      failed(5, 'WRONG_STATE'),
    ]);
    expect(await unchanged(on, () => world.done(of.steward, 'openAsks', input, RESULTS))).toEqual(answer);
    expect(await recordOf(on, good.id)).toEqual(['ask.drafted', 'ask.opened']);
    expect(await recordOf(on, foreign.id)).toEqual(['ask.drafted']);
  });

  it('stops at what a founding mandate allows, and keeps what opened', async () => {
    const of = await launched(world, { founding: true });
    const asks = await Promise.all(Array.from({ length: 7 }, () => world.ask(of, {}, false)));
    const { results } = await world.done(
      of.steward,
      'openAsks',
      { mandateId: of.mandateId, askIds: asks.map(({ id }) => id) },
      RESULTS,
    );
    expect(
      results.map(({ userErrors }: { userErrors: { code: string }[] }) => userErrors[0]?.code ?? 'opened'),
    ).toEqual([...Array.from({ length: 5 }, () => 'opened'), 'MANDATE_LIMIT', 'MANDATE_LIMIT']);
  });

  it('lets two batches in opposite orders both through', async () => {
    const of = await launched(world);
    const asks = await Promise.all(Array.from({ length: 10 }, () => world.ask(of, {}, false)));
    const askIds = asks.map(({ id }) => id);
    await Promise.all([
      patiently(() => world.done(of.steward, 'openAsks', { mandateId: of.mandateId, askIds }, RESULTS)),
      patiently(() =>
        world.done(of.steward, 'openAsks', { mandateId: of.mandateId, askIds: askIds.toReversed() }, RESULTS),
      ),
    ]);
    const rows = await sql(on.urls.owner)(`SELECT state, count(*)::int FROM ask WHERE id = ANY ($1) GROUP BY state`, [
      askIds,
    ]);
    expect(rows).toEqual([{ state: 'OPEN', count: 10 }]);
  });

  it('opens two hundred at once, and refuses more', async () => {
    const of = await launched(world);
    const header = 'external_id,priority,title,kind,unit,quantity';
    const lines = Array.from(
      { length: 201 },
      (_, index) => `a-${index},heat that works,Carry box ${index},SHOW_UP,people,3`,
    );
    await world.done(of.steward, 'importAsks', { campaignId: of.campaignId, csv: [header, ...lines].join('\n') });
    const rows = await sql(on.urls.owner)<{ id: string }>('SELECT id FROM ask WHERE campaign_id = $1', [of.campaignId]);
    const askIds = rows.map(({ id }) => id);
    const refused = await unchanged(on, () => on.mutate(of.steward, 'openAsks', { mandateId: of.mandateId, askIds }));
    expect(refused.userErrors).toMatchObject([{ code: 'TOO_MANY', path: ['input', 'askIds'] }]);
    const { results } = await world.done(
      of.steward,
      'openAsks',
      { mandateId: of.mandateId, askIds: askIds.slice(0, 200) },
      RESULTS,
    );
    expect(results.filter(({ ask }: { ask: unknown }) => ask !== null)).toHaveLength(200);
  });

  it('is for those who organize in the community of the mandate', async () => {
    const of = await launched(world);
    const people = await cast(world, of);
    const ask = await world.ask(of, {}, false);
    const input = { mandateId: of.mandateId, askIds: [ask.id] };
    await unchanged(on, async () => {
      expect(await on.refusal(null, 'openAsks', input)).toBe('UNAUTHENTICATED');
      for (const who of ['stranger', 'ally', 'affected', 'probation', 'pausedOrganizer', 'otherSteward'] as const) {
        expect([who, await on.refusal(people[who], 'openAsks', input)]).toEqual([who, 'FORBIDDEN']);
      }
      expect(await on.refusal(of.steward, 'openAsks', { ...input, mandateId: NOBODY })).toBe('NOT_FOUND');
      expect(await on.refusal(of.steward, 'openAsks', { ...input, askIds: ['x'] })).toBe('NOT_FOUND');
    });
  });
});
