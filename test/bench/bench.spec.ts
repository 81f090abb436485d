import { describe, expect, it } from '@jest/globals';
import { difference } from '../../bench/answers.js';
import { readOptions } from '../../bench/options.js';
import { type Growth, verdictsOf } from '../../bench/growth.js';
import type { Figures, Result } from '../../bench/report.js';
import { suggestionOf } from '../../bench/suggestions.js';
import { tableOf } from '../../bench/table.js';
import { rivalNames, scenarioNames } from '../../bench/names.js';
import { command } from '../support/server-process.js';

/** It starts a Postgres, two servers and a generator, on a machine that runs other tests as well. */
const PATIENCE = 240_000;

describe('npm run bench', () => {
  it(
    'measures every scenario once both contenders have answered and written the same',
    async () => {
      const run = command({}, 'bench', '--scale', 'tiny', '--seconds', '0.5', '--rounds', '1', '--json');
      const { code, output, errors } = await run.ended;
      expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
      const { results, oversold } = JSON.parse(output.trim().split('\n').at(-1) ?? '') as {
        results: Result[];
        oversold: number;
      };
      expect(errors).toContain('All answer the same: R1 (4), R1-hot (2), R2 (2), W1 (5, and what they wrote).');
      expect(results.map(({ scenario }) => scenario)).toEqual([...scenarioNames]);
      expect(oversold).toBe(0);
      // Who makes a pledge under a lock is beside them where everyone wants the same ask, and nowhere else.
      expect(results.flatMap(({ scenario, rowLock }) => (rowLock ? [scenario] : []))).toEqual(['W1-hot']);
      const { rowLock } = results.find(({ scenario }) => scenario === 'W1-hot') ?? {};
      expect(rowLock?.figures.failures).toBe(0);
      expect(rowLock?.figures.trips).toBeGreaterThan(5);
      expect(rowLock?.rateRatio).toBeGreaterThan(0);
      for (const { limit, accompany, cpuRatio, rateRatio } of results) {
        expect([limit.failures, accompany.failures]).toEqual([0, 0]);
        expect(Math.min(limit.perSecond, accompany.perSecond, rateRatio)).toBeGreaterThan(0);
        expect(Number.isFinite(cpuRatio)).toBe(true);
        // The limit is one statement a request; were it more, it would not be the limit.
        expect(limit.trips).toBe(1);
        expect(accompany.trips).toBeGreaterThanOrEqual(1);
      }
    },
    PATIENCE,
  );

  it(
    'measures dashboards, lists and pledges of campaigns that grow',
    async () => {
      const run = command({}, 'bench', '--scale', 'tiny', '--seconds', '0.3', '--rounds', '1', '--growth', '--json');
      const { code, output, errors } = await run.ended;
      expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
      const { growths } = JSON.parse(output.trim().split('\n').at(-1) ?? '') as { growths: Growth[] };
      expect(growths.filter(({ contender }) => contender === 'accompany').map(({ scenario }) => scenario)).toEqual([
        'R1',
        'R2',
        'W1',
      ]);
      for (const { steps } of growths) {
        expect(steps.map(({ pledges }) => pledges)).toEqual([500, 5_000]);
        expect(steps[0]?.ratio).toBe(1);
        expect(steps[1]?.ratio).toBeGreaterThan(0);
      }
      expect(output).toContain('W1 from 500 to 5,000 pledges');
      // What is under way is told, with how much of it there is.
      expect(errors).toMatch(/pledges, with what came of them: 6,1\d\d/);
    },
    PATIENCE,
  );

  it('says what it knows when it is asked for something else', async () => {
    const { code, errors } = await command({}, 'bench', '--scale', 'huge').ended;
    expect(code).toBe(1);
    expect(errors).toContain('There is no scale "huge": choose tiny, small, full.');
  });
});

describe('the options of the bench', () => {
  it('take a short name for every way of measuring it', () => {
    expect(readOptions(['--only', 'R1,W1-hot']).only).toEqual(['R1', 'R1-hot', 'W1-hot']);
    expect(readOptions([]).only).toEqual([...scenarioNames]);
    expect(readOptions(['--against', 'all']).against).toEqual([...rivalNames]);
    expect(readOptions(['--against', 'yoga,mercurius']).against).toEqual(['mercurius', 'yoga']);
    expect(readOptions([]).against).toEqual([]);
  });

  it.each([
    [['--only', 'R9'], 'There is no "R9" to measure'],
    [['--seconds', '0'], '--seconds is a number from 0.2 to 60, not "0"'],
    [['--rounds', 'many'], '--rounds is a number from 1 to 20, not "many"'],
    [['--against', 'hasura'], 'There is no "hasura" to measure against'],
    [['--fast'], 'npm run bench'],
  ])('refuse %j', (argv, message) => {
    expect(() => readOptions(argv)).toThrow(message);
  });
});

