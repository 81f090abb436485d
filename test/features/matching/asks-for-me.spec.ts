import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { pledgeTo, World } from '../../support/world.js';
import { joined } from '../coalitions/coalition.js';
import { about, codes, ground, page, suggested, suit, titles } from './ground.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
}, 60_000);
afterAll(() => on.close());

const RISK = { riskTier: 2, riskNotes: 'Police have been at the door.' };
const set = (as: Person, input: Record<string, unknown>) => world.done(as, 'setMyCapacities', input);
const buffer = (as: Person, buffers: string[] | null) => world.done(as, 'setMyBuffers', { buffers });
const bring = (as: Person, ...capacities: string[]) =>
  set(as, { capacities: capacities.map((capacity) => ({ capacity })) });
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** Ranks come from a counted round; what matters here is how they are read. */
const rank = (priorityId: string, place: number) =>
  sql(on.urls.owner)('UPDATE priority SET rank = $2 WHERE id = $1', [priorityId, place]);

describe('what is suggested', () => {
  it('is what one could pledge to now: open, with room, and not pledged to already', async () => {
    const there = await ground(world);
    const ally = await world.ally(there);
    const open = await there.ask();
    const pledged = await there.ask();
    await world.pledge({ ask: pledged, by: ally });
    const full = await there.ask({ slots: 1 });
    await world.pledge({ ask: full, by: await world.ally(there) });
    const paused = await there.ask();
    await world.done(there.steward, 'pauseAsk', { askId: paused.id });
    await world.ask(there, { title: 'A draft' }, false);
    const over = await there.ask();
    await suit(world, over.id, { starts_at: inDays(-2), ends_at: inDays(-1) });
    expect(titles(await suggested(world, ally, there))).toEqual([open.title]);
    for (const { ask } of await suggested(world, ally, there)) await world.pledge({ ask, by: ally });
    expect(await suggested(world, ally, there)).toEqual([]);
  });

  it('comes back when a place is given back, and goes when the campaign stops', async () => {
    const there = await ground(world);
    const ally = await world.ally(there);
    const ask = await there.ask();
    const pledge = await world.pledge({ ask, by: ally });
    expect(await suggested(world, ally, there)).toEqual([]);
    await world.done(ally, 'stepBack', { pledgeId: pledge.id, reason: 'Ill.' });
    expect(titles(await suggested(world, ally, there))).toEqual([ask.title]);
    await world.done(there.steward, 'stopCampaign', { campaignId: there.campaignId, reason: 'Too dangerous today.' });
    expect(await suggested(world, ally, there)).toEqual([]);
  });

  it('has asks for allies only in it for members, and public ones for whoever could join first', async () => {
    const there = await ground(world);
    const open = await there.ask();
    const inside = await there.ask({ visibility: 'ALLIES' });
    const stranger = await world.person();
    const [seen, ...others] = await suggested(world, stranger, there);
    expect(others).toEqual([]);
    expect(seen).toMatchObject({ ask: { id: open.id }, joinFirst: true });
    expect(codes(seen?.cautions ?? [])).toContain('JOIN_FIRST');
    const list = await suggested(world, await world.ally(there), there);
    expect(titles(list).sort()).toEqual([inside.title, open.title].sort());
    expect(list.map(({ joinFirst, cautions }) => [joinFirst, cautions])).toEqual([
      [false, []],
      [false, []],
    ]);
  });

  it('has asks to speak in it for the people affected alone', async () => {
    const there = await ground(world);
    const ask = await there.ask({ kind: 'SPEAK' });
    expect(titles(await suggested(world, there.cosigner, there))).toEqual([ask.title]);
    for (const other of [await world.ally(there), await world.person()]) {
      expect(await suggested(world, other, there)).toEqual([]);
    }
  });

  it('is nothing in a community that has paused the ally, or where their time has run out and is paused', async () => {
    const there = await ground(world);
    const ally = await world.ally(there);
    await there.ask();
    await sql(on.urls.owner)('UPDATE membership SET paused_at = now() WHERE id = $1', [ally.membershipId]);
    expect(await suggested(world, ally, there)).toEqual([]);
    await sql(on.urls.owner)(
      `UPDATE membership SET since = since - interval '2 days', until = now() - interval '1 day' WHERE id = $1`,
      [ally.membershipId],
    );
    expect(await suggested(world, ally, there)).toEqual([]);
  });

  it('says that a new agreement has to be accepted first', async () => {
    const there = await ground(world);
    const ally = await world.ally(there);
    const ask = await there.ask();
    await world.done(there.steward, 'publishAgreement', {
      communityId: there.id,
      replacesVersion: 1,
      text: 'Listen first.',
      questions: [],
    });
    expect(codes(about(await suggested(world, ally, there), ask).cautions)).toEqual(['AGREEMENT_CHANGED']);
    expect(about(await suggested(world, there.cosigner, there), ask).cautions).toEqual([]);
  });

  it('does not tell someone whom the community has blocked, nor that it takes no allies', async () => {
    const there = await ground(world);
    const ally = await world.ally(there);
    await there.ask();
    const before = await page(world, await world.person(), { communityId: there.id });
    await world.done(there.steward, 'blockAlly', { membershipId: ally.membershipId, reason: 'Took pictures.' });
    expect(await page(world, ally, { communityId: there.id })).toEqual(before);
    await world.done(there.steward, 'changeAllyAdmission', { communityId: there.id, admission: 'CLOSED' });
    expect(await page(world, ally, { communityId: there.id })).toEqual(before);
    expect(await page(world, await world.person(), { communityId: there.id })).toEqual(before);
  });

  it('is for representatives what their organization could pledge to, until it did', async () => {
    const there = await ground(world);
    const founder = await world.person();
    const { organization } = await world.done(
      founder,
      'createOrganization',
      { name: world.unique('Union') },
      'organization { id }',
    );
    const organizationId = organization.id;
    const join = {
      communityHandle: there.handle,
      organizationId,
      agreementVersion: 1,
      answers: [{ questionId: 'position', text: 'A union.' }],
    };
    await world.done(founder, 'joinAsAlly', join);
    const ask = await there.ask({ visibility: 'ALLIES' });
    expect(about(await suggested(world, founder, there), ask).joinFirst).toBe(false);
    await world.done(founder, 'makePledge', pledgeTo(ask, { organizationId }));
    expect(await suggested(world, founder, there)).toEqual([]);
  });

  it('of a campaign that a coalition leads is for members of the host, and for the others to join first', async () => {
    const host = await ground(world);
    const lead = await world.community();
    await joined(
      world,
      { id: host.campaignId, handle: host.campaignHandle, communityId: host.id, steward: host.steward },
      lead,
    );
    const ask = await host.ask();
    const inside = await host.ask({ visibility: 'ALLIES' });
    const list = await suggested(world, lead.steward, host);
    expect(about(list, ask).joinFirst).toBe(true);
    expect(titles(list)).not.toContain(inside.title);
  });
});

