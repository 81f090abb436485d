import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import type { Actor } from '../access/actor.js';
import type { Keys } from '../crypto/keys.js';
import { Conflict, refuse } from '../graphql/errors.js';
import type { Reader, Reads } from '../graphql/reader.js';
import { isPassing, translated } from './pg-errors.js';
import { isStalePlan, send } from './statements.js';
import { Tx } from './tx.js';

/** What a mutation is called and was sent, so that sending it twice can be told from doing it twice. */
export interface Command {
  name: string;
  input: { idempotencyKey?: string | null | undefined };
  /** Answers with something that is never stored, such as a token: a repeat is told that it was done. */
  issuesSecrets?: boolean;
  /** Whose key it is when nobody is signed in: the digest of the link or address they came with. */
  scope?: string;
}

export interface DatabaseOptions {
  url: string;
  poolSize: number;
}

const ATTEMPTS = 3;

/** The one way to the data: reads and writes as an actor, under row-level security. */
@Injectable()
export class Database implements Reads, OnApplicationShutdown {
  private constructor(
    /** For rate counters and health, which belong to nobody. Everything else goes through `read` and `write`. */
    readonly pool: pg.Pool,
    private readonly keys: Keys,
  ) {}

  static async connect(options: DatabaseOptions, keys: Keys): Promise<Database> {
    const pool = new pg.Pool({
      connectionString: options.url,
      max: options.poolSize,
      connectionTimeoutMillis: 2_000,
      statement_timeout: 2_000,
      lock_timeout: 500,
      idle_in_transaction_session_timeout: 5_000,
    });
    // Whoever asks is told by their own statement. Without a listener a server that goes away would end the process.
    const ignore = () => undefined;
    pool.on('error', ignore).on('connect', (client) => client.on('error', ignore));
    const database = new Database(pool, keys);
    await pool.query('SELECT');
    return database;
  }

  /** Reads as the actor sees. Without a person it takes no transaction: policies show what is published, nothing else. */
  async read<T>(actor: Actor, work: (reader: Reader) => Promise<T>): Promise<T> {
    for (let again = false; ; again = true) {
      try {
        return await (actor.kind === 'anonymous'
          ? work(readerOf(this.pool))
          : this.inContext(actor, 'READ ONLY', work));
      } catch (error) {
        if (again || !isStalePlan(error)) throw translated(error);
      }
    }
  }