describe('a comparison of answers', () => {
  it.each([
    [{ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }, undefined],
    [{ a: 1 }, { a: 1, b: null }, 'answer.b is missing from the limit and null from the other'],
    [{ a: [1, 2] }, { a: [1, 3] }, 'answer.a.1 is 2 from the limit and 3 from the other'],
    [{ a: [1] }, { a: [1, 2] }, 'answer.a.1 is missing from the limit and 2 from the other'],
    [{ a: null }, { a: {} }, 'answer.a is null from the limit and {} from the other'],
    [{ a: 0 }, { a: '0' }, 'answer.a is 0 from the limit and "0" from the other'],
  ])('of %j and %j finds %j', (wanted, got, found) => {
    expect(difference(wanted, got)).toBe(found);
  });
});

describe('what a result suggests', () => {
  const figures: Figures = {
    perSecond: 100,
    p50: 1,
    p99: 2,
    server: 100,
    postgres: 100,
    memory: 80,
    trips: 1,
    failures: 0,
  };
  const result = (accompany: Partial<Figures>, cpuRatio: number, rateRatio = 1): Result => ({
    scenario: 'R1',
    limit: figures,
    accompany: { ...figures, ...accompany },
    cpuRatio,
    rateRatio,
    rivals: {},
  });

  it.each([
    ['within its bar', result({}, 1.1)],
    ['4 % off its bar, which is within the noise', result({}, 1.2)],
    ['100 % of the difference is spent in the server, with 9 trips', result({ server: 900, trips: 9 }, 5)],
    ['100 % of the difference is spent in Postgres', result({ postgres: 900 }, 5)],
    ['Server and Postgres share the difference (50 % and 50 %)', result({ server: 500, postgres: 500 }, 5)],
    ["takes 0.50 times the limit's rate, the bar is 0.85. It is no dearer than the limit", result({}, 1, 0.5)],
  ])('is that it is %s', (words, given) => {
    expect(suggestionOf(given)).toContain(words);
  });

  it('names the stacks that are too near', () => {
    const rivals = { yoga: { figures, dearer: 3 }, mercurius: { figures, dearer: 2 } };
    expect(suggestionOf({ ...result({}, 1), rivals })).toBe(
      'R1: within its bar to the limit, but yoga costs 3.0 times as much, the bar is 4.',
    );
    expect(tableOf([{ ...result({}, 2), rivals }])).toMatch(/yoga +6\.00 +1\.00 +3\.0 +≥ 4/);
  });

  it('is for a hot ask what the row lock allows', () => {
    const rowLock = { figures, dearer: 1, rateRatio: 12 };
    expect(suggestionOf({ ...result({}, 1, 3), scenario: 'W1-hot', rowLock })).toBe(
      "W1-hot: within its bar. Its rate is 12.0 times that of the row lock and 3.0 times the limit's.",
    );
    expect(suggestionOf({ ...result({}, 1, 3), scenario: 'W1-hot', rowLock: { ...rowLock, rateRatio: 4 } })).toContain(
      'takes 4.0 times the row-lock rate, the bar is 10',
    );
  });

  it('is for campaigns that grow whether the cost grows with them', () => {
    const growth = (ratio: number): Growth => ({
      scenario: 'R2',
      contender: 'accompany',
      steps: [
        { pledges: 10_000, cost: 500, ratio: 1, middle: 1 },
        { pledges: 4_000_000, cost: 500 * ratio, ratio, middle: 1.1 },
      ],
    });
    expect(verdictsOf([growth(1.2), growth(1.5), { ...growth(9), contender: 'limit' }])).toEqual([
      'R2 from 10,000 to 4,000,000 pledges: 1.20 times the cost (1.10 in the middle round), the bar is 1.3; within its bar.',
      'R2 from 10,000 to 4,000,000 pledges: 1.50 times the cost (1.10 in the middle round), the bar is 1.3; it grows: something is counted or looked for when it is asked.',
    ]);
  });

  it('stands beside its bar in the table', () => {
    expect(tableOf([result({}, 1.234, 0.876)])).toMatch(/accompany +1\.23 +≤ 1\.15 +0\.88 +≥ 0\.85 +1 +100/);
  });
});
