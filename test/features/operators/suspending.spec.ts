import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Relay } from '../../../src/platform/jobs/relay.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { type Scene, scene } from '../../support/pledging.js';
import { testKeys } from '../../support/stored-world.js';
import { unchanged } from '../../support/unchanged.js';
import { pledgeTo, World } from '../../support/world.js';
import { actsIn, operatorOf, personOf } from './host.js';

let on: TestApp;
let world: World;

let operator: Person & { id: string };

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('suspending') });
  world = new World(on);

  operator = await operatorOf(on);
}, 60_000);
afterAll(async () => {
  await on.close();
});

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const personIdOf = (person: Person) => personOf(on, person);
const standing = async (person: Person) =>
  (await owner('SELECT id FROM membership WHERE person_id = $1 ORDER BY id', [await personIdOf(person)])).map(
    (row) => row['id'] as string,
  );
const acts = (communityId: string) => actsIn(on, communityId);

const reason = 'ENDANGERS_PEOPLE';

describe('a suspended account', () => {
  let person: Person;
  let there: Scene;

  beforeEach(async () => {
    there = await scene(world);
    person = await world.ally(there.community);
  });

  it('is out from its next request on: its tokens, its refreshing and its signing in', async () => {
    await world.done(operator, 'suspendAccount', { personId: await personIdOf(person), reason }, 'suspended');
    expect(await on.refusal(person, 'makePledge', pledgeTo(there.ask))).toBe('UNAUTHENTICATED');
    expect((await on.send(person, '{ viewer { signInName } }')).data?.viewer ?? null).toBeNull();
    const refreshed = await on.mutate(null, 'refreshSession', { refreshToken: person.refreshToken });
    expect(refreshed.userErrors[0].code).toBe('LINK_INVALID');
    const input = { signIn: person.signInName, recoveryCode: person.recoveryCodes[0] };
    expect((await on.mutate(null, 'signIn', input)).userErrors[0].code).toBe('SIGN_IN_FAILED');
  });

  it('keeps its standing and its pledges, and comes back by signing in anew', async () => {
    const pledge = await world.pledge({ ask: there.ask, by: person });
    const [membershipId] = await standing(person);
    await world.done(operator, 'suspendAccount', { membershipId, reason });
    expect(await owner('SELECT state FROM pledge WHERE id = $1', [pledge.id])).toEqual([{ state: 'ACTIVE' }]);
    await world.done(operator, 'reinstateAccount', { membershipId, reason: 'MISTAKE' }, 'reinstated');
    expect(await on.refusal(person, 'makePledge', pledgeTo(there.ask))).toBe('UNAUTHENTICATED');
    const input = { signIn: person.signInName, recoveryCode: person.recoveryCodes[0] };
    const { session } = await world.done(null as never, 'signIn', input, 'session { accessToken refreshToken }');
    const back = { ...person, ...session };
    expect((await on.query(back, '{ viewer { memberships { id } } }')).viewer.memberships).toEqual([
      { id: membershipId },
    ]);
    await world.done(back, 'stepBack', { pledgeId: pledge.id, reason: 'Ill.' });
  });

  it('is on the record of every community where it stands, with a reason, and the stewards are told', async () => {
    const elsewhere = await scene(world);
    await world.done(person, 'joinAsAlly', {
      communityHandle: elsewhere.community.handle,
      agreementVersion: 1,
      answers: [{ questionId: 'position', text: 'I rent.' }],
    });
    const email = `${randomUUID()}@people.example`;
    const stewardId = await personIdOf(there.steward);
    await owner('UPDATE vault.account SET email_lookup = $2, email_cipher = $3 WHERE person_id = $1', [
      stewardId,
      testKeys.digest('lookup', email),
      testKeys.encrypt(email),
    ]);
    await world.done(operator, 'suspendAccount', { personId: await personIdOf(person), reason });
    const memberships = await standing(person);
    const entries = [...(await acts(there.community.id)), ...(await acts(elsewhere.community.id))];
    expect(entries.map(({ subject }) => String(subject)).sort()).toEqual(memberships);
    for (const entry of entries) {
      expect(entry).toMatchObject({
        kind: 'operator.account_suspended',
        announced: 'operator.account_suspended',
        role: 'OPERATOR',
        actor: null,
        type: 'Membership',
        details: { reason },
      });
    }
    const { community } = await on.query(
      there.steward,
      'query ($h: String!) { community(handle: $h) { record(kinds: [OPERATOR_ACCOUNT_SUSPENDED]) { nodes { text actorRole } } } }',
      { h: there.community.handle },
    );
    expect(community.record.nodes).toEqual([
      {
        actorRole: 'OPERATOR',
        text: 'The operator of this server suspended the account of someone here (because: it endangers people).',
      },
    ]);
    await on.app.get(Relay, { strict: false }).drain();
    const told = await owner(
      "SELECT subject_id FROM outbox_event WHERE kind = 'notice.due' AND data ->> 'notice' = 'operator-acted'",
    );
    expect(told.map((row) => row['subject_id'])).toContain(stewardId);
  });

  it('may be the last steward’s', async () => {
    await world.done(operator, 'suspendAccount', { personId: await personIdOf(there.steward), reason });
    expect(await on.refusal(there.steward, 'stopCampaign', { campaignId: there.campaignId, reason: 'x' })).toBe(
      'UNAUTHENTICATED',
    );
    expect(await acts(there.community.id)).toHaveLength(1);
  });

  it('is suspended once and reinstated once, with one of the two ids and a reason', async () => {
    const personId = await personIdOf(person);
    await world.done(operator, 'suspendAccount', { personId, reason });
    await unchanged(on, async () => {
      const again = await on.mutate(operator, 'suspendAccount', { personId, reason });
      expect(again.userErrors[0].code).toBe('WRONG_STATE');
      const both = await on.mutate(operator, 'suspendAccount', { personId, membershipId: randomUUID(), reason });
      expect(both.userErrors[0].code).toBe('INVALID');
      expect((await on.mutate(operator, 'suspendAccount', { reason })).userErrors[0].code).toBe('INVALID');
      const odd = await on.send(
        operator,
        'mutation ($input: SuspendAccountInput!) { suspendAccount(input: $input) { suspended } }',
        { input: { personId, reason: 'WHIM' } },
      );
      expect(odd.errors[0]?.extensions.code).toBe('BAD_REQUEST');
      expect(await on.refusal(operator, 'suspendAccount', { personId: randomUUID(), reason })).toBe('NOT_FOUND');
      expect(await on.refusal(operator, 'reinstateAccount', { membershipId: 'no id', reason })).toBe('NOT_FOUND');
      const host = await on.mutate(operator, 'suspendAccount', { personId: operator.id, reason });
      expect(host.userErrors[0].code).toBe('WRONG_STATE');
    });
    await world.done(operator, 'reinstateAccount', { personId, reason: 'MISTAKE' });
    const again = await unchanged(on, () => on.mutate(operator, 'reinstateAccount', { personId, reason: 'MISTAKE' }));
    expect(again.userErrors[0].code).toBe('WRONG_STATE');
  });

  it('is suspended once by two operators at the same moment', async () => {
    const personId = await personIdOf(person);
    await Promise.all(
      [1, 2, 3].map(() =>
        on.send(operator, 'mutation ($input: SuspendAccountInput!) { suspendAccount(input: $input) { suspended } }', {
          input: { personId, reason },
        }),
      ),
    );
    expect(await acts(there.community.id)).toHaveLength(1);
  });
});
