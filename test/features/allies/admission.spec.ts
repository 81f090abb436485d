import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds } from '../../support/pledging.js';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { pledgeTo, World } from '../../support/world.js';
import { acceptance, asking, ownRequests, sent, taking, waitingIn } from './reviewed.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const UNKNOWN = '11111111-1111-4111-8111-111111111111';

describe('a community that looks at each ally first', () => {
  it('lets a request wait, which gives no rights and is seen by whoever asked and by those who may admit', async () => {
    const of = await taking(world, 'REVIEWED');
    const alliesOnly = await world.ask({ ...of, mandateId: of.mandateId }, { visibility: 'ALLIES' });
    const person = await world.person();
    const { membership, request, nextStep } = await world.done(
      person,
      'joinAsAlly',
      acceptance(of, { pseudonym: 'Marta' }),
      'membership { id } request { id state pseudonym } nextStep',
    );
    expect(membership).toBeNull();
    expect(request).toMatchObject({ state: 'WAITING', pseudonym: 'Marta' });
    expect(nextStep).toMatch(/once it has admitted you/);
    expect(await ownRequests(on, person)).toEqual({
      memberships: [],
      allyRequests: [
        { id: request.id, state: 'WAITING', answers: [{ text: 'I rent, with a secure lease.' }], isYours: true },
      ],
    });
    expect(await on.query(person, 'query ($id: ID!) { ask(id: $id) { id } }', { id: alliesOnly.id })).toEqual({
      ask: null,
    });
    expect(await unchanged(on, () => on.refusal(person, 'makePledge', pledgeTo(of.ask)))).toBe('FORBIDDEN');
    expect(await waitingIn(on, of.steward, of, 'id pseudonym answers { question text } isYours')).toEqual({
      totalCount: 1,
      nodes: [
        {
          id: request.id,
          pseudonym: 'Marta',
          answers: [{ question: expect.stringMatching(/Where do you stand/), text: 'I rent, with a secure lease.' }],
          isYours: false,
        },
      ],
    });
    expect(await sent(on, request.id)).toEqual(['membership.ally_requested']);
  });

  it('admits by steward, organizing ally and affected organizer, and the ally pledges', async () => {
    const of = await taking(world, 'AUTOMATIC');
    const organizer = await world.allyOrganizer(of.community);
    const affected = await world.affected(of.community);
    const [own] = (await on.query(affected, '{ viewer { memberships { id } } }')).viewer.memberships;
    const until = new Date(Date.now() + 86_400_000).toISOString();
    await world.done(of.steward, 'delegateOrganizer', { membershipId: own.id, until });
    await world.done(of.steward, 'changeAllyAdmission', { communityId: of.community.id, admission: 'REVIEWED' });
    for (const by of [of.steward, organizer, affected]) {
      const ally = await asking(world, of);
      const { membership } = await world.done(
        by,
        'admitAlly',
        { requestId: ally.requestId },
        'membership { id standing }',
      );
      expect(membership.standing).toBe('ALLY');
      expect((await ownRequests(on, ally)).allyRequests).toEqual([
        { id: ally.requestId, state: 'ADMITTED', answers: [], isYours: true },
      ]);
      expect((await world.pledge({ ask: of.ask, by: ally })).state).toBe('ACTIVE');
      const [row] = await sql(on.urls.owner)(
        'SELECT answers, admitted_by IS NOT NULL AS signed FROM membership WHERE id = $1',
        [membership.id],
      );
      expect(row).toEqual({ answers: { position: 'I rent, with a secure lease.' }, signed: true });
    }
    expect(
      (await deeds(on, of.community.id, 'membership')).filter((kind) => kind === 'membership.ally_admitted'),
    ).toHaveLength(3);
  });

  it('keeps one request however often it is sent, with what was sent last', async () => {
    const of = await taking(world, 'REVIEWED');
    const ally = await asking(world, of);
    const again = acceptance(of, { answers: [{ questionId: 'position', text: 'I moved away.' }], pseudonym: 'Again' });
    const { request } = await world.done(ally, 'joinAsAlly', again, 'request { id pseudonym answers { text } }');
    expect(request).toEqual({ id: ally.requestId, pseudonym: 'Again', answers: [{ text: 'I moved away.' }] });
    expect(await sent(on, ally.requestId)).toEqual(['membership.ally_requested']);
  });

  it('is not joined past the wait by who has an account from elsewhere, nor by who comes by a link without one', async () => {
    const of = await taking(world, 'REVIEWED');
    const data = await on.query(of.steward, 'query ($id: ID!) { ask(id: $id) { link } }', { id: of.ask.id });
    const input = {
      link: data.ask.link,
      answers: acceptance(of).answers,
      agreementVersion: 1,
      briefVersion: 1,
      termsVersion: 1,
      acceptedRiskTier: 0,
    };
    const fields =
      'pledge { id } membership { id } request { id state } nextStep session { accessToken } recoveryCodes';
    const joined = await on.mutate(null, 'joinAndPledge', input, fields);
    expect(joined).toMatchObject({ pledge: null, membership: null, request: { state: 'WAITING' }, userErrors: [] });
    expect(joined.recoveryCodes).toHaveLength(10);
    const newcomer = { ...joined.session } as Person;
    expect((await ownRequests(on, newcomer)).memberships).toEqual([]);
    const known = await world.person();
    expect(await on.mutate(known, 'joinAndPledge', input, 'pledge { id } request { state }')).toMatchObject({
      pledge: null,
      request: { state: 'WAITING' },
    });
    await world.done(of.steward, 'admitAlly', { requestId: joined.request.id });
    expect(await on.mutate(newcomer, 'joinAndPledge', input, 'pledge { state } request { id }')).toMatchObject({
      pledge: { state: 'ACTIVE' },
      request: null,
    });
  });

  it('lets whoever asked take it back, and ask again', async () => {
    const of = await taking(world, 'REVIEWED');
    const ally = await asking(world, of);
    await world.done(ally, 'withdrawAllyRequest', { requestId: ally.requestId });
    expect((await waitingIn(on, of.steward, of)).totalCount).toBe(0);
    const late = await unchanged(on, () => on.mutate(of.steward, 'admitAlly', { requestId: ally.requestId }));
    expect(late.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
    await world.done(ally, 'joinAsAlly', acceptance(of));
    expect((await waitingIn(on, of.steward, of)).totalCount).toBe(1);
  });

  it('looks again at an ally whose time ran out, and lets the same membership go on', async () => {
    const of = await taking(world, 'AUTOMATIC');
    const ally = await world.ally(of.community);
    await sql(on.urls.owner)(
      "UPDATE membership SET since = since - interval '13 months', until = since - interval '1 month' WHERE id = $1",
      [ally.membershipId],
    );
    await world.done(of.steward, 'changeAllyAdmission', { communityId: of.community.id, admission: 'REVIEWED' });
    const { request } = await world.done(ally, 'joinAsAlly', acceptance(of), 'request { id }');
    expect(await unchanged(on, () => on.refusal(ally, 'makePledge', pledgeTo(of.ask)))).toBe('FORBIDDEN');
    const { membership } = await world.done(of.steward, 'admitAlly', { requestId: request.id }, 'membership { id }');
    expect(membership.id).toBe(ally.membershipId);
    expect((await world.pledge({ ask: of.ask, by: ally })).state).toBe('ACTIVE');
  });

  it('is set by stewards alone, and not told to outsiders and allies', async () => {
    const of = await taking(world, 'CLOSED');
    const affected = await world.affected(of.community);
    const input = { communityId: of.community.id, admission: 'AUTOMATIC' };
    expect(await unchanged(on, () => on.refusal(affected, 'changeAllyAdmission', input))).toBe('FORBIDDEN');
    const ADMISSION = 'query ($h: String!) { community(handle: $h) { allyAdmission } }';
    const told = async (as: Person | null) => (await on.send(as, ADMISSION, { h: of.community.handle })).data.community;
    expect(await told(affected)).toEqual({ allyAdmission: 'CLOSED' });
    expect(await told(await world.person())).toEqual({ allyAdmission: null });
    expect(await told(null)).toEqual({ allyAdmission: null });
  });
});

describe('declining', () => {
  it('takes 200 at once, says of each what came of it, and says the same when sent again', async () => {
    const of = await taking(world, 'REVIEWED');
    const elsewhere = await asking(world, await taking(world, 'REVIEWED'));
    const [first, second, admitted] = [await asking(world, of), await asking(world, of), await asking(world, of)];
    await world.done(of.steward, 'admitAlly', { requestId: admitted.requestId });
    const requestIds = [
      first.requestId,
      elsewhere.requestId,
      admitted.requestId,
      UNKNOWN,
      second.requestId,
      first.requestId,
    ];
    const input = { communityId: of.community.id, requestIds };
    const fields = 'results { requestId request { state answers { text } } userErrors { code message path } }';
    const { results } = await world.done(of.steward, 'declineAllies', input, fields);
    expect(results.map((one: { userErrors: { code: string }[] }) => one.userErrors[0]?.code ?? 'declined')).toEqual([
      'declined',
      'UNKNOWN_REQUEST',
      'WRONG_STATE',
      'UNKNOWN_REQUEST',
      'declined',
      'declined',
    ]);
    // A foreign id reads like one that nobody has.
    expect(results[1].userErrors[0].message).toBe(results[3].userErrors[0].message);
    expect(results[0].request).toEqual({ state: 'DECLINED', answers: [] });
    const again = await unchanged(on, () => world.done(of.steward, 'declineAllies', input, fields));
    expect(again.results).toEqual(results);
    expect((await ownRequests(on, elsewhere)).allyRequests[0].state).toBe('WAITING');
    expect(
      (await deeds(on, of.community.id, 'membership')).filter((kind) => kind === 'membership.ally_declined'),
    ).toHaveLength(2);
    const tooMany = Array.from({ length: 201 }, () => first.requestId);
    const { userErrors } = await unchanged(on, () =>
      on.mutate(of.steward, 'declineAllies', { ...input, requestIds: tooMany }),
    );
    expect(userErrors).toMatchObject([{ code: 'TOO_MANY' }]);
  });

  it('and admitting are refused to whoever may not, in the same bytes for what they may not see', async () => {
    const of = await taking(world, 'REVIEWED');
    const waiting = await asking(world, of);
    const plain = await world.affected(of.community);
    const { steward: neighbour } = await world.community();
    const admit = (as: Person | null, requestId: string) =>
      on.send(as, 'mutation ($i: AdmitAllyInput!) { admitAlly(input: $i) { userErrors { code } } }', {
        i: { requestId },
      });
    await unchanged(on, async () => {
      expect((await admit(plain, waiting.requestId)).errors[0]?.extensions.code).toBe('FORBIDDEN');
      expect((await admit(waiting, waiting.requestId)).errors[0]?.extensions.code).toBe('FORBIDDEN');
      expect(await admit(neighbour, waiting.requestId)).toEqual(await admit(neighbour, UNKNOWN));
      const input = { communityId: of.community.id, requestIds: [waiting.requestId] };
      expect(await on.refusal(plain, 'declineAllies', input)).toBe('FORBIDDEN');
      expect(await on.refusal(neighbour, 'withdrawAllyRequest', { requestId: waiting.requestId })).toBe('NOT_FOUND');
    });
  });
});

describe('the list of those who wait', () => {
  it('costs the same number of statements for five and for fifty, and totals what is there', async () => {
    const cost = async (count: number) => {
      const of = await taking(world, 'REVIEWED');
      for (let n = 0; n < count; n += 1) await asking(world, of);
      const { result, statements } = await counting(() =>
        waitingIn(on, of.steward, of, 'pseudonym answers { question text } community { handle } organization { name }'),
      );
      expect(result.totalCount).toBe(count);
      expect(result.nodes).toHaveLength(Math.min(count, 20));
      return statements.length;
    };
    expect(await cost(50)).toBe(await cost(5));
  }, 60_000);
});

describe('a new version of the agreement', () => {
  it('must be accepted before the next pledge, by people and by organizations, and stands in the way of nothing else', async () => {
    const of = await taking(world, 'AUTOMATIC');
    const [next, other] = [await world.ask(of), await world.ask(of)];
    const ally = await world.ally(of.community);
    const { organization } = await world.done(
      ally,
      'createOrganization',
      { name: world.unique('Union') },
      'organization { id }',
    );
    const organizationId = organization.id as string;
    await world.done(ally, 'joinAsAlly', acceptance(of, { organizationId }));
    const own = await world.pledge({ ask: of.ask, by: ally });
    const theirs = await world.pledge({ ask: of.ask, by: ally, organizationId });
    const text = { communityId: of.community.id, replacesVersion: 1, text: 'Second version', questions: [] };
    await world.done(of.steward, 'publishAgreement', text);

    const MUST =
      '{ viewer { memberships { mustAcceptAgreement } organizations { memberships { mustAcceptAgreement } } } }';
    const must = async () => {
      const { memberships, organizations } = (await on.query(ally, MUST)).viewer;
      return [memberships[0].mustAcceptAgreement, organizations[0].memberships[0].mustAcceptAgreement];
    };
    expect(await must()).toEqual([true, true]);
    for (const input of [{}, { organizationId }]) {
      for (const agreementVersion of [1, 2]) {
        const refused = await unchanged(on, () =>
          on.mutate(ally, 'makePledge', pledgeTo(next, { agreementVersion, ...input })),
        );
        expect(refused.userErrors).toMatchObject([{ code: 'AGREEMENT_STALE' }]);
      }
    }
    await world.done(ally, 'reportFulfilment', { pledgeId: own.id, quantity: 1 });
    await world.done(ally, 'stepBack', { pledgeId: theirs.id, reason: 'Too much.' });

    const accepted = { communityHandle: of.community.handle, agreementVersion: 2 };
    await world.done(ally, 'joinAsAlly', { ...accepted, organizationId });
    expect(await must()).toEqual([true, false]);
    expect((await world.pledge({ ask: next, by: ally, organizationId, agreementVersion: 2 })).state).toBe('ACTIVE');
    const still = await unchanged(on, () => on.mutate(ally, 'makePledge', pledgeTo(other, { agreementVersion: 2 })));
    expect(still.userErrors).toMatchObject([{ code: 'AGREEMENT_STALE' }]);
    await world.done(ally, 'joinAsAlly', accepted);
    expect((await world.pledge({ ask: other, by: ally, agreementVersion: 2 })).state).toBe('ACTIVE');
  });
});
