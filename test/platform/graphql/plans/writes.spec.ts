import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { PLEDGE } from '../../../../bench/documents.js';
import { type As, startTestApp, type TestApp } from '../../../support/client.js';
import { sql } from '../../../support/database.js';
import { appToken, dashboardKey, isNoted } from '../../../support/keys.js';
import { counting } from '../../../support/queries.js';
import { unchanged } from '../../../support/unchanged.js';
import { pledgeTo, World } from '../../../support/world.js';
import { type Launched, launched } from '../../../features/asks/launched.js';
import { type Bytes, ordinarily, send } from './both-ways.js';

let on: TestApp;
let world: World;
let there: Launched;
let owner: ReturnType<typeof sql>;
let keys = 0;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  there = await launched(world);
  owner = sql(on.urls.owner);
}, 120_000);
afterAll(() => on.close());

type Sent = Record<string, unknown>;

const FIGURES =
  'fragment Figures on Progress { wanted pledged { count { value isExact } quantity { value } } shareAttested { value } }';
const mutation = (selection: string) =>
  `mutation Pledge($input: MakePledgeInput!${selection.includes('$yes') ? ', $yes: Boolean = true' : ''}) { ${selection} }
   ${selection.includes('...Figures') ? FIGURES : ''}`;
const input = (ask: { id: string }, put: Sent = {}) =>
  pledgeTo(ask, { idempotencyKey: `planned-write-${(keys += 1)}`, ...put });
const withoutIds = ({ text, ...rest }: Bytes) => ({
  ...rest,
  text: text.replaceAll(/[0-9a-f-]{36}/g, 'id').replaceAll(/"[0-9T:.-]+Z"/g, '"time"'),
});

/** Until the document is known, by pledges that nobody makes. */
async function known(query: string): Promise<void> {
  for (let time = 0; time < 2; time += 1)
    await send(on, null, { query, variables: { input: input({ id: there.id }) } });
}

const isMade = (text: string) => text.includes('app.make_pledges');
const isBeside = (text: string) => text.includes('unnest($1::uuid[], $2::uuid[])');
const pledgesOf = (askId: string) => owner('SELECT id FROM pledge WHERE ask_id = $1', [askId]);

