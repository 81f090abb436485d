// What identifies people in the tests, e-mails, passwords, tokens, codes and sign-in names, is remembered as it is sent and
// answered. When the suite is over none of it may be found in any log, or in any row of any database: outbox, queue,
// record and vault included. Plain JavaScript, because Jest's own process looks for it too.
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const FOLDER = 'ACCOMPANY_TEST_CANARIES';
const SHORTEST = 8;
/** Longer runs of these are one word of a text; what is planted and holds other characters is looked for as it is. */
const WORD = /[A-Za-z0-9_.@+-]{8,}/g;
const BYTES = /\\x((?:[0-9a-f]{2}){8,})/g;

const SENT = /^(?:email|newEmail|signIn|refreshToken|recoveryCode|totpCode|code|link)$|password$/i;
const ANSWERED = /Token$|^(?:signInName|recoveryCodes|code|undoCode|link|askLink|key|token|secret|otpauthUri)$/;

export function openCage() {
  process.env[FOLDER] = mkdtempSync(join(tmpdir(), 'accompany-canaries-'));
}

export function closeCage() {
  rmSync(process.env[FOLDER], { recursive: true, force: true });
}

/** Where the logs of this worker's servers go. */
export function writeLog(text) {
  write('log', text);
}

export function plant(...values) {
  const canaries = values.filter((value) => typeof value === 'string' && isTelling(value));
  if (canaries.length > 0) write('planted', `${canaries.map((value) => JSON.stringify(value)).join('\n')}\n`);
}

/** Plants what a request sent of a person and what it was answered. */
export function plantFrom(sent, answered) {
  plant(...valuesOf(sent, SENT), ...valuesOf(answered, ANSWERED));
}

/** The planted values that a text holds, in clear or as bytes. */
export function findIn(text, planted) {
  return findBy(text, lookFor(planted));
}

/** By the longest word in each, so that a text is read once, however much is looked for in it. */
function lookFor(planted) {
  const byWord = new Map();
  const wordless = [];
  for (const value of planted) {
    const [word] = (value.match(WORD) ?? []).toSorted((one, other) => other.length - one.length);
    if (word === undefined) wordless.push(value);
    else byWord.set(word, [...(byWord.get(word) ?? []), value]);
  }
  return { byWord, wordless };
}

function findBy(text, { byWord, wordless }) {
  const readable = [text, ...Array.from(text.matchAll(BYTES), ([, hex]) => Buffer.from(hex, 'hex').toString('latin1'))];
  const found = new Set();
  for (const piece of readable) {
    const suspects = suspectsIn(piece, byWord);
    for (const value of [...suspects, ...wordless]) if (piece.includes(value)) found.add(value);
  }
  return [...found];
}

function suspectsIn(piece, byWord) {
  const suspects = new Set();
  for (const [run] of piece.matchAll(WORD)) {
    // At the end of a sentence, a full stop belongs to the run and not to the word.
    for (const word of [run, run.replace(/[.@+-]+$/, '')])
      for (const value of byWord.get(word) ?? []) suspects.add(value);
  }
  return suspects;
}

/** Looks through everything that the suite left; answers a line for each find. */
export async function findEscaped(superuserUrl, like = 'accompany%') {
  const planted = new Set(
    read('planted').flatMap(([, text]) =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ),
  );
  const wanted = lookFor(planted);
  const found = read('log').flatMap(([name, text]) =>
    findBy(text, wanted).map((value) => `${shown(value)} in ${name}`),
  );
  for (const database of await databases(superuserUrl, like))
    found.push(...(await findInDatabase(superuserUrl, database, wanted)));
  return { planted: planted.size, found };
}

async function databases(superuserUrl, like) {
  return query(superuserUrl, 'SELECT datname AS name FROM pg_database WHERE datname LIKE $1 ORDER BY 1', [like]);
}

async function findInDatabase(superuserUrl, { name }, wanted) {
  const url = new URL(superuserUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  const tables = await query(
    url.toString(),
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const found = [];
  for (const table of tables) {
    const rows = await query(url.toString(), `SELECT t::text AS row FROM ${table.name} t`);
    const text = rows.map(({ row }) => row).join('\n');
    found.push(...findBy(text, wanted).map((value) => `${shown(value)} in ${name}, table ${table.name}`));
  }
  return found;
}

async function query(connectionString, text, values = []) {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

function valuesOf(thing, names) {
  if (thing === null || typeof thing !== 'object') return [];
  return Object.entries(thing).flatMap(([name, value]) => {
    if (!Array.isArray(thing) && names.test(name)) return [value].flat();
    return valuesOf(value, names);
  });
}

/** Codes of errors and ids are sent under the same names, and a plain word that is tried as a password is no secret. */
const COMMON = /^(?:[A-Z_]+|[a-z]{1,11}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
function isTelling(value) {
  return value.length >= SHORTEST && !COMMON.test(value);
}

const shown = (value) => `${value.slice(0, 12)}… (${value.length} characters)`;

function write(kind, text) {
  const folder = process.env[FOLDER];
  if (folder) appendFileSync(join(folder, `${kind}-${process.env.JEST_WORKER_ID ?? '0'}`), text);
}

function read(kind) {
  const folder = process.env[FOLDER];
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${kind}-`))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
}
