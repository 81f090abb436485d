import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Fraction from 'fraction.js';
import { approvalsIn, smallApprovalElections } from '../../../../test/support/approval-elections.js';
import type { Election, Item, Outcome, Placed } from './election.js';
import { countProportionally } from './proportional.js';

interface Purse {
  approved: ReadonlySet<string>;
  part: number;
  pace: Fraction;
  money: Fraction;
  hasPaid: boolean;
}

const sum = (amounts: Fraction[]) => amounts.reduce((total, amount) => total.add(amount), new Fraction(0));
const paceOf = (purses: Purse[]) => sum(purses.map(({ pace }) => pace));

/**
 * The same method told with money: every ballot earns as fast as its voice, and its supporters buy an item for 1 as soon
 * as they have that much together, which leaves them with nothing. The clock then reads what each of them carries.
 */
function countWithPurses({ items, marks, parts, voices, ...rest }: Election): Outcome {
  const purses = approvalsIn({ items, marks, parts, voices, ...rest }).map((approved, ballot): Purse => {
    const part = parts[ballot]!;
    return { approved, part, pace: new Fraction(voices[part]!), money: new Fraction(0), hasPaid: false };
  });
  const buyersOf = ({ id }: Item) => purses.filter(({ approved }) => approved.has(id));
  const perPart = (some: Purse[]) => voices.map((_, part) => some.filter((purse) => purse.part === part).length);
  const ranking: Placed[] = [];
  let clock = new Fraction(0);
  let left = items.filter((item) => buyersOf(item).length > 0);
  while (left.length > 0) {
    const { wait, ready } = nextPurchase(left, buyersOf);
    clock = clock.add(wait);
    for (const purse of purses) purse.money = purse.money.add(purse.pace.mul(wait));
    const [first] = ready.toSorted((one, other) => one.lot - other.lot) as [Item];
    const buyers = buyersOf(first);
    ranking.push({
      id: first.id,
      because: {
        method: 'PROPORTIONAL',
        supporters: perPart(buyers),
        share: paceOf(buyers).div(paceOf(purses)).toFraction(),
        tiedWith: ready.filter((item) => item !== first).map(({ id }) => id),
        load: clock.mul(paceOf(purses)).toFraction(),
        newlyHeard: perPart(buyers.filter(({ hasPaid }) => !hasPaid)),
      },
    });
    for (const buyer of buyers) Object.assign(buyer, { money: new Fraction(0), hasPaid: true });
    left = left.filter((item) => item !== first);
  }
  return { ranking, unranked: items.filter((item) => buyersOf(item).length === 0).map(({ id }) => id) };
}

function nextPurchase(left: readonly Item[], buyersOf: (item: Item) => Purse[]) {
  const waits = left.map((item) => {
    const buyers = buyersOf(item);
    return { item, wait: new Fraction(1).sub(sum(buyers.map(({ money }) => money))).div(paceOf(buyers)) };
  });
  const { wait } = waits.toSorted((one, other) => one.wait.compare(other.wait))[0]!;
  return { wait, ready: waits.filter((one) => one.wait.equals(wait)).map(({ item }) => item) };
}

describe('a proportional count', () => {
  it('agrees in every number with a count by purses of money', () => {
    fc.assert(
      fc.property(smallApprovalElections(), (election) => {
        expect(countProportionally(election)).toEqual(countWithPurses(election));
      }),
      { numRuns: 3000 },
    );
  });

  it('agrees with a count by purses on longer lists and weights that differ widely', () => {
    const elections = smallApprovalElections({ mostItems: 10, mostBallots: 25, mostVoice: 10n ** 24n });
    fc.assert(
      fc.property(elections, (election) => {
        expect(countProportionally(election)).toEqual(countWithPurses(election));
      }),
      { numRuns: 300 },
    );
  });
});