describe('a filter', () => {
  it('narrows the list as it narrows other lists of asks', async () => {
    const there = await ground(world);
    const ally = await world.ally(there);
    const ride = await there.ask({ kind: 'TRANSPORT' });
    const other = await there.ask();
    expect(titles(await suggested(world, ally, there, { kinds: ['TRANSPORT'] }))).toEqual([ride.title]);
    expect(titles(await suggested(world, ally, there, { text: other.title }))).toEqual([other.title]);
    expect(await suggested(world, ally, await world.community())).toEqual([]);
  });

  it('of one’s own leaves out kinds that one does not do, and what is not online where one is', async () => {
    const there = await ground(world);
    const ally = await world.ally(there);
    const ride = await there.ask({ kind: 'TRANSPORT' });
    const call = await there.ask({ kind: 'CONTACT_DECISION_MAKER' }, { is_online: true });
    await set(ally, { kindsNotDone: ['TRANSPORT'] });
    expect(titles(await suggested(world, ally, there))).toEqual([call.title]);
    await set(ally, { kindsNotDone: null, isOnlineOnly: true });
    expect(titles(await suggested(world, ally, there))).toEqual([call.title]);
    await set(ally, { isOnlineOnly: null });
    expect(titles(await suggested(world, ally, there)).sort()).toEqual([ride.title, call.title].sort());
  });
});

