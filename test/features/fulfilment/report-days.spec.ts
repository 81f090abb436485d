import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type As, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds, footprint, scene } from '../../support/pledging.js';
import { stored } from '../../support/promises.js';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const attestDay = (as: As, input: Record<string, unknown>) =>
  on.mutate(
    as,
    'attestReports',
    input,
    'attested { id state attestedQuantity } leftOut { occurrence { id } because { code } } remaining',
  );
const BATCH = 'batch { id state items { quantity outcome occurrence { id state } } viewerCanConfirm }';
const propose = (as: As, items: Record<string, unknown>[]) => on.mutate(as, 'proposeAttestations', { items }, BATCH);
const confirm = (as: As, batchId: string, input: Record<string, unknown> = {}) =>
  on.mutate(as, 'confirmAttestations', { batchId, ...input }, BATCH);
const withdraw = (as: As, batchId: string) => on.mutate(as, 'withdrawAttestationBatch', { batchId }, BATCH);
const codes = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code);

/** Three allies' reports, of 1, 2 and 3, and one of the steward's own. */
async function day() {
  const there = await scene(world);
  const pledges = [];
  for (const quantity of [1, 2, 3]) {
    const pledge = await world.pledge({ ask: there.ask, by: await world.ally(there.community), quantity });
    pledges.push(await world.reported({ pledge, quantity }));
  }
  const mine = await world.pledge({ ask: there.ask, by: there.steward, agreementVersion: null });
  return { ...there, pledges, mine: await world.reported({ pledge: mine }) };
}

describe('a day’s reports', () => {
  it('are attested in one action, but for one’s own work', async () => {
    const { steward, ask, campaignId, pledges, mine, community } = await day();
    const { attested, leftOut, remaining } = await attestDay(steward, { campaignId });
    expect(attested).toEqual(
      pledges.map(({ occurrenceId }, index) => ({ id: occurrenceId, state: 'ATTESTED', attestedQuantity: index + 1 })),
    );
    expect(leftOut).toEqual([{ occurrence: { id: mine.occurrenceId }, because: { code: 'OWN_WORK' } }]);
    expect(remaining).toBe(0);
    expect((await footprint(on, ask)).tally).toMatchObject({
      attested_count: 3,
      attested_quantity: 6,
      reported_count: 1,
    });
    expect((await deeds(on, community.id, 'fulfilment')).filter((kind) => kind === 'fulfilment.attested')).toHaveLength(
      3,
    );
    expect((await attestDay(await world.affected(community), { askId: ask.id })).attested).toHaveLength(1);
  });

  it('wait on where they were handed in later, or are excepted', async () => {
    const { steward, ask, pledges } = await day();
    const [first, second, third] = pledges.map(({ occurrenceId }) => occurrenceId);
    await sql(on.urls.owner)("UPDATE occurrence SET reported_at = now() - interval '1 day' WHERE id = ANY ($1)", [
      [first, second],
    ]);
    const { attested } = await attestDay(steward, {
      askId: ask.id,
      reportedUntil: new Date(Date.now() - 3_600_000).toISOString(),
      exceptOccurrenceIds: [first],
    });
    expect(attested.map(({ id }: Answer) => id)).toEqual([second]);
    expect(third).not.toBeUndefined();
  });

  it('are of one ask or one campaign, and for affected people', async () => {
    const { steward, ask, campaignId, community } = await day();
    expect(codes(await unchanged(on, () => attestDay(steward, { askId: ask.id, campaignId })))).toEqual(['INVALID']);
    expect(codes(await unchanged(on, () => attestDay(steward, {})))).toEqual(['INVALID']);
    for (const as of [await world.ally(community), await world.allyOrganizer(community)]) {
      expect(await unchanged(on, () => on.refusal(as, 'attestReports', { askId: ask.id }))).toBe('FORBIDDEN');
    }
  });
});