  /**
   * Runs `work` in one transaction as the actor. A refusal thrown inside rolls everything back. The result must be
   * ids: it is kept under the command's idempotency key and returned, without running `work`, when the key comes again.
   */
  async write<T>(actor: Actor, command: Command | null, work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const progress = { committing: false };
      try {
        return await this.attempt(actor, command, work, progress);
      } catch (error) {
        // A commit whose answer was lost may have happened: only a key makes it safe to send again.
        const safe = !progress.committing || command?.input.idempotencyKey != null;
        if (attempt >= ATTEMPTS || !safe || !isPassing(error)) throw translated(error);
        await sleep(Math.random() * 50 * 4 ** attempt);
      }
    }
  }

  /**
   * One statement that is a transaction of its own and in nobody's name: for functions which do something for many people
   * at once, and look for each of them what they may.
   */
  async forMany<R extends object>(sql: string, params: readonly unknown[]): Promise<R[]> {
    return (await send(this.pool, sql, params)).rows as R[];
  }

  /**
   * Runs `work` in a transaction of the actor that leaves nothing behind but the rows which `work` writes: no lock on
   * the actor's standing, which marks its row, and no idempotency key. For ballots, which nothing may tie to a person.
   * `work` must be safe to run again, and checks by itself who may.
   */
  async writeAlone<T>(actor: Actor, work: (reader: Reader) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.inContext(actor, 'READ WRITE', work);
      } catch (error) {
        if (attempt >= ATTEMPTS || !isPassing(error)) throw translated(error);
        await sleep(Math.random() * 50 * 4 ** attempt);
      }
    }
  }

  async onApplicationShutdown(): Promise<void> {
    if (!this.pool.ending) await this.pool.end();
  }

  private attempt<T>(
    actor: Actor,
    command: Command | null,
    work: (tx: Tx) => Promise<T>,
    progress: { committing: boolean },
  ): Promise<T> {
    return this.transaction('BEGIN', async (client) => {
      const tx = await Tx.begin(client, actor, command?.scope ?? null);
      const result = await this.once(tx, command, work);
      progress.committing = true;
      return result;
    });
  }

  /** The first statement of the transaction claims the key: a request sent twice at once waits here for the first. */
  private async once<T>(tx: Tx, command: Command | null, work: (tx: Tx) => Promise<T>): Promise<T> {
    const key = command?.input.idempotencyKey;
    if (!command || key == null) return work(tx);
    const hash = this.requestHash(command);
    const claimed = await tx.rows(
      `INSERT INTO idempotency (scope, key, operation, request_hash) VALUES (app.scope(), $1, $2, $3) ON CONFLICT DO NOTHING RETURNING key`,
      [key, command.name, hash],
    );
    if (claimed.length === 0) return this.replay<T>(tx, command, key, hash);
    const result = await work(tx);
    await tx.rows('UPDATE idempotency SET result = $2 WHERE scope = app.scope() AND key = $1', [
      key,
      command.issuesSecrets ? null : JSON.stringify(result ?? null),
    ]);
    return result;
  }

  private async replay<T>(tx: Tx, command: Command, key: string, hash: Buffer): Promise<T> {
    const before = await tx.row<{ operation: string; request_hash: Buffer; result: T }>(
      'SELECT operation, request_hash, result FROM idempotency WHERE scope = app.scope() AND key = $1',
      [key],
    );
    if (before?.operation !== command.name || !before.request_hash.equals(hash)) {
      throw new Conflict('This idempotencyKey was used for another request. Use a new key for a new request.');
    }
    if (command.issuesSecrets) {
      throw refuse(
        'ALREADY_DONE',
        'This was done when you first sent it. What it issued is shown once only.',
        'idempotencyKey',
      );
    }
    return before.result;
  }

  /** What tells a request that is sent again from another under the same key. Keyed, because an input may hold a password. */
  requestHash(command: Command): Buffer {
    const { idempotencyKey: _, ...input } = command.input as Record<string, unknown>;
    const digest = createHash('sha256')
      .update(canonical([command.name, input]))
      .digest('hex');
    return this.keys.digest('request', digest);
  }

  private inContext<T>(
    actor: Actor,
    mode: 'READ ONLY' | 'READ WRITE',
    work: (reader: Reader) => Promise<T>,
  ): Promise<T> {
    // Only fixed words and checked UUIDs: joined into one trip, which parameters would not allow.
    const context = {
      kind: actor.kind,
      person: uuidOrEmpty(actor.personId),
      factor: actor.secondFactor ? 'second' : '',
      key: uuidOrEmpty(actor.key?.id ?? null),
    };
    const settings = Object.entries(context).map(
      ([name, value]) => `set_config('accompany.${name}', '${value}', true)`,
    );
    return this.transaction(`BEGIN ${mode}; SELECT ${settings.join(', ')}`, (client) => work(readerOf(client)));
  }

  private async transaction<T>(begin: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken = false;
    try {
      await client.query(begin);
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      broken = await client.query('ROLLBACK').then(
        () => false,
        () => true,
      );
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

function readerOf(connection: pg.Pool | pg.PoolClient): Reader {
  return {
    rows: async <R extends object>(sql: string, params: readonly unknown[] = []) =>
      (await send(connection, sql, params)).rows as R[],
  };
}

function uuidOrEmpty(id: string | null): string {
  if (id === null) return '';
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new TypeError('An id is a UUID.');
  return id;
}

/** JSON with keys in order, so that equal inputs have equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner) && !(inner instanceof Date)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
