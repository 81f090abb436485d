import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type As, startTestApp, type TestApp } from '../../support/client.js';
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

const NOWHERE = '0197a000-0000-7000-8000-000000000000';
const OCCURRENCE = `occurrence { id state reportedQuantity attestedQuantity pledge { state } reports { quantity note evidence }
  attestations { id kind quantity feedback corrects } }`;
const report = (as: As, input: Record<string, unknown>) => on.mutate(as, 'reportFulfilment', input, OCCURRENCE);
const attest = (as: As, ...items: Record<string, unknown>[]) =>
  on.mutate(as, 'attestFulfilment', { items }, `results { occurrenceId ${OCCURRENCE} userErrors { code path } }`);
const sendBack = (as: As, input: Record<string, unknown>) =>
  on.mutate(as, 'sendBackFulfilment', { feedback: 'Two boxes are missing', ...input }, OCCURRENCE);
const correct = (as: As, input: Record<string, unknown>) =>
  on.mutate(as, 'correctAttestation', { reason: 'Counted again', ...input }, OCCURRENCE);

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

describe('attesting', () => {
  it('takes what was reported unless told less, and settles the pledge', async () => {
    const { pledge, ask, community } = await waiting();
    const { results } = await attest(community.steward, { occurrenceId: pledge.occurrenceId });
    expect(results).toEqual([
      {
        occurrenceId: pledge.occurrenceId,
        userErrors: [],
        occurrence: expect.objectContaining({ state: 'ATTESTED', attestedQuantity: 3, pledge: { state: 'FULFILLED' } }),
      },
    ]);
    expect((await footprint(on, ask)).tally).toMatchObject({
      reported_count: 0,
      attested_count: 1,
      attested_quantity: 3,
      fulfilled_count: 1,
    });
    const part = await waiting();
    const partly = await attest(part.steward, { occurrenceId: part.pledge.occurrenceId, quantity: 1 });
    expect(partly.results[0].occurrence).toMatchObject({ attestedQuantity: 1, pledge: { state: 'PARTLY_FULFILLED' } });
  });

  it('counts the good rows though others fail, and says why each failed', async () => {
    const { pledge, ask, community, steward } = await waiting();
    const own = await world.reported({ pledge: await world.pledge({ ask, by: steward, agreementVersion: null }) });
    const due = await world.pledge({ ask, by: await world.ally(community) });
    const much = await world.reported({ pledge: await world.pledge({ ask, by: await world.ally(community) }) });
    const good = await world.reported({ pledge: await world.pledge({ ask, by: await world.ally(community) }) });
    const foreign = await waiting();
    const items = [
      pledge,
      own,
      due,
      { occurrenceId: much.occurrenceId, quantity: 2 },
      { occurrenceId: NOWHERE },
      foreign.pledge,
      pledge,
      good,
    ].map((one) => ({ occurrenceId: one.occurrenceId, ...('quantity' in one && { quantity: one.quantity }) }));
    const { results } = await attest(steward, ...items);
    expect(results.map(({ userErrors }: Answer) => userErrors[0]?.code ?? null)).toEqual([
      null,
      'OWN_WORK',
      'NOT_REPORTED',
      'MORE_THAN_REPORTED',
      'NOT_REPORTED',
      'NOT_REPORTED',
      'INVALID',
      null,
    ]);
    expect(results[3].userErrors[0].path).toEqual(['input', 'items', '3', 'quantity']);
    expect({ ...results[4].userErrors[0], path: null }).toEqual({ ...results[5].userErrors[0], path: null });
    const kinds = await deeds(on, community.id, 'fulfilment');
    expect(kinds.filter((kind) => kind === 'fulfilment.attested')).toHaveLength(2);
  });

  it('is for affected people past their probation', async () => {
    const { pledge, by, community } = await waiting();
    const input = { items: [{ occurrenceId: pledge.occurrenceId }] };
    const newcomer = await world.affected(community);
    const [row] = await sql(on.urls.owner)(
      "SELECT max(id::text)::uuid AS id FROM membership WHERE community_id = $1 AND standing = 'AFFECTED' AND NOT is_steward",
      [community.id],
    );
    await sql(on.urls.owner)("UPDATE membership SET probation_until = now() + interval '1 day' WHERE id = $1", [
      row?.['id'],
    ]);
    const all: [string, Record<string, unknown>][] = [
      ['attestFulfilment', input],
      ['sendBackFulfilment', { occurrenceId: pledge.occurrenceId, feedback: 'no' }],
      ['correctAttestation', { attestationId: NOWHERE, quantity: 1, reason: 'no' }],
    ];
    for (const [field, sent] of all) {
      const refusal = (as: As) => unchanged(on, () => on.refusal(as, field, sent));
      expect(await refusal(null)).toBe('UNAUTHENTICATED');
      for (const as of [await world.person(), by, await world.allyOrganizer(community), newcomer]) {
        expect(await refusal(as)).toBe('FORBIDDEN');
      }
      expect(await refusal((await world.community()).steward)).toBe('NOT_FOUND');
    }
    await sql(on.urls.owner)('UPDATE membership SET probation_until = NULL WHERE id = $1', [row?.['id']]);
    expect((await attest(newcomer, ...input.items)).results[0].userErrors).toEqual([]);
  });

  it('takes five hundred at once in one answer, and no more, and none of nothing', async () => {
    const { steward, pledge } = await waiting();
    const many = (count: number) => ({ items: Array.from({ length: count }, () => ({ occurrenceId: NOWHERE })) });
    const refused = (input: Record<string, unknown>) =>
      unchanged(on, () => on.mutate(steward, 'attestFulfilment', input, 'results { occurrenceId }'));
    expect(await refused(many(501))).toMatchObject({
      results: null,
      userErrors: [{ code: 'TOO_MANY', path: ['input', 'items'] }],
    });
    expect(await refused({ items: [] })).toMatchObject({
      results: null,
      userErrors: [{ code: 'TOO_SHORT', path: ['input', 'items'] }],
    });
    expect(await refused({ items: [{ occurrenceId: pledge.occurrenceId, quantity: 0 }] })).toMatchObject({
      userErrors: [{ code: 'OUT_OF_RANGE', path: ['input', 'items', '0', 'quantity'] }],
    });
    const items = [{ occurrenceId: pledge.occurrenceId }, ...many(499).items];
    const { results } = await attest(steward, ...items);
    expect(results.filter(({ userErrors }: Answer) => userErrors.length === 0)).toHaveLength(1);
    expect(results).toHaveLength(500);
  });

  it('twice under one key answers the same and attests once', async () => {
    const { steward, pledge, community } = await waiting();
    const input = {
      items: [{ occurrenceId: pledge.occurrenceId }, { occurrenceId: NOWHERE }],
      idempotencyKey: world.unique('key'),
    };
    const send = () =>
      on.mutate(
        steward,
        'attestFulfilment',
        input,
        'results { occurrenceId occurrence { state } userErrors { code message } }',
      );
    expect(await send()).toEqual(await send());
    expect(await deeds(on, community.id, 'fulfilment')).toEqual(['fulfilment.reported', 'fulfilment.attested']);
    expect(await on.refusal(steward, 'attestFulfilment', { ...input, items: [input.items[0]] })).toBe('CONFLICT');
  });
});

