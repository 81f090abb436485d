import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize, type Rule } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { type RecordKind, record } from '../record/index.js';
import type {
  ConfirmStewardRemovalInput,
  ObjectToStewardRemovalInput,
  ProposeStewardRemovalInput,
  RemoveMemberInput,
  WithdrawStewardRemovalInput,
} from './removal.graphql.js';
import './standing.constraints.js';
import { canObject, canRemoveMember, canRemoveSteward, canTakeRemovalBack } from './standing.policy.js';

interface Removal {
  communityId: string;
  removalId: string;
}

/** Who may count as which of two is decided by functions of the database, under the community's lock. */
@Injectable()
export class RemovalsService {
  constructor(private readonly database: Database) {}

  remove(actor: Actor, input: RemoveMemberInput): Promise<Removal> {
    return this.database.write(actor, { name: 'removeMember', input }, (tx) =>
      this.begin(tx, input, { required: canRemoveMember, run: 'app.remove_member', kind: 'membership.removed' }),
    );
  }

  propose(actor: Actor, input: ProposeStewardRemovalInput): Promise<Removal> {
    return this.database.write(actor, { name: 'proposeStewardRemoval', input }, (tx) =>
      this.begin(tx, input, {
        required: canRemoveSteward,
        run: 'app.propose_removal',
        kind: 'membership.removal_proposed',
      }),
    );
  }

  confirm(actor: Actor, input: ConfirmStewardRemovalInput): Promise<Removal> {
    return this.database.write(actor, { name: 'confirmStewardRemoval', input }, async (tx) => {
      const removal = await this.seen(tx, input.removalId, canRemoveSteward);
      const { dueAt } = await tx.only<{ dueAt: Date }>('SELECT app.confirm_removal($1, $2) AS "dueAt"', [
        removal.communityId,
        removal.removalId,
      ]);
      await this.recorded(tx, removal, 'membership.removal_confirmed', { dueAt: dueAt.toISOString() });
      return removal;
    });
  }

  object(actor: Actor, input: ObjectToStewardRemovalInput): Promise<Removal> {
    return this.database.write(actor, { name: 'objectToStewardRemoval', input }, async (tx) => {
      const removal = await this.seen(tx, input.removalId, canObject);
      if (removal.isOwn) {
        throw refuse('NOT_FOR_ONESELF', 'This removal is about you. Someone else has to object.', 'removalId');
      }
      return this.end(tx, removal, 'app.object_to_removal', 'membership.removal_objected');
    });
  }

  withdraw(actor: Actor, input: WithdrawStewardRemovalInput): Promise<Removal> {
    return this.database.write(actor, { name: 'withdrawStewardRemoval', input }, async (tx) => {
      const removal = await this.seen(tx, input.removalId, canTakeRemovalBack);
      return this.end(tx, removal, 'app.withdraw_removal', 'membership.removal_withdrawn');
    });
  }

  private async begin(
    tx: Tx,
    { membershipId, reason }: { membershipId: string; reason: string },
    how: { required: Rule; run: string; kind: RecordKind },
  ): Promise<Removal> {
    const member = await tx.row<{ communityId: string; standing: string }>(
      'SELECT community_id AS "communityId", standing FROM membership WHERE id = $1 AND ended_at IS NULL',
      [membershipId],
    );
    if (!member) throw new NotFound();
    const { communityId } = member;
    authorize(tx.actor, how.required, { communityId });
    if (member.standing === 'ALLY') {
      throw refuse('INVALID', 'This is an ally. Only people affected are removed in this way.', 'membershipId');
    }
    const removal = { communityId, removalId: newId() };
    await tx.rows(`SELECT ${how.run}($1, $2, $3, $4)`, [communityId, membershipId, removal.removalId, reason]);
    await this.recorded(tx, removal, how.kind, { membershipId });
    return removal;
  }

  private async seen(tx: Tx, removalId: string, required: Rule): Promise<Removal & { isOwn: boolean }> {
    const row = await tx.row<{ communityId: string; isOwn: boolean }>(
      `SELECT community_id AS "communityId", membership_id = ANY (app.my_memberships()) AS "isOwn" FROM removal WHERE id = $1`,
      [removalId],
    );
    if (!row) throw new NotFound();
    authorize(tx.actor, required, row);
    return { ...row, removalId };
  }

  private async end(tx: Tx, removal: Removal, run: string, kind: RecordKind): Promise<Removal> {
    const row = await tx.only<{ done: boolean }>(`SELECT ${run}($1, $2) AS done`, [
      removal.communityId,
      removal.removalId,
    ]);
    if (!row.done) {
      throw refuse('WRONG_STATE', 'This removal has ended already, or you have no part in it.', 'removalId');
    }
    await this.recorded(tx, removal, kind);
    return removal;
  }

  private recorded(tx: Tx, { communityId, removalId }: Removal, kind: RecordKind, details = {}): Promise<void> {
    return record(tx, { communityId, kind, subjectType: 'Removal', subjectId: removalId, details });
  }
}
