import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { World } from '../../support/world.js';
import { cast, launched } from './launched.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const CHANGES =
  'query ($id: ID!, $from: Int!, $to: Int) { ask(id: $id) { termsChanges(from: $from, to: $to) { field before after } } }';

describe('a change of terms', () => {
  it('is told from one that changes nothing for those who pledged', async () => {
    const of = await launched(world);
    const ask = await world.ask(of);
    let expectedVersion = 2;
    const revise = async (changes: object) => {
      const payload = await world.done(
        of.steward,
        'reviseAsk',
        { askId: ask.id, expectedVersion, ...changes },
        'isMaterial ask { version termsVersion }',
      );
      expectedVersion = payload.ask.version;
      return [payload.isMaterial, payload.ask.termsVersion];
    };
    expect(
      await revise({ threshold: 3, thresholdAt: inDays(1), capacities: ['TIME'], helpfulBuffers: ['JOB'] }),
    ).toEqual([false, 1]);
    expect(await revise({ title: 'Carry boxes' })).toEqual([false, 1]);
    expect(await revise({ mitigations: 'We stay with you.' })).toEqual([true, 2]);
    expect(await revise({ position: { latitude: 1, longitude: 2 } })).toEqual([true, 3]);
    expect(await revise({ startsAt: inDays(3), cadence: 'FREQ=WEEKLY' })).toEqual([true, 4]);
    expect(await revise({ graceHours: 24 })).toEqual([true, 5]);
  });

  it('is none in a draft, which nobody has accepted', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, {}, false);
    const input = { askId: ask.id, expectedVersion: 1, title: 'Carry chairs' };
    const payload = await world.done(of.steward, 'reviseAsk', input, 'isMaterial ask { termsVersion }');
    expect(payload).toMatchObject({ isMaterial: false, ask: { termsVersion: 1 } });
  });

  it('is listed field by field, with what it said before and after', async () => {
    const of = await launched(world);
    const ally = await world.ally(of);
    const [before, after] = [inDays(3), inDays(4)];
    const ask = await world.ask(of, {
      startsAt: before,
      accessFeatures: ['CHILDCARE'],
      position: { latitude: 1, longitude: 2 },
    });
    const id = ask.id;
    await world.done(of.steward, 'reviseAsk', {
      askId: id,
      expectedVersion: 2,
      startsAt: after,
      accessFeatures: ['STEP_FREE', 'CHILDCARE'],
      position: { latitude: 1.5, longitude: 2 },
      isOnline: true,
      slots: 4,
    });
    await world.done(of.steward, 'reviseAsk', { askId: id, expectedVersion: 3, cadence: 'FREQ=DAILY' });
    const changes = async (from: number, to?: number) => {
      const answer = await on.query(ally, CHANGES, { id, from, to: to ?? null });
      return answer.ask.termsChanges?.toSorted((one: any, other: any) => one.field.localeCompare(other.field)) ?? null;
    };
    const first = [
      { field: 'accessFeatures', before: 'CHILDCARE', after: 'CHILDCARE, STEP_FREE' },
      { field: 'isOnline', before: 'false', after: 'true' },
      { field: 'position', before: '1, 2', after: '1.5, 2' },
      { field: 'startsAt', before, after },
    ];
    const second = { field: 'cadence', before: null, after: 'FREQ=DAILY' };
    expect(await changes(1, 2)).toEqual(first);
    expect(await changes(2)).toEqual([second]);
    expect(await changes(1)).toEqual([first[0], second, ...first.slice(1)]);
    expect(await changes(2, 2)).toEqual([]);
    expect(await changes(1, 9)).toBeNull();
  });

  it('is for those who see the terms', async () => {
    const of = await launched(world);
    const people = await cast(world, of);
    const ask = await world.ask(of);
    await world.done(of.steward, 'reviseAsk', { askId: ask.id, expectedVersion: 2, dos: 'Bring gloves.' });
    const read = async (as: As) => (await on.query(as, CHANGES, { id: ask.id, from: 1 })).ask.termsChanges;
    for (const who of [null, people.stranger, people.otherSteward]) expect(await read(who)).toBeNull();
    for (const who of [people.ally, people.affected, of.steward]) expect(await read(who)).toHaveLength(1);
  });

  it('takes what was kept before asks said more for what they said then', async () => {
    const of = await launched(world);
    const ask = await world.ask(of);
    await sql(on.urls.owner)(
      `UPDATE ask_terms SET terms = terms - '{area,cadence,graceHours,missedLimit,isOnline,latitude,longitude,mitigations,prerequisites,accessFeatures,timeZone,effortMinutes}'::text[] WHERE ask_id = $1`,
      [ask.id],
    );
    await world.done(of.steward, 'reviseAsk', { askId: ask.id, expectedVersion: 2, area: 'Old town' });
    const { termsChanges } = (await on.query(of.steward, CHANGES, { id: ask.id, from: 1 })).ask;
    expect(termsChanges).toEqual([{ field: 'area', before: '', after: 'Old town' }]);
  });

  it('costs a list as many queries for 12 asks as for 2', async () => {
    const of = await launched(world);
    const query =
      'query ($handle: String!) { campaign(handle: $handle) { asks(first: 50) { nodes { termsChanges(from: 1) { field } terms { place position { latitude } } copiedFrom { id } } } } }';
    const read = () => counting(() => on.query(of.steward, query, { handle: of.campaignHandle }));
    const add = async (count: number) => {
      for (let index = 0; index < count; index += 1) {
        const origin = await world.ask(of);
        await world.done(of.steward, 'duplicateAsk', { askId: origin.id });
      }
    };
    await add(1);
    const two = await read();
    await add(5);
    const twelve = await read();
    expect(twelve.result.campaign.asks.nodes).toHaveLength(12);
    expect(twelve.statements).toHaveLength(two.statements.length);
  });
});
