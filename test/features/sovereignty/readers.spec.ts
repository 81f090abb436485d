import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { World } from '../../support/world.js';
import { peopled, type Coalition, coalition } from '../coalitions/coalition.js';
import { report } from './lived.js';

let on: TestApp;
let world: World;
let scene: Coalition;
let ally: Person;
/** Proposed, and not yet named by the community. */
let unnamed: string;
let named: string;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  scene = await coalition(world);
  const { host, campaign } = scene;
  ally = await world.ally(host);
  unnamed = (await world.priority(campaign)).id;
  named = (await world.priority(campaign)).id;
  await world.mandate({ id: named }, { steward: host.steward, cosigner: host.second });
  await world.ask({ steward: host.steward, campaignId: campaign.id, priorityId: named });
});
afterAll(() => on.close());

async function publishing(publishesSovereigntyReport: boolean): Promise<void> {
  const { host } = scene;
  const [row] = await sql(on.urls.owner)('SELECT version FROM community WHERE id = $1', [host.id]);
  const input = { communityId: host.id, expectedVersion: row?.['version'], publishesSovereigntyReport };
  await world.done(host.steward, 'changeCommunitySettings', input);
}

/** While something was written past the record. */
async function whileChanged<T>(priorityId: string, work: () => Promise<T>): Promise<T> {
  const rows = sql(on.urls.owner);
  await rows(`UPDATE priority SET version = version + 1 WHERE id = $1`, [priorityId]);
  try {
    return await work();
  } finally {
    await rows(`UPDATE priority SET version = version - 1 WHERE id = $1`, [priorityId]);
  }
}

describe('a report that is not published', () => {
  it('is read by the people affected of every community that leads the campaign, and by nobody else', async () => {
    const { host, lead, campaign } = scene;
    const organizer = await world.allyOrganizer(host);
    const elsewhere = (await peopled(world)).steward;
    for (const who of [host.steward, host.second, lead.steward, lead.second]) {
      expect(await report(on, who, campaign)).toMatchObject({ status: 'HOLDS', isWhole: true });
    }
    for (const who of [null, await world.person(), ally, organizer, elsewhere]) {
      expect(await report(on, who, campaign)).toBeNull();
    }
    await whileChanged(named, async () => expect(await report(on, ally, campaign)).toBeNull());
  });

  it('counts who did what, and asks by the kind of their mandate', async () => {
    const { host, campaign } = scene;
    expect(await report(on, host.second, campaign)).toMatchObject({
      writes: [
        { standing: 'AFFECTED', what: 'MANDATE_SIGNED', count: 1 },
        { standing: 'STEWARD', what: 'MANDATE_PROPOSED', count: 1 },
        { standing: 'STEWARD', what: 'MANDATE_SIGNED', count: 1 },
        { standing: 'STEWARD', what: 'PRIORITY_PROPOSED', count: 2 },
      ],
      openAsksByMandate: [{ kind: 'EMERGENCY', count: 1 }],
      openAsks: { totalCount: 1, nodes: [{ mandate: { kind: 'EMERGENCY' } }] },
      text: [
        'It holds: as far as record and tables tell, the people affected alone decided the priorities of this campaign.',
        'What reached priorities, rounds and mandates: 5 deeds, ballots not counted.',
        'People affected did 5 of them, 4 as stewards; 0 followed by the clock.',
        'Allies, operators and outsiders did 0.',
        'Open asks that you may see: 0 under mandates by ballot, 1 under emergency mandates, 0 under the founding mandate.',
        expect.stringContaining('It takes the word of this server for it.'),
      ],
    });
  });

  it('is ended by its community for someone who leaves', async () => {
    const { host, campaign } = scene;
    const person = await world.affected(host);
    expect(await report(on, person, campaign)).toMatchObject({ isWhole: true });
    await world.done(person, 'leaveCommunity', { communityId: host.id });
    expect(await report(on, person, campaign)).toBeNull();
  });
});

