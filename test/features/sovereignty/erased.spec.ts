import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { World } from '../../support/world.js';
import { attacked, lived, report } from './lived.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

it('holds after those who proposed, signed, translated and voted erased themselves: what vouches for priorities is not theirs', async () => {
  const scene = await lived(on, world);
  const { host, lead, campaign } = scene;
  for (const person of [host.second, lead.second]) {
    await world.done(person, 'eraseMe', { phrase: 'erase me for good' });
  }
  expect(await report(on, host.steward, campaign)).toMatchObject({ status: 'HOLDS', faults: [] });
  const { faults } = await attacked(on, campaign, `UPDATE priority SET details = 'x' WHERE id = $1`, [scene.plain]);
  expect(faults).toEqual([{ kind: 'PRIORITY_CHANGED', table: 'priority', rowId: scene.plain, withinId: null }]);
});
