import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MandateClock } from '../../../src/features/mandates/index.js';
import { type Answer, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { draws } from '../../support/draws.js';
import { sql } from '../../support/database.js';
import { inHours, Rounds } from '../../support/rounds.js';
import { type Campaign, World } from '../../support/world.js';
import { coalition } from '../coalitions/coalition.js';
import { report, sealed } from './lived.js';

// Long, on machines that may be busy.
jest.setTimeout(180_000);

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

/** A campaign, and people of every standing who do to it whatever the seed makes them try. */
class History {
  private readonly rounds: Rounds;
  /** What was tried and done, by name. */
  readonly done = new Map<string, number>();

  constructor(
    private readonly draw: (below: number) => number,
    readonly campaign: Campaign,
    readonly people: Person[],
    private readonly steward: Person,
  ) {
    this.rounds = new Rounds(on, world);
  }

  static async begun(seed: number): Promise<History> {
    const { host, lead, campaign } = await coalition(world);
    const people = [host.steward, host.second, lead.steward, lead.second];
    for (let more = 0; more < 3; more += 1) people.push(await world.affected(host), await world.affected(lead));
    people.push(await world.ally(host), await world.allyOrganizer(host), (await world.community()).steward);
    return new History(draws(seed), campaign, people, host.steward);
  }

  async step(): Promise<void> {
    const deeds = Object.entries(this.deeds);
    const [name, deed] = deeds[this.draw(deeds.length)] as (typeof deeds)[number];
    // Of those who are asked some may not, and it is found that nothing comes of it.
    for (let asked = 0; asked < 4; asked += 1) {
      if (!(await deed(this.one(this.people) as Person))) continue;
      this.done.set(name, (this.done.get(name) ?? 0) + 1);
      return;
    }
  }

  private readonly deeds: Record<string, (by: Person) => Promise<boolean>> = {
    propose: (by) =>
      this.tries(by, 'proposePriority', { campaignId: this.campaign.id, statement: world.unique('Heat') }),
    proposeMore: (by) => this.deeds['propose']?.(by) ?? Promise.resolve(false),
    revise: async (by) => this.onPriority(by, 'revisePriority', { details: world.unique('In') }, true),
    review: async (by) =>
      this.onPriority(by, 'setPriorityReviewDate', { reviewOn: inHours(24 * (5 + this.draw(99))).slice(0, 10) }, true),
    translate: async (by) =>
      this.onPriority(by, 'translatePriority', {
        language: this.draw(2) ? 'es' : 'de',
        statement: world.unique('Calor'),
        expectedVersion: this.draw(2),
      }),
    withdraw: async (by) => this.onPriority(by, 'withdrawPriority', { reason: 'It was mended.' }),
    restore: async (by) => this.onPriority(by, 'restorePriority', {}),
    discuss: async (by) => this.onPriority(by, 'discussPriority', { text: 'Ours, too.' }),
    merge: async (by) =>
      this.tries(by, 'mergePriorities', { intoId: await this.any('priority'), fromIds: [await this.any('priority')] }),
    unsay: async (by) =>
      this.tries(by, 'withdrawTranslation', { translationId: await this.any('priority_translation') }),
    mandate: async (by) =>
      this.onPriority(by, 'proposeMandate', { kind: 'EMERGENCY', until: inHours(99), reason: 'Winter.' }),
    cosign: async (by) =>
      this.tries(by, 'cosignMandate', { mandateId: await this.any('mandate', `state = 'PROPOSED'`) }),
    ask: async (by) => this.asks(by),
    open: async (by) => this.tries(by, 'openAsk', { askId: await this.any('ask') }),
    endMandates: async () => {
      const late = `UPDATE mandate SET until = now() WHERE id = $1 AND state = 'LIVE' AND kind = 'EMERGENCY'`;
      await sql(on.urls.owner)(late, [await this.any('mandate')]);
      return (await on.app.get(MandateClock, { strict: false }).endMandates()) > 0;
    },
    stop: async (by) => {
      const stopped = await this.tries(by, 'stopCampaign', { campaignId: this.campaign.id, reason: 'A raid.' });
      return stopped && this.tries(by, 'resumeCampaign', { campaignId: this.campaign.id });
    },
    round: (by) => this.votes(by),
    roundAgain: (by) => this.votes(by),
    seal: async () => {
      await sealed(on);
      return true;
    },
  };

  private async asks(by: Person): Promise<boolean> {
    const input = {
      campaignId: this.campaign.id,
      priorityId: await this.any('priority'),
      title: 'Carry',
      kind: 'SHOW_UP',
      unit: 'people',
      quantityWanted: 9,
    };
    return this.tries(by, 'draftAsk', input);
  }

  /** A whole round, and one of its ends. */
  private async votes(by: Person): Promise<boolean> {
    const { id: campaignId } = this.campaign;
    const quorumPercent = this.draw(4) === 0 ? 100 : 0;
    const method = this.draw(2) ? 'PROPORTIONAL' : 'MAJORITY';
    const scheduled = await this.mutate(
      this.steward,
      'schedulePriorityRound',
      { campaignId, closesAt: inHours(48), quorumPercent, method, reviewOn: inHours(24 * 60).slice(0, 10) },
      'round { id items { priority { id } } }',
    );
    const round = scheduled?.round;
    if (!round) return false;
    const items: string[] = round.items.map((item: Answer) => item.priority?.id).filter(Boolean);
    const of = { id: round.id, campaign: this.campaign, priorities: {} };
    if (this.draw(5) === 0)
      return this.tries(this.steward, 'cancelPriorityRound', { roundId: round.id, reason: 'Too soon.' });
    if (!(await this.tries(this.steward, 'openPriorityRound', { roundId: round.id }))) return false;
    const chosen = (ids: string[]) => (method === 'MAJORITY' ? { ranking: [ids] } : { approvals: ids });
    for (const voter of this.people) {
      const marked = items.filter(() => this.draw(3) === 0);
      const choice = marked.length === 0 ? { noneOfThese: true } : chosen(marked);
      if (this.draw(4) > 0) await this.tries(voter, 'castBallot', { roundId: round.id, ...choice });
    }
    await this.rounds.close(of);
    if (this.draw(4) === 0) await this.tries(by, 'objectToResult', { roundId: round.id, reason: 'Heat first.' });
    if (this.draw(6) > 0) await this.rounds.ratify(of);
    return true;
  }

  private async onPriority(
    by: Person,
    field: string,
    input: Record<string, unknown>,
    versioned = false,
  ): Promise<boolean> {
    const priorityId = await this.any('priority');
    const [row] = await sql(on.urls.owner)('SELECT version FROM priority WHERE id = $1', [priorityId]);
    return this.tries(by, field, {
      priorityId,
      ...input,
      ...(versioned && { expectedVersion: row?.['version'] ?? 1 }),
    });
  }

  /** Whether it was let through: who may not is refused, and leaves nothing. */
  private async tries(by: Person, field: string, input: Record<string, unknown>): Promise<boolean> {
    return (await this.mutate(by, field, input))?.userErrors.length === 0;
  }

  private async mutate(by: Person, field: string, input: Record<string, unknown>, fields = ''): Promise<Answer> {
    const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
    const text = `mutation ($input: ${type}!) { ${field}(input: $input) { ${fields} userErrors { code } } }`;
    const { data, errors } = await on.send(by, text, { input });
    const unexpected = errors.filter(({ extensions }) => !['FORBIDDEN', 'NOT_FOUND'].includes(extensions.code));
    if (unexpected.length > 0) throw new Error(`${field} ${JSON.stringify(input)}: ${JSON.stringify(unexpected)}`);
    return data?.[field];
  }

  private async any(table: string, where = 'true'): Promise<string> {
    const rows = await sql(on.urls.owner)(`SELECT id FROM ${table} WHERE campaign_id = $1 AND ${where} ORDER BY id`, [
      this.campaign.id,
    ]);
    return this.one(rows)?.['id'] ?? this.campaign.id;
  }

  private one<Item>(items: readonly Item[]): Item | undefined {
    return items[this.draw(items.length)];
  }
}

describe('whatever people do to priorities, rounds and mandates over HTTP', () => {
  it.each([1, 2])('the report holds, history %i', async (seed) => {
    const history = await History.begun(seed);
    for (let step = 1; step <= 80; step += 1) {
      await history.step();
      if (step % 20 > 0) continue;
      const { faults } = await report(on, history.people[1] as Person, history.campaign, 'faults { kind table rowId }');
      expect(faults).toEqual([]);
    }
    // It would be no history if most of it had been refused.
    expect(history.done.size).toBeGreaterThan(11);
  });
});
