import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { World } from '../../support/world.js';
import { attacked, type Lived, lived, report } from './lived.js';

let on: TestApp;
let world: World;
let scene: Lived;
/** An id that nothing has yet. */
const fresh = randomUUID();

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  scene = await lived(on, world);
}, 60_000);
afterAll(() => on.close());

/** As short lines `KIND table id`, with the names of the scene in place of ids. */
async function faultsAfter(attack: string, ...values: unknown[]): Promise<string[]> {
  const { faults, faultCount } = await attacked(on, scene.campaign, attack, values);
  expect(faultCount).toBe(faults.length);
  return faults.map(({ kind, table, rowId }) => `${kind} ${table} ${rowId}`);
}

const COPIED = 'INSERT INTO %t SELECT (jsonb_populate_record(t, $2)).* FROM %t t WHERE t.id = $1';
const copied = (table: string): string => COPIED.replaceAll('%t', table);

describe('what is written into a priority past the record', () => {
  it.each([
    ['its statement', "statement = 'We are content.'"],
    ['its details', "details = 'Nothing is wrong.'"],
    ['its language', "language = 'fr'"],
    ['its review date', "review_on = '2031-01-01'"],
    ['its version', 'version = version + 1'],
    ['that it was withdrawn', "withdrawn_at = now(), put_aside_as = 'PROPOSER', put_aside_by = proposed_by"],
    ['whose it is', 'lead_id = gen_random_uuid(), proposed_by = NULL'],
    ['who proposed it', 'proposed_by = gen_random_uuid()'],
  ])('is found, and named: %s', async (_, set) => {
    const change = `UPDATE priority SET ${set} WHERE id = $1`;
    expect(await faultsAfter(change, scene.plain)).toEqual([`PRIORITY_CHANGED priority ${scene.plain}`]);
  });

  it('is found where it brings a withdrawn or merged one back', async () => {
    const back =
      'withdrawn_at = NULL, withdrawn_because = NULL, merged_at = NULL, merged_into = NULL, put_aside_as = NULL';
    const change = `UPDATE priority SET ${back}, put_aside_by = NULL, put_aside_for = NULL WHERE id = $1`;
    expect(await faultsAfter(change, scene.withdrawn)).toEqual([`PRIORITY_CHANGED priority ${scene.withdrawn}`]);
    expect(await faultsAfter(change, scene.merged)).toEqual([`PRIORITY_CHANGED priority ${scene.merged}`]);
  });

  it('is found where it is a whole priority, and where one is gone', async () => {
    const added = await faultsAfter(copied('priority'), scene.plain, { id: fresh, statement: 'We want nothing.' });
    expect(added).toEqual([`PRIORITY_UNRECORDED priority ${fresh}`]);
    const gone = await faultsAfter('DELETE FROM priority WHERE id = $1', scene.withdrawn);
    expect(gone).toEqual([`PRIORITY_MISSING priority ${scene.withdrawn}`]);
  });

  it('is found where its rank is another, taken or given', async () => {
    const set = 'UPDATE priority SET rank = $2 WHERE id = $1';
    for (const [id, rank] of [
      [scene.firstRank, 7],
      [scene.firstRank, null],
      [scene.unranked, 2],
    ] as const) {
      expect(await faultsAfter(set, id, rank)).toEqual([`RANK_CHANGED priority ${id}`]);
    }
  });

  it('is found where it makes the community stand behind it, or not', async () => {
    const set = 'UPDATE priority SET named_at = $2 WHERE id = $1';
    expect(await faultsAfter(set, scene.plain, new Date())).toEqual([`NAMING_CHANGED priority ${scene.plain}`]);
    expect(await faultsAfter(set, scene.firstRank, null)).toEqual([`NAMING_CHANGED priority ${scene.firstRank}`]);
  });

  it('is found in its translations', async () => {
    const { translation } = scene;
    expect(await faultsAfter(`UPDATE priority_translation SET statement = 'Nada' WHERE id = $1`, translation)).toEqual([
      `TRANSLATION_CHANGED priority_translation ${translation}`,
    ]);
    expect(await faultsAfter('DELETE FROM priority_translation WHERE id = $1', translation)).toEqual([
      `TRANSLATION_MISSING priority_translation ${translation}`,
    ]);
    const other = { id: fresh, language: 'fr' };
    expect(await faultsAfter(copied('priority_translation'), translation, other)).toEqual([
      `TRANSLATION_UNRECORDED priority_translation ${fresh}`,
    ]);
    const swapped = `UPDATE priority_translation SET id = $2 WHERE id = $1`;
    expect(await faultsAfter(swapped, translation, fresh)).toEqual([
      `TRANSLATION_UNRECORDED priority_translation ${fresh}`,
    ]);
  });
});

