import type { Answer, Person, TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { type Round, Rounds } from '../../support/rounds.js';
import { type Campaign, type Founded, World } from '../../support/world.js';
import { joined } from '../coalitions/coalition.js';

export type Peopled = Founded & { people: Person[] };

export const PARTS = 'parts { community { id } rollCount ballotCount noneCount isQuorate strayCount }';

export function partOf(read: Answer, community: { id: string }): Answer {
  return read.parts.find((part: Answer) => part.community.id === community.id);
}

/** Rounds of campaigns that several communities lead. */
export class SharedRounds extends Rounds {
  constructor(
    private readonly app: TestApp,
    private readonly there: World,
  ) {
    super(app, there);
  }

  async peopled(size: number): Promise<Peopled> {
    const community = await this.there.community();
    const people = [community.steward];
    while (people.length < size) people.push(await this.there.affected(community));
    return { ...community, people };
  }

  /** A campaign of the first, led by the others with it. */
  async campaign(host: Peopled, ...leads: Peopled[]): Promise<Campaign> {
    const campaign = await this.there.campaign(host);
    for (const lead of leads) await joined(this.there, campaign, lead);
    return campaign;
  }

  async pair(hosts: number, leads: number): Promise<{ host: Peopled; lead: Peopled; campaign: Campaign }> {
    const [host, lead] = [await this.peopled(hosts), await this.peopled(leads)];
    return { host, lead, campaign: await this.campaign(host, lead) };
  }

  async castAll(round: Round, people: readonly Person[], choice: string): Promise<void> {
    for (const person of people) await this.cast(round, person, choice);
  }

  /** What someone is told who may not: the code of an error, or of a user error. */
  async told(by: Person, field: string, input: Record<string, unknown>): Promise<string> {
    const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
    const { data, errors } = await this.app.send(
      by,
      `mutation ($input: ${type}!) { ${field}(input: $input) { userErrors { code } } }`,
      { input },
    );
    return errors[0]?.extensions.code ?? data[field].userErrors[0]?.code ?? 'done';
  }

  recordOf(community: { id: string }, kinds = 'round.%'): Promise<Answer[]> {
    return sql(this.app.urls.owner)(
      `SELECT kind, actor_role AS role, actor_id AS actor, subject_type AS subject, details FROM record_entry
        WHERE community_id = $1 AND kind LIKE $2 ORDER BY recorded_at, id`,
      [community.id, kinds],
    );
  }

  async kindsOf(community: { id: string }): Promise<string[]> {
    return (await this.recordOf(community)).map(({ kind, role }) => `${kind} ${role}`);
  }
}
