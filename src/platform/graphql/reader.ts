import type { Actor } from '../access/actor.js';

/** Runs one statement under the rights of one actor and answers plain rows. */
export interface Reader {
  rows<Row extends object>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

/** Opens readers: what happens inside one `read` sees one state of the data, under that actor's rights. */
export interface Reads {
  read<T>(actor: Actor, work: (reader: Reader) => Promise<T>): Promise<T>;
}

/** The provider of `Reads`. */
export const READS = Symbol('READS');

/** The same, looked for when it is first read: a server may go without data. */
export const LATE_READS = Symbol('LATE_READS');
