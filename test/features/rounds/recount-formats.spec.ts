import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { readRecountFile } from '../../../src/features/rounds/index.js';
import { madeRounds, withFile, written } from '../../support/recount-files.js';

const RUNS = { numRuns: 60 };

/** A .pb file by the words of pabulib.org/format alone: sections, semicolons, quotes, commas. */
function byTheFormat(text: string) {
  const rows: string[][] = parse(text, { delimiter: ';', record_delimiter: '\n', relax_column_count: true });
  const sections: Record<string, string[][]> = {};
  let section: string[][] = [];
  for (const row of rows) {
    if (row.length === 1 && ['META', 'PROJECTS', 'VOTES'].includes(row[0] as string)) {
      section = [];
      sections[row[0] as string] = section;
    } else section.push(row);
  }
  const tables = ['PROJECTS', 'VOTES'].map((name) => {
    const [columns = [], ...lines] = sections[name] ?? [];
    return lines.map((line) => Object.fromEntries(columns.map((column, place) => [column, line[place]])));
  });
  const [header, ...meta] = sections['META'] ?? [];
  return { header, meta: Object.fromEntries(meta), projects: tables[0] ?? [], votes: tables[1] ?? [] };
}

describe('a recount file', () => {
  it('in JSON says all of the round, in text that shows no character that could deceive', async () => {
    await fc.assert(
      fc.asyncProperty(madeRounds(), async (made) => {
        const text = await written(made, 'json');
        const { round, parts, items, ballots, format, version } = JSON.parse(text);
        expect({ format, version }).toEqual({ format: 'accompany-recount', version: 1 });
        expect({ head: { round, parts, items }, ballots }).toEqual({ head: made.head, ballots: made.ballots });
        expect(text).not.toMatch(/[\u202A-\u202E\u2066-\u2069\uFEFF]/);
      }),
      RUNS,
    );
  });

  it.each(['json', 'pb'] as const)('in %s reads back as it was, whatever stands in its statements', async (form) => {
    await fc.assert(
      fc.asyncProperty(madeRounds(), async (made) => {
        const file = await withFile(await written(made, form), (path) => readRecountFile(path));
        expect(file.head).toEqual(made.head);
        expect(file.ballots.marks).toEqual(made.election.marks);
        expect(file.ballots.parts).toEqual(made.election.parts);
        expect([...file.ballots.receipts.keys()]).toEqual(made.ballots.map(({ receipt }) => receipt));
      }),
      RUNS,
    );
  });

  it('in .pb is understood by whoever knows the format', async () => {
    await fc.assert(
      fc.asyncProperty(madeRounds(), async (made) => {
        const { header, meta, projects, votes } = byTheFormat(await written(made, 'pb'));
        const { round, items } = made.head;
        const ranks = round.method === 'MAJORITY';
        expect(header).toEqual(['key', 'value']);
        expect(meta).toMatchObject({
          num_projects: String(projects.length),
          num_votes: String(made.ballots.length),
          budget: String(round.budgetHours ?? items.length),
          vote_type: ranks ? 'scoring' : 'approval',
          date_begin: '20.11.2026',
          date_end: '26.11.2026',
          unit: "'=Canal Street",
          description: 'Priorities of the campaign Warm homes; "all" of them',
        });
        expect(projects.map(({ project_id: id }) => id)).toEqual([...items.map((_, place) => String(place + 1)), '0']);
        expect(projects.slice(0, -1).map(({ cost }) => cost)).toEqual(items.map(({ hours }) => String(hours ?? 1)));
        expect(votes.map(({ voter_id: receipt }) => receipt)).toEqual(made.ballots.map(({ receipt }) => receipt));
        const scores = votes.map(({ vote = '', points }) => {
          const all = points?.split(',') ?? vote.split(',').map(() => '1');
          return new Map(vote.split(',').map((project, place) => [project, Number(all[place])]));
        });
        for (const [place, { levels }] of made.ballots.entries()) {
          const said = scores[place] as Map<string, number>;
          if (levels.length === 0) expect([...said.keys()]).toEqual(['0']);
          const expected = levels.map((level) => level.map(String));
          if (levels.length > 0) expect(byScore(said)).toEqual(expected);
        }
      }),
      RUNS,
    );
  });

  it('gives a spreadsheet no formula to run', async () => {
    await fc.assert(
      fc.asyncProperty(madeRounds(), async (made) => {
        const { meta, projects } = byTheFormat(await written(made, 'pb'));
        for (const name of [meta['unit'], ...projects.map((one) => one['name'])])
          expect(name).not.toMatch(/^[=+\-@\t\r]/);
      }),
      RUNS,
    );
  });
});

function byScore(scores: Map<string, number>): string[][] {
  const different = [...new Set(scores.values())].sort((one, other) => other - one);
  return different.map((score) => [...scores].filter(([, own]) => own === score).map(([project]) => project));
}
