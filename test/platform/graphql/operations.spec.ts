import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { type Answer, DemoServer, ELSEWHERE, GARDEN } from './demo/demo-server.js';
import { GardenResolver } from './demo/garden.resolver.js';

const PLANT = `mutation($input: PlantInput!) {
  plantTree(input: $input) { plant { id name } userErrors { code message path } }
}`;
const elm = {
  id: GARDEN,
  communityId: GARDEN,
  name: 'Elm',
  owner: 'ben',
  height: 3,
  plantedAt: '2026-01-01 00:00:00+00',
};

let demo: DemoServer;
let done: unknown[];

beforeAll(async () => {
  demo = await DemoServer.start();
  done = demo.app.get(GardenResolver, { strict: false }).done;
});
afterAll(() => demo.app.close());

const plant = (input: object, token?: string) =>
  demo.ask(PLANT, { input: { gardenId: GARDEN, name: 'Oak', ...input } }, token ?? 'ana');
const codes = ({ errors }: Answer) => errors?.map((error) => error.extensions.code);

describe('a mutation', () => {
  it('gets its input checked, normalised and typed', async () => {
    const before = done.length;
    const { data } = await plant({
      gardenId: GARDEN.toUpperCase(),
      name: '  O\u0061k  ',
      about: 'one\r\ntwo',
      handle: ' Old-Oak ',
      timeZone: 'europe/kyiv',
      languages: ['ES-mx', 'en'],
      waterAt: '2199-01-01T00:00:00+01:00',
      sownOn: '2026-02-28',
      beds: [{ length: 2 }],
      kind: 'TREE',
      idempotencyKey: 'key-12345',
    });
    expect(data).toEqual({ plantTree: { plant: { id: GARDEN, name: 'Oak' }, userErrors: [] } });
    expect(JSON.parse(JSON.stringify(done[before]))).toEqual({
      gardenId: GARDEN,
      name: 'Oak',
      about: 'one\ntwo',
      handle: 'old-oak',
      timeZone: 'Europe/Kyiv',
      languages: ['es-MX', 'en'],
      waterAt: '2198-12-31T23:00:00.000Z',
      sownOn: '2026-02-28',
      beds: [{ length: 2 }],
      kind: 'TREE',
      idempotencyKey: 'key-12345',
    });
  });

  it.each<[string, object, [code: string, ...path: string[]][]]>([
    ['an empty name', { name: ' ' }, [['TOO_SHORT', 'name']]],
    ['a long name', { name: 'x'.repeat(21) }, [['TOO_LONG', 'name']]],
    ['a name that turns the line round', { name: 'a\u202Eb' }, [['INVALID', 'name']]],
    ['NUL in a longer text', { about: 'a\u0000' }, [['INVALID', 'about']]],
    ['a handle with a space', { handle: 'old oak' }, [['INVALID', 'handle']]],
    ['a handle of the service', { handle: 'Admin' }, [['RESERVED', 'handle']]],
    ['a zone on Mars', { timeZone: 'Mars/Olympus' }, [['INVALID', 'timeZone']]],
    ['one language that is none', { languages: ['es', 'not a language'] }, [['INVALID', 'languages']]],
    ['too many languages', { languages: ['es', 'en', 'fr', 'pt'] }, [['TOO_MANY', 'languages']]],
    ['a time that has passed', { waterAt: '2020-01-01T00:00:00Z' }, [['IN_THE_PAST', 'waterAt']]],
    ['a quantity of 0 in a list', { beds: [{ length: 1 }, { length: 0 }] }, [['OUT_OF_RANGE', 'beds', '1', 'length']]],
    ['a huge quantity', { beds: [{ length: 11 }] }, [['OUT_OF_RANGE', 'beds', '0', 'length']]],
    ['too many beds', { beds: [{ length: 1 }, { length: 1 }, { length: 1 }] }, [['TOO_MANY', 'beds']]],
    ['a short key', { idempotencyKey: 'short' }, [['INVALID', 'idempotencyKey']]],
    [
      'two things at once',
      { name: '', handle: 'x' },
      [
        ['TOO_SHORT', 'name'],
        ['INVALID', 'handle'],
      ],
    ],
  ])('answers %s as user errors with their places, and does nothing', async (_name, input, expected) => {
    const before = done.length;
    const { status, data, errors } = await plant(input);
    expect({ status, errors }).toEqual({ status: 200, errors: undefined });
    const { plant: planted, userErrors } = (
      data as Record<string, { plant: null; userErrors: { code: string; message: string; path: string[] }[] }>
    )['plantTree'] as never as { plant: null; userErrors: { code: string; message: string; path: string[] }[] };
    expect(planted).toBeNull();
    expect(userErrors.map(({ code, path }) => [code, ...path])).toEqual(
      expected.map(([code, ...path]) => [code, 'input', ...path]),
    );
    expect(userErrors.every(({ message }) => message.length > 10)).toBe(true);
    expect(done.length).toBe(before);
  });

  it.each<[string, object]>([
    ['fraction', { beds: [{ length: 1.5 }] }],
    ['number beyond Int', { beds: [{ length: 2 ** 31 }] }],
    ['quantity as text', { beds: [{ length: '2' }] }],
    ['key that the input has not', { role: 'STEWARD' }],
    ['day that is none', { sownOn: '2026-02-29' }],
    ['instant without a zone', { waterAt: '2199-01-01T00:00:00' }],
    ['missing name', { name: undefined }],
    ['null name', { name: null }],
    ['kind that is none', { kind: 'WEED' }],
  ])('answers a %s as a bad request', async (_name, input) => {
    const answer = await plant(input);
    expect([answer.status, codes(answer)]).toEqual([400, ['BAD_REQUEST']]);
  });

  it('answers what its service refuses as user errors too', async () => {
    const { data } = await plant({ name: 'Taken' });
    expect(data).toEqual({
      plantTree: {
        plant: null,
        userErrors: [{ code: 'WRONG_STATE', message: 'Choose another name.', path: ['input', 'name'] }],
      },
    });
  });

  it('answers an id that is none like one that nothing has', async () => {
    expect(codes(await plant({ gardenId: "'; DROP TABLE plant; --" }))).toEqual(['NOT_FOUND']);
  });

  it.each([
    [undefined, 'UNAUTHENTICATED'],
    ['outdated', 'UNAUTHENTICATED'],
    ['nobody', 'FORBIDDEN'],
  ])('turns away %s with %s before looking at the input', async (token, code) => {
    const answer = await demo.ask(PLANT, { input: { gardenId: GARDEN, name: '' } }, token);
    expect(codes(answer)).toEqual([code]);
  });

  it('asks the policy about the community in question', async () => {
    expect(codes(await plant({ gardenId: ELSEWHERE }))).toEqual(['FORBIDDEN']);
  });

  it('lets an outdated token in only where one gets a new one', async () => {
    expect((await demo.ask('mutation { refresh }', {}, 'outdated')).data).toEqual({ refresh: true });
    expect(codes(await demo.ask('{ hello }', {}, 'outdated'))).toEqual(['UNAUTHENTICATED']);
  });
});

