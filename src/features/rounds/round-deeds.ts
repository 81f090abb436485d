import type { Tx } from '../../platform/database/tx.js';
import type { Deed, RecordKind } from '../record/index.js';

export interface RoundRef {
  communityId: string;
  roundId: string;
}

export type RoundSubject = Pick<Deed, 'communityId' | 'campaignId' | 'subjectType' | 'subjectId'>;

export interface RoundNow {
  of: RoundSubject;
  state: string;
  ballots: number;
  roll: number;
}

/**
 * A roll may have a hundred thousand people. The usual time of a statement keeps requests from holding up others, and would
 * have the clock try such a step again for ever.
 */
export async function takeTime(tx: Tx): Promise<void> {
  await tx.rows(
    `SELECT set_config('statement_timeout', '60s', true), set_config('idle_in_transaction_session_timeout', '60s', true)`,
  );
}

/** A round as the clock sees it, and how its deeds begin. */
export async function roundNow(tx: Tx, { communityId, roundId }: RoundRef): Promise<RoundNow> {
  const { campaignId, ...now } = await tx.only<{ campaignId: string; state: string; ballots: number; roll: number }>(
    'SELECT campaign_id AS "campaignId", state, ballots, roll FROM app.round_now($1, $2)',
    [communityId, roundId],
  );
  return { ...now, of: { communityId, campaignId, subjectType: 'PriorityRound', subjectId: roundId } };
}

/** What became of the part of a community that leads with the host, on its own record. */
export function deedOfPart(
  { of }: RoundNow,
  part: { community_id: string; part_id: string },
  kind: 'round.opened' | 'round.closed',
  details: Record<string, number>,
): Deed {
  const { communityId: hostId, subjectId: roundId, campaignId } = of;
  return {
    communityId: part.community_id,
    campaignId: campaignId ?? null,
    kind,
    subjectType: 'RoundPart',
    subjectId: part.part_id,
    details: { ...details, hostId, roundId },
  };
}

/** One thing that ratifying changed, as the database answers it. */
export interface RatifiedRow {
  deed:
    | 'priority.ranked'
    | 'priority.unranked'
    | 'mandate.given'
    | 'mandate.ended'
    | 'ask.adopted'
    | 'ask.resumed'
    | 'ask.paused'
    | 'round.ratified';
  subject_id: string;
  lead_id: string | null;
  priority_id: string | null;
  mandate_id: string | null;
  rank: number | null;
}

/** An ask that goes on after its mandate had ended is adopted, too: those who wait for it are told. */
const kindOf = (deed: RatifiedRow['deed']): RecordKind => (deed === 'ask.resumed' ? 'ask.adopted' : deed);

const subjects: Record<RatifiedRow['deed'], string> = {
  'priority.ranked': 'Priority',
  'priority.unranked': 'Priority',
  'mandate.given': 'Mandate',
  'mandate.ended': 'Mandate',
  'ask.adopted': 'Ask',
  'ask.resumed': 'Ask',
  'ask.paused': 'Ask',
  'round.ratified': 'PriorityRound',
};

export async function ratifiedDeeds(tx: Tx, of: RoundSubject, rows: readonly RatifiedRow[]): Promise<Deed[]> {
  const digests = await digestsOf(tx, of);
  return rows.map((row) => ({
    communityId: of.communityId,
    campaignId: of.campaignId ?? null,
    kind: kindOf(row.deed),
    subjectType: subjects[row.deed],
    subjectId: row.subject_id,
    details: { ...detailsOf(of.subjectId, row), ...digests.get(row.subject_id) },
  }));
}

/** Of each priority as ratifying left it. */
async function digestsOf(tx: Tx, of: RoundSubject): Promise<Map<string, { digest: string }>> {
  const rows = await tx.rows<{ id: string; digest: string }>(
    'SELECT priority_id AS id, digest FROM app.digests_of_round($1, $2)',
    [of.communityId, of.subjectId],
  );
  return new Map(rows.map(({ id, digest }) => [id, { digest }]));
}

function detailsOf(
  roundId: string,
  { deed, rank, priority_id, mandate_id, lead_id }: RatifiedRow,
): Record<string, unknown> {
  const lead = lead_id === null ? {} : { givenBy: lead_id };
  switch (deed) {
    case 'priority.ranked':
      return { roundId, rank };
    case 'priority.unranked':
    case 'mandate.ended':
      return { roundId };
    case 'mandate.given':
      return { roundId, priorityId: priority_id, ...lead };
    case 'ask.adopted':
      return { roundId, mandateId: mandate_id };
    case 'ask.resumed':
      return { roundId, mandateId: mandate_id, resumed: true };
    case 'ask.paused':
      return { because: 'MANDATE_ENDED', mandateId: mandate_id };
    case 'round.ratified':
      return {};
  }
}

/** Gives places to those who waited for asks that go on, as opening an ask does. */
export async function settleResumed(tx: Tx, of: RoundSubject, rows: readonly RatifiedRow[]): Promise<void> {
  const resumed = rows.filter(({ deed }) => deed === 'ask.resumed').map(({ subject_id }) => subject_id);
  await tx.rows('SELECT app.settle_ask($1, a.id) FROM unnest($2::uuid[]) AS a (id)', [of.communityId, resumed]);
}
