import { RoundCourse } from '../../src/features/rounds/index.js';
import type { Answer, Person, TestApp } from './client.js';
import { sql } from './database.js';
import type { Campaign, World } from './world.js';

export interface Round {
  id: string;
  campaign: Campaign;
  /** Of the priorities on its list, by the letters of the test. */
  priorities: Record<string, string>;
}

export const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

/** Rounds of ballots as tests need them: scheduled by a steward, moved by the clock, which tests call by hand. */
export class Rounds {
  constructor(
    private readonly on: TestApp,
    private readonly world: World,
  ) {}

  private get course(): RoundCourse {
    return this.on.app.get(RoundCourse, { strict: false });
  }

  private get rows() {
    return sql(this.on.urls.owner);
  }

  /** A scheduled round over priorities of these names, proposed for it. */
  async scheduled(campaign: Campaign, names: string, input: Record<string, unknown> = {}): Promise<Round> {
    const priorities: Record<string, string> = {};
    for (const name of names) {
      const { id } = await this.world.priority(campaign, { statement: `${name} ${this.world.unique()}` });
      priorities[name] = id;
    }
    const { round } = await this.world.done(
      campaign.steward,
      'schedulePriorityRound',
      { campaignId: campaign.id, closesAt: inHours(48), quorumPercent: 0, ...input },
      'round { id }',
    );
    return { id: round.id, campaign, priorities };
  }

  async open(campaign: Campaign, names: string, input: Record<string, unknown> = {}): Promise<Round> {
    const round = await this.scheduled(campaign, names, input);
    await this.world.done(campaign.steward, 'openPriorityRound', { roundId: round.id });
    return round;
  }

  /** `AB` marks both; `A>BC` ranks; empty says none of these. */
  async cast(round: Round, by: Person, choice: string, input: Record<string, unknown> = {}): Promise<string> {
    const { receipt } = await this.world.done(by, 'castBallot', this.ballot(round, choice, input), 'receipt');
    return receipt;
  }

  ballot(round: Round, choice: string, input: Record<string, unknown> = {}): Record<string, unknown> {
    const idsOf = (names: string) => [...names].map((name) => round.priorities[name]);
    if (choice === '') return { roundId: round.id, noneOfThese: true, ...input };
    if (!choice.includes('>')) return { roundId: round.id, approvals: idsOf(choice), ...input };
    return { roundId: round.id, ranking: choice.split('>').map(idsOf), ...input };
  }

  /** Its time is over: the clock closes and counts it, and ratifies where there is no time for objections. */
  async close(round: Round): Promise<void> {
    await this.rows(
      `UPDATE priority_round SET opens_at = now() - interval '2 hours', closes_at = now() - interval '1 second' WHERE id = $1`,
      [round.id],
    );
    await this.course.advance();
    await this.course.advance();
  }

  /** The time for objections is over as well. */
  async ratify(round: Round): Promise<void> {
    await this.rows(`UPDATE priority_round SET objections_until = now() - interval '1 second' WHERE id = $1`, [
      round.id,
    ]);
    await this.course.advance();
  }

  advance(): Promise<void> {
    return this.course.advance();
  }

  async state(round: { id: string }): Promise<string> {
    const [row] = await this.rows<{ state: string }>('SELECT state FROM priority_round WHERE id = $1', [round.id]);
    return row?.state ?? 'GONE';
  }

  /** The letters of the test by rank, such as `BAC`, as the priorities stand. */
  async ranks(round: Round): Promise<string> {
    const rows = await this.rows<{ id: string }>(
      'SELECT id FROM priority WHERE id = ANY ($1) AND rank IS NOT NULL ORDER BY rank',
      [Object.values(round.priorities)],
    );
    const names = new Map(Object.entries(round.priorities).map(([name, id]) => [id, name]));
    return rows.map(({ id }) => names.get(id)).join('');
  }

  /** The round as someone reads it. */
  async read(as: Person | null, round: Round, fields: string): Promise<Answer> {
    const { node } = await this.on.query(
      as,
      `query ($id: ID!) { node(id: $id) { ... on PriorityRound { ${fields} } } }`,
      {
        id: round.id,
      },
    );
    return node;
  }
}
