import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MandateClock } from '../../../src/features/mandates/index.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { addMandate, cast, endMandateSilently, launched, recordOf } from './launched.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const ASK = `query ($id: ID!) { ask(id: $id) { state pausedBecause takesPledges isFull placesLeft quantityLeft viewerCanPledge viewerCanOpen
  terms { version title } campaign { handle } priority { statement } mandate { id } } }`;
const NOBODY = '0197a000-0000-7000-8000-000000000000';

describe('opening an ask', () => {
  it('opens a draft under the live mandate and shows it to the public', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, { slots: 3 }, false);
    expect(await on.query(null, ASK, { id: ask.id })).toEqual({ ask: null });
    await world.done(of.steward, 'openAsk', { askId: ask.id });
    expect((await on.query(null, ASK, { id: ask.id })).ask).toEqual({
      state: 'OPEN',
      pausedBecause: null,
      takesPledges: true,
      isFull: false,
      placesLeft: null,
      quantityLeft: null,
      viewerCanPledge: false,
      viewerCanOpen: false,
      terms: null,
      campaign: { handle: of.campaignHandle },
      priority: { statement: 'Heat that works' },
      mandate: { id: of.mandateId },
    });
    expect((await on.query(of.steward, ASK, { id: ask.id })).ask).toMatchObject({
      placesLeft: 3,
      quantityLeft: 10,
      viewerCanPledge: true,
      terms: { version: 1, title: 'Carry boxes' },
    });
    expect(await recordOf(on, ask.id)).toEqual(['ask.drafted', 'ask.opened']);
  });

  it('is for those who organize, and for nobody else', async () => {
    const of = await launched(world);
    const people = await cast(world, of);
    const ask = await world.ask(of, {}, false);
    const denied = {
      ally: 'FORBIDDEN',
      affected: 'FORBIDDEN',
      probation: 'FORBIDDEN',
      pausedOrganizer: 'NOT_FOUND',
      stranger: 'FORBIDDEN',
      otherSteward: 'NOT_FOUND',
    };
    await unchanged(on, async () => {
      expect(await on.refusal(null, 'openAsk', { askId: ask.id })).toBe('UNAUTHENTICATED');
      for (const [who, code] of Object.entries(denied)) {
        const refusal = await on.refusal(people[who as keyof typeof denied], 'openAsk', { askId: ask.id });
        expect([who, refusal]).toEqual([who, code]);
      }
    });
    await world.done(people.allyOrganizer, 'openAsk', { askId: ask.id });
    expect(await recordOf(on, ask.id)).toEqual(['ask.drafted', 'ask.opened']);
  });

  it('answers the id of another community like one that nothing has', async () => {
    const of = await launched(world);
    const elsewhere = await launched(world);
    const foreign = await world.ask(elsewhere, {}, false);
    const own = await world.ask(of, {}, false);
    const open = 'mutation ($input: OpenAskInput!) { openAsk(input: $input) { userErrors { code } } }';
    const absent = await on.send(of.steward, open, { input: { askId: NOBODY } });
    expect(absent.errors[0]?.extensions.code).toBe('NOT_FOUND');
    for (const input of [{ askId: foreign.id }, { askId: 'x' }, { askId: own.id, mandateId: NOBODY }]) {
      expect(await unchanged(on, () => on.send(of.steward, open, { input }))).toEqual(absent);
    }
  });

  it.each([
    ['proposed only', 'PROPOSED'],
    ['ended', 'ENDED'],
  ])('needs a live mandate: one that is %s is none', async (_, state) => {
    const of = await launched(world);
    await sql(on.urls.owner)(`UPDATE mandate SET state = 'ENDED' WHERE id = $1`, [of.mandateId]);
    const ask = await world.ask(of, {}, false);
    const mandateId = await addMandate(on, of, state);
    for (const input of [{ askId: ask.id }, { askId: ask.id, mandateId }]) {
      const { userErrors } = await unchanged(on, () => on.mutate(of.steward, 'openAsk', input));
      expect(userErrors).toMatchObject([{ code: 'MANDATE_MISSING', path: ['input', 'mandateId'] }]);
    }
  });

  it('takes a mandate whose time is over for ended before the clock has', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, {}, false);
    await endMandateSilently(on, of.mandateId);
    const refused = await unchanged(on, () =>
      on.mutate(of.steward, 'openAsk', { askId: ask.id, mandateId: of.mandateId }),
    );
    expect(refused.userErrors).toMatchObject([{ code: 'MANDATE_MISSING' }]);
  });

  it('refuses a mandate for another priority', async () => {
    const of = await launched(world);
    const campaign = { id: of.campaignId, handle: of.campaignHandle, communityId: of.id, steward: of.steward };
    const other = await world.priority(campaign, { statement: 'Lifts that work' });
    const ask = await world.ask({ ...of, priorityId: other.id }, {}, false);
    const refused = await unchanged(on, () =>
      on.mutate(of.steward, 'openAsk', { askId: ask.id, mandateId: of.mandateId }),
    );
    expect(refused.userErrors).toMatchObject([{ code: 'MANDATE_MISSING', path: ['input', 'mandateId'] }]);
  });

  it('keeps to what a founding mandate allows: five asks without risk', async () => {
    const of = await launched(world, { founding: true });
    const risky = await world.ask(of, { riskTier: 1, riskNotes: 'Cold' }, false);
    expect((await unchanged(on, () => on.mutate(of.steward, 'openAsk', { askId: risky.id }))).userErrors).toMatchObject(
      [{ code: 'MANDATE_LIMIT' }],
    );
    const first = await world.ask(of);
    for (let count = 2; count <= 5; count += 1) await world.ask(of);
    const sixth = await world.ask(of, {}, false);
    expect((await unchanged(on, () => on.mutate(of.steward, 'openAsk', { askId: sixth.id }))).userErrors).toMatchObject(
      [{ code: 'MANDATE_LIMIT' }],
    );
    const raised = { askId: first.id, expectedVersion: 2, riskTier: 1, riskNotes: 'Cold' };
    expect((await unchanged(on, () => on.mutate(of.steward, 'reviseAsk', raised))).userErrors).toMatchObject([
      { code: 'MANDATE_LIMIT' },
    ]);
  });

  it('never opens a sixth under a founding mandate, however many try at once', async () => {
    const of = await launched(world, { founding: true });
    const asks = await Promise.all(Array.from({ length: 8 }, () => world.ask(of, {}, false)));
    const answers = await Promise.all(
      asks.map((ask) =>
        on.send(
          of.steward,
          'mutation ($input: OpenAskInput!) { openAsk(input: $input) { ask { id } userErrors { code } } }',
          { input: { askId: ask.id } },
        ),
      ),
    );
    const codes = answers.map(
      ({ data, errors }) => errors[0]?.extensions.code ?? data.openAsk.userErrors[0]?.code ?? 'opened',
    );
    expect(codes.filter((code) => code === 'opened').length).toBeLessThanOrEqual(5);
    const [row] = await sql(on.urls.owner)(
      `SELECT count(*)::int AS open FROM ask WHERE mandate_id = $1 AND state = 'OPEN'`,
      [of.mandateId],
    );
    expect(row).toEqual({ open: codes.filter((code) => code === 'opened').length });
  });

  it('waits for the campaign to run, and for an end that is to come', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, {}, false);
    const over = await world.ask(of, { endsAt: new Date(Date.now() + 86_400_000).toISOString() }, false);
    await sql(on.urls.owner)(`UPDATE ask SET ends_at = now() - interval '1 minute' WHERE id = $1`, [over.id]);
    expect((await unchanged(on, () => on.mutate(of.steward, 'openAsk', { askId: over.id }))).userErrors).toMatchObject([
      { code: 'IN_THE_PAST', path: ['input', 'askId'] },
    ]);
    await world.done(of.steward, 'stopCampaign', { campaignId: of.campaignId, reason: 'Someone was followed home.' });
    expect((await unchanged(on, () => on.mutate(of.steward, 'openAsk', { askId: ask.id }))).userErrors).toMatchObject([
      { code: 'CAMPAIGN_NOT_LAUNCHED' },
    ]);
  });

  it('opens once for one key, and refuses the key for something else', async () => {
    const of = await launched(world);
    const [ask, other] = [await world.ask(of, {}, false), await world.ask(of, {}, false)];
    const input = { askId: ask.id, idempotencyKey: world.unique('key') };
    const first = await world.done(of.steward, 'openAsk', input, 'ask { id version }');
    expect(await unchanged(on, () => world.done(of.steward, 'openAsk', input, 'ask { id version }'))).toEqual(first);
    expect(await unchanged(on, () => on.refusal(of.steward, 'openAsk', { ...input, askId: other.id }))).toBe(
      'CONFLICT',
    );
    const again = await unchanged(on, () => on.mutate(of.steward, 'openAsk', { askId: ask.id }));
    expect(again.userErrors).toMatchObject([{ code: 'WRONG_STATE', path: ['input', 'askId'] }]);
  });

  it('opens once however many open at once', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, {}, false);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        on.send(of.steward, 'mutation ($input: OpenAskInput!) { openAsk(input: $input) { userErrors { code } } }', {
          input: { askId: ask.id },
        }),
      ),
    );
    const done = answers.filter(({ data }) => data?.openAsk.userErrors.length === 0);
    expect(done).toHaveLength(1);
    expect(await recordOf(on, ask.id)).toEqual(['ask.drafted', 'ask.opened']);
  });
});

