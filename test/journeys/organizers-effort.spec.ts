import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../support/client.js';
import { footprint, scene } from '../support/pledging.js';
import { World } from '../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

/** Counts what an organizer has to send. */
class Effort {
  mutations = 0;

  constructor(private readonly by: Person) {}

  send(field: string, input: Record<string, unknown>, fields: string) {
    this.mutations += 1;
    return world.done(this.by, field, input, fields);
  }
}

it('costs an organizer one mutation to post an ask from a template, and one to attest a day’s reports', async () => {
  const { community, priorityId } = await scene(world);
  const organizer = await world.affected(community);
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString();
  const [membership] = (await on.query(organizer, '{ viewer { memberships { id } } }')).viewer.memberships;
  await world.done(community.steward, 'delegateOrganizer', { membershipId: membership.id, until });
  const effort = new Effort(organizer);

  const { ask } = await effort.send('postAsk', { priorityId, template: 'show-up' }, 'ask { id state }');
  expect(ask.state).toBe('OPEN');
  expect(effort.mutations).toBe(1);

  const allies = await Promise.all(Array.from({ length: 6 }, () => world.ally(community)));
  for (const by of allies) await world.reported({ pledge: await world.pledge({ ask, by }) });
  await effort.send('attestReports', { askId: ask.id }, 'attested { id }');
  expect(effort.mutations).toBe(2);
  expect((await footprint(on, ask)).tally).toMatchObject({ attested_count: 6, reported_count: 0, fulfilled_count: 6 });
});
