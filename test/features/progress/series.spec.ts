import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dayIn } from '../../../src/features/campaigns/index.js';
import { dayAfter } from '../../../src/features/progress/period.rules.js';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { dashboardKey } from '../../support/keys.js';
import { counting } from '../../support/queries.js';
import { World } from '../../support/world.js';
import { type Launched, launched } from '../asks/launched.js';
import { daysGoBy, FIGURES } from './days.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const SERIES = `query ($h: String!, $by: ProgressInterval!, $from: Date, $until: Date) { campaign(handle: $h) { progress { ...F
    series(by: $by, from: $from, until: $until) { startsOn endsOn isOver ...F
      change { wanted pledged { count { value text isExact } quantity { text } } attested { count { value } } steppedBack { value } } } } } } ${FIGURES}`;

const today = (timeZone = 'UTC') => dayIn(timeZone, new Date());

async function progress(who: As, of: Launched, variables: Record<string, unknown>) {
  return (await on.query(who, SERIES, { h: of.campaignHandle, ...variables })).campaign.progress;
}
const series = async (who: As, of: Launched, variables: Record<string, unknown>) =>
  (await progress(who, of, variables)).series;

/** Two pledged six days ago, one four days ago, one of them stepped back today. */
async function lived(input: Record<string, unknown> = {}) {
  const of = await launched(world);
  const ask = await world.ask(of, { quantityWanted: 20, ...input });
  const acceptedRiskTier = input['riskTier'] ?? 0;
  const pledged = async (quantity: number) =>
    world.pledge({ ask, by: await world.ally(of), quantity, acceptedRiskTier });
  const first = await pledged(2);
  await pledged(3);
  await daysGoBy(on, of, 2);
  await pledged(4);
  await daysGoBy(on, of, 4);
  await world.done(first.by, 'stepBack', { pledgeId: first.id, reason: 'Ill.' });
  return { of, ask };
}

describe('a series of days', () => {
  it('says how it stood at the close of each, and what changed in it, alike for everyone where the risk is low', async () => {
    const { of } = await lived();
    const key = await dashboardKey(world, of);
    const stranger = await world.person();
    const everyone = [null, stranger, key.as, await world.ally(of), await world.affected(of), of.steward];
    for (const who of everyone) {
      const now = await progress(who, of, { by: 'DAY', from: dayAfter(today(), -7) });
      const points = now.series;
      expect(points.map((point: { startsOn: string }) => point.startsOn)).toEqual(
        [-7, -6, -5, -4, -3, -2, -1, 0].map((days) => dayAfter(today(), days)),
      );
      const each = (read: (point: any) => unknown) => points.map(read);
      expect(each((point) => point.pledged.count.value)).toEqual([0, 2, 2, 3, 3, 3, 3, 2]);
      expect(each((point) => point.pledged.quantity.value)).toEqual([0, 5, 5, 9, 9, 9, 9, 7]);
      expect(each((point) => point.change.pledged.count.text)).toEqual(['0', '+2', '0', '+1', '0', '0', '0', '-1']);
      expect(each((point) => point.wanted)).toEqual([0, 20, 20, 20, 20, 20, 20, 20]);
      expect(each((point) => point.isOver)).toEqual([true, true, true, true, true, true, true, false]);
      expect(each((point) => point.steppedBack.value)).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
      const { series: _, ...figures } = now;
      expect(points.at(-1)).toMatchObject(figures);
    }
  });

  it('tells of an ask with risk what was shown then: exact for those inside, and nothing more for others', async () => {
    const { of } = await lived({ riskTier: 2, riskNotes: 'Police have been at the door.' });
    const inside = await series(of.steward, of, { by: 'DAY' });
    expect(inside.map((point: any) => point.pledged.count.value).slice(-7)).toEqual([2, 2, 3, 3, 3, 3, 2]);
    for (const who of [null, await world.ally(of), (await dashboardKey(world, of)).as]) {
      const points = await series(who, of, { by: 'DAY' });
      expect(points).toHaveLength(30);
      expect(points.map((point: any) => point.pledged.count.text).slice(-8)).toEqual([
        '0',
        ...Array(7).fill('fewer than 5'),
      ]);
      expect(points.map((point: any) => point.change.pledged.count.text).slice(-8)).toEqual([
        '0',
        ...Array(7).fill('not told'),
      ]);
    }
  });

  it('begins with the day on which an ask was opened, and leaves out what only insiders see', async () => {
    const of = await launched(world);
    const draft = await world.ask(of, { quantityWanted: 7 }, false);
    await world.ask(of, { quantityWanted: 5, visibility: 'ALLIES' });
    await daysGoBy(on, of, 3);
    await world.done(of.steward, 'openAsk', { askId: draft.id, mandateId: null });
    const wanted = async (who: As) =>
      (await series(who, of, { by: 'DAY', from: dayAfter(today(), -4) })).map((point: any) => point.wanted);
    expect(await wanted(of.steward)).toEqual([0, 5, 5, 5, 12]);
    expect(await wanted(null)).toEqual([0, 0, 0, 0, 7]);
  });

  it.each(['Pacific/Kiritimati', 'Pacific/Niue'])('ends with today where the campaign is, in %s', async (timeZone) => {
    const of = await launched(world);
    await sql(on.urls.owner)('UPDATE campaign SET time_zone = $2 WHERE id = $1', [of.campaignId, timeZone]);
    const ask = await world.ask(of);
    await world.pledge({ ask, by: await world.ally(of) });
    const points = await series(null, of, { by: 'DAY' });
    expect(points.at(-1)).toMatchObject({
      startsOn: today(timeZone),
      isOver: false,
      pledged: { count: { value: 1 } },
      change: { wanted: 10, pledged: { count: { value: 1 } } },
    });
    expect(points.at(-2)).toMatchObject({ isOver: true, wanted: 0, pledged: { count: { value: 0 } } });
  });

  it('counts an ask from its day on the clock on the wall, on the day on which that is put back as well', async () => {
    const of = await launched(world);
    const query = sql(on.urls.owner);
    await query(`UPDATE campaign SET time_zone = 'Europe/Lisbon' WHERE id = $1`, [of.campaignId]);
    const late = await world.ask(of, { quantityWanted: 3 });
    const early = await world.ask(of, { quantityWanted: 4 });
    // Clocks in Lisbon went back from 2:00 to 1:00 on 25 October 2026, a day of 25 hours.
    await query(`UPDATE ask_tally SET day = '2026-10-24' WHERE campaign_id = $1`, [of.campaignId]);
    await query(`UPDATE ask SET opened_at = '2026-10-25T23:30:00Z' WHERE id = $1`, [late.id]);
    await query(`UPDATE ask SET opened_at = '2026-10-24T23:30:00Z' WHERE id = $1`, [early.id]);
    const points = await series(of.steward, of, { by: 'DAY', from: '2026-10-23', until: '2026-10-26' });
    expect(points.map((point: any) => [point.startsOn, point.wanted])).toEqual([
      ['2026-10-23', 0],
      ['2026-10-24', 0],
      ['2026-10-25', 7],
      ['2026-10-26', 7],
    ]);
  });
});

describe('a series of weeks or months', () => {
  it('is made of whole ones that the time asked for touches, Monday first, without those to come', async () => {
    const { of } = await lived();
    const weeks = await series(null, of, { by: 'WEEK', from: dayAfter(today(), -14), until: dayAfter(today(), 30) });
    for (const { startsOn, endsOn } of weeks) {
      expect([new Date(startsOn).getUTCDay(), dayAfter(startsOn, 6)]).toEqual([1, endsOn]);
    }
    expect(weeks.at(-1)).toMatchObject({ isOver: false, pledged: { count: { value: 2 } } });
    const sumOf = (points: any[]) => points.reduce((sum, point) => sum + point.change.pledged.count.value, 0);
    expect(sumOf(weeks)).toBe(2);
    const months = await series(null, of, { by: 'MONTH' });
    expect([months.length, sumOf(months)]).toEqual([12, 2]);
    expect(months.at(-1).startsOn).toBe(`${today().slice(0, 8)}01`);
    expect(await series(null, of, { by: 'MONTH', from: '2190-01-01' })).toEqual([]);
  });

  it.each([
    [{ by: 'DAY', from: '2020-01-01', until: '2021-02-04' }, 'at most 400 periods'],
    [{ by: 'DAY', from: '1970-01-01' }, 'at most 400 periods'],
    [{ by: 'WEEK', from: '2026-03-09', until: '2026-03-01' }, 'not before'],
  ])('is refused as %j', async (variables, text) => {
    const of = await launched(world);
    const { data, errors } = await on.send(null, SERIES, {
      h: of.campaignHandle,
      ...variables,
    });
    expect(data?.campaign ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    expect(errors[0]?.message).toContain(text);
  });

  it('costs by how long it is', async () => {
    const of = await launched(world);
    const query = `query ($h: String!, $from: Date) { campaign(handle: $h) { asks(first: 100) { nodes { progress {
      series(by: DAY, from: $from) { startsOn pledged { count { value } quantity { value } } attested { count { value } } } } } } } }`;
    expect((await on.send(null, query, { h: of.campaignHandle, from: dayAfter(today(), -10) })).errors).toEqual([]);
    const long = await on.send(null, query, { h: of.campaignHandle, from: dayAfter(today(), -380) });
    expect(long.errors).toMatchObject([{ extensions: { code: 'TOO_COMPLEX' } }]);
  });

  it('takes as many statements for fifty asks as for five, for those inside and outside', async () => {
    const of = await launched(world);
    const query = `query ($h: String!) { campaign(handle: $h) { progress { series(by: WEEK) { wanted } }
      asks(first: 100) { nodes { progress { series(by: WEEK) { wanted change { wanted } }
        comparison(from: "2026-02-01", until: "2026-02-28", withFrom: "2026-01-01", withUntil: "2026-01-31") { isOver } } } } } }`;
    const read = (who: As) => counting(() => on.query(who, query, { h: of.campaignHandle }));
    for (let n = 0; n < 5; n += 1) await world.ask(of);
    const few = [await read(of.steward), await read(null)];
    for (let n = 5; n < 50; n += 1) await world.ask(of);
    const many = [await read(of.steward), await read(null)];
    expect(many.map(({ result }) => result.campaign.asks.nodes.length)).toEqual([50, 50]);
    expect(many.map(({ statements }) => statements.length)).toEqual(few.map(({ statements }) => statements.length));
    expect(many[1]?.statements.filter((text) => /BEGIN|ask_tally|tally_day/.test(text))).toEqual([]);
  });
});

describe('two periods side by side', () => {
  const COMPARISON = `query ($h: String!, $from: Date!, $until: Date!, $withFrom: Date!, $withUntil: Date!) { campaign(handle: $h) { progress {
    comparison(from: $from, until: $until, withFrom: $withFrom, withUntil: $withUntil) { isOver wanted { change { text } otherChange { value } }
      pledged { count { change { value text } otherChange { value } difference { value text } ratio } quantity { difference { text } ratio } }
      steppedBack { change { value } difference { value } ratio } } } } }`;
  const days = (from: number, until: number, withFrom: number, withUntil: number) => ({
    from: dayAfter(today(), from),
    until: dayAfter(today(), until),
    withFrom: dayAfter(today(), withFrom),
    withUntil: dayAfter(today(), withUntil),
  });

  it('say what changed in each, their difference and their ratio, whichever came first', async () => {
    const { of } = await lived();
    const compare = async (variables: Record<string, string>) =>
      (await on.query(null, COMPARISON, { h: of.campaignHandle, ...variables })).campaign.progress.comparison;
    expect(await compare(days(-4, -2, -7, -5))).toEqual({
      isOver: true,
      wanted: { change: { text: '0' }, otherChange: { value: 20 } },
      pledged: {
        count: {
          change: { value: 1, text: '+1' },
          otherChange: { value: 2 },
          difference: { value: -1, text: '-1' },
          ratio: 0.5,
        },
        quantity: { difference: { text: '-1' }, ratio: 0.8 },
      },
      steppedBack: { change: { value: 0 }, difference: { value: 0 }, ratio: null },
    });
    expect(await compare(days(-7, -5, -4, 0))).toMatchObject({
      isOver: false,
      pledged: { count: { change: { value: 2 }, otherChange: { value: 0 }, ratio: null } },
    });
  });

  it.each([
    ['an empty one', days(-2, -3, -9, -8), 'before they begin'],
    ['one day in both', days(-2, -1, -5, -2), 'no day in common'],
    ['a day to come', days(-2, 3, -9, -8), 'at the latest'],
  ])('are refused with %s', async (_, variables, text) => {
    const of = await launched(world);
    const { data, errors } = await on.send(null, COMPARISON, { h: of.campaignHandle, ...variables });
    expect(data?.campaign ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    expect(errors[0]?.message).toContain(text);
  });
});
