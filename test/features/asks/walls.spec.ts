import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql, testPool } from '../../support/database.js';
import { World } from '../../support/world.js';
import { launched } from './launched.js';

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

/** How many rows a statement touches as the runtime role in the name of a membership. */
async function as(membershipId: string, statement: string, values: unknown[]): Promise<number> {
  const [row] = await sql(on.urls.owner)('SELECT person_id FROM membership WHERE id = $1', [membershipId]);
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT app.enter('person', $1, NULL)`, [row?.['person_id']]);
    return (await client.query(statement, values)).rowCount ?? 0;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

describe('the walls around an ask', () => {
  it('let an ally write none of it in raw SQL', async () => {
    const of = await launched(world);
    const ally = await world.ally(of);
    const [open, draft] = [await world.ask(of), await world.ask(of, {}, false)];
    const write = (statement: string, ...values: unknown[]) => as(ally.membershipId, statement, values);
    const insert = `INSERT INTO ask (community_id, campaign_id, id, priority_id, title, kind, unit, quantity_wanted, created_by)
      VALUES ($1, $2, gen_random_uuid(), $3, 'Mine', 'HOST', 'rooms', 1, $4)`;
    await expect(write(insert, of.id, of.campaignId, of.priorityId, ally.membershipId)).rejects.toThrow(
      /row-level security/,
    );
    expect(await write(`UPDATE ask SET title = 'Mine' WHERE id = $1`, open.id)).toBe(0);
    expect(await write(`UPDATE ask SET state = 'OPEN', mandate_id = $2 WHERE id = $1`, draft.id, of.mandateId)).toBe(0);
    expect(await write('SELECT 1 FROM ask WHERE id = $1', draft.id)).toBe(0);
    await expect(write('UPDATE ask SET published = true WHERE id = $1', open.id)).rejects.toThrow(/permission denied/);
    await expect(write('DELETE FROM ask WHERE id = $1', open.id)).rejects.toThrow(/permission denied/);
    await expect(write('UPDATE ask_tally SET slots = 99 WHERE ask_id = $1', open.id)).rejects.toThrow(
      /permission denied/,
    );
    await expect(write('UPDATE ask_terms SET version = 9 WHERE ask_id = $1', open.id)).rejects.toThrow(
      /permission denied/,
    );
  });

  it('let no organizer open one without a mandate in raw SQL, nor an affected person one at all', async () => {
    const of = await launched(world);
    const organizer = await world.allyOrganizer(of);
    const draft = await world.ask(of, {}, false);
    const [affected] = await sql(on.urls.owner)<{ id: string }>(
      'SELECT id FROM membership WHERE community_id = $1 AND NOT is_steward AND standing = $2',
      [of.id, 'AFFECTED'],
    );
    const open = `UPDATE ask SET state = 'OPEN', mandate_id = $2 WHERE id = $1`;
    await expect(as(organizer.membershipId, open, [draft.id, null])).rejects.toThrow(/live mandate/);
    expect(await as(organizer.membershipId, open, [draft.id, of.mandateId])).toBe(1);
    await expect(as(affected?.id ?? '', open, [draft.id, of.mandateId])).rejects.toThrow(/row-level security/);
  });

  it('show strangers nothing of its tally and terms', async () => {
    const of = await launched(world);
    const ask = await world.ask(of);
    for (const table of ['ask_tally', 'ask_terms']) {
      const { rowCount } = await pool.query(`SELECT 1 FROM ${table} WHERE ask_id = $1`, [ask.id]);
      expect([table, rowCount]).toEqual([table, 0]);
    }
  });
});
