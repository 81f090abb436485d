import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import type {
  ReinstateAccountInput,
  RestorePageInput,
  SuspendAccountInput,
  TakeDownPageInput,
} from './operator.graphql.js';
import { canOperate } from './operator.policy.js';

type Outcome = 'DONE' | 'ALREADY' | 'NOT_FOUND' | 'OPERATOR';

/**
 * What the host may do: by id, reading nothing. Every act puts itself on the record of each community that it touches,
 * inside the function of the database that does it, so that none can be done without.
 */
@Injectable()
export class OperatorsService {
  constructor(private readonly database: Database) {}

  async suspend(actor: Actor, input: SuspendAccountInput): Promise<void> {
    const outcome = await this.setAccount(actor, 'suspendAccount', input, false);
    if (outcome === 'ALREADY') throw refuse('WRONG_STATE', 'This account is suspended already.');
  }

  async reinstate(actor: Actor, input: ReinstateAccountInput): Promise<void> {
    const outcome = await this.setAccount(actor, 'reinstateAccount', input, true);
    if (outcome === 'ALREADY') throw refuse('WRONG_STATE', 'This account is not suspended.');
  }

  async takeDown(actor: Actor, input: TakeDownPageInput): Promise<void> {
    const outcome = await this.setPage(actor, 'takeDownPage', input, false);
    if (outcome === 'ALREADY') throw refuse('WRONG_STATE', 'This page is taken down already.');
  }

  async restore(actor: Actor, input: RestorePageInput): Promise<void> {
    const outcome = await this.setPage(actor, 'restorePage', input, true);
    if (outcome === 'ALREADY') throw refuse('WRONG_STATE', 'This page is not taken down.');
  }

  private async setAccount(
    actor: Actor,
    name: string,
    input: SuspendAccountInput,
    reinstates: boolean,
  ): Promise<Outcome> {
    const { personId, membershipId, reason } = input;
    if ((personId == null) === (membershipId == null)) {
      throw refuse('INVALID', 'Send the id of either the account or a membership of it.', 'personId');
    }
    return this.act(actor, { name, input }, 'SELECT app.suspend_account($1, $2, $3, $4) AS outcome', [
      personId ?? null,
      membershipId ?? null,
      reason,
      reinstates,
    ]);
  }

  private async setPage(actor: Actor, name: string, input: TakeDownPageInput, restores: boolean): Promise<Outcome> {
    const { communityId, campaignId, askId, reason } = input;
    if ([communityId, campaignId, askId].filter((id) => id != null).length !== 1) {
      throw refuse('INVALID', 'Send the id of one community, campaign or ask.', 'communityId');
    }
    return this.act(actor, { name, input }, 'SELECT app.take_down_page($1, $2, $3, $4, $5) AS outcome', [
      communityId ?? null,
      campaignId ?? null,
      askId ?? null,
      reason,
      restores,
    ]);
  }

  private act(
    actor: Actor,
    command: { name: string; input: SuspendAccountInput | TakeDownPageInput },
    sql: string,
    params: readonly unknown[],
  ): Promise<Outcome> {
    return this.database.write(actor, command, async (tx) => {
      authorize(tx.actor, canOperate, { communityId: null });
      const { outcome } = await tx.only<{ outcome: Outcome }>(sql, params);
      if (outcome === 'NOT_FOUND') throw new NotFound();
      if (outcome === 'OPERATOR') {
        throw refuse(
          'WRONG_STATE',
          'This is an account of the host. Remove it on the host, with `npm run operator -- remove`.',
          'personId',
        );
      }
      return outcome;
    });
  }
}
