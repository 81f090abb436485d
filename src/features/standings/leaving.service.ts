import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound } from '../../platform/graphql/errors.js';
import { record } from '../record/index.js';
import type { ChangeMyMembershipInput, DisappearInput, LeaveCommunityInput } from './leaving.graphql.js';
import './standing.constraints.js';
import { canDisappear, canLeave } from './standing.policy.js';

/** What a person does with their own membership, and nobody else can. */
@Injectable()
export class LeavingService {
  constructor(private readonly database: Database) {}

  change(actor: Actor, input: ChangeMyMembershipInput): Promise<{ membershipId: string }> {
    return this.database.write(actor, { name: 'changeMyMembership', input }, async (tx) => {
      const { communityId } = input;
      await this.own(tx, communityId);
      const { id: membershipId } = await tx.only<{ id: string }>(
        `UPDATE membership SET pseudonym = coalesce($2, pseudonym), is_listed = coalesce($3, is_listed)
          WHERE community_id = $1 AND person_id = app.person_id() AND ended_at IS NULL RETURNING id`,
        [communityId, input.pseudonym ?? null, input.isListed ?? null],
      );
      await record(tx, {
        communityId,
        kind: 'membership.appearance_changed',
        subjectType: 'Membership',
        subjectId: membershipId,
      });
      return { membershipId };
    });
  }

  leave(actor: Actor, input: LeaveCommunityInput): Promise<{ communityId: string }> {
    return this.database.write(actor, { name: 'leaveCommunity', input }, async (tx) => {
      const { communityId } = input;
      await this.own(tx, communityId);
      // With the record entry: once it is over, nobody is left who could sign it.
      await tx.rows('SELECT app.leave($1)', [communityId]);
      return { communityId };
    });
  }

  disappear(actor: Actor, input: DisappearInput): Promise<null> {
    return this.database.write(actor, { name: 'disappear', input }, async (tx) => {
      authorize(tx.actor, canDisappear, { communityId: null });
      await tx.rows('SELECT app.disappear()');
      return null;
    });
  }

  private async own(tx: Tx, communityId: string): Promise<void> {
    if (!(await tx.row('SELECT id FROM community WHERE id = $1', [communityId]))) throw new NotFound();
    authorize(tx.actor, canLeave, { communityId });
  }
}
