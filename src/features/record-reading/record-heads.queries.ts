import { Injectable } from '@nestjs/common';
import { anonymous } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';

/** A line as `npm run verify-record -- --heads` reads it: `HANDLE=HEX@POSITION`. */
export interface PublishedHeads {
  /** The day (UTC) at whose end they were the heads. */
  day: string;
  lines: string[];
}

/** What anybody may read: as nobody, so that the database lets nothing else through. */
@Injectable()
export class RecordHeadsQueries {
  constructor(private readonly db: Database) {}

  /** Of the last day that ended, unless told otherwise; null for a day that has not ended yet. */
  async published(wanted: string | null): Promise<PublishedHeads | null> {
    return this.db.read(anonymous, async (reader) => {
      const [ended] = await reader.rows<{ day: string }>(
        `SELECT day::text FROM (SELECT (now() AT TIME ZONE 'UTC')::date - 1 AS last) today, coalesce($1::date, last) AS day WHERE day <= last`,
        [wanted],
      );
      if (!ended) return null;
      const heads = await reader.rows<{ line: string }>(
        `SELECT c.handle || '=' || encode(h.hash, 'hex') || '@' || h.seq AS line
           FROM community c
          CROSS JOIN LATERAL (
             SELECT d.hash, d.seq FROM record_daily_head d
              WHERE d.community_id = c.id AND d.day <= $1::date AND d.was_public ORDER BY d.day DESC LIMIT 1) h
          WHERE c.published ORDER BY c.handle`,
        [ended.day],
      );
      return { day: ended.day, lines: heads.map(({ line }) => line) };
    });
  }
}
