import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { coalition } from '../coalitions/coalition.js';
import { type Cast, cast, type Launched, launched, patiently, recordOf } from './launched.js';

let on: TestApp;
let world: World;
let of: Launched;
let people: Cast;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  of = await launched(world);
  people = await cast(world, of);
});
afterAll(() => on.close());

const FIELDS =
  'translation { id language title description unit riskNotes version ofTermsVersion isCurrent ask { id } }';
const translate = async (askId: string, more: object = {}, by: As = of.steward) =>
  (await world.done(by as never, 'translateAsk', { askId, language: 'es', title: 'Lleva cajas', ...more }, FIELDS))
    .translation;
const words = async (as: As, id: string, language: string) =>
  (
    await on.query(
      as,
      `query ($id: ID!, $language: String!) { ask(id: $id) { inLanguage(language: $language) {
        language title description riskNotes unit isOriginal isCurrent untranslated } } }`,
      { id, language },
    )
  ).ask.inLanguage;

describe('translating an ask', () => {
  it('gives it words for who reads that language, and leaves what was not translated as it was written', async () => {
    const ask = await world.ask(of, { description: 'Two floors up.', riskTier: 1, riskNotes: 'It is cold.' });
    const translation = await translate(ask.id, { description: 'Dos pisos.', unit: 'personas' });
    expect(translation).toEqual({
      id: translation.id,
      language: 'es',
      title: 'Lleva cajas',
      description: 'Dos pisos.',
      unit: 'personas',
      riskNotes: '',
      version: 1,
      ofTermsVersion: 1,
      isCurrent: true,
      ask: { id: ask.id },
    });
    const spanish = {
      language: 'es',
      title: 'Lleva cajas',
      description: 'Dos pisos.',
      unit: 'personas',
      riskNotes: 'It is cold.',
      isOriginal: false,
      isCurrent: true,
      untranslated: ['riskNotes'],
    };
    for (const language of ['es', 'ES-mx']) expect(await words(null, ask.id, language)).toEqual(spanish);
    expect(await words(null, ask.id, 'fr')).toMatchObject({ language: 'en', title: 'Carry boxes', isOriginal: true });
    expect(await words(null, ask.id, 'en-GB')).toMatchObject({ language: 'en', isOriginal: true, untranslated: [] });
    expect(await recordOf(on, ask.id)).toEqual(['ask.drafted', 'ask.opened', 'ask.translated']);
  });

  it('is for those who write asks down', async () => {
    const ask = await world.ask(of);
    const input = { askId: ask.id, language: 'es', title: 'Lleva cajas' };
    await unchanged(on, async () => {
      expect(await on.refusal(null, 'translateAsk', input)).toBe('UNAUTHENTICATED');
      for (const who of ['stranger', 'ally', 'otherSteward', 'pausedOrganizer'] as const)
        expect([who, await on.refusal(people[who], 'translateAsk', input)]).toEqual([who, 'FORBIDDEN']);
    });
    const languages = ['fr', 'de', 'it'];
    for (const [index, who] of (['allyOrganizer', 'affected', 'probation'] as const).entries())
      await translate(ask.id, { language: languages[index] }, people[who]);
    const { translations } = (
      await on.query(null, 'query ($id: ID!) { ask(id: $id) { translations { id language } } }', { id: ask.id })
    ).ask;
    expect(translations.map(({ language }: { language: string }) => language)).toEqual(['de', 'fr', 'it']);
    await unchanged(on, async () => {
      const taken = { translationId: translations[0].id };
      for (const who of ['stranger', 'ally', 'otherSteward', 'pausedOrganizer'] as const)
        expect([who, await on.refusal(people[who], 'withdrawAskTranslation', taken)]).toEqual([who, 'FORBIDDEN']);
    });
  });

  it('replaces the one there is, if that was read, and says when it has grown old', async () => {
    const ask = await world.ask(of);
    const first = await translate(ask.id);
    const stale = await unchanged(on, () =>
      on.mutate(of.steward, 'translateAsk', { askId: ask.id, language: 'es', title: 'Otra' }),
    );
    expect(stale.userErrors).toMatchObject([{ code: 'STALE_VERSION', path: ['input', 'expectedVersion'] }]);
    await world.done(of.steward, 'reviseAsk', { askId: ask.id, expectedVersion: 2, title: 'Carry chairs' });
    expect(await words(null, ask.id, 'es')).toMatchObject({ title: 'Lleva cajas', isCurrent: false });
    const second = await translate(ask.id, { title: 'Lleva sillas', expectedVersion: 1 });
    expect(second).toMatchObject({ version: 2, ofTermsVersion: 2, isCurrent: true });
    expect(second.id).not.toBe(first.id);
    expect(await words(null, ask.id, 'es')).toMatchObject({ title: 'Lleva sillas', isCurrent: true });
    const older = await translate(ask.id, { expectedVersion: 2, termsVersion: 1 });
    expect(older).toMatchObject({ ofTermsVersion: 1, isCurrent: false });
  });

  it('grows old with the words of a draft, which has one version of terms only', async () => {
    const ask = await world.ask(of, {}, false);
    await translate(ask.id);
    await world.done(of.steward, 'reviseAsk', { askId: ask.id, expectedVersion: 1, quantityWanted: 11 });
    expect(await words(of.steward, ask.id, 'es')).toMatchObject({ isCurrent: true });
    await world.done(of.steward, 'reviseAsk', { askId: ask.id, expectedVersion: 2, dos: 'Bring gloves.' });
    expect(await words(of.steward, ask.id, 'es')).toMatchObject({ isCurrent: false });
  });

  it.each<[string, object, string, string]>([
    ['into its own language', { language: 'EN' }, 'INVALID', 'language'],
    ['into no language', { language: 'esperanto, please' }, 'INVALID', 'language'],
    ['from terms that there are not yet', { termsVersion: 2 }, 'OUT_OF_RANGE', 'termsVersion'],
    ['without a title', { title: ' ' }, 'REQUIRED', 'title'],
  ])('is refused %s', async (_, more, code, field) => {
    const ask = await world.ask(of);
    const refused = await unchanged(on, () =>
      on.mutate(of.steward, 'translateAsk', { askId: ask.id, language: 'es', title: 'Lleva cajas', ...more }),
    );
    expect(refused.userErrors[0]).toMatchObject({ path: ['input', field] });
    expect([code, 'TOO_SHORT']).toContain(refused.userErrors[0]?.code);
  });

  it('ends with the ask', async () => {
    const ask = await world.ask(of);
    await world.done(of.steward, 'cancelAsk', { askId: ask.id, reason: 'Rain.' });
    const input = { askId: ask.id, language: 'es', title: 'Lleva cajas' };
    const refused = await unchanged(on, () => on.mutate(of.steward, 'translateAsk', input));
    expect(refused.userErrors).toMatchObject([{ code: 'WRONG_STATE', path: ['input', 'askId'] }]);
  });

  it('is taken away again, once', async () => {
    const ask = await world.ask(of);
    const { id: translationId } = await translate(ask.id);
    const { ask: bare } = await world.done(
      of.steward,
      'withdrawAskTranslation',
      { translationId },
      'ask { translations { id } }',
    );
    expect(bare).toEqual({ translations: [] });
    expect(await unchanged(on, () => on.refusal(of.steward, 'withdrawAskTranslation', { translationId }))).toBe(
      'NOT_FOUND',
    );
    expect((await recordOf(on, ask.id)).at(-1)).toBe('ask.translation_withdrawn');
  });

  it('keeps one of two that are sent at once', async () => {
    const ask = await world.ask(of);
    const send = (title: string) =>
      patiently(() => on.mutate(of.steward, 'translateAsk', { askId: ask.id, language: 'es', title }));
    const answers = await Promise.all([send('Una'), send('Otra')]);
    const codes = answers.map(({ userErrors }): string => userErrors[0]?.code ?? 'done');
    expect(codes.toSorted()).toEqual(['STALE_VERSION', 'done']);
  });

  it('is seen with the ask and not without it, be it by its id or by a link', async () => {
    const ask = await world.ask(of, { visibility: 'ALLIES' });
    const { id } = await translate(ask.id);
    const read = async (as: As) => {
      const { data } = await on.send(as, 'query ($id: ID!) { node(id: $id) { ... on AskTranslation { title } } }', {
        id,
      });
      return data?.node?.title ?? null;
    };
    for (const who of [people.ally, of.steward]) expect(await read(who)).toBe('Lleva cajas');
    for (const who of [null, people.stranger, people.otherSteward]) expect(await read(who)).toBeNull();
    const { link } = (await on.query(of.steward, 'query ($id: ID!) { ask(id: $id) { link } }', { id: ask.id })).ask;
    const query = 'query ($link: String!) { askByLink(link: $link) { translations { language title isCurrent } } }';
    expect((await on.query(null, query, { link })).askByLink).toEqual({
      translations: [{ language: 'es', title: 'Lleva cajas', isCurrent: true }],
    });
  });

  it('is for the people of the community that leads the ask', async () => {
    const { host, lead, campaign } = await coalition(world);
    const priority = await world.priority({ ...campaign, steward: host.steward });
    const input = { campaignId: campaign.id, priorityId: priority.id, leadId: lead.id };
    const { ask } = await world.done(
      lead.steward,
      'draftAsk',
      { ...input, title: 'Carry boxes', kind: 'SHOW_UP', unit: 'people', quantityWanted: 3 },
      'ask { id }',
    );
    const sent = { askId: ask.id, language: 'es', title: 'Lleva cajas' };
    expect(await unchanged(on, () => on.refusal(host.steward, 'translateAsk', sent))).toBe('FORBIDDEN');
    const { id } = await translate(ask.id, {}, lead.second);
    const [row] = await sql(on.urls.owner)(
      `SELECT t.translated_by, t.lead_id, a.kind FROM ask_translation t JOIN lead_act a ON a.community_id = t.lead_id AND a.id = t.id WHERE t.id = $1`,
      [id],
    );
    expect(row).toEqual({ translated_by: null, lead_id: lead.id, kind: 'ask_translation' });
    await world.done(lead.steward, 'withdrawAskTranslation', { translationId: id });
  });

  it('costs a list as many queries for 20 asks as for 2', async () => {
    const home = await launched(world);
    const read = () =>
      counting(() =>
        on.query(
          null,
          'query ($handle: String!) { campaign(handle: $handle) { asks(first: 50) { nodes { translations { title } inLanguage(language: "es") { title } } } } }',
          { handle: home.campaignHandle },
        ),
      );
    const add = async (count: number) => {
      for (let index = 0; index < count; index += 1) await translate((await world.ask(home)).id, {}, home.steward);
    };
    await add(2);
    const two = await read();
    await add(18);
    const twenty = await read();
    expect(twenty.result.campaign.asks.nodes).toHaveLength(20);
    expect(twenty.statements).toHaveLength(two.statements.length);
  });
});
