import { Injectable, type OnModuleInit } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Clocks } from '../../platform/jobs/clocks.js';
import { WallClock } from './wall-clock.js';

/** How long people find what they were told. */
export const NOTIFICATION_DAYS = 180;

const AT_ONCE = 100;
const FORGOTTEN_AT_ONCE = 5_000;

/** Makes digests when their hour has come, and forgets what is old. */
@Injectable()
export class NotificationClock implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clocks: Clocks,
    private readonly time: WallClock,
  ) {}

  onModuleInit(): void {
    // The hours of every zone begin at a quarter of an hour of UTC.
    this.clocks.add({ name: 'make-digests', at: '*/15 * * * *', missed: 'once', work: () => this.makeDigests() });
    this.clocks.add({ name: 'forget-notifications', at: '53 3 * * *', missed: 'once', work: () => this.forget() });
  }

  /** Any number of processes may do so at once: what stands in one digest waits for no other. */
  async makeDigests(): Promise<void> {
    await this.untilNone('SELECT app.make_digests($1, $2) AS done', this.time.now(), AT_ONCE);
  }

  async forget(): Promise<void> {
    await this.db.write(system, null, (tx) => tx.rows('SELECT vault.forget_pending_messengers()'));
    await this.untilNone('SELECT app.forget_notifications($1, $2) AS done', NOTIFICATION_DAYS, FORGOTTEN_AT_ONCE);
  }

  private async untilNone(sql: string, what: Date | number, most: number): Promise<void> {
    for (;;) {
      const { done } = await this.db.write(system, null, (tx) => tx.only<{ done: number }>(sql, [what, most]));
      if (done < most) return;
    }
  }
}
