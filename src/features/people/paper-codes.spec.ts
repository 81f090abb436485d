import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalPaperCode, grouped, newPaperCode, PAPER_LETTERS } from './paper-codes.js';
import { parseLink } from './links.js';

it('makes codes of more than 128 bits that never repeat', () => {
  const codes = Array.from({ length: 1000 }, newPaperCode);
  expect(new Set(codes).size).toBe(1000);
  expect(Math.log2(PAPER_LETTERS.length) * (codes[0] as string).length).toBeGreaterThan(128);
});

it('shows groups of four capitals', () => {
  expect(grouped(newPaperCode())).toMatch(/^([2-9A-HJKMNP-Z]{4}-){6}[2-9A-HJKMNP-Z]{4}$/);
});

it('takes a code back however its spaces, hyphens and capitals were copied', () => {
  const separator = fc.constantFrom('', ' ', '-', '–', ' - ', '\n', '\u00a0');
  fc.assert(
    fc.property(fc.array(separator, { minLength: 28, maxLength: 28 }), fc.array(fc.boolean()), (gaps, capitals) => {
      const code = newPaperCode();
      const typed = [...code].map((letter, at) => gaps[at] + (capitals[at] ? letter.toUpperCase() : letter)).join('');
      expect(canonicalPaperCode(typed)).toBe(code);
      expect(parseLink(typed)).toEqual({ kind: 'invitation', token: `i_${code}` });
    }),
  );
});

it('takes the link, the bare code and the code with its prefix', () => {
  const code = newPaperCode();
  const link = { kind: 'invitation', token: `i_${code}` };
  for (const text of [`https://accompany.example/#i_${code}`, `i_${code}`, `I_${code.toUpperCase()}`, grouped(code)])
    expect(parseLink(text)).toEqual(link);
});

it.each(['', 'short', 'l'.repeat(28), '2'.repeat(27), '2'.repeat(29), `${'2'.repeat(27)}0`, `${'2'.repeat(27)}é`])(
  'takes %j for no code',
  (text) => expect(canonicalPaperCode(text)).toBeNull(),
);

it('leaves other kinds of links what they are', () => {
  expect(parseLink(`s_${'A'.repeat(22)}`)?.kind).toBe('start');
  expect(parseLink(`https://accompany.example/#a_${'b'.repeat(28)}`)).toEqual({
    kind: 'ask',
    token: `a_${'b'.repeat(28)}`,
  });
});
