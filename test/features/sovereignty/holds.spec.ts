import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { World } from '../../support/world.js';
import { type Lived, lived, report } from './lived.js';

let on: TestApp;
let world: World;
let scene: Lived;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  scene = await lived(on, world);
}, 60_000);
afterAll(() => on.close());

describe('Campaign.sovereigntyReport', () => {
  it('holds for a coalition in which all happened that can happen to priorities, and says who did it', async () => {
    const { campaign, host, asked, led } = scene;
    const found = await report(on, host.second, campaign);
    expect(found.faults).toEqual([]);
    expect(found).toMatchObject({ status: 'HOLDS', isWhole: true, faultCount: 0 });
  });
});
