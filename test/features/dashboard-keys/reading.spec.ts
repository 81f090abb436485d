import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { dashboardKey, isNoted, type Made } from '../../support/keys.js';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { type Campaign, type Founded, World } from '../../support/world.js';

let on: TestApp;
let world: World;
let home: Home;

interface Home {
  community: Founded;
  unlisted: Campaign;
  other: Campaign;
  draft: Campaign;
  open: { id: string };
  forAllies: { id: string };
  draftAsk: { id: string };
}

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  home = await lived();
});
afterAll(() => on.close());

/** A community that works in two unlisted campaigns, with a public one so that allies find it. */
async function lived(): Promise<Home> {
  const community = await world.community();
  await world.campaign(community);
  const cosigner = await world.affected(community);
  const unlisted = await world.campaign(community, { visibility: 'UNLISTED' });
  const other = await world.campaign(community, { visibility: 'UNLISTED' });
  const draft = await world.campaign(community, { visibility: 'UNLISTED' }, false);
  const { steward } = community;
  const priority = await world.priority(unlisted);
  await world.mandate(priority, { steward, cosigner });
  const of = { steward, campaignId: unlisted.id, priorityId: priority.id };
  const open = await world.ask(of, { externalId: 'row 7', slots: 5 });
  const forAllies = await world.ask(of, { visibility: 'ALLIES' });
  const draftAsk = await world.ask(of, {}, false);
  const allies = [await world.ally(community), await world.ally(community)];
  for (const by of allies) await world.reported({ pledge: await world.pledge({ ask: open, by }) });
  await world.pledge({ ask: forAllies, by: allies[0] as Person });
  return { community, unlisted, other, draft, open, forAllies, draftAsk };
}

const CAMPAIGNS = '{ campaigns(first: 100) { nodes { id } } }';
const seenBy = async (as: As) =>
  (await on.query(as, CAMPAIGNS)).campaigns.nodes.map(({ id }: { id: string }) => id) as string[];

describe('a dashboard key', () => {
  let key: Made;
  beforeAll(async () => {
    key = await dashboardKey(world, home.community);
  });

  it('reads unlisted campaigns of its community, and no draft', async () => {
    const seen = await seenBy(key.as);
    expect(seen).toEqual(expect.arrayContaining([home.unlisted.id, home.other.id]));
    expect(seen).not.toContain(home.draft.id);
    expect(await seenBy(null)).not.toContain(home.unlisted.id);
  });

  it('reads of an unlisted campaign what it would show if it were public', async () => {
    const { campaign } = await on.query(
      key.as,
      `query ($h: String!) { campaign(handle: $h) { community { id } asks { totalCount nodes { id placesLeft externalId viewerCanPledge } }
         priorities { nodes { isNamed } } progress { isExact wanted pledged { count { value } } reported { quantity { value } } } } }`,
      { h: home.unlisted.handle },
    );
    expect(campaign).toEqual({
      community: { id: home.community.id },
      asks: {
        totalCount: 1,
        nodes: [{ id: home.open.id, placesLeft: null, externalId: null, viewerCanPledge: false }],
      },
      priorities: { nodes: [{ isNamed: true }] },
      progress: { isExact: true, wanted: 10, pledged: { count: { value: 2 } }, reported: { quantity: { value: 2 } } },
    });
  });

  it('sees no ask for allies, no draft, no pledge, no member and nothing that only members read', async () => {
    const { data, errors } = await on.send(
      key.as,
      `query ($h: String!, $c: String!) { viewer { signInName }
         campaign(handle: $h) { brief { text } stopReason pledges { nodes { id } } reportsAwaiting { nodes { id } }
           asks { nodes { link pledges { totalCount } } } mandates { nodes { signatures { __typename } } } }
         community(handle: $c) { members { nodes { id } } record { nodes { id } } viewerMembership { id } dashboardKeys { nodes { id } } } }`,
      { h: home.unlisted.handle, c: home.community.handle },
    );
    expect(data).toEqual({
      viewer: null,
      campaign: {
        brief: null,
        stopReason: null,
        pledges: { nodes: [] },
        reportsAwaiting: null,
        asks: { nodes: [{ link: null, pledges: { totalCount: 0 } }] },
        mandates: { nodes: [{ signatures: null }] },
      },
      community: { members: null, record: null, viewerMembership: null, dashboardKeys: null },
    });
    expect(new Set(errors.map((error) => error.extensions.code))).toEqual(new Set(['FORBIDDEN']));
    for (const { id } of [home.forAllies, home.draftAsk, home.draft]) {
      expect((await on.send(key.as, 'query ($id: ID!) { node(id: $id) { id } }', { id })).errors).toMatchObject([
        { extensions: { code: 'NOT_FOUND' } },
      ]);
    }
  });

  it('counts no pledge to an ask that it does not see', async () => {
    const { campaign } = await on.query(
      key.as,
      'query ($h: String!) { campaign(handle: $h) { priorities { nodes { progress { pledged { count { value } } } } } } }',
      { h: home.unlisted.handle },
    );
    expect(campaign.priorities.nodes[0].progress.pledged.count.value).toBe(2);
  });

  // Each mutation is a row of the access matrix; that none may ever let a key in is checked at the start.
  it('changes nothing', async () => {
    await isNotedNow(key);
    await unchanged(on, async () => {
      expect(await on.refusal(key.as, 'signUp', { email: 'key@people.example' })).toBe('FORBIDDEN');
      expect(await on.refusal(key.as, 'signOut', {})).toBe('FORBIDDEN');
      expect(await on.refusal(key.as, 'stopCampaign', { campaignId: home.unlisted.id, reason: 'No' })).toBe(
        'FORBIDDEN',
      );
      expect(await on.refusal(key.as, 'revokeDashboardKey', { dashboardKeyId: key.id })).toBe('FORBIDDEN');
    });
  });
});

