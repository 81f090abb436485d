import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PledgeClock } from '../../../src/features/pledges/index.js';
import { Database } from '../../../src/platform/database/database.js';
import { Clocks } from '../../../src/platform/jobs/clocks.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds, footprint, recount, scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { launched } from '../asks/launched.js';

let on: TestApp;
let world: World;
let clock: PledgeClock;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  clock = new PledgeClock(on.app.get(Database, { strict: false }), new Clocks(on.urls));
});
afterAll(() => on.close());

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const FIELDS = 'pledge { state waitingFor reconfirmBy reconfirmBecause acceptedTermsVersion termsAreCurrent }';
const reconfirm = (by: Person, pledgeId: string, input: Record<string, unknown> = {}) =>
  on.mutate(by, 'reconfirmPledge', { pledgeId, termsVersion: 2, acceptedRiskTier: 0, ...input }, FIELDS);
const states = async (ask: { id: string }) => (await footprint(on, ask)).pledges.map(({ state }) => state);

async function revise(steward: Person, ask: { id: string }, input: Record<string, unknown>) {
  const [row] = await rows('SELECT version FROM ask WHERE id = $1', ask.id);
  const fields = 'pledgesAsked ask { termsVersion }';
  return world.done(steward, 'reviseAsk', { askId: ask.id, expectedVersion: row?.['version'], ...input }, fields);
}

async function untilOf(id: string): Promise<number> {
  const [row] = await rows(
    'SELECT extract(epoch FROM reconfirm_until - now()) AS seconds FROM pledge WHERE id = $1',
    id,
  );
  return Number(row?.['seconds']) / 3600;
}

async function changed() {
  const there = await scene(world, { slots: 3 });
  const by = await world.ally(there.community);
  const pledge = await world.pledge({ ask: there.ask, by, plan: { when: hours(200), firstStep: 'Call' } });
  const asked = await revise(there.steward, there.ask, { place: 'At the back door' });
  return { ...there, by, pledge, asked };
}

describe('a material change of terms', () => {
  it('asks who pledged, keeps their places, and answers how many were asked', async () => {
    const { ask, asked, by, pledge, community } = await changed();
    expect(asked).toMatchObject({ pledgesAsked: 1, ask: { termsVersion: 2 } });
    expect((await footprint(on, ask)).tally).toMatchObject({ places_taken: 1, active_count: 0, reconfirming_count: 1 });
    const { pledge: seen } = await on.query(by, `query ($id: ID!) { ${FIELDS.replace('pledge', 'pledge(id: $id)')} }`, {
      id: pledge.id,
    });
    expect(seen).toMatchObject({ state: 'NEEDS_RECONFIRMATION', reconfirmBecause: 'TERMS', acceptedTermsVersion: 1 });
    expect(await untilOf(pledge.id)).toBeGreaterThan(71);
    expect(await untilOf(pledge.id)).toBeLessThanOrEqual(72);
    expect((await reconfirm(by, pledge.id)).pledge).toEqual({
      state: 'ACTIVE',
      waitingFor: null,
      reconfirmBy: null,
      reconfirmBecause: null,
      acceptedTermsVersion: 2,
      termsAreCurrent: true,
    });
    expect(await deeds(on, community.id, 'pledge')).toEqual([
      'pledge.made',
      'pledge.reconfirmation_asked',
      'pledge.reconfirmed',
    ]);
  });

  it('that is none asks nobody', async () => {
    const { steward, ask, community } = await scene(world);
    await world.pledge({ ask, by: await world.ally(community) });
    expect(await revise(steward, ask, { slots: 50 })).toMatchObject({ pledgesAsked: 0 });
    expect(await states(ask)).toEqual(['ACTIVE']);
  });

  it('gives whoever begins sooner no longer than that', async () => {
    const { steward, ask, community } = await scene(world);
    const { id } = await world.pledge({
      ask,
      by: await world.ally(community),
      plan: { when: hours(10), firstStep: 'Call' },
    });
    await revise(steward, ask, { place: 'At the back door' });
    expect(await untilOf(id)).toBeLessThanOrEqual(10);
  });

  it('that comes a second time gives no more time, and the newest terms are confirmed', async () => {
    const { steward, ask, by, pledge, community } = await changed();
    await rows("UPDATE pledge SET reconfirm_until = reconfirm_until - interval '50 hours' WHERE id = $1", pledge.id);
    const left = await untilOf(pledge.id);
    expect(await revise(steward, ask, { place: 'On the roof' })).toMatchObject({ pledgesAsked: 1 });
    expect(await untilOf(pledge.id)).toBeLessThanOrEqual(left);
    expect(await unchanged(on, () => reconfirm(by, pledge.id))).toMatchObject({
      pledge: null,
      userErrors: [{ code: 'TERMS_STALE', path: ['input', 'termsVersion'] }],
    });
    expect((await reconfirm(by, pledge.id, { termsVersion: 3 })).pledge.state).toBe('ACTIVE');
    expect(await deeds(on, community.id, 'pledge')).toEqual([
      'pledge.made',
      'pledge.reconfirmation_asked',
      'pledge.reconfirmation_asked',
      'pledge.reconfirmed',
    ]);
  });

  it('of its risk wants the new risk accepted', async () => {
    const home = await launched(world);
    const ask = await world.ask(home);
    const by = await world.ally(home);
    const pledge = await world.pledge({ ask, by });
    await revise(home.steward, ask, { riskTier: 1, riskNotes: 'Police may come.' });
    const refused = await unchanged(on, () => reconfirm(by, pledge.id));
    expect(refused.userErrors).toMatchObject([{ code: 'RISK_NOT_ACCEPTED', path: ['input', 'acceptedRiskTier'] }]);
    expect((await reconfirm(by, pledge.id, { acceptedRiskTier: 1 })).pledge.state).toBe('ACTIVE');
  });

  it('is confirmed by nobody but the pledger', async () => {
    const { steward, pledge, community } = await changed();
    const other = await world.ally(community);
    await unchanged(on, async () => {
      expect(await on.refusal(steward, 'reconfirmPledge', asking(pledge.id))).toBe('FORBIDDEN');
      expect(await on.refusal(other, 'reconfirmPledge', asking(pledge.id))).toBe('NOT_FOUND');
    });
  });

  it('is asked of who waits once a place comes', async () => {
    const { steward, ask, community } = await scene(world, { slots: 1 });
    const [first, second] = [await world.ally(community), await world.ally(community)];
    const holding = await world.pledge({ ask, by: first });
    const waiting = await world.pledge({ ask, by: second });
    expect(await revise(steward, ask, { place: 'On the roof' })).toMatchObject({ pledgesAsked: 1 });
    await world.done(first, 'stepBack', { pledgeId: holding.id });
    expect(await states(ask)).toEqual(['STEPPED_BACK', 'NEEDS_RECONFIRMATION']);
    expect((await footprint(on, ask)).tally).toMatchObject({ places_taken: 1 });
    expect((await reconfirm(second, waiting.id)).pledge.state).toBe('ACTIVE');
  });
});

