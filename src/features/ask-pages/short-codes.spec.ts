import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { newId } from '../../platform/database/id.js';
import { endingOf, shortCodeOf } from './short-codes.js';

describe('the code of a short link', () => {
  it('leads back to the end of the id, however it is typed', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const code = shortCodeOf(id);
        const spoken = `${code.slice(0, 5)} – ${code.slice(5)}`.toUpperCase();
        expect([endingOf(code), endingOf(spoken)]).toEqual([id.slice(-12), id.slice(-12)]);
      }),
    );
  });

  it('is ten letters and digits, none of which looks like another', () => {
    expect(shortCodeOf(newId())).toMatch(/^[2-9a-hjkmnp-z]{10}$/);
    expect(shortCodeOf('00000000-0000-7000-8000-000000000000')).toBe('2222222222');
  });

  it.each(['', 'k7qm', 'zzzzzzzzzz', 'k7qm2xwdp', 'k7qm2xwdpaa', 'k7qm2xwd0a', '../../etc/', '\u0000'.repeat(10)])(
    'is not %j',
    (text) => {
      expect(endingOf(text)).toBeNull();
    },
  );
});
