import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OfferClock } from '../../../src/features/offers/index.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { help, offered, type OfferScene, offerScene, olden, rowOf, seenBy } from './offering.js';

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
const idsOf = (nodes: { id: string }[]) => nodes.map(({ id }) => id);

describe('an offer of help', () => {
  it('is seen by the community and by its ally, and by no other ally nor anybody outside', async () => {
    const { campaignId, ally, organizer, affected, steward, community } = await fresh();
    const offer = await offered(world, home);
    for (const who of [ally, organizer, affected, steward]) {
      expect(idsOf(await seenBy(world, who, campaignId))).toEqual([offer.id]);
    }
    for (const who of [await world.ally(community), (await world.community()).steward, await world.person(), null]) {
      expect(await seenBy(world, who, campaignId)).toEqual([]);
      expect((await on.send(who, 'query ($id: ID!) { node(id: $id) { id } }', { id: offer.id })).errors).toHaveLength(
        1,
      );
    }
    expect(await deeds(on, community.id, 'offer')).toEqual(['offer.made']);
  });

  it('goes to the community where it is meant for no campaign in particular, in its language', async () => {
    const { community, ally, affected } = await fresh();
    const input = { ...help(''), campaignId: null, communityId: community.id };
    const { offer } = await world.done(ally, 'offerHelp', input, 'offer { id language campaign { id } isOwn }');
    expect(offer).toMatchObject({ language: 'en', campaign: null, isOwn: true });
    const { node } = await on.query(
      affected,
      'query ($id: ID!) { node(id: $id) { ... on Community { offers(state: OFFERED) { nodes { id offeredBy { id } isOwn } totalCount } } } }',
      { id: community.id },
    );
    expect(node.offers).toEqual({
      nodes: [{ id: offer.id, offeredBy: { id: ally.membershipId }, isOwn: false }],
      totalCount: 1,
    });
  });

  it('is the organization’s where one is named, and its representatives see it among their own', async () => {
    const { campaignId, community, affected } = await fresh();
    const person = await world.person();
    const { organization } = await world.done(person, 'createOrganization', { name: 'Bakers' }, 'organization { id }');
    const of = { organizationId: organization.id };
    await world.done(person, 'joinAsAlly', {
      communityHandle: community.handle,
      agreementVersion: 1,
      answers: [{ questionId: 'position', text: 'We own ovens.' }],
      ...of,
    });
    const unnamed = await on.mutate(person, 'offerHelp', help(campaignId));
    expect(unnamed.userErrors).toMatchObject([{ code: 'ORGANIZATION_REQUIRED', path: ['input', 'organizationId'] }]);
    const { offer } = await world.done(person, 'offerHelp', help(campaignId, of), 'offer { id }');
    const { viewer } = await on.query(person, '{ viewer { offers { nodes { id organization { name } } } } }');
    expect(viewer.offers.nodes).toEqual([{ id: offer.id, organization: { name: 'Bakers' } }]);
    expect(await on.refusal(await world.ally(community), 'offerHelp', help(campaignId, of))).toBe('NOT_FOUND');
    expect(idsOf(await seenBy(world, affected, campaignId))).toEqual([offer.id]);
  });

  it.each([
    ['for a campaign and a community at once', { communityId: '' }, 'INVALID'],
    ['for nothing', { campaignId: null }, 'INVALID'],
    ['to speak for the community', { kind: 'SPEAK' }, 'NOT_FOR_YOUR_STANDING'],
    ['without a word', { text: '  ' }, 'TOO_SHORT'],
    ['of nothing', { quantity: 0 }, 'OUT_OF_RANGE'],
  ])('is refused %s', async (_what, input, code) => {
    const { campaignId, community, ally } = await fresh();
    const sent = 'communityId' in input ? { communityId: community.id } : input;
    const refused = await unchanged(on, () => on.mutate(ally, 'offerHelp', help(campaignId, sent)));
    expect(refused.userErrors).toMatchObject([{ code }]);
  });

  it('is made by allies alone, and not while they are paused', async () => {
    const { campaignId, community, affected, steward } = await fresh();
    const paused = await world.ally(community);
    await sql(on.urls.owner)('UPDATE membership SET paused_at = now() WHERE id = $1', [paused.membershipId]);
    const refused = async (who: Person) =>
      expect(await unchanged(on, () => on.refusal(who, 'offerHelp', help(campaignId)))).toBe('FORBIDDEN');
    for (const who of [paused, affected, steward, await world.person()]) await refused(who);
  });

  it('waits with at most nine others of its ally, however many are sent at once', async () => {
    const { campaignId, ally } = await fresh();
    for (let made = 0; made < 7; made += 1) await offered(world, home);
    const answers = await Promise.all(Array.from({ length: 6 }, () => on.mutate(ally, 'offerHelp', help(campaignId))));
    const codes = answers.flatMap(({ userErrors }) => userErrors.map(({ code }: { code: string }) => code));
    expect(codes).toEqual(['OFFER_LIMIT', 'OFFER_LIMIT', 'OFFER_LIMIT']);
    const [first] = await seenBy(world, ally, campaignId);
    await world.done(ally, 'withdrawOffer', { offerId: first?.id });
    await offered(world, home);
    const refused = await unchanged(on, () => on.mutate(ally, 'offerHelp', help(campaignId)));
    expect(refused.userErrors).toMatchObject([{ code: 'OFFER_LIMIT' }]);
  });

  it('is made once, however often it is sent with one key', async () => {
    const { campaignId, ally } = await fresh();
    const input = help(campaignId, { idempotencyKey: world.unique('key') });
    const { offer } = await world.done(ally, 'offerHelp', input, 'offer { id }');
    expect((await world.done(ally, 'offerHelp', input, 'offer { id }')).offer).toEqual(offer);
    expect(await seenBy(world, ally, campaignId)).toHaveLength(1);
  });
});

