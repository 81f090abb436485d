import { NotFound, Refusal } from '../graphql/errors.js';
import { translated } from './pg-errors.js';
import type { Tx } from './tx.js';

/** Runs one of many in a savepoint: a refusal takes back that one alone and is returned; anything else ends them all. */
export async function inSavepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T | Refusal | NotFound> {
  await tx.rows('SAVEPOINT one');
  try {
    const done = await work();
    await tx.rows('RELEASE SAVEPOINT one');
    return done;
  } catch (error) {
    const refusal = translated(error);
    if (!(refusal instanceof Refusal) && !(refusal instanceof NotFound)) throw error;
    await tx.rows('ROLLBACK TO SAVEPOINT one; RELEASE SAVEPOINT one');
    return refusal;
  }
}
