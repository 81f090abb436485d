import { countInWorker } from '../counting/count-in-worker.js';
import type { Outcome } from '../counting/election.js';
import { drawnFrom } from './lots.js';
import { electionOf, type RecountFile } from './recount-file.js';
import type { RecountHead, RecountItem } from './recount.document.js';

export interface Recounted {
  /** First to last. */
  ranking: readonly RecountItem[];
  unranked: readonly RecountItem[];
  /** Sentences about what the file says and does not follow from it; none where everything does. */
  differences: readonly string[];
}

/** Counts a file again, in a thread of its own: afterwards its ballots are empty. */
export async function recounted(file: RecountFile): Promise<Recounted> {
  const election = electionOf(file);
  return comparedWith(file.head, await countInWorker(election.method, election));
}

function comparedWith(head: RecountHead, outcome: Outcome): Recounted {
  const byId = new Map(head.items.map((item) => [item.id, item]));
  const itemsBy = (ids: readonly string[]) => ids.map((id) => byId.get(id) as RecountItem);
  const ranking = itemsBy(outcome.ranking.map(({ id }) => id));
  const unranked = itemsBy(outcome.unranked);
  return {
    ranking,
    unranked,
    differences: [...lotFaults(head), ...quorumFaults(head), ...rankFaults(ranking, unranked)],
  };
}

function lotFaults({ round, items }: RecountHead): string[] {
  const drawn = drawnFrom(
    round.lotSeed,
    items.map(({ id }) => id),
  );
  const isDrawn = items.every(({ id, lot }) => drawn[lot - 1] === id);
  return isDrawn ? [] : ['The lots in the file do not follow from its seed.'];
}

function quorumFaults({ round, parts }: RecountHead): string[] {
  return parts.flatMap(({ communityId, ballots, roll }) =>
    ballots > 0 && ballots * 100 >= round.quorumPercent * roll
      ? []
      : [
          `Of community ${communityId} ${ballots} of ${roll} voted, which is below the quorum of ${round.quorumPercent} %.`,
        ],
  );
}

function rankFaults(ranking: readonly RecountItem[], unranked: readonly RecountItem[]): string[] {
  const expected = [
    ...ranking.map((item, place) => ({ item, rank: place + 1 })),
    ...unranked.map((item) => ({ item, rank: null })),
  ];
  return expected
    .filter(({ item, rank }) => item.rank !== rank)
    .map(({ item, rank }) => `${item.id} has ${rankText(item.rank)} in the file and ${rankText(rank)} by the ballots.`);
}

function rankText(rank: number | null): string {
  return rank === null ? 'no rank' : `rank ${rank}`;
}
