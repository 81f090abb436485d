import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql, testPool } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { asking, personOf, taking } from './reviewed.js';

/** What the database itself refuses to the runtime role, whatever code would come to run there. */
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

/** Runs a statement as the runtime role in the person's context and commits: how many rows it touched, or why none. */
async function as(personId: string | null, text: string, values: unknown[] = []): Promise<number | string> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    if (personId) await client.query("SELECT app.enter('person', $1, NULL)", [personId]);
    const { rowCount } = await client.query(text, values);
    await client.query('COMMIT');
    return rowCount ?? 0;
  } catch (error) {
    await client.query('ROLLBACK');
    const { constraint, message } = error as Error & { constraint?: string };
    return constraint ?? /row-level security|permission denied/.exec(message)?.[0] ?? message;
  } finally {
    client.release();
  }
}

async function stage() {
  const of = await taking(world, 'AUTOMATIC');
  await world.ask(of, { visibility: 'ALLIES' });
  const ally = await world.ally(of.community);
  const organizer = await world.allyOrganizer(of.community);
  const affected = await world.affected(of.community);
  const [own] = (await on.query(affected, '{ viewer { memberships { id } } }')).viewer.memberships;
  await world.done(of.steward, 'changeAllyAdmission', { communityId: of.community.id, admission: 'REVIEWED' });
  const waiting = await asking(world, of);
  const blocked = await world.ally(await published()).then(() => asking(world, of));
  await world.done(of.steward, 'blockAlly', { requestId: blocked.requestId, reason: 'Spam.' });
  const requester = async (requestId: string) =>
    (await sql(on.urls.owner)('SELECT person_id FROM ally_request WHERE id = $1', [requestId]))[0]?.[
      'person_id'
    ] as string;
  return {
    of,
    home: of.community.id,
    allyId: ally.membershipId,
    requestId: waiting.requestId,
    people: {
      ally: await personOf(on, ally.membershipId),
      organizer: await personOf(on, organizer.membershipId),
      affected: await personOf(on, own.id),
      waiting: await requester(waiting.requestId),
      blocked: await requester(blocked.requestId),
      stranger: (await sql(on.urls.owner)('INSERT INTO person (id) VALUES (gen_random_uuid()) RETURNING id'))[0]?.[
        'id'
      ] as string,
    },
  };
}

async function published() {
  const community = await world.community();
  await sql(on.urls.owner)('UPDATE community SET published = true WHERE id = $1', [community.id]);
  return community;
}

