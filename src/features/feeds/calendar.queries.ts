import type { Reader } from '../../platform/graphql/reader.js';
import {
  askEvent,
  type AskTime,
  type CalendarEvent,
  type CampaignNow,
  type Detail,
  pledgedEvent,
  type PledgedTime,
  roundEvents,
  type RoundTime,
} from './calendar.rules.js';

const MOST = 1_000;
const PAST = `now() - interval '90 days'`;
/** What was called off stays for as long, so that calendars which look rarely hear of it. */
const GONE = `now() - interval '30 days'`;

/** The reader's own pledged times, and those of organizations for which they act. */
export async function ownEvents(reader: Reader, detail: Detail): Promise<CalendarEvent[]> {
  const rows = await reader.rows<PledgedTime>(
    `SELECT c.id, c.pledge_state AS "pledgeState", c.occurrence_state AS "occurrenceState", c.starts_at AS "startsAt", c.ask_ends_at AS "askEndsAt",
            c.title, c.place, c.area, c.risk_tier AS "riskTier", c.campaign_name AS "campaignName", c.campaign_state AS "campaignState", c.stopped_at AS "stoppedAt",
            c.sequence, c.changed_at AS "changedAt" FROM app.own_calendar() c ORDER BY c.starts_at, c.id`,
  );
  return rows.map((row) => pledgedEvent(row, detail));
}

interface CampaignFeed {
  campaignId: string;
  detail: Detail;
  includesRounds: boolean;
}

/** What the reader sees of a campaign's asks, drafts left out; null where they do not see the campaign. */
export async function campaignEvents(
  reader: Reader,
  { campaignId, detail, includesRounds }: CampaignFeed,
): Promise<{ name: string; events: CalendarEvent[] } | null> {
  const [campaign] = await reader.rows<CampaignNow>(
    `SELECT g.name, g.state, g.stopped_at AS "stoppedAt", g.concluded_at AS "concludedAt" FROM campaign g WHERE g.id = $1`,
    [campaignId],
  );
  if (!campaign) return null;
  const asks = await reader.rows<AskTime>(
    `SELECT a.id, a.title, a.state, a.starts_at AS "startsAt", a.ends_at AS "endsAt", a.place, a.area, a.risk_tier AS "riskTier",
            a.calendar_sequence + g.calendar_sequence AS sequence, greatest(a.calendar_changed_at, g.calendar_changed_at) AS "changedAt"
       FROM ask a JOIN campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
      WHERE a.campaign_id = $1 AND a.opened_at IS NOT NULL AND coalesce(a.ends_at, a.starts_at) > ${PAST} AND (a.state <> 'CANCELLED' OR a.ended_at > ${GONE})
      ORDER BY coalesce(a.starts_at, a.ends_at), a.id LIMIT ${MOST}`,
    [campaignId],
  );
  const rounds = includesRounds ? await roundsOf(reader, campaignId) : [];
  const events = [
    ...asks.flatMap((ask) => askEvent(ask, campaign, detail) ?? []),
    ...rounds.flatMap((round) => roundEvents(round, campaign, detail)),
  ];
  return { name: campaign.name, events: events.slice(0, MOST) };
}

function roundsOf(reader: Reader, campaignId: string): Promise<RoundTime[]> {
  return reader.rows<RoundTime>(
    `SELECT r.id, r.state, r.opens_at AS "opensAt", r.closes_at AS "closesAt", r.calendar_sequence + g.calendar_sequence AS sequence,
            greatest(r.calendar_changed_at, g.calendar_changed_at) AS "changedAt"
       FROM priority_round r JOIN campaign g ON g.community_id = r.community_id AND g.id = r.campaign_id
      WHERE r.campaign_id = $1 AND r.closes_at > ${PAST} AND (r.state <> 'CANCELLED' OR r.ended_at > ${GONE})
      ORDER BY r.closes_at, r.id LIMIT 100`,
    [campaignId],
  );
}
