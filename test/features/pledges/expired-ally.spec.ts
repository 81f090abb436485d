import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { pledgeTo, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

async function allyWhoseTimeIsOver() {
  const community = await world.community();
  const campaign = await world.campaign(community);
  const priority = await world.priority(campaign);
  const mandate = await world.mandate(priority, community);
  const home = { steward: community.steward, campaignId: campaign.id, priorityId: priority.id, mandateId: mandate.id };
  const [first, second, third] = await Promise.all([world.ask(home), world.ask(home), world.ask(home)]);
  const ally = await world.ally(community);
  const [done, left] = [await world.pledge({ ask: first, by: ally }), await world.pledge({ ask: second, by: ally })];
  await sql(on.urls.owner)(
    "UPDATE membership SET since = since - interval '13 months', until = since - interval '1 month' WHERE id = $1",
    [ally.membershipId],
  );
  return { community, ally, done, left, untouched: third };
}

describe('an ally whose twelve months are over', () => {
  it('finishes what was begun, and takes on nothing new', async () => {
    const { ally, done, left, untouched } = await allyWhoseTimeIsOver();
    await world.done(ally, 'reportFulfilment', { pledgeId: done.id, quantity: 1 });
    await world.done(ally, 'stepBack', { pledgeId: left.id, reason: 'My year is over.' });
    expect(await unchanged(on, () => on.refusal(ally, 'makePledge', pledgeTo(untouched)))).toBe('FORBIDDEN');
    expect((await on.query(ally, '{ viewer { memberships { id } } }')).viewer.memberships).toEqual([]);
  });

  it('reads nothing that is for members, and organizes nothing', async () => {
    const { community, ally } = await allyWhoseTimeIsOver();
    await sql(on.urls.owner)("UPDATE membership SET organizer_until = now() + interval '1 day' WHERE id = $1", [
      ally.membershipId,
    ]);
    const MEMBERS = 'query ($h: String!) { community(handle: $h) { members { nodes { id } } } }';
    expect((await on.send(ally, MEMBERS, { h: community.handle })).errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('comes back by accepting the agreement again', async () => {
    const { community, ally, untouched } = await allyWhoseTimeIsOver();
    const answers = [{ questionId: 'position', text: 'Still next door.' }];
    await world.done(ally, 'joinAsAlly', { communityHandle: community.handle, agreementVersion: 1, answers });
    expect((await world.pledge({ ask: untouched, by: ally })).state).toBe('ACTIVE');
  });
});
