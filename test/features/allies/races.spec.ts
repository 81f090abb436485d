import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds } from '../../support/pledging.js';
import { persist } from '../../support/persist.js';
import { pledgeTo, World } from '../../support/world.js';
import { acceptance, asking, personOf, taking } from './reviewed.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ config: { poolSize: 10 } });
  world = new World(on);
});
afterAll(() => on.close());

/** Runs `during` while another transaction of `personId` holds what `statement` did, then commits that. */
async function duringTransaction<T>(
  { personId, statement, values }: { personId: string; statement: string; values: unknown[] },
  during: () => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: on.urls.runtime });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT app.enter('person', $1, NULL)", [personId]);
    await client.query(statement, values);
    const result = during();
    await sleep(150);
    await client.query('COMMIT');
    return await result;
  } finally {
    await client.end();
  }
}

describe('at the same time', () => {
  it('admitting and declining leave one answer', async () => {
    for (let round = 0; round < 4; round += 1) {
      const of = await taking(world, 'REVIEWED');
      const { requestId } = await asking(world, of);
      const other = await world.affected(of.community);
      const [own] = (await on.query(other, '{ viewer { memberships { id } } }')).viewer.memberships;
      const until = new Date(Date.now() + 86_400_000).toISOString();
      await world.done(of.steward, 'delegateOrganizer', { membershipId: own.id, until });
      const outcomes = await Promise.all([
        persist(on, of.steward, 'admitAlly', { requestId }),
        persist(on, other, 'declineAllies', { communityId: of.community.id, requestIds: [requestId] }),
        persist(on, other, 'admitAlly', { requestId }),
      ]);
      expect(outcomes.filter((outcome) => outcome === 'DONE')).toHaveLength(1);
      const [row] = await sql(on.urls.owner)(
        `SELECT q.state, (SELECT count(*)::int FROM membership m WHERE m.id = q.membership_id) AS standings FROM ally_request q WHERE q.id = $1`,
        [requestId],
      );
      expect([
        { state: 'ADMITTED', standings: 1 },
        { state: 'DECLINED', standings: 0 },
      ]).toContainEqual(row);
      const decided = (await deeds(on, of.community.id, 'membership')).filter((kind) =>
        /admitted$|declined$/.test(kind),
      );
      expect(decided.filter((kind) => kind.startsWith('membership.ally_'))).toHaveLength(1);
    }
  });

  it('a decision waits for the other, and finds the request decided', async () => {
    const of = await taking(world, 'REVIEWED');
    const { requestId } = await asking(world, of);
    const [steward] = await sql(on.urls.owner)(
      'SELECT person_id FROM membership WHERE community_id = $1 AND is_steward',
      [of.community.id],
    );
    const admitting = {
      personId: steward?.['person_id'],
      statement: 'SELECT app.admit_ally($1, $2)',
      values: [of.community.id, requestId],
    };
    const declining = () =>
      persist(on, of.steward, 'declineAllies', { communityId: of.community.id, requestIds: [requestId] });
    expect(await duringTransaction(admitting, declining)).toBe('WRONG_STATE');
  });

  it('a request sent twice is one request', async () => {
    const of = await taking(world, 'REVIEWED');
    const person = await world.person();
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => persist(on, person, 'joinAsAlly', acceptance(of))),
    );
    expect(new Set(outcomes)).not.toContain('INTERNAL_SERVER_ERROR');
    const rows = await sql(on.urls.owner)('SELECT state FROM ally_request WHERE community_id = $1', [of.community.id]);
    expect(rows).toEqual([{ state: 'WAITING' }]);
  });

  it('whoever is being blocked does not join meanwhile: joining waits for the block', async () => {
    const of = await taking(world, 'AUTOMATIC');
    const ally = await world.ally(of.community);
    await world.done(of.steward, 'endAlly', { membershipId: ally.membershipId, reason: 'Enough.' });
    const [steward] = await sql(on.urls.owner)(
      'SELECT person_id FROM membership WHERE community_id = $1 AND is_steward',
      [of.community.id],
    );
    const blocking = {
      personId: steward?.['person_id'],
      statement: "SELECT app.block_ally($1, gen_random_uuid(), $2, NULL, 'Stalking')",
      values: [of.community.id, ally.membershipId],
    };
    expect(await duringTransaction(blocking, () => persist(on, ally, 'joinAsAlly', acceptance(of)))).toBe(
      'ALLIES_NOT_TAKEN',
    );
  });

  it('whoever joins while they are being blocked is found by the block, which waits for them', async () => {
    const of = await taking(world, 'AUTOMATIC');
    const ally = await world.ally(of.community);
    await world.done(of.steward, 'endAlly', { membershipId: ally.membershipId, reason: 'Enough.' });
    const joining = {
      personId: await personOf(on, ally.membershipId),
      statement: "SELECT app.join_as_ally($1, gen_random_uuid(), gen_random_uuid(), NULL, 'Again', 1, '{}')",
      values: [of.community.id],
    };
    const block = { membershipId: ally.membershipId, reason: 'Stalking.' };
    expect(await duringTransaction(joining, () => persist(on, of.steward, 'blockAlly', block))).toBe('DONE');
    const live = await sql(on.urls.owner)(
      "SELECT id FROM membership WHERE community_id = $1 AND standing = 'ALLY' AND ended_at IS NULL",
      [of.community.id],
    );
    expect(live).toEqual([]);
  });

  it('a community that begins to look at each finds nobody who came in past that', async () => {
    const of = await taking(world, 'AUTOMATIC');
    const person = await world.person();
    const [steward] = await sql(on.urls.owner)(
      'SELECT person_id FROM membership WHERE community_id = $1 AND is_steward',
      [of.community.id],
    );
    const reviewing = {
      personId: steward?.['person_id'],
      statement: "UPDATE community SET ally_admission = 'REVIEWED' WHERE id = $1",
      values: [of.community.id],
    };
    expect(await duringTransaction(reviewing, () => persist(on, person, 'joinAsAlly', acceptance(of)))).toBe('DONE');
    expect((await on.query(person, '{ viewer { memberships { id } allyRequests { state } } }')).viewer).toEqual({
      memberships: [],
      allyRequests: [{ state: 'WAITING' }],
    });
  });

  it('an ally who is being paused pledges before or not at all', async () => {
    const of = await taking(world, 'AUTOMATIC');
    const ally = await world.ally(of.community);
    const [steward] = await sql(on.urls.owner)(
      'SELECT person_id FROM membership WHERE community_id = $1 AND is_steward',
      [of.community.id],
    );
    const pausing = {
      personId: steward?.['person_id'],
      statement: "SELECT app.pause_ally($1, $2, 'Wait.')",
      values: [of.community.id, ally.membershipId],
    };
    expect(await duringTransaction(pausing, () => persist(on, ally, 'makePledge', pledgeTo(of.ask)))).toBe('FORBIDDEN');
  });
});
