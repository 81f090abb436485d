import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { day, named, onProbation, outsiders, proposedBy, recordOf, staged } from './staged.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const FIELDS =
  'translation { id language statement details version ofVersion isStale translatedBy { pseudonym } viewerCanWithdraw }';
const READ = `query ($id: ID!, $language: String!) { node(id: $id) { ... on Priority {
  statementIn(language: $language) detailsIn(language: $language) translations { language isStale } } } }`;

const translated = (by: Person, priorityId: string, language: string, input: Record<string, unknown> = {}) =>
  world
    .done(by, 'translatePriority', { priorityId, language, statement: `In ${language}`, ...input }, FIELDS)
    .then(({ translation }) => translation);
const read = async (as: Person | null, id: string, language: string) =>
  (await on.query(as, READ, { id, language })).node;

describe('translating a priority', () => {
  it('is for everyone affected, newcomers included, and read by whoever sees the priority', async () => {
    const scene = await staged(world);
    const { community, campaign } = scene;
    const { priority } = await named(world, scene);
    const newcomer = await world.affected(community, { pseudonym: 'Nueva' });
    await onProbation(world, newcomer, community);
    const input = { statement: 'Calefacción', details: 'En cada cuarto.' };
    expect(await translated(newcomer, priority.id, 'es', input)).toEqual({
      ...input,
      id: expect.any(String),
      language: 'es',
      version: 1,
      ofVersion: 1,
      isStale: false,
      translatedBy: { pseudonym: 'Nueva' },
      viewerCanWithdraw: true,
    });
    for (const reader of [null, await world.ally(community), scene.steward]) {
      expect(await read(reader, priority.id, 'es-MX')).toEqual({
        statementIn: 'Calefacción',
        detailsIn: 'En cada cuarto.',
        translations: [{ language: 'es', isStale: false }],
      });
    }
    const hidden = await proposedBy(world, campaign, newcomer);
    await translated(newcomer, hidden.id, 'es');
    const outside = await on.send(null, READ, { id: hidden.id, language: 'es' });
    expect(outside.errors.map(({ extensions }) => extensions.code)).toEqual(['NOT_FOUND']);
    expect((await recordOf(on, priority.id)).at(-1)).toMatchObject({
      kind: 'priority.translated',
      role: 'AFFECTED',
      details: { language: 'es', version: 1, translationId: expect.any(String) },
    });
  });

  it('replaces the one that there is, by whoever read it, and becomes stale when the words of the original change', async () => {
    const { campaign, steward, second } = await staged(world);
    const { id } = await proposedBy(world, campaign, second, { statement: 'Heat', details: 'In every room.' });
    const first = await translated(second, id, 'pt-br');
    expect(first.language).toBe('pt-BR');
    const input = { priorityId: id, language: 'pt-BR', statement: 'Aquecimento' };
    for (const expectedVersion of [undefined, 0, 2]) {
      const stale = await unchanged(on, () => on.mutate(steward, 'translatePriority', { ...input, expectedVersion }));
      expect(stale.userErrors).toMatchObject([{ code: 'STALE_VERSION', path: ['input', 'expectedVersion'] }]);
    }
    const next = await translated(steward, id, 'pt-BR', { statement: 'Aquecimento', expectedVersion: 1 });
    expect(next).toMatchObject({ statement: 'Aquecimento', version: 2, isStale: false });
    expect(next.id).not.toBe(first.id);
    // Another day for its review says nothing else.
    await world.done(second, 'revisePriority', { priorityId: id, expectedVersion: 1, reviewOn: day(30) });
    expect(await read(second, id, 'pt')).toMatchObject({ translations: [{ language: 'pt-BR', isStale: false }] });
    await world.done(second, 'revisePriority', { priorityId: id, expectedVersion: 2, statement: 'Heat and light' });
    expect(await read(second, id, 'pt')).toEqual({
      statementIn: 'Aquecimento',
      detailsIn: 'In every room.',
      translations: [{ language: 'pt-BR', isStale: true }],
    });
    const again = await translated(second, id, 'pt-BR', { expectedVersion: 2 });
    expect(again).toMatchObject({ version: 3, ofVersion: 3, isStale: false });
  });

  it('is done once when two do it at the same moment', async () => {
    const { campaign, steward, second } = await staged(world);
    const { id: priorityId } = await proposedBy(world, campaign, steward);
    const send = (as: Person) => on.mutate(as, 'translatePriority', { priorityId, language: 'es', statement: 'Calor' });
    const both = await Promise.all([send(steward), send(second)]);
    const codes = both.map(({ userErrors }) => userErrors[0]?.code ?? 'done');
    expect(codes.toSorted((a, b) => a.localeCompare(b))).toEqual(['done', 'STALE_VERSION']);
  });

  it('refuses the language of the original, languages that are none, and words that are empty, endless or hostile', async () => {
    const { campaign, steward } = await staged(world);
    const { id: priorityId } = await proposedBy(world, campaign, steward, { language: 'en' });
    const cases: [Record<string, unknown>, string, string][] = [
      [{ language: 'EN' }, 'INVALID', 'language'],
      [{ language: '??' }, 'INVALID', 'language'],
      [{ statement: '' }, 'TOO_SHORT', 'statement'],
      [{ statement: 'x'.repeat(301) }, 'TOO_LONG', 'statement'],
      [{ statement: 'a\nb' }, 'INVALID', 'statement'],
      [{ details: 'x'.repeat(4001) }, 'TOO_LONG', 'details'],
      [{ expectedVersion: -1 }, 'OUT_OF_RANGE', 'expectedVersion'],
    ];
    await unchanged(on, async () => {
      for (const [input, code, field] of cases) {
        const sent = { priorityId, language: 'es', statement: 'Calor', ...input };
        const payload = await on.mutate(steward, 'translatePriority', sent, FIELDS);
        expect(payload).toMatchObject({ translation: null, userErrors: [{ code, path: ['input', field] }] });
      }
    });
  });

  it('is refused to everybody else, and changes nothing', async () => {
    const scene = await staged(world);
    const { id: priorityId } = await proposedBy(world, scene.campaign, scene.steward);
    const people = Object.entries(await outsiders(world, scene));
    await unchanged(on, async () => {
      for (const [role, [person, code]] of people) {
        const input = { priorityId, language: 'es', statement: 'Nuestra' };
        expect([role, await on.refusal(person, 'translatePriority', input)]).toEqual([role, code]);
      }
    });
  });

  it('is read for fifty priorities with as many statements as for five', async () => {
    const { campaign, steward } = await staged(world);
    const query = `query ($handle: String!) { campaign(handle: $handle) { priorities(first: 50) { nodes {
      statementIn(language: "es") detailsIn(language: "es") translations { isStale translatedBy { pseudonym } lead { id } } } } } }`;
    const cost = async () =>
      (await counting(() => on.query(steward, query, { handle: campaign.handle }))).statements.length;
    const add = (from: number, to: number) =>
      sql(on.urls.owner)(
        `WITH added AS (INSERT INTO priority (community_id, id, campaign_id, statement, proposed_by)
           SELECT p.community_id, gen_random_uuid(), p.campaign_id, 'Need ' || n, p.proposed_by FROM priority p, generate_series($2::int, $3::int) n WHERE p.id = $1 RETURNING *)
         INSERT INTO priority_translation (community_id, id, campaign_id, priority_id, language, statement, of_version, version, translated_by)
         SELECT community_id, gen_random_uuid(), campaign_id, id, 'es', 'Necesidad', 1, 1, proposed_by FROM added`,
        [id, from, to],
      );
    const { id } = await proposedBy(world, campaign, steward);
    await add(1, 4);
    const five = await cost();
    await add(5, 49);
    expect(await cost()).toBe(five);
  });
});

