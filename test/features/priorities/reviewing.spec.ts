import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { day, named, outsiders, proposedBy, recordOf, staged } from './staged.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const FIELDS = 'priority { reviewOn version viewerCanSetReviewDate }';

/** Today two years on, less or more some days, where the campaign is: in UTC. */
function inTwoYears(days: number): string {
  const date = new Date(`${day(0)}T00:00:00Z`);
  date.setUTCFullYear(date.getUTCFullYear() + 2);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

describe('setting when a priority is looked at again', () => {
  it('is a steward’s right on a named priority too, and no mandate lasts a moment longer', async () => {
    const scene = await staged(world);
    const { priority, mandate } = await named(world, scene);
    const until = () => sql(on.urls.owner)('SELECT until, state FROM mandate WHERE id = $1', [mandate.id]);
    const before = await until();
    const set = (reviewOn: string | null, expectedVersion: number) =>
      world.done(
        scene.steward,
        'setPriorityReviewDate',
        { priorityId: priority.id, expectedVersion, reviewOn },
        FIELDS,
      );
    expect((await set(inTwoYears(0), 1)).priority).toEqual({
      reviewOn: inTwoYears(0),
      version: 2,
      viewerCanSetReviewDate: true,
    });
    expect((await set(day(1), 2)).priority).toMatchObject({ reviewOn: day(1), version: 3 });
    expect((await set(null, 3)).priority).toMatchObject({ reviewOn: null, version: 4 });
    expect(await until()).toEqual(before);
    expect((await recordOf(on, priority.id)).filter(({ kind }) => kind === 'priority.review_date_set')).toMatchObject([
      { role: 'STEWARD', details: { reviewOn: inTwoYears(0), version: 2 } },
      { role: 'STEWARD', details: { reviewOn: day(1), version: 3 } },
      { role: 'STEWARD', details: { reviewOn: null, version: 4 } },
    ]);
  });

  it('refuses today and before, more than 24 months ahead, and a priority that was revised since', async () => {
    const { campaign, steward, second } = await staged(world);
    const { id: priorityId } = await proposedBy(world, campaign, second);
    const cases: [Record<string, unknown>, string, string][] = [
      [{ reviewOn: day(-1) }, 'IN_THE_PAST', 'reviewOn'],
      [{ reviewOn: inTwoYears(2) }, 'OUT_OF_RANGE', 'reviewOn'],
      [{ reviewOn: day(30), expectedVersion: 2 }, 'STALE_VERSION', 'expectedVersion'],
    ];
    await unchanged(on, async () => {
      for (const [input, code, field] of cases) {
        const sent = { priorityId, expectedVersion: 1, ...input };
        const { userErrors } = await on.mutate(steward, 'setPriorityReviewDate', sent);
        expect(userErrors).toMatchObject([{ code, path: ['input', field] }]);
      }
      const far = { campaignId: campaign.id, statement: 'Another', reviewOn: inTwoYears(2) };
      expect((await on.mutate(second, 'proposePriority', far)).userErrors).toMatchObject([{ code: 'OUT_OF_RANGE' }]);
      const revision = { priorityId, expectedVersion: 1, reviewOn: inTwoYears(2) };
      expect((await on.mutate(second, 'revisePriority', revision)).userErrors).toMatchObject([
        { code: 'OUT_OF_RANGE' },
      ]);
    });
  });

  it('counts days where the campaign is', async () => {
    const community = await world.community();
    // Fourteen hours ahead of UTC or twelve behind: in one of the two it is another day than in UTC.
    for (const timeZone of ['Pacific/Kiritimati', 'Etc/GMT+12']) {
      const campaign = await world.campaign(community, { timeZone });
      const { id: priorityId } = await world.priority(campaign);
      const today = new Date().toLocaleDateString('sv-SE', { timeZone });
      const input = { priorityId, expectedVersion: 1, reviewOn: today };
      const { userErrors } = await unchanged(on, () => on.mutate(community.steward, 'setPriorityReviewDate', input));
      expect(userErrors).toMatchObject([{ code: 'IN_THE_PAST' }]);
      const tomorrow = new Date(Date.now() + 86_400_000).toLocaleDateString('sv-SE', { timeZone });
      await world.done(community.steward, 'setPriorityReviewDate', { ...input, reviewOn: tomorrow });
    }
  });

  it('is refused to everybody else, its proposer included, and changes nothing', async () => {
    const scene = await staged(world);
    const { id: priorityId } = await proposedBy(world, scene.campaign, scene.second);
    const people: [string, [Person | null, string]][] = [
      ...Object.entries(await outsiders(world, scene)),
      ['second', [scene.second, 'FORBIDDEN']],
    ];
    await unchanged(on, async () => {
      for (const [role, [person, code]] of people) {
        const input = { priorityId, expectedVersion: 1, reviewOn: day(30) };
        expect([role, await on.refusal(person, 'setPriorityReviewDate', input)]).toEqual([role, code]);
      }
    });
  });
});
