import { Injectable } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import type { OutboxEvent } from '../../platform/jobs/event-handlers.js';
import type { Notice } from './mails/index.js';

export interface Recipient {
  person_id: string;
  language: string;
}

/** What a notice says beside its fixed words. */
export interface NoticeFacts {
  /** A time by which something is to be done, and the zone in which it is told. */
  until?: { at: string; zone: string };
}

/** The kind of event that stands for one mail to one person. */
export const NOTICE_DUE = 'notice.due';

const idFrom = (text: string) => `substr(encode(sha256(convert_to(${text}, 'UTF8')), 'hex'), 1, 32)::uuid`;
const RECIPIENTS = `jsonb_to_recordset($1::jsonb) AS recipient (person_id uuid, language text)`;
const DATA = `jsonb_build_object('notice', $2::text, 'language', language) || $4::jsonb`;

/** Each recipient once per event, however often the event comes. */
const AT_ONCE = `
  INSERT INTO outbox_event (id, kind, subject_id, data)
  SELECT ${idFrom(`concat_ws('|', $3::text, $2::text, person_id)`)}, '${NOTICE_DUE}', person_id, ${DATA}
    FROM ${RECIPIENTS}
  ON CONFLICT (id) DO NOTHING`;

/**
 * Each recipient at most once an hour for the same notice in the same community: the first at once, what follows within
 * the hour in one mail at its end. Attesting five hundred reports in one go is one thing to read, not five hundred.
 */
const HOURLY = `
  WITH topic AS (
    SELECT person_id, language, concat_ws('|', $3::text, $2::text, person_id) AS name, floor(extract(epoch FROM now()) / 3600)::bigint AS hour
      FROM ${RECIPIENTS}
  ), this_hour AS (
    INSERT INTO outbox_event (id, kind, subject_id, data)
    SELECT ${idFrom(`concat_ws('|', name, hour)`)}, '${NOTICE_DUE}', person_id, ${DATA} FROM topic
    ON CONFLICT (id) DO NOTHING
    RETURNING subject_id
  )
  INSERT INTO outbox_event (id, kind, subject_id, data, next_attempt_at)
  SELECT ${idFrom(`concat_ws('|', name, hour + 1)`)}, '${NOTICE_DUE}', person_id, ${DATA}, to_timestamp((hour + 1) * 3600)
    FROM topic WHERE person_id NOT IN (SELECT subject_id FROM this_hour)
  ON CONFLICT (id) DO NOTHING`;

/** The same news for each other community that votes in a round, as an event of its own. */
const FOR_OTHER_PARTS = `
  INSERT INTO outbox_event (id, community_id, kind, subject_id)
  SELECT ${idFrom(`concat_ws('|', $3::text, $4::text, part_id)`)}, community_id, $4, part_id FROM app.parts_beside_host($1, $2)
  ON CONFLICT (id) DO NOTHING`;

/**
 * Turns an event into one event for each person to write to. So each mail is tried on its own: an address that does not
 * answer holds up neither the others nor what happens next in the community.
 */
@Injectable()
export class Notices {
  constructor(private readonly db: Database) {}

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
    await this.db.write(system, null, async (tx) => {
      const chosen = await choose(tx);
      if (!chosen) return;
      const recipients = JSON.stringify(await find(tx));
      await tx.rows(AT_ONCE, [recipients, chosen.notice, event.id, JSON.stringify(chosen.facts ?? {})]);
    });
  }

  /** Lets every other community that votes in a round tell its own people: as `kind`, about its part. */
  async forOtherParts(event: OutboxEvent, kind: `round_part.${string}`): Promise<void> {
    await this.db.write(system, null, async (tx) => {
      await tx.rows(FOR_OTHER_PARTS, [event.communityId, event.subjectId, event.id, kind]);
    });
  }

  /** To all of `find`, folded into one mail an hour. */
  async hourly(event: OutboxEvent, notice: Notice, find: (tx: Tx) => Promise<Recipient[]>): Promise<void> {
    await this.db.write(system, null, async (tx) => {
      await tx.rows(HOURLY, [JSON.stringify(await find(tx)), notice, event.communityId, '{}']);
    });
  }
}
