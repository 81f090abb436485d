import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize, type Rule } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { type Deed, type RecordKind, record } from '../record/index.js';
import type {
  AcceptDutyInput,
  ChangeDutiesInput,
  ConfirmStewardInput,
  DeclineDutyInput,
  ResignStewardshipInput,
} from './duty.graphql.js';
import './standing.constraints.js';
import { canChangeDuties, canConfirmSteward, canDeclineDuty, canResign, canTakeDuty } from './standing.policy.js';

interface Offer {
  communityId: string;
  offerId: string;
}

@Injectable()
export class DutiesService {
  constructor(private readonly database: Database) {}

  change(actor: Actor, input: ChangeDutiesInput): Promise<Offer> {
    return this.database.write(actor, { name: 'changeDuties', input }, async (tx) => {
      const { membershipId } = input;
      const member = await tx.row<{ communityId: string; standing: string }>(
        'SELECT community_id AS "communityId", standing FROM membership WHERE id = $1 AND ended_at IS NULL',
        [membershipId],
      );
      if (!member) throw new NotFound();
      authorize(tx.actor, canChangeDuties, member);
      return input.isSteward
        ? this.offer(tx, member.communityId, membershipId)
        : this.takeBack(tx, member.communityId, membershipId);
    });
  }

  confirm(actor: Actor, input: ConfirmStewardInput): Promise<Offer> {
    return this.database.write(actor, { name: 'confirmSteward', input }, async (tx) => {
      const { membershipId } = input;
      const { communityId } = await tx.only<{ communityId: string | null }>(
        'SELECT app.candidate_home($1) AS "communityId"',
        [membershipId],
      );
      if (communityId === null) throw new NotFound();
      authorize(tx.actor, canConfirmSteward, { communityId });
      const { answer } = await tx.only<{ answer: { offerId: string; isReady: boolean } }>(
        'SELECT app.confirm_steward($1, $2, $3) AS answer',
        [communityId, membershipId, newId()],
      );
      const offer = { communityId, offerId: answer.offerId };
      const kinds: RecordKind[] = ['membership.steward_confirmed'];
      if (answer.isReady) kinds.push('membership.duty_offered');
      await record(tx, ...kinds.map((kind) => deed(offer, kind)));
      return offer;
    });
  }

  accept(actor: Actor, input: AcceptDutyInput): Promise<{ membershipId: string }> {
    return this.database.write(actor, { name: 'acceptDuty', input }, (tx) =>
      this.answer(tx, input.offerId, {
        required: canTakeDuty,
        run: 'app.accept_stewardship',
        kind: 'membership.duty_accepted',
      }),
    );
  }

  decline(actor: Actor, input: DeclineDutyInput): Promise<{ membershipId: string }> {
    return this.database.write(actor, { name: 'declineDuty', input }, (tx) =>
      this.answer(tx, input.offerId, {
        required: canDeclineDuty,
        run: 'app.decline_stewardship',
        kind: 'membership.duty_declined',
      }),
    );
  }

  resign(actor: Actor, input: ResignStewardshipInput): Promise<{ communityId: string }> {
    return this.database.write(actor, { name: 'resignStewardship', input }, async (tx) => {
      const { communityId } = input;
      if (!(await tx.row('SELECT id FROM community WHERE id = $1', [communityId]))) throw new NotFound();
      authorize(tx.actor, canResign, { communityId });
      const { membershipId } = tx.membershipIn(communityId);
      // While it is still a steward's deed: the record says in which standing it was done.
      await record(tx, {
        communityId,
        kind: 'membership.stewardship_resigned',
        subjectType: 'Membership',
        subjectId: membershipId,
      });
      await tx.rows('SELECT app.resign_stewardship($1)', [communityId]);
      return { communityId };
    });
  }

  private async offer(tx: Tx, communityId: string, membershipId: string): Promise<Offer> {
    const { offerId } = await tx.only<{ offerId: string }>('SELECT app.offer_stewardship($1, $2, $3) AS "offerId"', [
      communityId,
      membershipId,
      newId(),
    ]);
    await record(tx, deed({ communityId, offerId }, 'membership.duty_offered'));
    return { communityId, offerId };
  }

  private async takeBack(tx: Tx, communityId: string, membershipId: string): Promise<Offer> {
    const { offerId } = await tx.only<{ offerId: string | null }>(
      'SELECT app.withdraw_duty_offer($1, $2) AS "offerId"',
      [communityId, membershipId],
    );
    if (offerId === null) {
      throw refuse(
        'WRONG_STATE',
        'There is no open offer to withdraw. A steward gives the duty up with resignStewardship, or two others remove them.',
        'membershipId',
      );
    }
    await record(tx, deed({ communityId, offerId }, 'membership.duty_withdrawn'));
    return { communityId, offerId };
  }

  /** An offer to someone else is answered like none at all. */
  private async answer(
    tx: Tx,
    offerId: string,
    how: { required: Rule; run: string; kind: RecordKind },
  ): Promise<{ membershipId: string }> {
    const offer = await tx.row<{ communityId: string; membershipId: string }>(
      `SELECT community_id AS "communityId", membership_id AS "membershipId" FROM duty_offer
        WHERE id = $1 AND membership_id = ANY (app.my_memberships())`,
      [offerId],
    );
    if (!offer) throw new NotFound();
    const { communityId, membershipId } = offer;
    authorize(tx.actor, how.required, { communityId });
    // Recorded in the standing in which it is answered: before accepting makes it another.
    await record(tx, deed({ communityId, offerId }, how.kind));
    const { done } = await tx.only<{ done: boolean }>(`SELECT ${how.run}($1, $2) AS done`, [communityId, offerId]);
    if (!done) throw refuse('WRONG_STATE', 'This offer has ended.', 'offerId');
    return { membershipId };
  }
}

function deed({ communityId, offerId }: Offer, kind: RecordKind): Deed {
  return { communityId, kind, subjectType: 'DutyOffer', subjectId: offerId };
}
