/** What everyone may know of how a figure is told. */
export interface Rules {
  k: number;
  /** How many values its patience may have. */
  patience: number;
  moves: (people: number, basis: number, patience: number) => boolean;
  shows: (people: number) => number | null;
}

export const rulesOf = (k: number): Rules => ({
  k,
  patience: k,
  moves: (people, basis, patience) => {
    const cell = basis - (basis % k);
    return people >= Math.max(basis, cell + patience) + k || people <= Math.min(basis - k, cell - 1 - patience);
  },
  shows: (people) => (people >= k ? people - (people % k) : null),
});

/** More people than any test has. */
const MANY = 128;
const STEPS = [-1, 0, 1];

/**
 * Every state in which a hidden cell can be, after all that was seen of it: how many people there are, how many there
 * were when its figure last moved, and its patience. Whoever watches knows the rules, sees the figure after each
 * change, and knows that a change touches one pledge, so that the cell differs by one at most.
 */
export class HiddenCell {
  private states: number[] = [];
  private readonly stamps = new Uint32Array(MANY * MANY * 16);
  private stamp = 0;
  private shown: number | null = 0;

  constructor(private readonly rules: Rules) {
    for (let patience = 0; patience < rules.patience; patience += 1) this.states.push(patience);
  }

  see(shown: number | null): void {
    const next: number[] = [];
    this.stamp += 1;
    const add = (people: number, basis: number, patience: number) => {
      const key = (people * MANY + basis) * 16 + patience;
      if (this.stamps[key] === this.stamp) return;
      this.stamps[key] = this.stamp;
      next.push(key);
    };
    for (const state of this.states) {
      const [patience, basis, before] = [state % 16, (state >> 4) % MANY, (state >> 4) / MANY];
      for (const step of STEPS) this.reach(Math.floor(before) + step, basis, patience, shown, add);
    }
    this.states = next;
    this.shown = shown;
  }

  private reach(
    people: number,
    basis: number,
    patience: number,
    shown: number | null,
    add: (people: number, basis: number, patience: number) => void,
  ): void {
    if (people < 0 || people >= MANY) return;
    if (!this.rules.moves(people, basis, patience)) {
      if (shown === (this.shown === 0 && people > 0 ? null : this.shown)) add(people, basis, patience);
    } else if (shown === this.rules.shows(people)) {
      for (let drawn = 0; drawn < this.rules.patience; drawn += 1) add(people, people, drawn);
    }
  }

  /** How many people there may be; none where the rules are not those that were followed. */
  possible(): Set<number> {
    return new Set(this.states.map((state) => Math.floor((state >> 4) / MANY)));
  }
}

/**
 * What is known by what product.md says is shown, and nothing else: zero, "fewer than k", "m or more", and that no
 * more people can be there than changes were seen.
 */
export class ToldCell {
  private low = 0;
  private high = 0;

  constructor(private readonly k: number) {}

  see(shown: number | null): void {
    [this.low, this.high] = [Math.max(0, this.low - 1), this.high + 1];
    if (shown === 0) [this.low, this.high] = [0, 0];
    else if (shown === null) [this.low, this.high] = [Math.min(this.low, this.k - 1), Math.min(this.high, this.k - 1)];
    else this.low = 0;
    // The step from zero is told: one has come.
    if (shown === null && this.high === 1) this.low = 1;
  }

  size(): number {
    return this.high - this.low + 1;
  }
}

/** One look at the whole of a measure, which is exact, and at what was last told of organizations' part in it. */
export interface Look {
  whole: number;
  part: number | null;
}

export interface SplitRules {
  /** Whether everyone knows that it was asked now whether the parts may be told. */
  asks: (whole: number, askedAt: number) => boolean;
  /** Whether they may, by how much each part differs from what was told last. */
  moves: (one: number, other: number) => boolean;
}

export const splitRules: SplitRules = {
  asks: (whole, askedAt) => Math.abs(whole - askedAt) >= Math.max(10, Math.floor(askedAt / 10)),
  moves: (one, other) => Math.min(one, other) >= 5 || Math.max(one, other) <= -5,
};

/**
 * For each look, how many values the part of organizations can have had, with all looks before and after; and what that
 * would be by the steps of the whole since parts were told last before it, or until they are told next, alone.
 */
export function partsOf(looks: readonly Look[], rules: SplitRules): { possible: number; baseline: number }[] {
  const asked: boolean[] = [];
  let askedAt = 0;
  for (const { whole } of looks) {
    asked.push(rules.asks(whole, askedAt));
    if (asked.at(-1)) askedAt = whole;
  }
  const step = (at: number) => (looks[at]?.whole ?? 0) - (looks[at - 1]?.whole ?? 0);
  const spread = (from: ReadonlySet<number>, by: number) =>
    new Set([...from, ...[...from].map((part) => part + by)].filter((part) => part >= 0));
  const told: number[] = [];
  let last = { part: 0, whole: 0 };
  const ahead: Reach[] = [];
  for (const [at, { whole, part }] of looks.entries()) {
    const before = ahead.at(-1) ?? { ruled: new Set([0]), bare: new Set([0]) };
    const isTold = part !== null && part !== (looks[at - 1]?.part ?? null);
    const fits = (one: number) => {
      if (one > whole) return false;
      if (isTold) return one === part;
      return !asked[at] || !rules.moves(whole - one - (last.whole - last.part), one - last.part);
    };
    const ruled = new Set([...spread(before.ruled, step(at))].filter(fits));
    const bare = isTold ? new Set([part]) : new Set([...spread(before.bare, step(at))].filter((one) => one <= whole));
    ahead.push({ ruled, bare });
    if (isTold) {
      told.push(at);
      last = { part, whole };
    }
  }
  return lookBack(ahead, new Set(told), step, spread);
}

interface Reach {
  ruled: Set<number>;
  bare: Set<number>;
}

function lookBack(
  ahead: readonly Reach[],
  told: ReadonlySet<number>,
  step: (at: number) => number,
  spread: (from: ReadonlySet<number>, by: number) => Set<number>,
): { possible: number; baseline: number }[] {
  const found: { possible: number; baseline: number }[] = [];
  let next: Set<number> | undefined;
  /** How often the whole changed between here and when parts are told next. */
  let steps = Number.POSITIVE_INFINITY;
  for (let at = ahead.length - 1; at >= 0; at -= 1) {
    const { ruled, bare } = ahead[at] as Reach;
    const onward: Set<number> | undefined = next && spread(next, -step(at + 1));
    if (step(at + 1) !== 0) steps += 1;
    if (told.has(at)) steps = 0;
    next = new Set([...ruled].filter((one) => !onward || onward.has(one)));
    found.unshift({ possible: next.size, baseline: Math.min(bare.size, steps + 1) });
  }
  return found;
}
