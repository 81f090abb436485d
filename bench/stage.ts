import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { loadConfig } from '../src/config.js';
import { connect } from '../src/platform/database/connect.js';
import { startEmbeddedPostgres } from '../src/platform/database/embedded-postgres.js';
import { clusterFiles } from '../src/platform/database/postgres-cluster.js';
import { prepareDatabase } from '../src/platform/database/prepare.js';
import { provisionDatabase } from '../src/platform/database/provision.js';
import { type DatabaseUrls, withDatabaseName } from '../src/platform/database/urls.js';

const DATABASE = 'accompany_bench';
/** Nothing here outlives the run, and nobody but this machine can reach it. */
const SECRET_PHRASE = 'a secret of the bench, which protects nothing at all';

/** A Postgres of the bench's own, migrated as the server would do it. */
export interface Stage {
  urls: DatabaseUrls;
  /** Sees what all roles do, and looks past row-level security. */
  admin: pg.Client;
  /** A further connection like it, for whoever asked to close. */
  another: () => Promise<pg.Client>;
  postmaster: number;
  postgresLog: string;
  /** With which Accompany finds the roles that were made here. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'accompany-bench-'));
  // Ephemeral spares only the making of the cluster: commits wait for the disk, as they do where people rely on them.
  const server = await startEmbeddedPostgres({ dataDir, ephemeral: true, settings: { fsync: 'on' } });
  try {
    const secret = loadConfig({ ACCOMPANY_SECRET: SECRET_PHRASE, DATA_DIR: dataDir }).secret;
    const urls = await prepareDatabase(await provisionDatabase(server.url, secret, DATABASE), secret);
    const another = () => connect(withDatabaseName(server.url, DATABASE));
    const admin = await another();
    return {
      urls,
      admin,
      another,
      postmaster: postmasterOf(dataDir),
      postgresLog: clusterFiles(dataDir).logFile,
      environment: { DATABASE_URL: urls.owner, ACCOMPANY_SECRET: SECRET_PHRASE, DATA_DIR: dataDir },
      close: async () => {
        await admin.end().catch(() => undefined);
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function postmasterOf(dataDir: string): number {
  return Number(readFileSync(join(clusterFiles(dataDir).cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
}
