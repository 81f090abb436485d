import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds } from '../../support/pledging.js';
import { personOf, tryAs } from '../../support/standing.js';
import pg from 'pg';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { offered, type OfferScene, offerScene, olden, rowOf, seenBy } from './offering.js';

let on: TestApp;
let world: World;
let home: OfferScene;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const fresh = async () => {
  home = await offerScene(world);
  return home;
};
const ASK = 'ask { id title description kind unit quantityWanted place state offer { id } }';
const adopt = (offer: { id: string }, input: Record<string, unknown> = {}) =>
  world.done(home.affected, 'adoptOffer', { offerId: offer.id, priorityId: home.priorityId, ...input }, ASK);

describe('adopting an offer', () => {
  it('makes a draft ask of it, in the words of the ally where the adopter has none', async () => {
    const { community } = await fresh();
    const offer = await offered(world, home);
    const { ask } = await adopt(offer, { title: 'Drive families to the hearing' });
    expect(ask).toEqual({
      id: ask.id,
      title: 'Drive families to the hearing',
      description: 'I can drive people to the hearing.\n\nTuesdays after six',
      kind: 'TRANSPORT',
      unit: 'seats',
      quantityWanted: 4,
      place: 'From the north gate',
      state: 'DRAFT',
      offer: { id: offer.id },
    });
    expect(await rowOf(world, offer)).toMatchObject({ state: 'ADOPTED', ask_id: ask.id });
    const [entry] = await sql(on.urls.owner)(
      `SELECT details, actor_role FROM record_entry WHERE community_id = $1 AND kind = 'offer.adopted'`,
      [community.id],
    );
    expect(entry).toEqual({ details: { askId: ask.id }, actor_role: 'AFFECTED' });
  });

  it('shows the ally that it was adopted, and the ask only once it is open', async () => {
    const { ally, steward, campaignId } = await fresh();
    const offer = await offered(world, home);
    const { ask } = await adopt(offer);
    const seen = async () =>
      (await on.query(ally, '{ viewer { offers { nodes { id state ask { id } } } } }')).viewer.offers.nodes;
    expect(await seen()).toEqual([{ id: offer.id, state: 'ADOPTED', ask: null }]);
    await world.done(steward, 'openAsk', { askId: ask.id });
    expect(await seen()).toEqual([{ id: offer.id, state: 'ADOPTED', ask: { id: ask.id } }]);
    const other = await world.ally(home.community);
    const { ask: asOther } = await on.query(other, 'query ($id: ID!) { ask(id: $id) { id offer { id } } }', {
      id: ask.id,
    });
    expect(asOther).toEqual({ id: ask.id, offer: null });
    expect(await seenBy(world, other, campaignId)).toEqual([]);
  });

  it('gives the ally no place in the ask, nor one before others', async () => {
    const { steward, community } = await fresh();
    const offer = await offered(world, home);
    const { ask } = await adopt(offer, { slots: 1, quantityWanted: 1 });
    await world.done(steward, 'openAsk', { askId: ask.id });
    expect(await sql(on.urls.owner)('SELECT id FROM pledge WHERE ask_id = $1', [ask.id])).toEqual([]);
    const first = await world.pledge({ ask, by: await world.ally(community) });
    const own = await world.pledge({ ask, by: home.ally });
    expect([first.state, own.state]).toEqual(['ACTIVE', 'WAITLISTED']);
  });

  it('is for affected people: an ally who organizes is refused, as is the ally whose offer it is', async () => {
    const { organizer, ally, priorityId } = await fresh();
    const offer = await offered(world, home);
    for (const who of [organizer, ally]) {
      for (const [field, input] of [
        ['adoptOffer', { priorityId }],
        ['declineOffer', {}],
      ] as const) {
        const code = await unchanged(on, () => on.refusal(who, field, { offerId: offer.id, ...input }));
        expect(code).toBe('FORBIDDEN');
      }
    }
  });

  it('is refused for a priority of another community, for what was withdrawn, and a second time', async () => {
    const { affected, steward, campaignId } = await fresh();
    const offer = await offered(world, home);
    const elsewhere = await offerScene(world);
    const foreign = { offerId: offer.id, priorityId: elsewhere.priorityId };
    expect(await unchanged(on, () => on.refusal(affected, 'adoptOffer', foreign))).toBe('NOT_FOUND');
    const { priority } = await world.done(
      steward,
      'proposePriority',
      { campaignId, statement: world.unique() },
      'priority { id }',
    );
    await world.done(steward, 'withdrawPriority', { priorityId: priority.id, reason: 'Not now.' });
    const aside = await unchanged(on, () =>
      on.mutate(affected, 'adoptOffer', { offerId: offer.id, priorityId: priority.id }),
    );
    expect(aside.userErrors).toMatchObject([{ code: 'PRIORITY_PUT_ASIDE' }]);
    await adopt(offer);
    const again = await unchanged(on, () =>
      on.mutate(affected, 'adoptOffer', { offerId: offer.id, priorityId: home.priorityId }),
    );
    expect(again.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
  });

  it('makes one ask when two adopt it at once', async () => {
    const { affected, steward, priorityId } = await fresh();
    const offer = await offered(world, home);
    const input = { offerId: offer.id, priorityId };
    const answers = await Promise.all([affected, steward].map((who) => on.mutate(who, 'adoptOffer', input, ASK)));
    expect(answers.filter(({ ask }) => ask !== null)).toHaveLength(1);
    const drafts = await sql(on.urls.owner)(`SELECT id FROM ask WHERE community_id = $1 AND state = 'DRAFT'`, [
      home.community.id,
    ]);
    expect(drafts).toHaveLength(1);
  });
});

describe('declining an offer', () => {
  it('thanks the ally in the words of the community', async () => {
    const { ally, affected, campaignId, community } = await fresh();
    const offer = await offered(world, home);
    await world.done(affected, 'declineOffer', { offerId: offer.id, thanks: 'Gracias, we have drivers {0}.' });
    expect(await seenBy(world, ally, campaignId)).toMatchObject([
      { state: 'DECLINED', thanks: 'Gracias, we have drivers {0}.' },
    ]);
    expect(await deeds(on, community.id, 'offer')).toEqual(['offer.made', 'offer.declined']);
  });

  it('thanks them in their own language where nobody wrote anything', async () => {
    const { ally, affected, campaignId } = await fresh();
    const offer = await offered(world, home);
    await world.done(affected, 'declineOffer', { offerId: offer.id });
    await world.done(ally, 'changePreferences', { language: 'es' });
    const [spoken] = await seenBy(world, ally, campaignId);
    expect(spoken?.thanks).toMatch(/^Gracias por ofrecer/);
    const [inEnglish] = await seenBy(world, affected, campaignId);
    expect(inEnglish?.thanks).toMatch(/^Thank you for offering/);
  });

  it('can be taken back by the community within 14 days, and not after', async () => {
    const { ally, affected, organizer, campaignId, community } = await fresh();
    const [offer, late] = [await offered(world, home), await offered(world, home)];
    for (const { id } of [offer, late]) await world.done(affected, 'declineOffer', { offerId: id });
    await olden(world, offer, '13 days');
    await olden(world, late, '14 days 1 minute');
    for (const who of [ally, organizer]) {
      expect(await unchanged(on, () => on.refusal(who, 'reopenOffer', { offerId: offer.id }))).toBe('FORBIDDEN');
    }
    await world.done(affected, 'reopenOffer', { offerId: offer.id });
    expect(await rowOf(world, offer)).toMatchObject({ state: 'OFFERED', thanks: null, answered_by: null });
    const refused = await unchanged(on, () => on.mutate(affected, 'reopenOffer', { offerId: late.id }));
    expect(refused.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
    await adopt(offer);
    const states = Object.fromEntries((await seenBy(world, affected, campaignId)).map((one) => [one.id, one.state]));
    expect(states).toEqual({ [offer.id]: 'ADOPTED', [late.id]: 'DECLINED' });
    expect((await deeds(on, community.id, 'offer')).at(-2)).toBe('offer.reopened');
  });

  it('leaves time for another answer when it is taken back late', async () => {
    const { affected } = await fresh();
    const offer = await offered(world, home);
    await world.done(affected, 'declineOffer', { offerId: offer.id });
    await sql(on.urls.owner)(`UPDATE offer SET expires_at = now() - interval '1 day' WHERE id = $1`, [offer.id]);
    const { offer: open } = await world.done(affected, 'reopenOffer', { offerId: offer.id }, 'offer { state }');
    expect(open).toEqual({ state: 'OFFERED' });
  });
});

describe('the database', () => {
  it('lets no ally answer an offer, and nobody write one in the name of another', async () => {
    const { ally, organizer, community, ask, affected } = await fresh();
    const offer = await offered(world, home);
    const pool = new pg.Pool({ connectionString: on.urls.runtime, max: 2 });
    const ids = [community.id, offer.id];
    const as = async (membershipId: string) => tryAs(pool, await personOf(on, membershipId));
    for (const { membershipId } of [ally, organizer]) {
      const attempt = await as(membershipId);
      expect(await attempt('SELECT app.adopt_offer($1, $2, $3)', [...ids, ask.id])).toBe(
        'offer_answered_by_affected_ck',
      );
      expect(await attempt('SELECT app.decline_offer($1, $2, NULL)', ids)).toBe('offer_answered_by_affected_ck');
      expect(await attempt('SELECT app.reopen_offer($1, $2)', ids)).toBe('offer_answered_by_affected_ck');
      expect(await attempt(`UPDATE offer SET state = 'ADOPTED' WHERE id = $1`, [offer.id])).toBe('permission denied');
    }
    const attempt = await as(organizer.membershipId);
    expect(await attempt(`UPDATE offer SET text = 'Mine' WHERE id = $1`, [offer.id])).toBe(0);
    const insert = `INSERT INTO offer (community_id, id, offered_by, kind, text, quantity, unit, language) VALUES ($1, gen_random_uuid(), $2, 'OTHER', 'x', 1, 'x', 'en')`;
    expect(await attempt(insert, [community.id, ally.membershipId])).toBe('row-level security');
    expect(await attempt(insert, [community.id, organizer.membershipId])).toBe(1);
    const { viewer } = await on.query(affected, '{ viewer { memberships { id } } }');
    const byAffected = await as(viewer.memberships[0].id);
    expect(await byAffected(insert, [community.id, viewer.memberships[0].id])).toBe('offer_by_active_ally_ck');
    expect(await byAffected('SELECT app.adopt_offer($1, $2, $3)', [...ids, ask.id])).toBe('offer_adopted_as_draft_ck');
    await pool.end();
  });
});

describe('a list of offers', () => {
  it('costs the same number of statements for five and for fifty', async () => {
    const { community, affected } = await fresh();
    const listed = () =>
      counting(() =>
        on.query(
          affected,
          `query ($id: ID!) { node(id: $id) { ... on Community { offers(first: 100) { totalCount nodes { id text thanks offeredBy { pseudonym }
             organization { name } campaign { name } community { name } ask { title offer { id } } viewerCanAnswer } } } } }`,
          { id: community.id },
        ),
      );
    for (let made = 0; made < 5; made += 1) await offered(world, home);
    const few = await listed();
    for (let ally = 0; ally < 5; ally += 1) {
      const by = await world.ally(community);
      for (let made = 0; made < 9; made += 1) await offered(world, home, {}, by);
    }
    const many = await listed();
    expect([few, many].map(({ result }) => result.node.offers.nodes.length)).toEqual([5, 50]);
    expect(many.statements).toHaveLength(few.statements.length);
  });
});
