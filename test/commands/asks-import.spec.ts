import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importAsks } from '../../src/commands/asks-import.js';
import type { Terminal } from '../../src/commands/terminal.js';
import { type Launched, launched } from '../features/asks/launched.js';
import { type Person, startTestApp, type TestApp } from '../support/client.js';
import { sql } from '../support/database.js';
import { World } from '../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const csvOf = (...lines: string[]) => ['external_id,priority,title,kind,unit,quantity', ...lines].join('\n');

async function countOf(of: Launched): Promise<number> {
  const [row] = await sql(on.urls.owner)<{ count: number }>('SELECT count(*)::int FROM ask WHERE campaign_id = $1', [
    of.campaignId,
  ]);
  return row?.count ?? 0;
}

describe('importing from the command line', () => {
  async function run(of: Launched, who: Person, file: string | Buffer, more: object = {}) {
    const lines = { said: [] as string[], complained: [] as string[] };
    const terminal: Terminal = {
      say: (line) => lines.said.push(line),
      complain: (line) => lines.complained.push(line),
      isInteractive: false,
    };
    const work = {
      bytes: Buffer.from(file),
      campaign: of.campaignHandle,
      signIn: who.signInName,
      recoveryCode: who.recoveryCodes.pop(),
      dryRun: false,
      ...more,
    };
    const code = await importAsks(on.config, on.urls, work, terminal);
    return { code, ...lines };
  }

  it('imports hundreds of rows as the person who signs in, once', async () => {
    const of = await launched(world);
    const rows = Array.from(
      { length: 600 },
      (_, index) => `a-${index},Heat that works,Carry box ${index},SHOW_UP,people,10`,
    );
    const file = csvOf(...rows);
    expect(await run(of, of.steward, file, { dryRun: true })).toEqual({
      code: 0,
      said: ['600 rows: 600 to be drafted, 0 to be changed, 0 as before.', 'Dry run: nothing was written.'],
      complained: [],
    });
    expect(await countOf(of)).toBe(0);
    expect(await run(of, of.steward, file)).toMatchObject({
      code: 0,
      said: ['600 rows: 600 drafted, 0 changed, 0 as before.'],
    });
    expect(await run(of, of.steward, file)).toMatchObject({
      code: 0,
      said: ['600 rows: 0 drafted, 0 changed, 600 as before.'],
    });
    expect(await countOf(of)).toBe(600);
  });

  it('says what is wrong with the file, and imports nothing of it', async () => {
    const of = await launched(world);
    const bad = await run(
      of,
      of.steward,
      csvOf('a,Heat that works,x,MARCH,people,1', 'b,Heat that works,x,HOST,rooms,1'),
    );
    expect(bad).toMatchObject({ code: 1, said: [] });
    expect(bad.complained[0]).toMatch(/^Line 2, kind: Write one of .* \[INVALID\]$/);
    expect(bad.complained.at(-1)).toBe('Nothing was imported: 2 rows, 1 problem.');
    const latin = await run(of, of.steward, Buffer.from(csvOf('a,Heat that works,Calefacción,HOST,rooms,1'), 'latin1'));
    expect(latin.complained[0]).toMatch(/^Line 2: This line is not UTF-8/);
    expect(await countOf(of)).toBe(0);
  });

  it('refuses a wrong code, a campaign that is not there, and people who may not', async () => {
    const of = await launched(world);
    const ally = await world.ally(of);
    const file = csvOf('a,Heat that works,x,HOST,rooms,1');
    await expect(run(of, of.steward, file, { recoveryCode: 'wrong' })).rejects.toMatchObject({
      name: 'CommandError',
      message: expect.stringContaining('do not go together'),
    });
    await expect(run(of, of.steward, file, { campaign: 'no-such-campaign' })).rejects.toMatchObject({
      name: 'CommandError',
      message: expect.stringContaining('no-such-campaign'),
    });
    await expect(run(of, ally, file)).rejects.toMatchObject({
      name: 'CommandError',
      message: 'Your role does not allow this.',
    });
  });
});
