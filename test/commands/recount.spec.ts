import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import recount from '../../src/commands/recount.js';
import { count } from '../../src/features/rounds/counting/index.js';
import type { CountingMethod } from '../../src/features/rounds/counting/election.js';
import { type MadeRound, madeRound, madeRounds, withFile, written } from '../support/recount-files.js';

const SCRIPT = fileURLToPath(new URL('../../scripts/recount-by-hand.mjs', import.meta.url));
const LINE = /^(\d+|-)\. .*\[([0-9a-f-]{36})\]$/s;

interface Ran {
  code: number;
  said: string[];
  complained: string[];
}

/** Ids by rank and those without one, as either prints them. */
const listOf = ({ said }: Ran) => said.flatMap((line) => LINE.exec(line)?.slice(1, 3).join(' ') ?? []);

async function byCommand(file: string, ...more: string[]): Promise<Ran> {
  const said: string[] = [];
  const complained: string[] = [];
  const on = {
    say: (line: string) => void said.push(line),
    complain: (line: string) => void complained.push(line),
    isInteractive: false,
  };
  return { code: await recount([file, ...more], on), said, complained };
}

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

const bytes = (...marks: number[]) => Uint8Array.from(marks);
const seed = Uint8Array.from({ length: 32 }, (_, place) => place);
const small = {
  voice: 'PER_COMMUNITY',
  statements: ['Heat', 'Lifts', 'Locks'],
  costs: [4, 3, 2],
  budget: 6,
  completion: 'BY_SUPPORT',
  seed,
} as const;
const approvals = madeRound({
  ...small,
  method: 'PROPORTIONAL',
  parts: [[bytes(1, 1, 0), bytes(1, 1, 0), bytes(0, 0, 0)], [bytes(0, 1, 0)]],
});
const rankings = madeRound({
  ...small,
  method: 'MAJORITY',
  parts: [[bytes(1, 2, 2), bytes(2, 1, 0), bytes(0, 0, 0)], [bytes(0, 1, 0)]],
});

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
        { numRuns: 25 },
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
        expect(said.join('\n')).not.toMatch(/[\u001B\u202E\r]/);
        expect(said.join('\n')).toContain('b<202E>');
      }
    });
  });
});

