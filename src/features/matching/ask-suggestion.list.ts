import type { ListSpec } from '../../platform/graphql/list.js';
import { askIsFull, askList, askTakesPledges, type AskType, placeIsShown } from '../asks/index.js';
import type { AskSuggestionArgs } from './ask-suggestion.graphql.js';
import type { AskFacts } from './ask-suggestion.rules.js';
import type { MatchingProfile } from './matching-profile.rules.js';

/** An ask, with what is told of it to whom it is suggested. */
export type SuggestedRow = AskType & { facts: Omit<AskFacts, 'startsAt' | 'readAt'>; readAt: Date };

/** A position is known within some 8 km: nothing is too far that may as well be within reach. */
const SLACK_KM = 10;

const own = `(a.community_id = ANY ((SELECT app.communities_as('affected'))::uuid[])
  OR (a.kind <> 'SPEAK' AND a.community_id = ANY ((SELECT app.communities_as('ally'))::uuid[])))`;

/**
 * Of a community where one has no standing, whatever is public: that it takes no allies, or not this one, is nothing that
 * an outsider is to learn from a list.
 */
const joinFirst = `(a.published AND a.kind <> 'SPEAK' AND NOT a.community_id = ANY ((SELECT app.communities_as('member'))::uuid[])
  AND NOT a.community_id = ANY (ARRAY(SELECT m.community_id FROM membership m WHERE m.id = ANY ((SELECT app.my_memberships())::uuid[]) AND m.paused_at IS NOT NULL)))`;

const alreadyPledged = `a.id = ANY (ARRAY(SELECT p.ask_id FROM pledge p WHERE p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[])
  AND p.state IN ('ACTIVE', 'WAITLISTED', 'CONDITIONAL', 'NEEDS_RECONFIRMATION')))`;

const agreementChanged = `a.community_id = ANY (ARRAY(SELECT m.community_id FROM membership m JOIN community c ON c.id = m.community_id
  WHERE m.id = ANY ((SELECT app.my_memberships())::uuid[]) AND m.ended_at IS NULL AND m.standing = 'ALLY' AND m.agreement_version <> c.agreement_version))`;

const tenth = (column: string): string => `CASE WHEN ${placeIsShown} THEN ${column} ELSE round(${column}, 1) END`;

/** Kilometres by the great circle; asks that are risky are as coarse to outsiders here as they are elsewhere. */
function distance(latitude: string, longitude: string): string {
  const [north, east] = [`(${tenth('a.latitude')})::float8`, `(${tenth('a.longitude')})::float8`];
  // LEAST passes over nulls, so that a place that nobody named would be at the antipodes.
  return `CASE WHEN NOT a.is_online AND a.latitude IS NOT NULL AND ${latitude} IS NOT NULL THEN 12742 * asin(sqrt(least(1, power(sin(radians(${north} - ${latitude}) / 2), 2)
    + cos(radians(${latitude})) * cos(radians(${north})) * power(sin(radians(${east} - ${longitude}) / 2), 2)))) END`;
}

/**
 * The order is of asks, for one person, and nobody is told a figure of it: what they carry more lightly than the people
 * concerned, what they bring, what anyone can do, what takes something they lack, and last what they cannot well do.
 * Among equals the community's own ranking decides. Money lifts an ask no higher than what anyone can do.
 */
const place = `CASE WHEN near.is_far OR fit.is_foreign OR fit.is_shut OR fit.is_long THEN 5
  WHEN fit.lacks OR fit.is_exposed THEN 4 WHEN fit.carries THEN 1 WHEN fit.brings THEN 2 ELSE 3 END`;

