import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';
import { clusterFiles } from '../../src/platform/database/postgres-cluster.js';
import { prepareDatabase } from '../../src/platform/database/prepare.js';
import { provisionDatabase } from '../../src/platform/database/provision.js';
import { withDatabaseName } from '../../src/platform/database/urls.js';
import type { Truth } from './attacker.js';
import { type Person, startTestApp, type TestApp } from './client.js';
import { sql, testSecret } from './database.js';
import type { draws } from './draws.js';
import { choicesOf, electorate, shuffled } from './electorate.js';
import { type Round, Rounds } from './rounds.js';
import { type Row, seizeRows, seizeWal, walPosition } from './seizure.js';
import { type Campaign, type Founded, World } from './world.js';

export const VOTERS = 6;
const LETTERS = 'ABCD';
const DATABASE = 'accompany_watched';

export interface Voter {
  person: Person;
  membershipId: string;
  personId: string;
}

/** What the voters of one round did, in the order that an onlooker could note, and what they were told. */
export interface Watched {
  round: Round;
  partId: string;
  /** Everyone once, then those who replaced their ballot. */
  order: Voter[];
  truth: Truth;
}

export interface Batch {
  watched: Watched[];
  open: Row[];
  over: Row[];
  openWal: Buffer;
  closingWal: Buffer;
}

/** Rounds on a Postgres of their own, set as in production, of which everything is seized but the secret outside. */
export class WatchedRounds {
  private readonly campaigns: { campaign: Campaign; round: Round | null }[] = [];
  private voters: Voter[] = [];
  private community!: Founded;

  private constructor(
    private readonly server: EmbeddedPostgres,
    private readonly cluster: string,
    readonly superuser: string,
    readonly on: TestApp,
    /** Every line, from the finest level up. */
    readonly logged: string[],
    private readonly draw: ReturnType<typeof draws>,
  ) {}

  static async start(draw: ReturnType<typeof draws>, campaigns: number): Promise<WatchedRounds> {
    const dataDir = mkdtempSync(join(tmpdir(), 'accompany-watched-'));
    const settings = { wal_level: 'replica', full_page_writes: 'on', synchronous_commit: 'on', fsync: 'off' };
    const server = await startEmbeddedPostgres({
      dataDir,
      ephemeral: true,
      settings: { ...settings, max_wal_size: '4GB', wal_keep_size: '4GB', checkpoint_timeout: '1h' },
    });
    const urls = await prepareDatabase(await provisionDatabase(server.url, testSecret, DATABASE), testSecret);
    const logged: string[] = [];
    const on = await startTestApp({
      urls,
      config: { rateLimits: { person: 120_000, key: 240_000, address: 240_000 } },
      logTo: { write: (line) => void logged.push(line) },
    });
    const superuser = withDatabaseName(server.url, DATABASE);
    const watched = new WatchedRounds(server, clusterFiles(dataDir).cluster, superuser, on, logged, draw);
    await watched.settle(campaigns);
    return watched;
  }

  async stop(): Promise<void> {
    await this.on.close();
    await this.server.stop();
  }

  get rounds(): Rounds {
    return new Rounds(this.on, new World(this.on));
  }

  /** In any order that does not change. */
  get people(): readonly Voter[] {
    return this.voters;
  }

  /** An open round of its own, over so many priorities as there are letters. */
  async alone(letters: string): Promise<Round> {
    return this.rounds.open(await new World(this.on).campaign(this.community), letters, { objectionHours: 0 });
  }

  /** One round in each campaign, from its scheduling to its ratification. */
  async batch(): Promise<Batch> {
    const begin = await this.position();
    const watched: Watched[] = [];
    for (const [place, of] of this.campaigns.entries()) {
      of.round = await this.opened(of.campaign, of.round, place % 2 === 0 ? 'PROPORTIONAL' : 'MAJORITY');
      watched.push(await this.vote(of.round, place % 2 === 0));
    }
    const open = await seizeRows(this.superuser);
    const middle = await this.position();
    // Each page that is written after it goes into the log as a whole, with all that is on it.
    if (this.draw(2) === 0) await sql(this.superuser)('CHECKPOINT');
    await this.close();
    const end = await this.position();
    return {
      watched,
      open,
      over: await seizeRows(this.superuser),
      openWal: seizeWal(this.cluster, begin, middle),
      closingWal: seizeWal(this.cluster, middle, end),
    };
  }

  /** Every open round is over: closed, counted and ratified. */
  async close(): Promise<void> {
    await sql(this.on.urls.owner)(
      `UPDATE priority_round SET opens_at = now() - interval '2 hours', closes_at = now() - interval '1 second' WHERE state = 'OPEN'`,
    );
    for (let step = 0; step < 2; step += 1) await this.rounds.advance();
  }

  position(): Promise<number> {
    return walPosition(this.superuser);
  }

  /** What the log has now since a position. */
  async walSince(begin: number): Promise<Buffer> {
    return seizeWal(this.cluster, begin, await this.position());
  }

  private async settle(campaigns: number): Promise<void> {
    const there = await electorate(this.on, VOTERS);
    this.community = there.community;
    for (const person of there.people) {
      const [row] = await sql(this.on.urls.owner)<Omit<Voter, 'person'>>(
        `SELECT m.id AS "membershipId", m.person_id AS "personId" FROM membership m JOIN vault.session s ON s.person_id = m.person_id WHERE s.access_hash = $1`,
        [createHash('sha256').update(person.accessToken).digest()],
      );
      if (row) this.voters.push({ person, ...row });
    }
    const world = new World(this.on);
    while (this.campaigns.length < campaigns)
      this.campaigns.push({ campaign: await world.campaign(there.community), round: null });
  }

  private async opened(campaign: Campaign, before: Round | null, method: string): Promise<Round> {
    const input = { method, objectionHours: 0, quorumPercent: 0 };
    if (!before) return this.rounds.open(campaign, LETTERS, input);
    const world = new World(this.on);
    const closesAt = new Date(Date.now() + 3_600_000).toISOString();
    const scheduled = { campaignId: campaign.id, closesAt, ...input };
    const { round } = await world.done(campaign.steward, 'schedulePriorityRound', scheduled, 'round { id }');
    await world.done(campaign.steward, 'openPriorityRound', { roundId: round.id });
    return { ...before, id: round.id };
  }

  /** Everyone votes, and some vote again: no two ballots are alike in the end, so that a match is a match. */
  private async vote(round: Round, approves: boolean): Promise<Watched> {
    const choices = choicesOf(LETTERS, this.draw);
    const said = approves ? choices : rankings(this.draw);
    const voters = shuffled(this.voters, this.draw);
    const again = shuffled(voters, this.draw).slice(0, this.draw(5));
    const order = [...voters, ...again];
    const truth = new Map<string, string>();
    for (const [turn, voter] of order.entries()) {
      const isLast = !order.slice(turn + 1).includes(voter);
      const choice = said[isLast ? voters.indexOf(voter) : VOTERS + this.draw(said.length - VOTERS)] ?? '';
      truth.set(voter.membershipId, await this.rounds.cast(round, voter.person, choice));
    }
    const [part] = await sql(this.on.urls.owner)<{ id: string }>('SELECT id FROM round_part WHERE round_id = $1', [
      round.id,
    ]);
    return { round, partId: part?.id ?? '', order, truth };
  }
}

function rankings(draw: ReturnType<typeof draws>): string[] {
  return Array.from({ length: 400 }, () => shuffled(LETTERS.split(''), draw).join('>')).filter(
    (ranking, place, all) => all.indexOf(ranking) === place,
  );
}
