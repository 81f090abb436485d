import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newTimelessId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { record } from '../record/index.js';
import { deedOn } from './ally-standing.service.js';
import { declined } from './ally-requests.service.js';
import './ally.constraints.js';
import type { BlockAllyInput, ChangeAllyAdmissionInput, UnblockAllyInput } from './ally.inputs.js';
import { canBlockAllies, canChangeAllyAdmission } from './ally.policy.js';
import { settlePledges } from './settled-pledges.js';

/** Whom a community takes as allies, and whom never. */
@Injectable()
export class AllyBlocksService {
  constructor(private readonly database: Database) {}

  changeAdmission(actor: Actor, input: ChangeAllyAdmissionInput): Promise<{ communityId: string }> {
    return this.database.write(actor, { name: 'changeAllyAdmission', input }, async (tx) => {
      const { communityId, admission } = input;
      const found = await tx.row('SELECT id FROM community WHERE id = $1', [communityId]);
      if (!found) throw new NotFound();
      authorize(tx.actor, canChangeAllyAdmission, { communityId });
      await tx.rows('UPDATE community SET ally_admission = $2 WHERE id = $1', [communityId, admission]);
      await record(tx, {
        communityId,
        kind: 'community.settings_changed',
        subjectType: 'Community',
        subjectId: communityId,
        details: { allyAdmission: admission },
      });
      return { communityId };
    });
  }

  /** Ends what they have here and keeps it ended, under whatever name they come back. */
  block(actor: Actor, input: BlockAllyInput): Promise<{ blockId: string }> {
    return this.database.write(actor, { name: 'blockAlly', input }, async (tx) => {
      const communityId = await homeOf(tx, input);
      authorize(tx.actor, canBlockAllies, { communityId });
      const blockId = newTimelessId();
      const done = await tx.row<{ ended: string[]; declined: string[] }>(
        'SELECT ended, declined FROM app.block_ally($1, $2, $3, $4, $5)',
        [communityId, blockId, input.membershipId ?? null, input.requestId ?? null, input.reason],
      );
      if (!done) {
        throw refuse('WRONG_STATE', 'This is one of the people affected. Only allies are blocked so.', 'membershipId');
      }
      // The block itself names nobody on the record: whose it is, stewards read in the list of those blocked.
      await record(
        tx,
        { communityId, kind: 'membership.ally_blocked', subjectType: 'AllyBlock', subjectId: blockId },
        ...done.ended.map((membershipId) => ({
          ...deedOn({ communityId, membershipId }),
          kind: 'membership.ally_ended' as const,
        })),
        ...done.declined.map((requestId) => declined(communityId, requestId)),
      );
      for (const membershipId of done.ended) await settlePledges(tx, { communityId, membershipId });
      return { blockId };
    });
  }

  unblock(actor: Actor, input: UnblockAllyInput): Promise<{ blockId: string }> {
    return this.database.write(actor, { name: 'unblockAlly', input }, async (tx) => {
      const { blockId } = input;
      const found = await tx.row<{ communityId: string }>(
        'SELECT community_id AS "communityId" FROM ally_block WHERE id = $1',
        [blockId],
      );
      if (!found) throw new NotFound();
      const { communityId } = found;
      authorize(tx.actor, canBlockAllies, { communityId });
      const row = await tx.row<{ done: boolean }>('SELECT app.unblock_ally($1, $2) AS done', [communityId, blockId]);
      if (row?.done !== true) throw refuse('WRONG_STATE', 'This block was lifted already.', 'blockId');
      await record(tx, {
        communityId,
        kind: 'membership.ally_unblocked',
        subjectType: 'AllyBlock',
        subjectId: blockId,
      });
      return { blockId };
    });
  }
}

async function homeOf(tx: Tx, { membershipId, requestId }: BlockAllyInput): Promise<string> {
  if ((membershipId == null) === (requestId == null)) {
    throw refuse('INVALID', 'Send either the membership or the request of whom you block.', 'membershipId');
  }
  const row = await tx.row<{ communityId: string }>(
    `SELECT community_id AS "communityId" FROM membership WHERE id = $1
      UNION ALL SELECT community_id FROM ally_request WHERE id = $2`,
    [membershipId ?? null, requestId ?? null],
  );
  if (!row) throw new NotFound();
  return row.communityId;
}
