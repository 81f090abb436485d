import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { anonymous } from '../../../src/platform/access/actor.js';
import type { ChildList } from '../../../src/platform/graphql/list.js';
import { type Load, loadersFor } from '../../../src/platform/graphql/loader.js';
import type { PageArgs } from '../../../src/platform/graphql/page-args.js';
import { type Page, Pager } from '../../../src/platform/graphql/pager.js';
import { testDatabase, testPool } from '../../support/database.js';

interface Leaf {
  id: number;
  place: string | null;
}

const id = (digit: string) => `${digit.repeat(8)}-0000-4000-8000-000000000000`;
const [FOREST, OTHER_FOREST, OAK, ELM, BARE] = ['a', 'b', '1', '2', '3'].map(id) as [
  string,
  string,
  string,
  string,
  string,
];

/** Leaves whose columns are called like those by which pages are taken apart. The oak stands in both forests. */
const LEAVES = `(VALUES
  (1, '${FOREST}'::uuid, '${OAK}'::uuid, 'red', NULL::int, 'top'), (2, '${FOREST}', '${OAK}', 'green', 3, NULL),
  (3, '${FOREST}', '${ELM}', 'red', NULL, 'top'), (4, '${FOREST}', '${OAK}', 'red', 9, 'side'),
  (5, '${FOREST}', '${ELM}', 'red', 7, 'side'), (6, '${OTHER_FOREST}', '${OAK}', 'red', 1, 'top'),
  (7, '${FOREST}', '${OAK}', 'red', NULL, 'top'), (8, '${FOREST}', '${ELM}', 'green', 7, 'top'),
  (9, '${FOREST}', '${OAK}', 'green', 3, 'side')
) AS leaf(id, forest_id, tree_id, colour, turn, place)`;

function leaves(tree: string, changes: Partial<ChildList> = {}, forest = FOREST): ChildList {
  return {
    scope: 'Tree.leaves',
    select: 'leaf.id, leaf.turn, leaf.place',
    from: LEAVES,
    where: [],
    params: [],
    order: [
      { sql: 'leaf.turn', type: 'int', direction: 'DESC', nullable: true },
      { sql: 'leaf.id', type: 'int' },
    ],
    parent: { 'leaf.forest_id': forest, 'leaf.tree_id': tree },
    ...changes,
  };
}

const red = { where: ['leaf.colour = $1', 'leaf.id > $2 OR leaf.id = 1'], params: ['red', 2] };
const pager = new Pager({ secret: Buffer.alloc(32, 3) });
let pool: pg.Pool;
let load: Load;
let reads = 0;
let statements: string[] = [];

beforeAll(async () => {
  pool = testPool((await testDatabase()).runtime);
});
afterAll(() => pool.end());
beforeEach(() => {
  [reads, statements] = [0, []];
  load = loadersFor(anonymous, {
    read: (_, work) => {
      reads += 1;
      return work({
        rows: async <R extends object>(text: string, params: readonly unknown[] = []) => {
          statements.push(text);
          return (await pool.query(text, params as unknown[])).rows as R[];
        },
      });
    },
  });
});

const pageOf = (list: ChildList, args: PageArgs = {}): Promise<Page<Leaf>> => pager.children<Leaf>(load, list, args);
const pagesOf = (lists: ChildList[], args: PageArgs = {}) => Promise.all(lists.map((list) => pageOf(list, args)));
const idsOf = (pages: Page<Leaf>[]) => pages.map(({ nodes }) => nodes.map((leaf) => leaf.id));

