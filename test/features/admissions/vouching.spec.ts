import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdmissionClock } from '../../../src/features/admissions/admission-clock.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { age, member, outcome, personOf, recorded, settled } from '../../support/standing.js';
import { unchanged } from '../../support/unchanged.js';
import { type Founded, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ config: { poolSize: 10 } });
  world = new World(on);
});
afterAll(() => on.close());

const query = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);

async function asking(home: Founded, input: Record<string, unknown> = {}): Promise<Person & { requestId: string }> {
  const person = await world.person();
  const { request } = await world.done(
    person,
    'requestMembership',
    { communityHandle: home.handle, ...input },
    'request { id }',
  );
  return { ...person, requestId: request.id };
}

const vouch = (as: Person, { requestId }: { requestId: string }) => outcome(world, as, 'vouchFor', { requestId });

const own = async (person: Person) =>
  (
    await on.query(
      person,
      '{ viewer { memberships { pseudonym standing isOnProbation isSteward } membershipRequests { state pseudonym community { handle } } } }',
    )
  ).viewer;

const LIST = `query ($id: ID!, $first: Int = 20) { node(id: $id) { ... on Community { membershipRequests(first: $first) {
  totalCount nodes { id pseudonym message state vouchCount viewerHasVouched declineReason } } } } }`;
const waiting = async (as: Person, home: Founded, first = 20) =>
  (await on.query(as, LIST, { id: home.id, first })).node.membershipRequests;

const affectedCount = async (home: Founded) =>
  (
    await query(
      `SELECT count(*)::int AS n FROM membership WHERE community_id = $1 AND standing = 'AFFECTED' AND ended_at IS NULL`,
      [home.id],
    )
  )[0]?.['n'];

