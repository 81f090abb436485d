import { membershipColumns, type MembershipType } from '../communities/index.js';
import { batch, batchOfMany } from '../../platform/graphql/loader.js';
import type { OrganizationType, RepresentativeType } from './organization.graphql.js';

const organizationColumns = `o.id, NULL AS "communityId", o.name, o.about, o.ended_at AS "closedAt", o.id = ANY ((SELECT app.my_organizations())::uuid[]) AS "isYours"`;

export const organizationById = batch<string, OrganizationType>('organizationById', (reader, ids) =>
  reader.rows(`SELECT ${organizationColumns} FROM organization o WHERE o.id = ANY ($1)`, [ids]),
);

export const viewerOrganizations = batchOfMany<'viewer', OrganizationType>(
  'viewerOrganizations',
  (reader) =>
    reader.rows(
      `SELECT ${organizationColumns} FROM organization o WHERE o.id = ANY ((SELECT app.my_organizations())::uuid[]) ORDER BY o.created_at, o.id`,
    ),
  () => 'viewer',
);

/** Longest serving first. */
export const representativesOf = batchOfMany<string, RepresentativeType>(
  'representativesOf',
  (reader, ids) =>
    reader.rows(
      `SELECT r.id, r.organization_id AS "organizationId", r.pseudonym, r.since, r.id = ANY ((SELECT app.my_representations())::uuid[]) AS "isYou"
         FROM representative r WHERE r.organization_id = ANY ($1) AND r.ended_at IS NULL ORDER BY r.since, r.id`,
      [ids],
    ),
  (row) => row.organizationId,
);

type StandingRow = MembershipType & { organizationId: string };

/** Where it is an ally now, oldest first. */
export const standingsOf = batchOfMany<string, StandingRow>(
  'standingsOf',
  (reader, ids) =>
    reader.rows(
      `SELECT ${membershipColumns} FROM membership m WHERE m.organization_id = ANY ($1) AND m.ended_at IS NULL ORDER BY m.since, m.id`,
      [ids],
    ),
  (row) => row.organizationId,
);
