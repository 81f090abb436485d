import { Injectable, type OnModuleInit } from '@nestjs/common';
import { system } from '../access/actor.js';
import { Database } from '../database/database.js';
import { Clocks } from './clocks.js';

const BATCH = 5_000;

/** What nobody needs any longer, deleted in bites that stay within the time of one statement. */
@Injectable()
export class Forgetting implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clocks: Clocks,
  ) {}

  onModuleInit(): void {
    this.clocks.add({ name: 'forget-expired', at: '17 3 * * *', missed: 'once', work: () => this.forget() });
  }

  async forget(): Promise<void> {
    await this.db.write(system, null, (tx) =>
      tx.rows(
        'SELECT vault.forget_expired(), vault.forget_passkey_challenges(), vault.forget_single_sign_on_attempts()',
      ),
    );
    await this.delete(
      `DELETE FROM idempotency WHERE (scope, key) IN (
         SELECT scope, key FROM idempotency WHERE created_at < now() - interval '7 days' LIMIT $1) RETURNING 1`,
    );
    await this.delete(
      `DELETE FROM app.rate_limit WHERE key IN (
         SELECT key FROM app.rate_limit WHERE expire < extract(epoch FROM now() - interval '1 hour') * 1000 LIMIT $1) RETURNING 1`,
    );
    await this.delete(
      `DELETE FROM outbox_event WHERE id IN (
         SELECT id FROM outbox_event WHERE delivered_at < now() - interval '30 days' LIMIT $1) RETURNING 1`,
    );
  }

  private async delete(sql: string): Promise<void> {
    for (;;) {
      const gone = await this.db.write(system, null, (tx) => tx.rows(sql, [BATCH]));
      if (gone.length < BATCH) return;
    }
  }
}
