import { batch } from '../../platform/graphql/loader.js';
import type { AskType } from './ask.graphql.js';

/** Open in the row, but its mandate has ended: paused, whether or not the clock has written it down yet. */
const mandateEnded = `(a.state = 'OPEN' AND a.mandate_id = ANY ((SELECT app.lapsed_mandates())::uuid[]))`;

/** A member of the host, or affected in a community that leads the campaign with it. */
export const isMember = `(a.community_id = ANY ((SELECT app.communities_as('member'))::uuid[]) OR a.campaign_id = ANY ((SELECT app.campaigns_led_as('affected'))::uuid[]))`;

/** What the clock says of the ask `a`. Those that look up more for each row are for filters; shown is `askNowOf`. */
export const askState = `CASE WHEN ${mandateEnded} THEN 'PAUSED' ELSE a.state END`;
export const askTakesPledges = `(a.state = 'OPEN' AND (a.ends_at IS NULL OR a.ends_at > now())
  AND (SELECT true FROM campaign g WHERE g.community_id = a.community_id AND g.id = a.campaign_id AND g.state = 'LAUNCHED') IS TRUE AND NOT ${mandateEnded})`;
export const askIsFull = `EXISTS (SELECT FROM public_figure f WHERE f.community_id = a.community_id AND f.ask_id = a.id AND f.is_full)`;

/** Of those who do the work: of the host, or affected in a community that leads the campaign with it. */
const isInsider = `(a.community_id = ANY ((SELECT app.communities_as('insider'))::uuid[]) OR a.campaign_id = ANY ((SELECT app.campaigns_led_as('affected'))::uuid[]))`;

/** Where to come is told to everybody when coming is no risk; else to those who run the work or will come, and nobody else. */
export const placeIsShownAt = (riskTier: string) =>
  `(${riskTier} <= 1 OR ${isInsider} OR a.id = ANY ((SELECT app.asks_to_come_to())::uuid[]))`;
export const placeIsShown = placeIsShownAt('a.risk_tier');

/** Degrees as the viewer may know them. */
export const shownDegrees = (column: 'latitude' | 'longitude') =>
  `(CASE WHEN ${placeIsShown} THEN a.${column} ELSE round(a.${column}, 1) END)`;

/** An AskType, from `ask a`. */
export const askColumns = `a.id, a.community_id AS "communityId", a.campaign_id AS "campaignId", a.priority_id AS "priorityId", a.mandate_id AS "mandateId",
  a.lead_id AS "leadId", a.link_version AS "linkVersion", CASE WHEN ${isMember} THEN a.external_id END AS "externalId", a.title, a.description, a.kind, a.language, a.unit,
  a.quantity_wanted AS "quantityWanted", a.slots, a.starts_at AS "startsAt", a.ends_at AS "endsAt", a.notice_hours AS "noticeHours",
  CASE WHEN ${placeIsShown} THEN a.place END AS place, a.area,
  CASE WHEN a.latitude IS NOT NULL THEN jsonb_build_object('latitude', ${shownDegrees('latitude')}, 'longitude', ${shownDegrees('longitude')}, 'isExact', ${placeIsShown}) END AS position,
  a.is_online AS "isOnline", a.time_zone AS "timeZone", a.cadence, a.missed_limit AS "missedLimit", a.grace_hours AS "graceHours", a.threshold, a.threshold_at AS "thresholdAt",
  a.effort_minutes AS "effortMinutes", a.mitigations, a.prerequisites, a.capacities, a.helpful_buffers AS "helpfulBuffers", a.access_features AS "accessFeatures",
  a.copied_from AS "copiedFromId", a.risk_tier AS "riskTier", a.risk_notes AS "riskNotes", a.dos, a.donts, a.suits, a.access,
  a.visibility, a.terms_version AS "termsVersion", ${askState} AS state,
  CASE WHEN ${mandateEnded} THEN 'MANDATE_ENDED' ELSE a.paused_because END AS "pausedBecause", a.cancelled_because AS "cancelledBecause",
  a.opened_at AS "openedAt", a.ended_at AS "endedAt", a.created_at AS "createdAt", a.version`;

export const askById = batch<string, AskType>('askById', (reader, ids) =>
  reader.rows(`SELECT ${askColumns} FROM ask a WHERE a.id = ANY ($1)`, [ids]),
);

export interface AskNow {
  id: string;
  takesPledges: boolean;
  isFull: boolean;
}

export const askNowOf = batch<string, AskNow>('askNowOf', (reader, ids) =>
  reader.rows('SELECT n.id, n.takes_pledges AS "takesPledges", n.is_full AS "isFull" FROM app.asks_now($1) n', [ids]),
);

export interface PlacesLeft {
  id: string;
  /** Null where the ask sets no limit. */
  places: number | null;
  quantity: number;
}

/** Exact, and for members only: to others the tally has no rows. */
export const placesLeftOf = batch<string, PlacesLeft>('placesLeftOf', (reader, ids) =>
  reader.rows(
    `SELECT t.ask_id AS id, t.slots - t.places_taken - t.held_count AS places, t.quantity_wanted - t.pledged_quantity - t.held_quantity AS quantity
       FROM ask_tally t WHERE t.ask_id = ANY ($1)`,
    [ids],
  ),
);
