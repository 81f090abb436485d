import { batch } from '../../platform/graphql/loader.js';
import type { AssistedEntryType } from './entry.graphql.js';

/** An AssistedEntryType, from `assisted_entry e`. */
export const entryColumns = `e.id, e.community_id AS "communityId", e.campaign_id AS "campaignId", e.ask_id AS "askId", e.membership_id AS "membershipId", e.pledge_id AS "pledgeId",
  e.kind, e.taken, CASE WHEN e.state = 'WAITING' AND e.expires_at <= now() THEN 'EXPIRED' ELSE e.state END AS state, e.name, e.quantity, e.plan_when AS "planWhen", e.note,
  e.entered_at AS "enteredAt", e.expires_at AS "expiresAt", e.settled_at AS "settledAt",
  e.entered_by = ANY ((SELECT app.my_memberships())::uuid[]) AS "isOwnEntry", coalesce(e.membership_id = ANY ((SELECT app.my_memberships())::uuid[]), false) AS "isOwnWord"`;

export const entryById = batch<string, AssistedEntryType>('entryById', (reader, ids) =>
  reader.rows(`SELECT ${entryColumns} FROM assisted_entry e WHERE e.id = ANY ($1)`, [ids]),
);

/** For whoever may call back, until it is settled. */
export const entryReach = batch<string, { id: string; cipher: Buffer | null }>('entryReach', (reader, ids) =>
  reader.rows('SELECT x.id, vault.entry_reach(x.id) AS cipher FROM unnest($1::uuid[]) AS x (id)', [ids]),
);
