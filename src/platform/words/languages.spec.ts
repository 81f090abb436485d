import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { languageOf, languages, spokenTo } from './languages.js';

describe('the language of an answer', () => {
  it.each([
    ['the one that was chosen, whatever the browser asks for', 'es', 'en', 'es'],
    ['the one that was chosen, wherever it is spoken', 'es-MX', 'en', 'es'],
    ['English where that was chosen', 'en', 'es', 'en'],
    ['what the browser asks for, where the chosen one is not spoken yet', 'nah', 'es', 'es'],
    ['what the browser asks for, where nobody is known', undefined, 'es-419,es;q=0.9,en;q=0.8', 'es'],
    ['the best that is spoken, not the first', undefined, 'en;q=0.2, es;q=0.9', 'es'],
    ['the first of equals', undefined, 'en;q=0.5,es;q=0.5', 'en'],
    ['the next best, where the best is not spoken', undefined, 'quc, de;q=0.9, es-GT;q=0.1', 'es'],
    ['not what the browser refuses', undefined, 'es;q=0, es-MX;q=0.000', 'en'],
    ['English for whoever takes anything', undefined, '*', 'en'],
    ['English without a header', undefined, undefined, 'en'],
    ['English for an empty header', undefined, '', 'en'],
    ['a tag in any spelling', undefined, 'ES-mx', 'es'],
    ['a tag with spaces around it', undefined, ' es ; q=1.0 , en ;q=0.5', 'es'],
    ['nothing out of a malformed quality', undefined, 'es;q=2,es;q=-1,es;q=.5,es;q=1.5,es;level=1', 'en'],
    ['nothing out of nonsense', undefined, ';;;,,q=1,es es,../../es,<es>,es\u0000', 'en'],
    ['no word that only begins like a language', undefined, 'esperanto,est,e', 'en'],
    ['no property of an object', 'constructor', '__proto__,toString', 'en'],
    ['no list longer than a browser’s', undefined, `${'xx,'.repeat(200)}es`, 'en'],
  ])('is %s', (_, chosen, header, language) => {
    expect(spokenTo(chosen, header)).toBe(language);
  });

  it('costs next to nothing, whatever the header says', () => {
    const hostile = ['es,'.repeat(3_333), 'a'.repeat(10_000), `es${';q=0.1'.repeat(1_600)}`, '-'.repeat(10_000)];
    const start = performance.now();
    for (let n = 0; n < 1_000; n += 1) for (const header of hostile) spokenTo(undefined, header);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('is always one that is spoken', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[esn,;q=01. -]{0,40}$/));
    fc.assert(
      fc.property(texts, texts, (chosen, header) => {
        expect(languages).toContain(spokenTo(chosen, header));
        expect(languages).toContain(languageOf(chosen));
      }),
    );
  });
});
