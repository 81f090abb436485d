import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql, testPool } from '../../support/database.js';
import { member, personOf, settled, steward, tryAs } from '../../support/standing.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

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

const query = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const LATER = "now() + interval '1 day'";

async function stage() {
  const home = await settled(world);
  const [third, affected, newcomer] = [
    await steward(world, home),
    await member(world, home),
    await member(world, home),
  ];
  const ally = await world.ally(home);
  await query(`UPDATE membership SET probation_until = now() + interval '9 days' WHERE id = $1`, [
    newcomer.membershipId,
  ]);
  const asker = await world.person();
  const asked = await world.done(asker, 'requestMembership', { communityHandle: home.handle }, 'request { id }');
  const removal = await world.done(
    home.steward,
    'proposeStewardRemoval',
    { membershipId: third.membershipId, reason: 'Harm.' },
    'removal { id }',
  );
  const offer = await world.done(
    home.steward,
    'changeDuties',
    { membershipId: affected.membershipId, isSteward: true },
    'offer { id }',
  );
  const { invitation } = await world.done(
    home.steward,
    'inviteToCommunity',
    { communityId: home.id },
    'invitation { id }',
  );
  const as = async (who: { membershipId: string }) => ({
    try: tryAs(pool, await personOf(on, who.membershipId)),
    id: who.membershipId,
  });
  return {
    home,
    request: asked.request.id as string,
    removal: removal.removal.id as string,
    offer: offer.offer.id as string,
    invitation: invitation.id as string,
    third: await as(third),
    founder: await as(home.founder),
    second: await as(home.second),
    affected: await as(affected),
    newcomer: await as(newcomer),
    ally: await as(ally),
  };
}
type Stage = Awaited<ReturnType<typeof stage>>;
type Who = 'founder' | 'second' | 'third' | 'affected' | 'newcomer' | 'ally';

/** Ways to give oneself, by statements alone, what only others can give. */
function grabs({ home, request, removal, offer, invitation }: Stage, me: string): [string, string, unknown[]][] {
  return [
    ['be affected', `UPDATE membership SET standing = 'AFFECTED' WHERE id = $1`, [me]],
    ['be a steward', `UPDATE membership SET is_steward = true WHERE id = $1`, [me]],
    ['end a probation', 'UPDATE membership SET probation_until = NULL WHERE id = $1', [me]],
    ['be older', `UPDATE membership SET since = now() - interval '1 year' WHERE id = $1`, [me]],
    ['outlast a removal', 'UPDATE membership SET until = NULL WHERE id = $1', [me]],
    ['come back', 'UPDATE membership SET ended_at = NULL WHERE id = $1', [me]],
    ['end another', 'UPDATE membership SET ended_at = now() WHERE community_id = $1', [home.id]],
    [
      'join as affected',
      `INSERT INTO membership (community_id, id, person_id, standing, pseudonym) VALUES ($1, gen_random_uuid(), app.person_id(), 'AFFECTED', 'Me')`,
      [home.id],
    ],
    [
      'ask for another',
      `INSERT INTO membership_request (community_id, id, person_id, pseudonym) VALUES ($1, gen_random_uuid(), app.person_id(), 'Me')`,
      [home.id],
    ],
    ['admit by hand', `UPDATE membership_request SET state = 'ADMITTED' WHERE id = $1`, [request]],
    ['know who asks', 'SELECT person_id FROM membership_request WHERE id = $1', [request]],
    [
      'vouch by hand',
      `INSERT INTO vouch (community_id, id, request_id, voucher_id) VALUES ($1, gen_random_uuid(), $2, $3)`,
      [home.id, request, me],
    ],
    ['unmake a vouch', 'UPDATE vouch SET withdrawn_at = now() WHERE request_id = $1', [request]],
    [
      'offer oneself a duty',
      'INSERT INTO duty_offer (community_id, id, membership_id) VALUES ($1, gen_random_uuid(), $2)',
      [home.id, me],
    ],
    [
      'back a duty by hand',
      'INSERT INTO duty_backing (community_id, offer_id, backed_by) VALUES ($1, $2, $3)',
      [home.id, offer, me],
    ],
    [
      'remove by hand',
      `INSERT INTO removal (community_id, id, membership_id, takes_two, reason, state, proposed_by) VALUES ($1, gen_random_uuid(), $2, false, '', 'EXECUTED', $3)`,
      [home.id, me, me],
    ],
    ['hasten a removal', 'UPDATE removal SET due_at = now() WHERE id = $1', [removal]],
    ['wipe a removal', 'DELETE FROM removal WHERE id = $1', [removal]],
    ['use an invitation by hand', 'UPDATE invitation SET used_at = now() WHERE id = $1', [invitation]],
    ['prolong an invitation', `UPDATE invitation SET expires_at = ${LATER} WHERE id = $1`, [invitation]],
    ['end a membership', 'SELECT app.end_membership($1, $2, now())', [home.id, me]],
    [
      'forge the record',
      `SELECT app.put_on_record($1, 'membership.left', $2, 'STEWARD', 'Membership', $2, '{}', NULL)`,
      [home.id, me],
    ],
    ['close a removal', `SELECT app.close_removal($1, $2, 'WITHDRAWN')`, [home.id, removal]],
    ['open an offer', 'SELECT app.open_duty_offer($1, $2, gen_random_uuid())', [home.id, me]],
    ['free pledges', 'SELECT app.free_pledges($1, $2)', [home.id, me]],
    ['run the clock', 'SELECT app.execute_removals()', []],
    ['run the other clock', 'SELECT * FROM app.expire_requests()', []],
    ['learn whom to write to', 'SELECT * FROM app.mail_recipients_asker($1, $2)', [home.id, request]],
  ];
}

