import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { startTestApp, type TestApp } from '../support/client.js';
import { sql, testPool } from '../support/database.js';
import { scene } from '../support/pledging.js';
import { World } from '../support/world.js';

let on: TestApp;
let world: World;
let pool: pg.Pool;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  pool = testPool(on.urls.runtime);
});
afterAll(async () => {
  await pool.end();
  await on.close();
});

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const personOf = async (membershipId: string) =>
  (await owner('SELECT person_id FROM membership WHERE id = $1', [membershipId]))[0]?.['person_id'] as string;

/** One statement in raw SQL as the runtime role, in the context of a person; rolled back. */
async function inContext(personId: string, text: string, values: unknown[]): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT app.enter('person', $1, NULL)", [personId]);
    return (await client.query(text, values)).rowCount ?? 0;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

describe('a draft that was called off', () => {
  it('stays unseen by allies, by id and in lists, as every draft does', async () => {
    const { community, ...home } = await scene(world);
    const ally = await world.ally(community);
    const draft = await world.ask(
      home,
      { title: 'A plan that was dropped', riskTier: 3, riskNotes: 'Who lives there.' },
      false,
    );
    await world.done(home.steward, 'cancelAsk', { askId: draft.id, reason: 'Too risky.' });
    expect(
      (await on.send(ally, 'query ($id: ID!) { ask(id: $id) { title } }', { id: draft.id })).data?.ask ?? null,
    ).toBeNull();
    const { asks } = await on.query(ally, '{ asks(first: 100) { nodes { title } } }');
    expect(JSON.stringify(asks)).not.toContain('A plan that was dropped');
    expect(
      (await on.query(home.steward, 'query ($id: ID!) { ask(id: $id) { title } }', { id: draft.id })).ask.title,
    ).toBe('A plan that was dropped');
  });
});

describe('a large ask', () => {
  it('is cancelled in time, with every one of its pledges', async () => {
    const { community, ask, steward } = await scene(world, { quantityWanted: 5000 });
    const people = 1200;
    await owner(
      `WITH made AS (INSERT INTO person (id) SELECT gen_random_uuid() FROM generate_series(1, $2) RETURNING id),
            joined AS (INSERT INTO membership (community_id, id, person_id, standing, pseudonym, agreement_version, until)
                       SELECT $1, id, id, 'ALLY', id::text, 1, now() + interval '6 months' FROM made RETURNING id)
       SELECT count(*) FROM joined`,
      [community.id, people],
    );
    await owner(
      `INSERT INTO pledge (community_id, id, campaign_id, ask_id, pledger_id, pledger_standing, turn, quantity, plan_when, plan_first_step,
         brief_version, terms_version, agreement_version, risk_tier_accepted, state)
       SELECT a.community_id, gen_random_uuid(), a.campaign_id, a.id, m.id, 'ALLY', row_number() OVER (), 1, now() + interval '2 days', 'Come.', 1, 1, 1, 0, 'ACTIVE'
         FROM ask a JOIN membership m ON m.community_id = a.community_id AND m.standing = 'ALLY' WHERE a.id = $1`,
      [ask.id],
    );
    // As if its risk had been raised since: figures are suppressed, and each change counts the people behind them.
    await owner("UPDATE ask SET kind = 'SPEAK' WHERE id = $1", [ask.id]);
    await world.done(steward, 'cancelAsk', { askId: ask.id, reason: 'The hearing is off.' });
    const [left] = await owner('SELECT places_taken, active_count, cancelled_count FROM ask_tally WHERE ask_id = $1', [
      ask.id,
    ]);
    expect(left).toEqual({ places_taken: 0, active_count: 0, cancelled_count: people });
  });
});