describe('a mandate that ends', () => {
  it('pauses its asks by fact of time, and by the clock when it comes round', async () => {
    const of = await launched(world);
    const ask = await world.ask(of);
    await endMandateSilently(on, of.mandateId);
    const paused = {
      state: 'PAUSED',
      pausedBecause: 'MANDATE_ENDED',
      takesPledges: false,
      viewerCanOpen: true,
      viewerCanPledge: false,
    };
    expect((await on.query(of.steward, ASK, { id: ask.id })).ask).toMatchObject(paused);
    expect((await on.query(null, ASK, { id: ask.id })).ask).toMatchObject({ ...paused, viewerCanOpen: false });
    const wrong = await unchanged(on, () => on.mutate(of.steward, 'pauseAsk', { askId: ask.id }));
    expect(wrong.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);

    await on.app.get(MandateClock, { strict: false }).endMandates();
    expect((await on.query(of.steward, ASK, { id: ask.id })).ask).toMatchObject(paused);
    expect(await recordOf(on, ask.id)).toEqual(['ask.drafted', 'ask.opened', 'ask.paused']);
    await on.app.get(MandateClock, { strict: false }).endMandates();
    expect(await recordOf(on, ask.id)).toHaveLength(3);
  });

  it('lets an ask open again under another mandate, whether the clock came round or not', async () => {
    for (const clockCame of [true, false]) {
      const of = await launched(world);
      const ask = await world.ask(of);
      await endMandateSilently(on, of.mandateId);
      if (clockCame) await on.app.get(MandateClock, { strict: false }).endMandates();
      const none = await unchanged(on, () =>
        on.mutate(of.steward, 'openAsk', { askId: ask.id, mandateId: of.mandateId }),
      );
      expect(none.userErrors).toMatchObject([{ code: 'MANDATE_MISSING' }]);
      const mandateId = await addMandate(on, of);
      const { ask: open } = await world.done(
        of.steward,
        'openAsk',
        { askId: ask.id },
        'ask { state takesPledges termsVersion mandate { id } }',
      );
      expect(open).toEqual({ state: 'OPEN', takesPledges: true, termsVersion: 1, mandate: { id: mandateId } });
      expect(await recordOf(on, ask.id)).toEqual(['ask.drafted', 'ask.opened', 'ask.paused', 'ask.opened']);
    }
  });

  it('stands still while the campaign is stopped', async () => {
    const of = await launched(world);
    const ask = await world.ask(of);
    await world.done(of.steward, 'stopCampaign', { campaignId: of.campaignId, reason: 'Someone was followed home.' });
    await endMandateSilently(on, of.mandateId);
    expect((await on.query(of.steward, ASK, { id: ask.id })).ask).toMatchObject({
      state: 'OPEN',
      takesPledges: false,
      viewerCanPledge: false,
    });
    await on.app.get(MandateClock, { strict: false }).endMandates();
    expect(await recordOf(on, ask.id)).toEqual(['ask.drafted', 'ask.opened']);
  });
});

describe('an ask whose time is over', () => {
  it('takes no pledges any more', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, { endsAt: new Date(Date.now() + 86_400_000).toISOString() });
    await sql(on.urls.owner)(`UPDATE ask SET ends_at = now() - interval '1 second' WHERE id = $1`, [ask.id]);
    expect((await on.query(of.steward, ASK, { id: ask.id })).ask).toMatchObject({
      state: 'OPEN',
      takesPledges: false,
      viewerCanPledge: false,
    });
  });
});