describe('in raw SQL as the runtime role', () => {
  it('nobody gives themselves a standing, a duty, a vouch or the end of a probation, stewards as little as others', async () => {
    const set = await stage();
    const foreign = await settled(world);
    const stranger = {
      try: tryAs(pool, await personOf(on, foreign.second.membershipId)),
      id: foreign.second.membershipId,
    };
    await unchanged(on, async () => {
      for (const who of ['founder', 'second', 'affected', 'newcomer', 'ally'] as const)
        for (const [what, text, values] of grabs(set, set[who].id)) {
          const outcome = await set[who].try(text, values);
          if (outcome !== 0) expect([who, what, outcome]).toEqual([who, what, expect.any(String)]);
        }
      for (const [what, text, values] of grabs(set, stranger.id)) {
        const outcome = await stranger.try(text, values);
        if (outcome !== 0) expect(['stranger', what, outcome]).toEqual(['stranger', what, expect.any(String)]);
      }
    });
  });

  it('functions refuse by themselves whoever may not call them, whatever the service let through', async () => {
    const { home, request, removal, offer, ...set } = await stage();
    const id = home.id;
    const cases: [Who, string, unknown[], number | string][] = [
      [
        'newcomer',
        'SELECT app.vouch_for($1, $2, gen_random_uuid(), gen_random_uuid(), $3)',
        [id, request, 'x'],
        'vouch_by_settled_ck',
      ],
      [
        'ally',
        'SELECT app.vouch_for($1, $2, gen_random_uuid(), gen_random_uuid(), $3)',
        [id, request, 'x'],
        'vouch_by_settled_ck',
      ],
      [
        'affected',
        'SELECT app.decline_request($1, $2, $3)',
        [id, request, ''],
        'membership_request_declined_by_steward_ck',
      ],
      [
        'affected',
        'SELECT app.remove_member($1, $2, gen_random_uuid(), $3)',
        [id, set.newcomer.id, 'x'],
        'removal_by_steward_ck',
      ],
      [
        'founder',
        'SELECT app.remove_member($1, $2, gen_random_uuid(), $3)',
        [id, set.second.id, 'x'],
        'removal_of_steward_takes_two_ck',
      ],
      [
        'founder',
        'SELECT app.remove_member($1, $2, gen_random_uuid(), $3)',
        [id, set.founder.id, 'x'],
        'removal_of_another_ck',
      ],
      [
        'founder',
        'SELECT app.remove_member($1, $2, gen_random_uuid(), $3)',
        [id, set.ally.id, 'x'],
        'removal_of_another_ck',
      ],
      [
        'affected',
        'SELECT app.propose_removal($1, $2, gen_random_uuid(), $3)',
        [id, set.second.id, 'x'],
        'removal_by_steward_ck',
      ],
      ['founder', 'SELECT app.confirm_removal($1, $2)', [id, removal], 'removal_by_two_ck'],
      ['third', 'SELECT app.confirm_removal($1, $2)', [id, removal], 'removal_not_by_oneself_ck'],
      ['affected', 'SELECT app.confirm_removal($1, $2)', [id, removal], 'removal_by_steward_ck'],
      [
        'affected',
        'SELECT app.offer_stewardship($1, $2, gen_random_uuid())',
        [id, set.affected.id],
        'duty_offer_by_steward_ck',
      ],
      [
        'founder',
        'SELECT app.offer_stewardship($1, $2, gen_random_uuid())',
        [id, set.newcomer.id],
        'duty_offer_to_settled_ck',
      ],
      [
        'founder',
        'SELECT app.offer_stewardship($1, $2, gen_random_uuid())',
        [id, set.ally.id],
        'duty_offer_to_settled_ck',
      ],
      [
        'affected',
        'SELECT app.confirm_steward($1, $2, gen_random_uuid())',
        [id, set.newcomer.id],
        'duty_backing_while_short_ck',
      ],
      [
        'newcomer',
        'SELECT app.confirm_steward($1, $2, gen_random_uuid())',
        [id, set.affected.id],
        'duty_backing_by_settled_ck',
      ],
    ];
    await unchanged(on, async () => {
      for (const [who, text, values, expected] of cases)
        expect([who, text, await set[who].try(text, values)]).toEqual([who, text, expected]);
    });
    const answer = async (who: Who, text: string, values: unknown[]) => {
      const [person] = await query('SELECT person_id FROM membership WHERE id = $1', [set[who].id]);
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query("SELECT app.enter('person', $1, NULL)", [person?.['person_id']]);
        return (await client.query(`SELECT ${text} AS done`, values)).rows[0].done;
      } finally {
        await client.query('ROLLBACK');
        client.release();
      }
    };
    expect(await answer('second', 'app.accept_stewardship($1, $2)', [id, offer])).toBe(false);
    expect(await answer('second', 'app.decline_stewardship($1, $2)', [id, offer])).toBe(false);
    expect(await answer('third', 'app.object_to_removal($1, $2)', [id, removal])).toBe(false);
    expect(await answer('ally', 'app.object_to_removal($1, $2)', [id, removal])).toBe(false);
    expect(await answer('second', 'app.withdraw_removal($1, $2)', [id, removal])).toBe(false);
    expect(await answer('affected', 'app.withdraw_request($1, $2)', [id, request])).toBe(false);
    expect(await answer('ally', 'app.candidate_home($1)', [set.affected.id])).toBeNull();
  });

  it('a steward invites in their own name alone, takes nothing back that was taken back, and loosens nothing when short', async () => {
    const { home, invitation, founder, second } = await stage();
    const insert = `INSERT INTO invitation (community_id, id, token_hash, invited_by, expires_at) VALUES ($1, gen_random_uuid(), sha256('x'), $2, now() + interval '1 day')`;
    expect(await founder.try(insert, [home.id, founder.id])).toBe(1);
    expect(await founder.try(insert, [home.id, second.id])).toBe('row-level security');
    expect(await founder.try('UPDATE invitation SET revoked_at = now() WHERE id = $1', [invitation])).toBe(1);
    await query('UPDATE invitation SET revoked_at = now() WHERE id = $1', [invitation]);
    expect(await founder.try('UPDATE invitation SET revoked_at = NULL WHERE id = $1', [invitation])).toBe(0);
    await query(`UPDATE community SET admission_rule = 'VOUCHES' WHERE id = $1`, [home.id]);
    expect(await founder.try(insert, [home.id, founder.id])).toBe('row-level security');
    const loosen = 'UPDATE community SET probation_days = 0 WHERE id = $1';
    expect(await founder.try(loosen, [home.id])).toBe(1);
    await query('UPDATE membership SET is_steward = false WHERE community_id = $1 AND id <> $2', [home.id, founder.id]);
    expect(await founder.try(loosen, [home.id])).toBe('community_loosened_by_enough_stewards_ck');
    expect(await founder.try('UPDATE community SET probation_days = 20 WHERE id = $1', [home.id])).toBe(1);
    expect(await second.try(loosen, [home.id])).toBe(0);
  });

  it('shows requests, vouches, offers and removals to nobody without a context, to no stranger and to no ally', async () => {
    const set = await stage();
    const foreign = await settled(world);
    const stranger = tryAs(pool, await personOf(on, foreign.second.membershipId));
    const counts = async (attempt: (text: string, values: unknown[]) => Promise<unknown>) =>
      Promise.all(
        ['membership_request', 'vouch', 'duty_offer', 'duty_backing', 'removal', 'invitation'].map((table) =>
          attempt(`SELECT community_id FROM ${table} WHERE community_id = $1`, [set.home.id]),
        ),
      );
    await world.done(set.home.second, 'vouchFor', { requestId: set.request });
    for (const attempt of [tryAs(pool, null), stranger, set.ally.try])
      expect(await counts(attempt)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await counts(set.newcomer.try)).toEqual([0, 0, 0, 0, 1, 0]);
    expect(await counts(set.affected.try)).toEqual([1, 1, 2, 2, 1, 0]);
    expect((await counts(set.founder.try))[5]).toBeGreaterThan(0);
  });
});