describe('attestations that are prepared', () => {
  it('attest nothing until an affected person confirms them, in one action', async () => {
    const { steward, pledges, community, ask } = await day();
    const organizer = await world.allyOrganizer(community);
    const items = pledges.map(({ occurrenceId }) => ({ occurrenceId }));
    const { batch } = await propose(organizer, items);
    expect(batch).toMatchObject({ state: 'PROPOSED', viewerCanConfirm: false });
    expect((await footprint(on, ask)).tally).toMatchObject({ attested_count: 0, reported_count: 4 });
    expect(await unchanged(on, () => on.refusal(organizer, 'confirmAttestations', { batchId: batch.id }))).toBe(
      'FORBIDDEN',
    );
    const confirmed = await confirm(steward, batch.id, { exceptOccurrenceIds: [pledges[2]?.occurrenceId] });
    expect(confirmed.batch).toMatchObject({
      state: 'CONFIRMED',
      items: [
        { quantity: 1, outcome: 'ATTESTED', occurrence: { state: 'ATTESTED' } },
        { quantity: 2, outcome: 'ATTESTED', occurrence: { state: 'ATTESTED' } },
        { quantity: 3, outcome: 'LEFT_OUT', occurrence: { state: 'REPORTED' } },
      ],
    });
    expect(codes(await unchanged(on, () => confirm(steward, batch.id)))).toEqual(['WRONG_STATE']);
    const kinds = await deeds(on, community.id, 'fulfilment');
    expect(kinds.slice(-4).toSorted()).toEqual([
      'fulfilment.attested',
      'fulfilment.attested',
      'fulfilment.batch_confirmed',
      'fulfilment.batch_proposed',
    ]);
  });

  it('leave out what changed since, and the work of whoever confirms', async () => {
    const { steward, pledges, mine, community, ask } = await day();
    const other = await world.affected(community);
    const [first, second] = pledges;
    const own = await world.pledge({ ask, by: other, agreementVersion: null });
    await world.reported({ pledge: own });
    const { batch } = await propose(steward, [
      { occurrenceId: first?.occurrenceId },
      { occurrenceId: second?.occurrenceId },
      { occurrenceId: own.occurrenceId },
    ]);
    expect(codes(await unchanged(on, () => propose(steward, [{ occurrenceId: mine.occurrenceId }])))).toEqual([
      'OWN_WORK',
    ]);
    // Sent back and reported anew: nobody has read that one.
    await world.done(other, 'sendBackFulfilment', { occurrenceId: first?.occurrenceId, feedback: 'Which day?' });
    await world.reported({ pledge: first as typeof own });
    const confirmed = await confirm(other, batch.id);
    expect(confirmed.batch.items.map(({ outcome }: Answer) => outcome).toSorted()).toEqual([
      'ATTESTED',
      'CHANGED',
      'OWN_WORK',
    ]);
    expect(await stored(on, own)).toMatchObject({ occurrences: ['REPORTED'] });
    expect(await stored(on, first as typeof own)).toMatchObject({ occurrences: ['REPORTED'] });
  });

  it('are withdrawn by whoever prepared them, or turned down', async () => {
    const { steward, pledges, community } = await day();
    const organizer = await world.allyOrganizer(community);
    const another = await world.allyOrganizer(community);
    const items = [{ occurrenceId: pledges[0]?.occurrenceId }];
    const mine = (await propose(organizer, items)).batch;
    expect(await unchanged(on, () => on.refusal(another, 'withdrawAttestationBatch', { batchId: mine.id }))).toBe(
      'FORBIDDEN',
    );
    expect((await withdraw(organizer, mine.id)).batch.state).toBe('WITHDRAWN');
    const turned = (await propose(organizer, items)).batch;
    expect((await withdraw(steward, turned.id)).batch.state).toBe('WITHDRAWN');
    expect(codes(await unchanged(on, () => confirm(steward, turned.id)))).toEqual(['WRONG_STATE']);
  });

  it('name each report once, of one campaign, and no more than was reported', async () => {
    const { steward, pledges, ask, community } = await day();
    const due = await world.pledge({ ask, by: await world.ally(community) });
    const id = pledges[0]?.occurrenceId;
    const refused = [
      [{ occurrenceId: id }, { occurrenceId: id }],
      [{ occurrenceId: id, quantity: 2 }],
      [{ occurrenceId: id }, { occurrenceId: due.occurrenceId }],
    ];
    const said = [];
    for (const items of refused) said.push(...codes(await unchanged(on, () => propose(steward, items))));
    expect(said).toEqual(['INVALID', 'MORE_THAN_REPORTED', 'NOT_REPORTED']);
  });

  it('are confirmed once, though two people confirm at the same moment', async () => {
    const { steward, pledges, community, ask } = await day();
    const other = await world.affected(community);
    const { batch } = await propose(
      steward,
      pledges.map(({ occurrenceId }) => ({ occurrenceId })),
    );
    const both = await Promise.all([confirm(steward, batch.id), confirm(other, batch.id)]);
    expect(both.map((one) => codes(one).join()).toSorted()).toEqual(['', 'WRONG_STATE']);
    expect((await footprint(on, ask)).tally).toMatchObject({ attested_count: 3 });
  });

  it('are listed for those who prepare and those who confirm, in as many queries for many as for few', async () => {
    const { steward, pledges, community, campaignId } = await day();
    const organizer = await world.allyOrganizer(community);
    const list = `query ($id: ID!) { node(id: $id) { ... on Campaign { attestationBatches(first: 50) { totalCount nodes { id items { occurrence { id } } proposedBy { pseudonym } } } } } }`;
    const items = pledges.map(({ occurrenceId }) => ({ occurrenceId }));
    await propose(organizer, items);
    const few = (await counting(() => on.query(steward, list, { id: campaignId }))).statements.length;
    for (let n = 0; n < 6; n += 1) await propose(organizer, items);
    const many = (await counting(() => on.query(steward, list, { id: campaignId }))).statements.length;
    expect(many).toBe(few);
    const { node } = await on.query(steward, list, { id: campaignId });
    expect(node.attestationBatches.totalCount).toBe(7);
    const outsider = await on
      .query(await world.ally(community), list, { id: campaignId })
      .catch((error: unknown) => error);
    expect(JSON.stringify(outsider)).not.toContain(pledges[0]?.occurrenceId);
  });
});