describe('a report that the community publishes', () => {
  it('is read in short by whoever sees the campaign: totals by standing, and no kinds of deeds', async () => {
    const { host, lead, campaign } = scene;
    await publishing(true);
    for (const who of [null, ally, await world.person()] as As[]) {
      expect(await report(on, who, campaign)).toMatchObject({
        status: 'HOLDS',
        isWhole: false,
        writes: [
          { standing: 'AFFECTED', what: null, count: 1 },
          { standing: 'STEWARD', what: null, count: 4 },
        ],
      });
    }
    expect(await report(on, lead.second, campaign)).toMatchObject({ isWhole: true });
    await publishing(false);
    expect(await report(on, null, campaign)).toBeNull();
    expect(await report(on, host.second, campaign)).toMatchObject({ isWhole: true });
  });

  it('names to outsiders the table of a fault, and the row where they may read it', async () => {
    const { campaign } = scene;
    await publishing(true);
    const shown = await whileChanged(named, () => report(on, null, campaign));
    const hidden = await whileChanged(unnamed, () => report(on, null, campaign));
    await publishing(false);
    const text = `The row ${named} of priority is not as the record has it.`;
    expect(shown).toMatchObject({
      status: 'BROKEN',
      faults: [{ kind: null, table: 'priority', rowId: named, withinId: null, text }],
    });
    expect(hidden).toMatchObject({
      status: 'BROKEN',
      faults: [{ kind: null, table: 'priority', rowId: null, text: 'A row of priority is not as the record has it.' }],
    });
    expect(JSON.stringify(hidden)).not.toContain(unnamed);
  });

  it('is not read of a draft, nor of an unlisted campaign by who is not a member', async () => {
    await publishing(true);
    const { host } = scene;
    const draft = await world.campaign(host, {}, false);
    const unlisted = await world.campaign(host, { visibility: 'UNLISTED' });
    expect(await report(on, null, draft)).toBeNull();
    expect(await report(on, ally, draft)).toBeNull();
    expect(await report(on, null, unlisted)).toBeNull();
    expect(await report(on, ally, unlisted)).toMatchObject({ isWhole: false });
    await publishing(false);
  });

  it('is published by stewards who are enough, and put on the record', async () => {
    const { host } = scene;
    await publishing(true);
    await publishing(false);
    const changes = await sql(on.urls.owner)(
      `SELECT details -> 'changed' AS changed FROM record_entry WHERE community_id = $1 AND kind = 'community.settings_changed' ORDER BY recorded_at DESC LIMIT 2`,
      [host.id],
    );
    expect(changes).toEqual([
      { changed: { publishesSovereigntyReport: { from: true, to: false } } },
      { changed: { publishesSovereigntyReport: { from: false, to: true } } },
    ]);
    const short = await world.community();
    await sql(on.urls.owner)('UPDATE membership SET is_steward = false WHERE community_id = $1', [short.id]);
    const refused = sql(on.urls.owner)('UPDATE community SET publishes_sovereignty_report = true WHERE id = $1', [
      short.id,
    ]);
    await expect(refused).rejects.toMatchObject({ constraint: 'community_loosened_by_enough_stewards_ck' });
  });
});

it('costs as many statements with many priorities as with one', async () => {
  const { host } = scene;
  const campaigns = [await world.campaign(host), await world.campaign(host)];
  await world.priority(campaigns[0] as never);
  for (let more = 0; more < 12; more += 1) await world.priority(campaigns[1] as never);
  const counts = [];
  for (const campaign of campaigns) {
    const { statements } = await counting(() => report(on, host.second, campaign));
    counts.push(statements.length);
  }
  expect(counts[1]).toBe(counts[0]);
});

describe('the database alone', () => {
  const asOutsider = async (text: string, values: unknown[]) => sql(on.urls.runtime)(text, values);

  it('answers whoever nobody is nothing, and lets nobody look for faults by themselves', async () => {
    const { campaign, host } = scene;
    const of = [host.id, campaign.id];
    expect(await asOutsider('SELECT app.sovereignty($1, $2, 100) AS found', of)).toEqual([{ found: null }]);
    for (const name of ['priority_faults', 'translation_faults', 'round_faults', 'mandate_faults', 'write_faults']) {
      await expect(asOutsider(`SELECT * FROM app.${name}($1, $2)`, of)).rejects.toThrow('permission denied');
    }
    await expect(asOutsider('SELECT app.tally_digest($1, $2)', of)).rejects.toThrow('permission denied');
    await expect(asOutsider('SELECT app.tally_to_record($1, $2)', of)).rejects.toMatchObject({
      constraint: 'round_by_the_clock_ck',
    });
  });
});
