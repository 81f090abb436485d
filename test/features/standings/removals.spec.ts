import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StandingClock } from '../../../src/features/standings/standing-clock.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { type Member, member, outcome, personOf, recorded, settled, steward } from '../../support/standing.js';
import { unchanged } from '../../support/unchanged.js';
import { type Founded, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ config: { poolSize: 10 } });
  world = new World(on);
});
afterAll(() => on.close());

const query = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const clock = () => on.app.get(StandingClock, { strict: false });
const live = async (who: Member) =>
  (await query('SELECT ended_at IS NULL AS live FROM membership WHERE id = $1', [who.membershipId]))[0]?.['live'];

const PENDING = `query ($id: ID!) { node(id: $id) { ... on Community { pendingRemovals {
  id membershipId pseudonym reason isConfirmed dueAt viewerIsConcerned } } } }`;
const pending = async (who: Person, home: Founded) =>
  (await on.query(who, PENDING, { id: home.id })).node.pendingRemovals;

/** Four stewards: the founder, the second person and two more, the last of whom is to be removed. */
async function stewards() {
  const home = await settled(world);
  const [third, accused] = [await steward(world, home), await steward(world, home)];
  const propose = async (by: Person = home.steward, whom: Member = accused): Promise<string> => {
    const input = { membershipId: whom.membershipId, reason: 'They told the landlord.' };
    return (await world.done(by, 'proposeStewardRemoval', input, 'removal { id }')).removal.id;
  };
  const confirm = (by: Person, removalId: string) => outcome(world, by, 'confirmStewardRemoval', { removalId });
  return { home, third, accused, propose, confirm };
}

/** As if the removal had been confirmed this much earlier. */
async function wait(removalId: string, interval: string): Promise<void> {
  await query(
    `WITH moved AS (UPDATE removal SET proposed_at = proposed_at - $2::interval, confirmed_at = confirmed_at - $2::interval, due_at = due_at - $2::interval
       WHERE id = $1 RETURNING community_id, membership_id, due_at)
     UPDATE membership m SET until = moved.due_at FROM moved WHERE m.community_id = moved.community_id AND m.id = moved.membership_id AND m.until IS NOT NULL`,
    [removalId, interval],
  );
}

const may = async (who: Person, home: Founded) =>
  (await outcome(world, who, 'inviteToCommunity', { communityId: home.id })) === 'DONE';

describe('removing an affected person', () => {
  it('is done by a steward at once; the person is told why, and is nobody there any more', async () => {
    const home = await settled(world);
    const person = await member(world, home);
    await world.done(home.steward, 'removeMember', {
      membershipId: person.membershipId,
      reason: 'They told the landlord.',
    });
    const { viewer } = await on.query(person, '{ viewer { memberships { id } removals { reason community { id } } } }');
    expect(viewer).toEqual({
      memberships: [],
      removals: [{ reason: 'They told the landlord.', community: { id: home.id } }],
    });
    expect((await recorded(on, home.id)).at(-1)).toBe('membership.removed');
    expect(
      JSON.stringify(await query('SELECT details FROM record_entry WHERE community_id = $1', [home.id])),
    ).not.toContain('landlord');
    expect((await on.query(home.steward, '{ viewer { removals { id } } }')).viewer.removals).toEqual([]);
  });

  it('frees what they had pledged, gives the place to who waits, and keeps what they reported', async () => {
    const home = await settled(world);
    const campaign = await world.campaign(home);
    const priority = await world.priority(campaign);
    await world.mandate(priority, { steward: home.steward, cosigner: home.second });
    const of = { steward: home.steward, campaignId: campaign.id, priorityId: priority.id };
    const [person, ally] = [await member(world, home), await world.ally(home)];
    const [full, done] = [await world.ask(of, { slots: 1 }), await world.ask(of)];
    const held = await world.pledge({ ask: full, by: person });
    const queued = await world.pledge({ ask: full, by: ally });
    const reported = await world.reported({ pledge: await world.pledge({ ask: done, by: person }) });
    expect(queued.state).toBe('WAITLISTED');
    await world.done(home.steward, 'removeMember', { membershipId: person.membershipId, reason: 'Harm.' });
    const states = await query('SELECT id, state FROM pledge WHERE id = ANY ($1)', [[held.id, queued.id, reported.id]]);
    expect(Object.fromEntries(states.map((row) => [row['id'], row['state']]))).toEqual({
      [held.id]: 'STEPPED_BACK',
      [queued.id]: 'ACTIVE',
      [reported.id]: 'ACTIVE',
    });
    expect(
      await outcome(world, home.second, 'attestFulfilment', { items: [{ occurrenceId: reported.occurrenceId }] }),
    ).toBe('DONE');
    expect(await query('SELECT places_taken FROM ask_tally WHERE ask_id = $1', [full.id])).toEqual([
      { places_taken: 1 },
    ]);
  });

  it('is refused for stewards, allies, oneself and strangers, without a fresh proof, and while stewards are missing', async () => {
    const home = await settled(world);
    const [person, elsewhere] = [await member(world, home), await settled(world)];
    const ally = await world.ally(home);
    const remove = (by: Person, whom: { membershipId: string }) =>
      outcome(world, by, 'removeMember', { membershipId: whom.membershipId, reason: 'Harm.' });
    await unchanged(on, async () => {
      expect(await remove(home.steward, home.second)).toBe('TAKES_TWO');
      expect(await remove(home.steward, home.founder)).toBe('NOT_FOR_ONESELF');
      expect(await remove(home.steward, ally)).toBe('INVALID');
      expect(await remove(home.steward, elsewhere.second)).toBe('NOT_FOUND');
      expect(await remove(person, home.second)).toMatch(/NOT_FOUND|FORBIDDEN/);
      const unreasoned = await on.mutate(home.steward, 'removeMember', {
        membershipId: person.membershipId,
        reason: ' ',
      });
      expect(unreasoned.userErrors[0]).toMatchObject({ code: 'TOO_SHORT', path: ['input', 'reason'] });
    });
    await world.done(home.second, 'resignStewardship', { communityId: home.id });
    expect(await unchanged(on, () => remove(home.steward, person))).toBe('SHORT_OF_STEWARDS');
    expect(await unchanged(on, () => remove(home.steward, home.second))).toBe('SHORT_OF_STEWARDS');
  });
});