describe('the order', () => {
  it('is, without a profile, by the community’s ranking and then by start, with plain reasons', async () => {
    const there = await ground(world);
    const campaign = {
      id: there.campaignId,
      handle: there.campaignHandle,
      communityId: there.id,
      steward: there.steward,
    };
    const other = await world.priority(campaign);
    await world.mandate(other, { steward: there.steward, cosigner: there.cosigner });
    const late = await there.ask({ startsAt: inDays(20) });
    const early = await there.ask({ startsAt: inDays(3) });
    const anytime = await there.ask();
    const first = await there.ask({ priorityId: other.id, startsAt: inDays(30) });
    const ally = await world.ally(there);
    expect(titles(await suggested(world, ally, there))).toEqual(
      [early, late, first, anytime].map(({ title }) => title),
    );
    await rank(other.id, 1);
    await rank(there.priorityId, 2);
    const list = await suggested(world, ally, there);
    expect(titles(list)).toEqual([first, early, late, anytime].map(({ title }) => title));
    expect(about(list, first).reasons).toEqual([
      { code: 'PRIORITY', text: 'It serves what the community put first.' },
      { code: 'FEW_PLEDGED', text: 'Few have pledged so far.' },
    ]);
    expect(codes(about(list, early).reasons)).toEqual(['PRIORITY', 'FEW_PLEDGED']);
    expect(about(list, early).reasons[1]?.text).toMatch(/^Few have pledged, and it starts on [A-Z][a-z]+day\.$/);
  });

  it('puts what one carries more lightly first, then what one brings, then what anyone can do, then what one lacks', async () => {
    const there = await ground(world);
    const ally = await world.ally(there);
    const plain = await there.ask({ startsAt: inDays(1) });
    const ride = await there.ask({ startsAt: inDays(4) }, { capacities: ['TRANSPORT'] });
    const risky = await there.ask({ ...RISK, startsAt: inDays(9) }, { helpful_buffers: ['CITIZENSHIP'] });
    const skilled = await there.ask({ startsAt: inDays(2) }, { capacities: ['SKILL'] });
    const far = await there.ask(
      { startsAt: inDays(1) },
      { latitude: 48.1, longitude: 11.6, capacities: ['TRANSPORT'] },
    );
    await bring(ally, 'TRANSPORT');
    await buffer(ally, ['CITIZENSHIP']);
    await set(ally, { position: { latitude: 52.5, longitude: 13.4 }, distanceKm: 50 });
    const list = await suggested(world, ally, there);
    expect(codes(about(list, plain).cautions)).toEqual([]);
    expect(titles(list)).toEqual([risky, ride, plain, skilled, far].map(({ title }) => title));
    expect(codes(about(list, far).cautions)).toEqual(['FAR']);
    expect(codes(about(list, skilled).cautions)).toEqual(['CAPACITY']);
    expect(about(list, risky).reasons[0]).toEqual({
      code: 'LESS_RISK',
      text: 'For whoever carries less risk: you said that your papers are safe, and people here would risk theirs.',
    });
  });

  it('never lets money outrank what a person does: it comes with what anyone can do', async () => {
    const there = await ground(world);
    const ally = await world.ally(there);
    const gift = await there.ask({ startsAt: inDays(2) }, { capacities: ['FUNDS'] });
    const plain = await there.ask({ startsAt: inDays(1) });
    const ride = await there.ask({ startsAt: inDays(3) }, { capacities: ['TRANSPORT'] });
    await bring(ally, 'FUNDS', 'TRANSPORT');
    const list = await suggested(world, ally, there);
    expect(titles(list)).toEqual([ride, plain, gift].map(({ title }) => title));
    expect(codes(about(list, gift).reasons)).toContain('CAPACITY');
  });

  it('goes on from a cursor without a gap or a repeat, and refuses a cursor of before the profile changed', async () => {
    const there = await ground(world);
    const ally = await world.ally(there);
    for (const at of [3, 1, 2]) await there.ask({ startsAt: inDays(at) });
    for (const capacities of [['TRANSPORT'], ['SKILL'], []]) await there.ask({}, { capacities });
    await bring(ally, 'TRANSPORT');
    const whole = titles(await suggested(world, ally, there));
    expect(whole).toHaveLength(6);
    const walked: string[] = [];
    let after: string | null = null;
    do {
      const part = await page(world, ally, { communityId: there.id, first: 2, after });
      expect(part.totalCount).toBe(6);
      walked.push(...titles(part.nodes));
      after = part.pageInfo.hasNextPage ? part.pageInfo.endCursor : null;
      expect(Buffer.from(part.pageInfo.endCursor, 'base64url').toString('latin1')).not.toContain('["');
    } while (after);
    expect(walked).toEqual(whole);
    const { pageInfo } = await page(world, ally, { communityId: there.id, first: 2 });
    await bring(ally, 'SKILL');
    await expect(page(world, ally, { communityId: there.id, first: 2, after: pageInfo.endCursor })).rejects.toThrow(
      'does not belong',
    );
  });
});