describe('a pledge that is made and answered without resolvers', () => {
  it.each<[string, string, boolean]>([
    ['as the bench asks it', PLEDGE, true],
    [
      'with other names, fragments and type names',
      mutation(`again: makePledge(input: $input) {
      __typename ... on MakePledgePayload { made: pledge { __typename id turn when: createdAt state shownAs offeredUntil ask { __typename key: id progress { ...Figures } } } }
      userErrors { message } }`),
      true,
    ],
    [
      'with what is left out and what is not',
      mutation(`makePledge(input: $input) {
      pledge { id @skip(if: $yes) state @include(if: $yes) ask { progress { isExact ...Figures } progress { wanted attested { count { value } } } } } }`),
      true,
    ],
    [
      'of nothing but what went wrong',
      mutation('makePledge(input: $input) { userErrors { code path message } }'),
      true,
    ],
    [
      'with what only resolvers know',
      mutation(`makePledge(input: $input) {
      pledge { id state waitlistPosition viewerCanStepBack plan { where } ask { title progress { ...Figures } } } userErrors { code } }`),
      false,
    ],
  ])('%s is answered as by resolvers, to the byte', async (_what, query, isPlanned) => {
    await known(query);
    const [one, other] = [await world.ask(there, { slots: 1 }), await world.ask(there, { slots: 1 })];
    for (const turn of [1, 2]) {
      const sent = { shownAs: 'J. "Jo" \u2028', idempotencyKey: `twin-${one.id}-${turn}` };
      const [by, second] = [await world.ally(there), await world.ally(there)];
      const first = { query, variables: { input: input(one, sent) } };
      const { result, statements } = await counting(() => send(on, by, first));
      const twin = await ordinarily(on, second, { query, variables: { input: input(other, sent) } });
      expect(withoutIds(result)).toEqual(withoutIds(twin));
      expect(JSON.parse(result.text).errors).toBeUndefined();
      expect(statements.filter(isMade)).toHaveLength(1);
      expect(statements.some((text) => /BEGIN|START TRANSACTION/.test(text))).toBe(!isPlanned);
      // Sent again it is answered the same, and made once.
      expect((await send(on, by, first)).text).toBe(result.text);
      expect(await pledgesOf(one.id)).toHaveLength(turn);
    }
  });

  it('takes three statements: who it is, the pledge, the figures of its ask', async () => {
    await known(PLEDGE);
    const ask = await world.ask(there, {});
    const ally = await world.ally(there);
    const { statements } = await counting(() => send(on, ally, { query: PLEDGE, variables: { input: input(ask) } }));
    expect(statements).toHaveLength(3);
  });

  it('is each one’s own, with forty people of many communities at once', async () => {
    await known(PLEDGE);
    const homes = await Promise.all(Array.from({ length: 4 }, () => launched(world)));
    const asks = await Promise.all(homes.map((home, index) => world.ask(home, { quantityWanted: 100 + index })));
    const people: { home: number; by: Awaited<ReturnType<World['ally']>> }[] = [];
    for (const [home, one] of homes.entries()) {
      for (let n = 0; n < 10; n += 1) people.push({ home, by: await world.ally(one) });
    }
    const answers = await Promise.all(
      people.map(({ home, by }) => send(on, by, { query: PLEDGE, variables: { input: input(asks[home] ?? there) } })),
    );
    const seen = answers.map(({ text }) => JSON.parse(text).data.makePledge.pledge);
    for (const [index, { home, by }] of people.entries()) {
      const pledge = seen[index];
      expect(pledge.ask).toMatchObject({ id: asks[home]?.id, progress: { wanted: 100 + home } });
      expect(await owner('SELECT ask_id, pledger_id FROM pledge WHERE id = $1', [pledge.id])).toEqual([
        { ask_id: asks[home]?.id, pledger_id: by.membershipId },
      ]);
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(people.length);
  }, 120_000);
});

describe('what is refused', () => {
  const faults: [string, Sent][] = [
    ['an id that is none', { askId: 'x' }],
    ['an ask that nobody knows', { askId: '00000000-0000-4000-8000-000000000000' }],
    ['an empty first step', { plan: { when: new Date(Date.now() + 9e8).toISOString(), firstStep: ' ' } }],
    ['a plan that is no time', { plan: { when: 'soon', firstStep: 'x' } }],
    ['a plan that is over', { plan: { when: '2020-01-01T00:00:00Z', firstStep: 'x' } }],
    ['too short a key', { idempotencyKey: 'x' }],
    ['no key at all, and stale terms', { idempotencyKey: null, termsVersion: 9 }],
    ['stale terms', { termsVersion: 9 }],
    ['a field that is not there', { nothing: true }],
    ['a text with NUL', { shownAs: 'a\0b' }],
    ['more than anyone wants', { quantity: 1_000_000 }],
  ];

  it.each(faults)('for %s is refused in the same bytes, and changes nothing', async (_what, put) => {
    await known(PLEDGE);
    const ask = await world.ask(there, {});
    const ally = await world.ally(there);
    const sent = { query: PLEDGE, variables: { input: input(ask, put) } };
    const fast = await unchanged(on, () => send(on, ally, sent));
    expect(fast).toEqual(await unchanged(on, () => ordinarily(on, ally, sent)));
    expect(JSON.parse(fast.text).errors ?? JSON.parse(fast.text).data.makePledge.userErrors).not.toEqual([]);
  });

  it('to whoever is not a person that may pledge is refused in the same bytes, and changes nothing', async () => {
    await known(PLEDGE);
    const ask = await world.ask(there, {});
    const left = await world.ally(there);
    await world.done(left, 'signOut', { everywhere: true });
    const ally = await world.ally(there);
    const key = await dashboardKey(world, there);
    const app = await appToken(world, ally, 'READ');
    const senders: As[] = [
      null,
      left,
      await world.person(),
      await world.ally(await launched(world)),
      key.as,
      app.as,
      { authorization: `Bearer acc_${'x'.repeat(43)}` },
      { authorization: 'Basic x' },
    ];
    // That they are used is noted once a day, behind the request's back.
    for (const { as } of [key, app]) await send(on, as, { query: '{ __typename }' });
    await isNoted(on, key.id);
    await isNoted(on, app.id, { table: 'vault.app_token' });
    for (const as of senders) {
      const sent = { query: PLEDGE, variables: { input: input(ask) } };
      const fast = await unchanged(on, () => send(on, as, sent));
      expect(fast).toEqual(await unchanged(on, () => ordinarily(on, as, sent)));
      expect(JSON.parse(fast.text).errors).toHaveLength(1);
    }
  });

  it('is paid for once, whichever way it goes, and refused when nothing is left', async () => {
    const poor = await startTestApp({
      config: { rateLimits: { person: 300, key: 300, address: 3_000 } },
      urls: on.urls,
    });
    try {
      const ask = await world.ask(there, {});
      const counted: number[] = [];
      for (const go of [send, ordinarily]) {
        const ally = await world.ally(there);
        const sent = { query: PLEDGE, variables: { input: input(ask, { termsVersion: 9 }) } };
        for (let time = 0; time < 2; time += 1) await send(poor, null, sent);
        let many = 0;
        while ((await go(poor, ally, sent)).status === 200) many += 1;
        counted.push(many);
        const good = { query: PLEDGE, variables: { input: input(ask) } };
        expect(await unchanged(on, async () => (await go(poor, ally, good)).status)).toBe(429);
      }
      expect(counted[0]).toBeGreaterThan(3);
      expect(counted[0]).toBe(counted[1]);
    } finally {
      await poor.close();
    }
  }, 60_000);
});

describe('a pledge that was made when something failed', () => {
  it('is answered by resolvers, and stands once', async () => {
    await known(PLEDGE);
    const ask = await world.ask(there, {});
    const ally = await world.ally(there);
    const prototype = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
    const query = prototype.query;
    let failed = 0;
    prototype.query = function broken(this: unknown, ...args) {
      if (!isBeside((args[0] as { text?: string }).text ?? '')) return query.apply(this, args);
      failed += 1;
      const failure = Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' });
      const done = args.find((one) => typeof one === 'function') as ((error: Error) => void) | undefined;
      if (!done) return Promise.reject(failure);
      process.nextTick(done, failure);
      return undefined;
    };
    try {
      const { text } = await send(on, ally, { query: PLEDGE, variables: { input: input(ask) } });
      const { pledge, userErrors } = JSON.parse(text).data.makePledge;
      expect(failed).toBe(1);
      expect(userErrors).toEqual([]);
      expect(await pledgesOf(ask.id)).toEqual([{ id: pledge.id }]);
    } finally {
      prototype.query = query;
    }
  });
});
