import { batch } from '../../platform/graphql/loader.js';
import type { AskTermsType, AskType } from './ask.graphql.js';

/** Open in the row, but its mandate has ended: paused, whether or not the clock has written it down yet. */
const mandateEnded = `(a.state = 'OPEN' AND a.mandate_id = ANY ((SELECT app.lapsed_mandates())::uuid[]))`;

/** A member of the host, or affected in a community that leads the campaign with it. */
export const isMember = `(a.community_id = ANY ((SELECT app.communities_as('member'))::uuid[]) OR a.campaign_id = ANY ((SELECT app.campaigns_led_as('affected'))::uuid[]))`;

/** What the clock says of the ask `a`. Those that look up more for each row are for filters; shown is `askNowOf`. */
export const askState = `CASE WHEN ${mandateEnded} THEN 'PAUSED' ELSE a.state END`;
export const askTakesPledges = `(a.state = 'OPEN' AND (a.ends_at IS NULL OR a.ends_at > now())
  AND (SELECT true FROM campaign g WHERE g.community_id = a.community_id AND g.id = a.campaign_id AND g.state = 'LAUNCHED') IS TRUE AND NOT ${mandateEnded})`;
export const askIsFull = `EXISTS (SELECT FROM public_figure f WHERE f.community_id = a.community_id AND f.ask_id = a.id AND f.is_full)`;

/** Where to come is told to outsiders only when coming is no risk. */
export const placeIsShown = `(a.risk_tier <= 1 OR ${isMember})`;

/** An AskType, from `ask a`. */
export const askColumns = `a.id, a.community_id AS "communityId", a.campaign_id AS "campaignId", a.priority_id AS "priorityId", a.mandate_id AS "mandateId",
  a.lead_id AS "leadId", a.link_version AS "linkVersion", CASE WHEN ${isMember} THEN a.external_id END AS "externalId", a.title, a.description, a.kind, a.language, a.unit,
  a.quantity_wanted AS "quantityWanted", a.slots, a.starts_at AS "startsAt", a.ends_at AS "endsAt", a.notice_hours AS "noticeHours",
  CASE WHEN ${placeIsShown} THEN a.place END AS place, a.risk_tier AS "riskTier", a.risk_notes AS "riskNotes", a.dos, a.donts, a.suits, a.access,
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

/** By `askId:version`. */
export const termsOf = batch<string, AskTermsType>(
  'termsOf',
  (reader, keys) =>
    reader.rows(
      `SELECT t.terms->>'title' AS title, t.ask_id AS "askId", t.version, t.changed_at AS "changedAt", t.terms->>'description' AS description,
              t.terms->>'kind' AS kind, t.terms->>'language' AS language, t.terms->>'unit' AS unit, (t.terms->>'startsAt')::timestamptz AS "startsAt",
              (t.terms->>'noticeHours')::int AS "noticeHours", t.terms->>'place' AS place, (t.terms->>'riskTier')::int AS "riskTier",
              t.terms->>'riskNotes' AS "riskNotes", t.terms->>'dos' AS dos, t.terms->>'donts' AS donts, t.terms->>'suits' AS suits, t.terms->>'access' AS access
         FROM unnest($1::text[]) AS k (key)
         JOIN ask_terms t ON t.ask_id = split_part(k.key, ':', 1)::uuid AND t.version = split_part(k.key, ':', 2)::int`,
      [keys],
    ),
  (row) => `${row.askId}:${row.version}`,
);