const CAPACITIES = ['SKILL', 'LANGUAGE', 'SPACE', 'TRANSPORT', 'AUDIENCE', 'FUNDS', 'DECISION_MAKER', 'TIME'];
const BUFFERS = ['CITIZENSHIP', 'JOB', 'HOUSING', 'INCOME', 'LEGAL_SUPPORT', 'HEALTH', 'APPEARANCE'];

describe('changing one thing', () => {
  it('of what one brings changes list and reason, and nothing is lost by bringing more', async () => {
    const there = await ground(world);
    const ally = await world.ally(there);
    const asks = new Map<string, { id: string; title: string }>();
    for (const capacity of CAPACITIES) asks.set(capacity, await there.ask({}, { capacities: [capacity] }));
    // For anyone, and the last of its kind: whatever one comes to bring passes it.
    await there.ask();
    const without = new Map<string, string[]>();
    for (const capacity of CAPACITIES) {
      const others = CAPACITIES.filter((one) => one !== capacity && one !== 'FUNDS').slice(0, 2);
      await bring(ally, ...others);
      const before = await suggested(world, ally, there);
      await bring(ally, ...others, capacity);
      const after = await suggested(world, ally, there);
      const ask = asks.get(capacity) as { id: string; title: string };
      expect([capacity, titles(after)]).not.toEqual([capacity, titles(before)]);
      expect(titles(after).indexOf(ask.title)).toBeLessThan(titles(before).indexOf(ask.title));
      expect(titles(after).sort()).toEqual(titles(before).sort());
      expect(codes(about(before, ask).reasons)).not.toContain('CAPACITY');
      expect(codes(about(before, ask).cautions)).toContain('CAPACITY');
      expect(codes(about(after, ask).reasons)).toContain('CAPACITY');
      expect(codes(about(after, ask).cautions)).not.toContain('CAPACITY');
      without.set(
        capacity,
        about(after, ask).reasons.map(({ text }) => text),
      );
    }
    expect(new Set([...without.values()].map(([first]) => first)).size).toBe(CAPACITIES.length);
  }, 60_000);

  it('of what one carries lightly changes list and reason', async () => {
    const there = await ground(world);
    const ally = await world.ally(there);
    const asks = new Map<string, { id: string; title: string }>();
    for (const one of BUFFERS) asks.set(one, await there.ask(RISK, { helpful_buffers: [one] }));
    const told = new Set<string>();
    for (const one of BUFFERS) {
      const ask = asks.get(one) as { id: string; title: string };
      await buffer(ally, null);
      const before = await suggested(world, ally, there);
      await buffer(ally, [one]);
      const after = await suggested(world, ally, there);
      expect(titles(after)[0]).toBe(ask.title);
      expect(titles(after).sort()).toEqual(titles(before).sort());
      expect(codes(about(before, ask).reasons)).not.toContain('LESS_RISK');
      expect(about(before, ask).cautions).toEqual([
        { code: 'RISK', text: 'Risk tier 2, and you named no buffer that helps with it. Read the risk notes.' },
      ]);
      expect(about(after, ask).cautions).toEqual([]);
      expect(codes(about(after, ask).reasons)).toContain('LESS_RISK');
      told.add(about(after, ask).reasons[0]?.text ?? '');
      const others = after.filter(({ ask: { id } }) => id !== ask.id);
      expect(others.map(({ reasons }) => codes(reasons).includes('LESS_RISK'))).toEqual(others.map(() => false));
    }
    expect(told.size).toBe(BUFFERS.length);
  }, 60_000);

  it('is told in the language of whoever asks', async () => {
    const there = await ground(world);
    const ally = await world.ally(there);
    const ask = await there.ask(RISK, { helpful_buffers: ['CITIZENSHIP'] });
    await buffer(ally, ['CITIZENSHIP']);
    await world.done(ally, 'changePreferences', { language: 'es' });
    expect(about(await suggested(world, ally, there), ask).reasons[0]?.text).toBe(
      'Para quien corre menos riesgo: dijiste que tus papeles están en regla, y aquí la gente arriesgaría los suyos.',
    );
  });
});

