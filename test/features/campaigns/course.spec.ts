import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql, testPool } from '../../support/database.js';
import { StoredWorld } from '../../support/stored-world.js';
import { unchanged } from '../../support/unchanged.js';
import { type Campaign, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const kinds = async (campaignId: string) => {
  const entries = await rows(
    'SELECT id, kind FROM record_entry WHERE campaign_id = $1 ORDER BY recorded_at',
    campaignId,
  );
  const events = await rows(
    'SELECT id FROM outbox_event WHERE id = ANY ($1)',
    entries.map((one) => one['id']),
  );
  expect(events).toHaveLength(entries.length);
  return entries.map((entry) => entry['kind']);
};
const fields =
  'campaign { state launchedAt stoppedAt stopReason concludedAt conclusion viewerCanStop viewerCanResume viewerCanConclude viewerCanLaunch }';
const steps: [string, Record<string, unknown>][] = [
  ['launchCampaign', {}],
  ['stopCampaign', { reason: 'Someone is in danger.' }],
  ['resumeCampaign', {}],
  ['concludeCampaign', { conclusion: 'We won the boilers.' }],
];
const take = (as: Person | null, campaign: { id: string }, field: string, input = {}): Promise<Answer> =>
  on.mutate(as, field, { campaignId: campaign.id, ...input }, fields);
const codeOf = (payload: Answer): string => payload.userErrors[0]?.code ?? 'DONE';

describe('launching', () => {
  it('needs a brief and a last day still to come', async () => {
    const community = await world.community();
    const draft = await world.done(
      community.steward,
      'createCampaign',
      { communityId: community.id, handle: world.unique('campaign'), name: 'Warm homes' },
      'campaign { id }',
    );
    const missing = await unchanged(on, () => take(community.steward, draft.campaign, 'launchCampaign'));
    expect(missing).toMatchObject({
      campaign: null,
      userErrors: [{ code: 'BRIEF_MISSING', path: ['input', 'campaignId'] }],
    });
    const past = await world.campaign(community, {}, false);
    await rows("UPDATE campaign SET ends_on = now() - interval '2 days' WHERE id = $1", past.id);
    const late = await unchanged(on, () => take(community.steward, past, 'launchCampaign'));
    expect(late.userErrors).toMatchObject([{ code: 'IN_THE_PAST', path: ['input', 'campaignId'] }]);
  });

  it('shows the campaign and its community to everyone, once, however many launch at once', async () => {
    const community = await world.community();
    const campaign = await world.campaign(community, {}, false);
    const seen = () =>
      on.query(null, 'query ($handle: String!) { community(handle: $handle) { campaigns { totalCount } } }', {
        handle: community.handle,
      });
    expect(await seen()).toEqual({ community: null });
    const all = await Promise.all([1, 2, 3, 4].map(() => take(community.steward, campaign, 'launchCampaign')));
    expect(all.map(codeOf).toSorted()).toEqual(['DONE', 'WRONG_STATE', 'WRONG_STATE', 'WRONG_STATE']);
    expect(all.find((one) => one.campaign)?.campaign).toMatchObject({
      state: 'LAUNCHED',
      launchedAt: expect.any(String),
      viewerCanLaunch: false,
      viewerCanStop: true,
      viewerCanResume: false,
      viewerCanConclude: true,
    });
    expect(await seen()).toEqual({ community: { campaigns: { totalCount: 1 } } });
    expect((await kinds(campaign.id)).filter((kind) => kind === 'campaign.launched')).toHaveLength(1);
  });
});

describe('the course of a campaign', () => {
  it('goes from draft to launched, to stopped and back, and to its conclusion, and no other way', async () => {
    const community = await world.community();
    const campaign = await world.campaign(community, {}, false);
    const refused = (...fieldsRefused: string[]) =>
      unchanged(on, async () => {
        for (const [field, input] of steps.filter(([name]) => fieldsRefused.includes(name))) {
          expect([field, codeOf(await take(community.steward, campaign, field, input))]).toEqual([
            field,
            'WRONG_STATE',
          ]);
        }
      });
    const done = async (field: string) => {
      const payload = await take(community.steward, campaign, field, Object.fromEntries(steps)[field]);
      expect(payload.userErrors).toEqual([]);
      return payload.campaign;
    };
    await refused('stopCampaign', 'resumeCampaign', 'concludeCampaign');
    await done('launchCampaign');
    await refused('launchCampaign', 'resumeCampaign');
    expect(await done('stopCampaign')).toMatchObject({
      state: 'STOPPED',
      stopReason: 'Someone is in danger.',
      stoppedAt: expect.any(String),
    });
    await refused('launchCampaign', 'stopCampaign');
    expect(await done('resumeCampaign')).toMatchObject({ state: 'LAUNCHED', stopReason: null, stoppedAt: null });
    await done('stopCampaign');
    expect(await done('concludeCampaign')).toMatchObject({
      state: 'CONCLUDED',
      stoppedAt: null,
      conclusion: 'We won the boilers.',
      viewerCanStop: false,
    });
    await refused('launchCampaign', 'stopCampaign', 'resumeCampaign', 'concludeCampaign');
    expect(
      await rows('SELECT 1 FROM campaign_stop WHERE campaign_id = $1 AND resumed_at IS NULL', campaign.id),
    ).toEqual([]);
    expect(await kinds(campaign.id)).toEqual(
      'created brief_published launched stopped resumed stopped concluded'.split(' ').map((kind) => `campaign.${kind}`),
    );
    await unchanged(on, async () => {
      for (const [field, input] of [
        ['reviseCampaign', { expectedVersion: 1, name: 'Other' }],
        ['publishBrief', { replacesVersion: 1, text: 'Other' }],
        ['makeDemand', { title: 'Heat', decisionMaker: 'The landlord' }],
        ['proposePriority', { statement: 'Heat' }],
      ] as const) {
        const payload = await on.mutate(community.steward, field, { campaignId: campaign.id, ...input });
        expect([field, codeOf(payload)]).toEqual([field, 'WRONG_STATE']);
      }
    });
  });

  it('is set by stewards alone', async () => {
    const community = await world.community();
    const campaign = await world.campaign(community);
    const others = await world.community();
    await world.campaign(others);
    const unlisted = await world.campaign(community, { visibility: 'UNLISTED' });
    const people: Record<string, [Person | null, string, string]> = {
      anonymous: [null, 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
      stranger: [await world.person(), 'FORBIDDEN', 'FORBIDDEN'],
      ally: [await world.ally(community), 'FORBIDDEN', 'FORBIDDEN'],
      allyOrganizer: [await world.allyOrganizer(community), 'FORBIDDEN', 'FORBIDDEN'],
      affected: [await world.affected(community), 'FORBIDDEN', 'FORBIDDEN'],
      foreignSteward: [others.steward, 'FORBIDDEN', 'NOT_FOUND'],
    };
    await unchanged(on, async () => {
      for (const [field, input] of steps) {
        for (const [role, [person, forPublic, forUnlisted]] of Object.entries(people)) {
          const refusals = [
            await on.refusal(person, field, { campaignId: campaign.id, ...input }),
            await on.refusal(person, field, { campaignId: unlisted.id, ...input }),
          ];
          expect([field, role, refusals]).toEqual([field, role, [forPublic, forUnlisted]]);
        }
      }
    });
    const second = await world.affected(await world.community(), { declinesStewardship: false });
    expect(await on.refusal(second, 'stopCampaign', { campaignId: 'no-id', reason: 'x' })).toBe('NOT_FOUND');
  });

  it('wants a reason for a stop and a word at the end, neither empty nor hostile', async () => {
    const community = await world.community();
    const campaign = await world.campaign(community);
    const faults = (most: number) => [
      ['', 'TOO_SHORT'],
      ['x'.repeat(most + 1), 'TOO_LONG'],
      ['a\u0000b', 'INVALID'],
      ['\u202E', 'INVALID'],
    ];
    await unchanged(on, async () => {
      for (const [field, name, most] of [
        ['stopCampaign', 'reason', 2000],
        ['concludeCampaign', 'conclusion', 4000],
      ] as const) {
        for (const [text, code] of faults(most)) {
          const payload = await take(community.steward, campaign, field, { [name]: text });
          expect(payload.userErrors).toMatchObject([{ code, path: ['input', name] }]);
        }
      }
    });
  });

  it('tells the reason of a stop to members alone, whoever of the stewards stopped it', async () => {
    const community = await world.community();
    const second = await world.affected(community, { declinesStewardship: false });
    const campaign = await world.campaign(community);
    const ally = await world.ally(community);
    await world.done(second, 'stopCampaign', { campaignId: campaign.id, reason: 'A raid is near.' });
    const reads = async (as: Person | null) =>
      (
        await on.send(as, 'query ($handle: String!) { campaign(handle: $handle) { state stopReason } }', {
          handle: campaign.handle,
        })
      ).data.campaign;
    expect(await reads(ally)).toEqual({ state: 'STOPPED', stopReason: 'A raid is near.' });
    expect(await reads(null)).toEqual({ state: 'STOPPED', stopReason: null });
    expect(await reads(await world.person())).toEqual({ state: 'STOPPED', stopReason: null });
  });
});

describe('stopping and resuming', () => {
  it('happens once each when many stewards act at once', async () => {
    const community = await world.community();
    const second = await world.affected(community, { declinesStewardship: false });
    const campaign = await world.campaign(community);
    const both = (field: string, input = {}) =>
      Promise.all([community.steward, second, community.steward].map((as) => take(as, campaign, field, input)));
    const stops = await both('stopCampaign', { reason: 'Wait.' });
    expect(stops.map(codeOf).toSorted()).toEqual(['DONE', 'WRONG_STATE', 'WRONG_STATE']);
    const resumed = await both('resumeCampaign');
    expect(resumed.map(codeOf).toSorted()).toEqual(['DONE', 'WRONG_STATE', 'WRONG_STATE']);
    await take(community.steward, campaign, 'stopCampaign', { reason: 'Again.' });
    await Promise.all([
      take(second, campaign, 'resumeCampaign'),
      take(community.steward, campaign, 'stopCampaign', { reason: 'No.' }),
    ]);
    const [row] = await rows('SELECT state, stopped_at FROM campaign WHERE id = $1', campaign.id);
    const open = await rows('SELECT 1 FROM campaign_stop WHERE campaign_id = $1 AND resumed_at IS NULL', campaign.id);
    expect(open).toHaveLength(row?.['state'] === 'STOPPED' ? 1 : 0);
  });

  it('moves mandates, asks and what was due meanwhile by exactly the length of the stop, and nothing that is still to come', async () => {
    const { campaign, stored, ally } = await campaignWithWork();
    await rows("UPDATE ask SET starts_at = now(), ends_at = now() + interval '2 days' WHERE id = $1", stored.askId);
    const { occurrenceId } = await stored.pledge(ally);
    const { occurrenceId: overdue } = await stored.pledge(await stored.person({ standing: 'ALLY' }));
    await rows("UPDATE occurrence SET due_at = now() - interval '1 hour' WHERE id = $1", overdue);
    const dueAt = async () => (await rows('SELECT due_at FROM occurrence WHERE id = $1', occurrenceId))[0]?.['due_at'];
    const day = await dueAt();
    const moments = async () =>
      (
        await rows(
          `SELECT m.until, a.ends_at, o.due_at FROM mandate m, ask a, occurrence o WHERE m.id = $1 AND a.id = $2 AND o.id = $3`,
          stored.mandateId,
          stored.askId,
          overdue,
        )
      ).flatMap((row) => Object.values(row).map((at) => (at as Date).getTime()));
    const before = await moments();
    await take(campaign.steward, campaign, 'stopCampaign', { reason: 'Wait.' });
    await rows(
      "UPDATE campaign_stop SET stopped_at = stopped_at - interval '5 days' WHERE campaign_id = $1",
      campaign.id,
    );
    await rows("UPDATE campaign SET stopped_at = stopped_at - interval '5 days' WHERE id = $1", campaign.id);
    await take(campaign.steward, campaign, 'resumeCampaign');
    const [stop] = await rows('SELECT stopped_at, resumed_at FROM campaign_stop WHERE campaign_id = $1', campaign.id);
    const length = stop?.['resumed_at'].getTime() - stop?.['stopped_at'].getTime();
    expect(length).toBeGreaterThanOrEqual(5 * 86_400_000);
    for (const [index, after] of (await moments()).entries())
      expect(Math.abs(after - (before[index] ?? 0) - length)).toBeLessThan(2);
    expect(await dueAt()).toEqual(day);
  });

  it('waits for a pledge under way, so that none is made after the stop', async () => {
    const { campaign, stored } = await campaignWithWork();
    const pool = testPool(on.urls.owner, 1);
    const pledging = await pool.connect();
    await pledging.query('BEGIN');
    await pledging.query('SELECT app.lock_ask($1, $2)', [stored.communityId, stored.askId]);
    const stopping = take(campaign.steward, campaign, 'stopCampaign', { reason: 'Now.' });
    await sleep(150);
    const [meanwhile] = await rows('SELECT state FROM campaign WHERE id = $1', campaign.id);
    expect(meanwhile).toEqual({ state: 'LAUNCHED' });
    await pledging.query('COMMIT');
    pledging.release();
    await pool.end();
    expect((await stopping).campaign.state).toBe('STOPPED');
  });
});

describe('concluding', () => {
  it('closes asks, cancels pledges without a report, and leaves reported work to be attested', async () => {
    const { campaign, stored, ally } = await campaignWithWork();
    const [active, reported, waiting] = [
      await stored.pledge(ally),
      await stored.pledge(await stored.person({ standing: 'ALLY' })),
      await stored.pledge(await stored.person({ standing: 'ALLY' }), 'ALLY', 'WAITLISTED'),
    ];
    await rows(
      "UPDATE occurrence SET state = 'REPORTED', reported_quantity = 1, reported_at = now() WHERE id = $1",
      reported.occurrenceId,
    );
    const { campaign: seen } = await take(campaign.steward, campaign, 'concludeCampaign', { conclusion: 'Won.' });
    expect(seen).toMatchObject({ state: 'CONCLUDED', conclusion: 'Won.', concludedAt: expect.any(String) });
    const states = await rows('SELECT id, state FROM pledge WHERE campaign_id = $1', campaign.id);
    expect(Object.fromEntries(states.map((row) => [row['id'], row['state']]))).toEqual({
      [active.pledgeId]: 'CANCELLED',
      [reported.pledgeId]: 'ACTIVE',
      [waiting.pledgeId]: 'CANCELLED',
    });
    expect(await rows('SELECT state FROM ask WHERE campaign_id = $1', campaign.id)).toEqual([{ state: 'CLOSED' }]);
    expect((await kinds(campaign.id)).slice(-4)).toEqual([
      'campaign.concluded',
      'ask.closed',
      'pledge.ended',
      'pledge.ended',
    ]);
  });
});

/** A launched campaign with an open ask, and an ally who could pledge to it; work is laid down as rows. */
async function campaignWithWork(): Promise<{ campaign: Campaign; stored: StoredWorld; ally: Answer }> {
  const community = await world.community();
  const campaign = await world.campaign(community);
  const priority = await world.priority(campaign);
  const mandate = await world.mandate(priority, { steward: community.steward });
  const ask = await world.ask(
    { steward: community.steward, campaignId: campaign.id, priorityId: priority.id, mandateId: mandate.id },
    { quantityWanted: 100 },
  );
  const stored = Object.assign(new StoredWorld(on.urls), {
    communityId: community.id,
    campaignId: campaign.id,
    priorityId: priority.id,
    mandateId: mandate.id,
    askId: ask.id,
  });
  return { campaign, stored, ally: await stored.person({ standing: 'ALLY' }) };
}