describe('ending all sessions', () => {
  it('ends the one that a refresh is making at that moment, too', async () => {
    const person = await world.person();
    const [row] = await owner('SELECT person_id, refresh_hash FROM vault.session ORDER BY created_at DESC LIMIT 1');
    const [thief, self] = [await pool.connect(), await pool.connect()];
    try {
      await thief.query('BEGIN');
      await thief.query(
        "SELECT * FROM vault.rotate_session($1, $2, $3, now() + interval '1 hour', $4, now() + interval '1 day')",
        [row?.['refresh_hash'], randomUUID(), randomBytes(32), randomBytes(32)],
      );
      await self.query('BEGIN');
      await self.query("SELECT app.enter('person', $1, NULL)", [row?.['person_id']]);
      const closing = self.query('SELECT vault.close_all_sessions()');
      await thief.query('COMMIT');
      await closing;
      await self.query('COMMIT');
    } finally {
      thief.release();
      self.release();
    }
    expect(person.signInName).toBeTruthy();
    const [alive] = await owner(
      'SELECT count(*)::int AS n FROM vault.session WHERE person_id = $1 AND revoked_at IS NULL',
      [row?.['person_id']],
    );
    expect(alive).toEqual({ n: 0 });
  });
});

describe('raw SQL in the context of an ally', () => {
  it('forges no record, extends no standing, ends none to begin anew, and sends nothing in the name of others', async () => {
    const { community, campaignId } = await scene(world);
    const ally = await world.ally(community);
    const me = await personOf(ally.membershipId);
    const entry = `INSERT INTO record_entry (community_id, id, kind, actor_id, actor_role, subject_type, subject_id) VALUES ($1, gen_random_uuid(), 'mandate.signed', $2, $3, 'Mandate', $1)`;
    await expect(inContext(me, entry, [community.id, ally.membershipId, 'STEWARD'])).rejects.toThrow(
      /row-level security/,
    );
    await expect(
      inContext(
        me,
        entry
          .replace('subject_id)', 'subject_id, recorded_at)')
          .replace("'Mandate', $1)", "'Mandate', $1, '2020-01-01')"),
        [community.id, ally.membershipId, 'ALLY'],
      ),
    ).rejects.toThrow(/permission denied/);
    await expect(
      inContext(me, "UPDATE membership SET until = now() + interval '50 years' WHERE id = $1", [ally.membershipId]),
    ).rejects.toThrow(/permission denied/);
    await expect(
      inContext(me, 'UPDATE membership SET ended_at = now() WHERE id = $1', [ally.membershipId]),
    ).rejects.toThrow(/permission denied/);
    await expect(inContext(me, 'SELECT * FROM app.verify_record($1)', [community.id])).rejects.toThrow(
      /permission denied/,
    );
    const stranger = await world.ally(await elsewhere());
    const event =
      "INSERT INTO outbox_event (id, community_id, kind, subject_id) VALUES (gen_random_uuid(), $1, 'campaign.stopped', $2)";
    await expect(inContext(await personOf(stranger.membershipId), event, [community.id, campaignId])).rejects.toThrow(
      /row-level security/,
    );
  });

  const elsewhere = async () => (await scene(world)).community;
});

describe('one’s own work', () => {
  it('is not attested by the same person under an earlier standing', async () => {
    const { community, ask } = await scene(world);
    const ally = await world.ally(community);
    const pledge = await world.reported({ pledge: await world.pledge({ ask, by: ally }) });
    await owner('UPDATE membership SET ended_at = now() WHERE id = $1', [ally.membershipId]);
    const me = await personOf(ally.membershipId);
    const affected = randomUUID();
    await owner(
      "INSERT INTO membership (community_id, id, person_id, standing, pseudonym) VALUES ($1, $2, $3, 'AFFECTED', 'Two hats')",
      [community.id, affected, me],
    );
    const attest = `INSERT INTO attestation (community_id, id, occurrence_id, pledger_id, pledger_standing, kind, quantity, attested_by)
      SELECT community_id, gen_random_uuid(), id, pledger_id, pledger_standing, 'ATTESTED', 1, $2 FROM occurrence WHERE id = $1`;
    await expect(inContext(me, attest, [pledge.occurrenceId, affected])).rejects.toThrow(/own work/);
  });
});
