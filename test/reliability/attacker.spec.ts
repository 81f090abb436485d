import { describe, expect, it } from '@jest/globals';
import { attack, beyondChance, type Evidence, type Truth } from '../support/attacker.js';
import { draws } from '../support/draws.js';
import { shuffled } from '../support/electorate.js';

const ROUNDS = 200;
const VOTERS = 6;
const ITEMS = 4;

interface Planted {
  turn: number;
  /** Of a ballot like no other in its round: a bit for each item. */
  marks: number;
  random: number;
  membership: number;
}

/** What a fault lets be seen of the voter and of their ballot. */
type Fault = (cast: Planted) => { voter?: Record<string, number>; ballot?: Record<string, number> };

const marked = (marks: number) => marks.toString(2).replaceAll('0', '').length;
const SHUFFLE = [2, 0, 3, 1, 5, 4];

const faults: Record<string, Fault> = {
  'ballots lie in the clear while the round is open': ({ marks }) => ({ voter: { body: marks } }),
  'they are published in the order in which they were cast': ({ turn }) => ({ ballot: { ctid: turn } }),
  'they are published in that order backwards': ({ turn }) => ({ ballot: { ctid: -turn } }),
  'they are shuffled in the same way each time': ({ turn }) => ({ ballot: { ctid: SHUFFLE[turn] ?? 0 } }),
  'their ids tell the time': ({ turn }) => ({ ballot: { id: turn } }),
  'casting one locks its voter in the same transaction': ({ random }) => ({
    voter: { 'membership xmax': random },
    ballot: { xmin: random },
  }),
  'what is sealed is as long as it says much': ({ marks }) => ({
    voter: { length: 44 + marked(marks) },
    ballot: { 'how much is marked': marked(marks) },
  }),
  'a receipt follows from the voter alone': ({ membership }) => ({ ballot: { receipt: membership } }),
};

/** Rounds of which every sign is random, but for those that a fault gives away. */
function rounds(fault: Fault): [Evidence, Truth][] {
  const draw = draws(20_261_129);
  const number = () => draw(1_000_000);
  return Array.from({ length: ROUNDS }, () => {
    const ballots = shuffled(
      Array.from({ length: 2 ** ITEMS }, (_, marks) => marks),
      draw,
    );
    const casts = Array.from({ length: VOTERS }, (_, turn) => {
      const cast = { turn, marks: ballots[turn] ?? 0, random: number(), membership: number() };
      const seen = fault(cast);
      const voter = {
        'first cast': turn,
        membership: cast.membership,
        body: number(),
        length: 48,
        'membership xmax': 7,
      };
      const ballot = { ctid: number(), id: number(), xmin: 9, receipt: number(), marks: cast.marks };
      return {
        voter: { id: `voter ${number()}`, signs: { ...voter, ...seen.voter } },
        ballot: { id: `receipt ${number()}`, signs: { ...ballot, ...seen.ballot } },
      };
    });
    const evidence = { voters: casts.map(({ voter }) => voter), ballots: casts.map(({ ballot }) => ballot) };
    return [evidence, new Map(casts.map(({ voter, ballot }) => [voter.id, ballot.id]))];
  });
}

describe('whoever tries to match voters to ballots', () => {
  it('finds nothing where there is nothing to be found', () => {
    expect(beyondChance(attack(rounds(() => ({}))))).toEqual([]);
  });

  it.each(Object.entries(faults))('notices if %s', (_name, fault) => {
    expect(beyondChance(attack(rounds(fault)))).not.toEqual([]);
  });
});
