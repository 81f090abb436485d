import { describe, expect, it } from '@jest/globals';
import { approvalElection } from '../../../../test/support/approval-elections.js';
import type { Election } from './election.js';
import { countEqualShares } from './equal-shares.js';
import { count } from './index.js';
import { countByMajority } from './majority.js';
import { countProportionally } from './proportional.js';

const election = approvalElection('abc', [
  [2, 'ab'],
  [1, 'c'],
]);

describe('counting by a method', () => {
  it('asks the method named', () => {
    const costly: Election = {
      ...election,
      items: election.items.map((item) => ({ ...item, cost: 2 })),
      budget: 4,
      completion: 'NONE',
    };
    expect(count('PROPORTIONAL', costly)).toEqual(countProportionally(costly));
    expect(count('MAJORITY', costly)).toEqual(countByMajority(costly));
    expect(count('EQUAL_SHARES', costly)).toEqual(countEqualShares(costly));
  });

  it.each<[string, Partial<Election>, string]>([
    ['marks are missing', { marks: new Uint8Array(8) }, '3 ballots over 3 items cannot have 8 marks'],
    ['there are marks of no ballot', { parts: new Uint16Array(2) }, '2 ballots over 3 items cannot have 9 marks'],
    ['a ballot is of no part', { parts: Uint16Array.of(0, 0, 1) }, 'A ballot is of a part that has no voice'],
    ['a ballot would weigh nothing', { voices: [0n] }, 'A voice must be positive'],
  ])('refuses an election in which %s', (_case, fault, message) => {
    expect(() => count('PROPORTIONAL', { ...election, ...fault })).toThrow(message);
  });
});
