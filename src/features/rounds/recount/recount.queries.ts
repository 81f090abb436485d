import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import { Database } from '../../../platform/database/database.js';
import type { Reader } from '../../../platform/graphql/reader.js';
import { voicesOf } from '../counting/election.js';
import type { PriorityRoundType } from '../round.graphql.js';
import { partsOf, roundColumns } from '../round.loaders.js';
import { canSeeResult } from '../round.policy.js';
import {
  levelsFrom,
  type RecountHead,
  type RecountItem,
  type RecountPages,
  type RecountPart,
} from './recount.document.js';

/** A round whose ballots are published, as one of those reads it who may. */
export interface PublishedRound extends RecountHead {
  communityId: string;
  titles: { campaign: string; host: string };
}

interface RoundRow extends PriorityRoundType {
  campaign: string | null;
  host: string | null;
}

interface BallotRow {
  id: string;
  receipt: string;
  part: number;
  marks: Buffer;
}

/** Few enough for other requests to be answered between two pages, also with two hundred marks on each ballot. */
const AT_ONCE = 200;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Reads what a recount takes, ballots a page at a time and each time anew: whoever reads slowly holds neither a
 * connection nor a transaction.
 */
@Injectable()
export class RecountQueries {
  constructor(private readonly database: Database) {}

  /** Null where there is none, its ballots are not published, or the actor may not see them: all one. */
  round(actor: Actor, roundId: string): Promise<PublishedRound | null> {
    return this.database.read(actor, async (reader) => {
      const [round] = await reader.rows<RoundRow>(
        `SELECT ${roundColumns}, g.name AS campaign, c.name AS host FROM priority_round r
           LEFT JOIN campaign g ON g.community_id = r.community_id AND g.id = r.campaign_id
           LEFT JOIN community c ON c.id = r.community_id WHERE r.id = $1`,
        [roundId],
      );
      if (!round?.publishesBallots || !canSeeResult.allows(actor, round)) return null;
      return {
        communityId: round.communityId,
        titles: { campaign: round.campaign ?? '', host: round.host ?? '' },
        round: headOf(round),
        parts: await parts(reader, round),
        items: await items(reader, round),
      };
    });
  }

  async *ballots(actor: Actor, { communityId, round }: PublishedRound): RecountPages {
    for (let after = BEFORE_ALL; ; ) {
      const rows: BallotRow[] = await this.page(actor, [communityId, round.id, after]);
      if (rows.length > 0) yield rows.map(({ receipt, part, marks }) => ({ receipt, part, levels: levelsFrom(marks) }));
      if (rows.length < AT_ONCE) return;
      after = rows.at(-1)?.id ?? BEFORE_ALL;
    }
  }

  private page(actor: Actor, from: [communityId: string, roundId: string, after: string]): Promise<BallotRow[]> {
    return this.database.read(actor, (reader) =>
      reader.rows<BallotRow>(
        `SELECT b.id, b.receipt, b.part_number AS part, b.marks FROM round_ballot b
          WHERE b.community_id = $1 AND b.round_id = $2 AND b.id > $3 ORDER BY b.id LIMIT $4`,
        [...from, AT_ONCE],
      ),
    );
  }
}

function headOf(round: RoundRow): RecountHead['round'] {
  const { id, method, voice, quorumPercent, constituencyQuorumPercent, budgetHours, completion } = round;
  return {
    id,
    method,
    voice,
    quorumPercent,
    constituencyQuorumPercent,
    budgetHours,
    completion,
    lotSeed: round.lotSeed ?? '',
    openedAt: round.openedAt?.toISOString() ?? '',
    closedAt: round.closedAt?.toISOString() ?? '',
  };
}

async function parts(reader: Reader, { id, voice }: RoundRow): Promise<RecountPart[]> {
  const [rows = []] = await partsOf.answers(reader, [id]);
  const weights = voicesOf(
    rows.map(({ ballotCount }) => ballotCount ?? 0),
    voice,
  );
  return rows.map(({ communityId, rollCount, ballotCount, noneCount }, number) => ({
    communityId,
    roll: rollCount,
    ballots: ballotCount ?? 0,
    none: noneCount ?? 0,
    weight: String(weights[number]),
  }));
}

/** Without why they have their ranks: that can be thousands of digits, and is what a recount finds out. */
function items(reader: Reader, { communityId, id }: RoundRow): Promise<RecountItem[]> {
  return reader.rows<RecountItem>(
    `SELECT i.priority_id AS id, i.statement, i.cost AS hours, i.lot, i.rank FROM round_item i
      WHERE i.community_id = $1 AND i.round_id = $2 ORDER BY i.position`,
    [communityId, id],
  );
}