describe('an error', () => {
  const fails = (how: string) => demo.ask('query($how: String!) { fails(how: $how) }', { how });

  it('of a query that was refused is a bad request with the text of the refusal', async () => {
    const { errors } = await fails('refusal');
    expect(errors).toEqual([
      expect.objectContaining({ message: 'Wait until it is open.', extensions: { code: 'BAD_REQUEST' } }),
    ]);
  });

  it('of a busy server says when to try again', async () => {
    expect((await fails('busy')).errors?.[0]?.extensions).toEqual({ code: 'RETRY_LATER', retryAfterSeconds: 2 });
  });

  it.each(['driver', 'library', 'sesame'])('that nobody foresaw (%s) is answered by an id alone', async (how) => {
    const { status, text, errors } = await fails(how);
    expect(status).toBe(200);
    expect(errors?.[0]?.extensions).toEqual({
      code: 'INTERNAL_SERVER_ERROR',
      errorId: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown,
    });
    expect(text).not.toMatch(/sesame|duplicate|ana@|TypeError|stack/);
  });

  it('of recognising who asks is masked like any other', async () => {
    const answer = await demo.ask('{ hello }', {}, 'down');
    expect(codes(answer)).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(answer.text).not.toContain('ECONNREFUSED');
  });
});

describe('a field with a rule of its own', () => {
  const OWNER = `{ plant(id: "${GARDEN}") { name owner } }`;

  it.each([
    ['ana', 'ben', undefined],
    ['ben', 'ben', undefined],
    ['nobody', null, ['FORBIDDEN']],
    [undefined, null, ['UNAUTHENTICATED']],
  ])('answers %s with %s', async (token, owner, refusals) => {
    demo.answers = () => [elm];
    const answer = await demo.ask(OWNER, {}, token);
    expect(answer.data).toEqual({ plant: { name: 'Elm', owner } });
    expect(codes(answer)).toEqual(refusals);
  });

  it('asks about each object of a list by itself', async () => {
    demo.answers = (sql) =>
      sql === 'neighbours'
        ? [
            { ...elm, of: GARDEN },
            { ...elm, of: GARDEN, owner: 'cem' },
          ]
        : [elm];
    const { data } = await demo.ask(`{ plant(id: "${GARDEN}") { neighbours { owner } } }`, {}, 'ben');
    expect(data).toEqual({ plant: { neighbours: [{ owner: 'ben' }, { owner: null }] } });
  });
});

describe('the schema', () => {
  it('can be asked for by tools where introspection is on, by the query that they all send', async () => {
    const { status, errors } = await demo.ask(getIntrospectionQuery({ descriptions: true, specifiedByUrl: true }));
    expect({ status, errors }).toEqual({ status: 200, errors: undefined });
  });
});
