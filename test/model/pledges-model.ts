/**
 * Asks and pledges as the design tells them: one campaign, written from the product's text and from none of the code.
 * A world is never changed, but followed by another. Time is in whole hours; what stands still with its ask is kept as
 * the hours that are left of it.
 */

export type Who = number;
export const ALLIES: readonly Who[] = [0, 1, 2, 3, 4, 6];
/** Represents an organization, and stands here for nothing else. */
export const REPRESENTATIVE = 4;
export const AFFECTED = 5;
/** An ally to whom organizing is delegated. */
export const ORGANIZER = 6;
export const STEWARD = 7;
export const OUTSIDER = 8;

const NOTICE = 24;
const TO_ACCEPT = 12;
export const TO_RECONFIRM = 72;

export type State =
  | 'ACTIVE'
  | 'CONDITIONAL'
  | 'WAITLISTED'
  | 'NEEDS_RECONFIRMATION'
  | 'FULFILLED'
  | 'PARTLY_FULFILLED'
  | 'STEPPED_BACK'
  | 'STEPPED_BACK_LATE'
  | 'LAPSED'
  | 'NEVER_STARTED'
  | 'CANCELLED';

const LIVE: readonly State[] = ['ACTIVE', 'CONDITIONAL', 'WAITLISTED', 'NEEDS_RECONFIRMATION'];

export interface Pledge {
  readonly key: number;
  readonly ask: number;
  readonly by: Who;
  readonly turn: number;
  readonly quantity: number;
  readonly state: State;
  readonly waiting: 'THRESHOLD' | 'OWN_CONDITION' | null;
  /** With how many others they would come; 0 for whoever comes in any case. */
  readonly others: number;
  readonly terms: number;
  readonly plan: number;
  readonly conditionLeft: number | null;
  readonly offerLeft: number | null;
  readonly letAnOfferPass: boolean;
  readonly reconfirmLeft: number | null;
  readonly doing: null | 'DUE' | 'REPORTED' | 'ATTESTED';
  readonly due: number | null;
  readonly reported: number | null;
  readonly attested: number | null;
  readonly sentBack: number;
  /** It lapsed once: its place stays with others, whatever is attested later. */
  readonly gaveUp: boolean;
}

export interface Ask {
  readonly state: 'OPEN' | 'PAUSED' | 'CLOSED' | 'CANCELLED';
  readonly slots: number | null;
  readonly wanted: number;
  readonly threshold: number | null;
  readonly thresholdLeft: number;
  readonly started: boolean;
  readonly terms: number;
  readonly turns: number;
  readonly pausedAt: number | null;
}

export interface World {
  readonly hour: number;
  readonly stoppedAt: number | null;
  readonly asks: readonly Ask[];
  readonly pledges: readonly Pledge[];
  readonly paused: readonly Who[];
}

/** What is put on record: of what kind, about what, and whose deed it was. */
export type Entry = readonly [kind: string, subject: string, by: Who | 'SYSTEM'];

/** How the world is then, and what was put on record on the way there. */
export interface Told {
  readonly world: World;
  readonly record: readonly Entry[];
}

export const told = (world: World, ...record: Entry[]): Told => ({ world, record });
export const andThen = (before: Told, next: (world: World) => Told): Told => {
  const { world, record } = next(before.world);
  return { world, record: [...before.record, ...record] };
};

export const isLive = ({ state }: Pledge): boolean => LIVE.includes(state);
export const isAlly = (who: Who): boolean => ALLIES.includes(who);
export const pledgesTo = (world: World, ask: number) => world.pledges.filter((one) => one.ask === ask);

export const askAt = (world: World, ask: number): Ask => {
  const found = world.asks[ask];
  if (!found) throw new Error(`no ask ${ask}`);
  return found;
};

export function withAsk(world: World, ask: number, change: Partial<Ask>): World {
  return { ...world, asks: world.asks.map((one, at) => (at === ask ? { ...one, ...change } : one)) };
}

/** Whatever ends a wait or an offer takes with it what belonged to that alone. */
export function moved(pledge: Pledge, change: Partial<Pledge>): Pledge {
  const after = { ...pledge, ...change };
  const waits = after.state === 'CONDITIONAL' || after.state === 'NEEDS_RECONFIRMATION';
  const starts = after.state === 'ACTIVE' && after.doing === null;
  return {
    ...after,
    waiting: waits ? after.waiting : null,
    gaveUp: after.gaveUp || after.state === 'LAPSED',
    offerLeft: after.state === 'WAITLISTED' ? after.offerLeft : null,
    reconfirmLeft: after.state === 'NEEDS_RECONFIRMATION' ? after.reconfirmLeft : null,
    ...(starts && { doing: 'DUE' as const, due: after.plan }),
  };
}