async function isNotedNow(key: Made): Promise<void> {
  await on.query(key.as, '{ __typename }');
  await isNoted(on, key.id);
}

describe('a key for some campaigns', () => {
  it('reads those alone besides what is public', async () => {
    const { as } = await dashboardKey(world, home.community, { campaignIds: [home.other.id] });
    const seen = await seenBy(as);
    expect(seen).toContain(home.other.id);
    expect(seen).not.toContain(home.unlisted.id);
    expect((await on.query(as, 'query ($id: ID!) { ask(id: $id) { id } }', { id: home.open.id })).ask).toBeNull();
  });

  it('reads a campaign that was a draft from its launch on', async () => {
    const campaign = await world.campaign(home.community, { visibility: 'UNLISTED' }, false);
    const { as } = await dashboardKey(world, home.community, { campaignIds: [campaign.id] });
    expect(await seenBy(as)).not.toContain(campaign.id);
    await world.done(home.community.steward, 'launchCampaign', { campaignId: campaign.id });
    expect(await seenBy(as)).toContain(campaign.id);
  });
});

describe('a key that does not work', () => {
  const raw = async (authorization: string, query = CAMPAIGNS) => {
    const call = request(on.app.getHttpServer()).post('/graphql').set('content-type', 'application/json');
    const { status, text } = await call.set('authorization', authorization).send({ query });
    return { status, text };
  };

  it('is answered in the same bytes whether it is withdrawn, over or guessed', async () => {
    const [withdrawn, over] = [await dashboardKey(world, home.community), await dashboardKey(world, home.community)];
    await world.done(home.community.steward, 'revokeDashboardKey', { dashboardKeyId: withdrawn.id });
    await sql(on.urls.owner)(
      `UPDATE dashboard_key SET created_at = now() - interval '2 days', expires_at = now() - interval '1 second' WHERE id = $1`,
      [over.id],
    );
    const guessed = await raw(`Bearer key_${'A'.repeat(43)}`);
    expect(guessed.text).toContain('UNAUTHENTICATED');
    expect(guessed.text).toContain('Ask a steward of the community for a new one');
    expect(await raw(withdrawn.as.authorization)).toEqual(guessed);
    expect(await raw(over.as.authorization)).toEqual(guessed);
  });

  it('is turned away from the next request on, and by two processes alike', async () => {
    const second = await startTestApp({ urls: on.urls });
    try {
      const { id, as } = await dashboardKey(world, home.community);
      expect((await second.send(as, CAMPAIGNS)).errors).toEqual([]);
      await world.done(home.community.steward, 'revokeDashboardKey', { dashboardKeyId: id });
      for (const one of [on, second]) {
        expect((await one.send(as, CAMPAIGNS)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
      }
    } finally {
      await second.close();
    }
  });
});

describe('the last day of use', () => {
  it('is written once a day, by the calendar of the community, and by nobody’s request', async () => {
    const community = await world.community({ timeZone: 'Pacific/Kiritimati' });
    const key = await dashboardKey(world, community);
    const { statements } = await counting(async () => {
      await on.query(key.as, '{ __typename }');
      await isNoted(on, key.id);
    });
    expect(statements.filter((text) => text.includes('note_key_use'))).toHaveLength(1);
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Pacific/Kiritimati' }).format(new Date());
    expect(await isNoted(on, key.id)).toBe(day);

    const later = await counting(() => on.query(key.as, '{ __typename }'));
    expect(later.statements).toHaveLength(1);
    expect(later.statements[0]).toContain('vault.authenticate_key');
  });

  it('is written once when many requests of a day come first together', async () => {
    const key = await dashboardKey(world, home.community);
    const { statements } = await counting(async () => {
      await Promise.all(Array.from({ length: 20 }, () => on.query(key.as, '{ __typename }')));
      await isNoted(on, key.id);
    });
    const notes = statements.filter((text) => text.includes('note_key_use'));
    expect(notes.length).toBeGreaterThanOrEqual(1);
    expect(notes.length).toBeLessThan(5);
  });

  it('is written anew on the next day', async () => {
    const key = await dashboardKey(world, home.community);
    await isNotedNow(key);
    const today = await isNoted(on, key.id);
    const [before] = await sql(on.urls.owner)(
      'UPDATE dashboard_key SET last_used_on = last_used_on - 1 WHERE id = $1 RETURNING last_used_on::text AS day',
      [key.id],
    );
    expect(before?.['day']).not.toBe(today);
    await on.query(key.as, '{ __typename }');
    expect(await isNoted(on, key.id, { since: before?.['day'] })).toBe(today);
  });
});

it('keeps the unlisted campaigns of a community from the keys of another', async () => {
  const elsewhere = await world.community();
  const { as } = await dashboardKey(world, elsewhere);
  expect(await seenBy(as)).not.toContain(home.unlisted.id);
});
