import { say, type Message, type Words } from '../../platform/words/words.js';
import type { Because, ByProportion } from './counting/election.js';
import type { PriorityRoundType } from './round.graphql.js';
import { FEWEST_PUBLISHED } from './round.rules.js';

const ways: Record<string, Words> = {
  PROPORTIONAL:
    'You mark the priorities that matter to you, as many as you like. They are ranked so that every beginning of the list speaks for all voters in proportion, not only for the largest group.',
  MAJORITY:
    'You rank the priorities, and may put several on one level. What a majority prefers to each other one comes first.',
  EQUAL_SHARES:
    'You mark the priorities that matter to you. Each costs ally hours, every voter has an equal share of the hours to spend, and what its supporters can pay for together is bought.',
};

const voices: Record<string, Words> = {
  PER_COMMUNITY:
    'Several communities vote, each by its own roll and with its own quorum. Each has the same voice, however many of it vote.',
  PER_PERSON:
    'Several communities vote, each by its own roll and with its own quorum. Each person who votes has the same voice.',
};

/** What people should know before they vote: how it is counted, what is published, and what secrecy can not promise. */
export function noticeOf({
  method,
  voice,
  isShared,
}: Pick<PriorityRoundType, 'method' | 'voice' | 'isShared'>): Words[] {
  const shared: Words[] = [
    voices[voice] ?? '',
    'Someone affected in two of these communities can vote in each, so one person may be behind two ballots.',
  ];
  return [
    ways[method] ?? '',
    ...(isShared ? shared : []),
    'Your ballot is sealed when you cast it, with keys of which one half lies outside the database. You can replace it until the round closes. Nobody is shown who has voted, and how many did only after the closing.',
    say`At the closing the ballots are put in a random order and the keys are destroyed. Then they are published to the people affected, without names, if every community that voted cast at least ${FEWEST_PUBLISHED}; with fewer only ranks and turnout are.`,
    'Your vote can be taken in a meeting or by phone: one person enters it, another witnesses it, and it counts in place of what you cast here. Whoever writes down what you say on the phone knows it.',
    'Whoever controls the running server, or has both a copy of the database made while the round is open and the secret beside it, could link ballots to people. Nothing here protects someone who is forced to show how they vote.',
  ];
}

const endings: Record<string, Words> = {
  NEVER_OPENED: 'Nobody opened it before its time to close.',
  CAMPAIGN_CONCLUDED: 'The campaign concluded.',
};

/** A steward's own words, or what the clock found. */
export function cancelledBecause(reason: Words): Words {
  return (typeof reason === 'string' ? endings[reason] : undefined) ?? reason;
}

/** Why an item has its rank, in a few sentences. `named` are the statements of the list by id. */
export function explanationOf(because: Because, rank: number, named: ReadonlyMap<string, string>): Words[] {
  const supporters = because.supporters.reduce((sum, count) => sum + count, 0);
  const support = say`Ballots that support it: ${supporters}, which have ${percent(because.share)} of all voice.`;
  const tie = because.tiedWith.length === 0 ? [] : [tieWith(because.tiedWith, named)];
  return [support, ...reasonsOf(because, rank, named), ...tie];
}

function reasonsOf(because: Because, rank: number, named: ReadonlyMap<string, string>): Message[] {
  if (because.method === 'PROPORTIONAL') {
    const heard = because.newlyHeard.reduce((sum, count) => sum + count, 0);
    return [
      rank === 1
        ? say`No other has more support, so it comes first.`
        : say`Of these, ${heard} support nothing that stands above it. Each place on the list is a load that those who support it share: with this one each of its supporters carries ${carriedBy(because)} places in all, less than the supporters of any other would.`,
    ];
  }
  if (because.method === 'EQUAL_SHARES') {
    return [
      because.boughtBy === 'SHARES'
        ? say`It costs ${because.cost} ally hours, which its supporters pay out of their shares: at most ${decimal(because.most ?? '0')} hours each. After it ${decimal(because.left)} hours are left.`
        : say`It costs ${because.cost} ally hours. Its supporters’ shares do not reach, but what was left over does. After it ${decimal(because.left)} hours are left.`,
    ];
  }
  const next = because.comparedWithNext;
  const place = say`The ballots put it before ${because.before} others and after ${because.after}.`;
  if (next === null) return [place];
  return [
    place,
    say`Against the next, “${named.get(next.id) ?? next.id}”, ${percent(next.preferring)} of all voice prefers it and ${percent(next.opposing)} the other; the strongest chain of such comparisons is ${percent(next.chain)} for it and ${percent(next.chainBack)} against.`,
  ];
}

function tieWith(ids: readonly string[], named: ReadonlyMap<string, string>): Message {
  const names = ids.map((id) => `“${named.get(id) ?? id}”`).join(', ');
  return say`The ballots put it level with ${names}: its lot, drawn before the vote, was the lowest.`;
}

/** On average, in places of the list: all voice together is 1 in the exact number, and what one ballot has of it is little. */
function carriedBy({ load, share, supporters }: ByProportion): string {
  const ballots = supporters.reduce((sum, count) => sum + count, 0);
  return String(Math.round(((value(load) * value(share)) / ballots) * 1000) / 1000);
}

/** To a tenth of a percent, for people; the exact number stands beside it. */
function percent(exact: string): string {
  return `${Math.round(value(exact) * 1000) / 10} %`;
}

function decimal(exact: string): string {
  return String(Math.round(value(exact) * 1000) / 1000);
}

/** Of long numerators and denominators, too: both are cut to what a floating point number holds. */
function value(exact: string): number {
  const [numerator = '0', denominator = '1'] = exact.split('/');
  const excess = Math.max(0, Math.max(numerator.length, denominator.length) - 300);
  const cut = (digits: string) => (digits.length > excess ? Number(digits.slice(0, digits.length - excess)) : 0);
  return cut(numerator) / cut(denominator);
}