describe('a file that is not what it should be', () => {
  const changed = (made: MadeRound, form: 'json' | 'pb', from: string | RegExp, to: string) =>
    written(made, form).then((text) => {
      const result = text.replace(from, to);
      if (result === text) throw new Error('Nothing was changed.');
      return result;
    });

  it.each<[string, MadeRound, string | RegExp, string, string]>([
    ['is cut off', approvals, /\n\]\}\n$/, '', 'Line 17: this is not valid JSON'],
    ['is of another version', approvals, '"version":1', '"version":2', 'Line 1: version: there should be 1'],
    ['names another method', approvals, '"PROPORTIONAL"', '"DICE"', 'Line 3: round.method: there should be one of'],
    ['lacks a key', approvals, '"voice":"PER_COMMUNITY",', '', 'Line 3: round.voice: there should be one of'],
    ['gives a community more weight', approvals, '"weight":"3"', '"weight":"4"', 'Line 6: parts.1.weight: by voice'],
    ['lists a priority twice', approvals, '"lot":2', '"lot":3', 'lot: 3 stands there twice'],
    [
      'has a ballot twice',
      approvals,
      '0000000000000001',
      '0000000000000000',
      'Line 15: ballots.1.receipt: the receipt',
    ],
    [
      'lacks a ballot',
      approvals,
      /,\n\{"receipt":"0000000000000003"[^\n]*/,
      '',
      'parts.1.ballots: of this community there are 0',
    ],
    [
      'marks a priority twice',
      approvals,
      '"levels":[[1,2]]',
      '"levels":[[1,1]]',
      'the ballot marks this priority twice',
    ],
    [
      'marks what is not listed',
      approvals,
      '"levels":[[1,2]]',
      '"levels":[[1,7]]',
      'Line 14: ballots.0.levels.0.1: there should be a whole number from 1 to 3',
    ],
    [
      'ranks where people mark',
      approvals,
      '"levels":[[1,2]]',
      '"levels":[[1],[2]]',
      'Line 14: ballots.0.levels: there should be 0 to 1 entries',
    ],
    [
      'has a budget without shares',
      approvals,
      '"budgetHours":null',
      '"budgetHours":7',
      'Line 3: round.budgetHours: there should be null',
    ],
    [
      'hides a key of another',
      approvals,
      '"round":{',
      '"round":{"__proto__":{"voice":"PER_PERSON"},"constructor":7,',
      '',
    ],
  ])('in JSON that %s is refused with its line', async (_what, made, from, to, message) => {
    const text = await changed(made, 'json', from, to);
    if (message === '') expect((await withFile(text, byCommand)).code).toBe(0);
    else await expect(withFile(text, byCommand)).rejects.toThrow(message);
  });

  it.each<[string, MadeRound, string | RegExp, string, string]>([
    ['is cut off', approvals, /VOTES[^]*$/, '', 'there is no VOTES section'],
    [
      'is cut off among its votes',
      approvals,
      /[^\n]*\n$/,
      '',
      'parts.1.ballots: of this community there are 0 ballots, not 1',
    ],
    [
      'is of another version',
      approvals,
      'accompany_recount;1',
      'accompany_recount;2',
      'Line 17: version: there should be 1',
    ],
    ['is none of ours', approvals, 'accompany_recount;1\n', '', 'format: there should be accompany-recount'],
    [
      'has a row too short',
      approvals,
      '0000000000000001;0;1,2',
      '0000000000000001;0',
      'Line 42: there should be 3 cells, not 2',
    ],
    [
      'has a cell that does not end',
      approvals,
      '0000000000000001;0;1,2',
      '"0000000000000001;0;1,2',
      'a cell is not well-formed',
    ],
    [
      'names a part that there is not',
      approvals,
      '0000000000000001;0;',
      '0000000000000001;2;',
      'Line 42: there should be a whole number from 0 to 1',
    ],
    [
      'has a vote for nothing',
      approvals,
      '0000000000000001;0;1,2',
      '0000000000000001;0;',
      'Line 42: there should be a whole number from 1 to 3',
    ],
    ['has a section twice', approvals, 'VOTES', 'PROJECTS', 'PROJECTS does not belong here'],
    ['has points that are none', rankings, /;3,2\n/, ';3,x\n', 'there should be a whole number'],
    ['has fewer points than projects', rankings, /;3,2\n/, ';3\n', 'there should be as many points as projects'],
    ['has a setting twice', approvals, 'method;', 'voice;PER_PERSON\nmethod;', 'Line 21: this key stands there twice'],
    ['has a wrong seed', approvals, /lot_seed;[0-9a-f]*/, 'lot_seed;', 'round.lotSeed: there should be a seed'],
  ])('in .pb that %s is refused with its line', async (_what, made, from, to, message) => {
    const text = await changed(made, 'pb', from, to);
    await expect(withFile(text, byCommand)).rejects.toThrow(message);
  });

  it('that is no text, empty, huge in one line, or not there is refused', async () => {
    const cases: [string | Uint8Array, string][] = [
      [Uint8Array.of(0xff, 0xfe, 0x00), 'Line 1: there, or soon after, the file is not UTF-8'],
      ['', 'there is no VOTES section'],
      ['META\n"', 'a cell is not well-formed'],
      [`META\n${'x'.repeat(300_000)}`, 'a cell is not well-formed'],
      ['[1, 2', 'a .pb file begins with META'],
      ['{"format":"accompany-recount","version":1,"round":[]}', 'Line 1: round: there should be an object'],
    ];
    for (const [content, message] of cases) await expect(withFile(content, byCommand)).rejects.toThrow(message);
    await expect(byCommand('/nowhere/at/all')).rejects.toThrow('cannot be read');
  });

  it('saved anew by another program, with other line ends and spaces, is read all the same', async () => {
    const json = JSON.stringify(JSON.parse(await written(rankings, 'json')), null, 3).replaceAll('\n', '\r\n');
    expect((await withFile(json, byCommand)).code).toBe(0);
    const pb = `\uFEFF${(await written(rankings, 'pb')).replaceAll('\n', '\r\n')}`;
    expect((await withFile(pb, byCommand)).code).toBe(0);
  });
});
