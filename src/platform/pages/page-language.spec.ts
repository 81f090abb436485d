import { describe, expect, it } from '@jest/globals';
import { directionOf, pageLanguageOf } from './page-language.js';

describe('the language of a page', () => {
  it.each<[string, unknown, string | undefined, string | null, string]>([
    ['that was chosen', 'es', 'en', 'ar', 'es'],
    ['that is asked for first', undefined, 'fr, ar;q=0.3, es;q=0.9', 'en', 'es'],
    ['of a country', undefined, 'es-MX', null, 'es'],
    ['of what is shown, where none that is asked for is spoken', undefined, 'fr', 'ar-EG', 'ar'],
    ['English otherwise', undefined, undefined, 'tok', 'en'],
    ['not one that is refused', undefined, 'es;q=0', null, 'en'],
    ['not one that came twice', ['es', 'ar'], 'en', null, 'en'],
    ['whatever is sent', '"><script>', ';;q=,,=', '\u0000', 'en'],
  ])('is the one %s', (_name, chosen, header, shown, language) => {
    expect(pageLanguageOf(chosen, header, shown)).toBe(language);
  });
});

describe('the direction of a text', () => {
  it.each([
    ['en', 'ltr'],
    ['ar', 'rtl'],
    ['fa-IR', 'rtl'],
    ['he', 'rtl'],
    ['ur', 'rtl'],
    ['az-Arab', 'rtl'],
    ['not a tag', 'ltr'],
    ['', 'ltr'],
  ])('in %s is %s', (tag, direction) => {
    expect(directionOf(tag)).toBe(direction);
  });
});
