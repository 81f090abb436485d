import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PublicQueries } from '../../../src/platform/graphql/public-queries.js';
import { CAMPAIGN_FIGURES } from '../../../src/features/pages/campaign-figures.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { World } from '../../support/world.js';
import { launched } from '../asks/launched.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

it('asks what anyone may ask, and is answered as anyone is', async () => {
  const of = await launched(world);
  const { campaignHandle: handle } = of;
  const within = await on.app.get(PublicQueries, { strict: false }).ask(CAMPAIGN_FIGURES, { handle });
  expect(within).toEqual(await on.query(null, CAMPAIGN_FIGURES, { handle }));
  expect(within).toMatchObject({ campaign: { handle } });
});

it('is shown nothing of what is no campaign for anyone', async () => {
  const within = on.app.get(PublicQueries, { strict: false });
  expect(await within.ask(CAMPAIGN_FIGURES, { handle: 'nowhere' })).toEqual({ campaign: null });
});

it('refuses a question that the schema does not know', async () => {
  const within = on.app.get(PublicQueries, { strict: false });
  await expect(within.ask('{ campaign(handle: "x") { members } }', {})).rejects.toThrow('members');
});
