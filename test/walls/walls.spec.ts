import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Probes } from './probes.js';
import { Stage } from './stage.js';
import { walls } from './walls.js';

let stage: Stage;
let probes: Probes;

beforeAll(async () => {
  stage = await Stage.build('walls');
  probes = new Probes(stage);
}, 60_000);
afterAll(() => stage.close());

describe('in raw SQL, as the role that serves requests', () => {
  it.each(walls.map((wall) => [wall.name, wall] as const))('who %s', async (_name, wall) => {
    expect(await stage.undone(() => wall.probe(probes))).toEqual(wall.expected);
  });
});
