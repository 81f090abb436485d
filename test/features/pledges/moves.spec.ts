import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { pledgeBeginnings, pledgeMoves, PledgeState } from '../../../src/features/pledges/index.js';
import { sql, testDatabase } from '../../support/database.js';

const page = readFileSync(new URL('../../../docs/pledges.md', import.meta.url), 'utf8');
const states = Object.values(PledgeState) as string[];
const pairs = states.flatMap((from) => states.map((to) => [from, to] as [string, string]));
const inCode = new Set(pledgeMoves.map(({ from, to }) => `${from} ${to}`));

let owner: ReturnType<typeof sql>;

beforeAll(async () => {
  owner = sql((await testDatabase()).owner);
});

describe('the table of moves', () => {
  it('lets happen what the database lets happen, for every pair of states', async () => {
    const asked = await owner<{ from: string; to: string; may: boolean }>(
      `SELECT x.f AS "from", x.t AS "to", app.pledge_may_move(x.f, x.t) AS may FROM unnest($1::text[], $2::text[]) AS x (f, t)`,
      [pairs.map(([from]) => from), pairs.map(([, to]) => to)],
    );
    expect(asked).toHaveLength(states.length ** 2);
    const different = asked.filter(({ from, to, may }) => may !== inCode.has(`${from} ${to}`));
    expect(different).toEqual([]);
  });

  it('knows the states of the schema and of the database, and no others', async () => {
    const named = new Set([...Object.keys(pledgeBeginnings), ...pledgeMoves.flatMap(({ from, to }) => [from, to])]);
    expect([...named].toSorted()).toEqual(states.toSorted());
    const [check] = await owner<{ text: string }>(
      `SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE conname = 'pledge_state_ck'`,
    );
    const stored = [...(check?.text ?? '').matchAll(/'([A-Z_]+)'/g)].map(([, state]) => state ?? '');
    expect(stored.toSorted()).toEqual(states.toSorted());
  });

  it('says of no move twice that the same people make it', () => {
    const said = pledgeMoves.map(({ from, to, by }) => `${from} ${to} ${by}`);
    expect(said).toHaveLength(new Set(said).size);
  });

  it('is what the page on pledges draws and lists', () => {
    const drawn = [...page.matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(([, from, to]) => `${from} ${to}`);
    expect(new Set(drawn)).toEqual(inCode);
    const listed = [...page.matchAll(/^\| `(\w+)` \| `(\w+)` \|/gm)].map(([, from, to]) => `${from} ${to}`);
    expect(listed).toEqual(pledgeMoves.map(({ from, to }) => `${from} ${to}`));
  });
});
