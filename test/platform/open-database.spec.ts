import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDatabase, shareDatabase, takeDataFolder } from '../../src/platform/database/open-database.js';
import { isHolder, lockFolder } from '../../src/platform/folder-lock.js';
import { sql, testSecret } from '../support/database.js';
import { temporaryFolder } from '../support/server-process.js';

const quiet = () => undefined;
let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

describe('the data folder', () => {
  it('lets a command use the database of a server that runs in it, and leaves that server alone', async () => {
    const config = { dataDir: folder.path, secret: testSecret };
    const lock = takeDataFolder(config, 'An Accompany server');
    const server = await openDatabase(config, quiet);
    try {
      const guest = await shareDatabase(config, 'A command of Accompany', quiet);
      expect(guest.urls).toEqual(server.urls);
      await guest.close();
      expect(await sql(server.urls.runtime)('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      await server.close();
      lock.release();
    }
  }, 30_000);

  it('lets a command start the database by itself, and stops it after the command', async () => {
    const config = { dataDir: folder.path, secret: testSecret };
    const own = await shareDatabase(config, 'A command of Accompany', quiet);
    expect(() => takeDataFolder(config, 'An Accompany server')).toThrow(/^A command of Accompany is using /);
    await own.close();
    expect(existsSync(join(folder.path, 'postgres/cluster/postmaster.pid'))).toBe(false);
    takeDataFolder(config, 'An Accompany server').release();
  }, 30_000);

  it('is free again when its holder is gone, even if another process has its number now', () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    for (const pid of [gone, process.pid]) {
      writeFileSync(join(folder.path, 'lock'), JSON.stringify({ pid, began: 'long ago', what: 'A server' }));
      const lock = lockFolder(folder.path, 'This test');
      if (isHolder(lock)) throw new Error('a stale lock was honoured');
      lock.release();
      expect(existsSync(join(folder.path, 'lock'))).toBe(false);
    }
  });

  it('is free again after a lock that a crash left half-written', () => {
    writeFileSync(join(folder.path, 'lock'), '{"pid":');
    expect(isHolder(lockFolder(folder.path, 'This test'))).toBe(false);
    expect(readFileSync(join(folder.path, 'lock'), 'utf8')).toContain('This test');
  });
});
