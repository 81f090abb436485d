import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalogues, compare, entriesOf } from '../../scripts/words.mjs';
import { messagesIn, ROOT, sourceFiles } from '../../scripts/words-in-source.mjs';
import { es } from '../../src/platform/words/es/index.js';
import { languages } from '../../src/platform/words/languages.js';

/** Compiling the whole source takes seconds, and longer on a busy machine. */
const PATIENCE = 120_000;

describe('what the service says', () => {
  let said: ReturnType<typeof messagesIn>;

  beforeAll(() => {
    said = messagesIn(sourceFiles());
  }, PATIENCE);

  it('can be told from the source, wherever it is said', () => {
    expect(said.faults).toEqual([]);
    expect(said.messages.size).toBeGreaterThan(200);
  });

  it('is found in every form in which it is written', () => {
    const forms = {
      'an error of its own': 'There is nothing here, or it is not yours to see.',
      'a default of an error': 'Your role does not allow this.',
      'a constant': 'Your session has ended or was replaced. Refresh it, or sign in again.',
      'a refusal': 'The time of this ask is over. Revise its end first.',
      'a text with values': 'The ask is at version {0} now. Read it, then send your changes over that one.',
      'a constraint': 'The campaign has a priority in these words. Stand behind that one, or say what is different.',
      'a table of a rule': 'Attest at most what was reported.',
      'a text handed on by a function': 'Only a running campaign is stopped.',
      'one of two': 'Write something here.',
      'a decorator of ours': 'Send a whole number from {0} to {1}.',
      'a decorator of class-validator': 'Name at least one report.',
      'a value inside another text': 'cancelled',
      'a field of a payload': 'Write down your sign-in name and recovery codes: they are shown only now.',
      'the door': 'Send the body without compression.',
      'an answer outside GraphQL': 'The address is too long.',
      'a fault that is hidden': 'Something went wrong on our side. It is logged as {0}.',
      'a row of a file': 'Line {0} has this external_id already. Give each row its own.',
      'an entry of the record': 'founded the community',
    };
    expect(Object.entries(forms).filter(([, text]) => !said.messages.has(text))).toEqual([]);
  });

  it.each(languages.filter((language) => language !== 'en'))('is there in %s, once, with its values', (language) => {
    const entries = catalogues().get(language) ?? [];
    expect(compare(said.messages, entries)).toEqual({ missing: [], unused: [], twice: [], unfit: [] });
  });

  it('is put into a language from all the files of its catalogue', () => {
    const entries = catalogues().get('es') ?? [];
    expect(es).toEqual(Object.fromEntries(entries.map(({ template, translation }) => [template, translation])));
  });
});

describe('the search for what is said', () => {
  const unreadable = {
    joined: "throw refuse('INVALID', 'One ' + text);",
    'with values outside say': 'throw refuse("INVALID", `It is at ${version} now.`);',
    'from a variable': "throw refuse('INVALID', text);",
    'from a variable in an object': "throw new Refusal({ code: 'INVALID', message: text, path: [] });",
    'in an object whose message was forgotten to be one':
      "const reason: { code: 'INVALID'; message: string; path: string[] } = { code: 'INVALID', message: 'Forgotten.', path: [] }; throw new Refusal(reason);",
    'in a list of such objects':
      "const faults = [text].map((message) => ({ code: 'INVALID' as const, message, path: [] })); export const errors: UserError[] = faults;",
    'handed on as a string': "const no = (why: string) => new Forbidden(why); throw no('Forgotten.');",
    'after a code, with values': 'export const coded = `TOO_LONG|Write at most ${version}.`;',
  };
  const readable = `
    const LONG = 'From a constant.';
    const table: Record<string, Words> = { a: 'From a table.' };
    const no = (why: Words) => refuse('INVALID', why);
    export const all = [
      no('From a function.'), no(LONG), no(table['a'] ?? 'From a default.'),
      no(version > 2 ? say\`At \${version} of \${text}.\` : ''), no(say\`Within \${say\`a text\`}.\`),
    ];
    export const coded = { message: 'TOO_LONG|After a code.' };`;
  let folder: string;
  let found: ReturnType<typeof messagesIn>;
  const files = new Map<string, string>();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'accompany-words-'));
    for (const [index, [name, code]] of Object.entries({ ...unreadable, readable }).entries()) {
      files.set(name, join(folder, `file${index}.ts`));
      writeFileSync(
        join(folder, `file${index}.ts`),
        `import { refuse, Refusal, Forbidden, type UserError } from '${ROOT}/src/platform/graphql/errors.js';
         import { say, type Words } from '${ROOT}/src/platform/words/words.js';
         export const version = 3; export const text: string = process.argv[2] ?? '';
         ${code}`,
      );
    }
    found = messagesIn([...files.values()]);
  }, PATIENCE);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const isIn = (name: string) => (place: string) => place.includes(`${files.get(name)?.split('/').at(-1)}:`);

  it.each(Object.keys(unreadable))('names a text that is %s', (name) => {
    const faults = found.faults.filter(isIn(name));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/\.ts:4: .* cannot be read/);
  });

  it('follows what is handed on as Words', () => {
    expect(found.faults.filter(isIn('readable'))).toEqual([]);
    const texts = [...found.messages].filter(([, places]) => places.some(isIn('readable'))).map(([text]) => text);
    expect(new Set(texts)).toEqual(
      new Set([
        'From a constant.',
        'From a table.',
        'From a default.',
        'From a function.',
        'At {0} of {1}.',
        'Within {0}.',
        'a text',
        'After a code.',
      ]),
    );
  });

  it('tells what a catalogue lacks, has too much, twice, empty or with other values', () => {
    const messages = new Map([
      ['Said.', ['a.ts:1']],
      ['From {0} to {1}.', ['a.ts:2']],
      ['Empty.', ['a.ts:3']],
      ['Lacking.', ['a.ts:4']],
    ]);
    const entries = entriesOf(
      join(ROOT, 'es.ts'),
      `export const one = { 'Said.': 'Dicho.', 'From {0} to {1}.': 'Hasta {1}.', 'Empty.': ' ' };
       export const two = { 'Said.': 'Dicho.', 'Never said.': 'Nunca.' };`,
    );
    expect(compare(messages, entries)).toEqual({
      missing: ['a.ts:4: "Lacking."'],
      unused: ['es.ts:2: "Never said."'],
      twice: ['es.ts:2: "Said." stands at es.ts:1 too'],
      unfit: ['es.ts:1: "From {0} to {1}."', 'es.ts:1: "Empty."'],
    });
  });
});