describe('sending back', () => {
  it('makes it due again with what is missing, to be reported anew', async () => {
    const { steward, pledge, by, ask } = await waiting();
    const { occurrence } = await sendBack(steward, { occurrenceId: pledge.occurrenceId });
    expect(occurrence).toMatchObject({
      state: 'DUE',
      reportedQuantity: null,
      reports: [{ quantity: 3 }],
      attestations: [{ kind: 'SENT_BACK', quantity: null, feedback: 'Two boxes are missing' }],
    });
    expect((await footprint(on, ask)).tally).toMatchObject({
      reported_count: 0,
      reported_quantity: 0,
      sent_back_count: 1,
    });
    expect((await report(by, { pledgeId: pledge.id, quantity: 2 })).occurrence).toMatchObject({
      state: 'REPORTED',
      reportedQuantity: 2,
    });
  });

  it('needs feedback, a report, and someone else’s work', async () => {
    const { steward, pledge, ask } = await waiting();
    const own = await world.reported({ pledge: await world.pledge({ ask, by: steward, agreementVersion: null }) });
    const refused = (input: Record<string, unknown>) =>
      unchanged(on, () => sendBack(steward, { occurrenceId: pledge.occurrenceId, ...input }));
    expect(await refused({ feedback: '' })).toMatchObject({
      occurrence: null,
      userErrors: [{ code: 'TOO_SHORT', path: ['input', 'feedback'] }],
    });
    expect(await refused({ feedback: 'x'.repeat(4001) })).toMatchObject({ userErrors: [{ code: 'TOO_LONG' }] });
    expect(await refused({ feedback: 'a\u202Eb' })).toMatchObject({ userErrors: [{ code: 'INVALID' }] });
    expect(await refused({ occurrenceId: own.occurrenceId })).toMatchObject({
      userErrors: [{ code: 'OWN_WORK', path: ['input', 'occurrenceId'] }],
    });
    await attest(steward, { occurrenceId: pledge.occurrenceId });
    expect(await refused({})).toMatchObject({ userErrors: [{ code: 'NOT_REPORTED' }] });
  });
});

