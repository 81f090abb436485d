import { Injectable, type OnModuleInit } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Clocks } from '../../platform/jobs/clocks.js';
import { type Deed, record } from '../record/index.js';

interface EndedMandate {
  community_id: string;
  campaign_id: string;
  mandate_id: string;
  ask_ids: string[];
}

/**
 * Ends mandates whose time is over and pauses the asks under them. Reads and writes treat a passed end as passed
 * without it: this makes the rows say so, and puts it on the record.
 */
@Injectable()
export class MandateClock implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clocks: Clocks,
  ) {}

  onModuleInit(): void {
    this.clocks.add({ name: 'end-mandates', at: '* * * * *', work: () => this.endMandates() });
  }

  /** Answers how many ended. */
  async endMandates(): Promise<number> {
    return this.db.write(system, null, async (tx) => {
      const ended = await tx.rows<EndedMandate>('SELECT * FROM app.end_mandates()');
      await record(tx, ...ended.flatMap(deedsOf));
      return ended.length;
    });
  }
}

function deedsOf({ community_id, campaign_id, mandate_id, ask_ids }: EndedMandate): Deed[] {
  const where = { communityId: community_id, campaignId: campaign_id };
  return [
    { ...where, kind: 'mandate.ended', subjectType: 'Mandate', subjectId: mandate_id },
    ...ask_ids.map(
      (id): Deed => ({
        ...where,
        kind: 'ask.paused',
        subjectType: 'Ask',
        subjectId: id,
        details: { because: 'MANDATE_ENDED', mandateId: mandate_id },
      }),
    ),
  ];
}
