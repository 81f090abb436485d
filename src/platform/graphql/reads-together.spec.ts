import { describe, expect, it } from '@jest/globals';
import { type Actor, anonymous } from '../access/actor.js';
import type { Reads } from './reader.js';
import { readsTogether } from './reads-together.js';

const someone: Actor = { ...anonymous, kind: 'person', personId: 'someone' };

/** What was read, by transaction: once a statement failed, a transaction answers nothing more. */
function transactions(how: { begins?: () => void; twice?: boolean } = {}): Reads & { log: string[][] } {
  const log: string[][] = [];
  return {
    log,
    read: async (_actor, work) => {
      how.begins?.();
      const attempt = () => {
        const statements: string[] = [];
        log.push(statements);
        let aborted = false;
        const rows = async <R extends object>(sql: string) => {
          statements.push(sql);
          await new Promise(setImmediate);
          aborted ||= sql.startsWith('fail');
          if (aborted) throw new Error(sql);
          return [{ sql }] as unknown as R[];
        };
        return work({ rows });
      };
      if (how.twice) await attempt();
      return attempt();
    },
  };
}

const asked = (read: ReturnType<typeof readsTogether>, ...statements: string[]) =>
  Promise.allSettled(
    statements.map((sql) => read(async (reader) => (await reader.rows<{ sql: string }>(sql))[0]?.sql)),
  );

const answered = (value: string) => ({ status: 'fulfilled', value });
const refused = (message: string) => ({ status: 'rejected', reason: expect.objectContaining({ message }) });

describe('reads of one request', () => {
  it('share a transaction when they are asked for in the same tick, one after another', async () => {
    const reads = transactions();
    const read = readsTogether(someone, reads);
    expect(await asked(read, 'a', 'b', 'c')).toEqual([answered('a'), answered('b'), answered('c')]);
    await asked(read, 'd');
    expect(reads.log).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('wait for what promises at hand still ask for', async () => {
    const reads = transactions();
    const read = readsTogether(someone, reads);
    const later = Promise.resolve()
      .then(() => undefined)
      .then(() => asked(read, 'later'));
    await Promise.all([asked(read, 'now'), later]);
    expect(reads.log).toEqual([['now', 'later']]);
  });

  it('never share one with another request, and take none for nobody', async () => {
    const reads = transactions();
    await Promise.all([asked(readsTogether(someone, reads), 'a'), asked(readsTogether(someone, reads), 'b')]);
    await asked(readsTogether(anonymous, reads), 'c', 'd');
    expect(reads.log).toEqual([['a'], ['b'], ['c'], ['d']]);
  });

  it('fail each for itself: those after the failed one go to a fresh transaction', async () => {
    const reads = transactions();
    const read = readsTogether(someone, reads);
    expect(await asked(read, 'a', 'fail 1', 'b', 'fail 2', 'c')).toEqual([
      answered('a'),
      refused('fail 1'),
      answered('b'),
      refused('fail 2'),
      answered('c'),
    ]);
    expect(reads.log).toEqual([['a', 'fail 1'], ['b', 'fail 2'], ['c']]);
  });

  it('fail all where no transaction begins, without trying for each', async () => {
    let tries = 0;
    const begins = () => {
      tries += 1;
      throw new Error('no connection');
    };
    const read = readsTogether(someone, transactions({ begins }));
    expect(await asked(read, 'a', 'b')).toEqual([refused('no connection'), refused('no connection')]);
    expect(tries).toBe(1);
  });

  it('answer with what was read last when the whole is read again', async () => {
    const reads = transactions({ twice: true });
    expect(await asked(readsTogether(someone, reads), 'a', 'b')).toEqual([answered('a'), answered('b')]);
    expect(reads.log).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });
});
