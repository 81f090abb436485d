import { batch } from '../../platform/graphql/loader.js';
import type { OfferType } from './offer.graphql.js';

/** What the clock says of the offer `o`, whether or not it has been round. */
export const offerState = `CASE WHEN o.state = 'OFFERED' AND o.expires_at <= now() THEN 'EXPIRED' ELSE o.state END`;

/** An OfferType, from `offer o`. */
export const offerColumns = `o.id, o.community_id AS "communityId", o.campaign_id AS "campaignId", o.offered_by AS "offeredById", o.ask_id AS "askId", o.kind, o.text,
  o.quantity, o.unit, o.when_text AS "when", o.where_text AS "where", o.language, ${offerState} AS state, o.offered_at AS "offeredAt", o.expires_at AS "expiresAt",
  CASE WHEN ${offerState} = 'EXPIRED' THEN coalesce(o.settled_at, o.expires_at) ELSE o.settled_at END AS "settledAt", o.thanks AS "declinedWith", o.version,
  o.offered_by = ANY ((SELECT app.my_memberships())::uuid[]) AS "isOwn"`;

export const offerById = batch<string, OfferType>('offerById', (reader, ids) =>
  reader.rows(`SELECT ${offerColumns} FROM offer o WHERE o.id = ANY ($1)`, [ids]),
);

/** By the ask that was made of it. */
export const offerOfAsk = batch<string, OfferType>(
  'offerOfAsk',
  (reader, askIds) => reader.rows(`SELECT ${offerColumns} FROM offer o WHERE o.ask_id = ANY ($1)`, [askIds]),
  (row) => row.askId as string,
);