describe('removing a steward', () => {
  it('takes two others, who are not the accused and not the same, and two who remain', async () => {
    const { home, third, accused, propose, confirm } = await stewards();
    const removalId = await propose();
    expect(await unchanged(on, () => confirm(home.steward, removalId))).toBe('TAKES_TWO');
    expect(await unchanged(on, () => confirm(accused, removalId))).toBe('NOT_FOR_ONESELF');
    expect(
      await outcome(world, home.second, 'proposeStewardRemoval', {
        membershipId: accused.membershipId,
        reason: 'Again.',
      }),
    ).toBe('WRONG_STATE');
    const both = await Promise.all([confirm(home.second, removalId), confirm(third, removalId)]);
    expect(both.toSorted()).toEqual(['DONE', 'WRONG_STATE']);
    const [row] = await query(
      `SELECT proposed_by <> confirmed_by AS two, due_at = confirmed_at + interval '72 hours' AS waits FROM removal WHERE id = $1`,
      [removalId],
    );
    expect(row).toEqual({ two: true, waits: true });
    expect(await live(accused)).toBe(true);
    expect(await may(accused, home)).toBe(true);
  });

  it('is refused where fewer than two would remain, those about to be removed counted out', async () => {
    const home = await settled(world);
    const propose = (by: Person, whom: Member) =>
      outcome(world, by, 'proposeStewardRemoval', { membershipId: whom.membershipId, reason: 'Harm.' });
    expect(await propose(home.steward, home.second)).toBe('TWO_MUST_STAY');
    const third = await steward(world, home);
    expect(await propose(home.steward, third)).toBe('DONE');
    const [removal] = await pending(home.second, home);
    expect(await outcome(world, home.second, 'confirmStewardRemoval', { removalId: removal.id })).toBe('DONE');
    expect(await propose(third, home.second)).toBe('TWO_MUST_STAY');
    expect(await propose(home.steward, await member(world, home))).toBe('WRONG_STATE');
    expect(await propose(home.steward, home.founder)).toBe('WRONG_STATE');
  });

  it('lets of two removals at once that each leave two only one be confirmed, where both would leave one', async () => {
    for (let n = 0; n < 3; n += 1) {
      const home = await settled(world);
      const third = await steward(world, home);
      const ids: string[] = [];
      for (const whom of [home.second, third]) {
        const input = { membershipId: whom.membershipId, reason: 'Harm.' };
        ids.push((await world.done(home.steward, 'proposeStewardRemoval', input, 'removal { id }')).removal.id);
      }
      const both = await Promise.all([
        outcome(world, third, 'confirmStewardRemoval', { removalId: ids[0] }),
        outcome(world, home.second, 'confirmStewardRemoval', { removalId: ids[1] }),
      ]);
      expect(both.toSorted()).toEqual(['DONE', 'TWO_MUST_STAY']);
    }
  });

  it('is shown to everyone affected, newcomers included, with a name, a reason and a time, and to nobody else', async () => {
    const { home, accused, propose, confirm } = await stewards();
    await query(`UPDATE membership SET pseudonym = 'Juniper' WHERE id = $1`, [accused.membershipId]);
    const newcomer = await member(world, home);
    await query(`UPDATE membership SET probation_until = now() + interval '9 days' WHERE id = $1`, [
      newcomer.membershipId,
    ]);
    const removalId = await propose();
    const shown = {
      id: removalId,
      membershipId: accused.membershipId,
      pseudonym: 'Juniper',
      reason: 'They told the landlord.',
    };
    expect(await pending(newcomer, home)).toEqual([
      { ...shown, isConfirmed: false, dueAt: null, viewerIsConcerned: false },
    ]);
    await confirm(home.second, removalId);
    expect(await pending(newcomer, home)).toEqual([
      { ...shown, isConfirmed: true, dueAt: expect.any(String), viewerIsConcerned: false },
    ]);
    expect(await pending(accused, home)).toMatchObject([{ viewerIsConcerned: true }]);
    for (const who of [
      await world.ally(home),
      await world.allyOrganizer(home),
      await world.person(),
      (await world.community()).steward,
    ]) {
      const { data, errors } = await on.send(who, PENDING, { id: home.id });
      expect(data?.node?.pendingRemovals ?? null).toBeNull();
      expect(errors.map((error) => error.extensions.code)).toEqual(['FORBIDDEN']);
      expect(await outcome(world, who, 'objectToStewardRemoval', { removalId })).toMatch(/NOT_FOUND|FORBIDDEN/);
    }
  });

  it('ends by the objection of one newcomer, stands on the record, and leaves the steward as they were', async () => {
    const { home, accused, propose, confirm } = await stewards();
    const newcomer = await member(world, home);
    await query(`UPDATE membership SET probation_until = now() + interval '9 days' WHERE id = $1`, [
      newcomer.membershipId,
    ]);
    const removalId = await propose();
    await confirm(home.second, removalId);
    expect(await unchanged(on, () => outcome(world, accused, 'objectToStewardRemoval', { removalId }))).toBe(
      'NOT_FOR_ONESELF',
    );
    const both = await Promise.all(
      [newcomer, home.steward].map((who) => outcome(world, who, 'objectToStewardRemoval', { removalId })),
    );
    expect(both.toSorted()).toEqual(['DONE', 'WRONG_STATE']);
    expect(await pending(home.steward, home)).toEqual([]);
    expect((await recorded(on, home.id)).slice(-3)).toEqual([
      'membership.removal_proposed',
      'membership.removal_confirmed',
      'membership.removal_objected',
    ]);
    const [row] = await query('SELECT until, is_steward FROM membership WHERE id = $1', [accused.membershipId]);
    expect(row).toEqual({ until: null, is_steward: true });
    expect(await propose()).not.toBe(removalId);
  });

  it('ends when one of the two takes their part back, and by nobody who has none', async () => {
    const { home, third, accused, propose, confirm } = await stewards();
    const removalId = await propose();
    await confirm(home.second, removalId);
    const withdraw = (who: Person) => outcome(world, who, 'withdrawStewardRemoval', { removalId });
    expect(await unchanged(on, () => withdraw(third))).toBe('WRONG_STATE');
    expect(await unchanged(on, () => withdraw(accused))).toBe('WRONG_STATE');
    expect(await withdraw(home.second)).toBe('DONE');
    expect((await recorded(on, home.id)).at(-1)).toBe('membership.removal_withdrawn');
    await wait(removalId, '4 days');
    expect(await may(accused, home)).toBe(true);
  });

  it('takes effect after 72 hours, not before, whether or not the clock has come by, and is written down once', async () => {
    const { home, accused, propose, confirm } = await stewards();
    const removalId = await propose();
    await confirm(home.second, removalId);
    await wait(removalId, '71 hours 59 minutes');
    await clock().executeRemovals();
    expect(await live(accused)).toBe(true);
    expect(await may(accused, home)).toBe(true);
    await wait(removalId, '2 minutes');
    expect(await may(accused, home)).toBe(false);
    const { viewer } = await on.query(accused, '{ viewer { memberships { id } removals { reason } } }');
    expect(viewer).toEqual({ memberships: [], removals: [{ reason: 'They told the landlord.' }] });
    expect(await pending(home.steward, home)).toEqual([]);
    expect(await outcome(world, home.steward, 'objectToStewardRemoval', { removalId })).toBe('WRONG_STATE');
    const { node } = await on.query(
      home.steward,
      'query ($id: ID!) { node(id: $id) { ... on Community { members { nodes { id } } } } }',
      { id: home.id },
    );
    expect(node.members.nodes.map((one: { id: string }) => one.id)).not.toContain(accused.membershipId);
    await Promise.all([clock().executeRemovals(), clock().executeRemovals()]);
    expect(await live(accused)).toBe(false);
    expect((await recorded(on, home.id)).filter((kind) => kind === 'membership.removal_executed')).toHaveLength(1);
    const { code } = await world.done(home.steward, 'inviteToCommunity', { communityId: home.id }, 'code');
    const back = await world.done(
      accused,
      'acceptInvitation',
      { link: code },
      'community { id viewerMembership { isSteward } }',
    );
    expect(back.community).toEqual({ id: home.id, viewerMembership: { isSteward: false } });
  });

  it('falls when stewards who were to remain leave meanwhile, the latest confirmed first', async () => {
    const { home, third, accused, propose, confirm } = await stewards();
    const removalId = await propose();
    await confirm(home.second, removalId);
    await world.done(third, 'leaveCommunity', { communityId: home.id });
    expect(await pending(home.steward, home)).toHaveLength(1);
    await world.done(home.second, 'resignStewardship', { communityId: home.id });
    expect(await pending(home.steward, home)).toEqual([]);
    expect(await recorded(on, home.id)).toContain('membership.removal_lapsed');
    await wait(removalId, '4 days');
    await clock().executeRemovals();
    expect(await live(accused)).toBe(true);
    expect(await may(accused, home)).toBe(true);
  });

  it('does not fall through between a confirmation and a steward who leaves at that moment', async () => {
    for (let n = 0; n < 3; n += 1) {
      const home = await settled(world);
      const accused = await steward(world, home);
      const { removal } = await world.done(
        home.steward,
        'proposeStewardRemoval',
        { membershipId: accused.membershipId, reason: 'Harm.' },
        'removal { id }',
      );
      const [confirmed, left] = await Promise.all([
        outcome(world, home.second, 'confirmStewardRemoval', { removalId: removal.id }),
        outcome(world, home.steward, 'leaveCommunity', { communityId: home.id }),
      ]);
      expect(left).toBe('DONE');
      expect(['DONE', 'WRONG_STATE', 'TWO_MUST_STAY', 'SHORT_OF_STEWARDS']).toContain(confirmed);
      const [row] = await query('SELECT state FROM removal WHERE id = $1', [removal.id]);
      expect(row).toEqual({ state: 'LAPSED' });
      expect(await query('SELECT until FROM membership WHERE id = $1', [accused.membershipId])).toEqual([
        { until: null },
      ]);
    }
  });

  it('falls when who proposed it is no steward any more, when nobody confirms it in 14 days, and when stewards are suspended', async () => {
    const { home, third, accused, propose, confirm } = await stewards();
    const first = await propose(third);
    await world.done(third, 'resignStewardship', { communityId: home.id });
    expect(await confirm(home.second, first)).toBe('WRONG_STATE');
    const second = await propose();
    await query('UPDATE removal SET expires_at = now() WHERE id = $1', [second]);
    expect(await pending(home.steward, home)).toEqual([]);
    expect(await confirm(home.second, second)).toBe('WRONG_STATE');
    await clock().executeRemovals();
    const last = await propose();
    await confirm(home.second, last);
    await query('UPDATE person SET suspended_at = now() WHERE id = $1', [await personOf(on, home.second.membershipId)]);
    const states = await query('SELECT state FROM removal WHERE id = ANY ($1) ORDER BY proposed_at', [
      [first, second, last],
    ]);
    expect(states.map((row) => row['state'])).toEqual(['LAPSED', 'LAPSED', 'LAPSED']);
    expect((await recorded(on, home.id)).filter((kind) => kind === 'membership.removal_lapsed')).toHaveLength(3);
    expect(await live(accused)).toBe(true);
  });

  it('asks for a proof within the last minutes of both', async () => {
    const { home, accused, propose } = await stewards();
    const removalId = await propose();
    for (const who of [home.founder, home.second])
      await query(`UPDATE vault.session SET proved_at = now() - interval '11 minutes' WHERE person_id = $1`, [
        await personOf(on, who.membershipId),
      ]);
    expect(await on.refusal(home.second, 'confirmStewardRemoval', { removalId })).toBe('STEP_UP_REQUIRED');
    expect(
      await on.refusal(home.steward, 'proposeStewardRemoval', { membershipId: accused.membershipId, reason: 'x' }),
    ).toBe('STEP_UP_REQUIRED');
    expect(await on.refusal(home.steward, 'removeMember', { membershipId: accused.membershipId, reason: 'x' })).toBe(
      'STEP_UP_REQUIRED',
    );
    expect(await outcome(world, home.steward, 'withdrawStewardRemoval', { removalId })).toBe('DONE');
  });
});
