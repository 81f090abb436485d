import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyRecords } from '../../../src/commands/record-verification.js';
import { withClient } from '../../../src/platform/database/connect.js';
import { RecordSealer } from '../../../src/platform/jobs/record-sealer.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql, testPool } from '../../support/database.js';
import { appToken } from '../../support/keys.js';
import { scene } from '../../support/pledging.js';
import { type Member, member, outcome, personOf, recorded, settled, steward } from '../../support/standing.js';
import { untilSomeoneWaits } from '../../support/waiting.js';
import { World } from '../../support/world.js';
import { joins, union } from '../organizations/union.js';
import { personIdOf } from './lived.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('erasing_standing'), config: { poolSize: 10 } });
  world = new World(on);
});
afterAll(() => on.close());

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const erased = (person: Person) => outcome(world, person, 'eraseMe', { phrase: 'erase me for good' });
const hidden = (person: Person) => outcome(world, person, 'disappear', {});
const WAYS = [
  ['erased', erased],
  ['hidden', hidden],
] as const;

async function faults(): Promise<unknown[]> {
  const sealer = on.app.get(RecordSealer, { strict: false });
  while (await sealer.round());
  const { verdicts } = await withClient(on.urls.owner, (client) => verifyRecords(client));
  return verdicts.flatMap(({ faults: found }) => found);
}

describe.each(WAYS)('whoever is %s', (_how, go) => {
  it('is a steward no more, and the community hears that it is short of them', async () => {
    const home = await settled(world);
    await member(world, home);
    await member(world, home);
    expect(await go(home.second)).toBe('DONE');
    const kinds = await recorded(on, home.id);
    expect(kinds.slice(-2).sort()).toEqual(['community.short_of_stewards', 'membership.left']);
    const told = await owner(
      "SELECT count(*)::int AS n FROM outbox_event WHERE community_id = $1 AND kind = 'community.short_of_stewards'",
      [home.id],
    );
    expect(told).toEqual([{ n: 1 }]);
    expect(await faults()).toEqual([]);
  });

  it('asks for nothing more, vouches for nobody, and is offered nothing', async () => {
    const [home, elsewhere] = [await settled(world), await settled(world)];
    const person = await member(world, home);
    const personId = await personOf(on, person.membershipId);
    await world.done(person, 'requestMembership', { communityHandle: elsewhere.handle, message: 'From Elm.' });
    await world.done(home.steward, 'changeDuties', { membershipId: person.membershipId, isSteward: true });
    const asker = await world.person();
    const { request } = await world.done(
      asker,
      'requestMembership',
      { communityHandle: home.handle },
      'request { id }',
    );
    await world.done(person, 'vouchFor', { requestId: request.id });
    expect(await go(person)).toBe('DONE');
    expect(
      await owner('SELECT state, message FROM membership_request WHERE community_id = $1', [elsewhere.id]),
    ).toEqual([{ state: 'WITHDRAWN', message: '' }]);
    expect(await recorded(on, elsewhere.id)).toContain('membership.request_withdrawn');
    expect(
      await owner('SELECT withdrawn_at IS NOT NULL AS back FROM vouch WHERE request_id = $1', [request.id]),
    ).toEqual([{ back: true }]);
    expect(await owner('SELECT state FROM duty_offer WHERE membership_id = $1', [person.membershipId])).toEqual([
      { state: 'WITHDRAWN' },
    ]);
    expect(await owner('SELECT FROM vault.session WHERE person_id = $1 AND revoked_at IS NULL', [personId])).toEqual(
      [],
    );
    expect(await faults()).toEqual([]);
  });

  it('is removed by nobody any more', async () => {
    const home = await settled(world);
    const [third, fourth] = [await steward(world, home), await steward(world, home)];
    await world.done(home.steward, 'proposeStewardRemoval', {
      membershipId: fourth.membershipId,
      reason: 'canary quarrel',
    });
    expect(await go(fourth)).toBe('DONE');
    expect(await owner('SELECT state, reason FROM removal WHERE membership_id = $1', [fourth.membershipId])).toEqual([
      { state: 'LAPSED', reason: '' },
    ]);
    expect(third.membershipId).not.toBe(fourth.membershipId);
  });

  it('waits for no community as an ally', async () => {
    const home = await settled(world, "published = true, ally_admission = 'REVIEWED'");
    await world.campaign(home);
    const person = await world.person();
    const { request } = await world.done(
      person,
      'joinAsAlly',
      {
        communityHandle: home.handle,
        agreementVersion: 1,
        pseudonym: 'Canary who waits',
        answers: [{ questionId: 'position', text: 'canary answer' }],
      },
      'request { id }',
    );
    expect(await go(person)).toBe('DONE');
    const rows = await owner('SELECT state, answers, pseudonym, person_id FROM ally_request WHERE id = $1', [
      request.id,
    ]);
    expect(rows).toEqual([expect.objectContaining({ state: 'WITHDRAWN', answers: {} })]);
    expect(JSON.stringify(rows)).not.toContain('anary');
    expect(await outcome(world, home.steward, 'admitAlly', { requestId: request.id })).not.toBe('DONE');
  });

  it('acts for no organization; one that nobody acts for any more ends, others go on', async () => {
    const at = await scene(world);
    const [alone, together] = [await union(world), await union(world)];
    await joins(world, alone, at);
    const going = await joins(world, together, at);
    expect(await go(alone.second)).toBe('DONE');
    const ended = () =>
      owner('SELECT id, ended_at IS NOT NULL AS ended FROM organization WHERE id = ANY ($1) ORDER BY id = $2', [
        [alone.organizationId, together.organizationId],
        together.organizationId,
      ]);
    expect((await ended()).map((row) => row['ended'])).toEqual([false, false]);
    expect(await go(alone.founder)).toBe('DONE');
    expect(await go(together.founder)).toBe('DONE');
    expect((await ended()).map((row) => row['ended'])).toEqual([true, false]);
    expect(
      await owner('SELECT id FROM membership WHERE organization_id = ANY ($1) AND ended_at IS NULL', [
        [alone.organizationId, together.organizationId],
      ]),
    ).toEqual([{ id: going }]);
    expect(await recorded(on, at.community.id)).toContain('membership.ended');
    expect(await faults()).toEqual([]);
  });

  it('is stopped on the next request, with every session and every app', async () => {
    const home = await settled(world);
    const person = await member(world, home);
    const token = await appToken(world, person, 'READ', 'PLEDGE_WRITE');
    const { session } = await world.done(
      null as never,
      'signIn',
      { signIn: person.signInName, recoveryCode: person.recoveryCodes[0] },
      'session { accessToken refreshToken }',
    );
    const ways = [token.as, { ...person, ...session }, person];
    const viewed = async () => {
      const answers = await Promise.all(ways.map((as) => on.send(as, '{ viewer { memberships { standing } } }')));
      return answers.map(({ errors }) => errors[0]?.extensions.code);
    };
    expect(await viewed()).toEqual([undefined, undefined, undefined]);
    expect(await go(person)).toBe('DONE');
    expect(await viewed()).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED', 'UNAUTHENTICATED']);
    for (const { refreshToken } of [session, person]) {
      expect(await outcome(world, null, 'refreshSession', { refreshToken })).toBe('LINK_INVALID');
    }
  });

  it('goes, whatever a steward does about them at that moment', async () => {
    for (let round = 0; round < 3; round += 1) {
      const home = await settled(world);
      const person: Member = await member(world, home);
      const [gone] = await Promise.all([
        go(person),
        outcome(world, home.steward, 'removeMember', { membershipId: person.membershipId, reason: 'Harm.' }),
        outcome(world, home.second, 'changeDuties', { membershipId: person.membershipId, isSteward: true }),
      ]);
      expect(gone).toBe('DONE');
      expect(await owner('SELECT FROM membership WHERE id = $1 AND ended_at IS NULL', [person.membershipId])).toEqual(
        [],
      );
    }
  });
});

