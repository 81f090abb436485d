import {
  AFFECTED,
  askAt,
  each,
  type Entry,
  fit,
  isDueSoon,
  isFirm,
  isLive,
  isNear,
  isNotStarted,
  isRunning,
  ORGANIZER,
  OUTSIDER,
  type Pledge,
  pledgesTo,
  seated,
  settled,
  STEWARD,
  sum,
  takesPledges,
  andThen,
  timeCounts,
  TO_RECONFIRM,
  told,
  type Told,
  toReconfirm,
  waitsForThreshold,
  type Who,
  withAsk,
  withPledges,
  type World,
} from './pledges-model.js';

/** What is sent with a deed; each takes of it what it needs. */
export interface Sent {
  ask: number;
  /** Which pledge of the world. */
  pledge: number;
  quantity: number;
  /** With how many others; 0 for no condition. */
  others: number;
  /** In so many hours from now: never a multiple of the hours that pass at once. */
  plan: number;
  /** Until when to wait for others, in hours from now; null until the plan. */
  until: number | null;
  slots: number | null;
  wanted: number;
  /** With a reason, a new plan, or a change of what was accepted. */
  more: boolean;
  /** Accepting terms that are not the current ones. */
  stale: boolean;
  /** Which ally a steward decides about. */
  ally: Who;
}

/** What the design makes of a deed; null where it refuses it. */
export type Deed = (world: World, by: Who, sent: Sent) => Told | null;

const mayRunAsks = ({ paused }: World, who: Who): boolean =>
  who === STEWARD || (who === ORGANIZER && !paused.includes(who));
const mayAttest = (who: Who): boolean => who === STEWARD || who === AFFECTED;

const one = (world: World, key: number, change: Partial<Pledge>): World => withPledges(world, [key], () => change);

/** The pledge that is named, if it is of whoever names it. */
function own(world: World, by: Who, { pledge }: Sent): Pledge | null {
  const found = world.pledges[pledge];
  return found?.by === by ? found : null;
}

const standsStill = (world: World, ask: number): boolean =>
  world.stoppedAt !== null || askAt(world, ask).state === 'PAUSED';

/** A condition that the capacity of the ask makes impossible. */
const cannotCome = (slots: number | null, wanted: number, { others, quantity }: Sent): boolean =>
  others > Math.min(slots === null ? wanted : slots - 1, wanted - quantity);

const makePledge: Deed = (world, by, sent) => {
  const { ask: at, quantity, others, plan, until } = sent;
  const ask = askAt(world, at);
  const stays = pledgesTo(world, at).some((other) => other.by === by && isLive(other));
  if (by === OUTSIDER || world.paused.includes(by) || !takesPledges(world, at) || sent.stale || stays) return null;
  if (quantity > ask.wanted || (others > 0 && cannotCome(ask.slots, ask.wanted, sent))) return null;
  if (others > 0 && until !== null && until > plan) return null;
  const key = world.pledges.length;
  const blank: Pledge = {
    key,
    ask: at,
    by,
    turn: ask.turns + 1,
    quantity,
    state: 'WAITLISTED',
    waiting: null,
    others,
    terms: ask.terms,
    plan: world.hour + plan,
    conditionLeft: others > 0 ? (until ?? plan) : null,
    offerLeft: null,
    letAnOfferPass: false,
    reconfirmLeft: null,
    doing: null,
    due: null,
    reported: null,
    attested: null,
    sentBack: 0,
    gaveUp: false,
  };
  const place = (): Partial<Pledge> => {
    if (others > 0) return { state: 'CONDITIONAL', waiting: 'OWN_CONDITION' };
    if (!fit(ask, [...seated(world, at), blank])) return {};
    return waitsForThreshold(ask) ? { state: 'CONDITIONAL', waiting: 'THRESHOLD' } : { state: 'ACTIVE' };
  };
  const made = { ...withAsk(world, at, { turns: ask.turns + 1 }), pledges: [...world.pledges, blank] };
  return andThen(told(one(made, key, place()), ['pledge.made', `P${key}`, by]), (now) => settled(now, at));
};

const stepBack: Deed = (world, by, sent) => {
  const pledge = own(world, by, sent);
  if (!pledge || !isLive(pledge) || pledge.doing === 'REPORTED') return null;
  const come = pledgesTo(world, pledge.ask).filter(isFirm).length;
  const othersAreGone = pledge.others > 0 && pledge.others > come - 1;
  const isFree =
    pledge.state !== 'ACTIVE' || standsStill(world, pledge.ask) || othersAreGone || !isDueSoon(world, pledge);
  if (!isFree && !sent.more) return null;
  const left = one(world, pledge.key, { state: isFree ? 'STEPPED_BACK' : 'STEPPED_BACK_LATE' });
  return andThen(told(left, ['pledge.stepped_back', `P${pledge.key}`, by]), (now) => settled(now, pledge.ask));
};

