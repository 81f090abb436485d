import { Injectable, type OnModuleInit } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Clocks } from '../../platform/jobs/clocks.js';

/** Forgets what was taken down and never confirmed. */
@Injectable()
export class EntryClock implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clocks: Clocks,
  ) {}

  onModuleInit(): void {
    this.clocks.add({ name: 'expire-entries', at: '*/10 * * * *', work: () => this.expire() });
  }

  /** Answers how many ran out. */
  async expire(): Promise<number> {
    const row = await this.db.write(system, null, (tx) =>
      tx.row<{ number: number }>('SELECT app.expire_entries() AS number'),
    );
    return row?.number ?? 0;
  }
}
