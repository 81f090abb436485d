import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { cast, launched, patiently, recordOf } from './launched.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

describe('revising an ask', () => {
  it('asks for the version that was read, and lets one of two through', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, {}, false);
    const revise = (title: string) =>
      patiently(() => on.mutate(of.steward, 'reviseAsk', { askId: ask.id, expectedVersion: 1, title }));
    const answers = await Promise.all([revise('Carry chairs'), revise('Carry tables')]);
    const codes = answers.map(({ userErrors }): string => userErrors[0]?.code ?? 'done');
    expect(codes.toSorted()).toEqual(['STALE_VERSION', 'done']);
    expect(await recordOf(on, ask.id)).toEqual(['ask.drafted', 'ask.revised']);
  });

  it('changes nothing and records nothing when nothing is different', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, {}, false);
    const same = { askId: ask.id, expectedVersion: 1, title: ' Carry boxes ', slots: null };
    await unchanged(on, () => world.done(of.steward, 'reviseAsk', same));
  });

  it('takes texts, times and limits away with null', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, { slots: 3, endsAt: inDays(2), place: 'Hall', description: 'Long' }, false);
    const bare = {
      askId: ask.id,
      expectedVersion: 1,
      slots: null,
      endsAt: null,
      place: null,
      description: null,
      title: null,
    };
    const { ask: after } = await world.done(
      of.steward,
      'reviseAsk',
      bare,
      'ask { slots endsAt place description title version }',
    );
    expect(after).toMatchObject({
      slots: null,
      endsAt: null,
      place: '',
      description: '',
      title: 'Carry boxes',
      version: 2,
    });
  });

  it('moves a draft to another priority, and an ask that was opened to none', async () => {
    const of = await launched(world);
    const campaign = { id: of.campaignId, handle: of.campaignHandle, communityId: of.id, steward: of.steward };
    const other = await world.priority(campaign, { statement: 'Lifts that work' });
    const elsewhere = await launched(world);
    const ask = await world.ask(of, {}, false);
    const input = { askId: ask.id, expectedVersion: 1, priorityId: other.id };
    expect(
      await unchanged(on, () => on.refusal(of.steward, 'reviseAsk', { ...input, priorityId: elsewhere.priorityId })),
    ).toBe('NOT_FOUND');
    await world.done(of.steward, 'reviseAsk', input);
    const open = await world.ask(of);
    const refused = await unchanged(on, () =>
      on.mutate(of.steward, 'reviseAsk', { askId: open.id, expectedVersion: 2, priorityId: other.id }),
    );
    expect(refused.userErrors).toMatchObject([{ code: 'WRONG_STATE', path: ['input', 'priorityId'] }]);
  });

  it('is for organizers once the ask was opened', async () => {
    const of = await launched(world);
    const people = await cast(world, of);
    const ask = await world.ask(of);
    const input = { askId: ask.id, expectedVersion: 2, title: 'Carry chairs' };
    await unchanged(on, async () => {
      for (const who of ['stranger', 'ally', 'affected', 'probation', 'pausedOrganizer', 'otherSteward'] as const) {
        expect([who, await on.refusal(people[who], 'reviseAsk', input)]).toEqual([who, 'FORBIDDEN']);
      }
    });
    await world.done(people.allyOrganizer, 'reviseAsk', input);
  });

  it('keeps each version of its terms, and raises it for what matters to those who pledged', async () => {
    const of = await launched(world);
    const ally = await world.ally(of);
    const ask = await world.ask(of, { slots: 3 });
    const revise = async (expectedVersion: number, changes: object) =>
      (
        await world.done(
          of.steward,
          'reviseAsk',
          { askId: ask.id, expectedVersion, ...changes },
          'ask { version termsVersion }',
        )
      ).ask;
    expect(await revise(2, { slots: 5, quantityWanted: 20, endsAt: inDays(9), visibility: 'ALLIES' })).toEqual({
      version: 3,
      termsVersion: 1,
    });
    expect(await revise(3, { riskTier: 1, riskNotes: 'Cold' })).toEqual({ version: 4, termsVersion: 2 });
    await world.done(of.steward, 'pauseAsk', { askId: ask.id });
    expect(await revise(5, { place: 'Hall' })).toEqual({ version: 6, termsVersion: 3 });
    await world.done(of.steward, 'openAsk', { askId: ask.id });
    const query = `query ($id: ID!) { ask(id: $id) { first: terms(version: 1) { riskTier place } second: terms(version: 2) { riskTier place riskNotes }
      terms { version place } none: terms(version: 9) { version } } }`;
    expect((await on.query(ally, query, { id: ask.id })).ask).toEqual({
      first: { riskTier: 0, place: '' },
      second: { riskTier: 1, place: '', riskNotes: 'Cold' },
      terms: { version: 3, place: 'Hall' },
      none: null,
    });
  });

  it('never goes below what is pledged, and gives new places to those who wait', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, { slots: 2, quantityWanted: 6 });
    const pledges = [];
    for (const quantity of [2, 2, 1]) pledges.push(await world.pledge({ ask, by: await world.ally(of), quantity }));
    expect(pledges.map(({ state }) => state)).toEqual(['ACTIVE', 'ACTIVE', 'WAITLISTED']);
    const input = { askId: ask.id, expectedVersion: 2 };
    const slots = await unchanged(on, () => on.mutate(of.steward, 'reviseAsk', { ...input, slots: 1 }));
    expect(slots.userErrors).toMatchObject([{ code: 'BELOW_PLEDGED', path: ['input', 'slots'] }]);
    const quantity = await unchanged(on, () => on.mutate(of.steward, 'reviseAsk', { ...input, quantityWanted: 3 }));
    expect(quantity.userErrors).toMatchObject([{ code: 'BELOW_PLEDGED', path: ['input', 'quantityWanted'] }]);
    await world.done(of.steward, 'reviseAsk', { ...input, slots: 3 });
    const [waiting] = await sql(on.urls.owner)('SELECT state FROM pledge WHERE id = $1', [pledges[2]?.id]);
    expect(waiting).toEqual({ state: 'ACTIVE' });
    expect((await recordOf(on, pledges[2]?.id ?? '')).at(-1)).toBe('pledge.promoted');
  });

  it('loses no place to pledges that come in while the limit is lowered', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, { slots: 4 });
    const allies = await Promise.all(Array.from({ length: 4 }, () => world.ally(of)));
    const [revised] = await Promise.all([
      patiently(() => on.mutate(of.steward, 'reviseAsk', { askId: ask.id, expectedVersion: 2, slots: 2 })),
      ...allies.map((by) => patiently(() => world.pledge({ ask, by }))),
    ]);
    const [row] = await sql(on.urls.owner)<{ slots: number; taken: number }>(
      `SELECT a.slots, (SELECT count(*)::int FROM pledge p WHERE p.ask_id = a.id AND p.state = 'ACTIVE') AS taken FROM ask a WHERE a.id = $1`,
      [ask.id],
    );
    const lowered = revised.userErrors.length === 0;
    expect(row).toEqual({ slots: lowered ? 2 : 4, taken: lowered ? 2 : 4 });
  });
});
