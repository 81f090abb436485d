import {
  byMeasure,
  type ByMeasure,
  countOf,
  type Figure,
  type Measure,
  type MeasureName,
  noProgress,
  ofEach,
  quantityOf,
  type Sum,
  type Totals,
} from './progress.rules.js';

const LARGEST = 2_147_483_647;

/** What changed before a close, and after the one before it; `place` says which close. */
export type Delta = Totals & { place: number };

/** The sums at each close of so many. */
export function runningSums(deltas: readonly Delta[], closes: number): Totals[] {
  const byPlace = new Map(deltas.map((delta) => [delta.place, delta]));
  let totals = noProgress;
  return Array.from({ length: closes }, (_, place) => {
    const delta = byPlace.get(place);
    if (delta) totals = plus(totals, delta);
    return told(totals);
  });
}

function plus(totals: Totals, delta: Totals): Totals {
  return {
    k: Math.max(totals.k, delta.k),
    wanted: totals.wanted + delta.wanted,
    ...byMeasure((name) => bothOf(totals[name], delta[name])),
  };
}

function bothOf(one: Sum, other: Sum): Sum {
  return {
    count: one.count + other.count,
    quantity: one.quantity + other.quantity,
    hidden: one.hidden + other.hidden,
    rounded: one.rounded + other.rounded,
  };
}

/** No larger than an Int of GraphQL, as the figures of now are. */
function told(totals: Totals): Totals {
  const shown = (sum: Sum): Sum => ({
    ...sum,
    count: Math.min(sum.count, LARGEST),
    quantity: Math.min(sum.quantity, LARGEST),
  });
  return { ...totals, wanted: Math.min(totals.wanted, LARGEST), ...byMeasure((name) => shown(totals[name])) };
}

export type Changes = Record<MeasureName, Measure> & { wanted: number };

/** By how much figures changed, by those that are shown and nothing else. */
export function changesOf(before: Totals, after: Totals): Changes {
  return {
    wanted: after.wanted - before.wanted,
    ...byMeasure((name) => ({
      count: difference(countOf(before[name], before), countOf(after[name], after)),
      quantity: difference(quantityOf(before[name], before), quantityOf(after[name], after)),
    })),
  };
}

/** What is not told of one of them is not told of their difference. */
function difference(before: Figure, after: Figure): Figure {
  if (before.value === null || after.value === null) return { value: null, text: 'not told', isExact: false };
  const value = after.value - before.value;
  const isExact = before.isExact && after.isExact;
  return { value, text: isExact ? signed(value) : `about ${signed(value)}`, isExact };
}

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));

export function toldChanges(changes: Changes): ByMeasure<Measure, Figure> & { wanted: number } {
  return {
    wanted: changes.wanted,
    ...ofEach(
      (name) => changes[name],
      (name) => changes[name].count,
    ),
  };
}

export interface Compared {
  change: Figure;
  otherChange: Figure;
  difference: Figure;
  ratio: number | null;
}

/** What changed in one period beside what changed in another. */
export function compared(change: Figure, otherChange: Figure): Compared {
  const exact = change.isExact && otherChange.isExact;
  const ratio = exact && otherChange.value ? (change.value ?? 0) / otherChange.value : null;
  return { change, otherChange, difference: difference(otherChange, change), ratio };
}

export function comparedChanges(one: Changes, other: Changes) {
  const wanted = (value: number): Figure => ({ value, text: signed(value), isExact: true });
  return {
    wanted: compared(wanted(one.wanted), wanted(other.wanted)),
    ...ofEach(
      (name) => ({
        count: compared(one[name].count, other[name].count),
        quantity: compared(one[name].quantity, other[name].quantity),
      }),
      (name) => compared(one[name].count, other[name].count),
    ),
  };
}
