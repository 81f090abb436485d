import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds, footprint, scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { type Pledged, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const OCCURRENCE = `occurrence { id state reportedQuantity attestedQuantity pledge { state } reports { quantity note evidence }
  attestations { id kind quantity feedback corrects } }`;
const report = (as: As, input: Record<string, unknown>) =>
  on.mutate(as, 'reportFulfilment', { quantity: 1, ...input }, OCCURRENCE);
const attest = (as: As, ...items: Record<string, unknown>[]) =>
  on.mutate(as, 'attestFulfilment', { items }, `results { occurrenceId ${OCCURRENCE} userErrors { code path } }`);

async function pledged(input: Record<string, unknown> = {}) {
  const there = await scene(world);
  const by = await world.ally(there.community);
  return { ...there, by, pledge: await world.pledge({ ask: there.ask, by, quantity: 3, ...input }) };
}

/** A pledge of 3, reported whole. */
async function waiting() {
  const there = await pledged();
  await world.reported({ pledge: there.pledge, quantity: 3 });
  return there;
}

describe('reporting', () => {
  it('says what was done, with a note and links, and goes no further than the pledger’s word', async () => {
    const { pledge, by, community, ask } = await pledged();
    const evidence = ['https://photos.example/1', 'https://photos.example/2'];
    const { occurrence } = await report(by, { pledgeId: pledge.id, quantity: 4, note: 'Four went', evidence });
    expect(occurrence).toMatchObject({
      state: 'REPORTED',
      reportedQuantity: 4,
      attestedQuantity: null,
      pledge: { state: 'ACTIVE' },
      reports: [{ quantity: 4, note: 'Four went', evidence }],
      attestations: [],
    });
    expect((await footprint(on, ask)).tally).toMatchObject({
      reported_count: 1,
      reported_quantity: 4,
      attested_count: 0,
    });
    expect(await deeds(on, community.id, 'fulfilment')).toEqual(['fulfilment.reported']);
    const [entry] = await sql(on.urls.owner)(
      "SELECT details FROM record_entry WHERE kind LIKE 'fulfilment.%' AND community_id = $1",
      [community.id],
    );
    expect(JSON.stringify(entry)).not.toMatch(/Four|photos/);
  });

  it.each([
    ['stopped', "UPDATE campaign SET state = 'STOPPED', stopped_at = now() WHERE id = $1", 'campaignId'],
    ['paused', "UPDATE ask SET state = 'PAUSED', paused_because = 'ORGANIZER' WHERE id = $1", 'askId'],
    ['closed', "UPDATE ask SET state = 'CLOSED' WHERE id = $1", 'askId'],
    ['left by its mandate', "UPDATE mandate SET until = now() - interval '1 second' WHERE id = $1", 'mandateId'],
  ] as const)('works while the work is %s, and so does attesting', async (_name, statement, which) => {
    const { pledge, by, ask, campaignId, mandateId, community } = await pledged();
    await sql(on.urls.owner)(statement, [{ campaignId, mandateId, askId: ask.id }[which]]);
    expect((await report(by, { occurrenceId: pledge.occurrenceId })).occurrence.state).toBe('REPORTED');
    expect((await attest(community.steward, { occurrenceId: pledge.occurrenceId })).results[0].occurrence.state).toBe(
      'ATTESTED',
    );
  });

  it('is refused where nothing is due', async () => {
    const { pledge, by, ask, community } = await waiting();
    const refused = (as: As, input: Record<string, unknown>) => unchanged(on, () => report(as, input));
    expect(await refused(by, { pledgeId: pledge.id })).toMatchObject({
      userErrors: [{ code: 'NOT_DUE', path: ['input', 'pledgeId'] }],
    });
    expect(await refused(by, { occurrenceId: pledge.occurrenceId })).toMatchObject({
      userErrors: [{ code: 'NOT_DUE' }],
    });
    await sql(on.urls.owner)('UPDATE ask SET slots = 1 WHERE id = $1', [ask.id]);
    const late = await world.pledge({ ask, by: await world.ally(community) });
    expect(await refused(late.by, { pledgeId: late.id })).toMatchObject({
      userErrors: [{ code: 'NOT_DUE', message: expect.stringContaining('waits for a place') }],
    });
    await world.done(late.by, 'stepBack', { pledgeId: late.id });
    expect(await refused(late.by, { pledgeId: late.id })).toMatchObject({ userErrors: [{ code: 'NOT_DUE' }] });
  });

  it('takes one thing at a time, and no hostile value', async () => {
    const { pledge, by } = await pledged();
    const cases: [Record<string, unknown>, string, string[]][] = [
      [{ pledgeId: pledge.id, occurrenceId: pledge.occurrenceId }, 'INVALID', ['pledgeId']],
      [{}, 'INVALID', ['pledgeId']],
      [{ pledgeId: pledge.id, quantity: 0 }, 'OUT_OF_RANGE', ['quantity']],
      [{ pledgeId: pledge.id, quantity: -3 }, 'OUT_OF_RANGE', ['quantity']],
      [{ pledgeId: pledge.id, quantity: 1_000_001 }, 'OUT_OF_RANGE', ['quantity']],
      [{ pledgeId: pledge.id, note: 'x'.repeat(4001) }, 'TOO_LONG', ['note']],
      [{ pledgeId: pledge.id, note: 'a\u0000' }, 'INVALID', ['note']],
      [{ pledgeId: pledge.id, evidence: ['http://photos.example'] }, 'INVALID', ['evidence']],
      [{ pledgeId: pledge.id, evidence: ['javascript:alert(1)'] }, 'INVALID', ['evidence']],
      [
        { pledgeId: pledge.id, evidence: Array.from({ length: 6 }, () => 'https://photos.example') },
        'TOO_MANY',
        ['evidence'],
      ],
    ];
    for (const [input, code, path] of cases) {
      const payload = await unchanged(on, () => report(by, input));
      expect(payload).toMatchObject({ occurrence: null, userErrors: [{ code, path: ['input', ...path] }] });
    }
  });

  it('is the pledger’s alone', async () => {
    const { pledge, community } = await pledged();
    const refusal = (as: As) =>
      unchanged(on, () => on.refusal(as, 'reportFulfilment', { pledgeId: pledge.id, quantity: 1 }));
    expect(await refusal(null)).toBe('UNAUTHENTICATED');
    expect(await refusal(await world.person())).toBe('FORBIDDEN');
    expect(await refusal(await world.ally(community))).toBe('NOT_FOUND');
    expect(await refusal((await world.community()).steward)).toBe('NOT_FOUND');
    for (const as of [community.steward, await world.affected(community), await world.allyOrganizer(community)]) {
      expect(await refusal(as)).toBe('FORBIDDEN');
    }
  });
});

describe('what each may read of it', () => {
  const READ = `query ($id: ID!) { pledge(id: $id) { viewerCanReport viewerCanAttest viewerCanStepBack mandatePath { type title says }
    occurrences { viewerCanAttest reports { note } attestations { kind attestedBy { isSteward } } } } }`;

  async function done(): Promise<{ there: Awaited<ReturnType<typeof waiting>>; pledge: Pledged }> {
    const there = await waiting();
    await attest(there.steward, { occurrenceId: there.pledge.occurrenceId });
    return { there, pledge: there.pledge };
  }

  it('signs attestations by the community to allies, and by a person to the people affected', async () => {
    const { there, pledge } = await done();
    const seen = await on.query(there.steward, READ, { id: pledge.id });
    expect(seen.pledge.occurrences[0].attestations).toEqual([{ kind: 'ATTESTED', attestedBy: { isSteward: true } }]);
    const { data, errors } = await on.send(there.by, READ, { id: pledge.id });
    expect(data.pledge.occurrences[0].attestations).toEqual([{ kind: 'ATTESTED', attestedBy: null }]);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  });

  it('leads from the pledge to the community, whoever follows it', async () => {
    const { there, pledge } = await done();
    const path = 'query ($id: ID!) { pledge(id: $id) { mandatePath { type title says } } }';
    const steps = (await on.query(there.by, path, { id: pledge.id })).pledge.mandatePath;
    expect(steps).toEqual([
      { type: 'PLEDGE', title: '3 people', says: 'Call the driver' },
      { type: 'ASK', title: 'Carry boxes', says: '' },
      { type: 'MANDATE', title: 'Founding mandate, one signature', says: 'The boilers fail now.' },
      { type: 'PRIORITY', title: 'Warm homes for families with small children', says: '' },
      { type: 'CAMPAIGN', title: 'Heat before winter', says: '' },
      { type: 'COMMUNITY', title: expect.stringContaining('Community'), says: '' },
    ]);
    for (const as of [there.steward, await world.allyOrganizer(there.community)]) {
      expect((await on.query(as, path, { id: pledge.id })).pledge.mandatePath).toEqual(steps);
    }
    for (const as of [await world.ally(there.community), await world.person(), (await world.community()).steward]) {
      expect((await on.query(as, path, { id: pledge.id })).pledge).toBeNull();
    }
  });

  it('lists reports that wait, longest first, for those who may answer', async () => {
    const there = await waiting();
    const second = await world.reported({
      pledge: await world.pledge({ ask: there.ask, by: await world.ally(there.community) }),
    });
    const list =
      'query ($id: ID!) { node(id: $id) { ... on Campaign { reportsAwaiting { totalCount nodes { id viewerCanAttest pledge { id } } } } } }';
    const { node } = await on.query(there.steward, list, { id: there.campaignId });
    expect(node.reportsAwaiting).toEqual({
      totalCount: 2,
      nodes: [there.pledge, second].map((one) => ({
        id: one.occurrenceId,
        viewerCanAttest: true,
        pledge: { id: one.id },
      })),
    });
    const { data, errors } = await on.send(there.by, list, { id: there.campaignId });
    expect(data.node).toEqual({ reportsAwaiting: null });
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
