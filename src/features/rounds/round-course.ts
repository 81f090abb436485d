import { Injectable, Logger } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { record } from '../record/index.js';
import {
  type Completion,
  type CountingMethod,
  type Election,
  type Item,
  type Voice,
  voicesOf,
} from './counting/election.js';
import { countInWorker } from './counting/count-in-worker.js';
import { PartClosing } from './part-closing.js';
import {
  deedOfPart,
  ratifiedDeeds,
  type RatifiedRow,
  roundNow,
  type RoundRef,
  settleResumed,
  takeTime,
} from './round-deeds.js';

type Step = 'OPEN' | 'CLOSE' | 'COUNT' | 'RATIFY';

interface RoundToCount {
  method: CountingMethod;
  voice: Voice;
  budget: number | null;
  completion: Completion | null;
  items: Item[];
  ballots: number[];
}

/** Rows a statement: within its time also for a hundred thousand. */
const PAGE = 5_000;

/**
 * The course of a round, as the clock takes it. Each step is one transaction that looks again whether it is due, so that
 * any number of processes may try, and one that dies leaves the step to the next.
 */
@Injectable()
export class RoundCourse {
  private readonly logger = new Logger('Rounds');

  constructor(
    private readonly database: Database,
    private readonly closing: PartClosing,
  ) {}

  /** Takes every step that is due. One round that fails does not hold up the others. */
  async advance(): Promise<void> {
    for (const { step, ...round } of await this.due()) {
      await this.take(step, round).catch((error: unknown) => this.logger.warn({ ...round, step, err: error }));
    }
  }

  /** The next step of one round, if it is due, as after a steward opened or closed it. */
  async advanceOne(roundId: string): Promise<void> {
    const due = (await this.due()).find((one) => one.roundId === roundId);
    if (due) await this.take(due.step, due);
  }

  private due(): Promise<(RoundRef & { step: Step })[]> {
    return this.database.write(system, null, (tx) =>
      tx.rows('SELECT community_id AS "communityId", round_id AS "roundId", step FROM app.rounds_due()'),
    );
  }

  private async take(step: Step, round: RoundRef): Promise<void> {
    if (step === 'OPEN') return this.open(round);
    if (step === 'COUNT') return this.count(round);
    if (step === 'RATIFY') return this.ratify(round);
    let more = true;
    while (more) more = await this.closing.closeNext(round);
  }

  private open(round: RoundRef): Promise<void> {
    return this.database.write(system, null, async (tx) => {
      await takeTime(tx);
      const parts = await tx.rows<{ outcome: string; community_id: string; part_id: string; roll: number }>(
        'SELECT outcome, part_community AS community_id, part_id, roll FROM app.open_round($1, $2)',
        [round.communityId, round.roundId],
      );
      const [first] = parts;
      if (!first) return;
      const now = await roundNow(tx, round);
      if (first.outcome === 'CANCELLED') return record(tx, { ...now.of, kind: 'round.cancelled' });
      const leads = parts.filter((part) => part.community_id !== round.communityId);
      await record(
        tx,
        { ...now.of, kind: 'round.opened', details: { roll: now.roll } },
        ...leads.map((part) => deedOfPart(now, part, 'round.opened', { roll: part.roll })),
      );
    });
  }

  /** Counted outside of any transaction, and kept only while the round still waits for it: counting twice gives the same. */
  private async count(round: RoundRef): Promise<void> {
    const election = await this.database.write(system, null, (tx) => electionOf(tx, round));
    if (!election) return;
    const outcome = await countInWorker(election.method, election);
    const ranking = outcome.ranking.map(({ id, because }, place) => ({ id, because, rank: place + 1 }));
    await this.database.write(system, null, async (tx) => {
      const { kept } = await tx.only<{ kept: boolean }>('SELECT app.keep_tally($1, $2, $3) AS kept', [
        round.communityId,
        round.roundId,
        JSON.stringify(ranking),
      ]);
      if (!kept) return;
      const { of } = await roundNow(tx, round);
      const { tally } = await tx.only<{ tally: string }>('SELECT app.tally_to_record($1, $2) AS tally', [
        round.communityId,
        round.roundId,
      ]);
      await record(tx, { ...of, kind: 'round.counted', details: { priorities: ranking.length, tally } });
    });
    await this.advanceOne(round.roundId);
  }

  private ratify(round: RoundRef): Promise<void> {
    return this.database.write(system, null, async (tx) => {
      await takeTime(tx);
      const rows = await tx.rows<RatifiedRow>('SELECT * FROM app.ratify_round($1, $2)', [
        round.communityId,
        round.roundId,
      ]);
      if (rows.length === 0) return;
      const { of } = await roundNow(tx, round);
      await record(tx, ...(await ratifiedDeeds(tx, of, rows)));
      await settleResumed(tx, of, rows);
    });
  }
}

/** Null where nothing waits to be counted. */
async function electionOf(tx: Tx, round: RoundRef): Promise<(Election & { method: CountingMethod }) | null> {
  const found = await tx.row<RoundToCount>('SELECT * FROM app.round_to_count($1, $2)', [
    round.communityId,
    round.roundId,
  ]);
  if (!found) return null;
  const { method, voice, budget, completion, items, ballots } = found;
  const total = ballots.reduce((sum, count) => sum + count, 0);
  const election = {
    method,
    items,
    marks: new Uint8Array(total * items.length),
    parts: new Uint16Array(total),
    voices: voicesOf(ballots, voice),
    ...(budget !== null && { budget }),
    ...(completion !== null && { completion }),
  };
  await fill(tx, round, election);
  return election;
}

async function fill(tx: Tx, { communityId, roundId }: RoundRef, { items, marks, parts }: Election): Promise<void> {
  let ballot = 0;
  for (let after: string | null = null; ; ) {
    const page: { id: string; part_number: number; marks: Buffer }[] = await tx.rows(
      'SELECT * FROM app.ballots_to_count($1, $2, $3, $4)',
      [communityId, roundId, after, PAGE],
    );
    for (const row of page) {
      marks.set(row.marks, ballot * items.length);
      parts[ballot] = row.part_number;
      ballot += 1;
    }
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) return;
  }
}
