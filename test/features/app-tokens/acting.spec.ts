import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { appToken, inDays, isNoted } from '../../support/keys.js';
import { scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { pledgeTo, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const MEMBERSHIPS = '{ viewer { memberships { standing } pledges { totalCount } } }';

const refusal = async (as: As, query: string, variables: Record<string, unknown> = {}) => {
  const { errors } = await on.send(as, query, variables);
  return errors.map(({ message, extensions }) => [extensions.code, message]);
};
const mutation = (field: string) =>
  `mutation ($i: ${field[0]?.toUpperCase()}${field.slice(1)}Input!) { ${field}(input: $i) { userErrors { code } } }`;
const lacks = (scope: string) => [['FORBIDDEN', expect.stringContaining(`lacks the scope ${scope}.`)]];

describe('an app with a token', () => {
  it('does in the person’s name what its scope opens', async () => {
    const { community, ask } = await scene(world);
    const ally = await world.ally(community);
    const { as } = await appToken(world, ally, 'PLEDGE_WRITE', 'FULFILMENT_WRITE');
    const { pledge } = await world.done(as as never, 'makePledge', pledgeTo(ask), 'pledge { id }');
    await world.done(as as never, 'reportFulfilment', { pledgeId: pledge.id, quantity: 1 });
    const [row] = await owner('SELECT pledger_id FROM pledge WHERE id = $1', [pledge.id]);
    expect(row).toEqual({ pledger_id: ally.membershipId });
    expect((await on.query(ally, MEMBERSHIPS)).viewer.pledges.totalCount).toBe(1);
  });

  it('is told which scope it lacks, and nothing happens', async () => {
    const { community, ask, steward } = await scene(world);
    const ally = await world.ally(community);
    const [reader, writer] = [await appToken(world, ally, 'READ'), await appToken(world, ally, 'PLEDGE_WRITE')];
    const organizing = await appToken(world, steward, 'READ');
    for (const { id, as } of [reader, writer, organizing]) {
      await on.send(as, '{ askTemplates { key } }');
      await isNoted(on, id, { table: 'vault.app_token' });
    }
    await unchanged(on, async () => {
      expect(await refusal(reader.as, mutation('makePledge'), { i: pledgeTo(ask) })).toEqual(lacks('pledge:write'));
      expect(await refusal(writer.as, MEMBERSHIPS)).toEqual(lacks('read'));
      expect(await refusal(organizing.as, mutation('pauseAsk'), { i: { askId: ask.id } })).toEqual(lacks('ask:write'));
      expect(
        await refusal(
          writer.as,
          'mutation ($i: MakePledgeInput!) { makePledge(input: $i) { pledge { ask { campaign { name } } } } }',
          { i: pledgeTo(ask) },
        ),
      ).toEqual(lacks('read'));
    });
  });

  it('never touches account, duties, keys, admission or launches, with every scope there is', async () => {
    const { community, campaignId, steward } = await scene(world);
    const { __type: type } = await on.query(null, '{ __type(name: "AppScope") { enumValues { name } } }');
    const token = await appToken(world, steward, ...type.enumValues.map(({ name }: { name: string }) => name));
    const ally = await world.ally(community);
    await on.send(token.as, '{ askTemplates { key } }');
    await isNoted(on, token.id, { table: 'vault.app_token' });
    const tries: [string, Record<string, unknown>][] = [
      ['createAppToken', { name: 'Another', scopes: ['READ'], expiresAt: inDays(1) }],
      ['revokeAppToken', { appTokenId: token.id }],
      ['createDashboardKey', { communityId: community.id, name: 'A wall', expiresAt: inDays(1) }],
      ['signOut', { everywhere: true }],
      ['signUp', { email: 'app@people.example' }],
      ['delegateOrganizer', { membershipId: ally.membershipId, until: inDays(1) }],
      ['inviteToCommunity', { communityId: community.id }],
      ['stopCampaign', { campaignId, reason: 'No' }],
      ['createCommunity', { handle: world.unique('community'), name: 'Ours' }],
    ];
    await unchanged(on, async () => {
      for (const [field, i] of tries) {
        expect([field, await refusal(token.as, mutation(field), { i })]).toEqual([
          field,
          [['FORBIDDEN', 'Apps cannot do or see this. Sign in yourself for it.']],
        ]);
      }
    });
  });

  it('reads what its person reads, their account apart', async () => {
    const { community } = await scene(world);
    const ally = await world.ally(community);
    const { as } = await appToken(world, ally, 'READ');
    expect((await on.query(as, MEMBERSHIPS)).viewer.memberships).toEqual([{ standing: 'ALLY' }]);
    for (const field of ['signInName', 'email', 'hasPassword', 'recoveryCodesLeft', 'appTokens { id }']) {
      const { data, errors } = await on.send(as, `{ viewer { ${field} } }`);
      expect([field, errors[0]?.extensions.code]).toEqual([field, 'FORBIDDEN']);
      expect(JSON.stringify(data)).not.toContain(ally.signInName);
    }
  });

  it('stands where its person stands at that moment', async () => {
    const { community, steward } = await scene(world);
    const ally = await world.ally(community);
    const { as } = await appToken(world, ally, 'READ');
    const record = 'query ($h: String!) { community(handle: $h) { members { totalCount } } }';
    const sees = async () => (await on.send(as, record, { h: community.handle })).data.community.members !== null;
    expect(await sees()).toBe(false);
    await world.done(steward, 'delegateOrganizer', { membershipId: ally.membershipId, until: inDays(9) });
    expect(await sees()).toBe(true);
    await world.done(steward, 'endDelegation', { membershipId: ally.membershipId });
    expect(await sees()).toBe(false);
  });

  it('has no second factor, so that duties which ask for one rest', async () => {
    const { community, campaignId, steward, ask } = await scene(world);
    const { as } = await appToken(world, steward, 'READ', 'ASK_WRITE', 'CAMPAIGN_WRITE');
    await owner('UPDATE vault.session SET second_factor = true WHERE access_hash = sha256($1)', [
      Buffer.from(steward.accessToken),
    ]);
    await owner('UPDATE community SET requires_second_factor = true WHERE id = $1', [community.id]);
    const demand = { campaignId, title: 'Heat', decisionMaker: 'The landlord' };
    expect(await on.refusal(as, 'makeDemand', demand)).toBe('FORBIDDEN');
    expect(await on.refusal(as, 'pauseAsk', { askId: ask.id })).toBe('FORBIDDEN');
    await world.done(steward, 'makeDemand', demand);
  });
});

describe('a token that does not work', () => {
  const raw = async (authorization: string) => {
    const call = request(on.app.getHttpServer()).post('/graphql').set('content-type', 'application/json');
    const { status, text } = await call.set('authorization', authorization).send({ query: '{ askTemplates { key } }' });
    return { status, text };
  };

  it('is answered in the same bytes whether it is withdrawn, over, guessed, or its person is suspended or hosts the server', async () => {
    const person = await world.person();
    const ended: Record<string, (id: string, as: Person) => Promise<unknown>> = {
      withdrawn: (appTokenId) => world.done(person, 'revokeAppToken', { appTokenId }),
      over: (id) =>
        owner(
          `UPDATE vault.app_token SET created_at = now() - interval '2 days', expires_at = now() - interval '1 second' WHERE id = $1`,
          [id],
        ),
      suspended: (id) =>
        owner(
          'UPDATE person SET suspended_at = now() WHERE id = (SELECT person_id FROM vault.app_token WHERE id = $1)',
          [id],
        ),
      operating: (id) =>
        owner('UPDATE person SET is_operator = true WHERE id = (SELECT person_id FROM vault.app_token WHERE id = $1)', [
          id,
        ]),
    };
    const guessed = await raw(`Bearer app_${'A'.repeat(43)}`);
    expect(guessed.text).toContain('UNAUTHENTICATED');
    for (const [how, end] of Object.entries(ended)) {
      const of = ['suspended', 'operating'].includes(how) ? await world.person() : person;
      const token = await appToken(world, of, 'READ');
      expect((await raw(token.as.authorization)).text).toContain('askTemplates');
      await end(token.id, of);
      expect([how, await raw(token.as.authorization)]).toEqual([how, guessed]);
    }
  });

  it('opens nothing as another kind of token', async () => {
    const token = await appToken(world, await world.person(), 'READ');
    const body = token.secret.slice(4);
    for (const prefix of ['key_', 'acc_', 'ref_', 'xyz_']) {
      expect((await raw(`Bearer ${prefix}${body}`)).text).toContain('UNAUTHENTICATED');
    }
  });
});

it('notes the day on which the app last acted, by the calendar of the person', async () => {
  const person = await world.person();
  const token = await appToken(world, person, 'READ');
  await owner(
    `UPDATE person SET time_zone = 'Pacific/Kiritimati' WHERE id = (SELECT person_id FROM vault.app_token WHERE id = $1)`,
    [token.id],
  );
  await on.send(token.as, '{ askTemplates { key } }');
  const day = await isNoted(on, token.id, { table: 'vault.app_token' });
  expect(day).toBe(new Intl.DateTimeFormat('en-CA', { timeZone: 'Pacific/Kiritimati' }).format(new Date()));
  const { viewer } = await on.query(person, '{ viewer { appTokens { lastUsedOn } } }');
  expect(viewer.appTokens).toEqual([{ lastUsedOn: day }]);
});
