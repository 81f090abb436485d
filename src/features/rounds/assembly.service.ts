import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Keys } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { newTimelessId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { record, type RecordKind } from '../record/index.js';
import './assembly.constraints.js';
import type { AssemblyBatchType } from './assembly.graphql.js';
import type {
  EnterAssemblyBallotsInput,
  RejectAssemblyBallotsInput,
  WithdrawAssemblyBallotsInput,
  WitnessAssemblyBallotsInput,
} from './assembly.inputs.js';
import { batchColumns } from './assembly.loaders.js';
import { BallotBox, newReceipt, type OpenedBallot } from './ballot-box.js';
import { refuseChoice } from './choice-faults.js';
import type { PriorityRoundType } from './round.graphql.js';
import { canEnterAssembly, canSeeResult, canWitnessAssembly } from './round.policy.js';
import { itemIdsOf, onRoll, ownPlace, visibleRound } from './round.queries.js';
import { marksOf } from './round.rules.js';

/** Votes taken in a meeting or by phone: one person enters them, another one witnesses. */
@Injectable()
export class AssemblyService {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
  ) {}

  /** Receipts come in the order of the ballots: who entered these knows them, and can tell each voter their own. */
  enter(actor: Actor, input: EnterAssemblyBallotsInput): Promise<{ batchId: string; receipts: string[] }> {
    const { idempotencyKey, roundId, ballots, places } = input;
    // Not the input as a whole: a digest of ballots is enough to find them by trying.
    const command = {
      name: 'enterAssemblyBallots',
      input: { idempotencyKey, roundId, count: ballots.length },
      issuesSecrets: true,
    };
    return this.database.write(actor, command, async (tx) => {
      const round = await visibleRound(tx, roundId);
      const place = await ownPlace(tx, round, input.communityId);
      if (round.state === 'SCHEDULED' && canSeeResult.allows(tx.actor, round)) throw notOpenYet();
      authorize(tx.actor, canEnterAssembly, onRoll(round, place));
      if (place === null) throw new NotFound();
      refuseWrongNumbers(places, ballots.length);
      const filled = await filledIn(tx, round, input);
      const batchId = newTimelessId();
      const sealed = (await this.boxOf(tx, place.partId)).sealBatch(batchId, filled);
      await tx.rows('SELECT app.enter_assembly($1, $2, $3, $4, $5)', [
        place.partId,
        batchId,
        places,
        sealed,
        input.note ?? '',
      ]);
      const { communityId } = place;
      const { campaignId, communityId: hostId } = round;
      await this.note(
        tx,
        'assembly.entered',
        { id: batchId, communityId, campaignId, hostId, roundId },
        ballots.length,
      );
      return { batchId, receipts: filled.map(({ receipt }) => receipt) };
    });
  }

  witness(actor: Actor, input: WitnessAssemblyBallotsInput): Promise<{ batchId: string }> {
    return this.settle(actor, { name: 'witnessAssemblyBallots', input }, 'assembly.witnessed', (tx) =>
      tx.rows('SELECT app.witness_assembly($1, $2)', [input.batchId, input.count]),
    );
  }

  reject(actor: Actor, input: RejectAssemblyBallotsInput): Promise<{ batchId: string }> {
    return this.settle(actor, { name: 'rejectAssemblyBallots', input }, 'assembly.rejected', (tx) =>
      tx.rows('SELECT app.reject_assembly($1, $2)', [input.batchId, input.reason]),
    );
  }

  withdraw(actor: Actor, input: WithdrawAssemblyBallotsInput): Promise<{ batchId: string }> {
    return this.settle(actor, { name: 'withdrawAssemblyBallots', input }, 'assembly.withdrawn', (tx, batch) => {
      if (!tx.actor.memberships.some((one) => one.membershipId === batch.enteredById)) {
        throw refuse(
          'SECOND_PERSON_NEEDED',
          'Who entered a batch takes it back. Reject it, if it is not right.',
          'batchId',
        );
      }
      return tx.rows('SELECT app.withdraw_assembly($1)', [input.batchId]);
    });
  }

  private settle(
    actor: Actor,
    command: { name: string; input: { batchId: string; idempotencyKey?: string | null } },
    kind: RecordKind,
    work: (tx: Tx, batch: AssemblyBatchType) => Promise<unknown>,
  ): Promise<{ batchId: string }> {
    return this.database.write(actor, command, async (tx) => {
      const { batchId } = command.input;
      const batch = await tx.row<AssemblyBatchType & { isOnRoll: boolean }>(
        `SELECT ${batchColumns}, EXISTS (SELECT FROM roll_entry e WHERE e.community_id = b.community_id AND e.part_id = b.part_id
             AND e.membership_id = ANY ((SELECT app.my_memberships())::uuid[])) AS "isOnRoll"
           FROM assembly_batch b WHERE b.id = $1`,
        [batchId],
      );
      if (!batch) throw new NotFound();
      authorize(tx.actor, canWitnessAssembly, batch);
      await work(tx, batch);
      await this.note(tx, kind, batch, batch.ballotCount);
      return { batchId };
    });
  }

  /** Counts only: whose votes they are is for nobody who reads the record. */
  private note(
    tx: Tx,
    kind: RecordKind,
    batch: Pick<AssemblyBatchType, 'id' | 'communityId' | 'campaignId' | 'hostId' | 'roundId'>,
    ballots: number,
  ): Promise<void> {
    const { id: subjectId, communityId, campaignId, hostId, roundId } = batch;
    return record(tx, {
      communityId,
      campaignId,
      kind,
      subjectType: 'AssemblyBatch',
      subjectId,
      details: { roundId, ballots, ...(hostId !== communityId && { hostId }) },
    });
  }

  private async boxOf(tx: Tx, partId: string): Promise<BallotBox> {
    const seat = await tx.row<{ salt: Buffer }>('SELECT salt FROM app.assembly_seat($1)', [partId]);
    if (!seat) throw refuse('WRONG_STATE', 'The round has closed, so it takes no ballots any more.', 'roundId');
    return new BallotBox(this.keys, partId, seat.salt);
  }
}

function refuseWrongNumbers(places: readonly string[], ballots: number): void {
  if (new Set(places).size < places.length) throw refuse('INVALID', 'Name each person once.', 'places');
  if (places.length === 0) throw refuse('TOO_SHORT', 'Name those whose votes these are.', 'places');
  if (places.length !== ballots) {
    throw refuse('INVALID', 'Send as many ballots as places: one for each person.', 'ballots');
  }
}

async function filledIn(tx: Tx, round: PriorityRoundType, input: EnterAssemblyBallotsInput): Promise<OpenedBallot[]> {
  const items = await itemIdsOf(tx, round);
  return input.ballots.map((ballot, place) => {
    const marks = marksOf(ballot, items, round.method === 'MAJORITY');
    if (typeof marks === 'string') throw refuseChoice(marks, 'ballots', String(place));
    return { receipt: newReceipt(), marks: Buffer.from(marks) };
  });
}

function notOpenYet(): Error {
  return refuse('WRONG_STATE', 'The round has not opened yet. Who can vote is settled when it opens.', 'roundId');
}
