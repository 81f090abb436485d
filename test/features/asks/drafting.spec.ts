import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { cast, type Launched, launched, recordOf } from './launched.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const NOBODY = '0197a000-0000-7000-8000-000000000000';
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const draft = ({ campaignId, priorityId }: Pick<Launched, 'campaignId' | 'priorityId'>, more: object = {}) => {
  return { campaignId, priorityId, title: 'Carry boxes', kind: 'SHOW_UP', unit: 'people', quantityWanted: 10, ...more };
};
const FIELDS = `ask { title description kind language unit quantityWanted slots startsAt endsAt noticeHours place riskTier riskNotes dos donts suits access
  visibility externalId termsVersion state version }`;

describe('drafting an ask', () => {
  it('keeps what was written, and fills in what was left out', async () => {
    const of = await launched(world);
    const [startsAt, endsAt] = [inDays(1), inDays(2)];
    const full = {
      title: 'Carry boxes',
      description: 'Two floors up.\r\nNo lift.',
      kind: 'HOST',
      language: 'es',
      unit: 'hours',
      quantityWanted: 7,
      slots: 3,
      startsAt,
      endsAt,
      noticeHours: 0,
      place: 'Back door',
      riskTier: 2,
      riskNotes: 'Police may come.',
      dos: 'Gloves',
      donts: 'Photos',
      suits: 'Strong backs',
      access: 'Stairs',
      visibility: 'ALLIES',
      externalId: 'row-1',
    };
    const { ask } = await world.done(of.steward, 'draftAsk', draft(of, full), FIELDS);
    expect(ask).toEqual({
      ...full,
      description: 'Two floors up.\nNo lift.',
      termsVersion: 1,
      state: 'DRAFT',
      version: 1,
    });
    const { ask: bare } = await world.done(of.steward, 'draftAsk', draft(of), FIELDS);
    expect(bare).toMatchObject({
      language: 'en',
      slots: null,
      noticeHours: 24,
      riskTier: 0,
      visibility: 'PUBLIC',
      place: '',
      externalId: null,
    });
  });

  it('is for those who do the community’s work, newcomers included', async () => {
    const of = await launched(world);
    const people = await cast(world, of);
    await unchanged(on, async () => {
      expect(await on.refusal(null, 'draftAsk', draft(of))).toBe('UNAUTHENTICATED');
      for (const who of ['stranger', 'ally', 'otherSteward', 'pausedOrganizer'] as const) {
        expect([who, await on.refusal(people[who], 'draftAsk', draft(of))]).toEqual([who, 'FORBIDDEN']);
      }
    });
    for (const who of ['allyOrganizer', 'affected', 'probation'] as const) {
      const { ask } = await world.done(people[who], 'draftAsk', draft(of), 'ask { id version }');
      await world.done(people[who], 'reviseAsk', { askId: ask.id, expectedVersion: 1, title: 'Carry chairs' });
      expect(await recordOf(on, ask.id)).toEqual(['ask.drafted', 'ask.revised']);
    }
  });

  it('shows a draft to those people alone', async () => {
    const of = await launched(world);
    const people = await cast(world, of);
    const ask = await world.ask(of, {}, false);
    const sees = async (who: keyof typeof people) =>
      (await on.query(people[who], 'query ($id: ID!) { ask(id: $id) { id } }', { id: ask.id })).ask !== null;
    expect(await Promise.all((['allyOrganizer', 'affected', 'probation'] as const).map(sees))).toEqual([
      true,
      true,
      true,
    ]);
    expect(await Promise.all((['stranger', 'ally', 'otherSteward', 'pausedOrganizer'] as const).map(sees))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it.each<[string, object, string, string]>([
    ['a title of nothing', { title: ' \u200B ' }, 'TOO_SHORT', 'title'],
    ['a title too long', { title: 'x'.repeat(141) }, 'TOO_LONG', 'title'],
    ['NUL', { title: 'a\0b' }, 'INVALID', 'title'],
    ['a title of two lines', { title: 'a\nb' }, 'INVALID', 'title'],
    ['a bidi override', { description: 'a\u202Eb' }, 'INVALID', 'description'],
    ['a description too long', { description: 'x'.repeat(8001) }, 'TOO_LONG', 'description'],
    ['a unit too long', { unit: 'x'.repeat(41) }, 'TOO_LONG', 'unit'],
    ['a quantity of 0', { quantityWanted: 0 }, 'OUT_OF_RANGE', 'quantityWanted'],
    ['a negative quantity', { quantityWanted: -1 }, 'OUT_OF_RANGE', 'quantityWanted'],
    ['a huge quantity', { quantityWanted: 1_000_001 }, 'OUT_OF_RANGE', 'quantityWanted'],
    ['no slots', { slots: 0 }, 'OUT_OF_RANGE', 'slots'],
    ['too much notice', { noticeHours: 721 }, 'OUT_OF_RANGE', 'noticeHours'],
    ['a risk tier that there is not', { riskTier: 4 }, 'OUT_OF_RANGE', 'riskTier'],
    ['a risk that is not explained', { riskTier: 1 }, 'REASON_REQUIRED', 'riskNotes'],
    ['an end in the past', { endsAt: inDays(-1) }, 'IN_THE_PAST', 'endsAt'],
    ['an end before the start', { startsAt: inDays(3), endsAt: inDays(2) }, 'OUT_OF_RANGE', 'endsAt'],
    ['a language that there is not', { language: 'a language' }, 'INVALID', 'language'],
    ['an external id too long', { externalId: 'x'.repeat(101) }, 'TOO_LONG', 'externalId'],
    ['a key that is none', { idempotencyKey: 'short' }, 'INVALID', 'idempotencyKey'],
  ])('refuses %s', async (_, more, code, field) => {
    const of = await shared();
    const refused = await unchanged(on, () => on.mutate(of.steward, 'draftAsk', draft(of, more)));
    expect(refused.userErrors).toMatchObject([{ code, path: ['input', field] }]);
  });

  it.each<[string, object]>([
    ['a fraction', { quantityWanted: 1.5 }],
    ['a number too large for GraphQL', { quantityWanted: 99_999_999_999 }],
    ['a kind that there is not', { kind: 'MARCH' }],
    ['an instant without a zone', { endsAt: '2030-01-01T10:00' }],
    ['a field that there is not', { state: 'OPEN' }],
  ])('refuses %s as no request at all', async (_, more) => {
    const of = await shared();
    const { status } = await unchanged(on, () =>
      on.send(of.steward, 'mutation ($input: DraftAskInput!) { draftAsk(input: $input) { userErrors { code } } }', {
        input: draft(of, more),
      }),
    );
    expect(status).toBe(400);
  });

  it('answers foreign campaigns and priorities like those that nothing has', async () => {
    const [of, elsewhere] = [await launched(world), await launched(world)];
    const send = (more: object) =>
      on.send(of.steward, 'mutation ($input: DraftAskInput!) { draftAsk(input: $input) { userErrors { code } } }', {
        input: draft(of, more),
      });
    const absent = await send({ campaignId: NOBODY });
    expect(absent.errors[0]?.extensions.code).toBe('NOT_FOUND');
    for (const more of [{ campaignId: 'x' }, { priorityId: NOBODY }, { priorityId: elsewhere.priorityId }]) {
      expect(await unchanged(on, () => send(more))).toEqual(absent);
    }
    // The other campaign is public, so this one is refused for want of a standing there.
    expect(await unchanged(on, () => on.refusal(of.steward, 'draftAsk', draft(elsewhere)))).toBe('FORBIDDEN');
  });

  it('takes an external id once in a campaign, and a key once', async () => {
    const [of, elsewhere] = [await launched(world), await launched(world)];
    const input = draft(of, { externalId: 'row-1', idempotencyKey: world.unique('key') });
    const first = await world.done(of.steward, 'draftAsk', input, 'ask { id }');
    expect(await unchanged(on, () => world.done(of.steward, 'draftAsk', input, 'ask { id }'))).toEqual(first);
    expect(await unchanged(on, () => on.refusal(of.steward, 'draftAsk', { ...input, title: 'Other' }))).toBe(
      'CONFLICT',
    );
    const taken = await unchanged(on, () => on.mutate(of.steward, 'draftAsk', draft(of, { externalId: 'row-1' })));
    expect(taken.userErrors).toMatchObject([{ code: 'EXTERNAL_ID_TAKEN', path: ['input', 'externalId'] }]);
    await world.done(elsewhere.steward, 'draftAsk', draft(elsewhere, { externalId: 'row-1' }));
  });

  it('writes nothing new down in a campaign that has concluded', async () => {
    const of = await launched(world);
    await world.done(of.steward, 'concludeCampaign', { campaignId: of.campaignId, conclusion: 'Won.' });
    const refused = await unchanged(on, () => on.mutate(of.steward, 'draftAsk', draft(of)));
    expect(refused.userErrors).toMatchObject([{ code: 'CAMPAIGN_NOT_LAUNCHED', path: ['input', 'campaignId'] }]);
  });
});

let sharedWorld: Promise<Launched> | undefined;
/** For refusals only, which leave it as it is. */
function shared(): Promise<Launched> {
  return (sharedWorld ??= launched(world));
}

describe('revising an ask', () => {
  it('asks for the version that was read, and lets one of two through', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, {}, false);
    const revise = (title: string) => on.mutate(of.steward, 'reviseAsk', { askId: ask.id, expectedVersion: 1, title });
    const answers = await Promise.all([revise('Carry chairs'), revise('Carry tables')]);
    const codes = answers.map(({ userErrors }) => userErrors[0]?.code ?? 'done').sort();
    expect(codes).toEqual(['STALE_VERSION', 'done']);
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
    const { ask: after } = await world.done(of.steward, 'reviseAsk', bare, FIELDS);
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
      on.mutate(of.steward, 'reviseAsk', { askId: ask.id, expectedVersion: 2, slots: 2 }),
      ...allies.map((by) => world.pledge({ ask, by })),
    ]);
    const [row] = await sql(on.urls.owner)<{ slots: number; taken: number }>(
      `SELECT a.slots, (SELECT count(*)::int FROM pledge p WHERE p.ask_id = a.id AND p.state = 'ACTIVE') AS taken FROM ask a WHERE a.id = $1`,
      [ask.id],
    );
    const lowered = revised.userErrors.length === 0;
    expect(row).toEqual({ slots: lowered ? 2 : 4, taken: lowered ? 2 : 4 });
  });
});