describe('asking to be admitted', () => {
  it('waits, seen by those who may vouch and by the asker, who learn different things', async () => {
    const home = await settled(world);
    const asker = await asking(home, { pseudonym: 'Rowan', message: 'Third floor, since May.' });
    expect(await own(asker)).toEqual({
      memberships: [],
      membershipRequests: [{ state: 'OPEN', pseudonym: 'Rowan', community: { handle: home.handle } }],
    });
    const expected = {
      id: asker.requestId,
      pseudonym: 'Rowan',
      message: 'Third floor, since May.',
      state: 'OPEN',
      vouchCount: 0,
      viewerHasVouched: false,
      declineReason: '',
    };
    expect(await waiting(home.second, home)).toEqual({ totalCount: 1, nodes: [expected] });
    expect(await recorded(on, home.id)).toContain('membership.requested');
    const [entry] = await query(`SELECT actor_id, actor_role, details FROM record_entry WHERE subject_id = $1`, [
      asker.requestId,
    ]);
    expect(entry).toEqual({ actor_id: null, actor_role: 'OUTSIDER', details: {} });
  });

  it('is not seen by allies, by ally organizers, by newcomers or by strangers', async () => {
    const home = await settled(world);
    const asker = await asking(home);
    const newcomer = await member(world, home);
    await query(`UPDATE membership SET probation_until = now() + interval '9 days' WHERE id = $1`, [
      newcomer.membershipId,
    ]);
    for (const who of [
      await world.ally(home),
      await world.allyOrganizer(home),
      newcomer,
      asker,
      await world.person(),
    ]) {
      const { data, errors } = await on.send(who, LIST, { id: home.id });
      expect(data?.node?.membershipRequests ?? null).toBeNull();
      expect(errors.map((error) => error.extensions.code)).toEqual(['FORBIDDEN']);
      expect(await on.refusal(who, 'vouchFor', { requestId: asker.requestId })).toBe('FORBIDDEN');
    }
    expect(await on.refusal((await world.community()).steward, 'vouchFor', { requestId: asker.requestId })).toBe(
      'NOT_FOUND',
    );
  });

  it('reveals no community that shows nothing in public: its handle is answered like one that nobody has', async () => {
    const hidden = await settled(world, "admission_rule = 'BOTH'");
    const person = await world.person();
    const document =
      'mutation ($input: RequestMembershipInput!) { requestMembership(input: $input) { request { id } } }';
    const [there, nowhere] = await unchanged(on, async () => [
      await on.send(person, document, { input: { communityHandle: hidden.handle } }),
      await on.send(person, document, { input: { communityHandle: world.unique('nobody') } }),
    ]);
    expect(JSON.stringify(there)).toBe(JSON.stringify(nowhere));
    expect(there?.errors[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it('is refused where invitations alone admit, to whoever has a standing, and twice, and changes nothing', async () => {
    const home = await settled(world);
    const closed = await settled(world, 'published = true');
    const asker = await asking(home);
    const cases: [Person, string, string][] = [
      [await world.person(), closed.handle, 'NOT_ADMITTING'],
      [home.second, home.handle, 'ALREADY_MEMBER'],
      [await world.ally(home), home.handle, 'ALREADY_MEMBER'],
      [asker, home.handle, 'ALREADY_ASKED'],
    ];
    await unchanged(on, async () => {
      for (const [who, communityHandle, code] of cases) {
        const payload = await on.mutate(who, 'requestMembership', { communityHandle }, 'request { id }');
        expect(payload).toMatchObject({ request: null, userErrors: [{ code }] });
      }
      const long = await on.mutate(asker, 'requestMembership', {
        communityHandle: home.handle,
        message: 'x'.repeat(1001),
      });
      expect(long.userErrors[0]).toMatchObject({ code: 'TOO_LONG', path: ['input', 'message'] });
    });
  });

  it('waits once, however often it is sent at once', async () => {
    const home = await settled(world);
    const person = await world.person();
    const all = await Promise.all(
      Array.from({ length: 6 }, () => outcome(world, person, 'requestMembership', { communityHandle: home.handle })),
    );
    expect(all.toSorted()).toEqual([
      'ALREADY_ASKED',
      'ALREADY_ASKED',
      'ALREADY_ASKED',
      'ALREADY_ASKED',
      'ALREADY_ASKED',
      'DONE',
    ]);
  });
});

describe('vouching', () => {
  it('admits with the second vouch, on the probation that the community set, and forgets what was written', async () => {
    const home = await settled(world, "published = true, admission_rule = 'VOUCHES', probation_days = 30");
    const asker = await asking(home, { pseudonym: 'Rowan', message: 'Third floor.' });
    const first = await world.done(
      home.second,
      'vouchFor',
      { requestId: asker.requestId },
      'isAdmitted request { vouchCount viewerHasVouched state }',
    );
    expect(first).toMatchObject({
      isAdmitted: false,
      request: { vouchCount: 1, viewerHasVouched: true, state: 'OPEN' },
    });
    const second = await world.done(
      home.steward,
      'vouchFor',
      { requestId: asker.requestId },
      'isAdmitted request { vouchCount state message }',
    );
    expect(second).toMatchObject({ isAdmitted: true, request: { vouchCount: 2, state: 'ADMITTED', message: '' } });
    expect(await own(asker)).toEqual({
      memberships: [{ pseudonym: 'Rowan', standing: 'AFFECTED', isOnProbation: true, isSteward: false }],
      membershipRequests: [{ state: 'ADMITTED', pseudonym: 'Rowan', community: { handle: home.handle } }],
    });
    expect((await recorded(on, home.id)).slice(-3)).toEqual([
      'membership.vouched',
      'membership.vouched',
      'membership.admitted_by_vouches',
    ]);
    expect(await waiting(home.second, home)).toEqual({ totalCount: 0, nodes: [] });
  });

  it('gives another name to someone whose chosen one was taken meanwhile', async () => {
    const home = await settled(world);
    const asker = await asking(home, { pseudonym: 'Rowan' });
    await member(world, home, { pseudonym: 'rowan' });
    for (const by of [home.steward, home.second]) await vouch(by, asker);
    expect((await own(asker)).memberships).toHaveLength(1);
    expect((await own(asker)).memberships[0].pseudonym).not.toMatch(/^rowan$/i);
  });

  it('admits once when two second vouches come at the same moment', async () => {
    for (let n = 0; n < 4; n += 1) {
      const home = await settled(world);
      const vouchers = [home.steward, home.second, await member(world, home), await member(world, home)];
      const before = await affectedCount(home);
      const asker = await asking(home);
      const all = await Promise.all(vouchers.map((by) => vouch(by, asker)));
      expect(all.toSorted()).toEqual(['DONE', 'DONE', 'WRONG_STATE', 'WRONG_STATE']);
      expect(await affectedCount(home)).toBe(before + 1);
      expect((await recorded(on, home.id)).filter((kind) => kind === 'membership.admitted_by_vouches')).toHaveLength(1);
    }
  });

  it('counts nobody twice, and nobody for themselves', async () => {
    const home = await settled(world);
    const asker = await asking(home);
    const twice = await Promise.all([vouch(home.second, asker), vouch(home.second, asker), vouch(home.second, asker)]);
    expect(twice.toSorted()).toEqual(['ALREADY_VOUCHED', 'ALREADY_VOUCHED', 'DONE']);
    expect(await affectedCount(home)).toBe(2);
    // Someone who asked and then came in by an invitation has no request left to vouch for.
    const { code } = await world.done(home.steward, 'inviteToCommunity', { communityId: home.id }, 'code');
    await world.done(asker, 'acceptInvitation', { link: code });
    expect((await own(asker)).membershipRequests[0].state).toBe('WITHDRAWN');
    expect(await unchanged(on, () => vouch(asker, asker))).toBe('WRONG_STATE');
    await query(`UPDATE membership_request SET state = 'OPEN', closed_at = NULL WHERE id = $1`, [asker.requestId]);
    expect(await unchanged(on, () => vouch(asker, asker))).toBe('NOT_FOR_ONESELF');
  });

  it('is done for three people in thirty days, however many at once; those declined or let go of do not count', async () => {
    const home = await settled(world);
    const askers = [];
    for (let n = 0; n < 5; n += 1) askers.push(await asking(home));
    const all = await Promise.all(askers.map((asker) => vouch(home.second, asker)));
    expect(all.toSorted()).toEqual(['DONE', 'DONE', 'DONE', 'VOUCH_LIMIT', 'VOUCH_LIMIT']);
    const [left, other] = askers.filter((_, at) => all[at] === 'VOUCH_LIMIT');
    const [given, declined, admitted] = askers.filter((_, at) => all[at] === 'DONE');
    expect(await vouch(home.steward, admitted!)).toBe('DONE');
    expect(await vouch(home.second, left!)).toBe('VOUCH_LIMIT');
    await world.done(home.second, 'withdrawVouch', { requestId: given!.requestId });
    expect(await vouch(home.second, left!)).toBe('DONE');
    expect(await vouch(home.second, other!)).toBe('VOUCH_LIMIT');
    await world.done(home.steward, 'declineMembership', { requestId: declined!.requestId });
    expect(await vouch(home.second, other!)).toBe('DONE');
    await query(`UPDATE vouch SET created_at = created_at - interval '30 days' WHERE voucher_id = $1`, [
      home.second.membershipId,
    ]);
    expect(await vouch(home.second, await asking(home))).toBe('DONE');
  });

  it('needs one voucher of thirty days once the community is that old', async () => {
    const home = await settled(world);
    const [young, younger] = [await member(world, home), await member(world, home)];
    await query(`UPDATE community SET founded_at = now() - interval '29 days' WHERE id = $1`, [home.id]);
    const early = await asking(home);
    for (const by of [young, younger]) expect(await vouch(by, early)).toBe('DONE');
    expect((await own(early)).memberships).toHaveLength(1);
    await query(`UPDATE community SET founded_at = now() - interval '30 days' WHERE id = $1`, [home.id]);
    const late = await asking(home);
    for (const by of [young, younger]) expect(await vouch(by, late)).toBe('DONE');
    expect((await own(late)).memberships).toEqual([]);
    await query(`UPDATE membership SET since = now() - interval '30 days' WHERE id = $1`, [home.second.membershipId]);
    expect(await vouch(home.second, late)).toBe('DONE');
    expect((await own(late)).memberships).toHaveLength(1);
  });

  it('does not count by whoever left, was removed or was suspended, and whoever was admitted stays', async () => {
    const home = await settled(world);
    const [leaver, removed, suspended] = [
      await member(world, home),
      await member(world, home),
      await member(world, home),
    ];
    const asker = await asking(home);
    await vouch(leaver, asker);
    await world.done(leaver, 'leaveCommunity', { communityId: home.id });
    await vouch(removed, asker);
    await world.done(home.steward, 'removeMember', { membershipId: removed.membershipId, reason: 'Harm.' });
    await vouch(suspended, asker);
    await query('UPDATE person SET suspended_at = now() WHERE id = $1', [await personOf(on, suspended.membershipId)]);
    expect((await own(asker)).memberships).toEqual([]);
    expect(await vouch(home.second, asker)).toBe('DONE');
    expect((await own(asker)).memberships).toEqual([]);
    expect(await vouch(home.steward, asker)).toBe('DONE');
    expect((await own(asker)).memberships).toHaveLength(1);
    await world.done(home.second, 'leaveCommunity', { communityId: home.id });
    expect((await own(asker)).memberships).toHaveLength(1);
  });

  it('is refused when the community came to admit by invitation only', async () => {
    const home = await settled(world);
    const asker = await asking(home);
    await world.done(home.steward, 'changeCommunitySettings', {
      communityId: home.id,
      expectedVersion: 1,
      admissionRule: 'INVITATION',
    });
    expect(await unchanged(on, () => vouch(home.second, asker))).toBe('NOT_ADMITTING');
  });
});

describe('declining and taking back', () => {
  it('tells the asker that it was declined and nothing more, and the people affected why', async () => {
    const home = await settled(world);
    const asker = await asking(home, { message: 'Third floor.' });
    const affected = await member(world, home);
    expect(await on.refusal(affected, 'declineMembership', { requestId: asker.requestId })).toBe('FORBIDDEN');
    const { request } = await world.done(
      home.steward,
      'declineMembership',
      { requestId: asker.requestId, reason: 'Nobody knows them.' },
      'request { state declineReason message }',
    );
    expect(request).toEqual({ state: 'DECLINED', declineReason: 'Nobody knows them.', message: '' });
    expect((await own(asker)).membershipRequests[0].state).toBe('DECLINED');
    const introspected = await on.query(null, '{ __type(name: "OwnMembershipRequest") { fields { name } } }');
    expect(introspected.__type.fields.map((one: { name: string }) => one.name).toSorted()).toEqual([
      'community',
      'createdAt',
      'expiresAt',
      'id',
      'pseudonym',
      'state',
    ]);
    expect(await vouch(home.second, asker)).toBe('WRONG_STATE');
    expect(await outcome(world, asker, 'requestMembership', { communityHandle: home.handle })).toBe('ALREADY_ASKED');
    await query(
      `UPDATE membership_request SET created_at = created_at - interval '30 days', expires_at = expires_at - interval '30 days' WHERE id = $1`,
      [asker.requestId],
    );
    expect(await outcome(world, asker, 'requestMembership', { communityHandle: home.handle })).toBe('DONE');
  });

  it('lets the asker alone take a request back, once', async () => {
    const home = await settled(world);
    const asker = await asking(home);
    for (const who of [home.steward, await world.person()])
      expect(await on.refusal(who, 'withdrawMembershipRequest', { requestId: asker.requestId })).toBe('NOT_FOUND');
    const withdraw = () => outcome(world, asker, 'withdrawMembershipRequest', { requestId: asker.requestId });
    expect((await Promise.all([withdraw(), withdraw()])).toSorted()).toEqual(['DONE', 'WRONG_STATE']);
    expect((await own(asker)).membershipRequests[0].state).toBe('WITHDRAWN');
    expect(await vouch(home.second, asker)).toBe('WRONG_STATE');
    expect(await outcome(world, asker, 'requestMembership', { communityHandle: home.handle })).toBe('DONE');
  });

  it('lets a voucher take back their own vouch, and no other', async () => {
    const home = await settled(world);
    const asker = await asking(home);
    await vouch(home.second, asker);
    expect(await outcome(world, home.steward, 'withdrawVouch', { requestId: asker.requestId })).toBe('WRONG_STATE');
    expect(await outcome(world, home.second, 'withdrawVouch', { requestId: asker.requestId })).toBe('DONE');
    expect(await vouch(home.steward, asker)).toBe('DONE');
    expect((await own(asker)).memberships).toEqual([]);
    expect(await vouch(home.second, asker)).toBe('DONE');
    expect((await own(asker)).memberships).toHaveLength(1);
  });
});

describe('thirty days', () => {
  it('end a request at once for everyone, and on the record when the clock comes by', async () => {
    const home = await settled(world);
    const asker = await asking(home, { message: 'Third floor.' });
    await vouch(home.second, asker);
    await query(`UPDATE membership_request SET expires_at = now() - interval '1 second' WHERE id = $1`, [
      asker.requestId,
    ]);
    expect((await own(asker)).membershipRequests[0].state).toBe('EXPIRED');
    expect((await waiting(home.steward, home)).nodes).toEqual([]);
    expect(await vouch(home.steward, asker)).toBe('WRONG_STATE');
    for (const [who, field] of [
      [home.steward, 'declineMembership'],
      [home.second, 'withdrawVouch'],
      [asker, 'withdrawMembershipRequest'],
    ] as const)
      expect([field, await outcome(world, who, field, { requestId: asker.requestId })]).toEqual([field, 'WRONG_STATE']);
    const clock = on.app.get(AdmissionClock, { strict: false });
    await Promise.all([clock.expireRequests(), clock.expireRequests()]);
    expect((await recorded(on, home.id)).filter((kind) => kind === 'membership.request_expired')).toHaveLength(1);
    const [row] = await query('SELECT state, message FROM membership_request WHERE id = $1', [asker.requestId]);
    expect(row).toEqual({ state: 'EXPIRED', message: '' });
    expect(await outcome(world, asker, 'requestMembership', { communityHandle: home.handle })).toBe('DONE');
  });
});

describe('the list of requests', () => {
  it('costs the same number of statements for five and for fifty', async () => {
    const home = await settled(world);
    await age(on, home.id, '1 day');
    const add = (count: number) =>
      query(
        `WITH made AS (INSERT INTO person (id) SELECT gen_random_uuid() FROM generate_series(1, $2::int) RETURNING id)
         INSERT INTO membership_request (community_id, id, person_id, pseudonym) SELECT $1, gen_random_uuid(), id, id::text FROM made`,
        [home.id, count],
      );
    const cost = async () => {
      const { result, statements } = await counting(() => waiting(home.steward, home, 60));
      return { seen: result.nodes.length, statements: statements.length };
    };
    await add(5);
    await cost();
    const few = await cost();
    await add(45);
    const many = await cost();
    expect([few.seen, many.seen]).toEqual([5, 50]);
    expect(many.statements).toBe(few.statements);
  });
});
