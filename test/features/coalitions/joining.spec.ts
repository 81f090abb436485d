import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { coalition, codeFor, joined, peopled, recorded, sorted } from './coalition.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const LEADS = 'query ($handle: String!) { campaign(handle: $handle) { id community { id } leads { id name } } }';
const leadsOf = async (as: Parameters<TestApp['query']>[0], campaign: { handle: string }) =>
  (await on.query(as, LEADS, { handle: campaign.handle })).campaign?.leads.map((one: { id: string }) => one.id);

const INVALID = [
  {
    code: 'LINK_INVALID',
    message: 'This link or code does not work (any more). Ask whoever gave it to you for a new one.',
    path: ['input', 'link'],
  },
];

describe('an invitation to a coalition', () => {
  it('is shown once, names nothing, and lasts seven days', async () => {
    const host = await world.community();
    const campaign = await world.campaign(host);
    const payload = await world.done(
      host.steward,
      'inviteToCoalition',
      { campaignId: campaign.id, idempotencyKey: 'invite-once-1' },
      'link code expiresAt',
    );
    expect(payload.link).toBe(`${on.config.publicUrl}/#${payload.code}`);
    expect(payload.code).toMatch(/^c_[\w-]{20,}$/);
    const [row] = await owner(
      `SELECT expires_at - created_at = interval '7 days' AS week, i::text LIKE '%' || $2 || '%' AS kept FROM coalition_invitation i WHERE campaign_id = $1`,
      [campaign.id, payload.code],
    );
    expect(row).toEqual({ week: true, kept: false });
    const again = await on.mutate(host.steward, 'inviteToCoalition', {
      campaignId: campaign.id,
      idempotencyKey: 'invite-once-1',
    });
    expect(again.userErrors[0].code).toBe('ALREADY_DONE');
  });

  it('lets a community lead the campaign with its host, for everyone to see', async () => {
    const { host, lead, campaign } = await coalition(world);
    for (const as of [null, host.steward, host.second, lead.steward, lead.second, await world.person()])
      expect(await leadsOf(as, campaign)).toEqual([host.id, lead.id]);
    const stranger = await on.query(null, 'query ($handle: String!) { community(handle: $handle) { name } }', {
      handle: lead.handle,
    });
    expect(stranger.community).not.toBeNull();
  });

  it('is on both records: the host reads which community, the lead who of it', async () => {
    const { host, lead } = await coalition(world);
    expect(await recorded(world, host.id, 'coalition.%')).toEqual([
      { kind: 'coalition.invited', role: 'STEWARD', byMember: true, leadId: null },
      { kind: 'coalition.joined', role: 'STEWARD', byMember: false, leadId: lead.id },
    ]);
    expect(await recorded(world, lead.id, 'coalition.%')).toEqual([
      { kind: 'coalition.joined', role: 'STEWARD', byMember: true, leadId: null },
    ]);
    const { community } = await on.query(
      host.second,
      'query ($handle: String!) { community(handle: $handle) { record(first: 1) { nodes { text actor { id } lead { id } } } } }',
      { handle: host.handle },
    );
    expect(community.record.nodes).toEqual([
      {
        text: 'A steward of a community that leads with this one joined in leading a campaign.',
        actor: null,
        lead: { id: lead.id },
      },
    ]);
  });

  it('shows an unlisted campaign and its draft to the people affected of a lead, and not to its allies', async () => {
    const { lead, campaign } = await coalition(world, { visibility: 'UNLISTED' }, false);
    await world.campaign(lead);
    const ally = await world.ally(lead);
    const see = async (as: Parameters<TestApp['query']>[0]) => (await leadsOf(as, campaign))?.length ?? 0;
    expect([await see(lead.second), await see(ally), await see(null)]).toEqual([2, 0, 0]);
    const { campaign: shown } = await on.query(
      lead.second,
      'query ($handle: String!) { campaign(handle: $handle) { community { id } brief { text } } }',
      { handle: campaign.handle },
    );
    expect(shown).toEqual({ community: { id: campaign.communityId }, brief: { text: 'What we live with.' } });
  });
});

