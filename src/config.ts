import { createHash, randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type MessageGatewayConfig, readMessageGateway } from './config-message-gateway.js';
import { readSingleSignOn, type SingleSignOnConfig } from './config-single-sign-on.js';
import { EnvironmentReader } from './platform/environment-reader.js';
import { makeFolder, writingInto } from './platform/folder.js';
import { CommandError, errorCode, errorMessage } from './platform/command-error.js';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** In development the terminal is for the person who started the server. */
const QUIET = { development: 'warn', production: 'info', test: 'silent' } as const;

/** Points that may be spent in a minute; 0 sets no limit. A request costs 10, and what it asks for its cost. */
export const defaultRateLimits = { person: 120_000, key: 240_000, address: 240_000 };

/** How many sockets a person, key or network may hold open in a process, and how many subscriptions over each. */
export const defaultLiveLimits = { sockets: 50, subscriptions: 20 };

export interface Config {
  env: 'development' | 'production' | 'test';
  host: string;
  port: number;
  /** Where people reach the server, without a slash at the end: links in mails start with it. */
  publicUrl: string;
  /** The owner's address of a database. Without one an embedded Postgres is started. */
  databaseUrl?: string;
  /** Addresses of roles made by hand, where the owner may not create roles. */
  runtimeDatabaseUrl?: string;
  jobsDatabaseUrl?: string;
  /** Absolute. */
  dataDir: string;
  /** 32 bytes, from which every key of the server is derived. */
  secret: Buffer;
  introspection: boolean;
  logLevel: (typeof LOG_LEVELS)[number];
  smtpUrl?: string;
  mailFrom: string;
  /** Where short messages are sent by, to telephones and messengers. */
  messageGateway?: MessageGatewayConfig;
  poolSize: number;
  /** As Fastify's `trustProxy`: whose X-Forwarded-For to believe. */
  trustProxy: boolean | number | string;
  corsOrigins: string[];
  /** Where passkeys may be used besides the public address itself. */
  passkeyOrigins: string[];
  singleSignOn?: SingleSignOnConfig;
  /** How long after a membership ended its words about the person are kept. */
  retentionMonths: number;
  /** Left out, they are as `defaultRateLimits`. */
  rateLimits?: Record<keyof typeof defaultRateLimits, number>;
  /** Left out, they are as `defaultLiveLimits`. */
  liveLimits?: typeof defaultLiveLimits;
  /** Where limits are counted and processes wake each other, instead of in Postgres. */
  redisUrl?: string;
  /** False in commands, which leave mails, seals and clocks to the server. Default: except in tests. */
  runsBackground?: boolean;
}

