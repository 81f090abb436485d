import { Injectable } from '@nestjs/common';
import { system } from '../access/actor.js';
import { Database } from '../database/database.js';

const BATCH = 500;

/** Chains what was recorded. Any number of processes may try at once: the database lets one at a time. */
@Injectable()
export class RecordSealer {
  constructor(private readonly db: Database) {}

  /** Answers whether more may be waiting. */
  async round(): Promise<boolean> {
    const [row] = await this.db.write(system, null, (tx) =>
      tx.rows<{ sealed: number }>('SELECT app.seal_record($1) AS sealed', [BATCH]),
    );
    return row?.sealed === BATCH;
  }
}
