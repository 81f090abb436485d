import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
const isShort = async (who: Person, home: Founded) =>
  (
    await on.query(who, 'query ($id: ID!) { node(id: $id) { ... on Community { isShortOfStewards } } }', {
      id: home.id,
    })
  ).node.isShortOfStewards;
const isSteward = async (membership: string) =>
  (await query('SELECT is_steward FROM membership WHERE id = $1', [membership]))[0]?.['is_steward'];
const OFFER = 'offer { id pseudonym backerCount backersNeeded isReady viewerBacks }';
const offersTo = async (who: Person) =>
  (await on.query(who, '{ viewer { dutyOffers { id isReady community { id } } } }')).viewer.dutyOffers;

const offer = async (by: Person, to: Member) =>
  (await world.done(by, 'changeDuties', { membershipId: to.membershipId, isSteward: true }, OFFER)).offer;
const confirm = (by: Person, who: Member) => outcome(world, by, 'confirmSteward', { membershipId: who.membershipId });

/** Three affected people of whom the founder alone was a steward, and left: nobody is one any more. */
async function leaderless(count: number): Promise<{ home: Founded; people: Member[] }> {
  const home = await world.community();
  const people: Member[] = [];
  for (let n = 0; n < count; n += 1) people.push(await member(world, home));
  await world.done(home.steward, 'leaveCommunity', { communityId: home.id });
  return { home, people };
}

describe('the second person of a community', () => {
  it('is a steward unless they decline, and while there are two people one steward is enough', async () => {
    const [first, other] = [await world.community(), await world.community()];
    expect(await isShort(first.steward, first)).toBe(false);
    const second = await member(world, first, { declinesStewardship: false });
    expect(await isSteward(second.membershipId)).toBe(true);
    await member(world, other);
    expect(await isShort(other.steward, other)).toBe(false);
    await member(world, other);
    expect(await isShort(other.steward, other)).toBe(true);
  });
});

describe('offering the duty of a steward', () => {
  it('makes a steward of who accepts, and of nobody before', async () => {
    const home = await settled(world);
    const person = await member(world, home, { pseudonym: 'Rowan' });
    const made = await offer(home.steward, person);
    expect(made).toMatchObject({
      pseudonym: 'Rowan',
      backerCount: 1,
      backersNeeded: 1,
      isReady: true,
      viewerBacks: true,
    });
    expect(await isSteward(person.membershipId)).toBe(false);
    expect(await offersTo(person)).toEqual([{ id: made.id, isReady: true, community: { id: home.id } }]);
    expect(await offersTo(home.second)).toEqual([]);
    const { membership } = await world.done(person, 'acceptDuty', { offerId: made.id }, 'membership { isSteward }');
    expect(membership).toEqual({ isSteward: true });
    expect(await offersTo(person)).toEqual([]);
    expect((await recorded(on, home.id)).slice(-2)).toEqual(['membership.duty_offered', 'membership.duty_accepted']);
    expect(await outcome(world, person, 'inviteToCommunity', { communityId: home.id })).toBe('DONE');
  });

  it('can be declined by who is asked and withdrawn by stewards; then it is gone', async () => {
    const home = await settled(world);
    const person = await member(world, home);
    const first = await offer(home.steward, person);
    await world.done(person, 'declineDuty', { offerId: first.id });
    expect(await outcome(world, person, 'acceptDuty', { offerId: first.id })).toBe('NOT_BACKED');
    const second = await offer(home.steward, person);
    await world.done(home.second, 'changeDuties', { membershipId: person.membershipId, isSteward: false });
    expect(await outcome(world, person, 'acceptDuty', { offerId: second.id })).toBe('NOT_BACKED');
    expect(
      await outcome(world, home.steward, 'changeDuties', { membershipId: person.membershipId, isSteward: false }),
    ).toBe('WRONG_STATE');
    expect(await isSteward(person.membershipId)).toBe(false);
  });

  it('is accepted by nobody else, and goes to no ally, newcomer or steward', async () => {
    const home = await settled(world, 'published = true');
    const [person, other, newcomer] = [await member(world, home), await member(world, home), await member(world, home)];
    const ally = await world.ally(home);
    await query(`UPDATE membership SET probation_until = now() + interval '1 day' WHERE id = $1`, [
      newcomer.membershipId,
    ]);
    const made = await offer(home.steward, person);
    await unchanged(on, async () => {
      for (const who of [other, home.steward, ally])
        expect(await outcome(world, who, 'declineDuty', { offerId: made.id })).toMatch(/NOT_FOUND|FORBIDDEN/);
      expect(await on.refusal(other, 'acceptDuty', { offerId: made.id })).toBe('NOT_FOUND');
      for (const who of [ally, newcomer, home.second])
        expect(
          await outcome(world, home.steward, 'changeDuties', { membershipId: who.membershipId, isSteward: true }),
        ).toBe('WRONG_STATE');
      expect(await outcome(world, person, 'changeDuties', { membershipId: person.membershipId, isSteward: true })).toBe(
        'FORBIDDEN',
      );
    });
  });

  it('falls with the steward who made it, and at the end of thirty days', async () => {
    const home = await settled(world);
    const third = await steward(world, home);
    const person = await member(world, home);
    const made = await offer(third, person);
    await world.done(third, 'resignStewardship', { communityId: home.id });
    expect(await outcome(world, person, 'acceptDuty', { offerId: made.id })).toBe('NOT_BACKED');
    expect(await offer(home.second, person)).toMatchObject({ id: made.id, backerCount: 2, isReady: true });
    await query(`UPDATE duty_offer SET expires_at = now() WHERE id = $1`, [made.id]);
    expect(await outcome(world, person, 'acceptDuty', { offerId: made.id })).toBe('NOT_BACKED');
    expect(await offersTo(person)).toEqual([]);
    expect(await offer(home.second, person)).toMatchObject({ backerCount: 1, isReady: true });
  });

  it('asks for a proof within the last minutes', async () => {
    const home = await settled(world);
    const person = await member(world, home);
    const made = await offer(home.steward, person);
    for (const who of [home.founder, person])
      await query(`UPDATE vault.session SET proved_at = now() - interval '11 minutes' WHERE person_id = $1`, [
        await personOf(on, who.membershipId),
      ]);
    expect(
      await on.refusal(home.steward, 'changeDuties', { membershipId: person.membershipId, isSteward: false }),
    ).toBe('STEP_UP_REQUIRED');
    expect(await on.refusal(person, 'acceptDuty', { offerId: made.id })).toBe('STEP_UP_REQUIRED');
    expect(await on.refusal(home.steward, 'resignStewardship', { communityId: home.id })).toBe('STEP_UP_REQUIRED');
    expect(await isSteward(person.membershipId)).toBe(false);
  });
});

