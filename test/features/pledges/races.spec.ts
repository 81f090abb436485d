import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds, footprint, scene } from '../../support/pledging.js';
import { pledgeTo, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ config: { poolSize: 10 } });
  world = new World(on);
});
afterAll(() => on.close());

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const later = { plan: { when: hours(72), firstStep: 'Call' } };

/** Sends until the server is not too busy to answer; the same key makes that harmless. */
async function persist(as: As, field: string, input: Record<string, unknown>): Promise<string> {
  const name = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const document = `mutation ($input: ${name}!) { ${field}(input: $input) { userErrors { code } } }`;
  const variables = { input: { idempotencyKey: world.unique('key'), ...input } };
  for (;;) {
    const { data, errors } = await on.send(as, document, variables);
    if (errors.length === 0) return data[field].userErrors[0]?.code ?? 'DONE';
    if (errors[0]?.extensions.code !== 'RETRY_LATER') return errors[0]?.extensions.code ?? '';
    await sleep(20 + Math.random() * 100);
  }
}

/** Runs `during` while a transaction of another person holds what `statement` changed, then commits that. */
async function duringTransaction<T>(statement: string, values: unknown[], during: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: on.urls.owner });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(statement, values);
    const result = during();
    await sleep(150);
    await client.query('COMMIT');
    return await result;
  } finally {
    await client.end();
  }
}

describe('pledging at once', () => {
  it('gives the last place to one, and the next turn to the other', async () => {
    const { community, ask } = await scene(world, { slots: 1 });
    const [first, second] = [await world.ally(community), await world.ally(community)];
    const both = await Promise.all([first, second].map((by) => persist(by, 'makePledge', pledgeTo(ask))));
    expect(both).toEqual(['DONE', 'DONE']);
    const { pledges } = await footprint(on, ask);
    expect(pledges.map(({ state, turn }) => [state, turn])).toEqual([
      ['ACTIVE', 1],
      ['WAITLISTED', 2],
    ]);
  });

  it('waits for whoever is closing the ask, and is refused then', async () => {
    const { community, ask } = await scene(world);
    const by = await world.ally(community);
    const close = `WITH held AS (SELECT app.lock_ask($1, $2)) UPDATE ask SET state = 'CLOSED' WHERE id = $2 AND EXISTS (SELECT FROM held)`;
    const outcome = await duringTransaction(close, [community.id, ask.id], () =>
      persist(by, 'makePledge', pledgeTo(ask)),
    );
    expect(outcome).toBe('ASK_NOT_OPEN');
    expect((await footprint(on, ask)).pledges).toEqual([]);
  });

  it('waits for whoever is revising the terms, and is refused as stale then', async () => {
    const { community, ask } = await scene(world);
    const by = await world.ally(community);
    const revise = `WITH held AS (SELECT app.lock_ask($1, $2)) UPDATE ask SET terms_version = 2 WHERE id = $2 AND EXISTS (SELECT FROM held)`;
    expect(
      await duringTransaction(revise, [community.id, ask.id], () => persist(by, 'makePledge', pledgeTo(ask))),
    ).toBe('TERMS_STALE');
  });

  it('by the same person leaves one pledge', async () => {
    const { community, ask } = await scene(world);
    const by = await world.ally(community);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => persist(by, 'makePledge', pledgeTo(ask))));
    expect(outcomes.toSorted()).toEqual([...Array.from({ length: 7 }, () => 'ALREADY_PLEDGED'), 'DONE']);
    expect((await footprint(on, ask)).pledges).toHaveLength(1);
    expect((await footprint(on, ask)).tally['next_turn']).toBe('2');
  });
});

