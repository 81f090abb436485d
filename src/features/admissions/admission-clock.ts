import { Injectable, type OnModuleInit } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Clocks } from '../../platform/jobs/clocks.js';
import { record } from '../record/index.js';

/** Closes requests whose thirty days are over. Reads and writes treat them as over without it. */
@Injectable()
export class AdmissionClock implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clocks: Clocks,
  ) {}

  onModuleInit(): void {
    this.clocks.add({ name: 'expire-requests', at: '*/10 * * * *', work: () => this.expireRequests() });
  }

  /** Answers how many ended. */
  async expireRequests(): Promise<number> {
    return this.database.write(system, null, async (tx) => {
      const ended = await tx.rows<{ community_id: string; request_id: string }>('SELECT * FROM app.expire_requests()');
      await record(
        tx,
        ...ended.map(({ community_id, request_id }) => ({
          communityId: community_id,
          kind: 'membership.request_expired' as const,
          subjectType: 'MembershipRequest',
          subjectId: request_id,
        })),
      );
      return ended.length;
    });
  }
}
