import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AllyClock } from '../../../src/features/allies/index.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { deeds, footprint, scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { pledgeTo, World } from '../../support/world.js';
import { acceptance, sent } from './reviewed.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  // Of its own: the clock deals with everyone whose time ran out.
  on = await startTestApp({ urls: await freshDatabase('ally_standing') });
  world = new World(on);
});
afterAll(() => on.close());

/** An ally with one pledge of each kind: waiting, active, and active with a report; and another who waits behind them. */
async function ally() {
  const of = await scene(world, { slots: 1 });
  const [second, third] = [await world.ask(of, { slots: 1 }), await world.ask(of, { slots: 1 })];
  const holder = await world.ally(of.community);
  const who = await world.ally(of.community);
  const behind = await world.ally(of.community);
  await world.pledge({ ask: of.ask, by: holder });
  const waiting = await world.pledge({ ask: of.ask, by: who });
  const active = await world.pledge({ ask: second, by: who });
  const reported = await world.reported({ pledge: await world.pledge({ ask: third, by: who }) });
  const next = await world.pledge({ ask: second, by: behind });
  return {
    of,
    who,
    waiting,
    active,
    reported,
    next,
    behind,
    fresh: await world.ask(of),
    membershipId: who.membershipId,
  };
}

type There = Awaited<ReturnType<typeof ally>>;

async function states(there: There): Promise<string[]> {
  const ids = [there.waiting.id, there.active.id, there.reported.id];
  const rows = await sql(on.urls.owner)('SELECT id, state FROM pledge WHERE id = ANY ($1)', [ids]);
  return ids.map((id) => String(rows.find((row) => row['id'] === id)?.['state']));
}

const stateOf = async ({ id }: { id: string }) =>
  String((await sql(on.urls.owner)('SELECT state FROM pledge WHERE id = $1', [id]))[0]?.['state']);

const attest = (there: There) =>
  on.mutate(
    there.of.steward,
    'attestFulfilment',
    { items: [{ occurrenceId: there.reported.occurrenceId }] },
    'results { userErrors { code } }',
  );

const clock = () => on.app.get(AllyClock, { strict: false });

