import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { World } from '../../support/world.js';
import { Meeting } from '../rounds/meeting.js';
import { SharedRounds } from '../rounds/shared-rounds.js';
import { attacked, report } from './lived.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

describe('a round with votes on paper', () => {
  it('holds, and is broken where a batch counts that nobody witnessed, or another number of it', async () => {
    const meeting = await Meeting.build(on);
    const { people, rounds } = meeting;
    const round = await meeting.open('AB');
    const batch = await meeting.witnessed(round, people.slice(0, 4), ['A', 'A', 'B', '']);
    const rejected = await meeting.entered(round, people.slice(4, 6), ['B', 'B']);
    await world.done(meeting.steward, 'rejectAssemblyBallots', { batchId: rejected.id, reason: 'Not these two.' });
    await rounds.cast(round, meeting.steward, 'A');
    await rounds.close(round);
    await rounds.ratify(round);
    expect(await report(on, meeting.steward, round.campaign, 'status faults { kind }')).toEqual({
      status: 'HOLDS',
      faults: [],
    });
    for (const [id, set] of [
      [rejected.id, `state = 'WITNESSED', rejected_because = NULL`],
      [batch.id, 'ballot_count = 9'],
      [batch.id, 'settled_by = gen_random_uuid()'],
    ]) {
      const { faults } = await attacked(on, round.campaign, `UPDATE assembly_batch SET ${set} WHERE id = $1`, [id]);
      const fault = { kind: 'PAPER_BALLOTS_CHANGED', table: 'assembly_batch', rowId: id, withinId: round.id };
      expect(faults).toEqual([fault]);
    }
  });
});

describe('a round that a community left while it ran', () => {
  it.each([
    ['with enough of its votes', 5],
    ['with too few of them, which are gone', 1],
  ])('holds %s', async (_, votes) => {
    const rounds = new SharedRounds(on, world);
    const { host, lead, campaign } = await rounds.pair(5, 5);
    const round = await rounds.open(campaign, 'AB', { quorumPercent: 50 });
    await rounds.castAll(round, [...host.people, ...lead.people.slice(0, votes)], 'A');
    await world.done(lead.steward, 'leaveCoalition', { campaignId: campaign.id, communityId: lead.id });
    await rounds.close(round);
    await rounds.ratify(round);
    expect(await rounds.state(round)).toBe('RATIFIED');
    expect(await report(on, host.people[1] as Person, campaign, 'status faults { kind table rowId }')).toEqual({
      status: 'HOLDS',
      faults: [],
    });
  });
});
