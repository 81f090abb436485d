import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { type Deed, record } from '../record/index.js';
import './ally.constraints.js';
import type { AdmitAllyInput, DeclineAlliesInput, WithdrawAllyRequestInput } from './ally.inputs.js';
import { canAdmitAllies, canWithdrawAllyRequest } from './ally.policy.js';

/** What came of one item; kept under the idempotency key, so a word and no text. */
export interface DeclineResult {
  requestId: string;
  outcome: 'DECLINED' | 'DECLINED_BEFORE' | 'DECIDED' | 'UNKNOWN';
}

interface Request {
  id: string;
  communityId: string;
  isYours: boolean;
}

/** What becomes of those who ask to be allies. */
@Injectable()
export class AllyRequestsService {
  constructor(private readonly database: Database) {}

  admit(actor: Actor, input: AdmitAllyInput): Promise<{ membershipId: string }> {
    return this.database.write(actor, { name: 'admitAlly', input }, async (tx) => {
      const { id, communityId } = await request(tx, input.requestId);
      authorize(tx.actor, canAdmitAllies, { communityId });
      const row = await tx.row<{ membershipId: string | null }>('SELECT app.admit_ally($1, $2) AS "membershipId"', [
        communityId,
        id,
      ]);
      const membershipId = row?.membershipId;
      if (membershipId == null) throw noLongerWaits();
      const deed = { communityId, subjectType: 'Membership', subjectId: membershipId };
      await record(tx, { ...deed, kind: 'membership.ally_admitted', details: { requestId: id } });
      return { membershipId };
    });
  }

  decline(actor: Actor, input: DeclineAlliesInput): Promise<{ results: DeclineResult[] }> {
    return this.database.write(actor, { name: 'declineAllies', input }, async (tx) => {
      const { communityId } = input;
      const home = await tx.row('SELECT id FROM community WHERE id = $1', [communityId]);
      if (!home) throw new NotFound();
      authorize(tx.actor, canAdmitAllies, { communityId });
      const rows = await tx.rows<DeclineResult>(
        'SELECT request_id AS "requestId", outcome FROM app.decline_allies($1, $2)',
        [communityId, [...new Set(input.requestIds)]],
      );
      await record(
        tx,
        ...rows
          .filter(({ outcome }) => outcome === 'DECLINED')
          .map(({ requestId }) => declined(communityId, requestId)),
      );
      const outcomes = new Map(rows.map(({ requestId, outcome }) => [requestId, outcome]));
      return {
        results: input.requestIds.map((requestId) => ({ requestId, outcome: outcomes.get(requestId) ?? 'UNKNOWN' })),
      };
    });
  }

  withdraw(actor: Actor, input: WithdrawAllyRequestInput): Promise<{ requestId: string }> {
    return this.database.write(actor, { name: 'withdrawAllyRequest', input }, async (tx) => {
      const asked = await request(tx, input.requestId);
      authorize(tx.actor, canWithdrawAllyRequest, asked);
      const row = await tx.row<{ done: boolean }>('SELECT app.withdraw_ally_request($1, $2) AS done', [
        asked.communityId,
        asked.id,
      ]);
      if (row?.done !== true) throw noLongerWaits();
      return { requestId: asked.id };
    });
  }
}

export function declined(communityId: string, requestId: string): Deed {
  return { communityId, kind: 'membership.ally_declined', subjectType: 'AllyRequest', subjectId: requestId };
}

async function request(tx: Tx, id: string): Promise<Request> {
  const row = await tx.row<Request>(
    `SELECT id, community_id AS "communityId", id = ANY (app.my_ally_requests()) AS "isYours" FROM ally_request WHERE id = $1`,
    [id],
  );
  if (!row) throw new NotFound();
  return row;
}

function noLongerWaits() {
  return refuse('WRONG_STATE', 'This request does not wait any more. Read it again.', 'requestId');
}