describe('pausing an ally', () => {
  it('drops what waits with a notice, keeps what has a place, and lets nothing new begin', async () => {
    const there = await ally();
    const { of, who, membershipId } = there;
    const reason = 'We need to talk about last week.';
    const { membership } = await world.done(
      of.steward,
      'pauseAlly',
      { membershipId, reason },
      'membership { pausedAt pausedBecause }',
    );
    expect(membership).toEqual({ pausedAt: expect.any(String), pausedBecause: reason });
    expect(await states(there)).toEqual(['NEVER_STARTED', 'ACTIVE', 'ACTIVE']);
    expect(await sent(on, there.waiting.id)).toEqual(['pledge.made', 'pledge.ended_with_standing']);
    expect(await sent(on, membershipId)).toContain('membership.ally_paused');
    expect(await unchanged(on, () => on.refusal(who, 'makePledge', pledgeTo(there.fresh)))).toBe('FORBIDDEN');
    expect((await on.query(who, '{ viewer { memberships { pausedBecause } } }')).viewer.memberships).toEqual([
      { pausedBecause: reason },
    ]);
    await world.done(who, 'reportFulfilment', { pledgeId: there.active.id, quantity: 1 });
    expect((await attest(there)).results[0].userErrors).toEqual([]);
    const twice = await unchanged(on, () => on.mutate(of.steward, 'pauseAlly', { membershipId, reason }));
    expect(twice.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);

    await world.done(of.steward, 'resumeAlly', { membershipId });
    expect((await world.pledge({ ask: there.fresh, by: who })).state).toBe('ACTIVE');
    expect(await stateOf(there.waiting)).toBe('NEVER_STARTED');
  });

  it('cannot be undone by joining again', async () => {
    const { of, who, membershipId } = await ally();
    await world.done(of.steward, 'pauseAlly', { membershipId, reason: 'Wait.' });
    const again = await unchanged(on, () => on.mutate(who, 'joinAsAlly', acceptance(of)));
    expect(again.userErrors).toMatchObject([{ code: 'ALREADY_MEMBER' }]);
    await sql(on.urls.owner)(
      "UPDATE membership SET since = since - interval '13 months', until = since - interval '1 month' WHERE id = $1",
      [membershipId],
    );
    const later = await unchanged(on, () => on.mutate(who, 'joinAsAlly', acceptance(of)));
    expect(later.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
  });
});

describe('an alliance whose time ran out', () => {
  it('drops what waits by the clock, promotes nobody of it meanwhile, and keeps what has a place', async () => {
    const there = await ally();
    await sql(on.urls.owner)(
      "UPDATE membership SET since = since - interval '13 months', until = since - interval '1 month' WHERE id = $1",
      [there.membershipId],
    );
    expect(await clock().settle()).toBe(1);
    expect(await states(there)).toEqual(['NEVER_STARTED', 'ACTIVE', 'ACTIVE']);
    expect(await sent(on, there.waiting.id)).toContain('pledge.ended_with_standing');
    expect(await unchanged(on, () => clock().settle())).toBe(0);
    expect((await attest(there)).results[0].userErrors).toEqual([]);
  });

  it('goes on when a steward renews it, for at most twelve months', async () => {
    const there = await ally();
    const { of, who, membershipId } = there;
    await sql(on.urls.owner)(
      "UPDATE membership SET since = since - interval '13 months', until = since - interval '1 month' WHERE id = $1",
      [membershipId],
    );
    const until = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const renew = (input: Record<string, unknown>) => on.mutate(of.steward, 'renewAlly', { membershipId, ...input });
    expect(await unchanged(on, () => renew({ until: until(400) }))).toMatchObject({
      userErrors: [{ code: 'OUT_OF_RANGE', path: ['input', 'until'] }],
    });
    expect(await unchanged(on, () => renew({ until: until(-1) }))).toMatchObject({
      userErrors: [{ code: 'IN_THE_PAST' }],
    });
    expect(await renew({ until: until(30) })).toMatchObject({ userErrors: [] });
    expect((await world.pledge({ ask: there.fresh, by: who })).state).toBe('ACTIVE');
    const [row] = await sql(on.urls.owner)(
      "SELECT until BETWEEN now() + interval '29 days' AND now() + interval '31 days' AS month FROM membership WHERE id = $1",
      [membershipId],
    );
    expect(row).toEqual({ month: true });
    expect(await renew({})).toMatchObject({ userErrors: [] });
  });
});

describe('ending an alliance', () => {
  it('drops what waits, cancels without fault what has a place, gives the place on, and leaves a report to be answered', async () => {
    const there = await ally();
    const { of, who, membershipId } = there;
    const reason = 'You spoke to the press for us.';
    const { membership } = await world.done(
      of.steward,
      'endAlly',
      { membershipId, reason },
      'membership { endedAt endedBecause }',
    );
    expect(membership).toEqual({ endedAt: expect.any(String), endedBecause: reason });
    expect(await states(there)).toEqual(['NEVER_STARTED', 'CANCELLED', 'ACTIVE']);
    expect(await stateOf(there.next)).toBe('ACTIVE');
    expect(await sent(on, there.next.id)).toContain('pledge.promoted');
    expect((await on.query(who, '{ viewer { memberships { id } } }')).viewer.memberships).toEqual([]);
    expect(await on.refusal(who, 'reportFulfilment', { pledgeId: there.active.id, quantity: 1 })).toBe('FORBIDDEN');
    expect((await attest(there)).results[0].userErrors).toEqual([]);
    expect(await stateOf(there.reported)).toBe('FULFILLED');
    const kinds = await deeds(on, of.community.id, 'membership');
    expect(kinds.at(-1)).toBe('membership.ally_ended');
  });

  it('settles what was reported and then sent back', async () => {
    const there = await ally();
    await world.done(there.of.steward, 'endAlly', { membershipId: there.membershipId, reason: 'It is over.' });
    const back = { occurrenceId: there.reported.occurrenceId, feedback: 'Which door?' };
    await world.done(there.of.steward, 'sendBackFulfilment', back);
    expect(await stateOf(there.reported)).toBe('CANCELLED');
  });

  it('lets them come back as anyone may', async () => {
    const { of, who, membershipId } = await ally();
    await world.done(of.steward, 'endAlly', { membershipId, reason: 'It is over.' });
    const { membership } = await world.done(who, 'joinAsAlly', acceptance(of), 'membership { id }');
    expect(membership.id).not.toBe(membershipId);
  });
});

describe('nobody but a steward', () => {
  it('pauses, resumes, renews, ends or blocks an ally, and no steward one of the people affected', async () => {
    const there = await ally();
    const { of, membershipId } = there;
    const affected = await world.affected(of.community);
    const organizer = await world.allyOrganizer(of.community);
    const { steward: neighbour } = await world.community();
    const inputs = {
      pauseAlly: { reason: 'x' },
      resumeAlly: {},
      renewAlly: {},
      endAlly: { reason: 'x' },
      blockAlly: { reason: 'x' },
    };
    const [own] = (await on.query(affected, '{ viewer { memberships { id } } }')).viewer.memberships;
    await unchanged(on, async () => {
      for (const [field, input] of Object.entries(inputs)) {
        const outcome = (as: Person | null) => on.refusal(as, field, { membershipId, ...input });
        expect([
          field,
          await outcome(null),
          await outcome(affected),
          await outcome(organizer),
          await outcome(there.who),
        ]).toEqual([field, 'UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
        expect(await outcome(neighbour)).toBe('NOT_FOUND');
        const affectedOne = await on.mutate(of.steward, field, { membershipId: own.id, ...input });
        expect(affectedOne.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
      }
    });
    expect((await footprint(on, of.ask)).pledges).toHaveLength(2);
  });
});