export function withPledges(world: World, keys: readonly number[], change: (one: Pledge) => Partial<Pledge>): World {
  return {
    ...world,
    pledges: world.pledges.map((one) => (keys.includes(one.key) ? moved(one, change(one)) : one)),
  };
}

/** Moves all that `is` says, each with an entry; in the order of their turns. */
export function each(
  world: World,
  is: (one: Pledge) => boolean,
  change: (one: Pledge) => Partial<Pledge>,
  kind: string,
  by: Who | 'SYSTEM' = 'SYSTEM',
): Told {
  const those = world.pledges.filter(is);
  return told(
    withPledges(
      world,
      those.map(({ key }) => key),
      change,
    ),
    ...those.map(({ key }): Entry => [kind, `P${key}`, by]),
  );
}

// Places.

/** Counted on. Whoever lapsed gave the place up. */
export const isFirm = ({ state, waiting, gaveUp }: Pledge): boolean =>
  !gaveUp &&
  (['ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED'].includes(state) ||
    (state === 'NEEDS_RECONFIRMATION' && waiting === null));

/** A place is kept for it. */
export const isHeld = ({ state, waiting, offerLeft }: Pledge): boolean =>
  (['CONDITIONAL', 'NEEDS_RECONFIRMATION'].includes(state) && waiting === 'THRESHOLD') ||
  (state === 'WAITLISTED' && offerLeft !== null);

export const sum = (pledges: readonly Pledge[]): number => pledges.reduce((all, { quantity }) => all + quantity, 0);

export const seated = (world: World, ask: number) => pledgesTo(world, ask).filter((one) => isFirm(one) || isHeld(one));

export function fit({ slots, wanted }: Ask, those: readonly Pledge[]): boolean {
  return (slots === null || those.length <= slots) && sum(those) <= wanted;
}

/** It has not started: it waits in turn, or for others or the threshold, also while it is asked to confirm again. */
export const isNotStarted = ({ state, waiting }: Pledge): boolean => state === 'WAITLISTED' || waiting !== null;

// Time.

export const isRunning = (world: World, ask: number): boolean =>
  world.stoppedAt === null && askAt(world, ask).state === 'OPEN';

/** Closed, an ask takes nobody in, and what was pledged to it runs to its end. */
export const timeCounts = (world: World, ask: number): boolean =>
  world.stoppedAt === null && ['OPEN', 'CLOSED'].includes(askAt(world, ask).state);

export const waitsForThreshold = ({ threshold, started }: Ask): boolean => threshold !== null && !started;
const isMissed = (ask: Ask): boolean => waitsForThreshold(ask) && ask.thresholdLeft <= 0;

export const isNear = (world: World, { plan }: Pledge): boolean => plan <= world.hour + NOTICE;

export const isDueSoon = (world: World, { doing, due }: Pledge): boolean =>
  doing === 'DUE' && due !== null && due <= world.hour + NOTICE;

/** The usual time to confirm again, or until it begins if that is sooner. */
export const toReconfirm = (world: World, { plan }: Pledge): number =>
  plan > world.hour ? Math.min(plan - world.hour, TO_RECONFIRM) : TO_RECONFIRM;

export function takesPledges(world: World, ask: number): boolean {
  return isRunning(world, ask) && !isMissed(askAt(world, ask));
}

const isOver = (left: number | null): boolean => left !== null && left <= 0;

function endWaits(world: World, at: number): Told {
  const here = (one: Pledge) => one.ask === at;
  const missed = isMissed(askAt(world, at));
  const offers = each(
    world,
    (one) => here(one) && one.state === 'WAITLISTED' && isOver(one.offerLeft),
    () => ({ offerLeft: null, letAnOfferPass: true }),
    'pledge.offer_lapsed',
  );
  const waits = andThen(offers, (now) =>
    each(
      now,
      (one) =>
        here(one) &&
        isLive(one) &&
        ((one.waiting === 'OWN_CONDITION' && isOver(one.conditionLeft)) || (missed && isNotStarted(one))),
      () => ({ state: 'NEVER_STARTED' }),
      'pledge.never_started',
    ),
  );
  return andThen(waits, (now) =>
    each(
      now,
      (one) => here(one) && one.state === 'NEEDS_RECONFIRMATION' && isOver(one.reconfirmLeft),
      () => ({ state: 'LAPSED' }),
      'pledge.lapsed',
    ),
  );
}

