import { Injectable } from '@nestjs/common';
import { type Actor, anonymous } from '../../platform/access/actor.js';
import { hashToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { languageOf } from '../../platform/words/index.js';
import { campaignEvents, ownEvents } from './calendar.queries.js';
import type { Detail } from './calendar.rules.js';
import { calendarText } from './calendar-text.js';

/** A feed behind an address, as it may be read at this moment. */
export interface OpenFeed {
  id: string;
  personId: string;
  campaignId: string | null;
  detail: Detail;
  includesRounds: boolean;
  language: string;
  /** Since when it has this address. */
  changedAt: Date;
}

export interface CalendarFile {
  text: string;
  changedAt: Date;
}

/** Reads calendars as those who keep them: without their session, and without a second factor. */
@Injectable()
export class Calendars {
  constructor(private readonly database: Database) {}

  /** Null for an address that is unknown or withdrawn, or whose keeper may not read by it (any more). */
  async open(token: string): Promise<OpenFeed | null> {
    const [feed] = await this.database.read(anonymous, (reader) =>
      reader.rows<OpenFeed>(
        `SELECT f.id, f.person_id AS "personId", f.campaign_id AS "campaignId", f.detail, f.includes_rounds AS "includesRounds", f.language,
                f.changed_at AS "changedAt" FROM vault.open_calendar_feed($1) f`,
        [hashToken(token)],
      ),
    );
    return feed ?? null;
  }

  async file(feed: OpenFeed): Promise<CalendarFile | null> {
    const { personId, campaignId, detail, changedAt } = feed;
    const keeper: Actor = { kind: 'person', personId, sessionId: null, memberships: [], secondFactor: false };
    const found = await this.database.read(keeper, async (reader) =>
      campaignId === null
        ? { name: 'Accompany', events: await ownEvents(reader, detail) }
        : campaignEvents(reader, { ...feed, campaignId }),
    );
    if (!found) return null;
    const { events } = found;
    const name = detail === 'DISCREET' ? 'Accompany' : found.name;
    return {
      text: calendarText({ name, events, language: languageOf(feed.language) }),
      changedAt: new Date(Math.max(changedAt.getTime(), ...events.map((event) => event.changedAt.getTime()))),
    };
  }
}
