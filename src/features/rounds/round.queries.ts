import type { Reader } from '../../platform/graphql/reader.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import type { PriorityRoundType } from './round.graphql.js';
import { type OwnPlace, ownPlacesIn, roundColumns } from './round.loaders.js';

export async function visibleRound(reader: Reader, roundId: string): Promise<PriorityRoundType> {
  const [round] = await reader.rows<PriorityRoundType>(`SELECT ${roundColumns} FROM priority_round r WHERE r.id = $1`, [
    roundId,
  ]);
  if (!round) throw new NotFound();
  return round;
}

/** Priorities on the list, in its order: what the bytes of a ballot stand for. */
export async function itemIdsOf(reader: Reader, round: PriorityRoundType): Promise<string[]> {
  const rows = await reader.rows<{ id: string }>(
    'SELECT i.priority_id AS id FROM round_item i WHERE i.community_id = $1 AND i.round_id = $2 ORDER BY i.position',
    [round.communityId, round.id],
  );
  return rows.map(({ id }) => id);
}

/** The actor's place on a roll of the round, for the community asked for; null where they have none. */
export async function ownPlace(
  reader: Reader,
  round: PriorityRoundType,
  communityId: string | null | undefined,
): Promise<OwnPlace | null> {
  const [places = []] = await ownPlacesIn.answers(reader, [round.id]);
  const fitting = places.filter((place) => communityId == null || place.communityId === communityId);
  if (fitting.length > 1) {
    throw refuse(
      'LEAD_REQUIRED',
      'You can vote for several communities in this round. Say in `communityId` for which of them this is.',
      'communityId',
    );
  }
  return fitting[0] ?? null;
}

/** The round as a matter of the community for which the actor is on its roll. */
export function onRoll(
  round: PriorityRoundType,
  place: OwnPlace | null,
): { communityId: string; leadId: string | null; isOnRoll: boolean } {
  const leadId = place === null || place.communityId === round.communityId ? null : place.communityId;
  return { communityId: round.communityId, leadId, isOnRoll: place !== null };
}
