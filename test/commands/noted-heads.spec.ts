import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { parseNotedHead, readNotedHeads } from '../../src/commands/noted-heads.js';
import verifyRecord from '../../src/commands/verify-record.js';
import type { DatabaseUrls } from '../../src/platform/database/urls.js';
import { RecordSealer } from '../../src/platform/jobs/record-sealer.js';
import { freshDatabase, sql, testSecret } from '../support/database.js';
import { connectDatabase } from '../support/stored-world.js';

let urls: DatabaseUrls;
const handle = 'canal-street';

/** One community with ten chained entries. */
beforeAll(async () => {
  urls = await freshDatabase('noted_heads');
  const id = randomUUID();
  await sql(urls.owner)(`INSERT INTO community (id, handle, name) VALUES ($1, $2, 'Canal Street')`, [id, handle]);
  await sql(urls.owner)(
    `INSERT INTO record_entry (community_id, id, kind, actor_role, subject_type, subject_id)
     SELECT $1, gen_random_uuid(), 'ask.opened', 'SYSTEM', 'Ask', gen_random_uuid() FROM generate_series(1, 10)`,
    [id],
  );
  const db = await connectDatabase(urls);
  while (await new RecordSealer(db).round());
  await db.onApplicationShutdown();
});

describe('npm run verify-record', () => {
  let folder: string;
  const environment = process.env;
  let print: jest.Spied<typeof console.log>[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heads-'));
    process.env = { DATABASE_URL: urls.owner, ACCOMPANY_SECRET: testSecret.toString('hex'), DATA_DIR: folder };
    print = (['log', 'error'] as const).map((stream) =>
      jest.spyOn(console, stream).mockImplementation(() => undefined),
    );
  });
  afterEach(async () => {
    process.env = environment;
    for (const one of print) one.mockRestore();
    await rm(folder, { recursive: true });
  });
  const printed = (stream: 0 | 1) => (print[stream]?.mock.calls ?? []).map(([line]) => String(line));
  const fileWith = async (...lines: string[]): Promise<string> => {
    const file = join(folder, 'record-heads.txt');
    await writeFile(file, ['# Heads', ...lines, ''].join('\n'));
    return file;
  };

  it('prints a line a community that can be kept, compares it with a file of them, and ends with 0', async () => {
    expect(await verifyRecord([])).toBe(0);
    const [line = ''] = printed(0);
    const [, head] =
      /^.*: 10 entries, 0 unsealed, compared with 0 published heads, head ([0-9a-f]{64}@10)$/.exec(line) ?? [];
    expect(await verifyRecord(['--heads', await fileWith(`${handle}=${head}`)])).toBe(0);
    expect(printed(1).filter((one) => one.startsWith(handle))).toEqual([]);
  });

  it('says what is wrong and ends with 1, for a head that is gone and for a community that is', async () => {
    const hash = 'ab'.repeat(32);
    expect(await verifyRecord(['--heads', await fileWith(`${handle}=${hash}@10`, `gone-for-good=${hash}@3`)])).toBe(1);
    expect(printed(1)).toEqual(
      expect.arrayContaining([
        `${handle}: The entry at position 10 does not match the head that you noted: the record was written anew at or before it.`,
        'gone-for-good: No community here has this handle (any more), so its head noted at position 3 could not be compared.',
      ]),
    );
  });

  it('explains itself, and refuses what it does not know', async () => {
    expect(await verifyRecord(['--help'])).toBe(0);
    expect(printed(0)[0]).toContain('--heads FILE');
    for (const wrong of [['--head'], ['--heads'], ['--all', 'x']])
      await expect(verifyRecord(wrong)).rejects.toThrow(/Usage/);
  });
});

describe('a noted head', () => {
  const hash = 'ab'.repeat(32);

  it('is written as the command prints it', () => {
    expect(parseNotedHead(`canal-street=${hash.toUpperCase()}@120`)).toEqual({
      handle: 'canal-street',
      hash,
      position: 120,
    });
    for (const wrong of [
      '',
      'canal-street',
      `canal-street=${hash}`,
      `canal-street=${hash}@0`,
      'canal-street=ab@1',
      `=${hash}@1`,
    ]) {
      expect(() => parseNotedHead(wrong)).toThrow(/HANDLE=HEX@POSITION/);
    }
  });

  it('is read from a file as it is published, and a file without any is refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heads-'));
    try {
      const file = join(folder, 'record-heads.txt');
      await writeFile(file, `# Heads of records\n\ncanal-street=${hash}@120\r\nelm-street=${hash}@7\n`);
      expect(await readNotedHeads(file)).toEqual([
        { handle: 'canal-street', hash, position: 120 },
        { handle: 'elm-street', hash, position: 7 },
      ]);
      await writeFile(file, '# Heads of records\n');
      await expect(readNotedHeads(file)).rejects.toThrow(/no noted head/);
      await expect(readNotedHeads(join(folder, 'nowhere.txt'))).rejects.toThrow(/cannot be read \(ENOENT\)/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
