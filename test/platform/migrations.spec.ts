import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { migrations } from '../../migrations/index.js';
import { withClient } from '../../src/platform/database/connect.js';
import { ownerDataSource } from '../../src/platform/database/migrate.js';
import { prepareDatabase } from '../../src/platform/database/prepare.js';
import { snapshot } from '../../src/platform/database/schema-snapshot.js';
import { emptyDatabase, freshDatabase, sql, testSecret } from '../support/database.js';

const folder = new URL('../../migrations/', import.meta.url);

describe('the migrations', () => {
  it('are all in the explicit list, in the order of their time stamps', async () => {
    const files = readdirSync(folder)
      .filter((name) => /^\d+-.*\.ts$/.test(name))
      .sort();
    const stamps = files.map((name) => name.split('-')[0]);
    expect(migrations.map((migration) => new migration().name?.match(/\d{13}$/)?.[0])).toEqual(stamps);
    for (const [index, file] of files.entries()) {
      expect(await readFile(new URL(file, folder), 'utf8')).toContain(`class ${migrations[index]?.name}`);
    }
  });

  it('run up, all the way down, and up again to the same schema', async () => {
    const { owner } = await freshDatabase('up_down_up');
    const before = await withClient(owner, snapshot);
    const source = await ownerDataSource(owner).initialize();
    try {
      for (const _ of migrations) await source.undoLastMigration({ transaction: 'each' });
      const left = await sql(owner)(
        `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind IN ('r', 'v', 'm', 'p') AND n.nspname IN ('public', 'app', 'vault')
          UNION SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
          WHERE n.nspname IN ('public', 'app', 'vault')`,
      );
      expect(left).toEqual([{ name: 'migration' }]);
      await source.runMigrations({ transaction: 'each' });
    } finally {
      await source.destroy();
    }
    expect(await withClient(owner, snapshot)).toBe(before);
  });

  it('are refused when the database is newer than the code', async () => {
    const { owner } = await freshDatabase('newer');
    await sql(owner)(`INSERT INTO migration (timestamp, name) VALUES (9999999999999, 'TurnBack9999999999999')`);
    await expect(prepareDatabase(owner, testSecret)).rejects.toThrow(
      'The database is newer than this version of Accompany (it has TurnBack9999999999999).',
    );
  });

  it('run once when three processes prepare one database at the same time', async () => {
    const owner = await emptyDatabase('together');
    const urls = await Promise.all([1, 2, 3].map(() => prepareDatabase(owner, testSecret)));
    expect(urls[1]).toEqual(urls[0]);
    expect(await sql(owner)('SELECT count(*)::int FROM migration')).toEqual([{ count: migrations.length }]);
  });

  it('give up on a table that others keep locked, leave nothing half-done, and succeed later', async () => {
    const owner = await emptyDatabase('locked');
    await prepareDatabase(owner, testSecret, { migrations: migrations.slice(0, 1) });
    await sql(owner)('CREATE TABLE held (id int)');
    class TouchHeld1999999999999 {
      readonly name = 'TouchHeld1999999999999';
      async up(runner: { query(text: string): Promise<unknown> }) {
        await runner.query('CREATE TABLE half_done ()');
        await runner.query('ALTER TABLE held ADD COLUMN touched int');
      }
      async down() {}
    }
    const list = [...migrations.slice(0, 1), TouchHeld1999999999999];
    await withClient(owner, async (holder) => {
      await holder.query('BEGIN; LOCK TABLE held');
      await expect(prepareDatabase(owner, testSecret, { migrations: list })).rejects.toThrow(
        /other sessions hold locks/,
      );
    });
    expect(await sql(owner)(`SELECT to_regclass('half_done') AS half`)).toEqual([{ half: null }]);
    await prepareDatabase(owner, testSecret, { migrations: list });
    expect(await sql(owner)('SELECT touched FROM held')).toEqual([]);
  });
});
