import { Injectable, type OnModuleInit } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Clocks } from '../../platform/jobs/clocks.js';

/**
 * Carries out removals of stewards whose 72 hours are over, and lets proposals lapse that nobody confirmed. From the
 * due moment on the membership counts as over without it: this makes the rows say so, and puts it on the record.
 */
@Injectable()
export class StandingClock implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clocks: Clocks,
  ) {}

  onModuleInit(): void {
    this.clocks.add({ name: 'execute-removals', at: '* * * * *', work: () => this.executeRemovals() });
  }

  /** Answers how many ended. */
  async executeRemovals(): Promise<number> {
    return this.database.write(system, null, async (tx) => {
      const { done } = await tx.only<{ done: number }>('SELECT app.execute_removals() AS done');
      return done;
    });
  }
}
