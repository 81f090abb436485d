import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds, footprint } from '../../support/pledging.js';
import { hoursLater, promised, stored } from '../../support/promises.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const OCCURRENCE = `occurrence { id state attestedQuantity canContestUntil contests { text } pledge { state }
  attestations { id kind quantity corrects } viewerCanRecordNoShow viewerCanContest viewerCanAnswerContest }`;
const noShow = (as: As, occurrenceId: string) =>
  on.mutate(as, 'recordNoShow', { occurrenceId, note: 'Nobody at the gate' }, OCCURRENCE);
const contest = (as: As, occurrenceId: string) =>
  on.mutate(as, 'contestNoShow', { occurrenceId, text: 'I was at the other gate' }, OCCURRENCE);
const answer = (as: As, occurrenceId: string, input: Record<string, unknown>) =>
  on.mutate(as, 'answerContest', { occurrenceId, feedback: 'We asked around', ...input }, OCCURRENCE);
const codes = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code);

/** Due since an hour. */
async function overdue() {
  const there = await promised(world, {}, { slots: 1 });
  await hoursLater(on, there.pledge, 49);
  return there;
}

async function missed() {
  const there = await overdue();
  await noShow(there.steward, there.pledge.occurrenceId);
  return there;
}

describe('recording that nobody came', () => {
  it('lapses the pledge when nothing else was done, and gives its place to the next', async () => {
    const { pledge, ask, community, steward } = await overdue();
    const next = await world.pledge({ ask, by: await world.ally(community) });
    expect(next.state).toBe('WAITLISTED');
    const { occurrence } = await noShow(steward, pledge.occurrenceId);
    expect(occurrence).toMatchObject({
      state: 'NO_SHOW',
      pledge: { state: 'LAPSED' },
      attestations: [{ kind: 'NO_SHOW', quantity: null }],
      viewerCanRecordNoShow: false,
    });
    expect(occurrence.canContestUntil).not.toBeNull();
    expect(await stored(on, pledge)).toMatchObject({ pledge: 'LAPSED', gaveUpPlace: true });
    expect(await stored(on, next)).toMatchObject({ pledge: 'ACTIVE' });
    expect((await footprint(on, ask)).tally).toMatchObject({ no_show_count: 1, lapsed_count: 1, places_taken: 1 });
    expect(await deeds(on, community.id, 'fulfilment')).toEqual(['fulfilment.no_show_recorded']);
  });

  it('waits until it was due, and is said once', async () => {
    const { pledge, steward } = await promised(world);
    expect(codes(await unchanged(on, () => noShow(steward, pledge.occurrenceId)))).toEqual(['NOT_DUE']);
    await hoursLater(on, pledge, 49);
    expect(codes(await noShow(steward, pledge.occurrenceId))).toEqual([]);
    expect(codes(await unchanged(on, () => noShow(steward, pledge.occurrenceId)))).toEqual(['WRONG_STATE']);
  });

  it('can be said of what was reported, and what was given back is not due', async () => {
    const { pledge, steward, by } = await overdue();
    await world.reported({ pledge, quantity: 2 });
    expect((await noShow(steward, pledge.occurrenceId)).occurrence.state).toBe('NO_SHOW');
    const other = await promised(world);
    await on.mutate(other.by, 'stepBack', { pledgeId: other.pledge.id });
    await hoursLater(on, other.pledge, 49);
    expect(codes(await unchanged(on, () => noShow(other.steward, other.pledge.occurrenceId)))).toEqual(['WRONG_STATE']);
    expect(
      await unchanged(on, () => on.refusal(by, 'recordNoShow', { occurrenceId: pledge.occurrenceId, note: 'x' })),
    ).toBe('FORBIDDEN');
  });

  it('is put right with what was done, and keeps what was said before', async () => {
    const { pledge, steward, ask } = await missed();
    const rows = await sql(on.urls.owner)("SELECT id FROM attestation WHERE occurrence_id = $1 AND kind = 'NO_SHOW'", [
      pledge.occurrenceId,
    ]);
    const correct = (quantity: number) =>
      on.mutate(
        steward,
        'correctAttestation',
        { attestationId: rows[0]?.['id'], quantity, reason: 'They came later' },
        OCCURRENCE,
      );
    expect(codes(await unchanged(on, () => correct(0)))).toEqual(['OUT_OF_RANGE']);
    expect(codes(await unchanged(on, () => correct(4)))).toEqual(['MORE_THAN_REPORTED']);
    expect((await correct(3)).occurrence).toMatchObject({
      state: 'ATTESTED',
      attestedQuantity: 3,
      pledge: { state: 'FULFILLED' },
      attestations: [{ kind: 'NO_SHOW' }, { kind: 'CORRECTED', quantity: 3, corrects: rows[0]?.['id'] }],
    });
    // The place went to others, and stays theirs.
    expect(await stored(on, pledge)).toMatchObject({ pledge: 'FULFILLED', gaveUpPlace: true });
    expect((await footprint(on, ask)).tally).toMatchObject({ no_show_count: 0, attested_count: 1, places_taken: 0 });
  });
});

describe('contesting a no-show', () => {
  it('is for its pledger, once, within 14 days', async () => {
    const { pledge, by, steward, community } = await missed();
    const id = pledge.occurrenceId;
    expect(await unchanged(on, () => on.refusal(steward, 'contestNoShow', { occurrenceId: id, text: 'x' }))).toBe(
      'FORBIDDEN',
    );
    const stranger = await world.ally(community);
    expect(await unchanged(on, () => on.refusal(stranger, 'contestNoShow', { occurrenceId: id, text: 'x' }))).toBe(
      'NOT_FOUND',
    );
    expect((await contest(by, id)).occurrence).toMatchObject({
      state: 'NO_SHOW',
      canContestUntil: null,
      contests: [{ text: 'I was at the other gate' }],
    });
    expect(codes(await unchanged(on, () => contest(by, id)))).toEqual(['ALREADY_DONE']);
    const late = await missed();
    await hoursLater(on, late.pledge, 14 * 24);
    expect(codes(await unchanged(on, () => contest(late.by, late.pledge.occurrenceId)))).toEqual(['IN_THE_PAST']);
  });

  it('waits while the campaign stands still', async () => {
    const { pledge, by, campaignId, community } = await missed();
    await hoursLater(on, pledge, 15 * 24);
    await sql(on.urls.owner)(
      `INSERT INTO campaign_stop (community_id, id, campaign_id, reason, stopped_by, stopped_at, resumed_at)
       SELECT $1, gen_random_uuid(), $2, 'Police', id, now() - interval '10 days', now() - interval '5 days' FROM membership WHERE community_id = $1 AND is_steward`,
      [community.id, campaignId],
    );
    expect(codes(await contest(by, pledge.occurrenceId))).toEqual([]);
  });

  it('is answered by someone else than who recorded it, where there is someone', async () => {
    const { pledge, by, steward, community } = await missed();
    await contest(by, pledge.occurrenceId);
    const other = await world.affected(community);
    const refused = await unchanged(on, () => answer(steward, pledge.occurrenceId, { accept: false }));
    expect(codes(refused)).toEqual(['SECOND_PERSON_NEEDED']);
    expect(codes(await answer(other, pledge.occurrenceId, { accept: false }))).toEqual([]);
    expect(await stored(on, pledge)).toMatchObject({ pledge: 'LAPSED', occurrences: ['NO_SHOW'] });
    expect(codes(await unchanged(on, () => answer(other, pledge.occurrenceId, { accept: true })))).toEqual([
      'WRONG_STATE',
    ]);
    const alone = await missed();
    await contest(alone.by, alone.pledge.occurrenceId);
    expect(codes(await answer(alone.steward, alone.pledge.occurrenceId, { accept: true, quantity: 3 }))).toEqual([]);
  });

  it('attests what was done when it is accepted with a quantity', async () => {
    const { pledge, by, community, ask } = await missed();
    await contest(by, pledge.occurrenceId);
    const other = await world.affected(community);
    expect(codes(await unchanged(on, () => answer(other, pledge.occurrenceId, { accept: true, quantity: 4 })))).toEqual(
      ['MORE_THAN_REPORTED'],
    );
    expect(
      codes(await unchanged(on, () => answer(other, pledge.occurrenceId, { accept: false, quantity: 1 }))),
    ).toEqual(['INVALID']);
    const { occurrence } = await answer(other, pledge.occurrenceId, { accept: true, quantity: 2 });
    expect(occurrence).toMatchObject({
      state: 'ATTESTED',
      attestedQuantity: 2,
      pledge: { state: 'PARTLY_FULFILLED' },
      attestations: [{ kind: 'NO_SHOW' }, { kind: 'CONTEST_ACCEPTED', quantity: 2 }],
    });
    expect((await footprint(on, ask)).tally).toMatchObject({
      no_show_count: 0,
      attested_quantity: 2,
      partly_fulfilled_count: 1,
    });
  });

  it('puts it back as it was when it is accepted without one, and it can be reported', async () => {
    const { pledge, by, community } = await missed();
    const other = await world.affected(community);
    await contest(by, pledge.occurrenceId);
    await answer(other, pledge.occurrenceId, { accept: true });
    expect(await stored(on, pledge)).toMatchObject({ occurrences: ['DUE'] });
    await world.reported({ pledge, quantity: 3 });
    await world.done(other, 'attestFulfilment', { items: [{ occurrenceId: pledge.occurrenceId }] });
    expect(await stored(on, pledge)).toMatchObject({ pledge: 'FULFILLED', occurrences: ['ATTESTED'] });

    const told = await overdue();
    const second = await world.affected(told.community);
    await world.reported({ pledge: told.pledge, quantity: 2 });
    await noShow(told.steward, told.pledge.occurrenceId);
    await contest(told.by, told.pledge.occurrenceId);
    await answer(second, told.pledge.occurrenceId, { accept: true });
    expect(await stored(on, told.pledge)).toMatchObject({ occurrences: ['REPORTED'] });
    expect((await footprint(on, told.ask)).tally).toMatchObject({
      reported_count: 1,
      reported_quantity: 2,
      no_show_count: 0,
    });
  });
});

describe('two who answer at once', () => {
  it('give one answer: attested, or nobody came', async () => {
    const { pledge, community, steward, ask } = await overdue();
    await world.reported({ pledge, quantity: 3 });
    const other = await world.affected(community);
    await Promise.all([
      noShow(steward, pledge.occurrenceId),
      on.mutate(
        other,
        'attestFulfilment',
        { items: [{ occurrenceId: pledge.occurrenceId }] },
        'results { userErrors { code } }',
      ),
    ]);
    const said = await sql(on.urls.owner)('SELECT kind FROM attestation WHERE occurrence_id = $1', [
      pledge.occurrenceId,
    ]);
    expect(said).toHaveLength(1);
    const { tally } = await footprint(on, ask);
    expect((tally['no_show_count'] ?? 0) + (tally['attested_count'] ?? 0)).toBe(1);
    expect(tally).toMatchObject({ reported_count: 0 });
  });
});
