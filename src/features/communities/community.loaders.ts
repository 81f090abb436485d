import { batch, batchOfMany } from '../../platform/graphql/loader.js';
import type { AgreementType, CommunityType, MembershipType } from './community.graphql.js';

export const communityColumns = `c.id, c.id AS "communityId", c.handle, c.name, c.about, c.language, c.time_zone AS "timeZone", c.agreement_version AS "agreementVersion",
  c.requires_second_factor AS "requiresSecondFactor"`;

export const membershipColumns = `m.id, m.community_id AS "communityId", m.pseudonym, m.standing, m.is_steward AS "isSteward",
  coalesce(m.organizer_until > now(), false) AS "isOrganizer", CASE WHEN m.organizer_until > now() THEN m.organizer_until END AS "organizerUntil",
  coalesce(m.probation_until > now(), false) AS "isOnProbation", m.is_listed AS "isListed", m.since, m.until, m.agreement_version AS "agreementVersion",
  CASE WHEN m.person_id = app.person_id() THEN NOT app.has_second_factor() AND (m.is_steward OR coalesce(m.organizer_until > now(), false))
    AND (SELECT home.requires_second_factor FROM community home WHERE home.id = m.community_id) END AS "awaitsSecondFactor",
  m.organization_id AS "organizationId", m.paused_at AS "pausedAt", m.paused_because AS "pausedBecause", m.ended_at AS "endedAt", m.ended_because AS "endedBecause"`;

export const communityById = batch<string, CommunityType>('communityById', (reader, ids) =>
  reader.rows(`SELECT ${communityColumns} FROM community c WHERE c.id = ANY ($1)`, [ids]),
);

export const communityByHandle = batch<string, CommunityType>(
  'communityByHandle',
  (reader, handles) => reader.rows(`SELECT ${communityColumns} FROM community c WHERE c.handle = ANY ($1)`, [handles]),
  (row) => row.handle,
);

/** The current agreement of a community. */
export const agreementOf = batch<string, AgreementType & { communityId: string }>(
  'agreementOf',
  (reader, ids) =>
    reader.rows(
      `SELECT a.community_id AS "communityId", a.version, a.text, a.questions, a.published_at AS "publishedAt"
         FROM community c JOIN agreement a ON a.community_id = c.id AND a.version = c.agreement_version WHERE c.id = ANY ($1)`,
      [ids],
    ),
  (row) => row.communityId,
);

/** Null where the viewer may not know who it is. */
export const membershipById = batch<string, MembershipType>('membershipById', (reader, ids) =>
  reader.rows(`SELECT ${membershipColumns} FROM membership m WHERE m.id = ANY ($1)`, [ids]),
);

/** The viewer's own live standing in a community. */
export const viewerMembershipIn = batch<string, MembershipType>(
  'viewerMembershipIn',
  (reader, ids) =>
    reader.rows(
      `SELECT ${membershipColumns} FROM membership m
        WHERE m.community_id = ANY ($1) AND m.person_id = app.person_id() AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now())`,
      [ids],
    ),
  (row) => row.communityId,
);

export const viewerMemberships = batchOfMany<'viewer', MembershipType>(
  'viewerMemberships',
  (reader) =>
    reader.rows(
      `SELECT ${membershipColumns} FROM membership m
        WHERE m.person_id = app.person_id() AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now()) ORDER BY m.since, m.id`,
    ),
  () => 'viewer',
);