describe('with raw SQL as the runtime role', () => {
  let there: Awaited<ReturnType<typeof stage>>;
  beforeAll(async () => {
    there = await stage();
  }, 30_000);

  it('who waits or is blocked sees nothing that an ally sees', async () => {
    const { people, home } = there;
    const seen = async (who: string) => [
      await as(who, "SELECT FROM ask WHERE community_id = $1 AND visibility = 'ALLIES'", [home]),
      await as(who, 'SELECT FROM ask_tally WHERE community_id = $1', [home]),
      await as(who, 'SELECT FROM brief WHERE community_id = $1', [home]),
      await as(who, 'SELECT FROM membership WHERE community_id = $1', [home]),
    ];
    const asAlly = await seen(people.ally);
    expect(asAlly.every((count) => Number(count) > 0)).toBe(true);
    for (const who of [people.waiting, people.blocked, people.stranger]) expect(await seen(who)).toEqual([0, 0, 0, 0]);
  });

  it('who waits is seen by themselves and by those who may admit, without a name for the person behind', async () => {
    const { people, home, requestId } = there;
    const see = (who: string | null) =>
      as(who, 'SELECT id FROM ally_request WHERE community_id = $1 AND id = $2', [home, requestId]);
    expect(await see(people.waiting)).toBe(1);
    expect(await see(people.organizer)).toBe(1);
    for (const who of [null, people.ally, people.affected, people.blocked, people.stranger])
      expect(await see(who)).toBe(0);
    expect(await as(people.organizer, 'SELECT person_id FROM ally_request')).toBe('permission denied');
    expect(await as(people.organizer, 'SELECT FROM ally_block WHERE community_id = $1', [home])).toBe(0);
    expect(await as(people.affected, 'SELECT FROM ally_block WHERE community_id = $1', [home])).toBe(0);
    expect(await as(people.organizer, 'SELECT person_id FROM ally_block')).toBe('permission denied');
  });

  it('nobody writes themselves a standing, a request, a decision or a way past a block', async () => {
    const { people, home, allyId, requestId } = there;
    const { stranger, waiting, blocked, ally, affected } = people;
    const join =
      "SELECT FROM app.join_as_ally($1, gen_random_uuid(), gen_random_uuid(), NULL, 'Me', 1, '{}') WHERE outcome IN ('JOINED', 'ACCEPTED')";
    await unchanged(on, async () => {
      const insert = `INSERT INTO membership (community_id, id, person_id, standing, pseudonym, agreement_version, until)
        VALUES ($1, gen_random_uuid(), $2, 'ALLY', 'Me', 1, now() + interval '1 month')`;
      expect(await as(stranger, insert, [home, stranger])).toBe('permission denied');
      expect(await as(blocked, insert, [home, blocked])).toBe('permission denied');
      expect(await as(blocked, join, [home])).toBe(0);
      expect(await as(null, join, [home])).toBe('membership_by_oneself_ck');
      expect(await as(waiting, "UPDATE ally_request SET state = 'ADMITTED'")).toBe('permission denied');
      expect(await as(waiting, 'SELECT app.admit_ally($1, $2)', [home, requestId])).toBe(
        'ally_request_decided_by_organizers_ck',
      );
      expect(await as(affected, 'SELECT app.admit_ally($1, $2)', [home, requestId])).toBe(
        'ally_request_decided_by_organizers_ck',
      );
      expect(await as(ally, 'SELECT app.decline_allies($1, ARRAY[$2]::uuid[])', [home, requestId])).toBe(
        'ally_request_decided_by_organizers_ck',
      );
      expect(
        await as(stranger, 'SELECT FROM app.withdraw_ally_request($1, $2) AS done WHERE done', [home, requestId]),
      ).toBe(0);
      for (const call of [
        "pause_ally($1, $2, 'x')",
        'resume_ally($1, $2)',
        "renew_ally($1, $2, now() + interval '1 day')",
        "end_ally($1, $2, 'x')",
        "block_ally($1, gen_random_uuid(), $2, NULL, 'x')",
      ]) {
        for (const who of [ally, affected, people.organizer, null]) {
          expect([call, await as(who, `SELECT app.${call}`, [home, allyId])]).toEqual([
            call,
            'membership_by_steward_ck',
          ]);
        }
      }
      expect(await as(ally, 'SELECT app.settle_allies(NULL, NULL)')).toBe('membership_by_steward_ck');
      expect(await as(ally, 'SELECT app.tidy_ally_requests()')).toBe('ally_request_tidied_by_clock_only_ck');
      for (const column of [
        'agreement_version = 1',
        "answers = '{}'",
        'paused_at = NULL',
        "until = now() + interval '1 year'",
        'ended_at = NULL',
        'organization_id = NULL',
      ]) {
        expect([column, await as(ally, `UPDATE membership SET ${column} WHERE id = $1`, [allyId])]).toEqual([
          column,
          'permission denied',
        ]);
      }
      expect(await as(affected, "UPDATE community SET ally_admission = 'AUTOMATIC' WHERE id = $1", [home])).toBe(0);
      expect(await as(blocked, 'UPDATE ally_block SET lifted_at = now()')).toBe('permission denied');
    });
  });

  it('who joins where each is looked at only ever waits', async () => {
    const { people, home } = there;
    const join =
      "SELECT FROM app.join_as_ally($1, gen_random_uuid(), gen_random_uuid(), NULL, $2, 1, '{}') WHERE outcome = 'WAITING'";
    expect(await as(people.stranger, join, [home, world.unique('Me')])).toBe(1);
    expect(await as(people.stranger, "SELECT FROM ask WHERE community_id = $1 AND visibility = 'ALLIES'", [home])).toBe(
      0,
    );
  });

  it('the clock withdraws what waits for nothing any more, and forgets what was decided long ago', async () => {
    const { home, people } = there;
    const of = await taking(world, 'REVIEWED');
    const { requestId } = await asking(world, of);
    await sql(on.urls.owner)(
      "UPDATE ally_request SET state = 'DECLINED', answers = '{}', decided_at = now() - interval '91 days' WHERE id = $1",
      [requestId],
    );
    const tidy = `WITH clock AS MATERIALIZED (SELECT set_config('accompany.kind', 'system', true)) SELECT app.tidy_ally_requests() FROM clock`;
    await sql(on.urls.owner)(tidy);
    expect(await sql(on.urls.owner)('SELECT FROM ally_request WHERE id = $1', [requestId])).toEqual([]);
    expect(
      await as(people.waiting, "SELECT FROM ally_request WHERE community_id = $1 AND state = 'WAITING'", [home]),
    ).toBe(1);
  });
});
