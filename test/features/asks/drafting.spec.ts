import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
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
