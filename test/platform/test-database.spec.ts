import { describe, expect, it } from '@jest/globals';
import { freshDatabase, sql, testDatabase } from '../support/database.js';

describe('a database for tests', () => {
  it('serves as a role that row-level security binds', async () => {
    const urls = await testDatabase();
    const [role] = await sql(urls.runtime)(
      'SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user',
    );
    expect(role).toEqual({
      rolname: expect.stringMatching(/^accompany_app_accompany_test_\d+$/),
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
    });
  });

  it('is made once and then found again', async () => {
    const first = await testDatabase();
    expect(await testDatabase()).toEqual(first);
  });

  it('keeps the logins of one database out of another', async () => {
    const here = await testDatabase();
    const there = await freshDatabase('neighbour');
    const [{ current_database: other }] = (await sql(there.runtime)('SELECT current_database()')) as [
      { current_database: string },
    ];
    const trespass = new URL(here.runtime);
    trespass.pathname = `/${other}`;
    await expect(sql(trespass.toString())('SELECT 1')).rejects.toThrow(/may not connect/);
  });

  it('lets the job queue belong to its own role and to nobody who serves', async () => {
    const urls = await testDatabase();
    const [schema] = await sql(urls.owner)(
      `SELECT pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = 'graphile_worker'`,
    );
    expect(schema).toEqual({ owner: 'accompany_jobs' });
    await expect(sql(urls.runtime)('SELECT * FROM graphile_worker.jobs')).rejects.toThrow(/permission denied/);
    await expect(sql(urls.jobs)('CREATE SCHEMA shadow')).rejects.toThrow(/permission denied/);
    expect(await sql(urls.jobs)('SELECT count(*)::int FROM graphile_worker.jobs')).toEqual([{ count: 0 }]);
  });
});
