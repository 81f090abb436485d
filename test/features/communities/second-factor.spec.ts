import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { type Account, account, nextCode, stale, withTotp } from '../../support/accounts.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql, testPool } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { type Founded, World } from '../../support/world.js';

let on: TestApp;
let world: World;
let pool: pg.Pool;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('asking_for_two') });
  world = new World(on);
  pool = testPool(on.urls.runtime);
});
afterAll(async () => {
  await pool.end();
  await on.close();
});

interface Home extends Founded {
  steward: Account;
  secret: string;
}

/** A community whose steward set up an app. */
async function home(asks = true): Promise<Home> {
  const steward = await account(world);
  const secret = await withTotp(world, steward);
  const { community } = await world.done(
    steward,
    'createCommunity',
    { handle: world.unique('community'), name: 'Canal Street' },
    'community { id handle }',
  );
  if (asks) await world.done(steward, 'requireSecondFactor', { communityId: community.id, required: true });
  return { ...community, steward, secret };
}

const idOf = async (person: Person, communityId: string) => {
  const { viewer } = await on.query(person, '{ viewer { memberships { id community { id } } } }');
  return viewer.memberships.find((one: { community: { id: string } }) => one.community.id === communityId).id;
};
const resting = async (person: Person) =>
  (await on.query(person, '{ viewer { memberships { awaitsSecondFactor isSteward } } }')).viewer.memberships;
const invite = (as: Person, { id }: { id: string }) =>
  on.send(as, 'mutation ($i: InviteToCommunityInput!) { inviteToCommunity(input: $i) { code userErrors { code } } }', {
    i: { communityId: id },
  });

/** Steward of the community, in a session without a second factor. */
async function secondSteward(of: Home): Promise<Account & { membershipId: string }> {
  const person = await account(world);
  const { code } = await world.done(of.steward, 'inviteToCommunity', { communityId: of.id }, 'code');
  await world.done(person, 'acceptInvitation', { link: code });
  return { ...person, membershipId: await idOf(person, of.id) };
}

/** What row-level security lets through, in raw SQL, with and without a second factor. */
async function raw(personId: string, factor: boolean, text: string, values: unknown[]): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT app.enter('person', $1, NULL, $2, NULL)", [personId, factor]);
    return (await client.query(text, values)).rowCount ?? 0;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

describe('asking stewards and organizers for a second factor', () => {
  it('is for a steward who has one in this session, proved lately, and is on the record once', async () => {
    const of = await home(false);
    const query = 'query ($h: String!) { community(handle: $h) { requiresSecondFactor } }';
    expect((await on.query(of.steward, query, { h: of.handle })).community.requiresSecondFactor).toBe(false);
    const answer = await world.done(
      of.steward,
      'requireSecondFactor',
      { communityId: of.id, required: true },
      'community { requiresSecondFactor }',
    );
    expect(answer.community.requiresSecondFactor).toBe(true);
    await world.done(of.steward, 'requireSecondFactor', { communityId: of.id, required: true });
    const entries = await sql(on.urls.owner)(
      `SELECT kind, actor_role, details FROM record_entry WHERE community_id = $1 AND kind = 'community.settings_changed'`,
      [of.id],
    );
    expect(entries).toEqual([
      { kind: 'community.settings_changed', actor_role: 'STEWARD', details: { requiresSecondFactor: true } },
    ]);
  });

  it('is refused to a steward without one, and nobody is locked out', async () => {
    const community = await world.community();
    const input = { communityId: community.id, required: true };
    const refused = await unchanged(on, () => on.mutate(community.steward, 'requireSecondFactor', input));
    expect(refused.userErrors).toMatchObject([{ code: 'SECOND_FACTOR_REQUIRED', path: ['input', 'required'] }]);
    expect((await invite(community.steward, community)).errors).toEqual([]);
  });

  it('is refused after an hour, to organizers and to strangers', async () => {
    const of = await home(false);
    await world.campaign(of);
    const [organizer, stranger, neighbour] = [await world.allyOrganizer(of), await world.person(), await home(false)];
    const input = { communityId: of.id, required: true };
    await unchanged(on, async () => {
      for (const who of [organizer, stranger, neighbour.steward])
        expect(await on.refusal(who, 'requireSecondFactor', input)).toBe('FORBIDDEN');
    });
    await stale(on, of.steward.id);
    expect(await unchanged(on, () => on.refusal(of.steward, 'requireSecondFactor', input))).toBe('STEP_UP_REQUIRED');
  });

  it('is told to members, and to nobody else', async () => {
    const of = await home();
    await world.campaign(of);
    const [ally, stranger] = [await world.ally(of), await world.person()];
    const ask = (who: Person | null) =>
      on.send(who, 'query ($h: String!) { community(handle: $h) { handle requiresSecondFactor } }', { h: of.handle });
    expect((await ask(ally)).data.community.requiresSecondFactor).toBe(true);
    for (const who of [stranger, null]) {
      const { data } = await ask(who);
      expect(data.community).toEqual({ handle: of.handle, requiresSecondFactor: null });
    }
  });
});

