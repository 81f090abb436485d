import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { World } from '../../support/world.js';
import { type Launched, launched } from '../asks/launched.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const PROGRESS = `fragment P on Progress { isExact wanted
    pledged { count { value text isExact } quantity { value text } } waitlisted { count { value } quantity { value } }
    reported { count { value } quantity { value } } attested { count { value text } quantity { value text } }
    sentBack { value } steppedBack { value text } cancelled { value } neverStarted { value }
    shareAttested { value band text } followThrough { value band text } }`;
const ASK = `query ($id: ID!) { ask(id: $id) { progress { ...P } priority { progress { ...P } } campaign { progress { ...P } } } } ${PROGRESS}`;

const RISKY = { riskTier: 2, riskNotes: 'Police have been at the door.' };
const risky = (of: Launched, input: Record<string, unknown> = {}) => world.ask(of, { ...RISKY, ...input });

async function pledged(of: Launched, ask: { id: string }, by?: Person, input: Record<string, unknown> = {}) {
  const ally = by ?? (await world.ally(of));
  const { pledge } = await world.done(
    ally,
    'makePledge',
    {
      askId: ask.id,
      plan: { when: new Date(Date.now() + 3 * 86_400_000).toISOString(), firstStep: 'Call ahead.' },
      briefVersion: 1,
      termsVersion: 1,
      agreementVersion: 1,
      acceptedRiskTier: input['riskTier'] ?? 0,
      quantity: input['quantity'] ?? 1,
    },
    'pledge { id state occurrences { id } }',
  );
  return { ...pledge, ally };
}

const progress = async (who: As, ask: { id: string }) => (await on.query(who, ASK, { id: ask.id })).ask;

describe('progress of an ask of low risk', () => {
  it('counts what is pledged, waits, is reported and attested, exactly and for everyone', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, { quantityWanted: 4, slots: 3 });
    const first = await pledged(of, ask, undefined, { quantity: 2 });
    const second = await pledged(of, ask);
    await pledged(of, ask, undefined, { quantity: 3 });
    await world.done(first.ally, 'reportFulfilment', { occurrenceId: first.occurrences[0].id, quantity: 2 });
    await world.done(second.ally, 'reportFulfilment', { occurrenceId: second.occurrences[0].id, quantity: 1 });
    await world.done(of.steward, 'attestFulfilment', {
      items: [{ occurrenceId: first.occurrences[0].id, quantity: 1 }],
    });

    const expected = {
      isExact: true,
      wanted: 4,
      pledged: { count: { value: 2, text: '2', isExact: true }, quantity: { value: 3 } },
      waitlisted: { count: { value: 1 }, quantity: { value: 3 } },
      reported: { count: { value: 1 }, quantity: { value: 1 } },
      attested: { count: { value: 1 }, quantity: { value: 1, text: '1' } },
      shareAttested: { value: 0.25, band: 'A_QUARTER_OR_MORE', text: '25 %' },
      followThrough: { value: 1 / 3, band: 'A_QUARTER_OR_MORE', text: '33 %' },
    };
    for (const who of [null, await world.person(), first.ally, of.steward]) {
      const seen = await progress(who, ask);
      expect(seen.progress).toMatchObject(expected);
      expect(seen.campaign.progress).toMatchObject(expected);
      expect(seen.priority.progress).toMatchObject(expected);
    }
  });

  it('wants in total what open asks want; a draft wants nothing, and nobody outside learns of it', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, { quantityWanted: 4 });
    await world.ask(of, { quantityWanted: 100 }, false);
    const cancelled = await world.ask(of, { quantityWanted: 50 });
    await world.ask(of, { quantityWanted: 7, visibility: 'ALLIES' });
    await world.done(of.steward, 'cancelAsk', { askId: cancelled.id, reason: 'Not needed after all.' });
    const wanted = async (who: As) => (await progress(who, ask)).campaign.progress.wanted;
    expect(await wanted(of.steward)).toBe(11);
    expect(await wanted(await world.ally(of))).toBe(11);
    expect(await wanted(null)).toBe(4);
    expect(await wanted(await world.person())).toBe(4);
  });

  it('of something without asks is nothing, in every figure', async () => {
    const of = await launched(world);
    const { campaign } = await on.query(
      null,
      `query ($h: String!) { campaign(handle: $h) { progress { ...P } } } ${PROGRESS}`,
      {
        h: of.campaignHandle,
      },
    );
    expect(campaign.progress).toMatchObject({
      isExact: true,
      wanted: 0,
      pledged: { count: { value: 0 } },
      shareAttested: { value: null, band: null, text: 'nothing to share' },
    });
  });
});

describe('progress of an ask with risk', () => {
  it('is exact for those inside, and for others names no number behind which fewer than five people stand', async () => {
    const of = await launched(world);
    const [quiet, busy] = [await world.ask(of, { title: 'Quiet' }), await risky(of, { quantityWanted: 20 })];
    const pledges = [];
    for (let n = 0; n < 4; n += 1) pledges.push(await pledged(of, busy, undefined, RISKY));
    await pledged(of, quiet);
    const outsiders = [null, await world.person(), pledges[0].ally, (await world.community()).steward];
    const insiders = [of.steward, await world.affected(of), await world.allyOrganizer(of)];

    for (const who of insiders) {
      const seen = await progress(who, busy);
      expect(seen.progress).toMatchObject({ isExact: true, pledged: { count: { value: 4, text: '4' } } });
      expect(seen.campaign.progress).toMatchObject({ isExact: true, wanted: 30, pledged: { count: { value: 5 } } });
    }
    for (const who of outsiders) {
      const seen = await progress(who, busy);
      expect(seen.progress).toMatchObject({
        isExact: false,
        wanted: 20,
        pledged: { count: { value: null, text: 'fewer than 5', isExact: false }, quantity: { value: null } },
        attested: { count: { value: 0, text: '0' } },
        shareAttested: { value: 0, band: 'NONE' },
        followThrough: { value: null },
      });
      // The total says what is shown of its asks and no more, so that nothing is left when one is taken from the other.
      expect(seen.campaign.progress).toMatchObject({
        isExact: false,
        wanted: 30,
        pledged: { count: { value: 1, text: '1 or more' } },
      });
    }

    // At the fifth, or at up to four more.
    for (let n = 0; n < 5; n += 1) await pledged(of, busy, undefined, RISKY);
    for (const who of outsiders) {
      const seen = await progress(who, busy);
      expect(seen.progress.pledged).toMatchObject({ count: { value: 5, text: '5 or more', isExact: false } });
      expect(seen.campaign.progress.pledged.count).toMatchObject({ value: 6, text: '6 or more' });
    }
  });

  it('is told like that of any ask where the community hides its figures', async () => {
    const of = await launched(world);
    const ask = await world.ask(of);
    await pledged(of, ask);
    await sql(on.urls.owner)('UPDATE community SET shows_exact_figures = false WHERE id = $1', [of.id]);
    expect((await progress(null, ask)).progress).toMatchObject({
      pledged: { count: { value: null, text: 'fewer than 5' } },
    });
    expect((await progress(of.steward, ask)).progress).toMatchObject({ pledged: { count: { value: 1 } } });
  });

  it('is exact no longer for an organizer whose standing is paused', async () => {
    const of = await launched(world);
    const ask = await risky(of);
    await pledged(of, ask, undefined, RISKY);
    const organizer = await world.allyOrganizer(of);
    await sql(on.urls.owner)('UPDATE membership SET paused_at = now() WHERE id = $1', [organizer.membershipId]);
    expect((await progress(organizer, ask)).progress.isExact).toBe(false);
  });
});

describe('progress of several asks', () => {
  it('follows one statement that changes the pledges of all of them, each by its own rules', async () => {
    const of = await launched(world);
    const [plain, other, busy] = [await world.ask(of), await world.ask(of), await risky(of, { quantityWanted: 20 })];
    for (const ask of [plain, other]) await pledged(of, ask);
    for (let n = 0; n < 9; n += 1) await pledged(of, busy, undefined, RISKY);
    await sql(on.urls.owner)(
      `UPDATE pledge SET state = 'STEPPED_BACK', left_because = 'The road is closed.' WHERE ask_id = ANY ($1)`,
      [[plain.id, busy.id]],
    );
    const seen = async (ask: { id: string }) => (await progress(null, ask)).progress;
    expect(await seen(plain)).toMatchObject({ pledged: { count: { value: 0 } }, steppedBack: { value: 1 } });
    expect(await seen(other)).toMatchObject({ pledged: { count: { value: 1 } }, steppedBack: { value: 0 } });
    expect(await seen(busy)).toMatchObject({
      pledged: { count: { value: null } },
      steppedBack: { value: 5, text: '5 or more' },
    });
    expect((await progress(of.steward, busy)).progress.steppedBack).toMatchObject({ value: 9 });
  });
});

describe('the page of an organizer', () => {
  it('takes as many statements for fifty asks as for five', async () => {
    const of = await launched(world);
    for (let n = 0; n < 5; n += 1) await world.ask(of, { title: `Ask ${n}` });
    const query = `query ($h: String!) { campaign(handle: $h) { asks(first: 100) { nodes { progress { ...P } } } priorities { nodes { progress { ...P } } } } } ${PROGRESS}`;
    const read = () => counting(() => on.query(of.steward, query, { h: of.campaignHandle }));
    const few = await read();
    for (let n = 5; n < 50; n += 1) await world.ask(of, { title: `Ask ${n}` });
    const many = await read();
    expect([few, many].map(({ result }) => result.campaign.asks.nodes.length)).toEqual([5, 50]);
    expect(many.statements).toHaveLength(few.statements.length);
  });
});

describe('a public page', () => {
  const PAGE = `query ($handle: String!, $first: Int) { campaign(handle: $handle) { name progress { ...P }
    asks(first: $first) { totalCount nodes { title progress { ...P } } } } } ${PROGRESS}`;

  it('is read without a transaction, without a tally, and in as many statements for fifty asks as for five', async () => {
    const of = await launched(world);
    for (let n = 0; n < 5; n += 1) await world.ask(of, { title: `Ask ${n}` });
    const read = () => counting(() => on.query(null, PAGE, { handle: of.campaignHandle, first: 100 }));
    const few = await read();
    for (let n = 5; n < 50; n += 1) await world.ask(of, { title: `Ask ${n}` });
    const many = await read();
    expect([few, many].map(({ result }) => result.campaign.asks.nodes.length)).toEqual([5, 50]);
    expect(many.statements).toHaveLength(few.statements.length);
    expect(few.statements.length).toBeLessThanOrEqual(5);
    expect(few.statements.filter((text) => /BEGIN|COMMIT|ask_tally/.test(text))).toEqual([]);
  });
});