describe('joining a coalition', () => {
  it('answers unknown, used, expired and foreign codes, and those of a campaign that is over, alike, and changes nothing', async () => {
    const [host, lead] = [await world.community(), await world.community()];
    const campaign = await world.campaign(host);
    const used = await codeFor(world, campaign);
    const first = await world.community();
    await world.done(first.steward, 'joinCoalition', { link: used, communityId: first.id });
    const expired = await codeFor(world, campaign);
    await owner(
      `UPDATE coalition_invitation SET created_at = now() - interval '8 days', expires_at = now() - interval '1 day'
        WHERE id = (SELECT id FROM coalition_invitation WHERE campaign_id = $1 AND used_at IS NULL)`,
      [campaign.id],
    );
    const over = await world.campaign(host);
    const late = await codeFor(world, over);
    await world.done(host.steward, 'concludeCampaign', { campaignId: over.id, conclusion: 'Won.' });
    const { code: ofPeople } = await world.done(host.steward, 'inviteToCommunity', { communityId: host.id }, 'code');
    for (const link of [used, expired, late, ofPeople, `c_${'x'.repeat(22)}`, 'nonsense']) {
      const answer = await unchanged(on, () =>
        on.mutate(lead.steward, 'joinCoalition', { link, communityId: lead.id }, 'campaign { id }'),
      );
      expect(answer).toEqual({ campaign: null, userErrors: INVALID });
    }
  });

  it('does not work any more once its inviter is no steward', async () => {
    const [host, lead] = [await peopled(world), await world.community()];
    const campaign = await world.campaign(host);
    const link = await codeFor(world, campaign);
    await owner('UPDATE membership SET is_steward = NOT is_steward WHERE community_id = $1', [host.id]);
    const answer = await on.mutate(lead.steward, 'joinCoalition', { link, communityId: lead.id });
    expect(answer.userErrors).toEqual(INVALID);
  });

  it('is for a steward, for a community of their own', async () => {
    const [host, lead] = [await world.community(), await peopled(world)];
    const campaign = await world.campaign(host);
    await world.campaign(lead);
    const ally = await world.ally(lead);
    const link = await codeFor(world, campaign);
    const [hidden, stranger] = [await world.community(), await world.person()];
    const refusals = await unchanged(on, async () => [
      await on.refusal(null, 'joinCoalition', { link, communityId: lead.id }),
      await on.refusal(stranger, 'joinCoalition', { link, communityId: lead.id }),
      await on.refusal(lead.second, 'joinCoalition', { link, communityId: lead.id }),
      await on.refusal(ally, 'joinCoalition', { link, communityId: lead.id }),
      await on.refusal(host.steward, 'joinCoalition', { link, communityId: lead.id }),
      await on.refusal(host.steward, 'joinCoalition', { link, communityId: hidden.id }),
    ]);
    expect(refusals).toEqual(['UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'NOT_FOUND']);
  });

  it('is refused to a community that leads already and to the host, and the invitation stays good', async () => {
    const { host, lead, campaign } = await coalition(world);
    const link = await codeFor(world, campaign);
    const codes = await unchanged(on, async () => [
      (await on.mutate(lead.steward, 'joinCoalition', { link, communityId: lead.id })).userErrors[0].code,
      (await on.mutate(host.steward, 'joinCoalition', { link, communityId: host.id })).userErrors[0].code,
    ]);
    expect(codes).toEqual(['ALREADY_LEADS', 'ALREADY_LEADS']);
    const third = await world.community();
    await world.done(third.steward, 'joinCoalition', { link, communityId: third.id });
  });

  it('takes one of two communities that redeem one code at once', async () => {
    const host = await world.community();
    const campaign = await world.campaign(host);
    const link = await codeFor(world, campaign);
    const rivals = [await world.community(), await world.community(), await world.community()];
    const answers = await Promise.all(
      rivals.map(({ steward, id }) => on.mutate(steward, 'joinCoalition', { link, communityId: id })),
    );
    expect(sorted(answers.map(({ userErrors }) => userErrors[0]?.code ?? 'joined'))).toEqual([
      'joined',
      'LINK_INVALID',
      'LINK_INVALID',
    ]);
    expect(await leadsOf(null, campaign)).toHaveLength(2);
  });

  it('stops at twenty, also for two that join at once', async () => {
    const host = await world.community();
    const campaign = await world.campaign(host);
    await owner(
      `WITH made AS (INSERT INTO community (id, handle, name) SELECT gen_random_uuid(), 'many-' || substr(gen_random_uuid()::text, 1, 13), 'One of many' FROM generate_series(1, 19) RETURNING id)
       INSERT INTO coalition_lead (community_id, campaign_id, lead_id) SELECT $1, $2, id FROM made`,
      [host.id, campaign.id],
    );
    const rivals = [await world.community(), await world.community()];
    const links = [await codeFor(world, campaign), await codeFor(world, campaign)];
    const answers = await Promise.all(
      rivals.map(({ steward, id }, index) =>
        on.mutate(steward, 'joinCoalition', { link: links[index], communityId: id }),
      ),
    );
    expect(sorted(answers.map(({ userErrors }) => userErrors[0]?.code ?? 'joined'))).toEqual(['joined', 'TOO_MANY']);
  });

  it('makes no account and no membership of the code', async () => {
    const host = await world.community();
    const link = await codeFor(world, await world.campaign(host));
    const person = await world.person();
    const codes = await unchanged(on, async () => [
      (await on.mutate(null, 'signUp', { link }, 'session { accessToken }')).userErrors[0].code,
      (await on.mutate(person, 'acceptInvitation', { link })).userErrors[0].code,
    ]);
    expect(codes).toEqual(['LINK_INVALID', 'LINK_INVALID']);
  });
});

describe('leaving a coalition', () => {
  it('ends the part of the community, is on both records, and can be undone by joining again', async () => {
    const { host, lead, campaign } = await coalition(world);
    await world.done(lead.steward, 'leaveCoalition', { campaignId: campaign.id, communityId: lead.id });
    expect(await leadsOf(null, campaign)).toEqual([host.id]);
    expect((await recorded(world, host.id, 'coalition.left'))[0]).toMatchObject({ byMember: false, leadId: lead.id });
    expect((await recorded(world, lead.id, 'coalition.left'))[0]).toMatchObject({ byMember: true });
    const { community } = await on.query(
      host.second,
      'query ($handle: String!) { community(handle: $handle) { record(first: 1) { nodes { kind lead { id } } } } }',
      { handle: host.handle },
    );
    expect(community.record.nodes).toEqual([{ kind: 'COALITION_LEFT', lead: { id: lead.id } }]);
    const stranger = await on.query(null, 'query ($h: String!) { community(handle: $h) { id } }', { h: lead.handle });
    expect(stranger.community).toBeNull();
    const twice = await unchanged(on, () =>
      on.mutate(lead.steward, 'leaveCoalition', { campaignId: campaign.id, communityId: lead.id }),
    );
    expect(twice.userErrors[0].code).toBe('WRONG_STATE');
    await joined(world, campaign, lead);
    expect(await leadsOf(null, campaign)).toEqual([host.id, lead.id]);
  });

  it('is for a steward of the community that goes: the host puts nobody out', async () => {
    const { host, lead, campaign } = await coalition(world);
    const input = { campaignId: campaign.id, communityId: lead.id };
    const refusals = await unchanged(on, async () => [
      await on.refusal(null, 'leaveCoalition', input),
      await on.refusal(lead.second, 'leaveCoalition', input),
      await on.refusal(host.steward, 'leaveCoalition', input),
    ]);
    expect(refusals).toEqual(['UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN']);
    const ofHost = await on.mutate(host.steward, 'leaveCoalition', { campaignId: campaign.id, communityId: host.id });
    expect(ofHost.userErrors[0].code).toBe('WRONG_STATE');
  });
});

describe('the leads of many campaigns', () => {
  it('cost as many queries for fifty as for five', async () => {
    const [few, many] = [await world.community(), await world.community()];
    const lead = await world.community();
    for (const [community, count] of [
      [few, 5],
      [many, 50],
    ] as const) {
      await owner(
        `WITH made AS (
           INSERT INTO campaign (community_id, id, handle, name, state, brief_version, launched_at, created_by)
           SELECT $1, gen_random_uuid(), 'led-' || substr(gen_random_uuid()::text, 1, 13), 'Led', 'LAUNCHED', 1, now(), m.id
             FROM generate_series(1, $2::int) JOIN membership m ON m.community_id = $1 RETURNING id)
         INSERT INTO coalition_lead (community_id, campaign_id, lead_id) SELECT $1, id, $3 FROM made`,
        [community.id, count, lead.id],
      );
    }
    const list = (handle: string) =>
      counting(() =>
        on.query(
          null,
          'query ($handle: String!) { community(handle: $handle) { campaigns(first: 50) { nodes { leads { id } } } } }',
          { handle },
        ),
      );
    const [five, fifty] = [await list(few.handle), await list(many.handle)];
    expect(fifty.result.community.campaigns.nodes).toHaveLength(50);
    for (const { leads } of fifty.result.community.campaigns.nodes)
      expect(leads).toEqual([{ id: many.id }, { id: lead.id }]);
    expect(fifty.statements.length).toBe(five.statements.length);
  });
});
