import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DocumentNode, parse } from 'graphql';
import { EndlessFragments, type Size, sizes } from './document-size.js';
import { tooLarge } from './limits.js';
import { examine } from './variables.js';

const sizeOf = (source: string): Size => {
  const [size] = sizes(parse(source)).values();
  if (!size) throw new Error('no operation');
  return size;
};

describe('the size of a document', () => {
  it.each<[string, Partial<Size>]>([
    ['{ a }', { selections: 1, depth: 1, rootFields: 1, aliases: 0, directives: 0 }],
    ['{ a b }', { selections: 2, depth: 1, rootFields: 2 }],
    ['{ a { b { c } } }', { selections: 3, depth: 3, rootFields: 1 }],
    ['{ x: a { y: b } }', { aliases: 2, rootFields: 1 }],
    ['{ x: __typename y: __typename }', { aliases: 2, depth: 0, rootFields: 2 }],
    ['{ ... { a ... { b } } }', { selections: 4, depth: 1, rootFields: 2 }],
    ['{ ...F a } fragment F on Query { b c }', { selections: 4, rootFields: 3 }],
    ['{ a { ...F } } fragment F on T { b { c } }', { depth: 3, selections: 4 }],
    ['query @x { a @x @x ... @x { b } ...F @x } fragment F on T @x { c @x }', { directives: 7 }],
    ['{ __schema { types { fields { type { name } } } } }', { depth: 0, selections: 5 }],
    ['{ ...Missing }', { selections: 1 }],
  ])('%s', (source, expected) => {
    expect(sizeOf(source)).toMatchObject(expected);
  });

  it('counts doubling fragments without writing them out', () => {
    const chain = Array.from({ length: 1000 }, (_, i) => `fragment F${i} on T { ...F${i + 1} ...F${i + 1} }`).join(' ');
    // Written out they would never end.
    expect(sizeOf(`{ ...F0 } ${chain} fragment F1000 on T { a }`).selections).toBeGreaterThan(1e300);
  });

  it('has no answer where fragments lead back to themselves', () => {
    expect(() => sizeOf('{ ...A } fragment A on T { a { ...B } } fragment B on T { ...A }')).toThrow(EndlessFragments);
  });

  it('equals the size of the same document with its fragments written out', () => {
    // Fragment n may use only later ones, so that there is no circle; fragments become inline fragments when written out.
    const { selections } = fc.letrec<{ selections: string; selection: string }>((tie) => ({
      selections: fc.array(tie('selection'), { minLength: 1, maxLength: 3 }).map((all) => all.join(' ')),
      selection: fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        fc.constantFrom('a', 'x: b', 'c @d', '...LATER', '...LATER @d'),
        tie('selections').map((inner) => `f { ${inner} }`),
        tie('selections').map((inner) => `... { ${inner} }`),
      ),
    }));
    fc.assert(
      fc.property(fc.array(selections, { minLength: 1, maxLength: 4 }), (bodies) => {
        const later = (body: string, index: number) =>
          index + 1 < bodies.length
            ? body.replaceAll('...LATER', `...F${index + 1}`)
            : body.replaceAll(/\.\.\.LATER(?: @d)?/g, 'z');
        const named = bodies.map(later);
        const document = `{ ${named[0]} } ${named
          .slice(1)
          .map((body, i) => `fragment F${i + 1} on T { ${body} }`)
          .join(' ')}`;
        const written = named.reduceRight(
          (tail, body) => body.replaceAll(/\.\.\.F\d+( @d)?/g, `...$1 { ${tail} }`),
          '',
        );
        expect(sizeOf(document)).toEqual(sizeOf(`{ ${written} }`));
      }),
    );
  });
});

describe('the limits of a document', () => {
  const refused = (document: DocumentNode) => tooLarge(document)?.message;
  const fields = (count: number) => Array.from({ length: count }, (_, i) => `f${i}`).join(' ');

  it.each([
    ['five root fields', `{ ${fields(5)} }`],
    ['ten levels', `{ ${'a { '.repeat(9)} a ${'}'.repeat(9)} }`],
    ['300 selections', `{ a { ${fields(299)} } }`],
    ['ten named operations', Array.from({ length: 10 }, (_, i) => `query Q${i} { a }`).join(' ')],
  ])('allow %s', (_name, source) => {
    expect(refused(parse(source))).toBeUndefined();
  });

  it.each([
    ['six root fields', `{ ${fields(6)} }`],
    ['two root fields of a mutation', 'mutation { a b }'],
    ['two root fields of a mutation in a fragment', 'mutation { ...F } fragment F on Mutation { a b }'],
    ['eleven levels', `{ ${'a { '.repeat(10)} a ${'}'.repeat(10)} }`],
    ['301 selections', `{ a { ${fields(300)} } }`],
    ['eleven operations', Array.from({ length: 11 }, (_, i) => `query Q${i} { a }`).join(' ')],
    ['21 fragments', `{ a } ${Array.from({ length: 21 }, (_, i) => `fragment F${i} on T { a }`).join(' ')}`],
    ['one operation too large among others', `query A { a } query B { ${fields(6)} }`],
  ])('refuse %s', (_name, source) => {
    expect(refused(parse(source))).toBeDefined();
  });

  it('count the values of variables however deep they are', () => {
    expect(examine({ a: Array.from({ length: 4_990 }, () => 1) }, 5_000)).toEqual({ count: 4_991, holdsNul: false });
    expect(examine({ a: Array.from({ length: 50_000 }, () => 1) }, 5_000).count).toBeGreaterThan(5_000);
    expect(examine({ a: [{ b: ['x', 'a\0'] }] }, 5_000).holdsNul).toBe(true);
    let deep: unknown = 1;
    for (let i = 0; i < 20_000; i += 1) deep = [deep];
    expect(examine({ deep }, 5_000).count).toBe(5_001);
    expect(examine(undefined, 5_000)).toEqual({ count: 0, holdsNul: false });
  });
});
