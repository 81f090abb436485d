import { DemandOutcome, dayIn } from '../features/campaigns/index.js';
import { MandateKind } from '../features/mandates/index.js';
import type { Person } from './cast.js';
import type { Founded } from './gathering.js';
import type { DemoServices } from './services.js';
import {
  community,
  currentBrief,
  demands,
  firstBrief,
  mandateReasons,
  priorities,
  type PriorityKey,
} from './texts/index.js';
import type { Watcher } from './watcher.js';

type Mandated = keyof typeof mandateReasons;

const DAY = 86_400_000;
const MINUTE = 60_000;

/** The campaign: its brief, what is demanded of whom, what comes first, and on whose word. */
export class Campaigning {
  readonly priorities = new Map<PriorityKey, string>();
  readonly mandates = new Map<PriorityKey, string>();

  constructor(
    private readonly services: DemoServices,
    private readonly watcher: Watcher,
  ) {}

  /** While the founder is alone: one need, one signature. */
  async begin({ campaignId, founder }: Founded): Promise<void> {
    const { campaigns } = this.services;
    await campaigns.publishBrief(founder.actor, { campaignId, replacesVersion: 0, text: firstBrief });
    await campaigns.launch(founder.actor, { campaignId });
    await this.propose(campaignId, 'heat', founder);
    await this.mandate('heat', MandateKind.FOUNDING, founder);
  }

  async publishBrief({ campaignId, founder }: Founded): Promise<void> {
    await this.services.campaigns.publishBrief(founder.actor, { campaignId, replacesVersion: 1, text: currentBrief });
  }

  async demand({ campaignId, founder }: Founded): Promise<void> {
    for (const { answers, madeDaysAgo, ...text } of demands) {
      const { demandId } = await this.services.demands.make(founder.actor, {
        ...text,
        campaignId,
        madeOn: daysAgo(madeDaysAgo),
      });
      for (const { daysAgo: days, outcome, text: said } of answers) {
        const input = { demandId, answeredOn: daysAgo(days), text: said, state: DemandOutcome[outcome] };
        await this.services.demands.answer(founder.actor, input);
      }
      this.watcher.step();
    }
  }

  /** The others name theirs; two needs cannot wait and get two signatures each, a third waits for its second. */
  async prioritise({ campaignId }: Founded, people: readonly Person[]): Promise<void> {
    const others = priorities.filter(({ key }) => key !== 'heat');
    for (const [index, { key }] of others.entries()) {
      await this.propose(campaignId, key, someone(people, (index % (people.length - 1)) + 1));
      this.watcher.step();
    }
    await this.mandate('evictions', MandateKind.EMERGENCY, someone(people, 2), someone(people, 1));
    await this.mandate('mold', MandateKind.EMERGENCY, someone(people, 1), someone(people, 5));
    await this.mandate('elevator', MandateKind.EMERGENCY, someone(people, 4));
  }

  private async propose(campaignId: string, key: PriorityKey, by: Person): Promise<void> {
    const text = priorities.find((one) => one.key === key);
    if (!text) throw new Error(`There is no priority ${key}.`);
    const { statement, details, language } = text;
    const input = { campaignId, statement, details, language };
    const { priorityId } = await this.services.priorities.propose(by.actor, input);
    this.priorities.set(key, priorityId);
  }

  private async mandate(key: Mandated, kind: MandateKind, by: Person, cosigner?: Person): Promise<void> {
    const { mandates } = this.services;
    const { mandateId } = await mandates.propose(by.actor, {
      priorityId: this.priorities.get(key) ?? '',
      kind,
      reason: mandateReasons[key],
      until: new Date(Date.now() + 30 * DAY - MINUTE),
    });
    if (cosigner) await mandates.cosign(cosigner.actor, { mandateId });
    this.mandates.set(key, mandateId);
  }
}

function daysAgo(days: number): string {
  return dayIn(community.timeZone, new Date(Date.now() - days * DAY));
}

function someone(people: readonly Person[], index: number): Person {
  const person = people[index];
  if (!person) throw new Error(`There is nobody at place ${index}.`);
  return person;
}
