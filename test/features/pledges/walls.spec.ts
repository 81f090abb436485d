import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql, testPool } from '../../support/database.js';
import { type Scene, scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { type Pledged, World } from '../../support/world.js';

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

/** Runs a statement as the runtime role in the person's context, commits, and answers how many rows it touched. */
async function raw(membershipId: string, statement: string, values: unknown[]): Promise<number> {
  const [person] = await sql(on.urls.owner)('SELECT person_id FROM membership WHERE id = $1', [membershipId]);
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT app.enter('person', $1, NULL)", [person?.['person_id']]);
    const { rowCount } = await client.query(statement, values);
    await client.query('COMMIT');
    return rowCount ?? 0;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

describe('an ally with raw SQL as the runtime role', () => {
  let there: Scene;
  let own: Pledged;
  let other: Pledged;
  let ally: string;

  beforeAll(async () => {
    there = await scene(world);
    const [me, someone] = [await world.ally(there.community), await world.ally(there.community)];
    ally = me.membershipId;
    own = await world.pledge({ ask: there.ask, by: me });
    other = await world.reported({ pledge: await world.pledge({ ask: there.ask, by: someone }) });
  });

  it.each(['FULFILLED', 'PARTLY_FULFILLED', 'CANCELLED', 'NEVER_STARTED', 'WAITLISTED', 'ACTIVE'])(
    'cannot make their pledge %s',
    async (state) => {
      const change = () => raw(ally, 'UPDATE pledge SET state = $2 WHERE id = $1', [own.id, state]);
      await unchanged(on, () => expect(change()).rejects.toThrow(/row-level security|does not go/));
    },
  );

  it('cannot be promoted past the queue, nor touch quantity, turn, plan or counters', async () => {
    for (const column of ['quantity', 'turn', 'risk_tier_accepted', 'terms_version']) {
      await expect(raw(ally, `UPDATE pledge SET ${column} = 1 WHERE id = $1`, [own.id])).rejects.toThrow(
        /permission denied/,
      );
    }
    await expect(raw(ally, 'UPDATE ask_tally SET places_taken = 0 WHERE ask_id = $1', [there.ask.id])).rejects.toThrow(
      /permission denied/,
    );
    await expect(
      raw(ally, "UPDATE occurrence SET state = 'ATTESTED' WHERE id = $1", [own.occurrenceId]),
    ).rejects.toThrow(/permission denied/);
    await expect(raw(ally, 'DELETE FROM pledge WHERE id = $1', [own.id])).rejects.toThrow(/permission denied/);
  });

  it('cannot attest, send back or correct, neither their own work nor another’s', async () => {
    const insert = `INSERT INTO attestation (community_id, id, occurrence_id, pledger_id, pledger_standing, kind, quantity, attested_by)
      SELECT o.community_id, gen_random_uuid(), o.id, o.pledger_id, o.pledger_standing, 'ATTESTED', 1, $2 FROM occurrence o WHERE o.id = $1`;
    await world.reported({ pledge: own });
    await unchanged(on, () =>
      expect(raw(ally, insert, [own.occurrenceId, ally])).rejects.toThrow(/row-level security/),
    );
    const [target] = await sql(on.urls.owner)('SELECT community_id, pledger_id FROM occurrence WHERE id = $1', [
      other.occurrenceId,
    ]);
    const direct = `INSERT INTO attestation (community_id, id, occurrence_id, pledger_id, pledger_standing, kind, quantity, attested_by)
      VALUES ($1, gen_random_uuid(), $2, $3, 'ALLY', 'ATTESTED', 1, $4)`;
    const values = [target?.['community_id'], other.occurrenceId, target?.['pledger_id'], ally];
    await unchanged(on, () => expect(raw(ally, direct, values)).rejects.toThrow(/row-level security/));
  });

  it('sees and touches nobody else’s pledge, and reports nothing in another’s name', async () => {
    expect(await raw(ally, 'SELECT FROM pledge WHERE id = $1', [other.id])).toBe(0);
    expect(await raw(ally, 'SELECT FROM fulfilment_report WHERE occurrence_id = $1', [other.occurrenceId])).toBe(0);
    expect(await raw(ally, "UPDATE pledge SET state = 'STEPPED_BACK' WHERE id = $1", [other.id])).toBe(0);
    const [target] = await sql(on.urls.owner)('SELECT community_id, pledger_id FROM pledge WHERE id = $1', [other.id]);
    const report = `INSERT INTO fulfilment_report (community_id, id, occurrence_id, pledger_id, pledger_standing, quantity)
      VALUES ($1, gen_random_uuid(), $2, $3, 'ALLY', 1)`;
    const values = [target?.['community_id'], other.occurrenceId, target?.['pledger_id']];
    await unchanged(on, () => expect(raw(ally, report, values)).rejects.toThrow(/row-level security/));
    expect(await raw(ally, 'SELECT * FROM app.mandate_path(ARRAY[$1]::uuid[])', [other.id])).toBe(0);
    expect(await raw(ally, 'SELECT * FROM app.waitlist_positions(ARRAY[$1]::uuid[])', [other.id])).toBe(0);
  });

  it('takes no place beyond what is wanted, even past the service', async () => {
    const full = await scene(world, { slots: 1, quantityWanted: 1 });
    await world.pledge({ ask: full.ask, by: await world.ally(full.community) });
    const { membershipId } = await world.ally(full.community);
    const insert = `INSERT INTO pledge (community_id, id, campaign_id, ask_id, pledger_id, pledger_standing, turn, quantity, plan_when, plan_first_step,
        brief_version, terms_version, agreement_version, risk_tier_accepted, state)
      VALUES ($1, gen_random_uuid(), $2, $3, $4, 'ALLY', 99, 1, now(), 'x', 1, 1, 1, 0, 'ACTIVE')`;
    const values = [full.community.id, full.campaignId, full.ask.id, membershipId];
    await unchanged(on, () =>
      expect(raw(membershipId, insert, values)).rejects.toThrow(/ask_tally_(places|quantity)_ck/),
    );
  });

  it('takes no turn where they are no member', async () => {
    const foreign = await scene(world);
    const place = 'SELECT app.take_place($1, $2, NULL) IS NULL AS nothing WHERE app.take_place($1, $2, NULL) IS NULL';
    const work = () => raw(ally, place, [foreign.community.id, foreign.ask.id]);
    expect(await unchanged(on, work)).toBe(1);
  });
});

describe('an affected person with raw SQL', () => {
  it('cannot attest their own work, nor on probation anyone’s', async () => {
    const { community, ask } = await scene(world);
    const member = await world.affected(community);
    const mine = await world.reported({ pledge: await world.pledge({ ask, by: member, agreementVersion: null }) });
    const other = await world.reported({ pledge: await world.pledge({ ask, by: await world.ally(community) }) });
    const [row] = await sql(on.urls.owner)('SELECT pledger_id FROM pledge WHERE id = $1', [mine.id]);
    const membershipId = String(row?.['pledger_id']);
    const attest = (occurrenceId: string) =>
      raw(
        membershipId,
        `INSERT INTO attestation (community_id, id, occurrence_id, pledger_id, pledger_standing, kind, quantity, attested_by)
         SELECT o.community_id, gen_random_uuid(), o.id, o.pledger_id, o.pledger_standing, 'ATTESTED', 1, $2 FROM occurrence o WHERE o.id = $1`,
        [occurrenceId, membershipId],
      );
    await unchanged(on, () =>
      expect(attest(mine.occurrenceId)).rejects.toThrow(/row-level security|attestation_not_own_ck/),
    );
    await sql(on.urls.owner)("UPDATE membership SET probation_until = now() + interval '1 day' WHERE id = $1", [
      membershipId,
    ]);
    await unchanged(on, () => expect(attest(other.occurrenceId)).rejects.toThrow(/row-level security/));
    await sql(on.urls.owner)('UPDATE membership SET probation_until = NULL WHERE id = $1', [membershipId]);
    expect(await attest(other.occurrenceId)).toBe(1);
  });
});
