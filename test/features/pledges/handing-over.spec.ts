import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PledgeClock } from '../../../src/features/pledges/index.js';
import { Database } from '../../../src/platform/database/database.js';
import { Clocks } from '../../../src/platform/jobs/clocks.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { persist } from '../../support/persist.js';
import { deeds, footprint, recount, scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { joins, union } from '../organizations/union.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const plan = { when: hours(5), firstStep: 'Call' };
const taking = (code: string, input: Record<string, unknown> = {}) => ({
  code,
  plan,
  briefVersion: 1,
  termsVersion: 1,
  agreementVersion: 1,
  acceptedRiskTier: 0,
  ...input,
});
const MINE = 'pledge { id state quantity shift { id } handedTo { id } pledger { pseudonym } }';
const take = (by: Person, code: string, input: Record<string, unknown> = {}) =>
  on.mutate(by, 'acceptHandOver', taking(code, input), MINE);
const offer = (by: Person, pledgeId: string) => world.done(by, 'offerHandOver', { pledgeId }, 'code link expiresAt');
const refused = async (by: Person, code: string, input: Record<string, unknown> = {}) => {
  const payload = await unchanged(on, () => take(by, code, input));
  expect(payload.pledge).toBeNull();
  return payload.userErrors[0];
};

/** A pledge that is due soon, in an ask that is full, with a code out for it. */
async function offered(input: Record<string, unknown> = {}) {
  const there = await scene(world, { slots: 1 });
  const giver = await world.ally(there.community);
  const pledge = await world.pledge({ ask: there.ask, by: giver, plan, quantity: 2, ...input });
  const { code } = await offer(giver, pledge.id);
  return { ...there, giver, pledge, code: code as string, taker: await world.ally(there.community) };
}

describe('handing a pledge over', () => {
  it('gives its place to whoever brings the code, past those who wait, also late, in one act', async () => {
    const { community, ask, giver, pledge, code, taker } = await offered();
    const waiting = await world.pledge({ ask, by: await world.ally(community) });
    const { pledge: taken } = await take(taker, code);
    expect(taken).toMatchObject({ state: 'ACTIVE', quantity: 2 });
    const { pledges, tally } = await footprint(on, ask);
    expect(pledges.map(({ state }) => state)).toEqual(['HANDED_OVER', 'WAITLISTED', 'ACTIVE']);
    expect(tally).toMatchObject({ places_taken: 1, pledged_quantity: 2, handed_over_count: 1 });
    expect(waiting.state).toBe('WAITLISTED');
    const { kept, counted } = await recount(on.urls.owner, ask);
    expect(kept).toEqual(counted);
    expect(await deeds(on, community.id, 'pledge')).toEqual([
      'pledge.made',
      'pledge.hand_over_offered',
      'pledge.made',
      'pledge.handed_over',
      'pledge.made',
    ]);
    // Neither learns who the other is.
    const seen = await on.query(giver, `query ($id: ID!) { pledge(id: $id) { state handedTo { id } } }`, {
      id: pledge.id,
    });
    expect(seen.pledge).toEqual({ state: 'HANDED_OVER', handedTo: null });
    const foreign = await on.query(taker, 'query ($id: ID!) { pledge(id: $id) { id } }', { id: pledge.id });
    expect(foreign.pledge).toBeNull();
    const entries = await rows(
      "SELECT actor_role, actor_id FROM record_entry WHERE kind = 'pledge.handed_over' AND subject_id = $1",
      pledge.id,
    );
    expect(entries).toEqual([{ actor_role: 'SYSTEM', actor_id: null }]);
  });

  it('says what it is for, and not whose it is', async () => {
    const { ask, code, taker, community } = await offered();
    const read = async (by: Person, text: string) =>
      (
        await on.query(by, 'query ($code: String!) { handOver(code: $code) { quantity ask { id } shift { id } } }', {
          code: text,
        })
      ).handOver;
    const whole = { quantity: 2, ask: { id: ask.id }, shift: null };
    expect(await read(taker, code)).toEqual(whole);
    expect(await read(taker, `https://accompany.example/#${code}`)).toEqual(whole);
    expect(await read(taker, code.slice(0, -1))).toBeNull();
    expect(await read(await world.ally(community), 'nothing of the kind')).toBeNull();
  });

  it('keeps a digest of the code alone, and answers a repeated offer without it', async () => {
    const { giver, pledge, code } = await offered();
    const stored = JSON.stringify(await rows('SELECT h::text FROM pledge_hand_over h WHERE pledge_id = $1', pledge.id));
    expect(stored).not.toContain(code);
    const input = { pledgeId: pledge.id, idempotencyKey: world.unique('key') };
    await world.done(giver, 'offerHandOver', input);
    expect((await on.mutate(giver, 'offerHandOver', input, 'code')).userErrors[0]?.code).toBe('ALREADY_DONE');
  });

  it('lasts until the pledge is due, and seven days at most', async () => {
    const { community, ask } = await scene(world);
    const [soon, later] = [await world.ally(community), await world.ally(community)];
    const first = await world.pledge({ ask, by: soon, plan });
    const second = await world.pledge({ ask, by: later, plan: { when: hours(24 * 12), firstStep: 'Call' } });
    const hoursLeft = async (by: Person, id: string) =>
      (new Date((await offer(by, id)).expiresAt).getTime() - Date.now()) / 3_600_000;
    expect(await hoursLeft(soon, first.id)).toBeLessThanOrEqual(5);
    const week = await hoursLeft(later, second.id);
    expect(week).toBeGreaterThan(24 * 7 - 1);
    expect(week).toBeLessThanOrEqual(24 * 7 + 0.1);
  });
});

describe('a code', () => {
  it('works once', async () => {
    const used = await offered();
    await take(used.taker, used.code);
    const other = await world.ally(used.community);
    expect(await refused(other, used.code)).toMatchObject({ code: 'LINK_INVALID', path: ['input', 'code'] });
  });

  it('works no more when it is withdrawn', async () => {
    const withdrawn = await offered();
    const until = () =>
      on.query(withdrawn.giver, 'query ($id: ID!) { pledge(id: $id) { handOverUntil viewerCanHandOver } }', {
        id: withdrawn.pledge.id,
      });
    expect((await until()).pledge).toEqual({ handOverUntil: expect.any(String), viewerCanHandOver: true });
    await world.done(withdrawn.giver, 'withdrawHandOver', { pledgeId: withdrawn.pledge.id });
    expect((await until()).pledge.handOverUntil).toBeNull();
    expect(await refused(withdrawn.taker, withdrawn.code)).toMatchObject({ code: 'LINK_INVALID' });
    const again = await unchanged(on, () =>
      on.mutate(withdrawn.giver, 'withdrawHandOver', { pledgeId: withdrawn.pledge.id }),
    );
    expect(again.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
  });

  it('works no more when another was made', async () => {
    const replaced = await offered();
    await offer(replaced.giver, replaced.pledge.id);
    expect(await refused(replaced.taker, replaced.code)).toMatchObject({ code: 'LINK_INVALID' });
  });

  it('works no more when it is over, and is not kept then', async () => {
    const over = await offered();
    await rows(
      "UPDATE pledge_hand_over SET offered_at = now() - interval '8 days', expires_at = now() WHERE pledge_id = $1",
      over.pledge.id,
    );
    expect(await refused(over.taker, over.code)).toMatchObject({ code: 'LINK_INVALID' });
    await new PledgeClock(on.app.get(Database, { strict: false }), new Clocks(on.urls)).settle();
    expect(await rows('SELECT 1 FROM pledge_hand_over WHERE pledge_id = $1', over.pledge.id)).toEqual([]);
  });

  it('is good for nothing once the pledge is given back, reported or asked to be confirmed', async () => {
    const left = await offered();
    await world.done(left.giver, 'stepBack', { pledgeId: left.pledge.id, reason: 'Ill' });
    expect(await refused(left.taker, left.code)).toMatchObject({ code: 'LINK_INVALID' });
    const reported = await offered();
    await world.reported({ pledge: reported.pledge });
    expect(await refused(reported.taker, reported.code)).toMatchObject({ code: 'LINK_INVALID' });
    const offering = await on.mutate(reported.giver, 'offerHandOver', { pledgeId: reported.pledge.id }, 'code');
    expect(offering).toMatchObject({ code: null, userErrors: [{ code: 'WRONG_STATE', path: ['input', 'pledgeId'] }] });
    const asked = await offered();
    await rows('UPDATE ask SET terms_version = 2 WHERE id = $1', asked.ask.id);
    await rows('SELECT app.ask_to_reconfirm(community_id, id) FROM ask WHERE id = $1', asked.ask.id);
    expect(await refused(asked.taker, asked.code, { termsVersion: 2 })).toMatchObject({ code: 'LINK_INVALID' });
  });

  it('is made by the pledger alone, of a pledge with a place', async () => {
    const { steward, ask, pledge, taker, community } = await offered();
    await unchanged(on, async () => {
      expect(await on.refusal(steward, 'offerHandOver', { pledgeId: pledge.id })).toBe('FORBIDDEN');
      expect(await on.refusal(taker, 'offerHandOver', { pledgeId: pledge.id })).toBe('NOT_FOUND');
      expect(await on.refusal(steward, 'withdrawHandOver', { pledgeId: pledge.id })).toBe('FORBIDDEN');
    });
    const waiting = await world.pledge({ ask, by: await world.ally(community) });
    const offering = await unchanged(on, () => on.mutate(waiting.by, 'offerHandOver', { pledgeId: waiting.id }));
    expect(offering.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
  });
});

describe('whoever takes a pledge over', () => {
  it('is asked all that a pledge asks', async () => {
    const { code, taker, giver, steward, ask, community } = await offered();
    const cases: [Record<string, unknown>, string][] = [
      [{ briefVersion: 9 }, 'BRIEF_STALE'],
      [{ termsVersion: 9 }, 'TERMS_STALE'],
      [{ agreementVersion: 9 }, 'AGREEMENT_STALE'],
      [{ acceptedRiskTier: 3 }, 'RISK_NOT_ACCEPTED'],
      [{ plan: { when: hours(-1), firstStep: 'Call' } }, 'IN_THE_PAST'],
    ];
    for (const [input, expected] of cases) expect((await refused(taker, code, input)).code).toBe(expected);
    expect((await refused(giver, code)).code).toBe('ALREADY_PLEDGED');
    const waiting = await world.ally(community);
    await world.pledge({ ask, by: waiting });
    expect((await refused(waiting, code)).code).toBe('ALREADY_PLEDGED');
    const stranger = await world.person();
    expect(await unchanged(on, () => on.refusal(stranger, 'acceptHandOver', taking(code)))).toBe('FORBIDDEN');
    await world.done(steward, 'pauseAlly', { membershipId: taker.membershipId, reason: 'We need to talk.' });
    expect(await unchanged(on, () => on.refusal(taker, 'acceptHandOver', taking(code)))).toBe('FORBIDDEN');
    await world.done(steward, 'pauseAsk', { askId: ask.id });
    expect((await refused(await world.ally(community), code)).code).toBe('ASK_NOT_OPEN');
  });

  it('of someone affected is affected too; of an ally anyone who may pledge', async () => {
    const { community, ask } = await scene(world);
    const member = await world.affected(community);
    const theirs = await world.pledge({ ask, by: member, agreementVersion: null, plan });
    const { code } = await offer(member, theirs.id);
    expect((await refused(await world.ally(community), code)).code).toBe('LINK_INVALID');
    const other = await world.affected(community);
    expect((await take(other, code, { agreementVersion: null })).pledge.state).toBe('ACTIVE');
    const allys = await offered();
    const affected = await world.affected(allys.community);
    expect((await take(affected, allys.code, { agreementVersion: null })).pledge.state).toBe('ACTIVE');
  });

  it('may do so for an organization, and hand over what the organization pledged', async () => {
    const there = await offered();
    const unions = await union(world);
    await joins(world, unions, there);
    const { organizationId } = unions;
    const { pledge } = await take(unions.founder, there.code, { organizationId });
    expect(pledge.state).toBe('ACTIVE');
    const { code } = await offer(unions.second, pledge.id);
    expect((await take(there.taker, code)).pledge.state).toBe('ACTIVE');
    expect((await footprint(on, there.ask)).tally).toMatchObject({ places_taken: 1, handed_over_count: 2 });
  });

  it('is one, however many bring the code at once; and nobody when it is given back first', async () => {
    const { ask, code, community, giver, pledge } = await offered();
    const takers = await Promise.all(Array.from({ length: 5 }, () => world.ally(community)));
    const outcomes = await Promise.all([
      ...takers.map((by) => persist(on, by, 'acceptHandOver', taking(code))),
      persist(on, giver, 'stepBack', { pledgeId: pledge.id, reason: 'Ill' }),
    ]);
    const wins = outcomes.filter((one) => one === 'DONE');
    expect(wins).toHaveLength(1);
    expect(outcomes.filter((one) => one !== 'DONE').every((one) => ['LINK_INVALID', 'WRONG_STATE'].includes(one))).toBe(
      true,
    );
    const { pledges } = await footprint(on, ask);
    expect(pledges.filter(({ state }) => state === 'ACTIVE').length).toBeLessThanOrEqual(1);
    const { kept, counted } = await recount(on.urls.owner, ask);
    expect(kept).toEqual(counted);
  });
});
