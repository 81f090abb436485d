import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type OnModuleDestroy } from '@nestjs/common';
import pg from 'pg';
import type { Database } from '../database/database.js';
import { WakeUps } from './wake-ups.js';

const CHANNEL = 'accompany_wake_ups';
/** Milliseconds after which a silent connection is asked whether it is still there. */
const SILENCE = 10_000;
const PATIENCE = 5_000;

/**
 * By NOTIFY. It is sent by statements that write nothing: a transaction that notifies takes a lock of the whole database
 * when it commits, which none that does people's work may wait for.
 */
export class PostgresWakeUps extends WakeUps implements OnModuleDestroy {
  private readonly logger = new Logger('WakeUps');
  private readonly stopping = new AbortController();
  private listening: Promise<void> | undefined;

  constructor(
    private readonly url: string,
    private readonly database: Database,
  ) {
    super();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.listening;
  }

  protected async send(message: string): Promise<void> {
    await this.database.pool.query({
      name: 'wake_up',
      text: 'SELECT pg_notify($1, $2)',
      values: [CHANNEL, message],
    });
  }

  protected listen(): void {
    if (!this.stopping.signal.aborted) this.listening ??= this.keepListening();
  }

  /** On one connection of its own, since those of a pool belong to whoever asks for one. */
  private async keepListening(): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted; failures += 1) {
      const client = new pg.Client({
        connectionString: this.url,
        connectionTimeoutMillis: PATIENCE,
        query_timeout: PATIENCE,
      });
      try {
        await this.listenOn(client, () => (failures = 0));
      } catch (error) {
        // A long outage says so at its first, second, fourth, eighth … failure.
        if (Number.isInteger(Math.log2(failures + 1))) this.logger.warn({ err: error });
      }
      await client.end().catch(() => undefined);
      await this.pause(Math.min(100 * 2 ** failures, 5_000) * (0.8 + Math.random() * 0.4));
    }
  }

  /** Until the connection is lost, or the process stops. */
  private async listenOn(client: pg.Client, onSuccess: () => void): Promise<void> {
    const lost = new AbortController();
    client.on('error', () => lost.abort()).on('end', () => lost.abort());
    client.on('notification', ({ payload = '' }) => this.hear(payload));
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    onSuccess();
    this.wakeAll();
    const end = AbortSignal.any([lost.signal, this.stopping.signal]);
    while (!end.aborted) {
      await sleep(SILENCE, undefined, { signal: end }).catch(() => undefined);
      // A connection that broke without a word would be waited on for ever.
      if (!end.aborted) await client.query('SELECT 1 AS listening');
    }
  }

  private async pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
