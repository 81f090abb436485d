import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { coalition } from '../coalitions/coalition.js';
import { cast, launched, recordOf } from './launched.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const FIELDS = `ask { id state title description kind language unit quantityWanted noticeHours effortMinutes capacities dos startsAt endsAt externalId
  copiedFrom { id } termsVersion version mandate { id } takesPledges }`;

describe('posting an ask', () => {
  it('takes one mutation from a priority to an open ask, with a template', async () => {
    const of = await launched(world);
    const { ask } = await world.done(
      of.steward,
      'postAsk',
      { priorityId: of.priorityId, template: 'listen-and-learn' },
      FIELDS,
    );
    expect(ask).toMatchObject({
      state: 'OPEN',
      title: 'Come and listen',
      kind: 'LISTEN_AND_LEARN',
      language: 'en',
      unit: 'people',
      quantityWanted: 15,
      noticeHours: 24,
      effortMinutes: 90,
      capacities: ['TIME'],
      mandate: { id: of.mandateId },
      takesPledges: true,
    });
    expect(await recordOf(on, ask.id)).toEqual(['ask.drafted', 'ask.opened']);
    await world.pledge({ ask, by: await world.ally(of) });
  });

  it('says over the template what is sent, in the language that is asked for', async () => {
    const of = await launched(world);
    const { ask } = await world.done(
      of.steward,
      'postAsk',
      {
        priorityId: of.priorityId,
        template: 'amplify',
        language: 'es-MX',
        title: 'Reparte folletos',
        quantityWanted: 3,
        dos: null,
        endsAt: inDays(4),
        externalId: 'row-1',
      },
      FIELDS,
    );
    expect(ask).toMatchObject({
      title: 'Reparte folletos',
      unit: 'lugares',
      language: 'es-MX',
      quantityWanted: 3,
      dos: '',
      externalId: 'row-1',
      state: 'OPEN',
    });
  });

  it('needs no template from whoever says it all', async () => {
    const of = await launched(world);
    const sent = { title: 'Cook', kind: 'SUPPLY', unit: 'meals', quantityWanted: 30 };
    const { ask } = await world.done(of.steward, 'postAsk', { priorityId: of.priorityId, ...sent }, FIELDS);
    expect(ask).toMatchObject({ ...sent, state: 'OPEN' });
  });

  it('writes nothing at all when it cannot open', async () => {
    const of = await launched(world);
    const bare = await world.priority({
      id: of.campaignId,
      handle: of.campaignHandle,
      communityId: of.id,
      steward: of.steward,
    });
    const template = 'show-up';
    const cases: [object, string, string][] = [
      [{ priorityId: bare.id, template }, 'MANDATE_MISSING', 'mandateId'],
      [{ priorityId: of.priorityId, template: 'no-such' }, 'INVALID', 'template'],
      [{ priorityId: of.priorityId, title: 'Cook', kind: 'SUPPLY', unit: 'meals' }, 'INVALID', 'quantityWanted'],
      [{ priorityId: of.priorityId, template, riskTier: 1 }, 'REASON_REQUIRED', 'riskNotes'],
      [{ priorityId: of.priorityId, template, cadence: 'FREQ=DAILY' }, 'INVALID', 'startsAt'],
    ];
    for (const [input, code, field] of cases) {
      const { userErrors } = await unchanged(on, () =>
        on.mutate(of.steward, 'postAsk', input as Record<string, unknown>),
      );
      expect([input, userErrors[0]]).toEqual([input, expect.objectContaining({ code, path: ['input', field] })]);
    }
    const foreign = { priorityId: of.priorityId, template, mandateId: (await launched(world)).mandateId };
    const refused = await unchanged(on, () => on.mutate(of.steward, 'postAsk', foreign));
    expect(refused.userErrors).toMatchObject([{ code: 'MANDATE_MISSING', path: ['input', 'mandateId'] }]);
    await world.done(of.steward, 'stopCampaign', { campaignId: of.campaignId, reason: 'Too dangerous today.' });
    const stopped = await unchanged(on, () =>
      on.mutate(of.steward, 'postAsk', { priorityId: of.priorityId, template }),
    );
    expect(stopped.userErrors).toMatchObject([{ code: 'CAMPAIGN_NOT_LAUNCHED', path: ['input', 'priorityId'] }]);
  });

  it('is for those who open asks', async () => {
    const of = await launched(world);
    const people = await cast(world, of);
    const input = { priorityId: of.priorityId, template: 'show-up' };
    await unchanged(on, async () => {
      expect(await on.refusal(null, 'postAsk', input)).toBe('UNAUTHENTICATED');
      for (const who of ['stranger', 'ally', 'probation', 'pausedOrganizer', 'otherSteward'] as const)
        expect([who, await on.refusal(people[who], 'postAsk', input)]).toEqual([who, 'FORBIDDEN']);
    });
    await world.done(people.allyOrganizer, 'postAsk', input);
  });

  it('posts the same once, however often it is sent', async () => {
    const of = await launched(world);
    const input = { priorityId: of.priorityId, template: 'show-up', idempotencyKey: world.unique('post-key') };
    const [one, two] = [
      await world.done(of.steward, 'postAsk', input, 'ask { id }'),
      await world.done(of.steward, 'postAsk', input, 'ask { id }'),
    ];
    expect(two.ask.id).toBe(one.ask.id);
  });

  it('is led by the community that asks, under a mandate of its own', async () => {
    const { host, lead, campaign } = await coalition(world);
    const priority = await world.priority({ ...campaign, steward: host.steward });
    const input = { priorityId: priority.id, template: 'show-up', leadId: lead.id };
    const refused = await unchanged(on, () => on.mutate(lead.steward, 'postAsk', input));
    expect(refused.userErrors).toMatchObject([{ code: 'MANDATE_MISSING' }]);
    await world.mandate(priority, { steward: lead.steward, cosigner: lead.second }, { leadId: lead.id });
    const { ask } = await world.done(lead.steward, 'postAsk', input, 'ask { state lead { id } }');
    expect(ask).toEqual({ state: 'OPEN', lead: { id: lead.id } });
  });
});

describe('duplicating an ask', () => {
  it('copies what it says into a draft that names its origin, and neither pledges nor translations', async () => {
    const of = await launched(world);
    const endsAt = inDays(3);
    const ask = await world.ask(of, { description: 'Two floors up.', slots: 3, endsAt, externalId: 'row-1' });
    await world.pledge({ ask, by: await world.ally(of) });
    await world.done(of.steward, 'translateAsk', { askId: ask.id, language: 'es', title: 'Lleva cajas' });
    const { ask: copy } = await world.done(
      of.steward,
      'duplicateAsk',
      { askId: ask.id, title: 'Carry chairs' },
      FIELDS.replace('}', '} slots placesLeft translations { id }'),
    );
    expect(copy).toMatchObject({
      state: 'DRAFT',
      title: 'Carry chairs',
      description: 'Two floors up.',
      slots: 3,
      placesLeft: 3,
      endsAt,
      externalId: null,
      copiedFrom: { id: ask.id },
      termsVersion: 1,
      version: 1,
      mandate: null,
      translations: [],
    });
    expect(copy.id).not.toBe(ask.id);
    expect(await recordOf(on, copy.id)).toEqual(['ask.drafted']);
    const kept = await on.query(of.steward, 'query ($id: ID!) { ask(id: $id) { title state copiedFrom { id } } }', {
      id: ask.id,
    });
    expect(kept.ask).toEqual({ title: 'Carry boxes', state: 'OPEN', copiedFrom: null });
  });

  it('moves the other times as far as its start, and leaves them alone otherwise', async () => {
    const of = await launched(world);
    const [startsAt, endsAt, thresholdAt] = [inDays(2), inDays(3), inDays(1)];
    const ask = await world.ask(of, { startsAt, endsAt, threshold: 2, thresholdAt });
    const times = async (more: object) =>
      (await world.done(of.steward, 'duplicateAsk', { askId: ask.id, ...more }, 'ask { startsAt endsAt thresholdAt }'))
        .ask;
    expect(await times({})).toEqual({ startsAt, endsAt, thresholdAt });
    const later = (at: string) => new Date(new Date(at).getTime() + 7 * 86_400_000).toISOString();
    expect(await times({ startsAt: later(startsAt) })).toEqual({
      startsAt: later(startsAt),
      endsAt: later(endsAt),
      thresholdAt: later(thresholdAt),
    });
    expect(await times({ startsAt: later(startsAt), endsAt: null })).toMatchObject({ endsAt: null });
  });

  it('copies an ask that is over, which opens once it has other times', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, { startsAt: inDays(1), endsAt: inDays(2) });
    await sql(on.urls.owner)(
      `UPDATE ask SET starts_at = now() - interval '3 days', ends_at = now() - interval '2 days' WHERE id = $1`,
      [ask.id],
    );
    const { ask: copy } = await world.done(of.steward, 'duplicateAsk', { askId: ask.id }, 'ask { id }');
    const refused = await unchanged(on, () => on.mutate(of.steward, 'openAsk', { askId: copy.id }));
    expect(refused.userErrors).toMatchObject([{ code: 'IN_THE_PAST' }]);
    const { ask: next } = await world.done(
      of.steward,
      'duplicateAsk',
      { askId: ask.id, startsAt: inDays(4) },
      'ask { id }',
    );
    await world.done(of.steward, 'openAsk', { askId: next.id });
  });

  it('is for those who write asks down, and keeps to the campaign', async () => {
    const of = await launched(world);
    const people = await cast(world, of);
    const ask = await world.ask(of);
    const input = { askId: ask.id };
    await unchanged(on, async () => {
      expect(await on.refusal(null, 'duplicateAsk', input)).toBe('UNAUTHENTICATED');
      for (const who of ['stranger', 'ally', 'pausedOrganizer', 'otherSteward'] as const)
        expect([who, await on.refusal(people[who], 'duplicateAsk', input)]).toEqual([who, 'FORBIDDEN']);
    });
    for (const who of ['allyOrganizer', 'affected', 'probation'] as const)
      await world.done(people[who], 'duplicateAsk', input);
    const elsewhere = await launched(world);
    expect(
      await unchanged(on, () => on.refusal(of.steward, 'duplicateAsk', { ...input, priorityId: elsewhere.priorityId })),
    ).toBe('NOT_FOUND');
  });
});

describe('a threshold whose time has come', () => {
  it('keeps a draft from opening until it is set anew', async () => {
    const of = await launched(world);
    const draft = await world.ask(of, { threshold: 2, thresholdAt: inDays(1) }, false);
    await sql(on.urls.owner)(`UPDATE ask SET threshold_at = now() - interval '1 minute' WHERE id = $1`, [draft.id]);
    const refused = await unchanged(on, () => on.mutate(of.steward, 'openAsk', { askId: draft.id }));
    expect(refused.userErrors).toMatchObject([{ code: 'IN_THE_PAST', path: ['input', 'askId'] }]);
    await world.done(of.steward, 'reviseAsk', { askId: draft.id, expectedVersion: 1, thresholdAt: inDays(1) });
    await world.done(of.steward, 'openAsk', { askId: draft.id });
  });
});
