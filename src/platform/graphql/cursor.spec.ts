import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Cursors } from './cursor.js';

const cursors = new Cursors(Buffer.alloc(32, 1));
const values = fc.array(fc.option(fc.string({ unit: 'binary' })), { minLength: 1, maxLength: 4 });

describe('a cursor', () => {
  it('gives back what was sealed', () => {
    fc.assert(
      fc.property(fc.string(), values, (scope, keys) => {
        expect(cursors.open(scope, cursors.seal(scope, keys))).toEqual(keys);
      }),
    );
  });

  it('opens no other list, nor under another secret', () => {
    const cursor = cursors.seal('Query.asks', ['a', '1']);
    expect(() => cursors.open('Query.pledges', cursor)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
    expect(() => new Cursors(Buffer.alloc(32, 2)).open('Query.asks', cursor)).toThrow('does not belong');
  });

  it('is the same for the same row each time, and shows nothing of what it holds', () => {
    const cursor = cursors.seal('Query.asks', ['Elm street', '3']);
    expect(cursors.seal('Query.asks', ['Elm street', '3'])).toBe(cursor);
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toMatch(/Elm|\["/);
  });

  it('is refused when any one character is changed, left out or added', () => {
    const cursor = cursors.seal('Query.asks', ['Elm street', null]);
    const letters = fc.constantFrom(...'AZaz09-_=+/ .'.split(''));
    fc.assert(
      fc.property(fc.nat(cursor.length - 1), letters, fc.constantFrom(0, 1), (place, letter, removed) => {
        const changed = cursor.slice(0, place) + letter + cursor.slice(place + removed);
        fc.pre(changed !== cursor);
        expect(() => cursors.open('Query.asks', changed)).toThrow('does not belong');
      }),
    );
  });

  it('is refused when made up, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        expect(() => cursors.open('Query.asks', text)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
      }),
    );
  });
});