it('leaves nobody admitted whose second vouch comes while they are erased', async () => {
  for (let round = 0; round < 3; round += 1) {
    const home = await settled(world);
    const [third, asker] = [await member(world, home), await world.person()];
    const { request } = await world.done(
      asker,
      'requestMembership',
      { communityHandle: home.handle },
      'request { id }',
    );
    await world.done(home.second, 'vouchFor', { requestId: request.id });
    const [gone] = await Promise.all([erased(asker), outcome(world, third, 'vouchFor', { requestId: request.id })]);
    expect(gone).toBe('DONE');
    expect(
      await owner(
        'SELECT m.id FROM membership m WHERE m.community_id = $1 AND m.ended_at IS NULL AND NOT EXISTS (SELECT FROM vault.account a WHERE a.person_id = m.person_id)',
        [home.id],
      ),
    ).toEqual([]);
    expect(await owner("SELECT FROM membership_request WHERE community_id = $1 AND state = 'OPEN'", [home.id])).toEqual(
      [],
    );
  }
});

it('waits for who has the community, and takes back what they did about the person', async () => {
  const home = await settled(world);
  const person = await member(world, home);
  const pool = testPool(on.urls.runtime, 1);
  const offering = await pool.connect();
  try {
    await offering.query('BEGIN');
    await offering.query("SELECT app.enter('person', $1, NULL)", [await personIdOf(on, home.steward)]);
    await offering.query('SELECT app.offer_stewardship($1, $2, gen_random_uuid())', [home.id, person.membershipId]);
    const gone = erased(person);
    await untilSomeoneWaits(on);
    await offering.query('COMMIT');
    expect(await gone).toBe('DONE');
  } finally {
    offering.release();
    await pool.end();
  }
  expect(await owner('SELECT state FROM duty_offer WHERE membership_id = $1', [person.membershipId])).toEqual([
    { state: 'WITHDRAWN' },
  ]);
});
