import { Injectable } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Keys } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { newTimelessId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { record } from '../record/index.js';
import { BallotBox, type OpenedBallot } from './ballot-box.js';
import { deedOfPart, roundNow, type RoundRef } from './round-deeds.js';

interface PartToClose {
  community_id: string;
  part_id: string;
  salt: Buffer;
  items: number;
}

interface RollRow {
  membership_id: string;
  on_paper: boolean;
  constituencies: string[];
}

interface SealedRow {
  key: Buffer;
  contents: Buffer;
}

interface BatchRow {
  batch_id: string;
  ballots: number;
  contents: Buffer | null;
}

type IdentifiedBallot = OpenedBallot & { id: string };

interface Voters {
  voters: ReadonlyMap<string, readonly string[]>;
  onPaper: ReadonlySet<string>;
}

interface Turnout {
  constituency: string;
  people: number;
  voted: number;
}

/** Rows a statement: within its time also for a hundred thousand. */
const PAGE = 2_000;
/** Batches a statement: each is up to two hundred ballots. */
const BATCHES = 50;

/**
 * Closes the parts of a round. In one transaction the ballots of a part are opened, written anew in an order drawn at
 * random, and all by which they could be told apart is destroyed: killed before its end, nothing has happened.
 */
@Injectable()
export class PartClosing {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
  ) {}

  /** Answers whether there may be another part to close. */
  closeNext(round: RoundRef): Promise<boolean> {
    return this.database.write(system, null, async (tx) => {
      const { communityId, roundId } = round;
      const part = await tx.row<PartToClose>('SELECT * FROM app.part_to_close($1, $2)', [communityId, roundId]);
      if (!part) {
        const { of, state } = await roundNow(tx, round);
        if (state === 'CANCELLED') await record(tx, { ...of, kind: 'round.cancelled' });
        return false;
      }
      const { strays, paper, turnout } = await this.layOpen(tx, part);
      await tx.rows('SELECT app.close_assembly($1)', [part.part_id]);
      const closed = await tx.only<{ state: string; ballots: number; roll: number }>(
        'SELECT * FROM app.close_part($1, $2, $3, $4)',
        [part.part_id, strays, paper, JSON.stringify(turnout)],
      );
      const now = await roundNow(tx, round);
      if (part.community_id !== communityId) {
        await record(tx, deedOfPart(now, part, 'round.closed', { ballots: closed.ballots, roll: closed.roll }));
      }
      if (closed.state === 'OPEN') return true;
      await record(tx, { ...now.of, kind: 'round.closed', details: { ballots: now.ballots, roll: now.roll } });
      if (closed.state === 'INQUORATE') await record(tx, { ...now.of, kind: 'round.inquorate' });
      return false;
    });
  }

  private async layOpen(tx: Tx, part: PartToClose): Promise<{ strays: number; paper: number; turnout: Turnout[] }> {
    const box = new BallotBox(this.keys, part.part_id, part.salt);
    const turnout = new Turnouts();
    const { voters, onPaper } = await this.votersOf(tx, part, box, turnout);
    const paper = await this.paperBallots(tx, part, box);
    const ballots: IdentifiedBallot[] = paper.ballots;
    const paperCount = ballots.length;
    let { strays } = paper;
    const sealed = pages<SealedRow>(tx, 'app.sealed_ballots', part.part_id, (row) => row.key);
    for await (const { key, contents } of sealed) {
      const name = key.toString('latin1');
      // Their vote on paper counts in place of it. Passed over without a trace: nobody learns who had voted online.
      if (onPaper.has(name)) continue;
      const constituencies = voters.get(name);
      const opened = constituencies && box.open(contents);
      if (opened?.marks.length === part.items) {
        turnout.count(constituencies ?? [], 'voted');
        ballots.push({ id: newTimelessId(), ...opened });
      } else strays += 1;
    }
    await writeAnew(tx, part.part_id, ballots);
    return { strays, paper: paperCount, turnout: turnout.all() };
  }

  /** Those that two people stand for. What was put in their place behind the service belongs to nobody. */
  private async paperBallots(
    tx: Tx,
    part: PartToClose,
    box: BallotBox,
  ): Promise<{ ballots: IdentifiedBallot[]; strays: number }> {
    const ballots: IdentifiedBallot[] = [];
    let strays = 0;
    const batches = pages<BatchRow>(tx, 'app.assembly_ballots', part.part_id, (row) => row.batch_id, BATCHES);
    for await (const { batch_id, ballots: count, contents } of batches) {
      const opened = contents && box.openBatch(batch_id, contents, part.items);
      if (opened?.length === count) ballots.push(...opened.map((ballot) => ({ id: newTimelessId(), ...ballot })));
      else strays += count;
    }
    return { ballots, strays };
  }

  /** The keys under which ballots may lie, each with its constituencies: known to this process, for this moment. */
  private async votersOf(tx: Tx, part: PartToClose, box: BallotBox, turnout: Turnouts): Promise<Voters> {
    const voters = new Map<string, readonly string[]>();
    const onPaper = new Set<string>();
    for await (const person of pages<RollRow>(tx, 'app.roll_of', part.part_id, (row) => row.membership_id)) {
      turnout.count(person.constituencies, 'people');
      const key = box.keyOf(person.membership_id).toString('latin1');
      if (person.on_paper) {
        onPaper.add(key);
        turnout.count(person.constituencies, 'voted');
      } else voters.set(key, person.constituencies);
    }
    return { voters, onPaper };
  }
}

class Turnouts {
  private readonly counts = new Map<string, Turnout>();

  count(constituencies: readonly string[], what: 'people' | 'voted'): void {
    for (const constituency of constituencies) {
      const known = this.counts.get(constituency) ?? { constituency, people: 0, voted: 0 };
      known[what] += 1;
      this.counts.set(constituency, known);
    }
  }

  all(): Turnout[] {
    return [...this.counts.values()];
  }
}

/** In the order of their random ids: neither order nor place in the table tells of the order in which they were cast. */
async function writeAnew(tx: Tx, partId: string, ballots: IdentifiedBallot[]): Promise<void> {
  ballots.sort((one, other) => (one.id < other.id ? -1 : 1));
  for (let from = 0; from < ballots.length; from += PAGE) {
    const page = ballots.slice(from, from + PAGE);
    await tx.rows('SELECT app.lay_open($1, $2, $3, $4)', [
      partId,
      page.map(({ id }) => id),
      page.map(({ receipt }) => receipt),
      page.map(({ marks }) => marks),
    ]);
  }
}

/** All rows of a function that answers them from a key on. */
async function* pages<Row extends object>(
  tx: Tx,
  name: 'app.roll_of' | 'app.sealed_ballots' | 'app.assembly_ballots',
  partId: string,
  keyOf: (row: Row) => unknown,
  size = PAGE,
): AsyncGenerator<Row> {
  for (let after: unknown = null; ; ) {
    const page = await tx.rows<Row>(`SELECT * FROM ${name}($1, $2, $3)`, [partId, after, size]);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < size) return;
    after = keyOf(last);
  }
}
