import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { DemoServer, GARDEN } from './graphql/demo/demo-server.js';

const MOST_MS = 100;
/** Nothing of what parsers, drivers or the framework say in their own words. */
const GIVEAWAYS =
  /Unexpected token|in JSON|position \d|FST_|ECONN|TypeError|node_modules|secret|at \w+ \(|NestJS|Fastify|Apollo Server/i;

let demo: DemoServer;
let base: string;

beforeAll(async () => {
  demo = await DemoServer.start({ env: 'production', introspection: false });
  await demo.app.listen(0, '127.0.0.1');
  base = await demo.app.getUrl();
  // The first request of all compiles what the later ones are timed with.
  await send({ query: '{ hello }' });
});
afterAll(() => demo.app.close());

interface Sent {
  status: number;
  text: string;
  ms: number;
}

async function raw(init: RequestInit, path = '/graphql'): Promise<Sent> {
  const start = performance.now();
  const response = await fetch(base + path, init);
  const text = await response.text();
  return { status: response.status, text, ms: performance.now() - start };
}

function post(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Promise<Sent> {
  return raw({ method: 'POST', headers, body });
}

function send(body: unknown): Promise<Sent> {
  return post(JSON.stringify(body));
}

const list = (count: number, one: (index: number) => string, joined = ' ') =>
  Array.from({ length: count }, (_, index) => one(index)).join(joined);

const nested = (depth: number): string => (depth === 0 ? 'name' : `neighbours { ${nested(depth - 1)} }`);
const doubling = list(18, (i) => `fragment F${i} on Plant { ...F${i + 1} ...F${i + 1} }`);
const PLANT = `mutation($input: PlantInput!) { plantTree(input: $input) { userErrors { code } } }`;
const queries: [name: string, body: unknown, status: number][] = [
  ['a field that does not exist', { query: '{ helo }' }, 400],
  ['an argument that does not exist', { query: '{ hello(too: "a") }' }, 400],
  ['introspection of the schema', { query: '{ __schema { types { name } } }' }, 400],
  ['introspection of a type', { query: '{ __type(name: "Plant") { name } }' }, 400],
  ['101 aliases of __typename', { query: `{ ${list(101, (i) => `a${i}: __typename`)} }` }, 400],
  ['200 fields that do not exist', { query: `{ plant(id: "x") { ${list(200, (i) => `f${i}`)} } }` }, 400],
  ['500 duplicate fields', { query: `{ ${list(500, () => 'hello')} }` }, 400],
  ['100 mutations by alias', { query: `mutation { ${list(100, (i) => `a${i}: refresh`)} }` }, 400],
  ['two mutations in one document', { query: 'mutation { a: refresh b: refresh }' }, 400],
  ['six root fields', { query: `{ ${list(6, (i) => `a${i}: hello`)} }` }, 400],
  ['a batch', [{ query: '{ hello }' }, { query: '{ hello }' }], 400],
  ['500 directives', { query: `{ hello ${list(500, () => '@include(if: true)')} }` }, 400],
  ['11 directives', { query: `{ hello ${list(11, () => '@skip(if: false)')} }` }, 400],
  ['depth 12 by nesting', { query: `{ plant(id: "${GARDEN}") { ${nested(11)} } }` }, 400],
  [
    'depth 12 by fragments',
    {
      query: `{ plant(id: "x") { ...F0 } } ${list(11, (i) => `fragment F${i} on Plant { neighbours { ${i < 10 ? `...F${i + 1}` : 'name'} } }`)}`,
    },
    400,
  ],
  [
    'depth 12 by inline fragments',
    { query: `{ plant(id: "x") { ${'... on Plant { neighbours { '.repeat(11)} name ${'} }'.repeat(11)} } }` },
    400,
  ],
  ['a fragment in itself', { query: '{ plant(id: "x") { ...A } } fragment A on Plant { ...A }' }, 400],
  [
    'fragments in a circle',
    {
      query:
        '{ plant(id: "x") { ...A } } fragment A on Plant { neighbours { ...B } } fragment B on Plant { neighbours { ...A } }',
    },
    400,
  ],
  ['doubling fragments', { query: `{ plant(id: "x") { ...F0 } } ${doubling} fragment F18 on Plant { name }` }, 400],
  ['200 unused fragments', { query: `{ hello } ${list(200, (i) => `fragment F${i} on Plant { name }`)}` }, 400],
  ['20,000 tokens', { query: `{ ${'hello '.repeat(20_000)} }`.slice(0, 90_000) }, 400],
  ['200 operations', { query: list(150, (i) => `query Q${i} { hello }`), operationName: 'Q1' }, 400],
  ['two operations without a name', { query: 'query A { hello } query B { hello }' }, 400],
  ['a huge page', { query: '{ plants(first: 99999999) { nodes { name } } }' }, 400],
  [
    'a huge page by variable',
    { query: 'query($n: Int!) { plants(first: $n) { nodes { name } } }', variables: { n: 99_999_999 } },
    400,
  ],
  ['a huge page by default', { query: 'query($n: Int! = 99999999) { plants(first: $n) { nodes { name } } }' }, 400],
  [
    'a page that is no number',
    { query: 'query($n: Int!) { plants(first: $n) { nodes { name } } }', variables: { n: '1; DROP' } },
    400,
  ],
  ['@defer', { query: '{ plant(id: "x") { ... @defer { name } } }' }, 400],
  ['a subscription', { query: 'subscription { hello }' }, 400],
  ['no query', {}, 400],
  ['a null query', { query: null }, 400],
  ['an empty query', { query: '' }, 400],
  ['a query that is a number', { query: 7 }, 400],
  ['a query that is an object', { query: { hello: 1 } }, 400],
  ['variables that are a list', { query: '{ hello }', variables: [1] }, 400],
  ['variables that are text', { query: '{ hello }', variables: '{}' }, 400],
  ['an operation name that is a number', { query: '{ hello }', operationName: 1 }, 400],
  ['a persisted query', { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }, 200],
  [
    'unknown input keys',
    { query: PLANT, variables: { input: { gardenId: GARDEN, name: 'a', role: 'STEWARD', verified: true } } },
    400,
  ],
  [
    '1,000 bad list items',
    {
      query: PLANT,
      variables: { input: { gardenId: GARDEN, name: 'a', languages: Array.from({ length: 1000 }, () => ({})) } },
    },
    400,
  ],
  [
    '20,000 bad list items',
    {
      query: PLANT,
      variables: { input: { gardenId: GARDEN, name: 'a', languages: Array.from({ length: 20_000 }, () => ({})) } },
    },
    400,
  ],
  [
    '10,000 good list items',
    {
      query: PLANT,
      variables: { input: { gardenId: GARDEN, name: 'a', languages: Array.from({ length: 10_000 }, () => 'es') } },
    },
    400,
  ],
  ['NUL in an argument', { query: '{ hello(to: "a\u0000") }' }, 400],
  ['NUL escaped in an argument', { query: '{ hello(to: "a\\u0000") }' }, 400],
  ['NUL escaped otherwise', { query: '{ hello(to: "a\\u{0}") }' }, 400],
  ['NUL in a variable', { query: 'query($to: String) { hello(to: $to) }', variables: { to: 'a\u0000' } }, 400],
  ['NUL in the query', { query: '{ hello\u0000 }' }, 400],
  ['a literal 3,000 deep', { query: `{ hello(to: ${'['.repeat(3000)}${']'.repeat(3000)}) }` }, 400],
  [
    'a long text in an error',
    { query: 'query($n: Int!) { plants(first: $n) { nodes { name } } }', variables: { n: 'x'.repeat(90_000) } },
    400,
  ],
];

/** A busy machine only ever adds: what is quick once is quick, and what is never is not. */
async function quickest(sent: Sent[], again: () => Promise<Sent>): Promise<number> {
  const times = sent.map(({ ms }) => ms);
  while (Math.min(...times) >= MOST_MS && times.length < 6) times.push((await again()).ms);
  return Math.min(...times);
}

describe('a hostile document', () => {
  it.each(queries)('%s is answered in kind', async (_name, body, status) => {
    const sent = await send(body);
    expect({ status: sent.status, text: sent.text }).toMatchObject({ status });
    expect(sent.text.length).toBeLessThan(2_000);
    expect(sent.text).not.toMatch(/Did you mean/i);
    expect(sent.text).not.toMatch(GIVEAWAYS);
    expect(sent.text).not.toContain('INTERNAL_SERVER_ERROR');
    // What was refused once is remembered; it must be refused again.
    const again = await send(body);
    expect(again.status).toBe(status);
    expect(await quickest([sent, again], () => send(body))).toBeLessThan(MOST_MS);
  });

  it('never executes what it refuses', async () => {
    const before = demo.statements.length;
    for (const [, body] of queries) await send(body);
    expect(demo.statements.length).toBe(before);
  });

  it('is not kept to be asked for by its digest', async () => {
    const [, body] = queries.find(([name]) => name === 'a persisted query') ?? [];
    expect((await send(body)).text).toContain('PersistedQueryNotSupported');
  });

  it.each([0, -1, -2_147_483_648])('a page of %i is refused', async (first) => {
    const { text } = await send({
      query: 'query($n: Int!) { plants(first: $n) { nodes { name } } }',
      variables: { n: first },
    });
    expect(text).toContain('"code":"BAD_REQUEST"');
  });

  it('refuses a subscription and a mutation where nobody is signed in without doing anything', async () => {
    const { text } = await send({ query: PLANT, variables: { input: { gardenId: GARDEN, name: 'a' } } });
    expect(text).toContain('UNAUTHENTICATED');
  });

  it('answers SQL in an id like an id that nothing has, in equal bytes', async () => {
    const ask = (id: string) => send({ query: 'query($id: ID!) { plant(id: $id) { name } }', variables: { id } });
    const absent = await ask(GARDEN);
    expect((await ask("' OR 1=1; DROP TABLE plant; --")).text).toBe(absent.text);
    expect((await ask('7')).text).toBe(absent.text);
    expect(absent.text).toContain('NOT_FOUND');
  });

  it.each(['AAAA', 'not base64!', '', 'x'.repeat(5000), Buffer.from('[1,2]').toString('base64url')])(
    'refuses the made-up cursor %j before the database hears of it',
    async (after) => {
      const before = demo.statements.length;
      const { text } = await send({
        query: 'query($a: String) { plants(after: $a) { nodes { name } } }',
        variables: { a: after },
      });
      expect(text).toContain('"code":"BAD_REQUEST"');
      expect(demo.statements.length).toBe(before);
    },
  );
});

const HELLO = JSON.stringify({ query: '{ hello }' });
const REFRESH = encodeURIComponent('mutation { refresh }');
const PREFLIGHT = { 'apollo-require-preflight': '1' };
const requests: [name: string, request: () => Promise<Sent>, status: number][] = [
  ['a body of 5 MB', () => post(JSON.stringify({ query: '#'.repeat(5_000_000) })), 413],
  ['GET without a header that browsers ask about', () => raw({}, '/graphql?query={hello}'), 400],
  ['GET with it', () => raw({ headers: PREFLIGHT }, '/graphql?query={hello}'), 200],
  ['GET of a mutation', () => raw({ headers: PREFLIGHT }, `/graphql?query=${REFRESH}`), 405],
  ['GET without a query', () => raw({ headers: PREFLIGHT }), 400],
  ['PUT', () => raw({ method: 'PUT', headers: { 'content-type': 'application/json' }, body: HELLO }), 405],
  ['PATCH', () => raw({ method: 'PATCH', headers: { 'content-type': 'application/json' }, body: HELLO }), 405],
  ['DELETE', () => raw({ method: 'DELETE' }), 405],
  ['a form', () => post('query={hello}', { 'content-type': 'application/x-www-form-urlencoded' }), 400],
  ['text', () => post(HELLO, { 'content-type': 'text/plain' }), 400],
  ['multipart', () => post('--x\r\n\r\n--x--', { 'content-type': 'multipart/form-data; boundary=x' }), 400],
  ['no content type', () => post(new TextEncoder().encode(HELLO), {}), 400],
  ['a content type that only starts like JSON', () => post(HELLO, { 'content-type': 'application/jsonx' }), 400],
  ['JSON that is none', () => post('{"query": "{ hello }"'), 400],
  ['JSON with a secret inside', () => post('{"query": tokenabc }'), 400],
  [
    'JSON 5,000 deep',
    () => post(`{"query":"{ hello }","variables":{"a":${'['.repeat(5000)}${']'.repeat(5000)}}}`),
    200,
  ],
  ['an empty body', () => post(''), 400],
  ['JSON null', () => post('null'), 400],
  ['JSON text', () => post('"{ hello }"'), 400],
  ['__proto__', () => post('{"query":"{ hello }","__proto__":{"admin":true}}'), 400],
  ['constructor.prototype', () => post('{"query":"{ hello }","constructor":{"prototype":{"admin":true}}}'), 400],
  [
    'gzip',
    () => post(new Uint8Array(gzipSync(HELLO)), { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
    415,
  ],
  ['false gzip', () => post(HELLO, { 'content-type': 'application/json', 'content-encoding': 'gzip' }), 415],
  ['headers of 20 kB', () => post(HELLO, { 'content-type': 'application/json', 'x-long': 'x'.repeat(20_000) }), 431],
  ['an address that is nothing', () => raw({}, '/admin/../../etc/passwd'), 404],
  ['an address that cannot be read', () => raw({}, '/%E0%A4%A'), 400],
  ['a very long address', () => raw({}, `/${'a'.repeat(12_000)}`), 404],
];

describe('a hostile request', () => {
  it.each(requests)('%s is answered in kind', async (_name, request, status) => {
    const sent = await request();
    expect({ status: sent.status, text: sent.text }).toMatchObject({ status });
    expect(sent.text).not.toMatch(GIVEAWAYS);
    expect(sent.text.length).toBeLessThan(1_000);
    expect(await quickest([sent], request)).toBeLessThan(MOST_MS * 3);
  });

  it('leaves nothing behind on the prototypes of the process', () => {
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('gives slow clients 10 s for headers and 15 s for everything, and looks every second', () => {
    const server = demo.app.getHttpServer() as { headersTimeout: number; requestTimeout: number; timeout: number };
    expect([server.headersTimeout, server.requestTimeout, server.timeout]).toEqual([10_000, 15_000, 15_000]);
  });
});

describe('the audit suite of graphql-http', () => {
  let open: DemoServer;
  let url: string;
  beforeAll(async () => {
    // The suite looks types up by introspection.
    open = await DemoServer.start();
    await open.app.listen(0, '127.0.0.1');
    url = `${await open.app.getUrl()}/graphql`;
  });
  afterAll(() => open.app.close());

  /** 400 instead of 200 for what cannot be run, although the answer is plain JSON: a client must notice. */
  const WARNINGS = ['572B', 'FDE2', '7B9B'];
  /** GET without a header that browsers ask about first is how another site would make a visitor's browser ask. */
  const NOTICES = ['5A70', 'D6D5', '6A70'];

  const audits = serverAudits({ url: () => url, fetchFn: fetch });
  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))('%s %s', async (id, _name, audit) => {
    const result = await audit.fn();
    const reason = 'reason' in result ? result.reason : '';
    if (WARNINGS.includes(id)) expect({ status: result.status, reason }).toMatchObject({ status: 'warn' });
    else if (NOTICES.includes(id)) expect({ status: result.status, reason }).toMatchObject({ status: 'notice' });
    else expect({ status: result.status, reason }).toEqual({ status: 'ok', reason: '' });
  });
});
