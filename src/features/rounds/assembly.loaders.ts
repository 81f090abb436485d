import type { ListSpec } from '../../platform/graphql/list.js';
import { batch, batchOfMany } from '../../platform/graphql/loader.js';
import type { AssemblyBatchType, RollPlaceType } from './assembly.graphql.js';

export const batchColumns = `b.id, b.community_id AS "communityId", b.part_id AS "partId", b.host_id AS "hostId", b.round_id AS "roundId", b.campaign_id AS "campaignId",
  b.state, b.ballot_count AS "ballotCount", b.note, b.entered_by AS "enteredById", b.entered_at AS "enteredAt", b.settled_by AS "settledById",
  b.settled_at AS "settledAt", b.rejected_because AS "rejectedBecause"`;

export const assemblyBatchById = batch<string, AssemblyBatchType>('assemblyBatchById', (reader, ids) =>
  reader.rows(`SELECT ${batchColumns} FROM assembly_batch b WHERE b.id = ANY ($1)`, [ids]),
);

/** Whose votes a waiting batch holds, in the order of their ids. */
export const placesIn = batchOfMany<string, RollPlaceType & { batchId: string }>(
  'placesIn',
  (reader, batchIds) =>
    reader.rows(
      `SELECT l.batch_id AS "batchId", l.membership_id AS "membershipId", true AS "usesPaper" FROM assembly_place l
        WHERE l.batch_id = ANY ($1) ORDER BY l.batch_id, l.membership_id`,
      [batchIds],
    ),
  (row) => row.batchId,
);

/** Oldest first. */
export const assemblyBatchList: ListSpec = {
  scope: 'PriorityRound.assemblyBatches',
  select: batchColumns,
  from: 'assembly_batch b',
  where: [],
  params: [],
  order: [
    { sql: 'b.entered_at', type: 'timestamptz' },
    { sql: 'b.id', type: 'uuid' },
  ],
};

export const rollList: ListSpec = {
  scope: 'PriorityRound.roll',
  select: 'e.membership_id AS "membershipId", e.on_paper AS "usesPaper"',
  from: 'roll_entry e JOIN round_part p ON p.community_id = e.community_id AND p.id = e.part_id',
  where: [],
  params: [],
  order: [{ sql: 'e.membership_id', type: 'uuid' }],
};
