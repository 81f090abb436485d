import { SeededChoices } from './seeded-choices.js';
import {
  affected,
  allies,
  asks,
  type AskText,
  corrections,
  feedback,
  firstSteps,
  gifts,
  positions,
  reasonsToLeave,
  reportNotes,
  secondNotes,
} from './texts/index.js';

/** What comes of a pledge that gets a place; one that waits only waits. */
export type Outcome =
  | 'standing'
  | 'fulfilled'
  | 'partly'
  | 'corrected'
  | 'awaiting'
  | 'sentBack'
  | 'reportedAgain'
  | 'left'
  | 'leftLate';

export interface Pledger {
  standing: 'AFFECTED' | 'ALLY';
  /** Their place in the list of texts. */
  index: number;
}

export interface PlannedPledge {
  by: Pledger;
  quantity: number;
  outcome: Outcome;
  hoursAhead: number;
  firstStep: string;
  note: string;
  secondNote: string;
  /** What the community confirms in the end, if it answers. */
  confirmed: number;
  /** Feedback, the reason of a correction, or of leaving late. */
  because: string;
}

export interface PlannedAsk {
  text: AskText;
  pledges: PlannedPledge[];
  /** The places in the list of those affected: who drafts it, and who answers its reports. */
  drafter: number;
  attester: number;
}

export interface Plan {
  asks: PlannedAsk[];
  /** By ally: the answers to the agreement's questions. */
  answers: { position: string; bring: string | null }[];
}

/** For each 25 pledges; those that leave stay few, so that waitlists keep somebody waiting. */
const DECK: readonly Outcome[] = [
  ...Array<Outcome>(9).fill('fulfilled'),
  ...Array<Outcome>(5).fill('standing'),
  ...Array<Outcome>(3).fill('awaiting'),
  'partly',
  'partly',
  'corrected',
  'sentBack',
  'reportedAgain',
  'left',
  'left',
  'leftLate',
];
const MOST_LEAVE = 2;

/** Everything that chance decides, so that one seed makes one demo. */
export function plan(seed: number): Plan {
  const choices = new SeededChoices(seed);
  const answers = allies.map(({ language }) => ({
    position: choices.one(positions[language]),
    bring: choices.chance(0.7) ? choices.one(gifts[language]) : null,
  }));
  let deck: Outcome[] = [];
  const draw = () => {
    if (deck.length === 0) deck = choices.shuffled(DECK);
    return deck.pop() ?? 'standing';
  };
  return { answers, asks: asks.map((text, place) => plannedAsk(choices, text, place, draw)) };
}

function plannedAsk(choices: SeededChoices, text: AskText, place: number, draw: () => Outcome): PlannedAsk {
  const pledgers = pledgersOf(choices, text, place);
  const free = affected.flatMap((_, index) =>
    pledgers.some(({ standing, index: own }) => standing === 'AFFECTED' && own === index) ? [] : [index],
  );
  let leaving = 0;
  const pledges = pledgers.map((by) => {
    let outcome = fitting(text, draw());
    if (isLeaving(outcome) && ++leaving > MOST_LEAVE) outcome = 'standing';
    return plannedPledge(choices, text, by, outcome);
  });
  return { text, pledges, drafter: choices.integer(0, affected.length - 1), attester: choices.one(free) };
}

/** Mostly allies; people affected take on work too, and speak for themselves. */
function pledgersOf(choices: SeededChoices, text: AskText, place: number): Pledger[] {
  const own = text.kind === 'SPEAK' ? text.pledges : Number(text.pledges > 0 && place % 3 === 1);
  const ofAffected = choices.shuffled(affected.map((_, index) => index)).slice(0, own);
  const ofAllies = choices.shuffled(allies.map((_, index) => index)).slice(0, text.pledges - own);
  return choices.shuffled([
    ...ofAffected.map((index): Pledger => ({ standing: 'AFFECTED', index })),
    ...ofAllies.map((index): Pledger => ({ standing: 'ALLY', index })),
  ]);
}

/** What is still to come cannot be reported, and without a notice period nobody is late. */
function fitting({ inDays, fate, noticeHours, each }: AskText, outcome: Outcome): Outcome {
  if (inDays !== undefined || fate === 'cancelled') return isLeaving(outcome) ? 'left' : 'standing';
  if (outcome === 'leftLate' && (noticeHours ?? 24) < 12) return 'left';
  return outcome === 'partly' && (each?.[1] ?? 1) < 2 ? 'fulfilled' : outcome;
}

function isLeaving(outcome: Outcome): boolean {
  return outcome === 'left' || outcome === 'leftLate';
}

function plannedPledge(choices: SeededChoices, text: AskText, by: Pledger, outcome: Outcome): PlannedPledge {
  const { language } = (by.standing === 'ALLY' ? allies : affected)[by.index] ?? { language: 'en' as const };
  const [least, most] = text.each ?? [1, 1];
  const quantity = choices.integer(outcome === 'partly' ? Math.max(2, least) : least, most);
  const because = { corrected: corrections, leftLate: reasonsToLeave[language] }[outcome as string] ?? feedback;
  return {
    by,
    quantity,
    outcome,
    hoursAhead: hoursAhead(choices, text, outcome),
    firstStep: choices.one(firstSteps[language]),
    note: choices.one(reportNotes[language]),
    secondNote: choices.one(secondNotes[language]),
    confirmed: confirmed(choices, outcome, quantity),
    because: choices.one(because),
  };
}

function confirmed(choices: SeededChoices, outcome: Outcome, quantity: number): number {
  if (outcome === 'partly') return choices.integer(1, quantity - 1);
  return outcome === 'corrected' ? quantity - 1 : quantity;
}

/** When it is planned for: done work soon, left work within the notice period or well before it. */
function hoursAhead(choices: SeededChoices, { noticeHours = 24 }: AskText, outcome: Outcome): number {
  if (outcome === 'leftLate') return choices.integer(4, noticeHours - 4);
  if (outcome === 'left') return noticeHours + choices.integer(24, 240);
  return outcome === 'standing' ? choices.integer(48, 480) : choices.integer(3, 22);
}
