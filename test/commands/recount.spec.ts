import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { count } from '../../src/features/rounds/counting/index.js';
import type { CountingMethod } from '../../src/features/rounds/counting/election.js';
import { type MadeRound, madeRound, madeRounds, withFile, written } from '../support/recount-files.js';
import { approvals, byCommand, bytes, listOf, type Ran, rankings, small } from '../support/recount-runs.js';

const SCRIPT = fileURLToPath(new URL('../../scripts/recount-by-hand.mjs', import.meta.url));

/** In an empty folder and environment: there is nothing that it could take from this project. */
function byScript(file: string): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, file], { env: {}, cwd: '/' }, (error, stdout, stderr) => {
      const lines = (text: string) => text.split('\n').filter((line) => line !== '');
      resolve({ code: Number(error?.code ?? 0), said: lines(stdout), complained: lines(stderr) });
    });
  });
}

function byService({ election }: MadeRound): string[] {
  const { ranking, unranked } = count(election.method, election);
  return [...ranking.map(({ id }, place) => `${place + 1} ${id}`), ...unranked.map((id) => `- ${id}`)];
}

describe('counting again', () => {
  it.each<CountingMethod>(['PROPORTIONAL', 'MAJORITY', 'EQUAL_SHARES'])(
    'by the command and by the script gives the list of the service, for %s in both forms',
    async (method) => {
      await fc.assert(
        fc.asyncProperty(madeRounds({ method, mostItems: 7, mostBallots: 9 }), async (made) => {
          const list = byService(made);
          for (const form of ['json', 'pb'] as const) {
            await withFile(await written(made, form), async (file) => {
              const [command, script] = await Promise.all([byCommand(file), byScript(file)]);
              expect({ command: listOf(command), script: listOf(script) }).toEqual({ command: list, script: list });
              expect(script.code).toBe(0);
              expect(script.said.at(-1)).toBe('The count gives the ranks in the file.');
            });
          }
        }),
        { numRuns: 15 },
      );
    },
    120_000,
  );

  it('says that everything in the file follows from its ballots, and answers 0', async () => {
    const { code, said } = await withFile(await written(approvals, 'pb'), byCommand);
    expect(code).toBe(0);
    expect(said.at(-1)).toBe('The count gives the ranks in the file.');
    expect(said[1]).toMatch(/^Community [0-9a-f-]{36}: 3 of 3 voted, 1 for none of these; a ballot weighs 1\.$/);
  });

  it.each(['json', 'pb'] as const)(
    'finds ranks, lots and a quorum in %s that do not follow, and answers 1',
    async (form) => {
      const { round, items, parts } = approvals.head;
      const swap = (key: 'rank' | 'lot') => {
        const [first, second] = items.filter((item) => item[key] === 1 || item[key] === 2);
        return items.map((item) => {
          if (item === first) return { ...item, [key]: second?.[key] };
          return item === second ? { ...item, [key]: first?.[key] } : item;
        });
      };
      const ranks = await withFile(
        await written({ ...approvals, head: { round, parts, items: swap('rank') } }, form),
        async (file) => {
          const [command, script] = [await byCommand(file), await byScript(file)];
          expect([script.code, script.said.at(-1)]).toEqual([1, 'The file and its ballots differ.']);
          return command;
        },
      );
      expect(ranks.code).toBe(1);
      expect(ranks.complained.join('\n')).toMatch(/has rank 2 in the file and rank 1 by the ballots/);

      const lots = await withFile(
        await written({ ...approvals, head: { round, parts, items: swap('lot') } }, form),
        async (file) => {
          expect((await byScript(file)).complained).toEqual(['The lots in the file do not follow from its seed.']);
          return byCommand(file);
        },
      );
      expect(lots.code).toBe(1);
      expect(lots.complained).toContain('The lots in the file do not follow from its seed.');

      const fewer = parts.map((part) => ({ ...part, roll: 40 }));
      const quorum = await withFile(
        await written({ ...approvals, head: { round, parts: fewer, items } }, form),
        byCommand,
      );
      expect(quorum.code).toBe(1);
      expect(quorum.complained.join('\n')).toMatch(/3 of 40 voted, which is below the quorum of 25 %/);
    },
  );

  it('shows the ballot of a receipt, and says when there is none', async () => {
    await withFile(await written(rankings, 'json'), async (file) => {
      const { said } = await byCommand(file, '--receipt', '0000-0000-0000-0001');
      expect(said).toEqual(
        expect.arrayContaining(['The ballot 0000000000000001:', '  level 1: Lifts', '  level 2: Heat']),
      );
      expect((await byCommand(file, '--receipt', '0000000000000002')).said).toContain(
        'The ballot 0000000000000002 says: none of these.',
      );
      await expect(byCommand(file, '--receipt', 'ZZZZZZZZZZZZZZZZ')).rejects.toThrow(
        'There is no ballot with the receipt',
      );
    });
  });

  it('prints no character of a statement that moves the cursor or turns the writing', async () => {
    const evil = madeRound({
      ...small,
      method: 'PROPORTIONAL',
      statements: ['a\u001B[2J', 'b\u202E', 'c\rd'],
      parts: [[bytes(1, 1, 1)]],
    });
    await withFile(await written(evil, 'pb'), async (file) => {
      for (const { said } of [await byCommand(file), await byScript(file)]) {
        expect(said.join('')).not.toMatch(/[\p{Cc}\u202E]/u);
        expect(said.join('\n')).toContain('b<202E>');
      }
    });
  });
});
