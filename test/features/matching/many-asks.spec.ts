import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { World } from '../../support/world.js';
import { type Ground, ground, page, titles } from './ground.js';
import { manyAsks } from './many.js';

let on: TestApp;
let world: World;
let there: Ground;
let ally: Person;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('many_asks') });
  world = new World(on);
  there = await ground(world);
  await manyAsks(world, there, 72);
  ally = await world.ally(there);
  await sql(on.urls.owner)(`UPDATE priority SET rank = 2 WHERE id = $1`, [there.priorityId]);
  const campaign = {
    id: there.campaignId,
    handle: there.campaignHandle,
    communityId: there.id,
    steward: there.steward,
  };
  const first = await world.priority(campaign);
  await world.mandate(first, { steward: there.steward, cosigner: there.cosigner });
  await sql(on.urls.owner)(`UPDATE priority SET rank = 1 WHERE id = $1`, [first.id]);
  await sql(on.urls.owner)(
    `UPDATE ask SET priority_id = $1, mandate_id = (SELECT m.id FROM mandate m WHERE m.priority_id = $1)
      WHERE community_id = $2 AND substring(title FROM '^Ask ([0-9]+)$')::int % 10 = 0`,
    [first.id, there.id],
  );
}, 60_000);
afterAll(() => on.close());

interface Stored {
  id: string;
  title: string;
  rank: number | null;
  startsAt: Date | null;
  capacities: string[];
  buffers: string[];
  riskTier: number;
  language: string;
  latitude: number | null;
  longitude: number | null;
  isOnline: boolean;
  access: string[];
  minutes: number | null;
}

interface Said {
  capacities: string[];
  buffers: string[];
  languages: string[];
  hoursPerWeek: number | null;
  distanceKm: number | null;
  position: { latitude: number; longitude: number } | null;
  accessNeeds: string[];
}

const meet = (some: readonly string[], others: readonly string[]) => some.some((one) => others.includes(one));

/** What product.md and the description of the field promise, once more and in other words than the statement. */
function weighed(ask: Stored, said: Said): number {
  if (isFar(ask, said) || isHard(ask, said)) return 5;
  const lacks = said.capacities.length > 0 && ask.capacities.length > 0 && !meet(said.capacities, ask.capacities);
  const exposed = ask.riskTier >= 2 && ask.buffers.length > 0 && !meet(said.buffers, ask.buffers);
  if (lacks || exposed) return 4;
  if (meet(said.buffers, ask.buffers)) return 1;
  const beyondMoney = ask.capacities.filter((one) => one !== 'FUNDS');
  return meet(said.capacities, beyondMoney) ? 2 : 3;
}

function isFar({ isOnline, latitude, longitude }: Stored, { distanceKm, position }: Said): boolean {
  if (isOnline || distanceKm === null || position === null || latitude === null || longitude === null) return false;
  return kilometres(position, { latitude, longitude }) > distanceKm + 10;
}

function isHard(ask: Stored, { languages, hoursPerWeek, accessNeeds }: Said): boolean {
  const foreign = languages.length > 0 && !languages.includes(ask.language.slice(0, 2));
  const offered = ask.isOnline ? [...ask.access, 'STEP_FREE', 'CHILDCARE'] : ask.access;
  const shut = accessNeeds.some((need) => !offered.includes(need));
  const long = hoursPerWeek !== null && ask.minutes !== null && ask.minutes > hoursPerWeek * 60;
  return foreign || shut || long;
}

function kilometres(
  from: { latitude: number; longitude: number },
  to: { latitude: number; longitude: number },
): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [one, other, turn] = [radians(from.latitude), radians(to.latitude), radians(to.longitude - from.longitude)];
  const cosine = Math.sin(one) * Math.sin(other) + Math.cos(one) * Math.cos(other) * Math.cos(turn);
  return 6371 * Math.acos(Math.min(1, cosine));
}

const last = Number.MAX_SAFE_INTEGER;
const byModel = (said: Said) => (a: Stored, b: Stored) =>
  weighed(a, said) - weighed(b, said) ||
  (a.rank ?? last) - (b.rank ?? last) ||
  (a.startsAt?.getTime() ?? last) - (b.startsAt?.getTime() ?? last) ||
  (a.id < b.id ? -1 : 1);

const saids: fc.Arbitrary<Said> = fc.record({
  capacities: fc.subarray(['SKILL', 'TRANSPORT', 'FUNDS', 'SPACE', 'TIME']),
  buffers: fc.subarray(['JOB', 'CITIZENSHIP', 'HEALTH', 'APPEARANCE']),
  languages: fc.subarray(['en', 'es']),
  hoursPerWeek: fc.option(fc.integer({ min: 1, max: 8 })),
  distanceKm: fc.option(fc.integer({ min: 5, max: 80 })),
  position: fc.option(fc.constant({ latitude: 52.5, longitude: 13.4 })),
  accessNeeds: fc.subarray(['STEP_FREE', 'CHILDCARE'], { maxLength: 1 }),
});

describe('among many asks', () => {
  it('the order is what was promised, whoever asks, and nothing is lost by bringing or carrying more', async () => {
    const stored = await sql(on.urls.owner)<Stored>(
      `SELECT a.id, a.title, r.rank, a.starts_at AS "startsAt", a.capacities, a.helpful_buffers AS buffers, a.risk_tier AS "riskTier", a.language,
              a.latitude::float8, a.longitude::float8, a.is_online AS "isOnline", a.access_features AS access, a.effort_minutes AS minutes
         FROM ask a JOIN priority r ON r.id = a.priority_id WHERE a.community_id = $1`,
      [there.id],
    );
    expect(stored).toHaveLength(73);
    await fc.assert(
      fc.asyncProperty(saids, async ({ capacities, buffers, ...said }) => {
        const named = capacities.map((capacity) => ({ capacity }));
        await world.done(ally, 'setMyCapacities', { ...said, capacities: named });
        await world.done(ally, 'setMyBuffers', { buffers });
        const list = await page(world, ally, { communityId: there.id, first: 100 });
        const expected = stored.toSorted(byModel({ capacities, buffers, ...said })).map(({ title }) => title);
        expect(titles(list.nodes)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('five and fifty take the same number of statements, none of which says what anyone carries', async () => {
    await world.done(ally, 'setMyBuffers', { buffers: ['CITIZENSHIP', 'LEGAL_SUPPORT'] });
    const read = (first: number) => counting(() => page(world, ally, { communityId: there.id, first }));
    await read(5);
    const [five, fifty] = [await read(5), await read(50)];
    expect(five.result.nodes).toHaveLength(5);
    expect(fifty.result.nodes).toHaveLength(50);
    expect(fifty.statements).toHaveLength(five.statements.length);
    expect(fifty.statements.join()).not.toMatch(/CITIZENSHIP|LEGAL_SUPPORT/);
  });
});
