import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { addMandate, cast, launched, patiently, recordOf } from './launched.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const NOBODY = '0197a000-0000-7000-8000-000000000000';

async function pledgeStates(ask: { id: string }): Promise<string[]> {
  const rows = await sql(on.urls.owner)<{ state: string }>('SELECT state FROM pledge WHERE ask_id = $1 ORDER BY turn', [
    ask.id,
  ]);
  return rows.map(({ state }) => state);
}

describe.each([
  ['pauseAsk', {}],
  ['closeAsk', {}],
  ['cancelAsk', { reason: 'The hall burnt down.' }],
  ['rotateAskLink', {}],
])('%s', (mutation, more) => {
  it('is for those who organize, and for nobody else', async () => {
    const of = await launched(world);
    const people = await cast(world, of);
    const ask = await world.ask(of);
    const input = { askId: ask.id, ...more };
    await unchanged(on, async () => {
      expect(await on.refusal(null, mutation, input)).toBe('UNAUTHENTICATED');
      for (const who of ['stranger', 'ally', 'affected', 'probation', 'pausedOrganizer', 'otherSteward'] as const) {
        expect([who, await on.refusal(people[who], mutation, input)]).toEqual([who, 'FORBIDDEN']);
      }
      expect(await on.refusal(of.steward, mutation, { ...input, askId: NOBODY })).toBe('NOT_FOUND');
      expect(await on.refusal(of.steward, mutation, { ...input, askId: '1; DROP TABLE ask' })).toBe('NOT_FOUND');
    });
    await world.done(people.allyOrganizer, mutation, input);
  });

  it('happens once for one key', async () => {
    const of = await launched(world);
    const ask = await world.ask(of);
    const input = { askId: ask.id, ...more, idempotencyKey: world.unique('key') };
    const first = await world.done(of.steward, mutation, input, 'ask { version state link }');
    expect(await unchanged(on, () => world.done(of.steward, mutation, input, 'ask { version state link }'))).toEqual(
      first,
    );
    expect(await unchanged(on, () => on.refusal(of.steward, mutation, { ...input, askId: NOBODY }))).toBe('CONFLICT');
  });

  it('leaves an ask that has ended as it is', async () => {
    const of = await launched(world);
    const ask = await world.ask(of);
    await world.done(of.steward, 'closeAsk', { askId: ask.id });
    const refused = await unchanged(on, () => on.mutate(of.steward, mutation, { askId: ask.id, ...more }));
    expect(refused.userErrors).toMatchObject([{ code: 'WRONG_STATE', path: ['input', 'askId'] }]);
  });
});

describe('pausing an ask', () => {
  it('keeps pledges and promotes nobody until it opens again', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, { slots: 1 });
    const [first, second] = [await world.ally(of), await world.ally(of)];
    const pledge = await world.pledge({ ask, by: first });
    await world.pledge({ ask, by: second });
    const { ask: paused } = await world.done(
      of.steward,
      'pauseAsk',
      { askId: ask.id },
      'ask { state pausedBecause takesPledges isFull }',
    );
    expect(paused).toEqual({ state: 'PAUSED', pausedBecause: 'ORGANIZER', takesPledges: false, isFull: true });
    await world.done(first, 'stepBack', { pledgeId: pledge.id, reason: 'Ill.' });
    expect((await pledgeStates(ask))[1]).toBe('WAITLISTED');
    await world.done(of.steward, 'openAsk', { askId: ask.id });
    expect((await pledgeStates(ask))[1]).toBe('ACTIVE');
    expect(await recordOf(on, ask.id)).toEqual(['ask.drafted', 'ask.opened', 'ask.paused', 'ask.opened']);
  });

  it('opens again under the mandate it had, though another lasts longer', async () => {
    const of = await launched(world);
    const ask = await world.ask(of);
    await addMandate(on, of);
    await world.done(of.steward, 'pauseAsk', { askId: ask.id });
    const { ask: open } = await world.done(of.steward, 'openAsk', { askId: ask.id }, 'ask { mandate { id } }');
    expect(open.mandate.id).toBe(of.mandateId);
  });
});

describe('closing an ask', () => {
  it('lets what is under way run, and what waits never start', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, { slots: 1 });
    const [first, second] = [await world.ally(of), await world.ally(of)];
    await world.pledge({ ask, by: first });
    const waiting = await world.pledge({ ask, by: second });
    const { ask: closed } = await world.done(of.steward, 'closeAsk', { askId: ask.id }, 'ask { state endedAt }');
    expect(closed).toEqual({ state: 'CLOSED', endedAt: expect.any(String) });
    expect(await pledgeStates(ask)).toEqual(['ACTIVE', 'NEVER_STARTED']);
    expect((await recordOf(on, waiting.id)).at(-1)).toBe('pledge.ended');
  });

  it('leaves no pledge waiting that came in at the same moment', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, { slots: 1 });
    const allies = await Promise.all(Array.from({ length: 4 }, () => world.ally(of)));
    await Promise.all([
      patiently(() => on.mutate(of.steward, 'closeAsk', { askId: ask.id })),
      ...allies.map((by) => world.pledge({ ask, by }).catch(() => null)),
    ]);
    expect(await pledgeStates(ask)).not.toContain('WAITLISTED');
  });
});

describe('cancelling an ask', () => {
  it('calls everything off without fault, and says why to members alone', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, { slots: 1 });
    const [first, second] = [await world.ally(of), await world.ally(of)];
    await world.pledge({ ask, by: first });
    await world.pledge({ ask, by: second });
    await world.done(of.steward, 'cancelAsk', { askId: ask.id, reason: 'The hall burnt down.' });
    expect(await pledgeStates(ask)).toEqual(['CANCELLED', 'CANCELLED']);
    const query = 'query ($id: ID!) { ask(id: $id) { state cancelledBecause } }';
    expect((await on.query(first, query, { id: ask.id })).ask).toEqual({
      state: 'CANCELLED',
      cancelledBecause: 'The hall burnt down.',
    });
    expect((await on.query(null, query, { id: ask.id })).ask).toBeNull();
    const [entry] = await sql(on.urls.owner)(
      `SELECT details::text FROM record_entry WHERE subject_id = $1 AND kind = 'ask.cancelled'`,
      [ask.id],
    );
    expect(entry).toEqual({ details: '{}' });
  });

  it('keeps what was reported, to be attested', async () => {
    const of = await launched(world);
    const ask = await world.ask(of);
    const pledge = await world.pledge({ ask, by: await world.ally(of) });
    await world.reported({ pledge });
    await world.done(of.steward, 'cancelAsk', { askId: ask.id, reason: 'The hall burnt down.' });
    expect(await pledgeStates(ask)).toEqual(['ACTIVE']);
  });

  it('takes a draft back, and asks for a reason that can be read', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, {}, false);
    for (const [reason, code] of [
      ['', 'TOO_SHORT'],
      ['x'.repeat(2001), 'TOO_LONG'],
      ['a\0b', 'INVALID'],
      ['a\u202Eb', 'INVALID'],
    ]) {
      const refused = await unchanged(on, () => on.mutate(of.steward, 'cancelAsk', { askId: ask.id, reason }));
      expect(refused.userErrors).toMatchObject([{ code, path: ['input', 'reason'] }]);
    }
    await world.done(of.steward, 'cancelAsk', { askId: ask.id, reason: 'Nobody needs it.' });
  });
});
