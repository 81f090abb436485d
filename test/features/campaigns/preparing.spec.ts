import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { type Founded, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const nobody = '00000000-0000-4000-8000-000000000000';
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const draft = (community: Founded, input = {}) => ({
  communityId: community.id,
  handle: world.unique('campaign'),
  name: 'Warm homes',
  ...input,
});
const kinds = async (campaignId: string) => {
  const query = sql(on.urls.owner);
  const entries = await query('SELECT id, kind FROM record_entry WHERE campaign_id = $1 ORDER BY recorded_at', [
    campaignId,
  ]);
  const events = await query('SELECT id FROM outbox_event WHERE id = ANY ($1)', [entries.map((one) => one['id'])]);
  expect(events).toHaveLength(entries.length);
  return entries.map((entry) => entry['kind']);
};

/** Everyone who could try something with a community's draft, by what they are. */
async function everyone(community: Founded) {
  const others = await world.community();
  return {
    anonymous: null,
    stranger: await world.person(),
    ally: await world.ally(community),
    allyOrganizer: await world.allyOrganizer(community),
    foreignSteward: others.steward,
    affected: await world.affected(community),
  };
}

/** A community whose first campaign is launched, so that it has allies. */
async function known() {
  const community = await world.community({ language: 'es', timeZone: 'America/Mexico_City' });
  await world.campaign(community);
  return community;
}

async function answers(people: Record<string, Person | null>, field: string, input: Record<string, unknown>) {
  const codes: Record<string, string> = {};
  for (const [role, person] of Object.entries(people)) {
    codes[role] = await unchanged(on, () => on.refusal(person, field, input));
  }
  return codes;
}

describe('drafting a campaign', () => {
  it('lets any affected person draft one, in the language and days of the community, seen by the people affected alone', async () => {
    const community = await known();
    const { affected, ally, stranger, allyOrganizer } = await everyone(community);
    const input = draft(community, { startsOn: day(-30), endsOn: day(60), summary: 'For all of us' });
    const fields =
      'campaign { id state handle language timeZone visibility startsOn endsOn version launchedAt summary viewerCanRevise viewerCanLaunch viewerCanStop community { handle } }';
    const { campaign } = await world.done(affected, 'createCampaign', input, fields);
    expect(campaign).toEqual({
      id: expect.any(String),
      state: 'DRAFT',
      handle: input.handle,
      language: 'es',
      timeZone: 'America/Mexico_City',
      visibility: 'PUBLIC',
      startsOn: day(-30),
      endsOn: day(60),
      version: 1,
      launchedAt: null,
      summary: 'For all of us',
      viewerCanRevise: true,
      viewerCanLaunch: false,
      viewerCanStop: false,
      community: { handle: community.handle },
    });
    const seen = async (as: Person | null) =>
      (await on.query(as, 'query ($handle: String!) { campaign(handle: $handle) { id } }', input)).campaign !== null;
    expect(await Promise.all([affected, community.steward].map(seen))).toEqual([true, true]);
    expect(await Promise.all([null, stranger, ally, allyOrganizer].map(seen))).toEqual([false, false, false, false]);
    expect(await kinds(campaign.id)).toEqual(['campaign.created']);
  });

  it('is refused to everybody who is not affected, and to people on probation', async () => {
    const community = await known();
    const { affected, ...others } = await everyone(community);
    await sql(on.urls.owner)(
      "UPDATE membership SET probation_until = now() + interval '1 day' WHERE community_id = $1 AND NOT is_steward AND standing = 'AFFECTED'",
      [community.id],
    );
    expect(await answers({ ...others, probation: affected }, 'createCampaign', draft(community))).toEqual({
      anonymous: 'UNAUTHENTICATED',
      stranger: 'FORBIDDEN',
      ally: 'FORBIDDEN',
      allyOrganizer: 'FORBIDDEN',
      foreignSteward: 'FORBIDDEN',
      probation: 'FORBIDDEN',
    });
  });

  it('refuses colliding handles, hostile texts and impossible days, and changes nothing', async () => {
    const community = await world.community();
    const { handle } = await world.campaign(community, {}, false);
    const cases: [Record<string, unknown>, string, string][] = [
      [{ handle }, 'HANDLE_TAKEN', 'handle'],
      [{ handle: handle.toUpperCase() }, 'HANDLE_TAKEN', 'handle'],
      [{ handle: 'campaigns' }, 'RESERVED', 'handle'],
      [{ handle: 'a_b' }, 'INVALID', 'handle'],
      [{ name: ' ' }, 'TOO_SHORT', 'name'],
      [{ name: 'x'.repeat(121) }, 'TOO_LONG', 'name'],
      [{ name: 'two\nlines' }, 'INVALID', 'name'],
      [{ name: 'in\u0000visible' }, 'INVALID', 'name'],
      [{ name: 'evil\u202Etxt' }, 'INVALID', 'name'],
      [{ summary: 'x'.repeat(4001) }, 'TOO_LONG', 'summary'],
      [{ summary: '\u0007' }, 'INVALID', 'summary'],
      [{ language: 'nonsense language' }, 'INVALID', 'language'],
      [{ timeZone: 'Mars/Olympus' }, 'INVALID', 'timeZone'],
      [{ endsOn: day(-2) }, 'IN_THE_PAST', 'endsOn'],
      [{ startsOn: day(10), endsOn: day(9) }, 'OUT_OF_RANGE', 'endsOn'],
    ];
    for (const [input, code, field] of cases) {
      const payload = await unchanged(on, () =>
        on.mutate(community.steward, 'createCampaign', draft(community, input), 'campaign { id }'),
      );
      expect(payload).toMatchObject({ campaign: null, userErrors: [{ code, path: ['input', field] }] });
    }
    const impossible = await on.send(
      community.steward,
      'mutation ($i: CreateCampaignInput!) { createCampaign(input: $i) { userErrors { code } } }',
      { i: draft(community, { endsOn: '2027-02-30' }) },
    );
    expect(impossible.errors[0]?.extensions.code).toBe('BAD_REQUEST');
  });

  it('answers a community that is hidden and one that is not there alike', async () => {
    const hidden = await world.community();
    const stranger = (await world.community()).steward;
    const ask = (communityId: string) =>
      on.send(stranger, 'mutation ($i: CreateCampaignInput!) { createCampaign(input: $i) { userErrors { code } } }', {
        i: { communityId, handle: 'some-handle-or-other', name: 'x' },
      });
    const answer = await ask(hidden.id);
    expect(answer.errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect(await ask(nobody)).toEqual(answer);
    expect(await ask("'; DROP TABLE campaign; --")).toEqual(answer);
  });

  it('drafts once for twenty requests with one key, and refuses another request under it', async () => {
    const community = await world.community();
    const input = draft(community, { idempotencyKey: world.unique('key') });
    const all = await Promise.all(
      Array.from({ length: 20 }, () => on.mutate(community.steward, 'createCampaign', input, 'campaign { id }')),
    );
    expect(new Set(all.map((one) => one.campaign.id)).size).toBe(1);
    expect(await on.refusal(community.steward, 'createCampaign', { ...input, name: 'Another' })).toBe('CONFLICT');
    expect(await kinds(all[0].campaign.id)).toEqual(['campaign.created']);
  });

  it('gives a handle to one of two who want it at once', async () => {
    const [one, two] = await Promise.all([world.community(), world.community()]);
    const handle = world.unique('campaign');
    const done = await Promise.all(
      [one, two].map((community) => on.mutate(community.steward, 'createCampaign', draft(community, { handle }))),
    );
    expect(done.flatMap((payload) => payload.userErrors.map((error: { code: string }) => error.code))).toEqual([
      'HANDLE_TAKEN',
    ]);
  });
});

describe('revising a campaign', () => {
  const fields = 'campaign { name summary startsOn endsOn version visibility }';

  it('changes what is sent, keeps what is left out, and takes a day away by null', async () => {
    const community = await world.community();
    const campaign = await world.campaign(community, { summary: 'First', startsOn: day(1), endsOn: day(9) }, false);
    const revised = await world.done(
      community.steward,
      'reviseCampaign',
      { campaignId: campaign.id, expectedVersion: 1, name: 'Warmer homes', endsOn: null },
      fields,
    );
    expect(revised.campaign).toEqual({
      name: 'Warmer homes',
      summary: 'First',
      startsOn: day(1),
      endsOn: null,
      version: 2,
      visibility: 'PUBLIC',
    });
    expect(await kinds(campaign.id)).toContain('campaign.revised');
  });

  it('lets one of two who read the same version revise it', async () => {
    const community = await world.community();
    const campaign = await world.campaign(community);
    const both = await Promise.all(
      ['One', 'Two'].map((name) =>
        on.mutate(community.steward, 'reviseCampaign', { campaignId: campaign.id, expectedVersion: 1, name }, fields),
      ),
    );
    const refused = both.filter((payload) => payload.campaign === null);
    expect(refused).toHaveLength(1);
    expect(refused[0].userErrors).toMatchObject([{ code: 'STALE_VERSION', path: ['input', 'expectedVersion'] }]);
  });

  it('is the right of who drafted it until it is launched, and of stewards', async () => {
    const community = await known();
    const { affected, ...others } = await everyone(community);
    const { campaign } = await world.done(affected, 'createCampaign', draft(community), 'campaign { id }');
    const input = { campaignId: campaign.id, expectedVersion: 1, name: 'Renamed' };
    const colleague = await world.affected(community);
    expect(await answers({ ...others, colleague }, 'reviseCampaign', input)).toEqual({
      anonymous: 'UNAUTHENTICATED',
      stranger: 'FORBIDDEN',
      ally: 'FORBIDDEN',
      allyOrganizer: 'FORBIDDEN',
      foreignSteward: 'NOT_FOUND',
      colleague: 'FORBIDDEN',
    });
    await world.done(affected, 'reviseCampaign', input);
    await world.done(affected, 'publishBrief', { campaignId: campaign.id, replacesVersion: 0, text: 'Ours' });
    await world.done(community.steward, 'launchCampaign', { campaignId: campaign.id });
    const late = { ...input, expectedVersion: 2 };
    expect(await answers({ affected }, 'reviseCampaign', late)).toEqual({ affected: 'FORBIDDEN' });
    await world.done(community.steward, 'reviseCampaign', late);
  });

  it('hides a public campaign from outsiders when it becomes unlisted', async () => {
    const community = await world.community();
    const campaign = await world.campaign(community);
    const ally = await world.ally(community);
    await world.done(community.steward, 'reviseCampaign', {
      campaignId: campaign.id,
      expectedVersion: 1,
      visibility: 'UNLISTED',
    });
    const seen = async (as: Person | null) =>
      (await on.query(as, 'query ($handle: String!) { campaign(handle: $handle) { id } }', { handle: campaign.handle }))
        .campaign !== null;
    expect([await seen(null), await seen(ally), await seen(community.steward)]).toEqual([false, true, true]);
  });
});

describe('the brief', () => {
  it('is published in versions, each over the one that was read, and read by members alone', async () => {
    const community = await world.community();
    const campaign = await world.campaign(community);
    const input = { campaignId: campaign.id, replacesVersion: 1, text: 'Second\nversion' };
    const fields = 'campaign { brief { version text } }';
    const both = await Promise.all([1, 2].map(() => on.mutate(community.steward, 'publishBrief', input, fields)));
    expect(both.filter((payload) => payload.userErrors[0]?.code === 'STALE_VERSION')).toHaveLength(1);
    const reads = (as: Person | null) =>
      on.send(as, 'query ($handle: String!) { campaign(handle: $handle) { brief { version text } } }', {
        handle: campaign.handle,
      });
    const ally = await world.ally(community);
    expect((await reads(ally)).data.campaign.brief).toEqual({ version: 2, text: 'Second\nversion' });
    for (const outsider of [null, await world.person(), (await world.community()).steward]) {
      const answer = await reads(outsider);
      expect(answer.data.campaign).toEqual({ brief: null });
      expect(answer.errors).toHaveLength(1);
    }
  });

  it('refuses empty and endless texts, and whoever may not write it', async () => {
    const community = await known();
    const campaign = await world.campaign(community);
    const input = { campaignId: campaign.id, replacesVersion: 1, text: 'Ours' };
    for (const [text, code] of [
      ['', 'TOO_SHORT'],
      ['x'.repeat(20_001), 'TOO_LONG'],
      ['a\u202Eb', 'INVALID'],
    ]) {
      const payload = await unchanged(on, () => on.mutate(community.steward, 'publishBrief', { ...input, text }));
      expect(payload.userErrors).toMatchObject([{ code, path: ['input', 'text'] }]);
    }
    expect(await answers(await everyone(community), 'publishBrief', input)).toEqual({
      anonymous: 'UNAUTHENTICATED',
      stranger: 'FORBIDDEN',
      ally: 'FORBIDDEN',
      allyOrganizer: 'FORBIDDEN',
      foreignSteward: 'FORBIDDEN',
      affected: 'FORBIDDEN',
    });
  });
});