function fitOf(profile: MatchingProfile, bind: (value: unknown, type: string) => string): string {
  const named = profile.capacities.map(({ capacity }) => capacity);
  const [latitude, longitude] = [profile.position?.latitude ?? null, profile.position?.longitude ?? null];
  const kilometres = distance(bind(latitude, 'float8'), bind(longitude, 'float8'));
  const capacities = bind(named, 'text[]');
  const buffers = bind(profile.buffers, 'text[]');
  const languages = bind(profile.languages.map(primary), 'text[]');
  const minutes = bind(profile.hoursPerWeek && profile.hoursPerWeek * 60, 'integer');
  return `ask a
    JOIN campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
    LEFT JOIN priority r ON r.community_id = a.community_id AND r.id = a.priority_id
    LEFT JOIN ask_tally t ON t.community_id = a.community_id AND t.ask_id = a.id
   CROSS JOIN LATERAL (SELECT ${kilometres} AS kilometres) reach
   CROSS JOIN LATERAL (SELECT coalesce(reach.kilometres > ${bind(profile.distanceKm && profile.distanceKm + SLACK_KM, 'integer')}, false) AS is_far) near
   CROSS JOIN LATERAL (SELECT a.helpful_buffers && ${buffers} AS carries,
     a.risk_tier >= 2 AND a.helpful_buffers <> '{}' AND NOT a.helpful_buffers && ${buffers} AS is_exposed,
     array_remove(a.capacities, 'FUNDS') && ${capacities} AS brings,
     a.capacities <> '{}' AND ${capacities} <> '{}' AND NOT a.capacities && ${capacities} AS lacks,
     ${languages} <> '{}' AND NOT split_part(a.language, '-', 1) = ANY (${languages}) AS is_foreign,
     NOT a.access_features || CASE WHEN a.is_online THEN '{STEP_FREE,CHILDCARE}'::text[] ELSE '{}' END @> ${bind(profile.accessNeeds, 'text[]')} AS is_shut,
     coalesce(a.effort_minutes > ${minutes}, false) AS is_long) fit`;
}

const facts = `jsonb_build_object('joinFirst', NOT ${own}, 'agreementChanged', ${agreementChanged}, 'capacities', a.capacities, 'helpfulBuffers', a.helpful_buffers,
  'riskTier', a.risk_tier, 'rank', r.rank, 'fewPledged', coalesce(t.pledged_quantity * 4 < t.quantity_wanted, false), 'kilometres', reach.kilometres, 'isFar', near.is_far,
  'isOnline', a.is_online, 'language', a.language, 'accessFeatures', a.access_features, 'effortMinutes', a.effort_minutes, 'timeZone', coalesce(a.time_zone, g.time_zone))`;

/** One statement, however many asks there are; row-level security leaves what the viewer may see. */
export function suggestionList(profile: MatchingProfile, { filter, communityId }: AskSuggestionArgs): ListSpec {
  const asks = askList('Viewer.asksForMe', { filter: filter ?? null });
  const params = [...asks.params];
  const bind = (value: unknown, type: string): string => `$${params.push(value)}::${type}`;
  const from = fitOf(profile, bind);
  const where = [
    ...asks.where,
    `${own} OR ${joinFirst}`,
    `${askTakesPledges} AND NOT ${askIsFull}`,
    `NOT ${alreadyPledged}`,
    `NOT a.kind = ANY (${bind(profile.kindsNotDone, 'text[]')})`,
    ...(profile.isOnlineOnly ? ['a.is_online'] : []),
    ...(communityId == null ? [] : [`a.community_id = ${bind(communityId, 'uuid')}`]),
  ];
  return {
    scope: asks.scope,
    select: `${asks.select}, ${facts} AS facts, now() AS "readAt"`,
    from,
    where,
    params,
    order: [
      { sql: place, type: 'integer' },
      { sql: 'r.rank', type: 'integer', nullable: true },
      { sql: 'a.starts_at', type: 'timestamptz', nullable: true },
      { sql: 'a.id', type: 'uuid' },
    ],
  };
}

/** `pt` of `pt-BR`: who speaks one of its forms follows the others. */
function primary(language: string): string {
  return language.split('-')[0] ?? language;
}