describe('the lists of several parents', () => {
  it('are read by one statement, each in its order and of its own length', async () => {
    const pages = await pagesOf([leaves(ELM), leaves(BARE), leaves(OAK), leaves(OAK, {}, OTHER_FOREST)], { first: 3 });
    expect(idsOf(pages)).toEqual([[5, 8, 3], [], [4, 2, 9], [6]]);
    expect(pages.map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([false, false, true, false]);
    expect(pages[1]?.pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: null,
    });
    expect(pages[0]?.nodes.map(({ place }) => place)).toEqual(['side', 'top', 'top']);
    expect(statements.length).toBe(1);
  });

  it('are counted by one statement, under their filter, and only when asked', async () => {
    const pages = await pagesOf([leaves(BARE, red), leaves(OAK, red), leaves(ELM, red)], { first: 1 });
    expect(idsOf(pages)).toEqual([[], [4], [5]]);
    expect(statements.length).toBe(1);
    expect(await Promise.all(pages.map((page) => page.totalCount))).toEqual([0, 3, 2]);
    expect(statements.length).toBe(2);
  });

  it('are read and counted once where the same one is asked for twice', async () => {
    const [one, same, longer] = await Promise.all([
      pageOf(leaves(OAK)),
      pageOf(leaves(OAK)),
      pageOf(leaves(OAK), { first: 30 }),
    ]);
    expect(same.nodes).toEqual(one.nodes);
    expect(await Promise.all([one, same, longer].map((page) => page.totalCount))).toEqual([5, 5, 5]);
    // Of another length it is another page of the same list.
    expect(statements.length).toBe(3);
  });

  it('share one read with lists of other kinds, and mix with none of them', async () => {
    const byId = { order: [{ sql: 'leaf.id', type: 'int' }] };
    const green = { where: ['leaf.colour = $1'], params: ['green'] };
    const onlyRed = { ...green, params: ['red'] };
    const lists = [{}, byId, green, onlyRed, { scope: 'Tree.tops', where: ["leaf.place = 'top'"] }];
    const pages = await pagesOf(lists.flatMap((changes) => [leaves(OAK, changes), leaves(ELM, changes)]));
    // The oak's and the elm's, list by list.
    const expected = [
      [4, 2, 9, 1, 7],
      [5, 8, 3],
      [1, 2, 4, 7, 9],
      [3, 5, 8],
      [2, 9],
      [8],
      [4, 1, 7],
      [5, 3],
      [1, 7],
      [8, 3],
    ];
    expect(idsOf(pages)).toEqual(expected);
    expect([reads, statements.length]).toEqual([1, lists.length]);
  });
});

describe('a page of one parent’s list', () => {
  it.each([1, 2, 3])('leads by %d to the end, each row once, whatever its neighbours', async (first) => {
    const seen: number[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const neighbour = pageOf(leaves(ELM), { first });
      const page: Page<Leaf> = await pageOf(leaves(OAK, red), { first, after });
      await neighbour;
      seen.push(...page.nodes.map((leaf) => leaf.id));
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
    }
    expect(seen).toEqual([4, 1, 7]);
  });

  it('is not reached by the cursor of another parent, filter, order or list, nor by an invented one', async () => {
    const { edges } = await pageOf(leaves(OAK, red), { first: 2 });
    const [cursor] = edges.map((edge) => edge.cursor);
    const others = [
      leaves(ELM, red),
      leaves(OAK, red, OTHER_FOREST),
      leaves(OAK, { ...red, params: ['green', 2] }),
      leaves(OAK),
      leaves(OAK, { ...red, scope: 'Tree.others' }),
      leaves(OAK, { ...red, order: [{ sql: 'leaf.id', type: 'int' }] }),
    ];
    statements = [];
    for (const other of others)
      await expect(pageOf(other, { after: cursor })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    for (const after of ['', 'invented', `${cursor}A`, cursor?.slice(1)])
      await expect(pageOf(leaves(OAK, red), { after })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    const { parent: _, ...root } = leaves(OAK, red);
    await expect(pager.page({ rows: async () => [] }, root, { after: cursor })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    expect(statements).toEqual([]);
  });

  it('is given to its parent, and refused to the others, when all are asked with its cursor', async () => {
    const after = (await pageOf(leaves(OAK), { first: 2 })).pageInfo.endCursor;
    const lists = [leaves(ELM), leaves(OAK), leaves(BARE)];
    const [elm, oak, bare] = await Promise.allSettled(lists.map((list) => pageOf(list, { after })));
    expect([elm, bare]).toMatchObject([{ reason: { code: 'BAD_REQUEST' } }, { reason: { code: 'BAD_REQUEST' } }]);
    expect(oak).toMatchObject({ value: { nodes: [{ id: 9 }, { id: 1 }, { id: 7 }] } });
  });

  it.each([0, -1, 101, 1.5, Number.NaN])('is never of %s', async (first) => {
    await expect(pageOf(leaves(OAK), { first })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(statements).toEqual([]);
  });
});
