import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';

let on: TestApp;

beforeAll(async () => {
  on = await startTestApp();
});
afterAll(() => on.close());

describe('an ask by its id', () => {
  it('is null when there is none', async () => {
    const found = await on.query(null, '{ ask(id: "0197a000-0000-7000-8000-000000000000") { id } }');
    expect(found).toEqual({ ask: null });
  });
});
