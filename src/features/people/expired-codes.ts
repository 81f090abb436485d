import { Injectable, type OnModuleInit } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Clocks } from '../../platform/jobs/clocks.js';

/** Codes and former addresses whose time is over work no more without this; it forgets them. */
@Injectable()
export class ExpiredCodes implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clocks: Clocks,
  ) {}

  onModuleInit(): void {
    this.clocks.add({ name: 'forget-expired-codes', at: '7 * * * *', missed: 'once', work: () => this.forget() });
  }

  async forget(): Promise<void> {
    await this.database.write(system, null, (tx) => tx.rows('SELECT vault.forget_expired_codes()'));
  }
}
