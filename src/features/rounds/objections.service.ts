import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { record } from '../record/index.js';
import './round.constraints.js';
import type { ObjectToResultInput } from './round.inputs.js';
import { canObjectToResult } from './round.policy.js';
import { onRoll, ownPlace, visibleRound } from './round.queries.js';

/** Whoever could vote may say that a result should not stand. */
@Injectable()
export class ObjectionsService {
  constructor(private readonly database: Database) {}

  object(actor: Actor, input: ObjectToResultInput): Promise<{ roundId: string }> {
    return this.database.write(actor, { name: 'objectToResult', input }, async (tx) => {
      const round = await visibleRound(tx, input.roundId);
      const place = await ownPlace(tx, round, input.communityId);
      const facts = onRoll(round, place);
      authorize(tx.actor, canObjectToResult, facts);
      const { communityId, campaignId, id: roundId } = round;
      const { leadId } = facts;
      const objectionId = newId();
      const { state } = await tx.only<{ state: string }>('SELECT app.object_to_result($1, $2, $3, $4, $5) AS state', [
        communityId,
        roundId,
        objectionId,
        leadId,
        input.reason,
      ]);
      const subject = { communityId, campaignId, subjectType: 'PriorityRound', subjectId: roundId };
      await record(tx, { ...subject, leadId, kind: 'round.objected', details: { objectionId, state } });
      return { roundId };
    });
  }
}
