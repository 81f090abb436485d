import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRestorable, reviewFault, wordsIn, type Written } from './priority.rules.js';

const written = (language: string, details = ''): Written => ({ language, statement: `in ${language}`, details });
const original = written('es', 'Detalles');

describe('the words of a priority for who reads a language', () => {
  it.each([
    ['es', ['pt', 'en'], 'es'],
    ['en', ['pt', 'en'], 'en'],
    ['EN', ['pt', 'en'], 'en'],
    ['pt-BR', ['pt', 'pt-BR'], 'pt-BR'],
    ['pt-BR', ['pt-PT', 'pt'], 'pt'],
    ['pt-BR', ['en', 'pt-PT'], 'pt-PT'],
    ['pt', ['pt-BR'], 'pt-BR'],
    ['es-MX', ['en'], 'es'],
    ['es-MX', ['es-MX'], 'es-MX'],
    ['nah', ['en', 'pt'], 'es'],
    ['e', ['en'], 'es'],
  ])('are for %s, of an original in es and %j, those in %s', (language, translations, expected) => {
    expect(
      wordsIn(
        language,
        original,
        translations.map((one) => written(one)),
      ).language,
    ).toBe(expected);
  });

  it('have the details as they were written where a translation has none', () => {
    expect(wordsIn('en', original, [written('en')]).details).toBe('Detalles');
    expect(wordsIn('en', original, [written('en', 'Details')]).details).toBe('Details');
  });

  it('are some of those that there are, and the exact ones whenever there are any, in whatever order they come', () => {
    const tag = fc.constantFrom('es', 'es-MX', 'pt', 'pt-BR', 'pt-PT', 'en', 'zh-Hant', 'zh-Hans');
    fc.assert(
      fc.property(tag, tag, fc.uniqueArray(tag), (wanted, own, others) => {
        const first = written(own);
        const translations = others.filter((one) => one !== own).map((one) => written(one));
        const { language } = wordsIn(wanted, first, translations);
        const there = [own, ...others];
        expect(there).toContain(language);
        if (there.includes(wanted)) expect(language).toBe(wanted);
        if (language.split('-')[0] !== wanted.split('-')[0]) expect(language).toBe(own);
      }),
    );
  });
});

describe('the day on which a priority is looked at again', () => {
  it.each([
    ['2026-11-25', 'IN_THE_PAST'],
    ['2026-11-26', 'IN_THE_PAST'],
    ['2026-11-27', null],
    ['2028-11-26', null],
    ['2028-11-27', 'OUT_OF_RANGE'],
    ['9999-12-31', 'OUT_OF_RANGE'],
  ])('seen from 2026-11-26, %s: %s', (reviewOn, fault) => {
    expect(reviewFault(reviewOn, '2026-11-26')).toBe(fault);
  });

  it('is at most the last of February after two years from a leap day', () => {
    expect([reviewFault('2030-02-28', '2028-02-29'), reviewFault('2030-03-01', '2028-02-29')]).toEqual([
      null,
      'OUT_OF_RANGE',
    ]);
  });
});

describe('bringing a priority back', () => {
  const since = new Date('2026-11-01T12:00:00Z');
  it.each([
    ['2026-11-15T11:59:59.999Z', true],
    ['2026-11-15T12:00:00.000Z', false],
  ])('at %s of what was put aside on the first at noon: %s', (now, expected) => {
    expect(isRestorable({ withdrawnAt: since, mergedAt: null }, new Date(now))).toBe(expected);
    expect(isRestorable({ withdrawnAt: null, mergedAt: since }, new Date(now))).toBe(expected);
  });

  it('is of nothing that is live', () => {
    expect(isRestorable({ withdrawnAt: null, mergedAt: null }, since)).toBe(false);
  });
});
