import type { ChildList } from '../../platform/graphql/list.js';
import { batch, batchOfMany } from '../../platform/graphql/loader.js';
import type { InvitationType } from './invitation.graphql.js';
import type { MembershipRequestType, OwnMembershipRequestType } from './request.graphql.js';
import type { CommunitySettingsType } from './settings.graphql.js';

export const settingsOf = batch<string, CommunitySettingsType>(
  'settingsOf',
  (reader, ids) =>
    reader.rows(
      `SELECT c.id AS "communityId", c.admission_rule AS "admissionRule", c.probation_days AS "probationDays",
              c.shows_exact_figures AS "showsExactFigures", c.publishes_sovereignty_report AS "publishesSovereigntyReport", c.version FROM community c WHERE c.id = ANY ($1)`,
      [ids],
    ),
  (row) => row.communityId,
);

const invitationColumns = `i.id, i.community_id AS "communityId", i.invited_by AS "invitedById", i.created_at AS "createdAt", i.expires_at AS "expiresAt",
  CASE WHEN i.used_at IS NOT NULL THEN 'USED' WHEN i.revoked_at IS NOT NULL THEN 'REVOKED' WHEN i.expires_at <= now() THEN 'EXPIRED' ELSE 'OPEN' END AS state`;

/** Never the code: the database itself knows only its digest. */
export const invitationById = batch<string, InvitationType>('invitationById', (reader, ids) =>
  reader.rows(`SELECT ${invitationColumns} FROM invitation i WHERE i.id = ANY ($1)`, [ids]),
);

export function invitationsList(communityId: string): ChildList {
  return {
    scope: 'Community.invitations',
    select: invitationColumns,
    from: 'invitation i',
    where: [],
    params: [],
    parent: { 'i.community_id': communityId },
    order: [
      { sql: 'i.created_at', type: 'timestamptz', direction: 'DESC' },
      { sql: 'i.id', type: 'uuid', direction: 'DESC' },
    ],
  };
}

const stateOf = `CASE WHEN r.state = 'OPEN' AND r.expires_at <= now() THEN 'EXPIRED' ELSE r.state END AS state`;

const requestColumns = `r.id, r.community_id AS "communityId", r.pseudonym, r.message, ${stateOf}, r.created_at AS "createdAt", r.expires_at AS "expiresAt",
  r.decline_reason AS "declineReason",
  (SELECT count(*)::integer FROM vouch v WHERE v.community_id = r.community_id AND v.request_id = r.id AND v.withdrawn_at IS NULL) AS "vouchCount",
  EXISTS (SELECT FROM vouch v WHERE v.community_id = r.community_id AND v.request_id = r.id AND v.withdrawn_at IS NULL
     AND v.voucher_id = ANY ((SELECT app.my_memberships())::uuid[])) AS "viewerHasVouched"`;

export const requestById = batch<string, MembershipRequestType>('requestById', (reader, ids) =>
  reader.rows(`SELECT ${requestColumns} FROM membership_request r WHERE r.id = ANY ($1)`, [ids]),
);

export function requestsList(communityId: string): ChildList {
  return {
    scope: 'Community.membershipRequests',
    select: requestColumns,
    from: 'membership_request r',
    where: [`r.state = 'OPEN'`, 'r.expires_at > now()', 'NOT r.id = ANY ((SELECT app.my_requests())::uuid[])'],
    params: [],
    parent: { 'r.community_id': communityId },
    order: [
      { sql: 'r.created_at', type: 'timestamptz', direction: 'ASC' },
      { sql: 'r.id', type: 'uuid', direction: 'ASC' },
    ],
  };
}

/** What the asker learns: the state, and neither who vouched nor why it was declined. */
export const ownRequests = batchOfMany<'viewer', OwnMembershipRequestType>(
  'ownRequests',
  (reader) =>
    reader.rows(
      `SELECT r.id, r.community_id AS "communityId", r.pseudonym, ${stateOf}, r.created_at AS "createdAt", r.expires_at AS "expiresAt"
         FROM membership_request r WHERE r.id = ANY ((SELECT app.my_requests())::uuid[]) ORDER BY r.created_at DESC, r.id DESC LIMIT 100`,
    ),
  () => 'viewer',
);
