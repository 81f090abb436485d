import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Fraction from 'fraction.js';
import type { ByEqualShares, Election, Outcome } from './election.js';
import { countEqualShares } from './equal-shares.js';

interface Size {
  items: number;
  ballots: number;
  cost: number;
  budget: number;
  parts: number;
  voice: number;
  /** Costs and budget are this many hours each, give or take one hour. */
  unit: number;
}

const small: Size = { items: 5, ballots: 7, cost: 5, budget: 20, parts: 3, voice: 4, unit: 1 };
const hours = (unit: number, max: number) =>
  fc
    .tuple(fc.integer({ min: 1, max }), fc.integer({ min: -1, max: 1 }))
    .map(([units, one]) => (unit === 1 ? units : units * unit + one));

const elections = (over: Partial<Size> = {}): fc.Arbitrary<Election> => {
  const size = { ...small, ...over };
  return fc.integer({ min: 1, max: size.items }).chain((count) =>
    fc
      .record({
        costs: fc.array(hours(size.unit, size.cost), { minLength: count, maxLength: count }),
        lots: fc.shuffledSubarray([...Array(count).keys()], { minLength: count, maxLength: count }),
        ballots: fc.array(
          fc.record({
            marks: fc.array(fc.nat(1), { minLength: count, maxLength: count }),
            part: fc.nat(size.parts - 1),
          }),
          // Without this fast-check rarely makes more than ten.
          { maxLength: size.ballots, size: 'max' },
        ),
        voices: fc.array(fc.bigInt({ min: 1n, max: BigInt(size.voice) }), {
          minLength: size.parts,
          maxLength: size.parts,
        }),
        budget: hours(size.unit, size.budget),
        completion: fc.constantFrom('NONE', 'BY_SUPPORT'),
      })
      .map(({ costs, lots, ballots, ...rest }) => ({
        ...rest,
        items: costs.map((cost, item) => ({ id: `p${item}`, lot: (lots[item] as number) + 1, cost })),
        marks: Uint8Array.from(ballots.flatMap(({ marks }) => marks)),
        parts: Uint16Array.from(ballots, ({ part }) => part),
      })),
  );
};

const because = ({ ranking }: Outcome) => ranking.map((placed) => placed.because as ByEqualShares);
const order = ({ ranking }: Outcome) => ranking.map(({ id }) => id);
const total = (numbers: Fraction[]) => numbers.reduce((sum, number) => sum.add(number), new Fraction(0));
const ballotsOf = ({ items, marks, parts, voices }: Election) =>
  Array.from(parts, (part, ballot) => ({
    part,
    voice: new Fraction(voices[part]!),
    supports: items.filter((_, item) => marks[ballot * items.length + item] !== 0).map(({ id }) => id),
  }));
const fromBallots = (election: Election, ballots: { supports: string[]; part: number }[]): Election => ({
  ...election,
  marks: Uint8Array.from(
    ballots.flatMap(({ supports }) => election.items.map(({ id }) => Number(supports.includes(id)))),
  ),
  parts: Uint16Array.from(ballots, ({ part }) => part),
});

interface Person {
  supports: string[];
  money: Fraction;
}

/** The most that one of them pays: the poorest first, each pays an even share of what is missing, or all that it has. */
function evenly(cost: number, people: Person[]): Fraction | null {
  let missing = new Fraction(cost);
  const byMoney = [...people].sort((a, b) => a.money.compare(b.money));
  for (const [place, { money }] of byMoney.entries()) {
    const share = missing.div(byMoney.length - place);
    if (share.compare(money) <= 0) return share;
    missing = missing.sub(money);
  }
  return null;
}

