import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Keys } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import type { Reader } from '../../platform/graphql/reader.js';
import { BallotBox } from './ballot-box.js';
import { refuseChoice } from './choice-faults.js';
import './round.constraints.js';
import type { OwnBallotType, PriorityRoundType } from './round.graphql.js';
import type { CastBallotInput } from './round.inputs.js';
import { canCastBallot, canSeeResult } from './round.policy.js';
import { itemIdsOf, onRoll, ownPlace, visibleRound } from './round.queries.js';
import { levelsOf, marksOf } from './round.rules.js';

interface Place {
  membership_id: string;
  salt: Buffer;
}

/** A person votes, and sees how they did while they can still change it. */
@Injectable()
export class BallotsService {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
  ) {}

  /** Writes the row of the ballot alone: no record, no event, no key of the request, no lock on the voter's standing. */
  cast(actor: Actor, input: CastBallotInput): Promise<{ receipt: string }> {
    return this.database.writeAlone(actor, async (reader) => {
      const round = await visibleRound(reader, input.roundId);
      const place = await ownPlace(reader, round, input.communityId);
      if (round.state === 'SCHEDULED' && canSeeResult.allows(actor, round)) throw notOpenYet();
      authorize(actor, canCastBallot, onRoll(round, place));
      if (place === null) throw new NotFound();
      const items = await itemIdsOf(reader, round);
      const marks = marksOf(input, items, round.method === 'MAJORITY');
      if (typeof marks === 'string') throw refuseChoice(marks);
      const { box, membershipId } = await this.boxFor(reader, round, place.partId);
      const receipt = box.receiptOf(membershipId);
      await reader.rows('SELECT app.cast_ballot($1, $2, $3)', [
        place.partId,
        box.keyOf(membershipId),
        box.seal({ receipt, marks: Buffer.from(marks) }),
      ]);
      return { receipt };
    });
  }

  /** Null where there is none, or the round is over. */
  async own(reader: Reader, round: PriorityRoundType, partId: string): Promise<OwnBallotType | null> {
    const place = await this.placeIn(reader, partId);
    if (!place) return null;
    const box = new BallotBox(this.keys, partId, place.salt);
    const [row] = await reader.rows<{ contents: Buffer | null }>('SELECT app.own_ballot($1, $2) AS contents', [
      partId,
      box.keyOf(place.membership_id),
    ]);
    const ballot = row?.contents == null ? null : box.open(row.contents);
    return ballot && { receipt: ballot.receipt, levels: levelsOf(ballot.marks, await itemIdsOf(reader, round)) };
  }

  private async boxFor(
    reader: Reader,
    round: PriorityRoundType,
    partId: string,
  ): Promise<{ box: BallotBox; membershipId: string }> {
    const place = await this.placeIn(reader, partId);
    if (place) return { box: new BallotBox(this.keys, partId, place.salt), membershipId: place.membership_id };
    const closed = round.state !== 'OPEN';
    throw refuse(
      'WRONG_STATE',
      closed
        ? 'The round has closed, so it takes no ballots any more.'
        : 'Your vote was taken on paper, in a meeting or by phone: it counts, and there is one for each person.',
      'roundId',
    );
  }

  private async placeIn(reader: Reader, partId: string): Promise<Place | undefined> {
    const [place] = await reader.rows<Place>('SELECT * FROM app.place_on_roll($1)', [partId]);
    return place;
  }
}

function notOpenYet(): Error {
  return refuse('WRONG_STATE', 'The round has not opened yet. Who can vote is settled when it opens.', 'roundId');
}
