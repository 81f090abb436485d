import type { ListSpec } from '../../platform/graphql/list.js';
import { batch, batchOfMany } from '../../platform/graphql/loader.js';
import type {
  ConstituencyTurnoutType,
  PriorityRoundType,
  RoundItemType,
  RoundObjectionType,
  RoundPartType,
} from './round.graphql.js';

/** A passed end is passed, whether or not the clock has closed it. */
const roundState = `CASE WHEN r.state = 'OPEN' AND r.closes_at <= now() THEN 'CLOSED' ELSE r.state END`;

export const roundColumns = `r.id, r.community_id AS "communityId", r.campaign_id AS "campaignId", ${roundState} AS state, r.method, r.voice,
  r.quorum_percent AS "quorumPercent", r.constituency_quorum_percent AS "constituencyQuorumPercent", r.note, r.opens_at AS "opensAt", r.closes_at AS "closesAt",
  r.objection_hours AS "objectionHours", r.review_on::text AS "reviewOn", r.budget AS "budgetHours", r.completion, r.adopts_asks AS "adoptsAsks",
  r.opened_at AS "openedAt", r.closed_at AS "closedAt", r.counted_at AS "countedAt", r.objections_until AS "objectionsUntil", r.ended_at AS "endedAt",
  encode(r.lot_seed, 'hex') AS "lotSeed", r.objections_needed AS "objectionsNeeded", r.publishes_ballots AS "publishesBallots",
  r.cancelled_because AS "cancelledBecause", r.successor_of AS "successorOfId", r.scheduled_by AS "scheduledById",
  ARRAY(SELECT l.lead_id FROM coalition_lead l WHERE l.community_id = r.community_id AND l.campaign_id = r.campaign_id AND l.left_at IS NULL ORDER BY l.joined_at) AS "leadIds",
  EXISTS (SELECT FROM coalition_lead l WHERE l.community_id = r.community_id AND l.campaign_id = r.campaign_id
    AND l.joined_at <= coalesce(r.opened_at, now()) AND (l.left_at IS NULL OR l.left_at > r.opened_at)) AS "isShared"`;

export const roundById = batch<string, PriorityRoundType>('roundById', (reader, ids) =>
  reader.rows(`SELECT ${roundColumns} FROM priority_round r WHERE r.id = ANY ($1)`, [ids]),
);

/** The round that was scheduled in place of one to which was objected; the latest, of several. */
export const successorOf = batch<string, PriorityRoundType>(
  'successorOf',
  (reader, ids) =>
    reader.rows(
      `SELECT DISTINCT ON (r.successor_of) ${roundColumns} FROM priority_round r WHERE r.successor_of = ANY ($1) ORDER BY r.successor_of, r.scheduled_at DESC, r.id`,
      [ids],
    ),
  (row) => row.successorOfId as string,
);

/** Of priorities with a rank: the last round in force that ranked them. Ranks are replaced as a whole. */
export const rankedBy = batch<string, PriorityRoundType & { priorityId: string }>(
  'rankedBy',
  (reader, priorityIds) =>
    reader.rows(
      `SELECT DISTINCT ON (i.priority_id) i.priority_id AS "priorityId", ${roundColumns}
         FROM round_item i JOIN priority_round r ON r.community_id = i.community_id AND r.id = i.round_id
        WHERE i.priority_id = ANY ($1) AND i.rank IS NOT NULL AND r.state = 'RATIFIED' ORDER BY i.priority_id, r.ended_at DESC, r.id`,
      [priorityIds],
    ),
  (row) => row.priorityId,
);