describe('duties in a session without a second factor', () => {
  it('rest, say what to do, and are back after a step up with the app', async () => {
    const of = await home(false);
    const second = await secondSteward(of);
    expect((await invite(second, of)).errors).toEqual([]);
    await world.done(of.steward, 'requireSecondFactor', { communityId: of.id, required: true });
    expect(await resting(second)).toEqual([{ awaitsSecondFactor: true, isSteward: true }]);
    expect(await resting(of.steward)).toEqual([{ awaitsSecondFactor: false, isSteward: true }]);
    const { errors } = await unchanged(on, () => invite(second, of));
    expect(errors).toMatchObject([
      {
        extensions: { code: 'FORBIDDEN' },
        message: expect.stringMatching(/second factor: set one up, or sign in with it/),
      },
    ]);
    await withTotp(world, second);
    expect(await resting(second)).toEqual([{ awaitsSecondFactor: false, isSteward: true }]);
    expect((await invite(second, of)).errors).toEqual([]);
  });

  it('are the steward’s again after signing in with two proofs, and stay so over a refresh', async () => {
    const of = await home();
    const proofs = {
      recoveryCode: of.steward.recoveryCodes[0],
      totpCode: await nextCode(on, of.secret, of.steward.id),
    };
    const { session } = await world.done(
      null as never,
      'signIn',
      { signIn: of.steward.email, ...proofs },
      'session { accessToken refreshToken }',
    );
    expect((await invite(session, of)).errors).toEqual([]);
    const refreshed = await on.mutate(
      null,
      'refreshSession',
      { refreshToken: session.refreshToken },
      'session { accessToken }',
    );
    expect((await invite(refreshed.session, of)).errors).toEqual([]);
  });

  it('rest for ally-organizers too, who keep what every ally may', async () => {
    const of = await home(false);
    const campaign = await world.campaign(of);
    const organizer = await world.allyOrganizer(of);
    const priority = await world.priority(campaign);
    const input = {
      campaignId: campaign.id,
      priorityId: priority.id,
      title: 'Come',
      kind: 'SHOW_UP',
      unit: 'people',
      quantityWanted: 1,
    };
    await world.done(organizer, 'draftAsk', input);
    await world.done(of.steward, 'requireSecondFactor', { communityId: of.id, required: true });
    expect(await unchanged(on, () => on.refusal(organizer, 'draftAsk', input))).toBe('FORBIDDEN');
    const { viewer } = await on.query(
      organizer,
      '{ viewer { memberships { isOrganizer awaitsSecondFactor standing } } }',
    );
    expect(viewer.memberships).toEqual([{ isOrganizer: true, awaitsSecondFactor: true, standing: 'ALLY' }]);
    await world.done(organizer, 'stepUp', { recoveryCode: organizer.recoveryCodes[0] });
    expect(await on.refusal(organizer, 'draftAsk', input)).toBe('FORBIDDEN');
    await withTotp(world, organizer);
    await world.done(organizer, 'draftAsk', input);
  });

  it('leave a steward what one of the affected may, recorded as such', async () => {
    const of = await home(false);
    const second = await secondSteward(of);
    const campaign = await world.campaign(of);
    await world.done(of.steward, 'requireSecondFactor', { communityId: of.id, required: true });
    await world.done(second, 'proposePriority', { campaignId: campaign.id, statement: 'Heat' });
    const entries = await sql(on.urls.owner)(
      'SELECT kind, actor_role FROM record_entry WHERE actor_id = $1 AND kind = $2',
      [second.membershipId, 'priority.proposed'],
    );
    expect(entries).toEqual([{ kind: 'priority.proposed', actor_role: 'AFFECTED' }]);
  });

  it('rest in the rows as well: raw SQL finds and writes nothing that a steward might, until there is a factor', async () => {
    const of = await home(false);
    const second = await secondSteward(of);
    await world.done(of.steward, 'requireSecondFactor', { communityId: of.id, required: true });
    const invitation = 'SELECT FROM invitation WHERE community_id = $1';
    expect(await raw(second.id, true, invitation, [of.id])).toBe(1);
    expect(await raw(second.id, false, invitation, [of.id])).toBe(0);
    const insert = `INSERT INTO invitation (community_id, id, token_hash, invited_by, expires_at) VALUES ($1, gen_random_uuid(), '\\x01', $2, now() + interval '1 day')`;
    expect(await raw(second.id, true, insert, [of.id, second.membershipId])).toBe(1);
    await expect(raw(second.id, false, insert, [of.id, second.membershipId])).rejects.toThrow(/row-level security/);
    expect(await raw(second.id, false, "UPDATE community SET name = 'Taken' WHERE id = $1", [of.id])).toBe(0);
    const entry = (role: string) =>
      `INSERT INTO record_entry (community_id, id, kind, actor_id, actor_role, subject_type, subject_id) VALUES ($1, gen_random_uuid(), 'ask.opened', $2, '${role}', 'Ask', $1)`;
    await expect(raw(second.id, false, entry('STEWARD'), [of.id, second.membershipId])).rejects.toThrow(
      /row-level security/,
    );
    expect(await raw(second.id, false, entry('AFFECTED'), [of.id, second.membershipId])).toBe(1);
    expect(await raw(second.id, true, entry('STEWARD'), [of.id, second.membershipId])).toBe(1);
  });

  it('cannot be brought back by writing the setting: it has no grant, and its function asks again', async () => {
    const of = await home();
    const second = await secondSteward(of);
    const third = await world.affected(of);
    expect(third.signInName).toBeTruthy();
    await expect(
      raw(second.id, true, 'UPDATE community SET requires_second_factor = false WHERE id = $1', [of.id]),
    ).rejects.toThrow(/permission denied/);
    const call = 'SELECT app.require_second_factor($1, $2)';
    await expect(raw(second.id, false, call, [of.id, false])).rejects.toThrow(/only a steward/);
    await expect(raw(randomUUID(), true, call, [of.id, false])).rejects.toThrow(/only a steward/);
    const elsewhere = await home(false);
    await expect(raw(of.steward.id, true, call, [elsewhere.id, true])).rejects.toThrow(/only a steward/);
    await expect(raw(elsewhere.steward.id, false, call, [elsewhere.id, true])).rejects.toThrow(/came with one/);
  });

  it('are shown as resting to their owner and to nobody else', async () => {
    const of = await home(false);
    const second = await secondSteward(of);
    await world.done(of.steward, 'requireSecondFactor', { communityId: of.id, required: true });
    const { community } = await on.query(
      of.steward,
      'query ($h: String!) { community(handle: $h) { members(first: 10) { nodes { id awaitsSecondFactor } } } }',
      { h: of.handle },
    );
    const seen = Object.fromEntries(
      community.members.nodes.map((one: { id: string; awaitsSecondFactor: boolean | null }) => [
        one.id,
        one.awaitsSecondFactor,
      ]),
    );
    expect(seen[second.membershipId]).toBeNull();
    expect(seen[await idOf(of.steward, of.id)]).toBe(false);
  });
});
