import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../../scripts/build.mjs';
import { openCage } from './canaries.mjs';
import { TEMPLATE, TEST_SECRET, TEST_SERVER_VARIABLE } from './test-server.mjs';

/** One server for the whole run, with one migrated database that the workers copy. */
export default async function globalSetup() {
  await build();
  const { startEmbeddedPostgres } = await import('../../dist/src/platform/database/embedded-postgres.js');
  const { provisionDatabase } = await import('../../dist/src/platform/database/provision.js');
  const { prepareDatabase } = await import('../../dist/src/platform/database/prepare.js');
  const server = await startEmbeddedPostgres({
    dataDir: mkdtempSync(join(tmpdir(), 'accompany-test-')),
    ephemeral: true,
    // Nothing here outlives the run, so nothing needs to survive a power cut.
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      wal_level: 'minimal',
      max_wal_senders: '0',
      max_wal_size: '2GB',
      max_connections: '250',
    },
  });
  // Found by global-teardown.mjs, which Jest loads into the same process.
  globalThis.accompanyTestServer = server;
  try {
    const secret = Buffer.from(TEST_SECRET, 'hex');
    await prepareDatabase(await provisionDatabase(server.url, secret, TEMPLATE), secret);
  } catch (error) {
    await server.stop();
    throw error;
  }
  process.env[TEST_SERVER_VARIABLE] = server.url;
  openCage();
}
