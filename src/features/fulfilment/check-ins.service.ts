import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { record } from '../record/index.js';
import { canReport } from './fulfilment.policy.js';
import type { CheckInInput } from './occurrence.inputs.js';

interface Held {
  id: string;
  communityId: string;
  campaignId: string;
  pledgerId: string;
  isOwn: boolean;
  recurs: boolean;
}

@Injectable()
export class CheckInsService {
  constructor(private readonly database: Database) {}

  checkIn(actor: Actor, input: CheckInInput): Promise<{ pledgeId: string }> {
    return this.database.write(actor, { name: 'checkIn', input }, async (tx) => {
      const pledge = await tx.row<Held>(
        `SELECT p.id, p.community_id AS "communityId", p.campaign_id AS "campaignId", p.pledger_id AS "pledgerId", p.recurs,
                p.pledger_id = ANY (app.my_memberships()) AS "isOwn" FROM pledge p WHERE p.id = $1`,
        [input.pledgeId],
      );
      if (!pledge) throw new NotFound();
      authorize(tx.actor, canReport, pledge);
      if (!pledge.recurs) {
        const message = 'This is done once. Report it when it is done, or give it back with stepBack.';
        throw refuse('WRONG_STATE', message, 'pledgeId');
      }
      const done = await tx.row<{ isIn: boolean }>('SELECT app.check_in($1, $2) AS "isIn"', [
        pledge.communityId,
        pledge.id,
      ]);
      if (!done?.isIn) {
        throw refuse('WRONG_STATE', 'This pledge has ended, or has no place yet. Pledge anew to go on.', 'pledgeId');
      }
      await record(tx, {
        communityId: pledge.communityId,
        campaignId: pledge.campaignId,
        kind: 'pledge.checked_in',
        subjectType: 'Pledge',
        subjectId: pledge.id,
        by: pledge.pledgerId,
      });
      return { pledgeId: pledge.id };
    });
  }
}