describe('stepping back at once', () => {
  it('fifty times promotes exactly fifty, in the order of their turns', async () => {
    const { community, ask } = await scene(world, { slots: 50, quantityWanted: 200 });
    const allies = [];
    for (let index = 0; index < 110; index += 1) allies.push(await world.ally(community));
    const pledges = [];
    for (const by of allies) pledges.push(await world.pledge({ ask, by, ...later }));
    expect(pledges.filter(({ state }) => state === 'ACTIVE')).toHaveLength(50);
    const outcomes = await Promise.all(
      pledges.slice(0, 50).map(({ id, by }) => persist(by, 'stepBack', { pledgeId: id })),
    );
    expect(new Set(outcomes)).toEqual(new Set(['DONE']));
    const { pledges: after, tally } = await footprint(on, ask);
    const turns = (state: string) => after.filter((one) => one['state'] === state).map(({ turn }) => turn);
    expect(turns('ACTIVE')).toEqual(Array.from({ length: 50 }, (_, index) => 51 + index));
    expect(turns('WAITLISTED')).toEqual(Array.from({ length: 10 }, (_, index) => 101 + index));
    expect(tally).toMatchObject({ places_taken: 50, active_count: 50, waitlisted_count: 10, stepped_back_count: 50 });
    const promoted = await sql(on.urls.owner)(
      `SELECT p.turn::int AS turn FROM record_entry e JOIN pledge p ON p.id = e.subject_id
        WHERE e.community_id = $1 AND e.kind = 'pledge.promoted' ORDER BY e.recorded_at, e.id`,
      [community.id],
    );
    expect(promoted.map(({ turn }) => turn)).toEqual(Array.from({ length: 50 }, (_, index) => 51 + index));
  }, 60_000);

  it('while the next in turn steps back too, promotes the one after', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { community, ask } = await scene(world, { slots: 1 });
      const pledges = [];
      for (const by of [await world.ally(community), await world.ally(community), await world.ally(community)]) {
        pledges.push(await world.pledge({ ask, by, ...later }));
      }
      const leaving = pledges.slice(0, 2);
      const outcomes = await Promise.all(leaving.map(({ id, by }) => persist(by, 'stepBack', { pledgeId: id })));
      expect(outcomes).toEqual(['DONE', 'DONE']);
      const { pledges: after } = await footprint(on, ask);
      expect(after.map(({ state }) => state)).toEqual(['STEPPED_BACK', 'STEPPED_BACK', 'ACTIVE']);
    }
  });

  it('and reporting at once leave the one that came first', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { community, ask } = await scene(world);
      const { id, by } = await world.pledge({ ask, by: await world.ally(community), ...later });
      const [left, reported] = await Promise.all([
        persist(by, 'stepBack', { pledgeId: id }),
        persist(by, 'reportFulfilment', { pledgeId: id, quantity: 1 }),
      ]);
      expect([
        ['DONE', 'NOT_DUE'],
        ['WRONG_STATE', 'DONE'],
      ]).toContainEqual([left, reported]);
      const [pledge] = await sql(on.urls.owner)(
        'SELECT p.state, o.state AS doing FROM pledge p JOIN occurrence o ON o.pledge_id = p.id WHERE p.id = $1',
        [id],
      );
      expect([
        { state: 'STEPPED_BACK', doing: 'DUE' },
        { state: 'ACTIVE', doing: 'REPORTED' },
      ]).toContainEqual(pledge);
    }
  });

  it('waits for a report that is being written, and is refused then', async () => {
    const { community, ask } = await scene(world);
    const { id, by, occurrenceId } = await world.pledge({ ask, by: await world.ally(community), ...later });
    const report = `WITH held AS (SELECT app.lock_pledge($1, $2)) INSERT INTO fulfilment_report (community_id, id, occurrence_id, pledger_id, pledger_standing, quantity)
      SELECT o.community_id, gen_random_uuid(), o.id, o.pledger_id, o.pledger_standing, 1 FROM occurrence o, held WHERE o.id = $3`;
    const outcome = await duringTransaction(report, [community.id, id, occurrenceId], () =>
      persist(by, 'stepBack', { pledgeId: id }),
    );
    expect(outcome).toBe('WRONG_STATE');
  });
});

describe('answering a report at once', () => {
  it('attests or sends back, never both, and attests once', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { community, ask, steward } = await scene(world);
      const second = await world.affected(community);
      const { occurrenceId } = await world.reported({
        pledge: await world.pledge({ ask, by: await world.ally(community) }),
      });
      const items = { items: [{ occurrenceId }] };
      const outcomes = await Promise.all([
        persist(steward, 'attestFulfilment', items),
        persist(second, 'attestFulfilment', items),
        persist(second, 'sendBackFulfilment', { occurrenceId, feedback: 'Not yet' }),
      ]);
      const answers = await sql(on.urls.owner)('SELECT kind FROM attestation WHERE occurrence_id = $1', [occurrenceId]);
      expect(answers).toHaveLength(1);
      expect(outcomes[2]).toBe(answers[0]?.['kind'] === 'SENT_BACK' ? 'DONE' : 'NOT_REPORTED');
      expect((await deeds(on, community.id, 'fulfilment')).length).toBe(2);
      const { tally } = await footprint(on, ask);
      expect(tally['attested_count']! + tally['sent_back_count']!).toBe(1);
    }
  });

  it('corrects once per attestation', async () => {
    const { community, ask, steward } = await scene(world);
    const second = await world.affected(community);
    const { occurrenceId } = await world.reported({
      pledge: await world.pledge({ ask, by: await world.ally(community), quantity: 3 }),
      quantity: 3,
    });
    await world.done(steward, 'attestFulfilment', { items: [{ occurrenceId }] });
    const [row] = await sql(on.urls.owner)('SELECT attestation_id AS id FROM occurrence WHERE id = $1', [occurrenceId]);
    const outcomes = await Promise.all(
      [steward, second].map((as, index) =>
        persist(as, 'correctAttestation', { attestationId: row?.['id'], quantity: index + 1, reason: 'Counted' }),
      ),
    );
    expect(outcomes.toSorted()).toEqual(['ALREADY_CORRECTED', 'DONE']);
  });

  it('in lists that overlap in other orders neither deadlocks nor loses a row', async () => {
    const { community, ask, steward } = await scene(world, { quantityWanted: 100 });
    const second = await world.affected(community);
    const pledges = [];
    for (let index = 0; index < 12; index += 1) {
      const pledge = await world.pledge({ ask, by: await world.ally(community) });
      pledges.push(index % 3 === 2 ? pledge : await world.reported({ pledge }));
    }
    const items = pledges.map(({ occurrenceId }) => ({ occurrenceId }));
    const due = pledges.filter((_, index) => index % 3 === 2);
    const outcomes = await Promise.all([
      persist(steward, 'attestFulfilment', { items }),
      persist(second, 'attestFulfilment', { items: items.toReversed() }),
      ...due.map(({ id, by }) => persist(by, 'reportFulfilment', { pledgeId: id, quantity: 1 })),
    ]);
    expect(new Set(outcomes)).toEqual(new Set(['DONE']));
    const { tally } = await footprint(on, ask);
    expect(tally['attested_count']! + tally['reported_count']!).toBe(12);
    expect(tally['attested_count']).toBeGreaterThanOrEqual(8);
  });
});
