import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, Refusal, refuse } from '../../platform/graphql/errors.js';
import { record } from '../record/index.js';
import { askDeed, loadAsk, lockAsk, refuseIfLeadLeft, settleAsk, type StoredAsk } from './ask-rows.js';
import type { AddAskShiftInput, CloseAskShiftInput } from './ask-shift.graphql.js';
import { MOST_SHIFTS, shiftFault } from './ask-shift.rules.js';
import './ask.constraints.js';
import { canDraftAsk, canRunAsks } from './ask.policy.js';

/** Times of an ask among which pledgers choose. What was pledged to one stays, whatever becomes of the shift. */
@Injectable()
export class AskShiftsService {
  constructor(private readonly database: Database) {}

  add(actor: Actor, input: AddAskShiftInput): Promise<{ askId: string; shiftId: string }> {
    return this.database.write(actor, { name: 'addAskShift', input }, async (tx) => {
      const found = await loadAsk(tx, input.askId);
      authorizeShift(tx, found);
      refuseIfLeadLeft(found);
      const ask = await lockAsk(tx, found, 'revise');
      // It may have opened while this waited for the lock.
      authorizeShift(tx, ask);
      const fault = shiftFault(ask, input);
      if (fault) throw new Refusal(fault);
      await refuseTooMany(tx, ask);
      const shiftId = newId();
      await tx.rows(
        'INSERT INTO ask_shift (community_id, id, ask_id, label, starts_at, ends_at, places) VALUES ($1, $2, $3, $4, $5, $6, $7)',
        [ask.communityId, shiftId, ask.id, input.label ?? '', input.startsAt, input.endsAt, input.places ?? null],
      );
      await record(tx, { ...askDeed(ask), kind: 'ask.shift_added', details: { shiftId } });
      return { askId: ask.id, shiftId };
    });
  }

  close(actor: Actor, input: CloseAskShiftInput): Promise<{ shiftId: string }> {
    return this.database.write(actor, { name: 'closeAskShift', input }, async (tx) => {
      const shift = await tx.row<{ askId: string }>('SELECT ask_id AS "askId" FROM ask_shift WHERE id = $1', [
        input.shiftId,
      ]);
      if (!shift) throw new NotFound();
      const found = await loadAsk(tx, shift.askId);
      authorize(tx.actor, canRunAsks, found);
      refuseIfLeadLeft(found);
      const ask = await lockAsk(tx, found, 'revise');
      const closed = await tx.rows(
        'UPDATE ask_shift SET closed_at = now() WHERE community_id = $1 AND id = $2 AND closed_at IS NULL RETURNING id',
        [ask.communityId, input.shiftId],
      );
      if (closed.length === 0) {
        throw refuse('WRONG_STATE', 'This shift is closed already. What was pledged to it stays.', 'shiftId');
      }
      await record(tx, { ...askDeed(ask), kind: 'ask.shift_closed', details: { shiftId: input.shiftId } });
      await settleAsk(tx, ask);
      return { shiftId: input.shiftId };
    });
  }
}

/** Drafts are changed by whoever drafts, what was opened by organizers. */
function authorizeShift(tx: Tx, ask: StoredAsk): void {
  authorize(tx.actor, ask.state === 'DRAFT' ? canDraftAsk : canRunAsks, ask);
}

async function refuseTooMany(tx: Tx, { communityId, id }: StoredAsk): Promise<void> {
  const row = await tx.row<{ number: number }>(
    'SELECT count(*)::int AS number FROM ask_shift WHERE community_id = $1 AND ask_id = $2',
    [communityId, id],
  );
  if ((row?.number ?? 0) >= MOST_SHIFTS) {
    throw refuse('TOO_MANY', 'An ask has at most 100 shifts. Draft another ask for more.', 'askId');
  }
}