describe('correcting', () => {
  async function attested() {
    const there = await waiting();
    const { results } = await attest(there.steward, { occurrenceId: there.pledge.occurrenceId });
    return { ...there, attestationId: results[0].occurrence.attestations[0].id as string };
  }

  it('keeps the old value, and the latest counts', async () => {
    const { steward, attestationId, ask, community } = await attested();
    const { occurrence } = await correct(steward, { attestationId, quantity: 1 });
    expect(occurrence).toMatchObject({
      state: 'ATTESTED',
      attestedQuantity: 1,
      pledge: { state: 'PARTLY_FULFILLED' },
      attestations: [
        { kind: 'ATTESTED', quantity: 3 },
        { kind: 'CORRECTED', quantity: 1, feedback: 'Counted again', corrects: attestationId },
      ],
    });
    const again = await correct(steward, { attestationId: occurrence.attestations[1].id, quantity: 0 });
    expect(again.occurrence).toMatchObject({ attestedQuantity: 0 });
    expect((await footprint(on, ask)).tally).toMatchObject({ attested_quantity: 0, attested_count: 1 });
    expect((await deeds(on, community.id, 'fulfilment')).slice(-2)).toEqual([
      'fulfilment.corrected',
      'fulfilment.corrected',
    ]);
  });

  it('names the latest, stays within what was reported, and is not of one’s own work', async () => {
    const { steward, attestationId, community } = await attested();
    await correct(steward, { attestationId, quantity: 2 });
    const refused = (input: Record<string, unknown>) =>
      unchanged(on, () => correct(steward, { attestationId, quantity: 1, ...input }));
    expect(await refused({})).toMatchObject({
      occurrence: null,
      userErrors: [{ code: 'ALREADY_CORRECTED', path: ['input', 'attestationId'] }],
    });
    const [latest] = await sql(on.urls.owner)('SELECT id FROM attestation WHERE corrects = $1', [attestationId]);
    expect(await refused({ attestationId: latest?.['id'], quantity: 4 })).toMatchObject({
      userErrors: [{ code: 'MORE_THAN_REPORTED' }],
    });
    expect(await refused({ attestationId: latest?.['id'], quantity: -1 })).toMatchObject({
      userErrors: [{ code: 'OUT_OF_RANGE' }],
    });
    expect(await refused({ attestationId: latest?.['id'], reason: '' })).toMatchObject({
      userErrors: [{ code: 'TOO_SHORT' }],
    });
    const member = await world.affected(community);
    expect((await correct(member, { attestationId: latest?.['id'], quantity: 3 })).occurrence.attestedQuantity).toBe(3);
  });
});