const reconfirmPledge: Deed = (world, by, sent) => {
  const pledge = own(world, by, sent);
  if (pledge?.state !== 'NEEDS_RECONFIRMATION' || sent.stale) return null;
  const plan = sent.more ? world.hour + sent.plan : pledge.plan;
  if (plan <= world.hour) return null;
  const state = pledge.waiting === null ? ('ACTIVE' as const) : ('CONDITIONAL' as const);
  const due = pledge.doing === 'DUE' ? plan : pledge.due;
  const { terms } = askAt(world, pledge.ask);
  const confirmed = one(world, pledge.key, { state, plan, due, terms });
  return andThen(told(confirmed, ['pledge.reconfirmed', `P${pledge.key}`, by]), (now) => settled(now, pledge.ask));
};

const acceptPlace: Deed = (world, by, sent) => {
  const pledge = own(world, by, sent);
  if (pledge?.state !== 'WAITLISTED' || !isRunning(world, pledge.ask)) return null;
  const ask = askAt(world, pledge.ask);
  const isFree = pledge.letAnOfferPass && fit(ask, [...seated(world, pledge.ask), pledge]);
  if (pledge.offerLeft === null && !isFree) return null;
  const plan = sent.more ? world.hour + sent.plan : pledge.plan;
  if (plan <= world.hour) return null;
  const taken: Entry = ['pledge.place_accepted', `P${pledge.key}`, by];
  const asks = pledge.terms !== ask.terms;
  const reconfirmLeft = toReconfirm(world, { ...pledge, plan });
  const placed = one(
    world,
    pledge.key,
    asks ? { plan, state: 'NEEDS_RECONFIRMATION', reconfirmLeft } : { plan, state: 'ACTIVE' },
  );
  const record: Entry[] = asks ? [taken, ['pledge.reconfirmation_asked', `P${pledge.key}`, 'SYSTEM']] : [taken];
  return andThen(told(placed, ...record), (now) => settled(now, pledge.ask));
};

const takePart: Deed = (world, by, sent) => {
  const pledge = own(world, by, sent);
  if (pledge?.state !== 'WAITLISTED' || sent.quantity >= pledge.quantity) return null;
  const less = one(world, pledge.key, { quantity: sent.quantity });
  return andThen(told(less, ['pledge.part_taken', `P${pledge.key}`, by]), (now) => settled(now, pledge.ask));
};

// What organizers do.

/** Whoever accepted older terms is asked; not who waits for a place, nor whose report waits. Who is asked is told again. */
function askAgain(world: World, at: number): Told {
  const { terms } = askAt(world, at);
  const older = (pledge: Pledge) => pledge.ask === at && pledge.terms < terms;
  const again = each(
    world,
    (pledge) => older(pledge) && pledge.state === 'NEEDS_RECONFIRMATION',
    () => ({}),
    'pledge.reconfirmation_asked',
  );
  const asked = world.pledges
    .filter(
      (pledge) => older(pledge) && ['ACTIVE', 'CONDITIONAL'].includes(pledge.state) && pledge.doing !== 'REPORTED',
    )
    .map(({ key }) => key);
  return andThen(again, (now) =>
    each(
      now,
      ({ key }) => asked.includes(key),
      (pledge) => ({ state: 'NEEDS_RECONFIRMATION', reconfirmLeft: toReconfirm(now, pledge) }),
      'pledge.reconfirmation_asked',
    ),
  );
}

const reviseAsk: Deed = (world, by, { ask: at, slots, wanted, more: isMaterial }) => {
  const ask = askAt(world, at);
  if (!mayRunAsks(world, by) || !['OPEN', 'PAUSED'].includes(ask.state)) return null;
  const there = seated(world, at);
  if ((slots !== null && slots < there.length) || wanted < sum(there) || wanted < (ask.threshold ?? 0)) return null;
  if (!isMaterial && slots === ask.slots && wanted === ask.wanted) return told(world);
  const revised = withAsk(world, at, { slots, wanted, terms: ask.terms + (isMaterial ? 1 : 0) });
  const asked = isMaterial ? askAgain(revised, at) : told(revised);
  return andThen(
    andThen(asked, (now) => told(now, ['ask.revised', `A${at}`, by])),
    (now) => settled(now, at),
  );
};

/** What came due is not overdue for having stood still. */
function goesOn(world: World, at: number, state: 'OPEN' | 'CLOSED'): World {
  const { pausedAt } = askAt(world, at);
  const after = withAsk(world, at, { state, pausedAt: null });
  if (pausedAt === null) return after;
  const overdue = pledgesTo(world, at).filter(({ doing, due }) => doing === 'DUE' && due !== null && due <= world.hour);
  const keys = overdue.map(({ key }) => key);
  return withPledges(after, keys, ({ due }) => ({ due: (due ?? 0) + world.hour - pausedAt }));
}

