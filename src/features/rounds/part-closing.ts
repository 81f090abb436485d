import { Injectable } from '@nestjs/common';
import { system } from '../../platform/access/actor.js';
import { Keys } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { newTimelessId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { record } from '../record/index.js';
import { BallotBox, type OpenedBallot } from './ballot-box.js';
import { deedOfPart, roundNow, type RoundRef, takeTime } from './round-deeds.js';

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

interface DrawnBallot extends OpenedBallot {
  id: string;
}

interface Turnout {
  constituency: string;
  people: number;
  voted: number;
}

/** Rows a statement: within its time also for a hundred thousand. */
const PAGE = 2_000;

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
      await takeTime(tx);
      const { communityId, roundId } = round;
      const part = await tx.row<PartToClose>('SELECT * FROM app.part_to_close($1, $2)', [communityId, roundId]);
      if (!part) {
        const { of, state } = await roundNow(tx, round);
        if (state === 'CANCELLED') await record(tx, { ...of, kind: 'round.cancelled' });
        return false;
      }
      const { strays, turnout } = await this.layOpen(tx, part);
      const closed = await tx.only<{ state: string; ballots: number; roll: number }>(
        'SELECT * FROM app.close_part($1, $2, $3, $4)',
        [part.part_id, strays, 0, JSON.stringify(turnout)],
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

  private async layOpen(tx: Tx, part: PartToClose): Promise<{ strays: number; turnout: Turnout[] }> {
    const box = new BallotBox(this.keys, part.part_id, part.salt);
    const turnout = new Turnouts();
    const voters = await this.votersOf(tx, part, box, turnout);
    const ballots: DrawnBallot[] = [];
    let strays = 0;
    const sealed = pages<SealedRow>(tx, 'app.sealed_ballots', part.part_id, (row) => row.key);
    for await (const { key, contents } of sealed) {
      const constituencies = voters.get(key.toString('latin1'));
      const opened = constituencies && box.open(contents);
      if (opened?.marks.length === part.items) {
        turnout.count(constituencies ?? [], 'voted');
        ballots.push({ id: newTimelessId(), ...opened });
      } else strays += 1;
    }
    await writeAnew(tx, part.part_id, ballots);
    return { strays, turnout: turnout.all() };
  }

  /** The keys of those who could vote online, each with their constituencies: known to this process, for this moment. */
  private async votersOf(
    tx: Tx,
    part: PartToClose,
    box: BallotBox,
    turnout: Turnouts,
  ): Promise<Map<string, readonly string[]>> {
    const voters = new Map<string, readonly string[]>();
    for await (const person of pages<RollRow>(tx, 'app.roll_of', part.part_id, (row) => row.membership_id)) {
      turnout.count(person.constituencies, 'people');
      if (!person.on_paper) voters.set(box.keyOf(person.membership_id).toString('latin1'), person.constituencies);
    }
    return voters;
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

/**
 * In the order of their random ids: neither order nor place in the table tells of the order in which they were cast. Put
 * in order bit by bit, for a hundred thousand at once would hold up every request meanwhile.
 */
async function writeAnew(tx: Tx, partId: string, ballots: readonly DrawnBallot[]): Promise<void> {
  const drawers = Array.from({ length: 256 }, (): DrawnBallot[] => []);
  for (const ballot of ballots) drawers[Number.parseInt(ballot.id.slice(0, 2), 16)]?.push(ballot);
  let page: DrawnBallot[] = [];
  for (const drawer of drawers) {
    page.push(...drawer.sort((one, other) => (one.id < other.id ? -1 : 1)));
    if (page.length < PAGE) continue;
    await layOpen(tx, partId, page);
    page = [];
  }
  if (page.length > 0) await layOpen(tx, partId, page);
}

async function layOpen(tx: Tx, partId: string, page: readonly DrawnBallot[]): Promise<void> {
  await tx.rows('SELECT app.lay_open($1, $2, $3, $4)', [
    partId,
    page.map(({ id }) => id),
    page.map(({ receipt }) => receipt),
    page.map(({ marks }) => marks),
  ]);
}

/** All rows of a function that answers them from a key on. */
async function* pages<Row extends object>(
  tx: Tx,
  name: 'app.roll_of' | 'app.sealed_ballots',
  partId: string,
  keyOf: (row: Row) => unknown,
): AsyncGenerator<Row> {
  for (let after: unknown = null; ; ) {
    const page = await tx.rows<Row>(`SELECT * FROM ${name}($1, $2, $3)`, [partId, after, PAGE]);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = keyOf(last);
  }
}
