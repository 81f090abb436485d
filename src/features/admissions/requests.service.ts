import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize, type Facts, type Rule } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId, newTimelessId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse, type Refusal } from '../../platform/graphql/errors.js';
import { newPseudonym } from '../communities/index.js';
import { type Deed, record } from '../record/index.js';
import './admission.constraints.js';
import { canDecline, canRequestMembership, canVouch, canWithdrawRequest } from './admission.policy.js';
import type {
  DeclineMembershipInput,
  RequestMembershipInput,
  VouchForInput,
  WithdrawMembershipRequestInput,
  WithdrawVouchInput,
} from './request.graphql.js';

interface Done {
  requestId: string;
}

/**
 * Asking and vouching. Who counts, and how often, is decided by functions of the database under the community's lock:
 * two people who vouch at once must admit once.
 */
@Injectable()
export class RequestsService {
  constructor(private readonly database: Database) {}

  request(actor: Actor, input: RequestMembershipInput): Promise<Done> {
    return this.database.write(actor, { name: 'requestMembership', input }, async (tx) => {
      const community = await tx.row<{ id: string }>('SELECT id FROM community WHERE handle = $1', [
        input.communityHandle,
      ]);
      if (!community) throw new NotFound();
      authorize(tx.actor, canRequestMembership, { communityId: null });
      // Of no time order: it must not tell when someone asked to be compared with what happened then elsewhere.
      const requestId = newTimelessId();
      await tx.rows('SELECT app.request_membership($1, $2, $3, $4)', [
        community.id,
        requestId,
        input.pseudonym ?? newPseudonym(),
        input.message ?? '',
      ]);
      return { requestId };
    });
  }

  withdraw(actor: Actor, input: WithdrawMembershipRequestInput): Promise<Done> {
    return this.database.write(actor, { name: 'withdrawMembershipRequest', input }, async (tx) => {
      const { requestId } = input;
      const own = await tx.row<Facts & { communityId: string }>(
        `SELECT community_id AS "communityId" FROM membership_request WHERE id = $1 AND id = ANY (app.my_requests())`,
        [requestId],
      );
      if (!own) throw new NotFound();
      authorize(tx.actor, canWithdrawRequest, { communityId: null });
      await this.done(tx, 'SELECT app.withdraw_request($1, $2) AS done', [own.communityId, requestId]);
      return { requestId };
    });
  }

  vouch(actor: Actor, input: VouchForInput): Promise<Done & { isAdmitted: boolean }> {
    return this.database.write(actor, { name: 'vouchFor', input }, async (tx) => {
      const { requestId } = input;
      const deed = await this.seen(tx, requestId, canVouch);
      const membershipId = newId();
      const { admitted } = await tx.only<{ admitted: string | null }>(
        'SELECT app.vouch_for($1, $2, $3, $4, $5) AS admitted',
        [deed.communityId, requestId, newId(), membershipId, newPseudonym()],
      );
      await record(tx, { ...deed, kind: 'membership.vouched' });
      if (admitted !== null) {
        await record(tx, {
          ...deed,
          kind: 'membership.admitted_by_vouches',
          details: { membershipId },
        });
      }
      return { requestId, isAdmitted: admitted !== null };
    });
  }

  withdrawVouch(actor: Actor, input: WithdrawVouchInput): Promise<Done> {
    return this.database.write(actor, { name: 'withdrawVouch', input }, async (tx) => {
      const { requestId } = input;
      const deed = await this.seen(tx, requestId, canVouch);
      await this.done(tx, 'SELECT app.withdraw_vouch($1, $2) AS done', [deed.communityId, requestId]);
      await record(tx, { ...deed, kind: 'membership.vouch_withdrawn' });
      return { requestId };
    });
  }

  decline(actor: Actor, input: DeclineMembershipInput): Promise<Done> {
    return this.database.write(actor, { name: 'declineMembership', input }, async (tx) => {
      const { requestId } = input;
      const deed = await this.seen(tx, requestId, canDecline);
      await this.done(tx, 'SELECT app.decline_request($1, $2, $3) AS done', [
        deed.communityId,
        requestId,
        input.reason ?? '',
      ]);
      await record(tx, { ...deed, kind: 'membership.request_declined' });
      return { requestId };
    });
  }

  /** A request that the actor may see besides their own, and may act on. */
  private async seen(tx: Tx, requestId: string, required: Rule): Promise<Omit<Deed, 'kind'>> {
    const request = await tx.row<{ communityId: string }>(
      'SELECT community_id AS "communityId" FROM membership_request WHERE id = $1',
      [requestId],
    );
    if (!request) throw new NotFound();
    authorize(tx.actor, required, request);
    return { ...request, subjectType: 'MembershipRequest', subjectId: requestId };
  }

  private async done(tx: Tx, sql: string, params: unknown[]): Promise<void> {
    const row = await tx.only<{ done: boolean }>(sql, params);
    if (!row.done) throw closed();
  }
}

function closed(): Refusal {
  return refuse('WRONG_STATE', 'There is nothing of this kind to end: it was closed, or was never there.', 'requestId');
}
