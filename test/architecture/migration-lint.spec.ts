import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

describe('the linting of migrations', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'accompany-lint-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Lints one migration whose `up` has this body, and says how it ended. */
  function lint(name: string, up: string, properties = '') {
    const list = join(folder, `${name}.mjs`);
    writeFileSync(
      list,
      `class Change { name = '${name}'; ${properties} async up(runner) { ${up} } }
       export const migrations = [Change];`,
    );
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/lint-migrations.mjs', list], {
      encoding: 'utf8',
    });
    return { status, output: `${stdout}${stderr}` };
  }

  const index = 'await runner.query("CREATE INDEX ask_state_ix ON ask (state)");';

  it('lets a founding migration build indexes on its empty tables', () => {
    expect(lint('Found1764000000000', index)).toMatchObject({ status: 0 });
  });

  it('reports an index that would block writers of a table in use', () => {
    const { status, output } = lint('Index1790000000000', index);
    expect(status).toBe(1);
    expect(output).toContain('require-concurrent-index-creation');
    expect(output).toContain('Index1790000000000.sql');
  });

  it('accepts the index built concurrently, outside a transaction', () => {
    const concurrently = `
      await runner.query("CREATE INDEX CONCURRENTLY ask_state_ix ON ask (state)");
      await runner.query("COMMENT ON INDEX ask_state_ix IS 'for the list of open asks'");`;
    expect(lint('Index1790000000001', concurrently, 'transaction = false;')).toMatchObject({ status: 0 });
    expect(lint('Index1790000000002', concurrently)).toMatchObject({ status: 1 });
  });

  it('reports a required column that running servers do not fill', () => {
    const { output } = lint(
      'Column1790000000003',
      'await runner.query("ALTER TABLE ask ADD COLUMN weight int NOT NULL");',
    );
    expect(output).toContain('adding-required-field');
  });

  it('reports a time without a zone even in a founding migration', () => {
    const { output } = lint('Found1764000000001', 'await runner.query("CREATE TABLE ask (opened_at timestamp)");');
    expect(output).toContain('prefer-timestamp-tz');
  });

  it('refuses a migration that is not written in SQL', () => {
    const { status, output } = lint('Built1790000000004', 'await runner.createTable({});');
    expect(status).not.toBe(0);
    expect(output).toContain('a migration is written in SQL');
  });
});
