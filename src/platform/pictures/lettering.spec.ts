import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hasGlyph, widthOf } from './fonts.js';
import { cut, directionOfText, fittingSize, legible, wrapped } from './lettering.js';

describe('what people wrote, in a picture', () => {
  it.each([
    ['controls and line ends', 'Rent\u0000 is\r\n\tdue', 'Rent is due'],
    ['turns of direction', '\u202EevilRent\u2066', 'evilRent'],
    ['heaped marks', `x\u0335${'\u0301'.repeat(40)}`, 'x\u0335\u0301\u0301'],
    ['halves of characters', 'Rent \uD83C', 'Rent'],
    [
      'joiners that spell words are kept',
      '\u0645\u06CC\u200C\u0634\u0648\u062F',
      '\u0645\u06CC\u200C\u0634\u0648\u062F',
    ],
  ])('is without what would break it: %s', (_name, text, written) => {
    expect(legible(text)).toBe(written);
  });

  it('is never longer than its room, in no more lines than there are, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.integer({ min: 200, max: 900 }),
        (text, width) => {
          const written = legible(text);
          const lines = wrapped(written, 20, width, 3);
          expect(lines.length).toBeLessThanOrEqual(3);
          for (const line of lines) expect(widthOf(line, 20)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('ends in a sign where something is left out, and nowhere else', () => {
    expect(cut('Fair rent', 20, 1_000)).toBe('Fair rent');
    expect(cut('W'.repeat(100), 20, 200)).toMatch(/^W{2,}…$/);
    expect(wrapped('one two three four', 20, widthOf('one two', 20) + 1, 2)).toEqual(['one two', 'three…']);
  });

  it('is read from the side of its first letter', () => {
    expect(directionOfText('2026 إيجار rent', 'ltr')).toBe('rtl');
    expect(directionOfText('«Rent» إيجار', 'rtl')).toBe('ltr');
    expect(directionOfText('2026', 'rtl')).toBe('rtl');
  });

  it('is made smaller until it fits, and no smaller than can be read', () => {
    expect(fittingSize('12', 40, 200, 14)).toBe(40);
    const size = fittingSize('fewer than five in each ask', 40, 200, 8);
    expect(widthOf('fewer than five in each ask', size)).toBeLessThanOrEqual(200);
    expect(fittingSize('W'.repeat(500), 40, 200, 8)).toBe(8);
  });
});

describe('the fonts of pictures', () => {
  it('have the letters that they are for, and say which they lack', () => {
    for (const letter of ['R', 'ñ', 'Ж', 'λ', 'ह', 'ع', '…'])
      expect([letter, hasGlyph(letter)]).toEqual([letter, true]);
    for (const letter of ['公', '🎉', 'ש']) expect([letter, hasGlyph(letter)]).toEqual([letter, false]);
  });

  it('know that wide letters are wider', () => {
    expect(widthOf('W', 10)).toBeGreaterThan(widthOf('i', 10));
    expect(widthOf('WW', 10)).toBeCloseTo(2 * widthOf('W', 10));
  });
});
