import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dropped, Inspection, opened, policiesOf } from './dropping.js';
import { Probes } from './probes.js';
import { Stage } from './stage.js';

let stage: Stage;
let inspection: Inspection;

beforeAll(async () => {
  stage = await Stage.build('dropping');
  inspection = await Inspection.of(stage, new Probes(stage));
}, 60_000);
afterAll(() => stage.close());

/** The first thing that is seen or done otherwise once the statement ran. */
const faultAfter = (statement: string, table: string): Promise<string | null> =>
  stage.undone(async () => {
    await stage.rows(statement);
    return inspection.firstFault(table);
  });

describe('every policy of the database', () => {
  it('is missed by someone’s behaviour when it is dropped, and when it asks nothing any more', async () => {
    const policies = await policiesOf(stage);
    const unnoticed: string[] = [];
    let tried = 0;
    for (const policy of policies) {
      const statements =
        policy.role === 'accompany_app' && !policy.isOpen ? [dropped(policy), opened(policy)] : [dropped(policy)];
      for (const statement of statements) {
        tried += 1;
        if ((await faultAfter(statement, policy.table)) === null) unnoticed.push(statement);
      }
    }
    process.stdout.write(
      `${policies.length} policies, ${tried} times dropped or opened: ${tried - unnoticed.length} noticed, ${unnoticed.length} not.\n`,
    );
    expect(unnoticed).toEqual([]);
    expect(policies.length).toBeGreaterThan(100);
  }, 300_000);

  it('stands on a table where nothing is amiss while it is there', async () => {
    const faults: string[] = [];
    for (const table of new Set((await policiesOf(stage)).map((policy) => policy.table))) {
      const fault = await stage.undone(() => inspection.firstFault(table));
      if (fault) faults.push(fault);
    }
    expect(faults).toEqual([]);
  }, 60_000);
});

describe('the vault', () => {
  it('has no table that the role which serves requests may touch', async () => {
    const open = await stage.rows(
      `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'vault' AND c.relkind = 'r'
          AND (has_any_column_privilege('accompany_app', c.oid, 'SELECT, INSERT, UPDATE') OR has_table_privilege('accompany_app', c.oid, 'DELETE, TRUNCATE'))`,
    );
    expect(open).toEqual([]);
  });

  it('is not the only schema with tables: every other table is behind forced row-level security', async () => {
    const open = await stage.rows<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('public', 'app') AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
          AND (has_any_column_privilege('accompany_app', c.oid, 'SELECT, INSERT, UPDATE') OR has_table_privilege('accompany_app', c.oid, 'DELETE, TRUNCATE'))`,
    );
    expect(open.map((row) => row.name)).toEqual(['app.rate_limit']);
  });
});
