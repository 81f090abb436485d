import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Path } from './file-fault.js';
import { lineInJson } from './json-lines.js';

const MARK = 'the one that is looked for';
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Every place in a value. */
function pathsIn(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.keys(value).flatMap((key) =>
      pathsIn((value as Record<string, Json>)[key] as Json, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

function marked(value: Json, [step, ...rest]: Path): Json {
  if (step === undefined) return MARK;
  if (Array.isArray(value)) return value.map((one, place) => (place === step ? marked(one, rest) : one));
  return Object.fromEntries(
    Object.entries(value as object).map(([key, one]) => [
      key,
      key === step ? marked(one as Json, rest) : (one as Json),
    ]),
  );
}

describe('the line of a value in JSON', () => {
  it('is found wherever it stands and however the text is set', () => {
    const values = fc.jsonValue({ depthSize: 'medium', noUnicodeString: false } as never) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(values, fc.nat(), fc.constantFrom(0, 1, 4), (value, choice, indent) => {
        const paths = pathsIn(value);
        const path = paths[choice % paths.length] as Path;
        const text = `\n${JSON.stringify(marked(value, path), null, indent)}`;
        const expected = text.split('\n').findIndex((line) => line.includes(MARK)) + 1;
        expect(lineInJson(text, path)).toBe(expected);
      }),
    );
  });

  it('is that of what should hold it where it is missing, and of the last of two', () => {
    const text = '{\n"a": {\n"b": "]}\\""\n},\n"a": [\n1,\n{}]\n}';
    expect(lineInJson(text, ['a'])).toBe(5);
    expect(lineInJson(text, ['a', 1, 'c'])).toBe(7);
    expect(lineInJson(text, ['nothing', 'there'])).toBe(1);
  });
});
