import { batch, batchOfMany } from '../../platform/graphql/loader.js';
import type { DutyOfferType } from './duty.graphql.js';
import type { PendingRemovalType, RemovalNoticeType } from './removal.graphql.js';

interface Shortage {
  communityId: string;
  isShort: boolean;
}

export const shortageOf = batch<string, Shortage>(
  'shortageOf',
  (reader, ids) =>
    reader.rows(
      `SELECT c.id AS "communityId", app.is_short_of_stewards(c.id) AS "isShort" FROM community c WHERE c.id = ANY ($1)`,
      [ids],
    ),
  (row) => row.communityId,
);

const offerColumns = `o.community_id AS "communityId", o.id, o.membership_id AS "membershipId", o.pseudonym, o.backers AS "backerCount",
  o.backers_needed AS "backersNeeded", o.is_ready AS "isReady", o.viewer_backs AS "viewerBacks", o.created_at AS "createdAt", o.expires_at AS "expiresAt"`;

export const dutyOffersOf = batchOfMany<string, DutyOfferType>(
  'dutyOffersOf',
  (reader, ids) =>
    reader.rows(`SELECT ${offerColumns} FROM app.open_duty_offers($1) o WHERE o.community_id = ANY ($1)`, [ids]),
  (row) => row.communityId,
);

/** Offered to the viewer, in whatever community, as soon as they can accept. */
export const ownDutyOffers = batchOfMany<'viewer', DutyOfferType>(
  'ownDutyOffers',
  (reader) => reader.rows(`SELECT ${offerColumns} FROM app.open_duty_offers('{}') o`),
  () => 'viewer',
);

export const pendingRemovalsOf = batchOfMany<string, PendingRemovalType>(
  'pendingRemovalsOf',
  (reader, ids) =>
    reader.rows(
      `SELECT r.community_id AS "communityId", r.id, r.membership_id AS "membershipId", r.pseudonym, r.reason, r.is_confirmed AS "isConfirmed",
              r.due_at AS "dueAt", r.proposed_at AS "proposedAt", r.expires_at AS "expiresAt", r.viewer_is_concerned AS "viewerIsConcerned"
         FROM app.pending_removals($1) r`,
      [ids],
    ),
  (row) => row.communityId,
);

export const ownRemovals = batchOfMany<'viewer', RemovalNoticeType>(
  'ownRemovals',
  (reader) =>
    reader.rows(
      `SELECT r.id, r.community_id AS "communityId", r.reason, coalesce(r.due_at, r.closed_at) AS "removedAt" FROM removal r
        WHERE r.membership_id = ANY ((SELECT app.past_and_present_memberships())::uuid[])
          AND (r.state = 'EXECUTED' OR (r.state = 'CONFIRMED' AND r.due_at <= now())) ORDER BY 4 DESC, r.id LIMIT 100`,
    ),
  () => 'viewer',
);