describe('the time to confirm', () => {
  it('that is over lets the pledge lapse by the clock, once, and gives its place on', async () => {
    const { ask, by, pledge, community } = await changed();
    await rows('UPDATE pledge SET reconfirm_until = now() WHERE id = $1', pledge.id);
    // Passed is passed, before the clock has written it down.
    const seen = await on.query(by, 'query ($id: ID!) { pledge(id: $id) { state } }', { id: pledge.id });
    expect(seen.pledge.state).toBe('LAPSED');
    const late = await unchanged(on, () => reconfirm(by, pledge.id));
    expect(late.userErrors).toMatchObject([{ code: 'WRONG_STATE', path: ['input', 'pledgeId'] }]);
    await Promise.all([clock.settle(), clock.settle()]);
    expect(await states(ask)).toEqual(['LAPSED']);
    expect((await footprint(on, ask)).tally).toMatchObject({ places_taken: 0, lapsed_count: 1 });
    expect((await deeds(on, community.id, 'pledge')).filter((kind) => kind === 'pledge.lapsed')).toHaveLength(1);
  });

  it('runs in a closed ask too, and gives no place on there', async () => {
    const { steward, ask, pledge } = await changed();
    await world.done(steward, 'closeAsk', { askId: ask.id });
    expect(await states(ask)).toEqual(['NEEDS_RECONFIRMATION']);
    await rows('UPDATE pledge SET reconfirm_until = now() WHERE id = $1', pledge.id);
    await clock.settle();
    expect(await states(ask)).toEqual(['LAPSED']);
  });

  it('in a closed ask is used like any other', async () => {
    const { steward, ask, by, pledge } = await changed();
    await world.done(steward, 'closeAsk', { askId: ask.id });
    expect((await reconfirm(by, pledge.id)).pledge.state).toBe('ACTIVE');
  });

  it('stands still while the ask does', async () => {
    const { steward, ask, by, pledge } = await changed();
    await rows("UPDATE pledge SET reconfirm_until = now() + interval '1 second' WHERE id = $1", pledge.id);
    await world.done(steward, 'pauseAsk', { askId: ask.id });
    await rows("UPDATE pledge SET reconfirm_until = reconfirm_until - interval '5 hours' WHERE id = $1", pledge.id);
    await rows("UPDATE ask SET paused_at = paused_at - interval '6 hours' WHERE id = $1", ask.id);
    await clock.settle();
    expect(await states(ask)).toEqual(['NEEDS_RECONFIRMATION']);
    expect((await reconfirm(by, pledge.id)).pledge.state).toBe('ACTIVE');
  });
});

describe('a pledge that had not started', () => {
  it('waits on after it was confirmed, for what it waited for', async () => {
    const { steward, ask, community } = await scene(world);
    const by = await world.ally(community);
    const { id } = await world.pledge({ ask, by, onlyIf: { others: 2 } });
    await revise(steward, ask, { place: 'On the roof' });
    expect((await reconfirm(by, id)).pledge).toMatchObject({ state: 'CONDITIONAL', waitingFor: 'OWN_CONDITION' });
  });

  it('ends with the ask while it is asked', async () => {
    const { steward, ask, community } = await scene(world);
    await world.pledge({ ask, by: await world.ally(community), onlyIf: { others: 2 } });
    await revise(steward, ask, { place: 'On the roof' });
    expect(await states(ask)).toEqual(['NEEDS_RECONFIRMATION']);
    await world.done(steward, 'closeAsk', { askId: ask.id });
    expect(await states(ask)).toEqual(['NEVER_STARTED']);
    const { kept, counted } = await recount(on.urls.owner, ask);
    expect(kept).toEqual(counted);
  });

  it('never starts when what it waited for did not come while it was asked', async () => {
    const { steward, ask, community } = await scene(world);
    await world.pledge({ ask, by: await world.ally(community), onlyIf: { others: 2, until: hours(5) } });
    await revise(steward, ask, { place: 'On the roof' });
    await rows('UPDATE pledge SET condition_until = now() WHERE ask_id = $1', ask.id);
    await clock.settle();
    expect(await states(ask)).toEqual(['NEVER_STARTED']);
  });
});

function asking(pledgeId: string) {
  return { pledgeId, termsVersion: 2, acceptedRiskTier: 0 };
}