/** As slowly and plainly as can be: a ballot of weight w is w people, each with an exact purse, and nothing is remembered. */
function byHand(election: Election): Outcome {
  const { items, parts, voices } = election;
  const ballots = ballotsOf(election);
  const all = total(ballots.map(({ voice }) => voice));
  const people: Person[] = ballots.flatMap(({ supports, voice }) =>
    Array.from({ length: Number(voice) }, () => ({ supports, money: new Fraction(election.budget!).div(all) })),
  );
  const full = [...voices].filter((_, part) => parts.includes(part)).reduce((a, b) => (a > b ? a : b), 0n);
  const byLot = [...items].sort((a, b) => a.lot - b.lot);
  const support = (id: string) =>
    total(ballots.filter(({ supports }) => supports.includes(id)).map(({ voice }) => voice));
  const outcome = { ranking: [] as Outcome['ranking'][number][], unranked: [] as string[] };
  let left = election.budget!;
  const buy = (tied: typeof byLot, boughtBy: ByEqualShares['boughtBy'], most: string | null) => {
    const [{ id, cost }, ...others] = tied as [Required<Election['items'][number]>];
    left -= cost;
    const supporters = voices.map(
      (_, own) => ballots.filter(({ part, supports }) => part === own && supports.includes(id)).length,
    );
    const share = support(id).div(all).toFraction();
    const tiedWith = (others as typeof byLot).map((other) => other.id);
    const reason = { method: 'EQUAL_SHARES' as const, supporters, share, tiedWith, cost, boughtBy, most };
    outcome.ranking.push({ id, because: { ...reason, left: String(left) } });
  };
  const waiting = () => byLot.filter(({ id }) => !outcome.ranking.some((placed) => placed.id === id));

  for (;;) {
    const offers = waiting().flatMap((item) => {
      const most = evenly(
        item.cost!,
        people.filter(({ supports }) => supports.includes(item.id)),
      );
      return most === null ? [] : [{ item, most, hourly: most.div(item.cost!) }];
    });
    if (offers.length === 0) break;
    const least = offers.map(({ hourly }) => hourly).reduce((a, b) => (b.compare(a) < 0 ? b : a));
    const best = offers.filter(({ hourly }) => hourly.equals(least));
    const { item, most } = best[0]!;
    for (const person of people.filter(({ supports }) => supports.includes(item.id))) {
      person.money = person.money.compare(most) > 0 ? person.money.sub(most) : new Fraction(0);
    }
    buy(
      best.map((offer) => offer.item),
      'SHARES',
      most.mul(full).toFraction(),
    );
  }
  const passed = new Set<string>();
  while (election.completion === 'BY_SUPPORT') {
    const rest = waiting().filter(({ id }) => !passed.has(id) && support(id).compare(0) > 0);
    if (rest.length === 0) break;
    const most = rest.map(({ id }) => support(id)).reduce((a, b) => (b.compare(a) > 0 ? b : a));
    const best = rest.filter(({ id }) => support(id).equals(most));
    passed.add(best[0]!.id);
    if (best[0]!.cost! <= left)
      buy(
        best.filter(({ cost }) => cost! <= left),
        'COMPLETION',
        null,
      );
  }
  outcome.unranked.push(...items.map(({ id }) => id).filter((id) => !order(outcome).includes(id)));
  return outcome;
}

