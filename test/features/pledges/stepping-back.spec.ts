import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds, footprint, scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const soon = { plan: { when: hours(2), firstStep: 'Call' } };
const later = { plan: { when: hours(48), firstStep: 'Call' } };
const leave = (as: As, input: Record<string, unknown>) =>
  on.mutate(as, 'stepBack', input, 'pledge { state leftBecause viewerCanStepBack }');

describe('stepping back', () => {
  it('before the notice period ends the pledge without fault, and is on the record', async () => {
    const { community, ask } = await scene(world);
    const by = await world.ally(community);
    const pledge = await world.pledge({ ask, by, ...later });
    expect(await leave(by, { pledgeId: pledge.id })).toEqual({
      pledge: { state: 'STEPPED_BACK', leftBecause: null, viewerCanStepBack: false },
      userErrors: [],
    });
    const { tally } = await footprint(on, ask);
    expect(tally).toMatchObject({ places_taken: 0, pledged_quantity: 0, active_count: 0, stepped_back_count: 1 });
    expect(await deeds(on, community.id, 'pledge')).toEqual(['pledge.made', 'pledge.stepped_back']);
    expect((await world.pledge({ ask, by, ...later })).state).toBe('ACTIVE');
  });

  it('inside the notice period says why', async () => {
    const { community, ask } = await scene(world);
    const by = await world.ally(community);
    const pledge = await world.pledge({ ask, by, ...soon });
    expect(await unchanged(on, () => leave(by, { pledgeId: pledge.id }))).toMatchObject({
      pledge: null,
      userErrors: [{ code: 'REASON_REQUIRED', path: ['input', 'reason'] }],
    });
    expect((await leave(by, { pledgeId: pledge.id, reason: 'My car broke down' })).pledge).toMatchObject({
      state: 'STEPPED_BACK_LATE',
      leftBecause: 'My car broke down',
    });
    const [entry] = await sql(on.urls.owner)(
      "SELECT details FROM record_entry WHERE kind = 'pledge.stepped_back' AND community_id = $1",
      [community.id],
    );
    expect(JSON.stringify(entry)).not.toContain('car');
  });

  it.each([
    [
      'the campaign is stopped',
      "UPDATE campaign SET state = 'STOPPED', stopped_at = now() WHERE id = $1",
      'campaignId',
    ],
    ['the ask is paused', "UPDATE ask SET state = 'PAUSED', paused_because = 'ORGANIZER' WHERE id = $1", 'askId'],
    ['the mandate has ended', "UPDATE mandate SET until = now() - interval '1 second' WHERE id = $1", 'mandateId'],
  ] as const)('is free while %s, and nobody is promoted', async (_name, statement, which) => {
    const { community, ask, campaignId, mandateId } = await scene(world, { slots: 1 });
    const [by, next] = [await world.ally(community), await world.ally(community)];
    const pledge = await world.pledge({ ask, by, ...soon });
    await world.pledge({ ask, by: next });
    await sql(on.urls.owner)(statement, [{ campaignId, askId: ask.id, mandateId }[which]]);
    expect((await leave(by, { pledgeId: pledge.id })).pledge.state).toBe('STEPPED_BACK');
    expect((await footprint(on, ask)).pledges.map(({ state }) => state)).toEqual(['STEPPED_BACK', 'WAITLISTED']);
    expect(await deeds(on, community.id, 'pledge')).toEqual(['pledge.made', 'pledge.made', 'pledge.stepped_back']);
  });

  it('gives the place to who waited longest and fits; one too big keeps its turn, a paused ally is passed over', async () => {
    const { community, ask } = await scene(world, { quantityWanted: 4 });
    const [first, paused, big, fits, small] = await Promise.all(Array.from({ length: 5 }, () => world.ally(community)));
    if (!first || !paused || !big || !fits || !small) throw new Error('five allies');
    await world.pledge({ ask, by: big, quantity: 2 });
    const pledge = await world.pledge({ ask, by: first, quantity: 2, ...later });
    for (const [by, quantity] of [
      [paused, 1],
      [small, 3],
      [fits, 2],
    ] as const)
      await world.pledge({ ask, by, quantity });
    await sql(on.urls.owner)('UPDATE membership SET paused_at = now() WHERE id = $1', [paused.membershipId]);
    await leave(first, { pledgeId: pledge.id });
    expect((await footprint(on, ask)).pledges.map(({ state }) => state)).toEqual([
      'ACTIVE',
      'STEPPED_BACK',
      'WAITLISTED',
      'WAITLISTED',
      'ACTIVE',
    ]);
    const made = Array.from({ length: 5 }, () => 'pledge.made');
    expect(await deeds(on, community.id, 'pledge')).toEqual([...made, 'pledge.stepped_back', 'pledge.promoted']);
  });

  it('from the waitlist frees no place', async () => {
    const { community, ask } = await scene(world, { slots: 1 });
    const [first, second, third] = [
      await world.ally(community),
      await world.ally(community),
      await world.ally(community),
    ];
    await world.pledge({ ask, by: first });
    const waiting = await world.pledge({ ask, by: second, ...soon });
    await world.pledge({ ask, by: third });
    expect((await leave(second, { pledgeId: waiting.id })).pledge.state).toBe('STEPPED_BACK');
    expect((await footprint(on, ask)).tally).toMatchObject({
      places_taken: 1,
      waitlisted_count: 1,
      stepped_back_count: 1,
    });
  });

  it('is refused while a report waits, and after the end', async () => {
    const { community, ask } = await scene(world);
    const by = await world.ally(community);
    const pledge = await world.reported({ pledge: await world.pledge({ ask, by }) });
    const refused = () => unchanged(on, () => leave(by, { pledgeId: pledge.id, reason: 'tired' }));
    expect(await refused()).toMatchObject({
      userErrors: [{ code: 'WRONG_STATE', message: expect.stringContaining('report') }],
    });
    await world.done(community.steward, 'attestFulfilment', { items: [{ occurrenceId: pledge.occurrenceId }] });
    expect(await refused()).toMatchObject({
      userErrors: [{ code: 'WRONG_STATE', message: expect.stringContaining('ended') }],
    });
  });

  it('is the pledger’s alone', async () => {
    const { community, ask } = await scene(world);
    const { steward: elsewhere } = await world.community();
    const pledge = await world.pledge({ ask, by: await world.ally(community), ...later });
    const refusal = (as: As, pledgeId = pledge.id) => unchanged(on, () => on.refusal(as, 'stepBack', { pledgeId }));
    expect(await refusal(null)).toBe('UNAUTHENTICATED');
    expect(await refusal(await world.person())).toBe('FORBIDDEN');
    expect(await refusal(await world.ally(community))).toBe('NOT_FOUND');
    expect(await refusal(elsewhere)).toBe('NOT_FOUND');
    for (const as of [community.steward, await world.affected(community), await world.allyOrganizer(community)]) {
      expect(await refusal(as)).toBe('FORBIDDEN');
    }
    for (const reason of ['x'.repeat(2001), 'nul\u0000', 'evil\u202Etxt', '']) {
      const payload = await unchanged(on, () => leave(pledge.by, { pledgeId: pledge.id, reason }));
      expect(payload.userErrors).toMatchObject([{ path: ['input', 'reason'] }]);
    }
  });

  it('done twice under one key is done once', async () => {
    const { community, ask } = await scene(world);
    const by = await world.ally(community);
    const input = { pledgeId: (await world.pledge({ ask, by, ...later })).id, idempotencyKey: world.unique('key') };
    const answers = await Promise.all(Array.from({ length: 10 }, () => leave(by, input)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await deeds(on, community.id, 'pledge')).toEqual(['pledge.made', 'pledge.stepped_back']);
    expect(await on.refusal(by, 'stepBack', { ...input, reason: 'other' })).toBe('CONFLICT');
  });
});
