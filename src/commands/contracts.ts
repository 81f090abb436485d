import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contracts } from '../contracts.js';
import { CommandError, errorCode } from '../platform/command-error.js';
import { withClient } from '../platform/database/connect.js';
import { startEmbeddedPostgres } from '../platform/database/embedded-postgres.js';
import { prepareDatabase } from '../platform/database/prepare.js';
import { provisionDatabase } from '../platform/database/provision.js';
import { snapshot } from '../platform/database/schema-snapshot.js';
import type { DatabaseUrls } from '../platform/database/urls.js';
import { differences } from './differences.js';

/** The texts that a reviewer should see, by their file in the top folder: generated, committed, compared in CI. */
async function generate(): Promise<Map<string, string>> {
  const stored = await withEmptyDatabase((urls) => withClient(urls.owner, snapshot));
  return new Map([['schema.sql', stored], ...Object.entries(await contracts())]);
}

/** `npm run contracts` writes the files; with `--check` it only compares them, and fails on a difference. */
export default async function main(argv: string[]): Promise<number> {
  const wrong = argv.filter((argument) => argument !== '--check');
  if (wrong.length > 0) throw new CommandError(`Contracts knows no "${wrong.join(' ')}", only --check.`);
  const texts = await generate();
  return argv.includes('--check') ? check(texts) : write(texts);
}

async function write(texts: Map<string, string>): Promise<number> {
  for (const [file, text] of texts) {
    const changed = (await readIfThere(file)) !== text;
    if (changed) await writeFile(file, text);
    console.log(`${file}: ${changed ? 'written' : 'as it was'}`);
  }
  return 0;
}

async function check(texts: Map<string, string>): Promise<number> {
  let stale = 0;
  for (const [file, text] of texts) {
    const committed = await readIfThere(file);
    if (committed === text) continue;
    stale += 1;
    console.error(`${file} is not what the code says. Run \`npm run contracts\` and commit it.`);
    console.error(differences(committed ?? '', text));
  }
  if (stale === 0) console.log(`Up to date: ${[...texts.keys()].join(', ')}.`);
  return stale === 0 ? 0 : 1;
}

/** A database of its own, so that the texts depend on the code alone and not on what someone has in their data folder. */
async function withEmptyDatabase<T>(work: (urls: DatabaseUrls) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'accompany-contracts-'));
  const server = await startEmbeddedPostgres({ dataDir, ephemeral: true, settings: { fsync: 'off' } });
  try {
    const secret = randomBytes(32);
    return await work(await prepareDatabase(await provisionDatabase(server.url, secret, 'accompany'), secret));
  } finally {
    await server.stop();
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
