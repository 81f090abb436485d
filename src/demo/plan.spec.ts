import { describe, expect, it } from '@jest/globals';
import { type Outcome, plan, type PlannedAsk, type PlannedPledge } from './plan.js';
import type { AskText } from './texts/index.js';

const plans = Array.from({ length: 30 }, (_, index) => plan(index * 7919));
const OUTCOMES: readonly Outcome[] = [
  'standing',
  'fulfilled',
  'partly',
  'corrected',
  'awaiting',
  'sentBack',
  'reportedAgain',
  'left',
  'leftLate',
];

describe('the plan of the demo', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(plan(1)).toEqual(plan(1));
    expect(plan(1)).not.toEqual(plan(2));
  });

  it.each(OUTCOMES)('has %s among the pledges that surely get a place, whatever the seed', (outcome) => {
    for (const { asks } of plans) {
      const placed = asks.filter(({ text }) => text.slots === undefined);
      const found = placed.flatMap(({ pledges }) => pledges).filter((one) => one.outcome === outcome);
      expect(found.length).toBeGreaterThanOrEqual(2);
    }
  });

  it('lets fewer leave an ask with a queue than wait in it', () => {
    for (const { asks } of plans) {
      for (const { text, pledges } of asks.filter((ask) => ask.text.slots !== undefined)) {
        const leaving = pledges.filter(({ outcome }) => outcome === 'left' || outcome === 'leftLate');
        expect(pledges.length - (text.slots ?? 0)).toBeGreaterThan(leaving.length);
      }
    }
  });

  it('plans nothing that would be refused', () => {
    for (const { asks } of plans) expect(asks.flatMap(faults)).toEqual([]);
  });
});

function faults(ask: PlannedAsk): string[] {
  const { text, pledges, attester } = ask;
  const pledgers = pledges.map(({ by }) => `${by.standing} ${by.index}`);
  const found = pledges.flatMap((pledge) => [...faultsOf(pledge, text)]);
  if (new Set(pledgers).size < pledgers.length) found.push('someone pledges twice');
  if (pledgers.includes(`AFFECTED ${attester}`)) found.push('someone attests their own work');
  if (text.kind === 'SPEAK' && pledges.some(({ by }) => by.standing === 'ALLY')) found.push('an ally speaks');
  return found.map((fault) => `${text.title}: ${fault}`);
}

function* faultsOf(pledge: PlannedPledge, { wanted, inDays, noticeHours = 24 }: AskText): Generator<string> {
  const { quantity, outcome, confirmed, hoursAhead } = pledge;
  const least = outcome === 'corrected' ? 0 : 1;
  const isLate = hoursAhead < noticeHours;
  if (quantity < 1 || quantity > wanted) yield `a pledge of ${quantity}`;
  if (confirmed > quantity || confirmed < least) yield `confirms ${confirmed}`;
  if (hoursAhead < 1 || hoursAhead > 24 * 24) yield `in ${hoursAhead} hours`;
  if (inDays === undefined && outcome === 'left' && isLate) yield 'leaves late without saying why';
  if (outcome === 'leftLate' && !isLate) yield 'is not late at all';
}
