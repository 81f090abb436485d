import { describe, expect, it } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { decodeUtf8, MOST_ROWS, readAsksCsv } from './asks-csv.js';

const HEADER = 'external_id,priority,title,kind,unit,quantity';
const ROW = 'a-1,Heat,Carry boxes,SHOW_UP,people,10';

function problemsOf(file: string) {
  return readAsksCsv(file).problems.map(({ line, column, code }) => [line, column, code]);
}

describe('reading asks from CSV', () => {
  it('reads a row, and the defaults of what it leaves out', () => {
    const { rows, problems, total } = readAsksCsv(`${HEADER}\n${ROW}\n`);
    expect(problems).toEqual([]);
    expect(total).toBe(1);
    expect(rows).toMatchObject([
      {
        line: 2,
        priority: 'Heat',
        language: null,
        content: {
          externalId: 'a-1',
          title: 'Carry boxes',
          kind: 'SHOW_UP',
          quantityWanted: 10,
          slots: null,
          noticeHours: 24,
          visibility: 'PUBLIC',
        },
      },
    ]);
  });

  it('reads every column', () => {
    const columns =
      'starts_at,ends_at,place,risk_tier,risk_notes,dos,donts,suits,access,visibility,notice_hours,language,slots,description';
    const cells =
      '2027-01-02T10:00:00+01:00,2027-01-02T12:00Z,Hall,1,Cold,Bring soup,No photos,Anyone,Ramp,allies,48,ES,3,Long';
    const { rows } = readAsksCsv(`${HEADER},${columns}\n${ROW},${cells}`);
    expect(rows[0]?.language).toBe('es');
    expect(rows[0]?.content).toMatchObject({
      startsAt: new Date('2027-01-02T09:00:00Z'),
      endsAt: new Date('2027-01-02T12:00:00Z'),
      place: 'Hall',
      riskTier: 1,
      riskNotes: 'Cold',
      dos: 'Bring soup',
      donts: 'No photos',
      suits: 'Anyone',
      access: 'Ramp',
      visibility: 'ALLIES',
      noticeHours: 48,
      slots: 3,
      description: 'Long',
    });
  });

  it.each([
    ['a byte order mark', `\uFEFF${HEADER}\n${ROW}`],
    ['Windows line ends', `${HEADER}\r\n${ROW}\r\n`],
    ['old Macintosh line ends', `${HEADER}\r${ROW}\r`],
    ['semicolons', `${HEADER}\n${ROW}`.replaceAll(',', ';')],
    ['tabs', `${HEADER}\n${ROW}`.replaceAll(',', '\t')],
    ['capitals and spaces in the header', `${HEADER.toUpperCase().replaceAll(',', ' , ')}\n${ROW}`],
    [
      'columns in another order',
      `quantity,unit,kind,title,priority,external_id\n10,people,SHOW_UP,Carry boxes,Heat,a-1`,
    ],
    ['empty lines and empty rows', `\n\n${HEADER}\n\n,,,,,\n${ROW}\n\n`],
    ['fields too many that are empty', `${HEADER}\n${ROW},,`],
    ['a kind as people write it', `${HEADER}\na-1,Heat,Carry boxes,show up,people,10`],
  ])('tolerates %s', (_, file) => {
    const { rows, problems } = readAsksCsv(file);
    expect(problems).toEqual([]);
    expect(rows.map((row) => row.content.externalId)).toEqual(['a-1']);
  });

  it.each([
    ['an empty file', '', [[1, null, 'UNREADABLE']]],
    ['a file of empty lines', '\n\n', [[1, null, 'UNREADABLE']]],
    ['a missing column', 'external_id,priority,title,kind,unit\n', [[1, 'quantity', 'MISSING_COLUMN']]],
    ['an unknown column', `${HEADER},colour\n${ROW},red`, [[1, 'colour', 'UNKNOWN_COLUMN']]],
    [
      'a column of the language’s own',
      `${HEADER},__proto__,constructor\n`,
      [
        [1, '__proto__', 'UNKNOWN_COLUMN'],
        [1, 'constructor', 'UNKNOWN_COLUMN'],
      ],
    ],
    ['a column twice', `${HEADER},title\n${ROW},x`, [[1, 'title', 'INVALID']]],
    ['a quote that stays open', `${HEADER}\n"a-1,Heat`, [[2, null, 'UNREADABLE']]],
    ['a quote inside a field', `${HEADER}\n${ROW}\na"b,Heat,x,SHOW_UP,u,1`, [[3, null, 'UNREADABLE']]],
    ['text after a closing quote', `${HEADER}\n"a"b,Heat,x,SHOW_UP,u,1`, [[2, null, 'UNREADABLE']]],
    ['fields too few', `${HEADER}\na-1,Heat`, [[2, null, 'INVALID']]],
    ['fields too many', `${HEADER}\n${ROW},more`, [[2, null, 'INVALID']]],
    ['a title too long', `${HEADER}\na-1,Heat,${'x'.repeat(141)},SHOW_UP,people,10`, [[2, 'title', 'TOO_LONG']]],
    ['an empty title', `${HEADER}\na-1,Heat,  ,SHOW_UP,people,10`, [[2, 'title', 'TOO_SHORT']]],
    ['NUL', `${HEADER}\na-1,Heat,a\0b,SHOW_UP,people,10`, [[2, 'title', 'INVALID']]],
    ['a bidi override', `${HEADER}\na-1,Heat,a\u202Eb,SHOW_UP,people,10`, [[2, 'title', 'INVALID']]],
    ['half a character', `${HEADER}\na-1,Heat,a\uD800b,SHOW_UP,people,10`, [[2, null, 'UNREADABLE']]],
    ['a title of two lines', `${HEADER}\na-1,Heat,"a\nb",SHOW_UP,people,10`, [[2, 'title', 'INVALID']]],
    ['a kind that there is not', `${HEADER}\na-1,Heat,x,MARCH,people,10`, [[2, 'kind', 'INVALID']]],
    ['a quantity of zero', `${HEADER}\na-1,Heat,x,SHOW_UP,people,0`, [[2, 'quantity', 'OUT_OF_RANGE']]],
    ['a negative quantity', `${HEADER}\na-1,Heat,x,SHOW_UP,people,-1`, [[2, 'quantity', 'OUT_OF_RANGE']]],
    ['a fraction', `${HEADER}\na-1,Heat,x,SHOW_UP,people,1.5`, [[2, 'quantity', 'OUT_OF_RANGE']]],
    ['a huge quantity', `${HEADER}\na-1,Heat,x,SHOW_UP,people,99999999999`, [[2, 'quantity', 'OUT_OF_RANGE']]],
    ['hexadecimal', `${HEADER}\na-1,Heat,x,SHOW_UP,people,0x10`, [[2, 'quantity', 'OUT_OF_RANGE']]],
    ['an instant without a zone', `${HEADER},ends_at\n${ROW},2027-01-02T10:00`, [[2, 'ends_at', 'INVALID']]],
    ['a day that there is not', `${HEADER},ends_at\n${ROW},2027-02-30T10:00Z`, [[2, 'ends_at', 'INVALID']]],
    ['a language that there is not', `${HEADER},language\n${ROW},Spanish language`, [[2, 'language', 'INVALID']]],
    [
      'an external id twice',
      `${HEADER}\n${ROW}\n${ROW}\n${ROW}`,
      [
        [3, 'external_id', 'EXTERNAL_ID_TAKEN'],
        [4, 'external_id', 'EXTERNAL_ID_TAKEN'],
      ],
    ],
    [
      'all that is wrong at once',
      `${HEADER}\n,,,,,x\n${ROW}`,
      [
        [2, 'external_id', 'TOO_SHORT'],
        [2, 'priority', 'TOO_SHORT'],
        [2, 'title', 'TOO_SHORT'],
        [2, 'kind', 'INVALID'],
        [2, 'unit', 'TOO_SHORT'],
        [2, 'quantity', 'OUT_OF_RANGE'],
      ],
    ],
  ])('reports %s', (_, file, problems) => {
    expect(problemsOf(file)).toEqual(problems);
  });

  it('names the line of the file on which a row begins, whatever its fields hold', () => {
    const file = `${HEADER},description\r\n${ROW},"one\r\ntwo\r\nthree"\r\n\r\nb,Heat,x,MARCH,people,1,\r\n`;
    expect(problemsOf(file)).toEqual([[6, 'kind', 'INVALID']]);
  });

  it('keeps line breaks and quotes inside a field', () => {
    const { rows } = readAsksCsv(`${HEADER},description\n${ROW},"He said ""come"",\r\nso come."`);
    expect(rows[0]?.content.description).toBe('He said "come",\nso come.');
  });

  it('refuses more rows than it takes', () => {
    const rows = Array.from({ length: MOST_ROWS + 1 }, (_, index) => `a-${index},Heat,x,SHOW_UP,people,1`);
    expect(problemsOf([HEADER, ...rows].join('\n'))).toEqual([[1, null, 'TOO_MANY']]);
  });

  it('reads back whatever a spreadsheet may write', () => {
    const letters = fc.constantFrom('a', 'é', '中', '"', ',', ';', "'", '=', '+', '-', '@', ' ', '\n', '😀', 'ß', '\t');
    const cell = fc.string({ unit: letters, maxLength: 60 }).map((text) => text.trim());
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        fc.constantFrom('\n', '\r\n'),
        (texts, bom, end) => {
          const records = texts.map((description, index) => [
            `id-${index}`,
            'Heat',
            'Carry',
            'HOST',
            'rooms',
            '1',
            description,
          ]);
          const file = stringify([[...HEADER.split(','), 'description'], ...records], {
            bom,
            record_delimiter: end,
            quoted_match: /\n/,
          });
          const read = readAsksCsv(file);
          expect(read.problems).toEqual([]);
          expect(read.rows.map((row) => row.content.description)).toEqual(texts);
        },
      ),
    );
  });

  it('answers any text at all with rows or problems', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.boolean(), (noise, headed) => {
        const { rows, problems } = readAsksCsv(headed ? `${HEADER}\n${noise}` : noise);
        expect(rows.length + problems.length).toBeGreaterThanOrEqual(headed ? 0 : 1);
      }),
      { numRuns: 500 },
    );
  });

  it('names the line on which a file stops being UTF-8', () => {
    expect(decodeUtf8(Buffer.from(`\uFEFF${HEADER}\né`))).toBe(`${HEADER}\né`);
    const latin = Buffer.concat([
      Buffer.from(`${HEADER}\nñ,fine\n`),
      Buffer.from('calefacci\xf3n', 'latin1'),
      Buffer.from('\nmore'),
    ]);
    expect(decodeUtf8(latin)).toMatchObject({ line: 3, code: 'UNREADABLE' });
    const cut = Buffer.from('a\né').subarray(0, 3);
    expect(decodeUtf8(cut)).toMatchObject({ line: 2, code: 'UNREADABLE' });
  });
});