const pauseAsk: Deed = (world, by, { ask: at }) =>
  mayRunAsks(world, by) && askAt(world, at).state === 'OPEN'
    ? told(withAsk(world, at, { state: 'PAUSED', pausedAt: world.hour }), ['ask.paused', `A${at}`, by])
    : null;

const openAsk: Deed = (world, by, { ask: at }) =>
  mayRunAsks(world, by) && askAt(world, at).state === 'PAUSED' && world.stoppedAt === null
    ? andThen(told(goesOn(world, at, 'OPEN'), ['ask.opened', `A${at}`, by]), (now) => settled(now, at))
    : null;

const closeAsk: Deed = (world, by, { ask: at }) => {
  if (!mayRunAsks(world, by) || !['OPEN', 'PAUSED'].includes(askAt(world, at).state)) return null;
  const closed = told(goesOn(world, at, 'CLOSED'), ['ask.closed', `A${at}`, by]);
  return andThen(closed, (now) =>
    each(
      now,
      (pledge) => pledge.ask === at && isNotStarted(pledge),
      () => ({ state: 'NEVER_STARTED' }),
      'pledge.ended',
      by,
    ),
  );
};

const cancelAsk: Deed = (world, by, { ask: at }) => {
  if (!mayRunAsks(world, by) || !['OPEN', 'PAUSED'].includes(askAt(world, at).state)) return null;
  const cancelled = told(withAsk(world, at, { state: 'CANCELLED' }), ['ask.cancelled', `A${at}`, by]);
  return andThen(cancelled, (now) =>
    each(
      now,
      (pledge) => pledge.ask === at && isLive(pledge) && pledge.doing !== 'REPORTED',
      () => ({ state: 'CANCELLED' }),
      'pledge.ended',
      by,
    ),
  );
};

const stopCampaign: Deed = (world, by) =>
  by === STEWARD && world.stoppedAt === null
    ? told({ ...world, stoppedAt: world.hour }, ['campaign.stopped', 'C', by])
    : null;

/** What was to be done during the stop was not: whoever planned it says whether they still will. */
const resumeCampaign: Deed = (world, by) => {
  const { stoppedAt, hour } = world;
  if (by !== STEWARD || stoppedAt === null) return null;
  const overdue = world.pledges.filter(({ doing, due }) => doing === 'DUE' && due !== null && due <= hour);
  const asks = world.asks.map((ask) =>
    ask.pausedAt === null ? ask : { ...ask, pausedAt: Math.min(ask.pausedAt + hour - stoppedAt, hour) },
  );
  const later = withPledges(
    { ...world, stoppedAt: null, asks },
    overdue.map(({ key }) => key),
    ({ due }) => ({ due: (due ?? 0) + hour - stoppedAt }),
  );
  const asked = each(
    later,
    (pledge) =>
      ['ACTIVE', 'CONDITIONAL'].includes(pledge.state) &&
      pledge.doing !== 'REPORTED' &&
      pledge.plan > stoppedAt &&
      pledge.plan <= hour,
    () => ({ state: 'NEEDS_RECONFIRMATION', reconfirmLeft: TO_RECONFIRM }),
    'pledge.reconfirmation_asked',
  );
  const resumed = world.asks.reduce((before, _, at) => andThen(before, (now) => settled(now, at)), asked);
  return andThen(resumed, (now) => told(now, ['campaign.resumed', 'C', by]));
};

const pauseAlly: Deed = (world, by, { ally }) => {
  if (by !== STEWARD || world.paused.includes(ally)) return null;
  const paused = told({ ...world, paused: [...world.paused, ally] }, ['membership.ally_paused', `M${ally}`, by]);
  const dropped = andThen(paused, (now) =>
    each(
      now,
      (pledge) => pledge.by === ally && isNotStarted(pledge),
      () => ({ state: 'NEVER_STARTED' }),
      'pledge.ended_with_standing',
      by,
    ),
  );
  return world.asks.reduce((before, _, at) => andThen(before, (now) => settled(now, at)), dropped);
};

const resumeAlly: Deed = (world, by, { ally }) =>
  by === STEWARD && world.paused.includes(ally)
    ? told({ ...world, paused: world.paused.filter((who) => who !== ally) }, [
        'membership.ally_resumed',
        `M${ally}`,
        by,
      ])
    : null;

// What was done.

const reportFulfilment: Deed = (world, by, sent) => {
  const pledge = own(world, by, sent);
  // What was done under a pledge that lapsed can be said all the same.
  if (!pledge || !['ACTIVE', 'LAPSED'].includes(pledge.state) || pledge.doing !== 'DUE') return null;
  const reported = one(world, pledge.key, { doing: 'REPORTED', reported: sent.quantity });
  return told(reported, ['fulfilment.reported', `O${pledge.key}`, by]);
};

