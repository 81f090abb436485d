import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { scene } from '../../support/pledging.js';
import { counting } from '../../support/queries.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const ASKS = 'query ($f: AskFilterInput!) { asks(filter: $f, first: 100) { nodes { id } } }';
const found = async (as: As, filter: Record<string, unknown>) =>
  (await on.query(as, ASKS, { f: filter })).asks.nodes.map(({ id }: { id: string }) => id) as string[];

describe('asks with open places', () => {
  it('are told from full ones by everyone alike, whichever way an ask fills or empties', async () => {
    const { community, ask, steward } = await scene(world, { slots: 1, quantityWanted: 5 });
    const allies = [await world.ally(community), await world.ally(community)];
    const isOpen = async () => {
      const answers = await Promise.all(
        [null, allies[0] ?? null, steward].map(async (as) => {
          const [open, other] = [await found(as, { hasOpenPlaces: true }), await found(as, { hasOpenPlaces: false })];
          expect(open.includes(ask.id)).toBe(!other.includes(ask.id));
          return open.includes(ask.id);
        }),
      );
      expect(new Set(answers).size).toBe(1);
      return answers[0];
    };
    const revise = async (input: Record<string, unknown>) => {
      const [row] = await sql(on.urls.owner)('SELECT version FROM ask WHERE id = $1', [ask.id]);
      await world.done(steward, 'reviseAsk', { askId: ask.id, expectedVersion: row?.['version'], ...input });
    };
    expect(await isOpen()).toBe(true);
    const pledge = await world.pledge({ ask, by: allies[0] as never });
    expect(await isOpen()).toBe(false);
    await revise({ slots: 2 });
    expect(await isOpen()).toBe(true);
    await revise({ slots: 1 });
    expect(await isOpen()).toBe(false);
    await world.done(allies[0] as never, 'stepBack', { pledgeId: pledge.id, reason: 'Ill.' });
    expect(await isOpen()).toBe(true);
    await revise({ slots: 9 });
    await world.pledge({ ask, by: allies[1] as never, quantity: 5, termsVersion: await terms(ask.id) });
    expect(await isOpen()).toBe(false);
    await revise({ quantityWanted: 6 });
    expect(await isOpen()).toBe(true);
  });

  const terms = async (id: string): Promise<number> => {
    const [row] = await sql(on.urls.owner)('SELECT terms_version FROM ask WHERE id = $1', [id]);
    return row?.['terms_version'];
  };

  it('are none in a campaign that is stopped', async () => {
    const { ask, campaignId, steward } = await scene(world);
    expect(await found(null, { hasOpenPlaces: true })).toContain(ask.id);
    await world.done(steward, 'stopCampaign', { campaignId, reason: 'Too dangerous today.' });
    expect(await found(null, { hasOpenPlaces: true })).not.toContain(ask.id);
    expect(await found(null, { hasOpenPlaces: false })).toContain(ask.id);
  });
});

describe('asks by words', () => {
  it('are found by title, details and place together, also after a change, and by what must not be in them', async () => {
    const { steward, campaignId, priorityId } = await scene(world);
    const word = world.unique('quill').replaceAll('-', '');
    const ask = await world.ask(
      { steward, campaignId, priorityId },
      { title: `Carry ${word}`, description: 'Bring gloves', place: 'Plaza Peñón' },
    );
    expect(await found(null, { text: `${word} gloves penon` })).toEqual([ask.id]);
    expect(await found(null, { text: `${word} -penon` })).toEqual([]);
    expect(await found(null, { text: `${word} -harbour` })).toEqual([ask.id]);
    const [row] = await sql(on.urls.owner)('SELECT version FROM ask WHERE id = $1', [ask.id]);
    await world.done(steward, 'reviseAsk', { askId: ask.id, expectedVersion: row?.['version'], place: 'The harbour' });
    expect(await found(null, { text: `${word} penon` })).toEqual([]);
    expect(await found(null, { text: `${word} harbour` })).toEqual([ask.id]);
  });
});

it('looks at stored words and figures, and calls nothing for each row', async () => {
  const { statements } = await counting(() => found(null, { text: 'boxes', hasOpenPlaces: true, states: ['OPEN'] }));
  const [list] = statements.filter((text) => text.includes('FROM ask a'));
  expect(list).toContain('a.words');
  expect(list).not.toMatch(/app\.(?:searchable|ask_is_full|campaign_is_launched)/);
});