describe('counting in equal shares', () => {
  it.each<[string, number, Partial<Size>]>([
    ['small elections', 4000, {}],
    ['elections full of ties', 3000, { cost: 1, voice: 1, budget: 6, ballots: 9 }],
    ['elections that an hour decides', 2000, { unit: 10 ** 14, cost: 6, budget: 30, ballots: 9, voice: 2 }],
    ['elections with many items', 400, { items: 14, ballots: 14, cost: 9, budget: 80 }],
    ['elections with many ballots', 100, { items: 8, ballots: 120, cost: 30, budget: 150, parts: 5, voice: 3 }],
  ])(
    'says the same of %s as counting by hand does',
    (_name, numRuns, size) => {
      fc.assert(
        fc.property(elections(size), (election) => {
          expect(countEqualShares(election)).toEqual(byHand(election));
        }),
        { numRuns },
      );
    },
    60_000,
  );

  const always =
    (check: (election: Election, outcome: Outcome) => void, size: Partial<Size> = {}) =>
    (): void =>
      fc.assert(
        fc.property(elections(size), (election) => check(election, countEqualShares(election))),
        { numRuns: 500 },
      );

  it(
    'never spends more than the budget, and says what is left',
    always((election, outcome) => {
      let left = election.budget!;
      for (const reason of because(outcome)) {
        left -= reason.cost;
        expect(reason.left).toBe(String(left));
      }
      expect(left).toBeGreaterThanOrEqual(0);
      expect([...order(outcome), ...outcome.unranked].sort()).toEqual(election.items.map(({ id }) => id).sort());
    }),
  );

  it(
    'has only supporters pay, none more than its share, until no supporters can pay for anything',
    always((election, outcome) => {
      const ballots = ballotsOf(election);
      const all = total(ballots.map(({ voice }) => voice));
      const full = ballots.map(({ voice }) => voice).reduce((a, b) => (b.compare(a) > 0 ? b : a), new Fraction(0));
      const purses = ballots.map(({ voice, supports }) => ({
        voice,
        supports,
        money: voice.mul(election.budget!).div(all),
      }));
      const supportersOf = (id: string) => purses.filter(({ supports }) => supports.includes(id));
      let before = new Fraction(0);
      for (const { id, because: reason } of outcome.ranking) {
        const { most, cost } = reason as ByEqualShares;
        if (most === null) continue;
        const payments = supportersOf(id).map((purse) => {
          const due = purse.voice.mul(most).div(full);
          const payment = due.compare(purse.money) < 0 ? due : purse.money;
          purse.money = purse.money.sub(payment);
          return payment;
        });
        expect(total(payments).toFraction()).toBe(String(cost));
        // What is bought later costs its supporters no less for each hour.
        expect(before.compare(new Fraction(most).div(cost))).toBeLessThanOrEqual(0);
        before = new Fraction(most).div(cost);
      }
      const bought = outcome.ranking.filter((placed) => (placed.because as ByEqualShares).boughtBy === 'SHARES');
      for (const { id, cost } of election.items.filter((item) => !bought.some((placed) => placed.id === item.id))) {
        expect(total(supportersOf(id).map(({ money }) => money)).compare(cost!)).toBeLessThan(0);
      }
    }),
  );

  /**
   * EJR up to one item (Peters, Pierczyński and Skowron 2021) for hours, the added item being one of the group's: if a group has the share of the budget
   * that some items cost which all in the group support, then to somebody in it at least as many hours go, or more once one
   * of these items is added. Whoever breaks the promise for these items would be in one group, so the group of them all
   * must have too small a share.
   */
  it(
    'promises every group hours in proportion, up to one item',
    always(
      (election, outcome) => {
        const ballots = ballotsOf(election);
        const all = total(ballots.map(({ voice }) => voice));
        const bought = new Set(order(outcome));
        const costOf = (ids: string[]) =>
          election.items.filter(({ id }) => ids.includes(id)).reduce((sum, { cost }) => sum + cost!, 0);
        for (let subset = 1; subset < 2 ** election.items.length; subset++) {
          const wanted = election.items.filter((_, item) => (subset >> item) & 1).map(({ id }) => id);
          const short = ballots.filter(({ supports }) => {
            const got = costOf(supports.filter((id) => bought.has(id)));
            const withOneMore = Math.max(0, ...wanted.filter((id) => !bought.has(id)).map((id) => got + costOf([id])));
            return wanted.every((id) => supports.includes(id)) && got < costOf(wanted) && withOneMore <= costOf(wanted);
          });
          if (short.length === 0) continue;
          const share = total(short.map(({ voice }) => voice)).mul(election.budget!);
          expect(share.compare(all.mul(costOf(wanted)))).toBeLessThan(0);
        }
      },
      { items: 7, ballots: 8, budget: 25 },
    ),
  );

  it('gives the same outcome whatever the order of the ballots', () => {
    const shuffled = elections().chain((election) => {
      const ballots = ballotsOf(election);
      const size = { minLength: ballots.length, maxLength: ballots.length };
      return fc.tuple(fc.constant(election), fc.shuffledSubarray(ballots, size));
    });
    fc.assert(
      fc.property(shuffled, ([election, ballots]) => {
        expect(countEqualShares(fromBallots(election, ballots))).toEqual(countEqualShares(election));
      }),
      { numRuns: 500 },
    );
  });

  it(
    'treats items alike whatever their names and their order in the list, given their lots',
    always((election, outcome) => {
      const renamed = (id: string) => `${id}x`;
      const items = election.items.map((item) => ({ ...item, id: renamed(item.id) })).reverse();
      const ballots = ballotsOf(election).map(({ supports, part }) => ({ supports: supports.map(renamed), part }));
      const other = countEqualShares(fromBallots({ ...election, items }, ballots));
      expect(other.unranked).toEqual(outcome.unranked.map(renamed).reverse());
      expect(other.ranking).toEqual(
        outcome.ranking.map(({ id, because: reason }) => ({
          id: renamed(id),
          because: { ...reason, tiedWith: reason.tiedWith.map(renamed) },
        })),
      );
    }),
  );

  it(
    'does not mind a greater unit of voice',
    always((election, outcome) => {
      const voices = election.voices.map((voice) => voice * 360_360n);
      expect(countEqualShares({ ...election, voices })).toEqual(outcome);
    }),
  );

  it(
    'does not mind another unit of time',
    always((election, outcome) => {
      const times = (amount: Fraction | string | number) => new Fraction(amount).mul(60).toFraction();
      const items = election.items.map((item) => ({ ...item, cost: item.cost! * 60 }));
      expect(countEqualShares({ ...election, items, budget: election.budget! * 60 })).toEqual({
        ...outcome,
        ranking: outcome.ranking.map(({ id, because: reason }) => {
          const { cost, most, left, ...rest } = reason as ByEqualShares;
          return {
            id,
            because: { ...rest, cost: cost * 60, most: most === null ? null : times(most), left: times(left) },
          };
        }),
      });
    }),
  );

  it(
    'does not mind what number a part has',
    always((election, outcome) => {
      const last = election.voices.length - 1;
      const parts = election.parts.map((part) => last - part);
      expect(countEqualShares({ ...election, parts, voices: election.voices.toReversed() })).toEqual({
        ...outcome,
        ranking: outcome.ranking.map(({ id, because: reason }) => ({
          id,
          because: { ...reason, supporters: (reason as ByEqualShares).supporters.toReversed() },
        })),
      });
    }),
  );

  it(
    'takes a ballot of weight w for w ballots of weight 1 that say the same',
    always((election, outcome) => {
      const { voices } = election;
      const copies = ballotsOf(election).flatMap((ballot) =>
        Array.from({ length: Number(ballot.voice) }, () => ({ ...ballot, part: 0 })),
      );
      const full = voices.filter((_, part) => election.parts.includes(part)).reduce((a, b) => (a > b ? a : b), 1n);
      const apart = countEqualShares({ ...fromBallots(election, copies), voices: [1n] });
      const ofOne = (reason: ByEqualShares, weight: bigint) => ({
        ...reason,
        supporters: null,
        most: reason.most === null ? null : new Fraction(reason.most).div(weight).toFraction(),
      });
      expect(order(apart)).toEqual(order(outcome));
      expect(because(apart).map((reason) => ofOne(reason, 1n))).toEqual(
        because(outcome).map((reason) => ofOne(reason, full)),
      );
    }),
  );

  const ties: Partial<Size> = { cost: 2, voice: 2, budget: 8 };
  it(
    'asks the lots only about exact ties',
    always((election, outcome) => {
      const drawn = (lotOf: (lot: number) => number) =>
        countEqualShares({ ...election, items: election.items.map((item) => ({ ...item, lot: lotOf(item.lot) })) });
      const lots = new Map(election.items.map(({ id, lot }) => [id, lot]));
      for (const { id, because: reason } of outcome.ranking) {
        for (const other of reason.tiedWith) expect(lots.get(id)).toBeLessThan(lots.get(other)!);
      }
      const reversed = drawn((lot) => election.items.length + 1 - lot);
      const first = outcome.ranking.findIndex(({ because: reason }) => reason.tiedWith.length > 0);
      if (first === -1) {
        expect(reversed).toEqual(outcome);
        return;
      }
      expect(order(reversed).slice(0, first)).toEqual(order(outcome).slice(0, first));
      expect(order(reversed)[first]).toBe(outcome.ranking[first]!.because.tiedWith.at(-1));
    }, ties),
  );
});
