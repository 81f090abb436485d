import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, Refusal } from '../../platform/graphql/errors.js';
import { type Deed, record } from '../record/index.js';
import './reminder.constraints.js';
import type { ConfirmOccurrenceInput, ReschedulePledgeInput } from './reminder.inputs.js';
import { canAnswerForTime } from './reminder.policy.js';
import { type Move, whyNotConfirm, whyNotMove } from './reminder.rules.js';

interface Planned extends Move {
  id: string;
  communityId: string;
  campaignId: string;
  askId: string;
  pledgeId: string;
  pledgerId: string;
  isConfirmed: boolean;
  isThen: boolean;
}

/** What pledgers say of a time that they planned: that they come, or that it will be another. */
@Injectable()
export class PlannedTimesService {
  constructor(private readonly database: Database) {}

  /** Said twice it is said once. */
  confirm(actor: Actor, input: ConfirmOccurrenceInput): Promise<{ occurrenceId: string }> {
    return this.database.write(actor, { name: 'confirmOccurrence', input }, async (tx) => {
      const time = await planned(tx, input.occurrenceId, null);
      const against = whyNotConfirm(time);
      if (against) throw new Refusal(against);
      if (time.isConfirmed) return { occurrenceId: time.id };
      await tx.rows('SELECT app.confirm_occurrence($1, $2)', [time.communityId, time.id]);
      await record(tx, { ...deedOn(time), kind: 'pledge.time_confirmed' });
      return { occurrenceId: time.id };
    });
  }

  reschedule(actor: Actor, input: ReschedulePledgeInput): Promise<{ occurrenceId: string }> {
    return this.database.write(actor, { name: 'reschedulePledge', input }, async (tx) => {
      const time = await planned(tx, input.occurrenceId, input.when);
      const against = whyNotMove(time);
      if (against) throw new Refusal(against);
      if (time.isThen) return { occurrenceId: time.id };
      await tx.rows('SELECT app.move_occurrence($1, $2, $3)', [time.communityId, time.id, input.when]);
      await record(tx, { ...deedOn(time), kind: 'pledge.time_moved' });
      return { occurrenceId: time.id };
    });
  }
}

/** As it is once nobody else moves it. */
async function planned(tx: Tx, occurrenceId: string, when: Date | null): Promise<Planned> {
  const found = await tx.row<{ communityId: string; pledgeId: string; isOwn: boolean }>(
    `SELECT o.community_id AS "communityId", o.pledge_id AS "pledgeId", o.pledger_id = ANY (app.my_memberships()) AS "isOwn"
       FROM occurrence o WHERE o.id = $1`,
    [occurrenceId],
  );
  if (!found) throw new NotFound();
  authorize(tx.actor, canAnswerForTime, found);
  await tx.rows('SELECT app.lock_pledge($1, $2)', [found.communityId, found.pledgeId]);
  return tx.only<Planned>(
    `SELECT o.id, o.community_id AS "communityId", p.campaign_id AS "campaignId", p.ask_id AS "askId", p.id AS "pledgeId", p.pledger_id AS "pledgerId",
            o.state, p.state AS "pledgeState", coalesce(o.confirmed_at IS NOT NULL AND (o.due_at > now() OR o.confirmed_at >= o.due_at), false) AS "isConfirmed",
            coalesce($2::timestamptz <= now(), false) AS "isPast", coalesce($2 = o.due_at, false) AS "isThen",
            coalesce($2 < coalesce(s.starts_at, a.starts_at) OR $2 > coalesce(s.ends_at, a.ends_at), false) AS "isOutside"
       FROM occurrence o JOIN pledge p ON p.community_id = o.community_id AND p.id = o.pledge_id
       LEFT JOIN ask a ON a.community_id = p.community_id AND a.id = p.ask_id
       LEFT JOIN ask_shift s ON s.community_id = p.community_id AND s.id = p.shift_id WHERE o.id = $1`,
    [occurrenceId, when],
  );
}

function deedOn({ communityId, campaignId, id, askId, pledgeId, pledgerId }: Planned): Omit<Deed, 'kind'> {
  const details = { askId, occurrenceId: id };
  return { communityId, campaignId, subjectType: 'Pledge', subjectId: pledgeId, by: pledgerId, details };
}