describe('how far it is', () => {
  it('is told as about how far, and nothing is far for someone who did not say where they are', async () => {
    const there = await ground(world);
    const ally = await world.ally(there);
    const ask = await there.ask({}, { latitude: 52.52, longitude: 13.41 });
    const nowhere = await there.ask();
    const told = async (of: { id: string }) => about(await suggested(world, ally, there), of);
    await set(ally, { distanceKm: 5 });
    expect(codes((await told(ask)).cautions)).toEqual([]);
    expect(codes((await told(ask)).reasons)).not.toContain('NEAR');
    await set(ally, { position: { latitude: 52.5, longitude: 13.2 } });
    expect((await told(ask)).reasons).toContainEqual({ code: 'NEAR', text: 'It is near: within about 25 km.' });
    await set(ally, { position: { latitude: 53.5, longitude: 10 } });
    expect((await told(ask)).cautions).toEqual([
      { code: 'FAR', text: 'It is further away than the 5 km that you go.' },
    ]);
    expect(codes((await told(nowhere)).cautions)).toEqual([]);
    await suit(world, ask.id, { is_online: true });
    expect(codes((await told(ask)).cautions)).toEqual([]);
    expect(codes((await told(ask)).reasons)).toContain('ONLINE');
  });
});

describe('what an outsider can work out', () => {
  it('of where a risky ask is, by moving about, is no more than where about it is', async () => {
    const there = await ground(world);
    const stranger = await world.person();
    const asks = [
      await there.ask(RISK, { latitude: 19.4326, longitude: -99.1332 }),
      await there.ask(RISK, { latitude: 19.3501, longitude: -99.0999 }),
    ];
    for (const longitude of [-99.3, -99.1, -98.9]) {
      await set(stranger, { position: { latitude: 19.4, longitude }, distanceKm: 20 });
      const [one, other] = asks.map((ask) => ask);
      const list = await suggested(world, stranger, there);
      expect(about(list, one as { id: string }).reasons).toEqual(about(list, other as { id: string }).reasons);
    }
  });

  it('of how many pledged is nothing: that is told to members', async () => {
    const there = await ground(world);
    const ask = await there.ask();
    expect(codes(about(await suggested(world, await world.person(), there), ask).reasons)).not.toContain('FEW_PLEDGED');
    expect(codes(about(await suggested(world, await world.ally(there), there), ask).reasons)).toContain('FEW_PLEDGED');
  });
});
