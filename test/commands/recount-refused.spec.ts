import { describe, expect, it } from '@jest/globals';
import { type MadeRound, withFile, written } from '../support/recount-files.js';
import { approvals, byCommand, rankings } from '../support/recount-runs.js';

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
