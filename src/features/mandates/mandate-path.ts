import { batch } from '../../platform/graphql/loader.js';
import type { Reader } from '../../platform/graphql/reader.js';
import { say } from '../../platform/words/words.js';
import { dayIn } from '../campaigns/index.js';
import type { RoundItemType } from '../rounds/index.js';
import { MandateStepKind, type MandateStepType } from './mandate-path.graphql.js';
import { mandateTitle, reasonOf, roundSays, roundTitle } from './mandate-path.words.js';

interface RoundRow {
  mandateId: string;
  id: string;
  priorityId: string;
  rank: number;
  ranked: number;
  method: string;
  closedAt: Date;
  timeZone: string;
  ballots: number | null;
  because: RoundItemType['because'];
}

/**
 * Of mandates that rounds gave: the round. Read under the policies of the viewer, which keep turnout and tally from
 * outsiders. Who sees the part of one community only is told of no ballots: the sum would be of those alone.
 */
const roundsOfMandates = batch<string, RoundRow>(
  'roundsOfMandates',
  (reader, mandateIds) =>
    reader.rows(
      `SELECT m.id AS "mandateId", r.id, m.priority_id AS "priorityId", i.rank, r.method, r.closed_at AS "closedAt", g.time_zone AS "timeZone", t.because,
              (SELECT count(*)::int FROM round_item o WHERE o.community_id = r.community_id AND o.round_id = r.id AND o.rank IS NOT NULL) AS ranked,
              CASE WHEN r.community_id = ANY ((SELECT app.communities_as('affected'))::uuid[]) OR r.campaign_id = ANY ((SELECT app.campaigns_led_as('affected'))::uuid[])
                THEN (SELECT sum(p.ballot_count)::int FROM round_part p WHERE p.host_id = r.community_id AND p.round_id = r.id) END AS ballots
         FROM mandate m
         JOIN priority_round r ON r.community_id = m.community_id AND r.id = m.round_id
         JOIN round_item i ON i.community_id = r.community_id AND i.round_id = r.id AND i.priority_id = m.priority_id
         JOIN campaign g ON g.community_id = m.community_id AND g.id = m.campaign_id
         LEFT JOIN round_tally t ON t.community_id = i.community_id AND t.round_id = i.round_id AND t.priority_id = i.priority_id
        WHERE m.id = ANY ($1)`,
      [mandateIds],
    ),
  (row) => row.mandateId,
);

/** A step as the database answers it: what people wrote, and of a mandate its kind. */
export interface PlainStep {
  of: string;
  type: MandateStepKind;
  id: string;
  title: string;
  says: string | null;
}

/** The steps in words, with the round after each mandate that one gave. */
export async function withRounds(
  reader: Reader,
  steps: readonly PlainStep[],
): Promise<(MandateStepType & { of: string })[]> {
  const given = steps.filter(({ type, title }) => type === MandateStepKind.MANDATE && title === 'RATIFIED');
  const ids = [...new Set(given.map(({ id }) => id))];
  const rounds = ids.length === 0 ? [] : await roundsOfMandates.answers(reader, ids);
  const byMandate = new Map(rounds.flatMap((round) => (round === null ? [] : [[round.mandateId, round]])));
  return steps.flatMap((step) => {
    const round = step.type === MandateStepKind.MANDATE ? byMandate.get(step.id) : undefined;
    return [inWords(step), ...(round ? [roundStep(step.of, round)] : [])];
  });
}

function inWords({ of, type, id, title, says }: PlainStep): MandateStepType & { of: string } {
  const other = { of, type, id, rank: null, rankedId: null };
  if (type === MandateStepKind.MANDATE) return { ...other, title: mandateTitle(title), says: reasonOf(says) };
  // What people called something stays as they did.
  return { ...other, title: say`${title}`, says: say`${says ?? ''}` };
}

function roundStep(
  of: string,
  { id, priorityId, rank, ranked, method, closedAt, timeZone, ...tally }: RoundRow,
): MandateStepType & { of: string } {
  return {
    of,
    type: MandateStepKind.ROUND,
    id,
    title: roundTitle(dayIn(timeZone, closedAt), rank, ranked),
    says: roundSays(method, rank, tally),
    rank,
    rankedId: priorityId,
  };
}
