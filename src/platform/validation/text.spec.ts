import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normaliseText, type TextFault, textFault } from './text.js';

const line = (value: unknown, limits = {}) => textFault(normaliseText(value), { max: 50, ...limits });
const lines = (value: unknown) => line(value, { multiline: true });

describe('a line of text', () => {
  it.each<[string, unknown, TextFault | null]>([
    ['words', 'Repair the lift', null],
    ['Arabic', 'إصلاح المصعد', null],
    ['Hebrew', 'לתקן את המעלית', null],
    ['Persian with a joiner', 'می\u200cخواهم', null],
    ['a family of emoji', '👩‍👩‍👧‍👦', null],
    ['a flag of tags', '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}', null],
    ['markup, which is only text', '<script>alert(1)</script>', null],
    ['a formula, which is only text', '=cmd|calc', null],
    ['nothing', '', 'TOO_SHORT'],
    ['spaces', ' \t\u00a0\u3000 ', 'TOO_SHORT'],
    ['nothing visible', '\u200b\u2060\ufeff', 'TOO_SHORT'],
    ['a filler that shows nothing', '\u3164', 'TOO_SHORT'],
    ['NUL', 'a\u0000b', 'INVALID'],
    ['a bell', 'a\u0007b', 'INVALID'],
    ['escape', '\u001b[31mred', 'INVALID'],
    ['delete', 'a\u007fb', 'INVALID'],
    ['a C1 control', 'a\u0085b', 'INVALID'],
    ['a line end inside', 'a\nb', 'INVALID'],
    ['a tab inside', 'a\tb', 'INVALID'],
    ['a line separator', 'a\u2028b', 'INVALID'],
    ['a right-to-left override', 'invoice\u202Efdp.exe', 'INVALID'],
    ['a left-to-right override', 'a\u202Db', 'INVALID'],
    ['an embedding', 'a\u202Bb\u202C', 'INVALID'],
    ['an isolate', 'a\u2067b\u2069', 'INVALID'],
    ['half a character', 'a\ud800', 'INVALID'],
    ['a noncharacter', 'a\uffff', 'INVALID'],
    ['51 letters', 'x'.repeat(51), 'TOO_LONG'],
    ['50 characters of two units', '😀'.repeat(50), null],
    ['51 characters of two units', '😀'.repeat(51), 'TOO_LONG'],
    ['a megabyte', 'x'.repeat(1_000_000), 'TOO_LONG'],
    ['a number', 7, 'INVALID'],
    ['an object', { toString: () => 'text' }, 'INVALID'],
    ['null', null, 'INVALID'],
  ])('%s', (_name, value, fault) => {
    expect(line(value)).toBe(fault);
  });
});

describe('lines of text', () => {
  it.each<[string, string, TextFault | null]>([
    ['line ends and tabs', 'one\r\ntwo\rthree\n\tfour', null],
    ['an isolate that its line closes', 'see \u2067עברית\u2069 here\nand on', null],
    ['an isolate left open', 'see \u2067עברית', 'INVALID'],
    ['an isolate that another line closes', '\u2067a\nb\u2069', 'INVALID'],
    ['a close without an open', 'a\u2069', 'INVALID'],
    ['closes in the wrong order', '\u202Ba\u2067b\u202Cc\u2069', 'INVALID'],
    ['an override even if closed', '\u202Ea\u202C', 'INVALID'],
    ['NUL', 'a\n\u0000', 'INVALID'],
    ['a form feed', 'a\fb', 'INVALID'],
  ])('%s', (_name, value, fault) => {
    expect(lines(value)).toBe(fault);
  });

  it('counts characters after bringing accents into one form', () => {
    expect(normaliseText('  e\u0301te\u0301 ')).toBe('été');
    expect(line('e\u0301'.repeat(50))).toBeNull();
  });
});

describe('any text at all', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 80 });

  it('is accepted in the form in which Postgres takes it, or refused', () => {
    fc.assert(
      fc.property(anything, fc.boolean(), (value, multiline) => {
        const text = normaliseText(value) as string;
        if (textFault(text, { max: 50, multiline }) !== null) return;
        expect(text).not.toContain('\u0000');
        expect(text).not.toMatch(/[\u202D\u202E]|\p{Surrogate}/u);
        expect(Buffer.from(text).toString()).toBe(text);
        expect([...text].length).toBeLessThanOrEqual(50);
        expect(text.trim()).toBe(text);
      }),
    );
  });

  it('is judged the same once normalised', () => {
    fc.assert(fc.property(anything, (value) => expect(normaliseText(normaliseText(value))).toBe(normaliseText(value))));
  });

  it.each([
    ['opening marks', (length: number) => '\u2067'.repeat(length)],
    ['letters with an accent', (length: number) => 'e\u0301'.repeat(length / 2)],
    ['marks, opened and closed', (length: number) => '\u2067'.repeat(length / 2) + '\u2069'.repeat(length / 2)],
  ])('is judged in time proportional to its length: %s', (_what, text) => {
    // The best of several, since a busy machine only ever adds. Eight times as long would take 64 times as long if squared.
    const best = (length: number): number =>
      Math.min(
        ...Array.from({ length: 7 }, () => {
          const start = performance.now();
          textFault(normaliseText(text(length)), { max: 100_000, multiline: true });
          return performance.now() - start;
        }),
      );
    best(12_000);
    expect(best(96_000) / best(12_000)).toBeLessThan(30);
  });
});