describe('taking a translation away', () => {
  it('is for its translator and for stewards', async () => {
    const { campaign, steward, second } = await staged(world);
    const { id } = await proposedBy(world, campaign, steward, { statement: 'Heat' });
    const own = await translated(second, id, 'es');
    const payload = 'priority { statementIn(language: "es") translations { language } }';
    const { priority } = await world.done(second, 'withdrawTranslation', { translationId: own.id }, payload);
    expect(priority).toEqual({ statementIn: 'Heat', translations: [] });
    const again = await translated(second, id, 'es');
    expect(again.version).toBe(1);
    await world.done(steward, 'withdrawTranslation', { translationId: again.id });
    expect((await recordOf(on, id)).at(-1)).toMatchObject({
      kind: 'priority.translation_withdrawn',
      role: 'STEWARD',
      details: { language: 'es', translationId: again.id },
    });
    expect(await unchanged(on, () => on.refusal(second, 'withdrawTranslation', { translationId: again.id }))).toBe(
      'NOT_FOUND',
    );
  });

  it('is refused to everybody else, and changes nothing', async () => {
    const scene = await staged(world);
    const { id } = await proposedBy(world, scene.campaign, scene.steward);
    const { id: translationId } = await translated(scene.steward, id, 'es');
    const people: [string, [Person | null, string]][] = [
      ...Object.entries(await outsiders(world, scene)),
      ['second', [scene.second, 'FORBIDDEN']],
    ];
    await unchanged(on, async () => {
      for (const [role, [person, code]] of people) {
        expect([role, await on.refusal(person, 'withdrawTranslation', { translationId })]).toEqual([role, code]);
      }
    });
  });
});
