import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { type Scene } from '../../support/pledging.js';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { pledgeTo, World } from '../../support/world.js';
import { acceptance, asking, personOf, taking, waitingIn } from './reviewed.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const reason = 'They followed someone home.';
const BLOCKED =
  'query ($h: String!) { community(handle: $h) { blockedAllies { totalCount nodes { id pseudonym reason } } } }';
const blockedIn = async (as: Person, of: Scene) =>
  (await on.send(as, BLOCKED, { h: of.community.handle })).data.community.blockedAllies;

/** The answer to joining as it comes over the wire, and what was asked of the database for it. */
async function joining(who: Person, of: Scene, input: Record<string, unknown> = {}) {
  const { result, statements } = await counting(() =>
    request(on.app.getHttpServer())
      .post('/graphql')
      .set('content-type', 'application/json')
      .set('authorization', `Bearer ${who.accessToken}`)
      .send({
        query:
          'mutation ($i: JoinAsAllyInput!) { joinAsAlly(input: $i) { membership { id } request { id } nextStep userErrors { code message path } } }',
        variables: { i: acceptance(of, input) },
      }),
  );
  return { answer: `${result.status} ${result.text}`, statements: statements.map((one) => one.slice(0, 60)) };
}

describe('someone who is blocked', () => {
  it('is out at once, and does not come back by joining, by a link, or for an organization', async () => {
    const of = await taking(world, 'AUTOMATIC');
    const ally = await world.ally(of.community, { pseudonym: 'Marta' });
    const pledge = await world.pledge({ ask: of.ask, by: ally });
    const { block } = await world.done(
      of.steward,
      'blockAlly',
      { membershipId: ally.membershipId, reason },
      'block { id }',
    );
    expect((await on.query(ally, '{ viewer { memberships { id } } }')).viewer.memberships).toEqual([]);
    expect(await on.refusal(ally, 'reportFulfilment', { pledgeId: pledge.id, quantity: 1 })).toBe('FORBIDDEN');

    const link = (await on.query(of.steward, 'query ($id: ID!) { ask(id: $id) { link } }', { id: of.ask.id })).ask.link;
    const { organization } = await world.done(
      ally,
      'createOrganization',
      { name: world.unique('Front') },
      'organization { id }',
    );
    const byLink = {
      link,
      answers: acceptance(of).answers,
      agreementVersion: 1,
      briefVersion: 1,
      termsVersion: 1,
      acceptedRiskTier: 0,
    };
    await unchanged(on, async () => {
      for (const [field, input] of [
        ['joinAsAlly', acceptance(of)],
        ['joinAsAlly', acceptance(of, { pseudonym: 'Somebody else' })],
        ['joinAsAlly', acceptance(of, { organizationId: organization.id })],
        ['joinAndPledge', byLink],
      ] as const) {
        expect((await on.mutate(ally, field, input)).userErrors).toMatchObject([{ code: 'ALLIES_NOT_TAKEN' }]);
      }
    });
    await world.done(of.steward, 'unblockAlly', { blockId: block.id });
    await world.done(ally, 'joinAsAlly', acceptance(of));
    expect((await world.pledge({ ask: of.ask, by: ally })).state).toBe('ACTIVE');
  });

  it('cannot tell it from a community that takes no allies now: same bytes, same work', async () => {
    const [open, closed] = [await taking(world, 'AUTOMATIC'), await taking(world, 'CLOSED')];
    const ally = await world.ally(open.community);
    await world.done(open.steward, 'blockAlly', { membershipId: ally.membershipId, reason });
    for (const input of [{}, { agreementVersion: 7 }, { answers: [] }, { pseudonym: 'Some name' }]) {
      const [blocked, notTaken] = [await joining(ally, open, input), await joining(ally, closed, input)];
      expect(blocked.answer).toBe(notTaken.answer);
      expect(blocked.statements).toEqual(notTaken.statements);
    }
    // A community that looks at each first says the same.
    await world.done(open.steward, 'changeAllyAdmission', { communityId: open.community.id, admission: 'REVIEWED' });
    expect((await joining(ally, open)).answer).toBe((await joining(ally, closed)).answer);
  });

  it('may have been somebody who asked, and leaves the list of those who wait', async () => {
    const of = await taking(world, 'REVIEWED');
    const spammer = await asking(world, of, { pseudonym: 'Buy watches' });
    await world.done(of.steward, 'blockAlly', { requestId: spammer.requestId, reason: 'Spam.' });
    expect((await waitingIn(on, of.steward, of)).totalCount).toBe(0);
    const again = await unchanged(on, () => on.mutate(spammer, 'joinAsAlly', acceptance(of)));
    expect(again.userErrors).toMatchObject([{ code: 'ALLIES_NOT_TAKEN' }]);
    expect((await blockedIn(of.steward, of)).nodes).toMatchObject([{ pseudonym: 'Buy watches', reason: 'Spam.' }]);
  });

  it('does not come back as a representative of an allied organization, whose invitation then does not work', async () => {
    const of = await taking(world, 'AUTOMATIC');
    const [ally, founder] = [await world.ally(of.community), await world.person()];
    await world.done(of.steward, 'blockAlly', { membershipId: ally.membershipId, reason });
    const { organization } = await world.done(
      founder,
      'createOrganization',
      { name: world.unique('Union') },
      'organization { id }',
    );
    const theirs = { organizationId: organization.id };
    await world.done(founder, 'joinAsAlly', acceptance(of, theirs));
    const { code } = await world.done(founder, 'inviteRepresentative', theirs, 'code');
    const refused = await unchanged(on, () =>
      on.mutate(ally, 'acceptRepresentation', { link: code }, 'organization { id }'),
    );
    const guessed = await on.mutate(
      ally,
      'acceptRepresentation',
      { link: 'r_AAAAAAAAAAAAAAAAAAAAAA' },
      'organization { id }',
    );
    expect(refused).toEqual(guessed);
    await world.done(await world.person(), 'acceptRepresentation', { link: code });
  });

  it('is known to stewards alone, once, and survives the membership', async () => {
    const of = await taking(world, 'AUTOMATIC');
    const affected = await world.affected(of.community);
    const ally = await world.ally(of.community, { pseudonym: 'Marta' });
    const input = { membershipId: ally.membershipId, reason };
    await world.done(of.steward, 'blockAlly', input);
    const twice = await unchanged(on, () => on.mutate(of.steward, 'blockAlly', input));
    expect(twice.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
    expect(await blockedIn(of.steward, of)).toMatchObject({ totalCount: 1, nodes: [{ pseudonym: 'Marta', reason }] });
    for (const outside of [affected, ally]) {
      const { errors } = await on.send(outside, BLOCKED, { h: of.community.handle });
      expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
    }
    const [entry] = await sql(on.urls.owner)(
      "SELECT subject_type, details FROM record_entry WHERE community_id = $1 AND kind = 'membership.ally_blocked'",
      [of.community.id],
    );
    expect(entry).toEqual({ subject_type: 'AllyBlock', details: {} });
    expect(JSON.stringify(await blockedIn(of.steward, of))).not.toContain(await personOf(on, ally.membershipId));
  });

  it('has no pledge left but what is reported', async () => {
    const of = await taking(world, 'AUTOMATIC');
    const [ally, other] = [await world.ally(of.community), await world.ask(of)];
    const [active, reported] = [
      await world.pledge({ ask: of.ask, by: ally }),
      await world.pledge({ ask: other, by: ally }),
    ];
    await world.reported({ pledge: reported });
    await world.done(of.steward, 'blockAlly', { membershipId: ally.membershipId, reason });
    const rows = await sql(on.urls.owner)('SELECT state FROM pledge WHERE id = ANY ($1) ORDER BY state', [
      [active.id, reported.id],
    ]);
    expect(rows.map(({ state }) => state)).toEqual(['ACTIVE', 'CANCELLED']);
    expect(await on.refusal(ally, 'makePledge', pledgeTo(await world.ask(of)))).toBe('FORBIDDEN');
  });
});