/** Reads and checks the whole environment. Throws one CommandError that names everything that is wrong. */
export function loadConfig(environment: NodeJS.ProcessEnv): Config {
  const read = new EnvironmentReader(environment);
  const env = read.oneOf('NODE_ENV', ['development', 'production', 'test'] as const, 'development');
  const port = read.integer('PORT', 3000, 0, 65_535);
  const databaseUrl = read.url('DATABASE_URL', ['postgresql:', 'postgres:']);
  const runtimeDatabaseUrl = read.url('RUNTIME_DATABASE_URL', ['postgresql:', 'postgres:']);
  const jobsDatabaseUrl = read.url('JOBS_DATABASE_URL', ['postgresql:', 'postgres:']);
  const smtpUrl = read.url('SMTP_URL', ['smtp:', 'smtps:']);
  const redisUrl = read.url('REDIS_URL', ['redis:', 'rediss:']);
  const phrase = readPhrase(read, env === 'production' && databaseUrl !== undefined);
  const config = {
    env,
    // Development listens to this machine only; a server in production usually sits behind a proxy on another.
    host: read.text('HOST', env === 'production' ? '0.0.0.0' : '127.0.0.1'),
    port,
    publicUrl: read.url('PUBLIC_URL', ['http:', 'https:'])?.replace(/\/+$/, '') ?? `http://localhost:${port}`,
    ...(databaseUrl && { databaseUrl }),
    ...(runtimeDatabaseUrl && { runtimeDatabaseUrl }),
    ...(jobsDatabaseUrl && { jobsDatabaseUrl }),
    dataDir: resolve(read.text('DATA_DIR', '.data')),
    introspection: read.flag('INTROSPECTION', env !== 'production'),
    logLevel: read.oneOf('LOG_LEVEL', LOG_LEVELS, QUIET[env]),
    ...(smtpUrl && { smtpUrl }),
    mailFrom: read.mailbox('MAIL_FROM', 'Accompany <accompany@localhost>'),
    ...readMessageGateway(read),
    poolSize: read.integer('POOL_SIZE', 10, 2, 500),
    trustProxy: read.trustProxy('TRUST_PROXY'),
    corsOrigins: read.origins('CORS_ORIGINS'),
    passkeyOrigins: read.appOrigins('PASSKEY_ORIGINS'),
    retentionMonths: read.integer('RETENTION_MONTHS', 24, 1, 120),
    rateLimits: readRateLimits(read),
    liveLimits: {
      sockets: read.integer('LIVE_SOCKETS', defaultLiveLimits.sockets, 1, 100_000),
      subscriptions: read.integer('LIVE_SUBSCRIPTIONS', defaultLiveLimits.subscriptions, 1, 1_000),
    },
    ...(redisUrl && { redisUrl }),
  };
  const singleSignOn = readSingleSignOn(read, config);
  if ((runtimeDatabaseUrl || jobsDatabaseUrl) && !databaseUrl) {
    read.complain('RUNTIME_DATABASE_URL and JOBS_DATABASE_URL go with DATABASE_URL: set that too, or none of them.');
  }
  read.refuseProblems();
  return {
    ...config,
    ...(singleSignOn && { singleSignOn }),
    secret: deriveSecret(phrase ?? keptSecret(config.dataDir)),
  };
}

function readRateLimits(read: EnvironmentReader): NonNullable<Config['rateLimits']> {
  const { person, key, address } = defaultRateLimits;
  const most = 1_000_000_000;
  return {
    person: read.integer('RATE_LIMIT_PERSON', person, 0, most),
    key: read.integer('RATE_LIMIT_KEY', key, 0, most),
    address: read.integer('RATE_LIMIT_ADDRESS', address, 0, most),
  };
}

function readPhrase(read: EnvironmentReader, required: boolean): string | undefined {
  const phrase = read.optional('ACCOMPANY_SECRET');
  if (phrase !== undefined && phrase.length < 32) {
    read.complain(
      'ACCOMPANY_SECRET is too short to be safe: set at least 32 characters, such as the output of `openssl rand -hex 32`.',
    );
  }
  if (phrase === undefined && required) {
    // A secret kept beside the program is lost with its container, and with it every session and link.
    read.complain(
      'ACCOMPANY_SECRET is missing: in production with DATABASE_URL set it to a secret of your own, such as the output of `openssl rand -hex 32`, the same for every process.',
    );
  }
  return phrase;
}

function deriveSecret(phrase: string): Buffer {
  return createHash('sha256').update(`accompany secret ${phrase}`).digest();
}

/** Made at the first start. Linked into place whole, so that two first starts agree on one. */
function keptSecret(dataDir: string): string {
  const path = join(dataDir, 'secret');
  const kept = readIfThere(path);
  if (kept !== undefined) return kept;
  const aside = `${path}.${process.pid}`;
  writingInto(dataDir, () => {
    makeFolder(dataDir);
    writeFileSync(aside, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    try {
      linkSync(aside, path);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    } finally {
      rmSync(aside, { force: true });
    }
  });
  const made = readIfThere(path);
  if (made === undefined) throw new CommandError(`The file ${path} vanished while it was made. Start Accompany again.`);
  return made;
}

function readIfThere(path: string): string | undefined {
  let content: string;
  try {
    content = readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return undefined;
    throw new CommandError(
      `The secret in ${path} cannot be read (${errorMessage(error)}). Start Accompany as the user who owns it, or set ACCOMPANY_SECRET.`,
    );
  }
  if (content.length >= 32) return content;
  throw new CommandError(
    `The file ${path} holds no usable secret. Put it back from a backup, or delete it: a new one ends every session and link.`,
  );
}
