import { beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from '../../src/platform/database/connect.js';
import { prepareDatabase } from '../../src/platform/database/prepare.js';
import { snapshot } from '../../src/platform/database/schema-snapshot.js';
import { withDatabaseName, withUser } from '../../src/platform/database/urls.js';
import { sql, superuserUrl, testDatabase, testSecret } from '../support/database.js';

const worker = process.env['JEST_WORKER_ID'] ?? '1';
const admin = (text: string) => sql(superuserUrl())(text);

/** A database as someone else's administrator would make it, outside our own set-up. */
async function databaseOf(owner: string, name: string): Promise<string> {
  await admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await admin(`CREATE DATABASE ${name} OWNER ${owner}`);
  return withUser(withDatabaseName(superuserUrl(), name), owner, 'theirs');
}

async function role(name: string, attributes: string): Promise<string> {
  const full = `${name}_${worker}`;
  await admin(`DO $$ BEGIN CREATE ROLE ${full}; EXCEPTION WHEN duplicate_object THEN NULL; END $$`);
  await admin(`ALTER ROLE ${full} LOGIN PASSWORD 'theirs' ${attributes}`);
  return full;
}

describe('the roles of a database', () => {
  let expected: string;
  beforeAll(async () => {
    expected = await withClient((await testDatabase()).owner, snapshot);
  });

  it('are set up by an owner that may create roles and administers the groups', async () => {
    const owner = await role('landlady', 'CREATEROLE');
    await admin(`GRANT accompany_app, accompany_jobs TO ${owner} WITH ADMIN OPTION`);
    const urls = await prepareDatabase(await databaseOf(owner, `given_${worker}`), testSecret);
    expect(await withClient(urls.owner, snapshot)).toBe(expected);
  });

  it('are refused with what to grant when the owner may not create roles', async () => {
    const owner = await role('lodger', 'NOCREATEROLE');
    const url = await databaseOf(owner, `poor_${worker}`);
    await expect(prepareDatabase(url, testSecret)).rejects.toThrow(/ALTER ROLE "lodger_\d+" CREATEROLE/);
  });

  it('may be made by hand, and are then used as given', async () => {
    const owner = await role('tenant', 'NOCREATEROLE');
    const runtime = await role('hand_runtime', '');
    const jobs = await role('hand_jobs', '');
    await admin(`GRANT accompany_app TO ${runtime}; GRANT accompany_jobs TO ${jobs}, ${owner}`);
    const url = await databaseOf(owner, `by_hand_${worker}`);
    const given = { runtime: withUser(url, runtime, 'theirs'), jobs: withUser(url, jobs, 'theirs') };
    expect(await prepareDatabase(url, testSecret, given)).toEqual({ owner: url, ...given });
  });

  it('never let a superuser serve or own the tables', async () => {
    const owner = await role('sovereign', 'SUPERUSER');
    const url = await databaseOf(owner, `royal_${worker}`);
    await expect(prepareDatabase(url, testSecret, { runtime: url })).rejects.toThrow(
      /row-level security would not bind/,
    );
    const urls = await prepareDatabase(url, testSecret);
    expect(await withClient(urls.owner, snapshot)).toBe(expected);
    expect(await sql(urls.owner)('SELECT current_user')).toEqual([{ current_user: 'accompany_owner' }]);
  });
});
