import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { World } from '../../support/world.js';
import { type Launched, launched } from './launched.js';

let on: TestApp;
let world: World;
let of: Launched;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  of = await launched(world);
});
afterAll(() => on.close());

const found = async (filter: object, as: As = null) => {
  const { asks } = await on.query(
    as,
    'query ($filter: AskFilterInput!) { asks(filter: $filter) { nodes { title } } }',
    { filter: { campaignHandle: of.campaignHandle, ...filter } },
  );
  return asks.nodes.map(({ title }: { title: string }) => title).toSorted() as string[];
};

describe('searching asks in their language', () => {
  it.each([
    ['en', 'Translating letters', ['translate a letter', 'LETTER', 'translated']],
    ['es', 'Reparaciones de la calefacción', ['reparacion', 'reparación', 'calefaccion']],
    ['es-MX', 'Acompañar a las vecinas', ['acompañando vecina', 'acompanar']],
    ['fr', 'Garder des enfants', ['enfant', 'gardez']],
    ['de', 'Häuser bewachen', ['haus', 'Häuser', 'hauser']],
    ['pt-BR', 'Interpretações de cartas', ['interpretacao', 'interpretação', 'carta']],
    ['it', 'Portare le scatole', ['scatola']],
    ['nl', 'Dozen dragen', ['doos dragen', 'dozen']],
    ['tr', 'Kitaplar taşımak', ['kitap', 'tasimak']],
    ['ru', 'Переводить письма', ['письмо', 'ПИСЬМА']],
    ['ar', 'ترجمة الرسائل', ['رسائل']],
    ['nah', 'Tlapalehuiliztli', ['TLAPALEHUILIZTLI']],
  ])('finds in %s, by any of its forms and with or without accents, %s', async (language, title, texts) => {
    await world.ask(of, { language, title });
    const misses = [];
    for (const text of texts) if (!(await found({ text })).includes(title)) misses.push(text);
    // Postgres takes the irregular plural of Dutch for another word.
    expect(misses).toEqual(language === 'nl' ? ['doos dragen'] : []);
  });

  it('takes a word for one of the language of the ask alone', async () => {
    await world.ask(of, { language: 'en', title: 'Vigilando' });
    await world.ask(of, { language: 'es', title: 'Vigilando puertas' });
    expect(await found({ text: 'vigilar' })).toEqual(['Vigilando puertas']);
    expect(await found({ text: 'vigilando' })).toEqual(['Vigilando', 'Vigilando puertas']);
  });

  it('finds a word that a language has too many of, as it is written', async () => {
    await world.ask(of, { language: 'en', title: 'The Who' });
    expect(await found({ text: 'who' })).toEqual(['The Who']);
  });

  it('finds the words of a translation in the language of the translation', async () => {
    const ask = await world.ask(of, { title: 'Watch the gate' });
    const hidden = await world.ask(of, { title: 'Watch the barn' }, false);
    for (const askId of [ask.id, hidden.id])
      await world.done(of.steward, 'translateAsk', { askId, language: 'es', title: 'Cerrar los portones' });
    expect(await found({ text: 'cerrando porton' })).toEqual(['Watch the gate']);
    expect(await found({ text: 'cerrando porton' }, of.steward)).toEqual(['Watch the barn', 'Watch the gate']);
    await world.done(of.steward, 'reviseAsk', { askId: ask.id, expectedVersion: 2, title: 'Watch the door' });
    expect(await found({ text: 'gate' })).toEqual([]);
  });

  it('filters by the language of the ask, of a translation, and of a region', async () => {
    const here = await launched(world);
    const mine = (title: string, language: string) => world.ask(here, { title, language });
    const [english] = [await mine('In English', 'en'), await mine('En México', 'es-MX'), await mine('Estonian', 'et')];
    const only = (language: string) => found({ campaignHandle: here.campaignHandle, language });
    expect(await only('es')).toEqual(['En México']);
    await world.done(here.steward, 'translateAsk', { askId: english.id, language: 'es-ES', title: 'En inglés' });
    expect(await only('es')).toEqual(['En México', 'In English']);
    expect(await only('es-ES')).toEqual(['In English']);
  });
});

it('knows a stemmer for every place of its list, and none for other languages', async () => {
  const query = sql(on.urls.owner);
  const [row] =
    await query(`SELECT array_length(app.stemmers(), 1) AS all, app.tongue('zh-Hant') AS none, app.tongue('') AS nothing,
    (app.stemmers())[app.tongue('yi')]::text AS last, (app.stemmers())[app.tongue('EN-us')]::text AS english`);
  expect(row).toEqual({ all: 31, none: 1, nothing: 1, last: 'yiddish', english: 'english' });
});
