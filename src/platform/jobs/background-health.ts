import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Readiness } from '../http/readiness.js';

export interface BackgroundState {
  /** The age of the oldest record entry that is not chained yet; null when all are. */
  unsealedSeconds: number | null;
  /** Null until the relay's first round. */
  relaySucceededAt: Date | null;
}

const UNSEALED_AT_MOST_SECONDS = 10;
const RELAY_AT_MOST_MS = 60_000;

/** Whether what happens after a commit keeps up. */
@Injectable()
export class BackgroundHealth {
  private relay: { readonly lastSuccessAt: Date | null } | undefined;

  constructor(
    private readonly db: Database,
    private readonly readiness: Readiness,
  ) {}

  /** From now on the process is ready only while the relay looks at the outbox and the record is chained in time. */
  watch(relay: { readonly lastSuccessAt: Date | null }): void {
    this.relay = relay;
    this.readiness.add('record', () => this.recordIsSealed());
    this.readiness.add('relay', async () => this.relayRuns());
  }

  async state(): Promise<BackgroundState> {
    const { rows } = await this.db.pool.query<{ seconds: number | null }>(
      'SELECT app.oldest_unsealed_seconds() AS seconds',
    );
    return { unsealedSeconds: rows[0]?.seconds ?? null, relaySucceededAt: this.relay?.lastSuccessAt ?? null };
  }

  async recordIsSealed(): Promise<boolean> {
    const { unsealedSeconds } = await this.state();
    return unsealedSeconds === null || unsealedSeconds <= UNSEALED_AT_MOST_SECONDS;
  }

  /** That it looks at the outbox; whether receivers answer is no reason to take a server out of service. */
  relayRuns(): boolean {
    const last = this.relay?.lastSuccessAt;
    return last != null && Date.now() - last.getTime() <= RELAY_AT_MOST_MS;
  }
}
