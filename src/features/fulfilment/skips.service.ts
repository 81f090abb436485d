import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { Refusal } from '../../platform/graphql/errors.js';
import { record } from '../record/index.js';
import { homeOf, locked, sayAll } from './community-word.js';
import './fulfilment.constraints.js';
import { canAttest } from './fulfilment.policy.js';
import { faultAsReason } from './fulfilment.rules.js';
import type { AgreeSkipInput, RequestSkipInput } from './occurrence.inputs.js';
import { whyNotAgreeSkip, whyNotRequestSkip } from './occurrence.rules.js';
import { ownWork } from './own-work.js';

/** One time is left out once both have said so, whoever says it first. */
@Injectable()
export class SkipsService {
  constructor(private readonly database: Database) {}

  request(actor: Actor, input: RequestSkipInput): Promise<{ occurrenceId: string }> {
    return this.database.write(actor, { name: 'requestSkip', input }, async (tx) => {
      const { occurrenceId, why } = input;
      const work = await ownWork(tx, occurrenceId);
      const against = whyNotRequestSkip(work);
      if (against) throw new Refusal(against);
      await record(tx, {
        communityId: work.communityId,
        campaignId: work.campaignId,
        kind: 'fulfilment.skip_requested',
        subjectType: 'Occurrence',
        subjectId: work.id,
        details: { pledgeId: work.pledgeId },
        by: work.pledgerId,
      });
      await tx.rows(
        'INSERT INTO skip_request (community_id, id, occurrence_id, pledger_id, pledger_standing, why) VALUES ($1, $2, $3, $4, $5, $6)',
        [work.communityId, newId(), work.id, work.pledgerId, work.pledgerStanding, why],
      );
      return { occurrenceId };
    });
  }

  agree(actor: Actor, input: AgreeSkipInput): Promise<{ occurrenceId: string }> {
    return this.database.write(actor, { name: 'agreeSkip', input }, async (tx) => {
      const { occurrenceId, note } = input;
      const home = await homeOf(tx, [occurrenceId]);
      authorize(tx.actor, canAttest, home);
      const work = (await locked(tx, home, [occurrenceId])).get(occurrenceId);
      const against = whyNotAgreeSkip(work, home);
      if (!work || against) throw new Refusal(against ?? faultAsReason('UNKNOWN'));
      await sayAll(tx, home, [{ work, kind: 'SKIP_AGREED', quantity: null, feedback: note ?? '' }]);
      return { occurrenceId };
    });
  }
}
