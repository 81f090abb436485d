import { Injectable } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import type { OutboxEvent } from '../../platform/jobs/event-handlers.js';
import { WakeUps } from '../../platform/live/wake-ups.js';
import type { Notice } from './mails/index.js';
import { topicOf } from './topics.js';

export interface Recipient {
  person_id: string;
}

/** What a notice says beside its fixed words. It is kept with the notification: no name, no address, no secret. */
export interface NoticeFacts {
  /** A time by which something is to be done, and the zone in which it is told. */
  until?: { at: string; zone: string };
}

/** The kind of event that stands for one message to one person. */
export const NOTICE_DUE = 'notice.due';
/** The kind of event that stands for one digest to one person. */
export const DIGEST_DUE = 'digest.due';

/** The same news for each other community that votes in a round, as an event of its own. */
const FOR_OTHER_PARTS = `
  INSERT INTO outbox_event (id, community_id, kind, subject_id)
  SELECT substr(encode(sha256(convert_to(concat_ws('|', $3::text, $4::text, part_id), 'UTF8')), 'hex'), 1, 32)::uuid, community_id, $4, part_id
    FROM app.parts_beside_host($1, $2)
  ON CONFLICT (id) DO NOTHING`;

/**
 * Turns an event into a notification for each person to read, and into one event for each message to send. So each
 * message is tried on its own: an address that does not answer holds up neither the others nor what happens next in the
 * community.
 */
@Injectable()
export class Notices {
  constructor(
    private readonly db: Database,
    private readonly wakeUps: WakeUps,
  ) {}

  /** To all of `find`, now. For what cannot wait, or comes to a person once. */
  async atOnce(event: OutboxEvent, notice: Notice, find: (tx: Tx) => Promise<Recipient[]>): Promise<void> {
    await this.telling(event, find, () => Promise.resolve({ notice }));
  }

  /** The same, where what is told depends on how things stand now; null for nothing. */
  async telling(
    event: OutboxEvent,
    find: (tx: Tx) => Promise<Recipient[]>,
    choose: (tx: Tx) => Promise<{ notice: Notice; facts?: NoticeFacts } | null>,
  ): Promise<void> {
    const told = await this.db.write(system, null, async (tx) => {
      const chosen = await choose(tx);
      if (!chosen) return [];
      return notify(tx, event, { ...chosen, folded: false, people: await find(tx) });
    });
    await this.wake(told);
  }

  /**
   * To all of `find`, folded: each at most once an hour for the same notice in the same community, the first at once and
   * what follows within the hour in one message at its end. Attesting five hundred reports in one go is one thing to
   * read, not five hundred.
   */
  async hourly(event: OutboxEvent, notice: Notice, find: (tx: Tx) => Promise<Recipient[]>): Promise<void> {
    const told = await this.db.write(system, null, async (tx) =>
      notify(tx, event, { notice, folded: true, people: await find(tx) }),
    );
    await this.wake(told);
  }

  /** Lets every other community that votes in a round tell its own people: as `kind`, about its part. */
  async forOtherParts(event: OutboxEvent, kind: `round_part.${string}`): Promise<void> {
    await this.db.write(system, null, async (tx) => {
      await tx.rows(FOR_OTHER_PARTS, [event.communityId, event.subjectId, event.id, kind]);
    });
  }

  /** After the commit. Whoever dies before it does all of this again, and then tells. */
  private async wake(told: readonly Recipient[]): Promise<void> {
    await this.wakeUps.tell(told.map(({ person_id: person }) => `person:${person}` as const));
  }
}

interface Telling {
  notice: Notice;
  facts?: NoticeFacts;
  folded: boolean;
  people: readonly Recipient[];
}

async function notify(
  tx: Tx,
  event: OutboxEvent,
  { notice, facts = {}, folded, people }: Telling,
): Promise<readonly Recipient[]> {
  const { id, communityId, subjectId } = event;
  await tx.rows('SELECT app.notify_people($1, $2, $3, $4, $5, $6, $7, $8)', [
    people.map(({ person_id: person }) => person),
    id,
    communityId,
    subjectId,
    notice,
    topicOf[notice],
    JSON.stringify(facts),
    folded,
  ]);
  return people;
}
