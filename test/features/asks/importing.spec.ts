import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { cast, type Launched, launched, patiently, recordOf } from './launched.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const REPORT = 'report { dryRun rows created updated unchanged problemCount problems { line column code message } }';
const HEADER = 'external_id,priority,title,kind,unit,quantity';
const csvOf = (...lines: string[]) => [HEADER, ...lines].join('\n');
const NOBODY = '0197a000-0000-7000-8000-000000000000';

function send(of: Launched, csv: string, more: object = {}) {
  return on.mutate(of.steward, 'importAsks', { campaignId: of.campaignId, csv, ...more }, REPORT);
}

async function asksOf(of: Launched) {
  return sql(on.urls.owner)(
    'SELECT external_id, title, state, version, quantity_wanted AS quantity FROM ask WHERE campaign_id = $1 ORDER BY external_id',
    [of.campaignId],
  );
}

describe('importing asks', () => {
  it('drafts rows under the priority they name, by statement or id', async () => {
    const of = await launched(world);
    const { report, userErrors } = await send(
      of,
      csvOf('a,HEAT THAT WORKS,"Carry, boxes",show up,people,10', `b,${of.priorityId},Drive,TRANSPORT,seats,4`),
    );
    expect(userErrors).toEqual([]);
    expect(report).toEqual({
      dryRun: false,
      rows: 2,
      created: 2,
      updated: 0,
      unchanged: 0,
      problemCount: 0,
      problems: [],
    });
    expect(await asksOf(of)).toEqual([
      { external_id: 'a', title: 'Carry, boxes', state: 'DRAFT', version: 1, quantity: 10 },
      { external_id: 'b', title: 'Drive', state: 'DRAFT', version: 1, quantity: 4 },
    ]);
    expect(await recordOf(on, of.campaignId)).toContain('ask.imported');
    const [entry] = await sql(on.urls.owner)(
      `SELECT details FROM record_entry WHERE kind = 'ask.imported' AND campaign_id = $1`,
      [of.campaignId],
    );
    expect(entry).toEqual({ details: { created: 2, updated: 0 } });
  });

  it('changes nothing the second time, and only what differs the third', async () => {
    const of = await launched(world);
    const [first, second] = ['a,Heat that works,Carry,SHOW_UP,people,10', 'b,Heat that works,Drive,TRANSPORT,seats,4'];
    await send(of, csvOf(first, second));
    const again = await unchanged(on, () => send(of, `\uFEFF${csvOf(first, second).replaceAll('\n', '\r\n')}\r\n`));
    expect(again.report).toMatchObject({ rows: 2, created: 0, updated: 0, unchanged: 2 });
    const third = await send(
      of,
      csvOf(first, second.replace('Drive', 'Drive safely'), 'c,Heat that works,Cook,HOST,meals,30'),
    );
    expect(third.report).toMatchObject({ created: 1, updated: 1, unchanged: 1 });
    expect(await asksOf(of)).toMatchObject([{ version: 1 }, { title: 'Drive safely', version: 2 }, { title: 'Cook' }]);
  });

  it('leaves alone what was opened: equal rows pass, others are reported', async () => {
    const of = await launched(world);
    const row = 'a,Heat that works,Carry,SHOW_UP,people,10';
    await send(of, csvOf(row));
    const [ask] = await sql(on.urls.owner)<{ id: string }>('SELECT id FROM ask WHERE campaign_id = $1', [
      of.campaignId,
    ]);
    await world.done(of.steward, 'openAsk', { askId: ask?.id });
    expect((await unchanged(on, () => send(of, csvOf(row)))).report).toMatchObject({ unchanged: 1 });
    const changed = await unchanged(on, () =>
      send(of, csvOf('b,Heat that works,New,HOST,rooms,1', row.replace('Carry', 'Drive'))),
    );
    expect(changed.report).toMatchObject({
      created: 0,
      problems: [{ line: 3, column: 'external_id', code: 'WRONG_STATE' }],
    });
  });

  it('takes all rows or none, and reports every bad one by line', async () => {
    const of = await launched(world);
    const csv = csvOf(
      'a,Heat that works,Carry,SHOW_UP,people,10',
      'b,No such need,Drive,TRANSPORT,seats,4',
      'c,Heat that works,,HOST,meals,0',
      'a,Heat that works,Twice,HOST,meals,1',
    );
    const { report, userErrors } = await unchanged(on, () => send(of, csv));
    expect(userErrors).toMatchObject([{ code: 'INVALID', path: ['input', 'csv'] }]);
    expect(report).toMatchObject({ rows: 4, created: 0, updated: 0, unchanged: 0, problemCount: 4 });
    expect(
      report.problems.map(({ line, column, code }: { line: number; column: string; code: string }) => [
        line,
        column,
        code,
      ]),
    ).toEqual([
      [3, 'priority', 'UNKNOWN_PRIORITY'],
      [4, 'title', 'TOO_SHORT'],
      [4, 'quantity', 'OUT_OF_RANGE'],
      [5, 'external_id', 'EXTERNAL_ID_TAKEN'],
    ]);
  });

  it('reports what does not hold together, by the clock of the database', async () => {
    const of = await launched(world);
    const csv = [
      `${HEADER},starts_at,ends_at,risk_tier`,
      'a,Heat that works,x,HOST,rooms,1,,2020-01-01T10:00Z,',
      'b,Heat that works,x,HOST,rooms,1,2090-01-02T10:00Z,2090-01-01T10:00Z,',
      'c,Heat that works,x,HOST,rooms,1,,,2',
    ].join('\n');
    const { report } = await unchanged(on, () => send(of, csv));
    expect(
      report.problems.map(({ line, column, code }: { line: number; column: string; code: string }) => [
        line,
        column,
        code,
      ]),
    ).toEqual([
      [2, 'ends_at', 'IN_THE_PAST'],
      [3, 'ends_at', 'OUT_OF_RANGE'],
      [4, 'risk_notes', 'REASON_REQUIRED'],
    ]);
  });

  it('shows the first 200 problems, and how many there are', async () => {
    const of = await launched(world);
    const rows = Array.from({ length: 300 }, (_, index) => `a-${index},Heat that works,x,HOST,rooms,0`);
    const { report } = await unchanged(on, () => send(of, csvOf(...rows)));
    expect(report.problemCount).toBe(300);
    expect(report.problems).toHaveLength(200);
    expect(report.problems[199].line).toBe(201);
  });

  it('tries without writing, and leaves the key for the real run', async () => {
    const of = await launched(world);
    const csv = csvOf('a,Heat that works,Carry,SHOW_UP,people,10');
    const idempotencyKey = world.unique('key');
    const tried = await unchanged(on, () => send(of, csv, { dryRun: true, idempotencyKey }));
    expect(tried).toMatchObject({ userErrors: [], report: { dryRun: true, created: 1 } });
    const done = await send(of, csv, { idempotencyKey });
    expect(done.report).toMatchObject({ dryRun: false, created: 1 });
    expect(await unchanged(on, () => send(of, csv, { idempotencyKey }))).toEqual(done);
    expect(
      await unchanged(on, () =>
        on.refusal(of.steward, 'importAsks', { campaignId: of.campaignId, csv: `${csv}\n`, idempotencyKey }, REPORT),
      ),
    ).toBe('CONFLICT');
  });

  it('drafts rows once, however often the file is sent at once', async () => {
    const of = await launched(world);
    const csv = csvOf(...Array.from({ length: 50 }, (_, index) => `a-${index},Heat that works,x,HOST,rooms,1`));
    const answers = await Promise.all(Array.from({ length: 3 }, () => patiently(() => send(of, csv))));
    const totals = answers.map(({ report }) => `${report.created} ${report.unchanged}`).toSorted();
    expect(totals).toEqual(['0 50', '0 50', '50 0']);
    expect(await asksOf(of)).toHaveLength(50);
  });

  it('is for those who draft, in their own community', async () => {
    const of = await launched(world);
    const people = await cast(world, of);
    const input = { campaignId: of.campaignId, csv: csvOf('a,Heat that works,Carry,SHOW_UP,people,10') };
    await unchanged(on, async () => {
      expect(await on.refusal(null, 'importAsks', input)).toBe('UNAUTHENTICATED');
      for (const who of ['stranger', 'ally', 'otherSteward', 'pausedOrganizer'] as const) {
        expect([who, await on.refusal(people[who], 'importAsks', input)]).toEqual([who, 'FORBIDDEN']);
      }
      expect(await on.refusal(of.steward, 'importAsks', { ...input, campaignId: NOBODY })).toBe('NOT_FOUND');
      const long = await on.mutate(of.steward, 'importAsks', { ...input, csv: 'x'.repeat(90_001) });
      expect(long.userErrors).toMatchObject([{ code: 'TOO_LONG', path: ['input', 'csv'] }]);
    });
    for (const [index, who] of (['allyOrganizer', 'affected', 'probation'] as const).entries()) {
      const { report } = await world.done(
        people[who],
        'importAsks',
        { ...input, csv: input.csv.replace('\na,', `\n${who},`) },
        REPORT,
      );
      expect(report.created).toBe(1);
      expect(await asksOf(of)).toHaveLength(index + 1);
    }
  });
});
