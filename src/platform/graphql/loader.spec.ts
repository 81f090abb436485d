import { expect, it } from '@jest/globals';
import type { Actor } from '../access/actor.js';
import { anonymous } from '../access/actor.js';
import { batch, batchOfMany, loadersFor } from './loader.js';
import type { Reader, Reads } from './reader.js';

interface Row {
  id: string;
  of: string;
}

function readsCounting(): Reads & { reads: { actor: Actor; keys: unknown }[] } {
  const reads: { actor: Actor; keys: unknown }[] = [];
  return {
    reads,
    read: async (actor, work) => {
      const reader: Reader = {
        rows: async <R extends object>(_sql: string, [keys]: readonly unknown[] = []) => {
          reads.push({ actor, keys });
          return [
            { id: 'b', of: 'x' },
            { id: 'a', of: 'x' },
          ] as R[];
        },
      };
      return work(reader);
    },
  };
}

const rowById = batch<string, Row>('rowById', (reader, ids) => reader.rows<Row>('SELECT', [ids]));
const rowsOf = batchOfMany<string, Row>(
  'rowsOf',
  (reader, keys) => reader.rows<Row>('SELECT', [keys]),
  (row) => row.of,
);

it('answers many keys by one read under the actor of the request, each key with its row', async () => {
  const reads = readsCounting();
  const load = loadersFor(anonymous, reads);
  const rows = await Promise.all([load(rowById, 'a'), load(rowById, 'b'), load(rowById, 'c'), load(rowById, 'a')]);
  expect(rows.map((row) => row?.id)).toEqual(['a', 'b', undefined, 'a']);
  expect(reads.reads).toEqual([{ actor: anonymous, keys: ['a', 'b', 'c'] }]);
});

it('answers a key with all its rows, in the order in which they came, or with none', async () => {
  const load = loadersFor(anonymous, readsCounting());
  expect(await load(rowsOf, 'x')).toEqual([
    { id: 'b', of: 'x' },
    { id: 'a', of: 'x' },
  ]);
  expect(await load(rowsOf, 'y')).toEqual([]);
});

it('keeps nothing for the next request', async () => {
  const reads = readsCounting();
  await loadersFor(anonymous, reads)(rowById, 'a');
  await loadersFor(anonymous, reads)(rowById, 'a');
  expect(reads.reads.length).toBe(2);
});
