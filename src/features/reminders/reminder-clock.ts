import { Injectable, type OnModuleInit } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Clocks } from '../../platform/jobs/clocks.js';
import { WallClock } from '../notifications/index.js';

/** So many in one transaction; what is due at one moment beyond that follows in the next. */
const AT_ONCE = 200;
const FORGOTTEN_AT_ONCE = 5_000;

/** Makes reminders when their time has come, and forgets those that are long over. */
@Injectable()
export class ReminderClock implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clocks: Clocks,
    private readonly time: WallClock,
  ) {}

  onModuleInit(): void {
    this.clocks.add({ name: 'make-reminders', at: '* * * * *', work: () => this.remind() });
    this.clocks.add({ name: 'forget-reminders', at: '41 3 * * *', missed: 'once', work: () => this.forget() });
  }

  /** Answers how many it made, those included that are passed over. */
  remind(): Promise<number> {
    return this.untilNone('SELECT app.make_reminders($1, $2) AS done', [this.time.now(), AT_ONCE], AT_ONCE);
  }

  forget(): Promise<number> {
    return this.untilNone('SELECT app.forget_reminders($1) AS done', [FORGOTTEN_AT_ONCE], FORGOTTEN_AT_ONCE);
  }

  private async untilNone(sql: string, params: readonly unknown[], most: number): Promise<number> {
    for (let all = 0; ; ) {
      const { done } = await this.db.write(system, null, (tx) => tx.only<{ done: number }>(sql, params));
      all += done;
      if (done < most) return all;
    }
  }
}
