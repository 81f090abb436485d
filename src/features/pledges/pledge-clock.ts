import { Injectable, type OnModuleInit } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Clocks } from '../../platform/jobs/clocks.js';

/** So many asks in one transaction: a night with many deadlines is taken in pieces. */
const AT_ONCE = 20;

/** Writes down what time has decided in asks: offers, reconfirmations, conditions and thresholds that ran out. */
@Injectable()
export class PledgeClock implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clocks: Clocks,
  ) {}

  onModuleInit(): void {
    this.clocks.add({ name: 'settle-asks', at: '* * * * *', work: () => this.settle() });
  }

  /** Answers how many asks it brought up to date. */
  async settle(): Promise<number> {
    let all = 0;
    await this.db.write(system, null, (tx) => tx.rows('SELECT app.forget_hand_overs()'));
    for (;;) {
      const row = await this.db.write(system, null, (tx) =>
        tx.row<{ number: number }>('SELECT app.settle_due_asks($1) AS number', [AT_ONCE]),
      );
      const number = row?.number ?? 0;
      all += number;
      if (number < AT_ONCE) return all;
    }
  }
}
