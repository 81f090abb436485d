import DataLoader from 'dataloader';
import type { Actor } from '../access/actor.js';
import type { Reader, Reads } from './reader.js';

const MOST_KEYS = 1000;

type Fetch<K, Row> = (reader: Reader, keys: readonly K[]) => Promise<readonly Row[]>;

/** How to fetch many at once, and which answer belongs to which key. */
export interface Batch<K, V> {
  readonly name: string;
  readonly answers: (reader: Reader, keys: readonly K[]) => Promise<readonly V[]>;
  /** What makes two keys the same one, where they are objects. */
  readonly identify?: (key: K) => string;
}

/** One row a key; null for a key without a row. Rows are matched by `id` unless told otherwise. */
export function batch<K extends string, Row extends object>(
  name: string,
  fetch: Fetch<K, Row>,
  keyOf: (row: Row) => K = (row) => (row as { id: K }).id,
): Batch<K, Row | null> {
  return {
    name,
    answers: async (reader, keys) => {
      const byKey = new Map((await fetch(reader, keys)).map((row) => [keyOf(row), row]));
      return keys.map((key) => byKey.get(key) ?? null);
    },
  };
}

/** All the rows of a key, in the order in which they were fetched. */
export function batchOfMany<K extends string, Row extends object>(
  name: string,
  fetch: Fetch<K, Row>,
  keyOf: (row: Row) => K,
): Batch<K, Row[]> {
  return {
    name,
    answers: async (reader, keys) => {
      const byKey = grouped(await fetch(reader, keys), keyOf);
      return keys.map((key) => byKey.get(key) ?? []);
    },
  };
}

export function grouped<K, Row>(rows: readonly Row[], keyOf: (row: Row) => K): Map<K, Row[]> {
  const byKey = new Map<K, Row[]>();
  for (const row of rows) {
    const group = byKey.get(keyOf(row));
    if (group) group.push(row);
    else byKey.set(keyOf(row), [row]);
  }
  return byKey;
}

export type Load = <K, V>(definition: Batch<K, V>, key: K) => Promise<V>;

/**
 * The loaders of one request. Each batch is one read under that request's actor; nothing is kept for the next request,
 * since what one person may see must never be found in the cache of another.
 */
export function loadersFor(actor: Actor, reads: Reads): Load {
  const loaders = new Map<unknown, DataLoader<unknown, unknown>>();
  return <K, V>(definition: Batch<K, V>, key: K): Promise<V> => {
    let loader = loaders.get(definition) as DataLoader<K, V> | undefined;
    if (!loader) {
      const answers = (keys: readonly K[]) => reads.read(actor, (reader) => definition.answers(reader, keys));
      loader = new DataLoader<K, V>(answers, {
        maxBatchSize: MOST_KEYS,
        name: definition.name,
        ...(definition.identify && { cacheKeyFn: definition.identify as (key: K) => K }),
      });
      loaders.set(definition, loader);
    }
    return loader.load(key);
  };
}