/** By rank once counted, before in the order of the list. */
export const itemsOf = batchOfMany<string, RoundItemType>(
  'itemsOf',
  (reader, roundIds) =>
    reader.rows(
      `SELECT i.community_id AS "communityId", i.round_id AS "roundId", i.priority_id AS "priorityId", coalesce(i.statement, p.statement, '') AS statement,
              i.cost AS hours, i.position, i.lot, i.rank, t.because
         FROM round_item i
         LEFT JOIN priority p ON p.community_id = i.community_id AND p.id = i.priority_id
         LEFT JOIN round_tally t ON t.community_id = i.community_id AND t.round_id = i.round_id AND t.priority_id = i.priority_id
        WHERE i.round_id = ANY ($1) ORDER BY i.rank NULLS LAST, i.position, p.rank NULLS LAST, p.created_at, i.priority_id`,
      [roundIds],
    ),
  (row) => row.roundId,
);

/** The host's first. */
export const partsOf = batchOfMany<string, RoundPartType & { roundId: string }>(
  'partsOf',
  (reader, roundIds) =>
    reader.rows(
      `SELECT p.id, p.community_id AS "communityId", p.round_id AS "roundId", p.roll_count AS "rollCount", p.ballot_count AS "ballotCount",
              p.none_count AS "noneCount", p.paper_count AS "paperCount", p.stray_count AS "strayCount", p.unwitnessed_count AS "unwitnessedCount", p.is_quorate AS "isQuorate"
         FROM round_part p WHERE p.round_id = ANY ($1) ORDER BY p.round_id, p.number`,
      [roundIds],
    ),
  (row) => row.roundId,
);

/** The largest first; each is seen by the people of its own community. */
export const constituencyTurnoutsOf = batchOfMany<string, ConstituencyTurnoutType & { partId: string }>(
  'constituencyTurnoutsOf',
  (reader, partIds) =>
    reader.rows(
      `SELECT t.part_id AS "partId", t.constituency_id AS "constituencyId", t.roll_count AS "rollCount", t.ballot_count AS "ballotCount", t.is_quorate AS "isQuorate"
         FROM part_constituency t WHERE t.part_id = ANY ($1) ORDER BY t.part_id, t.roll_count DESC, t.constituency_id`,
      [partIds],
    ),
  (row) => row.partId,
);

export const objectionsOf = batchOfMany<string, RoundObjectionType & { roundId: string }>(
  'objectionsOf',
  (reader, roundIds) =>
    reader.rows(
      `SELECT o.id, o.round_id AS "roundId", o.reason, o.objected_at AS "objectedAt" FROM round_objection o
        WHERE o.round_id = ANY ($1) ORDER BY o.round_id, o.objected_at, o.id`,
      [roundIds],
    ),
  (row) => row.roundId,
);

/** A place on the roll of a round: of the viewer's, in one of their communities. */
export interface OwnPlace {
  roundId: string;
  hostId: string;
  communityId: string;
  partId: string;
  membershipId: string;
  onPaper: boolean;
}

export const ownPlacesIn = batchOfMany<string, OwnPlace>(
  'ownPlacesIn',
  (reader, roundIds) =>
    reader.rows(
      `SELECT p.round_id AS "roundId", p.host_id AS "hostId", p.community_id AS "communityId", p.id AS "partId", e.membership_id AS "membershipId", e.on_paper AS "onPaper"
         FROM round_part p JOIN roll_entry e ON e.community_id = p.community_id AND e.part_id = p.id
        WHERE p.round_id = ANY ($1) AND e.membership_id = ANY ((SELECT app.my_memberships())::uuid[]) ORDER BY p.round_id, p.number`,
      [roundIds],
    ),
  (row) => row.roundId,
);

/** In the order of their ids, which are drawn at random. */
export function ballotList(receipt: string | null): ListSpec {
  return {
    scope: 'PriorityRound.ballots',
    select: 'b.id, b.round_id AS "roundId", b.receipt, b.marks',
    from: 'round_ballot b',
    where: ['$1::text IS NULL OR b.receipt = $1'],
    params: [receipt === null ? null : receipt.toUpperCase().replace(/[^0-9A-Z]/g, '')],
    order: [{ sql: 'b.id', type: 'uuid' }],
  };
}