describe('what is written into a round past the record', () => {
  it('is found in its state, and where it is put in or gone', async () => {
    const { ratified } = scene;
    const inquorate = await idOf(`SELECT id FROM priority_round WHERE campaign_id = $1 AND state = 'INQUORATE'`);
    expect(await faultsAfter(`UPDATE priority_round SET state = 'INQUORATE' WHERE id = $1`, ratified)).toContain(
      `ROUND_CHANGED priority_round ${ratified}`,
    );
    const reopened = `UPDATE priority_round SET state = 'OPEN', ended_at = NULL WHERE id = $1`;
    expect(await faultsAfter(reopened, inquorate)).toEqual([`ROUND_CHANGED priority_round ${inquorate}`]);
    expect(await faultsAfter(copied('priority_round'), ratified, { id: fresh })).toContain(
      `ROUND_UNRECORDED priority_round ${fresh}`,
    );
    expect(await faultsAfter('DELETE FROM priority_round WHERE id = $1', inquorate)).toEqual([
      `ROUND_MISSING priority_round ${inquorate}`,
    ]);
  });

  it('is found in its result: ranks, reasons, and what was voted on', async () => {
    const { ratified, firstRank } = scene;
    const tally = `TALLY_CHANGED priority_round ${ratified}`;
    const ofItem = 'WHERE round_id = $1 AND priority_id = $2';
    expect(await faultsAfter(`UPDATE round_item SET rank = 9 ${ofItem}`, ratified, firstRank)).toEqual([
      `RANK_CHANGED priority ${firstRank}`,
      `RESULT_CHANGED round_item ${firstRank}`,
      tally,
    ]);
    const reasons = `UPDATE round_tally SET because = because || '{"supporters": [99]}' ${ofItem}`;
    expect(await faultsAfter(reasons, ratified, firstRank)).toEqual([tally]);
    const statement = `UPDATE round_item SET statement = 'Nothing' ${ofItem}`;
    expect(await faultsAfter(statement, ratified, firstRank)).toEqual([tally]);
    const gone = `DELETE FROM round_tally ${ofItem}`;
    expect(await faultsAfter(gone, ratified, firstRank)).toEqual([tally]);
  });

  it('is found in turnout, ballots, and ballots of nobody', async () => {
    const { ratified } = scene;
    const part = await idOf('SELECT id FROM round_part WHERE round_id = $1 AND number = 0', ratified);
    expect(await faultsAfter('UPDATE round_part SET roll_count = roll_count + 1 WHERE id = $1', part)).toEqual([
      `TURNOUT_CHANGED priority_round ${ratified}`,
    ]);
    expect(await faultsAfter('UPDATE round_part SET stray_count = 1 WHERE id = $1', part)).toEqual([
      `BALLOTS_PUT_IN round_part ${part}`,
    ]);
    const stuffed = `INSERT INTO round_ballot SELECT (jsonb_populate_record(b, $2)).* FROM round_ballot b WHERE b.round_id = $1 AND b.part_number = 0 LIMIT 1`;
    expect(await faultsAfter(stuffed, ratified, { id: fresh, receipt: '0123456789ABCDEF' })).toEqual([
      `BALLOTS_DIFFER round_part ${part}`,
    ]);
  });
});

it('says BROKEN over HTTP, names the row, and holds again once it is as it was', async () => {
  const { campaign, host, plain } = scene;
  const rows = sql(on.urls.owner);
  const [before] = await rows('SELECT details FROM priority WHERE id = $1', [plain]);
  await rows(`UPDATE priority SET details = 'All is well.' WHERE id = $1`, [plain]);
  const broken = await report(on, host.second, campaign);
  expect(broken).toMatchObject({
    status: 'BROKEN',
    faultCount: 1,
    faults: [
      {
        kind: 'PRIORITY_CHANGED',
        table: 'priority',
        rowId: plain,
        withinId: null,
        text: `The priority ${plain} does not say what the record vouches for: it was changed past the record.`,
      },
    ],
  });
  expect(broken.text[0]).toBe('It is broken. Rows that are not as the record has them: 1.');
  expect(broken.text).toContain(broken.faults[0].text);
  await rows('UPDATE priority SET details = $2, words_version = 2 WHERE id = $1', [plain, before?.['details']]);
  expect(await report(on, host.second, campaign)).toMatchObject({ status: 'HOLDS', faults: [] });
});

it('tells of the first hundred faults and counts them all', async () => {
  const many = `INSERT INTO priority SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'statement', 'x' || n))).* FROM priority p, generate_series(1, 150) n WHERE p.id = $1`;
  const { faults, faultCount } = await attacked(on, scene.campaign, many, [scene.plain]);
  expect([faults.length, faultCount]).toEqual([100, 150]);
});

async function idOf(text: string, of = scene.campaign.id): Promise<string> {
  const [row] = await sql(on.urls.owner)<{ id: string }>(text, [of]);
  return row?.id ?? '';
}
