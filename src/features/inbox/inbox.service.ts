import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import type { SetNotificationChoicesInput } from './choices.graphql.js';
import type { MarkNotificationsReadInput } from './inbox.graphql.js';
import { canChooseNotifications, canReadNotifications } from './inbox.policy.js';

const OWN = { communityId: null };

@Injectable()
export class InboxService {
  constructor(private readonly database: Database) {}

  /** Which of those that were named are read now. */
  markRead(actor: Actor, input: MarkNotificationsReadInput): Promise<{ ids: string[] }> {
    const { ids = null, allUntil = null } = input;
    return this.database.write(actor, { name: 'markNotificationsRead', input }, async (tx) => {
      authorize(tx.actor, canReadNotifications, OWN);
      if ((ids === null) === (allUntil === null)) {
        throw refuse(
          'INVALID',
          'Send either the ids of what you have read, or the time up to which you have read all.',
          'ids',
        );
      }
      if (ids === null) {
        await tx.rows(
          'UPDATE notification SET read_at = now() WHERE person_id = app.person_id() AND read_at IS NULL AND last_at <= $1',
          // Instants are told in milliseconds; what happened within the last one told was shown as well.
          [new Date((allUntil as Date).getTime() + 1)],
        );
        return { ids: [] };
      }
      const wanted = [...new Set(ids)];
      const read = await tx.rows(
        'UPDATE notification SET read_at = coalesce(read_at, now()) WHERE person_id = app.person_id() AND id = ANY ($1) RETURNING id',
        [wanted],
      );
      if (read.length < wanted.length) throw new NotFound();
      return { ids: wanted };
    });
  }

  setChoices(actor: Actor, input: SetNotificationChoicesInput): Promise<null> {
    return this.database.write(actor, { name: 'setNotificationChoices', input }, async (tx) => {
      authorize(tx.actor, canChooseNotifications, OWN);
      await this.choose(tx, input.settings ?? []);
      await this.setHours(tx, input);
      return null;
    });
  }

  private async choose(tx: Tx, settings: NonNullable<SetNotificationChoicesInput['settings']>): Promise<void> {
    for (const [index, { topic }] of settings.entries()) {
      if (topic !== 'ACCOUNT_SAFETY') continue;
      throw refuse(
        'INVALID',
        'What concerns the safety of your account always comes at once, so that nobody can hide from you what they do there. Leave it out.',
        'settings',
        String(index),
        'topic',
      );
    }
    const last = new Map(settings.map((setting) => [`${setting.channel} ${setting.topic}`, setting]));
    await tx.rows(
      `INSERT INTO notification_choice (person_id, channel, topic, choice)
       SELECT app.person_id(), s.channel, s.topic, s.choice FROM jsonb_to_recordset($1::jsonb) AS s (channel text, topic text, choice text)
       ON CONFLICT ON CONSTRAINT notification_choice_pk DO UPDATE SET choice = EXCLUDED.choice`,
      [JSON.stringify([...last.values()])],
    );
  }

  private async setHours(tx: Tx, input: SetNotificationChoicesInput): Promise<void> {
    const { digestHour = null, quietFrom = null, quietUntil = null } = input;
    if (digestHour === null && quietFrom === null && quietUntil === null) return;
    await tx.rows(
      `INSERT INTO notification_hours AS h (person_id, digest_hour, quiet_from, quiet_until)
       VALUES (app.person_id(), coalesce($1, 8), coalesce($2, 21), coalesce($3, 8))
       ON CONFLICT ON CONSTRAINT notification_hours_pk DO UPDATE
         SET digest_hour = coalesce($1, h.digest_hour), quiet_from = coalesce($2, h.quiet_from), quiet_until = coalesce($3, h.quiet_until)`,
      [digestHour, quietFrom, quietUntil],
    );
  }
}
