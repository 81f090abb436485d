import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { type Scene, scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { actsIn, operatorOf } from './host.js';

let on: TestApp;
let world: World;

let operator: Person & { id: string };

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('taking_down') });
  world = new World(on);

  operator = await operatorOf(on);
}, 60_000);
afterAll(async () => {
  await on.close();
});

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const acts = (communityId: string) => actsIn(on, communityId);

const reason = 'ENDANGERS_PEOPLE';

describe('a page that was taken down', () => {
  let there: Scene;
  let link: string;
  let ally: Person;

  beforeEach(async () => {
    there = await scene(world);
    ally = await world.ally(there.community);
    await world.pledge({ ask: there.ask, by: ally });
    link = (await on.query(there.steward, 'query ($id: ID!) { ask(id: $id) { link } }', { id: there.ask.id })).ask.link;
  });

  /** What someone sees of the community, its campaign and its ask, by every way that leads there. */
  async function seen(as: Person | null) {
    const ids = { community: there.community.handle, campaign: there.campaignId, ask: there.ask.id, link };
    const { data } = await on.send(
      as,
      `query ($community: String!, $campaign: ID!, $ask: ID!, $link: String!) {
         community(handle: $community) { id campaigns { nodes { id } } }
         campaign: node(id: $campaign) { id ... on Campaign { progress { wanted } } }
         ask(id: $ask) { id }
         asks(first: 100) { nodes { id } }
         askByLink(link: $link) { ask { id } } }`,
      ids,
    );
    return {
      community: data?.community != null,
      campaign: data?.campaign != null && data.community?.campaigns.nodes.length !== 0,
      ask: data?.ask != null && data.asks.nodes.some(({ id }: { id: string }) => id === there.ask.id),
      link: data?.askByLink != null,
    };
  }
  const everything = { community: true, campaign: true, ask: true, link: true };
  const figures = () => owner('SELECT published FROM public_figure WHERE ask_id = $1', [there.ask.id]);

  it.each([
    ['an ask', () => ({ askId: there.ask.id }), 'Ask', { ...everything, ask: false, link: false }],
    [
      'a campaign',
      () => ({ campaignId: there.campaignId }),
      'Campaign',
      { community: false, campaign: false, ask: false, link: false },
    ],
    [
      'a community',
      () => ({ communityId: there.community.id }),
      'Community',
      { community: false, campaign: false, ask: false, link: false },
    ],
  ])('is hidden from outsiders at once, and from nobody who works there: %s', async (_name, page, type, left) => {
    const stranger = await world.person();
    expect(await seen(null)).toEqual(everything);
    await world.done(operator, 'takeDownPage', { ...page(), reason }, 'takenDown');
    expect(await seen(null)).toEqual(left);
    expect(await seen(stranger)).toEqual(left);
    expect(await seen(operator)).toEqual(left);
    expect(await seen(there.steward)).toEqual(everything);
    expect(await seen(ally)).toEqual(everything);
    expect(await figures()).toEqual([{ published: false }]);
    const member = await world.affected(there.community);
    await world.pledge({ ask: there.ask, by: member });
    await world.done(there.steward, 'pauseAsk', { askId: there.ask.id });
    await world.done(there.steward, 'openAsk', { askId: there.ask.id });
    await world.done(there.steward, 'stopCampaign', { campaignId: there.campaignId, reason: 'Rest.' });
    await world.done(there.steward, 'resumeCampaign', { campaignId: there.campaignId });
    expect(await seen(null)).toEqual(left);
    await world.done(operator, 'restorePage', { ...page(), reason: 'MISTAKE' }, 'restored');
    expect(await seen(null)).toEqual(everything);
    expect(await figures()).toEqual([{ published: true }]);
    const subject = Object.values(page())[0];
    expect(await acts(there.community.id)).toEqual([
      expect.objectContaining({
        kind: 'operator.page_taken_down',
        role: 'OPERATOR',
        actor: null,
        type,
        subject,
        details: { reason },
      }),
      expect.objectContaining({
        kind: 'operator.page_restored',
        role: 'OPERATOR',
        actor: null,
        type,
        subject,
        details: { reason: 'MISTAKE' },
      }),
    ]);
  });

  it('stays hidden when what is around it is shown again', async () => {
    await world.done(operator, 'takeDownPage', { askId: there.ask.id, reason });
    await world.done(operator, 'takeDownPage', { communityId: there.community.id, reason });
    await world.done(operator, 'restorePage', { communityId: there.community.id, reason });
    expect(await seen(null)).toEqual({ ...everything, ask: false, link: false });
  });

  it('lets nobody in by its link', async () => {
    await world.done(operator, 'takeDownPage', { communityId: there.community.id, reason });
    const join = {
      answers: [{ questionId: 'position', text: 'I rent.' }],
      briefVersion: 1,
      termsVersion: 1,
      agreementVersion: 1,
      acceptedRiskTier: 0,
    };
    await unchanged(on, async () => {
      const { data, errors } = await on.send(
        null,
        'mutation ($input: JoinAndPledgeInput!) { joinAndPledge(input: $input) { session { accessToken } userErrors { code } } }',
        { input: { ...join, link } },
      );
      expect([
        data?.joinAndPledge?.session ?? null,
        data?.joinAndPledge?.userErrors[0]?.code ?? errors[0]?.extensions.code,
      ]).toEqual([null, 'LINK_INVALID']);
    });
  });

  it('is named by one id, is there, and is taken down once', async () => {
    await unchanged(on, async () => {
      expect((await on.mutate(operator, 'takeDownPage', { reason })).userErrors[0].code).toBe('INVALID');
      const two = { askId: there.ask.id, campaignId: there.campaignId, reason };
      expect((await on.mutate(operator, 'takeDownPage', two)).userErrors[0].code).toBe('INVALID');
      expect(await on.refusal(operator, 'takeDownPage', { askId: randomUUID(), reason })).toBe('NOT_FOUND');
      expect((await on.mutate(operator, 'restorePage', { askId: there.ask.id, reason })).userErrors[0].code).toBe(
        'WRONG_STATE',
      );
    });
    await world.done(operator, 'takeDownPage', { askId: there.ask.id, reason });
    const again = await unchanged(on, () => on.mutate(operator, 'takeDownPage', { askId: there.ask.id, reason }));
    expect(again.userErrors[0].code).toBe('WRONG_STATE');
  });
});
