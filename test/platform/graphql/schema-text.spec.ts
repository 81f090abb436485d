import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import request from 'supertest';
import { startTestApp, type TestApp } from '../../support/client.js';

let on: TestApp;

beforeAll(async () => {
  // In production nobody may ask for the schema by introspection; the contract is public all the same.
  on = await startTestApp({ config: { introspection: false } });
});
afterAll(() => on.close());

const read = (headers: Record<string, string> = {}) =>
  request(on.app.getHttpServer()).get('/schema.graphql').set(headers);

it('publishes the contract that is committed', async () => {
  const { status, headers, text } = await read();
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/plain; charset=utf-8');
  const committed = readFileSync('schema.graphql', 'utf8').replace(/^#.*\n\n/, '');
  expect(text).toBe(committed);
});

it('tells whoever has it that it has not changed', async () => {
  const { headers } = await read();
  const again = await read({ 'if-none-match': `W/${headers['etag']}` });
  expect([again.status, again.text]).toEqual([304, '']);
});