// Who gets a place.

/** Every way to take some of them, the earlier members first. */
function subsets(those: readonly Pledge[]): Pledge[][] {
  const [first, ...rest] = those;
  if (!first) return [[]];
  const others = subsets(rest);
  return [...others.map((some) => [first, ...some]), ...others];
}

/** The most who would come with each other and fit; of several such, those who came first. */
function largestGroup(ask: Ask, there: readonly Pledge[], waiting: readonly Pledge[]): Pledge[] {
  const good = subsets(waiting).filter(
    (group) => fit(ask, [...there, ...group]) && group.every(({ others }) => others <= there.length + group.length - 1),
  );
  const most = Math.max(...good.map(({ length }) => length));
  return good.find(({ length }) => length === most) ?? [];
}

/** One after the other: the first who may come now; when nobody may, the largest group that would come together. */
function chosen(world: World, at: number, there: readonly Pledge[], picked: readonly Pledge[] = []): readonly Pledge[] {
  const ask = askAt(world, at);
  const waiting = pledgesTo(world, at).filter(
    (one) =>
      !picked.includes(one) &&
      !world.paused.includes(one.by) &&
      ((one.state === 'WAITLISTED' && one.offerLeft === null && !(one.letAnOfferPass && isNear(world, one))) ||
        (one.state === 'CONDITIONAL' && one.waiting === 'OWN_CONDITION')),
  );
  const next = waiting.find((one) => one.others <= there.length && fit(ask, [...there, one]));
  const more = next
    ? [next]
    : largestGroup(
        ask,
        there,
        waiting.filter(({ waiting: wait }) => wait === 'OWN_CONDITION'),
      );
  if (more.length === 0) return picked;
  return chosen(world, at, [...there, ...more], [...picked, ...more]);
}

function givePlaces(world: World, at: number): Told {
  const ask = askAt(world, at);
  const waits = waitsForThreshold(ask);
  const waiting = waits ? ('THRESHOLD' as const) : null;
  const placed = (one: Pledge): [kind: string, change: Partial<Pledge>] => {
    if (one.terms !== ask.terms)
      return [
        'pledge.reconfirmation_asked',
        { state: 'NEEDS_RECONFIRMATION', waiting, reconfirmLeft: toReconfirm(world, one) },
      ];
    if (!waits && one.state === 'WAITLISTED' && isNear(world, one))
      return ['pledge.place_offered', { offerLeft: TO_ACCEPT }];
    return [
      one.state === 'WAITLISTED' ? 'pledge.promoted' : 'pledge.activated',
      { state: waits ? 'CONDITIONAL' : 'ACTIVE', waiting },
    ];
  };
  const those = chosen(world, at, seated(world, at)).toSorted((a, b) => a.turn - b.turn);
  const keys = those.map(({ key }) => key);
  return told(
    withPledges(world, keys, (one) => placed(one)[1]),
    ...those.map((one): Entry => [placed(one)[0], `P${one.key}`, 'SYSTEM']),
  );
}

function startIfEnough(world: World, at: number): Told {
  const ask = askAt(world, at);
  if (!waitsForThreshold(ask) || sum(seated(world, at)) < (ask.threshold ?? 0)) return told(world);
  const begun = withAsk(world, at, { started: true });
  const asked = pledgesTo(begun, at).filter((one) => one.waiting === 'THRESHOLD' && one.state !== 'CONDITIONAL');
  const waived = withPledges(
    begun,
    asked.map(({ key }) => key),
    () => ({ waiting: null }),
  );
  return andThen(told(waived, ['ask.threshold_met', `A${at}`, 'SYSTEM']), (now) =>
    each(
      now,
      (one) => one.ask === at && one.state === 'CONDITIONAL' && one.waiting === 'THRESHOLD',
      () => ({ state: 'ACTIVE' }),
      'pledge.activated',
    ),
  );
}

/** Where the rules lead an ask by themselves. */
export function settled(world: World, at: number): Told {
  if (!timeCounts(world, at)) return told(world);
  const ended = endWaits(world, at);
  if (!takesPledges(ended.world, at)) return ended;
  return andThen(
    andThen(ended, (now) => givePlaces(now, at)),
    (now) => startIfEnough(now, at),
  );
}
