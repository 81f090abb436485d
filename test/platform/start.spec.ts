import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { attachToEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';
import { freshDatabase, sql, superuserUrl } from '../support/database.js';
import { freePort, isGone, postmasterPid, ServerProcess, temporaryFolder } from '../support/server-process.js';

/** A stack trace is for the makers; whoever starts a server gets sentences. */
const SENTENCES = /^(?:[A-Z"].*\.\n)+$/;

let folder: ReturnType<typeof temporaryFolder>;
let port: number;
let started: ServerProcess[];
const start = (environment: Record<string, string> = {}) => {
  const server = new ServerProcess({ DATA_DIR: folder.path, PORT: String(port), ...environment });
  started.push(server);
  return server;
};
const inside = async () => sql((await attachToEmbeddedPostgres(join(folder.path, 'postgres'))) ?? '');
const alive = async () => (await fetch(`http://127.0.0.1:${port}/health/live`)).status;

beforeEach(async () => {
  folder = temporaryFolder();
  port = await freePort();
  started = [];
});
afterEach(async () => {
  await Promise.all(started.map((server) => server.kill('SIGTERM')));
  folder.remove();
});

describe('npm start', () => {
  it('serves on a bare machine, and again with the same data', async () => {
    const first = await start().ready();
    expect(await alive()).toBe(200);
    const link = /Start +(\S+)/.exec(first.output)?.[1];
    expect(link).toContain(`:${port}/`);
    const secret = readFileSync(join(folder.path, 'secret'), 'utf8');
    await (await inside())('CREATE TABLE kept AS SELECT 7 AS number');
    await first.kill('SIGTERM');
    const again = await start().ready();
    expect(await (await inside())('SELECT number FROM kept')).toEqual([{ number: 7 }]);
    expect(again.output).not.toContain('Migrated');
    expect(readFileSync(join(folder.path, 'secret'), 'utf8')).toBe(secret);
  }, 60_000);

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'stops on %s, leaves no Postgres, and starts again',
    async (signal) => {
      const server = await start().ready();
      const postgres = postmasterPid(folder.path);
      expect(await server.kill(signal)).toMatchObject({
        code: 0,
        errors: expect.not.stringMatching(/Error|While stopping/),
      });
      expect(await isGone(postgres, 100)).toBe(true);
      await start().ready();
      expect(await alive()).toBe(200);
    },
    60_000,
  );

  it('leaves no Postgres and no lock after kill -9, at whatever moment', async () => {
    const serving = await start().ready();
    const postgres = postmasterPid(folder.path);
    await serving.kill('SIGKILL');
    for (const moment of [300, 450, 600, 750, 900]) {
      const starting = start();
      await sleep(moment);
      await starting.kill('SIGKILL');
    }
    expect(await isGone(postgres)).toBe(true);
    await start().ready();
    expect(await alive()).toBe(200);
  }, 60_000);

  it('recovers when Postgres itself was killed with it', async () => {
    const server = await start().ready();
    process.kill(postmasterPid(folder.path), 'SIGKILL');
    await server.kill('SIGKILL');
    await start().ready();
    expect(await alive()).toBe(200);
  }, 60_000);

  it('refuses a second server in one folder', async () => {
    await start().ready();
    const second = await start({ PORT: String(await freePort()) }).ended;
    expect(second).toMatchObject({ code: 1, errors: expect.stringMatching(SENTENCES) });
    expect(second.errors).toMatch(/^An Accompany server is using .* already \(process \d+\)\./);
    expect(await alive()).toBe(200);
  }, 60_000);
});

describe('a slip at the start is told in sentences and ends with code 1:', () => {
  const refusal = async (environment: Record<string, string>) => {
    const ended = await start(environment).ended;
    expect(ended).toMatchObject({ code: 1, errors: expect.stringMatching(SENTENCES) });
    return ended.errors;
  };
  const given = (change: (url: URL) => void) => {
    const url = new URL(superuserUrl());
    change(url);
    return { DATABASE_URL: url.toString() };
  };

  it('a port in use', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    expect(await refusal({})).toBe(
      `Port ${port} is in use by another program. Stop that one, or set PORT to a free port.\n`,
    );
    other.close();
  });

  it('a data folder that cannot be made or written', async () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    for (const path of [file, join(file, 'below'), '/proc/accompany']) {
      expect(await refusal({ DATA_DIR: path })).toContain(`Accompany cannot write in ${path} (`);
    }
  });

  it('a DATABASE_URL that leads nowhere', async () => {
    const nobody = await freePort();
    expect(await refusal(given((url) => (url.port = String(nobody))))).toContain(
      `No Postgres answers at 127.0.0.1:${nobody}.`,
    );
    expect(await refusal(given((url) => (url.hostname = 'nowhere.invalid')))).toContain(
      'nowhere.invalid, has no address',
    );
  });

  it('a DATABASE_URL that is not let in, without repeating its password', async () => {
    const errors = await refusal(given((url) => (url.password = 'wrong-password')));
    expect(errors).toContain('does not let "postgres" in');
    expect(errors).not.toContain('wrong-password');
  });

  it('a DATABASE_URL of no database', async () => {
    expect(await refusal(given((url) => (url.pathname = '/nothing')))).toContain('has no database "nothing"');
  });

  it('a DATABASE_URL that is none', async () => {
    expect(await refusal({ DATABASE_URL: 'garbage' })).toContain('DATABASE_URL is not an address');
  });

  it('a database newer than the code', async () => {
    const { owner } = await freshDatabase('start_newer');
    await sql(owner)(`INSERT INTO migration (timestamp, name) VALUES (9999999999999, 'TurnBack9999999999999')`);
    const errors = await refusal({ DATABASE_URL: owner, ACCOMPANY_SECRET: 'another secret of enough characters' });
    expect(errors).toContain('The database is newer than this version of Accompany');
  });

  it('several wrong settings, all at once', async () => {
    const errors = await refusal({
      PORT: 'eighty',
      POOL_SIZE: '0',
      CORS_ORIGINS: 'https://a.example/path',
      MAIL_FROM: 'me',
    });
    expect(
      errors
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(['PORT', 'MAIL_FROM', 'POOL_SIZE', 'CORS_ORIGINS']);
  });

  it('production on a shared database without a secret', async () => {
    expect(await refusal({ NODE_ENV: 'production', DATABASE_URL: superuserUrl() })).toContain(
      'ACCOMPANY_SECRET is missing',
    );
  });
});

describe('with DATABASE_URL', () => {
  it('two servers that start at once share a database, and start no Postgres of their own', async () => {
    const name = `accompany_shared_${process.env['JEST_WORKER_ID']}`;
    await sql(superuserUrl())(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await sql(superuserUrl())(`CREATE DATABASE ${name}`);
    const url = new URL(superuserUrl());
    url.pathname = `/${name}`;
    const shared = { DATABASE_URL: url.toString(), ACCOMPANY_SECRET: 'the same secret for both of the servers' };
    const other = await freePort();
    const pair = [start(shared), start({ ...shared, PORT: String(other) })];
    await Promise.all(pair.map((server) => server.ready()));
    expect(pair.filter((server) => server.output.includes('Migrated the database'))).toHaveLength(1);
    expect(() => postmasterPid(folder.path)).toThrow();
  }, 60_000);
});