describe('giving up the duty', () => {
  it('is never refused; who is left too few is told once, on the record too', async () => {
    const home = await settled(world);
    const others = [await member(world, home), await member(world, home)];
    await world.done(home.second, 'resignStewardship', { communityId: home.id });
    expect(await isShort(others[0] as Member, home)).toBe(true);
    await world.done(home.steward, 'resignStewardship', { communityId: home.id });
    expect(await query('SELECT id FROM membership WHERE community_id = $1 AND is_steward', [home.id])).toEqual([]);
    expect((await recorded(on, home.id)).filter((kind) => kind === 'community.short_of_stewards')).toHaveLength(1);
    expect(await on.refusal(home.steward, 'resignStewardship', { communityId: home.id })).toBe('FORBIDDEN');
  });
});

describe('a community short of stewards', () => {
  it('gets a new one by two others who confirm, whoever they are, and the acceptance of the third', async () => {
    const { home, people } = await leaderless(3);
    const [a, b, c] = people as [Member, Member, Member];
    expect(await isShort(a, home)).toBe(true);
    const first = await world.done(a, 'confirmSteward', { membershipId: c.membershipId }, OFFER);
    expect(first.offer).toMatchObject({ backerCount: 1, backersNeeded: 2, isReady: false });
    expect(await outcome(world, c, 'acceptDuty', { offerId: first.offer.id })).toBe('NOT_BACKED');
    const second = await world.done(b, 'confirmSteward', { membershipId: c.membershipId }, OFFER);
    expect(second.offer).toMatchObject({ id: first.offer.id, backerCount: 2, isReady: true });
    expect(await isSteward(c.membershipId)).toBe(false);
    await world.done(c, 'acceptDuty', { offerId: first.offer.id });
    expect(await isSteward(c.membershipId)).toBe(true);
    expect((await recorded(on, home.id)).slice(-4)).toEqual([
      'membership.steward_confirmed',
      'membership.steward_confirmed',
      'membership.duty_offered',
      'membership.duty_accepted',
    ]);
    // One is not enough for three people: a second one is confirmed in the same way.
    expect(await isShort(a, home)).toBe(true);
    for (const by of [c, b]) expect(await confirm(by, a)).toBe('DONE');
    const [mine] = await offersTo(a);
    await world.done(a, 'acceptDuty', { offerId: mine.id });
    expect(await isShort(b, home)).toBe(false);
    expect(await confirm(b, b)).toBe('WRONG_STATE');
  });

  it('counts nobody twice, not the candidate, and neither newcomers nor allies', async () => {
    const { home, people } = await leaderless(4);
    const [a, b, c, newcomer] = people as [Member, Member, Member, Member];
    await query(`UPDATE membership SET probation_until = now() + interval '1 day' WHERE id = $1`, [
      newcomer.membershipId,
    ]);
    await query('UPDATE community SET published = true WHERE id = $1', [home.id]);
    const ally = await world.ally(home);
    expect(await confirm(c, c)).toBe('NOT_FOR_ONESELF');
    const twice = await Promise.all([confirm(a, c), confirm(a, c), confirm(a, c)]);
    expect(twice.toSorted()).toEqual(['ALREADY_CONFIRMED', 'ALREADY_CONFIRMED', 'DONE']);
    expect(await confirm(newcomer, c)).toBe('FORBIDDEN');
    expect(await confirm(ally, c)).toMatch(/FORBIDDEN|NOT_FOUND/);
    expect(await confirm((await world.community()).steward, c)).toBe('NOT_FOUND');
    expect(await confirm(b, newcomer)).toBe('WRONG_STATE');
    const [mine] = await offersTo(c);
    expect(mine.isReady).toBe(false);
    expect(await outcome(world, c, 'acceptDuty', { offerId: mine.id })).toBe('NOT_BACKED');
  });

  it('loses a confirmation with the person who gave it', async () => {
    const { home, people } = await leaderless(4);
    const [a, b, c, d] = people as [Member, Member, Member, Member];
    for (const by of [a, b]) await confirm(by, c);
    await world.done(a, 'leaveCommunity', { communityId: home.id });
    const [mine] = await offersTo(c);
    expect(await outcome(world, c, 'acceptDuty', { offerId: mine.id })).toBe('NOT_BACKED');
    expect(await confirm(d, c)).toBe('DONE');
    expect(await outcome(world, c, 'acceptDuty', { offerId: mine.id })).toBe('DONE');
  });

  it('does not take the word of the one steward who is left, and their earlier offer needs a second person', async () => {
    const home = await settled(world);
    const [person, other] = [await member(world, home), await member(world, home)];
    const made = await offer(home.steward, person);
    await world.done(home.second, 'leaveCommunity', { communityId: home.id });
    expect(await isShort(person, home)).toBe(true);
    expect(
      await outcome(world, home.steward, 'changeDuties', { membershipId: other.membershipId, isSteward: true }),
    ).toBe('SHORT_OF_STEWARDS');
    expect(
      await outcome(world, home.steward, 'changeDuties', { membershipId: person.membershipId, isSteward: false }),
    ).toBe('SHORT_OF_STEWARDS');
    expect(await outcome(world, person, 'acceptDuty', { offerId: made.id })).toBe('NOT_BACKED');
    expect(await confirm(other, person)).toBe('DONE');
    expect(await outcome(world, person, 'acceptDuty', { offerId: made.id })).toBe('DONE');
    expect(await isShort(person, home)).toBe(false);
  });

  it('is not paralysed with two people left, nor with one', async () => {
    const two = await leaderless(2);
    const [a, b] = two.people as [Member, Member];
    expect(await confirm(a, a)).toBe('NOT_FOR_ONESELF');
    expect(await confirm(a, b)).toBe('DONE');
    await world.done(b, 'acceptDuty', { offerId: (await offersTo(b))[0].id });
    expect(await isShort(a, two.home)).toBe(false);
    const one = await leaderless(1);
    const [last] = one.people as [Member];
    expect(await isShort(last, one.home)).toBe(true);
    expect(await confirm(last, last)).toBe('DONE');
    await world.done(last, 'acceptDuty', { offerId: (await offersTo(last))[0].id });
    expect(await isShort(last, one.home)).toBe(false);
    expect(await outcome(world, last, 'inviteToCommunity', { communityId: one.home.id })).toBe('DONE');
  });

  it('is told of by suspending a steward as well, who does not count while suspended', async () => {
    const home = await settled(world);
    const person = await member(world, home);
    await query('UPDATE person SET suspended_at = now() WHERE id = $1', [await personOf(on, home.second.membershipId)]);
    expect(await isShort(person, home)).toBe(true);
    expect((await recorded(on, home.id)).at(-1)).toBe('community.short_of_stewards');
    await query('UPDATE person SET suspended_at = NULL WHERE id = $1', [await personOf(on, home.second.membershipId)]);
    expect(await isShort(person, home)).toBe(false);
  });

  it('shows that to members of any standing and to nobody else, and its offers to those who can stand behind them', async () => {
    const { home, people } = await leaderless(3);
    const [a, , c] = people as [Member, Member, Member];
    await confirm(a, c);
    await query('UPDATE community SET published = true WHERE id = $1', [home.id]);
    const ally = await world.ally(home);
    expect(await isShort(ally, home)).toBe(true);
    const ASK = 'query ($id: ID!) { node(id: $id) { ... on Community { isShortOfStewards dutyOffers { id } } } }';
    expect((await on.query(a, ASK, { id: home.id })).node.dutyOffers).toHaveLength(1);
    const stranger = await on.send(await world.person(), ASK, { id: home.id });
    expect(stranger.data.node).toEqual({ isShortOfStewards: null, dutyOffers: null });
    expect((await on.send(ally, ASK, { id: home.id })).data.node.dutyOffers).toBeNull();
  });
});
