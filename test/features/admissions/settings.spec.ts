import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { member, outcome, settled } from '../../support/standing.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const FIELDS = 'community { name about timeZone admissionRule settings { probationDays showsExactFigures version } }';

describe('changing the settings of a community', () => {
  it('changes what was sent, leaves the rest, and puts old and new values on the record, but nothing that was written', async () => {
    const home = await world.community();
    const { community } = await world.done(
      home.steward,
      'changeCommunitySettings',
      {
        communityId: home.id,
        expectedVersion: 1,
        name: 'The whole street',
        timeZone: 'america/mexico_city',
        admissionRule: 'VOUCHES',
        probationDays: 0,
        showsExactFigures: false,
      },
      FIELDS,
    );
    expect(community).toEqual({
      name: 'The whole street',
      about: '',
      timeZone: 'America/Mexico_City',
      admissionRule: 'VOUCHES',
      settings: { probationDays: 0, showsExactFigures: false, version: 2 },
    });
    const [entry] = await sql(on.urls.owner)(
      `SELECT actor_role, details FROM record_entry WHERE community_id = $1 AND kind = 'community.settings_changed'`,
      [home.id],
    );
    expect(entry).toEqual({
      actor_role: 'STEWARD',
      details: {
        version: 2,
        changed: {
          name: true,
          timeZone: { from: 'UTC', to: 'America/Mexico_City' },
          admissionRule: { from: 'INVITATION', to: 'VOUCHES' },
          probationDays: { from: 14, to: 0 },
          showsExactFigures: { from: true, to: false },
        },
      },
    });
  });

  it('does nothing when nothing differs', async () => {
    const home = await world.community();
    await unchanged(on, () =>
      world.done(home.steward, 'changeCommunitySettings', {
        communityId: home.id,
        expectedVersion: 1,
        probationDays: 14,
      }),
    );
  });

  it('refuses a change over one that was not read, so that of two at once one is told', async () => {
    const home = await settled(world);
    const send = (name: string, as = home.steward) =>
      outcome(world, as, 'changeCommunitySettings', { communityId: home.id, expectedVersion: 1, name });
    const both = await Promise.all([send('Ours'), send('Theirs', home.second)]);
    expect(both.toSorted()).toEqual(['DONE', 'STALE_VERSION']);
  });

  it.each(
    (
      [
        [{ probationDays: 91 }, 'OUT_OF_RANGE'],
        [{ probationDays: -1 }, 'OUT_OF_RANGE'],
        [{ name: '' }, 'TOO_SHORT'],
        [{ about: `${'x'.repeat(4000)}!` }, 'TOO_LONG'],
        [{ language: 'not a language' }, 'INVALID'],
        [{ timeZone: 'Nowhere' }, 'INVALID'],
        [{ expectedVersion: 7, name: 'Ours' }, 'STALE_VERSION'],
      ] as [Record<string, unknown>, string][]
    ).map(([input, code]) => [Object.keys(input)[0], code, input] as const),
  )('refuses a wrong %s with %s and changes nothing', async (_, code, input) => {
    const home = await world.community();
    const payload = await unchanged(on, () =>
      on.mutate(
        home.steward,
        'changeCommunitySettings',
        { communityId: home.id, expectedVersion: 1, ...input },
        FIELDS,
      ),
    );
    expect(payload).toMatchObject({ community: null, userErrors: [{ code, path: ['input', Object.keys(input)[0]] }] });
  });

  it('loosens nothing while the community is short of stewards, and still tightens', async () => {
    const home = await world.community({ name: 'Alone' });
    await member(world, home);
    const change = (input: object) =>
      on.mutate(home.steward, 'changeCommunitySettings', { communityId: home.id, ...input }, FIELDS);
    await sql(on.urls.owner)(
      `UPDATE community SET shows_exact_figures = false, admission_rule = 'VOUCHES' WHERE id = $1`,
      [home.id],
    );
    // With two people one steward is enough, as at the founding; with three it is not.
    expect((await change({ expectedVersion: 1, probationDays: 10 })).userErrors).toEqual([]);
    await sql(on.urls.owner)(`UPDATE community SET admission_rule = 'BOTH' WHERE id = $1`, [home.id]);
    await member(world, home);
    await sql(on.urls.owner)(`UPDATE community SET admission_rule = 'VOUCHES' WHERE id = $1`, [home.id]);
    for (const loosening of [
      { probationDays: 9 },
      { admissionRule: 'BOTH' },
      { admissionRule: 'INVITATION' },
      { showsExactFigures: true },
      { name: 'Hidden among others', probationDays: 0 },
    ]) {
      const payload = await unchanged(on, () => change({ expectedVersion: 2, ...loosening }));
      expect(payload.userErrors[0]).toMatchObject({
        code: 'SHORT_OF_STEWARDS',
        message: expect.stringContaining('confirmSteward'),
      });
    }
    expect((await change({ expectedVersion: 2, probationDays: 20, name: 'Still ours' })).community.settings).toEqual({
      probationDays: 20,
      showsExactFigures: false,
      version: 3,
    });
  });
});
