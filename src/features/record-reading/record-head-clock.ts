import { Injectable, type OnModuleInit } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Clocks } from '../../platform/jobs/clocks.js';

const AT_ONCE = 1_000;

/** Keeps where each record ended at the end of the day, a little after midnight (UTC), when what was recorded before it is sealed. */
@Injectable()
export class RecordHeadClock implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clocks: Clocks,
  ) {}

  onModuleInit(): void {
    this.clocks.add({ name: 'publish-record-heads', at: '4 0 * * *', missed: 'once', work: () => this.publish() });
  }

  /** In bites that stay within the time of one statement. A day's heads that are there already stay as they are. */
  async publish(): Promise<void> {
    let last = await this.publishAfter(null);
    while (last !== null) last = await this.publishAfter(last);
  }

  private async publishAfter(community: string | null): Promise<string | null> {
    const { last } = await this.db.write(system, null, (tx) =>
      tx.only<{ last: string | null }>('SELECT app.publish_record_heads($1, $2) AS last', [community, AT_ONCE]),
    );
    return last;
  }
}
