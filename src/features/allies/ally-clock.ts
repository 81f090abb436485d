import { Injectable, type OnModuleInit } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Clocks } from '../../platform/jobs/clocks.js';
import { settlePledges } from './settled-pledges.js';

/**
 * Writes down what follows from a standing that ran out or ended: pledges that waited for a place wait no more. Nobody is
 * promoted meanwhile whose standing does not last, whether or not this has run.
 */
@Injectable()
export class AllyClock implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clocks: Clocks,
  ) {}

  onModuleInit(): void {
    this.clocks.add({ name: 'settle-allies', at: '* * * * *', work: () => this.settle() });
    this.clocks.add({ name: 'tidy-ally-requests', at: '*/15 * * * *', work: () => this.tidy() });
  }

  /** Answers how many pledges ended. */
  async settle(): Promise<number> {
    return this.db.write(system, null, async (tx) => (await settlePledges(tx, null)).pledges);
  }

  async tidy(): Promise<void> {
    await this.db.write(system, null, (tx) => tx.rows('SELECT app.tidy_ally_requests()'));
  }
}
