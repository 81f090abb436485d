import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';
import type { OrderKey } from '../../../src/platform/graphql/keyset.js';
import type { ListSpec } from '../../../src/platform/graphql/list.js';
import { type Page, Pager } from '../../../src/platform/graphql/pager.js';
import type { Reader } from '../../../src/platform/graphql/reader.js';
import { testDatabase, testPool } from '../../support/database.js';

interface Row {
  id: number;
}

/** Values in which order, precision, ties and gaps all matter; the id makes each row one of its own. */
const ROWS = `(VALUES
  (1, 'b', timestamptz '2026-01-01 00:00:00.000001+00', 1.10, NULL),
  (2, 'a', '2026-01-01 00:00:00.000002+00', 1.1, 5),
  (3, 'a', '2026-01-01 00:00:00.000002+00', 0.1, NULL),
  (4, 'Ω', '2026-01-01 00:00:00.000001+00', 0.30000000000000004, 5),
  (5, '', '1999-12-31 23:59:59.999999+00', -1, -3),
  (6, E'quote '' and \\\\', '2200-01-01 00:00:00+00', 99999999999999999.5, 7),
  (7, 'a', '2026-01-01 00:00:00.000003+00', 0.3, NULL)
) AS thing(id, name, at, amount, rank)`;

const columns: OrderKey[] = [
  { sql: 'thing.name', type: 'text' },
  { sql: 'thing.at', type: 'timestamptz' },
  { sql: 'thing.amount', type: 'numeric' },
  { sql: 'thing.rank', type: 'int', nullable: true },
];

let pool: pg.Pool;
let statements: string[] = [];
const pager = new Pager({ secret: Buffer.alloc(32, 3) });
const reader: Reader = {
  rows: async <R extends object>(text: string, params: readonly unknown[] = []) => {
    statements.push(text);
    return (await pool.query(text, params as unknown[])).rows as R[];
  },
};

beforeAll(async () => {
  pool = testPool((await testDatabase()).runtime);
});
afterAll(() => pool.end());

function list(order: OrderKey[], changes: Partial<ListSpec> = {}): ListSpec {
  return { scope: 'Query.things', select: 'thing.id', from: ROWS, where: [], params: [], order, ...changes };
}

async function walk(spec: ListSpec, first: number): Promise<number[]> {
  const seen: number[] = [];
  for (let after: string | null = null, pages = 0; pages < 20; pages += 1) {
    const page: Page<Row> = await pager.page<Row>(reader, spec, { first, after });
    seen.push(...page.nodes.map((row) => row.id));
    if (!page.pageInfo.hasNextPage) return seen;
    after = page.pageInfo.endCursor;
  }
  throw new Error('the list never ends');
}

describe('a list, page by page', () => {
  const direction = fc.constantFrom('ASC' as const, 'DESC' as const);
  const orders = fc
    .tuple(fc.shuffledSubarray(columns, { minLength: 0 }), fc.array(direction, { minLength: 5, maxLength: 5 }))
    .map(([keys, directions]) =>
      [...keys, { sql: 'thing.id', type: 'int' }].map((key, index) => ({
        ...key,
        direction: directions[index] ?? 'ASC',
      })),
    );

  it('shows every row once, in order, whatever the order and the size of the pages', async () => {
    await fc.assert(
      fc.asyncProperty(orders, fc.integer({ min: 1, max: 8 }), async (order, first) => {
        const whole = await walk(list(order), 100);
        expect(whole.toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4, 5, 6, 7]);
        expect(await walk(list(order), first)).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });

  it('begins after any of its rows, and says so', async () => {
    const spec = list([{ sql: 'thing.id', type: 'int' }]);
    const { edges } = await pager.page<Row>(reader, spec, { first: 7 });
    const page = await pager.page<Row>(reader, spec, { first: 2, after: edges[2]?.cursor ?? null });
    expect(page.nodes.map((row) => row.id)).toEqual([4, 5]);
    expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true, endCursor: edges[4]?.cursor });
  });

  it('is empty without fuss', async () => {
    const page = await pager.page<Row>(reader, list([{ sql: 'thing.id', type: 'int' }], { where: ['false'] }), {
      first: 5,
    });
    expect(page.nodes).toEqual([]);
    expect(page.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null });
    expect(await page.totalCount).toBe(0);
  });

  it('counts what its filter shows, and only when asked', async () => {
    statements = [];
    const spec = list([{ sql: 'thing.id', type: 'int' }], {
      where: ['thing.name = $1', 'thing.id > $2 OR thing.id = 4'],
      params: ['a', 2],
    });
    const page = await pager.page<Row>(reader, spec, { first: 1 });
    expect(page.nodes.map((row) => row.id)).toEqual([3]);
    expect(statements.length).toBe(1);
    expect(await page.totalCount).toBe(2);
    expect(statements.length).toBe(2);
  });

  it('takes no cursor of another list, filter or order', async () => {
    const order: OrderKey[] = [{ sql: 'thing.id', type: 'int' }];
    const given = list(order, { where: ['thing.name = $1'], params: ['a'] });
    const { pageInfo } = await pager.page<Row>(reader, given, { first: 1 });
    const others = [
      { ...given, params: ['b'] },
      { ...given, scope: 'Query.others' },
      { ...given, where: [], params: [] },
      { ...given, order: [{ sql: 'thing.id', type: 'int', direction: 'DESC' as const }] },
    ];
    statements = [];
    for (const other of others) {
      await expect(pager.page(reader, other, { first: 1, after: pageInfo.endCursor })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
    }
    expect(statements).toEqual([]);
  });

  it.each([0, -1, 101, 1.5, Number.NaN])('takes no page of %s', async (first) => {
    await expect(pager.page(reader, list(columns), { first })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
