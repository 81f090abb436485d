import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Config } from '../../config.js';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { Clocks } from '../../platform/jobs/clocks.js';
import { THREAD_MONTHS, UNUSED_ACCOUNT_DAYS } from './retention.rules.js';

const AT_ONCE = 50;

/** Lets time erase what retention.rules.ts says; sessions, events and keys are forgotten by the platform itself. */
@Injectable()
export class RetentionClock implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clocks: Clocks,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.clocks.add({ name: 'let-time-erase', at: '41 3 * * *', missed: 'once', work: () => this.erase() });
  }

  async erase(): Promise<void> {
    await this.db.write(system, null, (tx) =>
      tx.rows('SELECT vault.forget_exports(), vault.forget_app_tokens(), vault.forget_calendar_feeds()'),
    );
    await this.db.write(system, null, (tx) =>
      tx.rows('SELECT app.forget_closed_matters($1)', [this.config.retentionMonths]),
    );
    await this.db.write(system, null, (tx) => tx.rows('SELECT app.forget_offers($1)', [this.config.retentionMonths]));
    await this.untilNone('SELECT app.forget_ended_memberships($1, $2) AS done', this.config.retentionMonths);
    await this.untilNone('SELECT vault.forget_unused_accounts($1, $2) AS done', UNUSED_ACCOUNT_DAYS);
    await this.untilNone('SELECT app.forget_threads($1, $2) AS done', THREAD_MONTHS);
  }

  private async untilNone(sql: string, period: number): Promise<void> {
    for (;;) {
      const { done } = await this.db.write(system, null, (tx) => tx.only<{ done: number }>(sql, [period, AT_ONCE]));
      if (done < AT_ONCE) return;
    }
  }
}
