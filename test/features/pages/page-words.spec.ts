import { describe, expect, it } from '@jest/globals';
import { pageLanguages } from '../../../src/platform/pages/page-language.js';
import type { FigureShown } from '../../../src/features/pages/campaign-figures.js';
import { isolated, PageWords } from '../../../src/features/pages/page-words.js';

const english = new PageWords('en', 'UTC');

describe('figures in the language of a page', () => {
  const suppressed = [
    'fewer than 5',
    'fewer than 10 in each ask',
    'fewer than 5 people and fewer than 5 organizations',
    'by fewer than 5 people',
    'by fewer than 5 people in each ask',
    'by fewer than 5 people and fewer than 5 organizations',
  ];

  it.each(suppressed)('tell `%s` as the API does, and with the same number in every language', (text) => {
    const figure: FigureShown = { value: null, text, isExact: false };
    expect(english.figures.figure(figure)).toBe(text);
    const told = pageLanguages.map((language) => new PageWords(language, 'UTC').figures.figure(figure));
    expect(new Set(told).size).toBe(pageLanguages.length);
    for (const words of told) expect(words.match(/\d+/g)?.[0]).toBe(/\d+/.exec(text)?.[0]);
  });

  it('write large numbers as their readers do, and do not round', () => {
    const figure: FigureShown = { value: 2_147_483_647, text: '2147483647 or more', isExact: false };
    expect(english.figures.figure(figure)).toBe('2,147,483,647 or more');
    expect(new PageWords('es', 'UTC').figures.figure(figure)).toBe('2.147.483.647 o más');
  });

  it('never call all of it what is not', () => {
    expect(english.figures.percent(0.999)).toBe('99%');
    expect(english.figures.share({ value: null, band: 'HALF_OR_MORE', text: '50 % or more' })).toBe('50% or more');
    expect(english.figures.share({ value: null, band: null, text: 'of fewer than 5 people' })).toBe(
      'of fewer than 5 people',
    );
  });
});

describe('times on a page', () => {
  it('are those of the place, and say of which', () => {
    const words = new PageWords('en', 'America/New_York');
    expect(words.time('2026-01-02T01:00:00Z')).toContain('Jan 1, 2026');
    expect(words.time('2026-01-02T01:00:00Z')).toContain('EST');
    expect(words.time('2026-01-02T01:00:00Z', 'Europe/Madrid')).toContain('Jan 2, 2026');
    expect(words.day('2026-01-02')).toBe('January 2, 2026');
  });
});

describe('what people wrote, in a sentence of ours', () => {
  it('cannot end what keeps it apart, nor turn around what follows', () => {
    expect(isolated('a\u2069\u202Eb')).toBe('\u2068ab\u2069');
  });
});

describe('addresses on a page', () => {
  it('keep the language only where it was chosen', () => {
    expect(english.to('/c/x')).toBe('/c/x');
    expect(new PageWords('ar', 'UTC', true).to('/c/x/asks', { after: 'a+b' })).toBe('/c/x/asks?after=a%2Bb&lang=ar');
  });
});
