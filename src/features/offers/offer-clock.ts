import { Injectable, type OnModuleInit } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Clocks } from '../../platform/jobs/clocks.js';

/**
 * Writes down that offers waited long enough. Reads and writes treat a passed time as passed without it: this puts it on
 * the record, and so tells the ally.
 */
@Injectable()
export class OfferClock implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clocks: Clocks,
  ) {}

  onModuleInit(): void {
    this.clocks.add({ name: 'expire-offers', at: '*/5 * * * *', work: () => this.expire() });
  }

  /** Answers how many ended. */
  async expire(): Promise<number> {
    const row = await this.db.write(system, null, (tx) =>
      tx.only<{ expired: number }>('SELECT app.expire_offers() AS expired'),
    );
    return row.expired;
  }
}
