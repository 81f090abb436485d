import type { Answer, TestApp } from '../../support/client.js';
import { inHours, type Round, Rounds } from '../../support/rounds.js';
import { founder, type Member, member } from '../../support/standing.js';
import { type Founded, World } from '../../support/world.js';

/** A community that votes in a meeting: its steward, an organizer, and so many others on the roll. */
export class Meeting {
  private constructor(
    readonly world: World,
    readonly rounds: Rounds,
    readonly community: Founded,
    readonly steward: Member,
    readonly organizer: Member,
    readonly people: readonly Member[],
  ) {}

  static async build(on: TestApp, people = 6): Promise<Meeting> {
    const world = new World(on);
    const community = await world.community();
    const organizer = await member(world, community);
    await world.done(community.steward, 'delegateOrganizer', {
      membershipId: organizer.membershipId,
      until: inHours(24 * 30),
    });
    const others: Member[] = [];
    while (others.length < people) others.push(await member(world, community));
    const rounds = new Rounds(on, world);
    return new Meeting(world, rounds, community, await founder(world, community), organizer, others);
  }

  /** An open round of a campaign of its own: one round of a campaign runs at a time. */
  async open(names: string, input: Record<string, unknown> = {}): Promise<Round> {
    return this.rounds.open(await this.world.campaign(this.community), names, input);
  }

  /** What enterAssemblyBallots takes: a ballot for each of these people, in no order. */
  sheet(round: Round, of: readonly Member[], choices: readonly string[]): Record<string, unknown> {
    const ballots = choices.map((choice) => {
      const { roundId: _, ...ballot } = this.rounds.ballot(round, choice);
      return ballot;
    });
    return { roundId: round.id, places: of.map(({ membershipId }) => membershipId), ballots };
  }

  /** Entered by the organizer. */
  async entered(
    round: Round,
    of: readonly Member[],
    choices: readonly string[],
  ): Promise<{ id: string; receipts: string[] }> {
    const input = this.sheet(round, of, choices);
    const { batch, receipts } = await this.world.done(
      this.organizer,
      'enterAssemblyBallots',
      input,
      'batch { id } receipts',
    );
    return { id: batch.id, receipts };
  }

  /** And witnessed by the steward. */
  async witnessed(
    round: Round,
    of: readonly Member[],
    choices: readonly string[],
  ): Promise<{ id: string; receipts: string[] }> {
    const batch = await this.entered(round, of, choices);
    await this.world.done(this.steward, 'witnessAssemblyBallots', { batchId: batch.id, count: choices.length });
    return batch;
  }

  /** The only part of the round, as the steward reads it. */
  async part(round: Round): Promise<Answer> {
    const fields = 'parts { rollCount ballotCount paperCount strayCount unwitnessedCount isQuorate }';
    return (await this.rounds.read(this.steward, round, fields)).parts[0];
  }

  async batches(round: Round, fields: string): Promise<Answer[]> {
    return (await this.rounds.read(this.steward, round, `assemblyBatches { nodes { ${fields} } }`)).assemblyBatches
      .nodes;
  }
}
