import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { World } from '../../support/world.js';
import { launched } from './launched.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

describe('opening an ask', () => {
  it('opens a draft under the live mandate and shows it to the public', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, { slots: 3 }, false);
    const query = `query ($id: ID!) { ask(id: $id) { state takesPledges isFull placesLeft quantityLeft viewerCanPledge viewerCanOpen terms { version title } campaign { handle } priority { statement } mandate { id } } }`;
    expect(await on.query(null, query, { id: ask.id })).toEqual({ ask: null });
    await world.done(of.steward, 'openAsk', { askId: ask.id });
    expect((await on.query(null, query, { id: ask.id })).ask).toEqual({
      state: 'OPEN',
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
    expect((await on.query(of.steward, query, { id: ask.id })).ask).toMatchObject({
      placesLeft: 3,
      quantityLeft: 10,
      viewerCanPledge: true,
      terms: { version: 1, title: 'Carry boxes' },
    });
  });
});
