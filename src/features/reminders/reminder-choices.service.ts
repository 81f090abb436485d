import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { NotFound } from '../../platform/graphql/errors.js';
import type { Reader } from '../../platform/graphql/reader.js';
import type { SetPledgeRemindersInput, SetReminderTimesInput } from './reminder.inputs.js';
import { canAnswerForTime, canChooseReminders } from './reminder.policy.js';
import { DEFAULT_TIMES } from './reminder.rules.js';

/** When people want to be reminded: as a rule, and of one pledge. */
@Injectable()
export class ReminderChoicesService {
  constructor(private readonly database: Database) {}

  choose(actor: Actor, input: SetReminderTimesInput): Promise<null> {
    return this.database.write(actor, { name: 'setReminderTimes', input }, async (tx) => {
      authorize(tx.actor, canChooseReminders, { communityId: null });
      await tx.rows(
        `INSERT INTO reminder_choice (person_id, minutes) VALUES (app.person_id(), $1)
         ON CONFLICT ON CONSTRAINT reminder_choice_pk DO UPDATE SET minutes = EXCLUDED.minutes, chosen_at = now()`,
        [inOrder(input.times)],
      );
      return null;
    });
  }

  chooseFor(actor: Actor, input: SetPledgeRemindersInput): Promise<{ pledgeId: string }> {
    return this.database.write(actor, { name: 'setPledgeReminders', input }, async (tx) => {
      const pledge = await tx.row<{ id: string; communityId: string; isOwn: boolean }>(
        `SELECT p.id, p.community_id AS "communityId", p.pledger_id = ANY (app.my_memberships()) AS "isOwn" FROM pledge p WHERE p.id = $1`,
        [input.pledgeId],
      );
      if (!pledge) throw new NotFound();
      authorize(tx.actor, canAnswerForTime, pledge);
      await tx.rows(
        `INSERT INTO pledge_reminder_choice (community_id, pledge_id, person_id, minutes) VALUES ($1, $2, app.person_id(), $3)
         ON CONFLICT ON CONSTRAINT pledge_reminder_choice_pk DO UPDATE SET minutes = EXCLUDED.minutes, chosen_at = now()`,
        [pledge.communityId, pledge.id, input.times == null ? null : inOrder(input.times)],
      );
      return { pledgeId: pledge.id };
    });
  }

  async chosen(reader: Reader): Promise<number[]> {
    const [row] = await reader.rows<{ minutes: number[] }>(
      'SELECT minutes FROM reminder_choice WHERE person_id = app.person_id()',
    );
    return row?.minutes ?? [...DEFAULT_TIMES];
  }
}

function inOrder(times: readonly number[]): number[] {
  return [...new Set(times)].sort((one, other) => one - other);
}