describe('its ally', () => {
  it('changes it while it waits, over the version that was read', async () => {
    const { ally } = await fresh();
    const { id, version } = await offered(world, home);
    const change = { offerId: id, expectedVersion: version, text: 'I can drive on Mondays.' };
    const { offer } = await world.done(ally, 'reviseOffer', change, 'offer { text when version }');
    expect(offer).toEqual({ text: 'I can drive on Mondays.', when: 'Tuesdays after six', version: version + 1 });
    const stale = await unchanged(on, () => on.mutate(ally, 'reviseOffer', { ...change, text: 'Or never.' }));
    expect(stale.userErrors).toMatchObject([{ code: 'STALE_VERSION' }]);
  });

  it('alone changes it or takes it back', async () => {
    const { community, affected, organizer } = await fresh();
    const { id, version } = await offered(world, home);
    for (const who of [affected, organizer]) {
      const change = { offerId: id, expectedVersion: version, text: 'Mine now.' };
      expect(await unchanged(on, () => on.refusal(who, 'reviseOffer', change))).toBe('FORBIDDEN');
      expect(await unchanged(on, () => on.refusal(who, 'withdrawOffer', { offerId: id }))).toBe('FORBIDDEN');
    }
    const other = await world.ally(community);
    expect(await unchanged(on, () => on.refusal(other, 'withdrawOffer', { offerId: id }))).toBe('NOT_FOUND');
  });

  it('takes it back while paused, and changes nothing then', async () => {
    const { ally } = await fresh();
    const { id, version } = await offered(world, home);
    await sql(on.urls.owner)('UPDATE membership SET paused_at = now() WHERE id = $1', [ally.membershipId]);
    const change = { offerId: id, expectedVersion: version, text: 'More.' };
    expect(await unchanged(on, () => on.refusal(ally, 'reviseOffer', change))).toBe('FORBIDDEN');
    const { offer } = await world.done(ally, 'withdrawOffer', { offerId: id }, 'offer { state viewerCanWithdraw }');
    expect(offer).toEqual({ state: 'WITHDRAWN', viewerCanWithdraw: false });
    const again = await unchanged(on, () => on.mutate(ally, 'withdrawOffer', { offerId: id }));
    expect(again.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
  });
});

describe('an offer that nobody answers', () => {
  it('is over after 90 days before the clock says so, and is on the record once it does', async () => {
    const { campaignId, community, ally, affected } = await fresh();
    const offer = await offered(world, home);
    const kept = await offered(world, home);
    await olden(world, offer, '90 days 1 minute');
    await olden(world, kept, '89 days');
    const states = async () =>
      Object.fromEntries((await seenBy(world, affected, campaignId)).map((one) => [one.id, one.state]));
    const expected = { [offer.id]: 'EXPIRED', [kept.id]: 'OFFERED' };
    expect(await states()).toEqual(expected);
    for (const [field, who] of [
      ['declineOffer', affected],
      ['withdrawOffer', ally],
    ] as const) {
      const late = await unchanged(on, () => on.mutate(who, field, { offerId: offer.id }));
      expect(late.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
    }
    await on.app.get(OfferClock, { strict: false }).expire();
    await on.app.get(OfferClock, { strict: false }).expire();
    expect(await states()).toEqual(expected);
    expect(await rowOf(world, offer)).toMatchObject({ state: 'EXPIRED', answered_by: null });
    expect((await deeds(on, community.id, 'offer')).filter((kind) => kind === 'offer.expired')).toHaveLength(1);
  });

  it('is over when its ally is none any more', async () => {
    const { community, steward, ally } = await fresh();
    const offer = await offered(world, home);
    await world.done(steward, 'endAlly', { membershipId: ally.membershipId, reason: 'It is over.' });
    await on.app.get(OfferClock, { strict: false }).expire();
    expect(await rowOf(world, offer)).toMatchObject({ state: 'EXPIRED' });
    expect(await deeds(on, community.id, 'offer')).toEqual(['offer.made', 'offer.expired']);
  });
});