const outcome = (quantity: number, attested: number) => (attested >= quantity ? 'FULFILLED' : 'PARTLY_FULFILLED');

/** Of the people affected, and of nobody's own work. */
function answered(world: World, by: Who, { pledge: key }: Sent, doing: Pledge['doing']): Pledge | null {
  const pledge = world.pledges[key];
  return pledge && mayAttest(by) && pledge.by !== by && pledge.doing === doing ? pledge : null;
}

const attestFulfilment: Deed = (world, by, sent) => {
  const pledge = answered(world, by, sent, 'REPORTED');
  const attested = sent.more ? sent.quantity : (pledge?.reported ?? 0);
  if (!pledge || attested > (pledge.reported ?? 0)) return null;
  const state = outcome(pledge.quantity, attested);
  return told(one(world, pledge.key, { doing: 'ATTESTED', attested, state }), [
    'fulfilment.attested',
    `O${pledge.key}`,
    by,
  ]);
};

const sendBackFulfilment: Deed = (world, by, sent) => {
  const pledge = answered(world, by, sent, 'REPORTED');
  if (!pledge) return null;
  const back = one(world, pledge.key, { doing: 'DUE', sentBack: pledge.sentBack + 1 });
  const sentBack: Entry = ['fulfilment.sent_back', `O${pledge.key}`, by];
  if (askAt(world, pledge.ask).state !== 'CANCELLED' || pledge.state !== 'ACTIVE') return told(back, sentBack);
  // Nothing is due any more in an ask that was called off: without fault it ends as the others did.
  const off = one(back, pledge.key, { state: 'CANCELLED' });
  return told(off, ['pledge.called_off', `P${pledge.key}`, 'SYSTEM'], sentBack);
};

const correctAttestation: Deed = (world, by, sent) => {
  const pledge = answered(world, by, sent, 'ATTESTED');
  const attested = sent.quantity - 1;
  if (!pledge || attested > (pledge.reported ?? 0)) return null;
  const right = one(world, pledge.key, { attested, state: outcome(pledge.quantity, attested) });
  return told(right, ['fulfilment.corrected', `O${pledge.key}`, by]);
};

export const deeds: Readonly<Record<string, Deed>> = {
  makePledge,
  stepBack,
  reconfirmPledge,
  acceptPlace,
  takePart,
  reviseAsk,
  pauseAsk,
  openAsk,
  closeAsk,
  cancelAsk,
  stopCampaign,
  resumeCampaign,
  pauseAlly,
  resumeAlly,
  reportFulfilment,
  attestFulfilment,
  sendBackFulfilment,
  correctAttestation,
};

/** Time goes by, and then the clock comes round. */
export function pass(world: World, hours: number): Told {
  const less = (left: number | null, at: number) => (left === null || !timeCounts(world, at) ? left : left - hours);
  const later: World = {
    ...world,
    hour: world.hour + hours,
    asks: world.asks.map((ask, at) => ({
      ...ask,
      thresholdLeft: isRunning(world, at) ? ask.thresholdLeft - hours : ask.thresholdLeft,
    })),
    pledges: world.pledges.map((pledge) => ({
      ...pledge,
      conditionLeft: less(pledge.conditionLeft, pledge.ask),
      offerLeft: less(pledge.offerLeft, pledge.ask),
      reconfirmLeft: less(pledge.reconfirmLeft, pledge.ask),
    })),
  };
  return later.asks.reduce((before, _, at) => andThen(before, (now) => settled(now, at)), told(later));
}

/** How many wait before it, and one; not those to whom a place is offered, nor those who let one pass that is as near. */
export function waitlistPosition(world: World, { ask, turn }: Pledge): number {
  const before = pledgesTo(world, ask).filter(
    (other) =>
      other.state === 'WAITLISTED' &&
      other.turn < turn &&
      other.offerLeft === null &&
      !(other.letAnOfferPass && isNear(world, other)),
  );
  return before.length + 1;
}

/** With its campaign ends what nobody has reported; a report waits on for its answer. */
export function conclude(world: World): Told {
  const ends = ({ state }: { state: string }) => ['OPEN', 'PAUSED'].includes(state);
  const closed = world.asks.flatMap((ask, at): Entry[] => (ends(ask) ? [['ask.closed', `A${at}`, STEWARD]] : []));
  const over = world.asks.reduce((now, ask, at) => (ends(ask) ? goesOn(now, at, 'CLOSED') : now), world);
  return andThen(told(over, ['campaign.concluded', 'C', STEWARD], ...closed), (now) =>
    each(
      now,
      (pledge) => isLive(pledge) && pledge.doing !== 'REPORTED',
      () => ({ state: 'CANCELLED' }),
      'pledge.ended',
      STEWARD,
    ),
  );
}
