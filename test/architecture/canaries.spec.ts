import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestApp, startTestApp } from '../support/client.js';
import { findEscaped, findIn, plant } from '../support/canaries.mjs';
import { freshDatabase, sql, superuserUrl } from '../support/database.js';

// What the suite looks for when it is over is only worth something if it would be found.
let on: TestApp;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('canaries') });
});
afterAll(() => on.close());

it('finds what was planted in a text, as words, as phrases and as bytes', () => {
  const planted = new Set(['ana@example.org', 'acc_0123456789abcdef', 'four random words here']);
  expect(findIn('{"to": "ana@example.org"}', planted)).toEqual(['ana@example.org']);
  expect(findIn('(Bearer acc_0123456789abcdef,)', planted)).toEqual(['acc_0123456789abcdef']);
  expect(findIn('said: four random words here.', planted)).toEqual(['four random words here']);
  expect(findIn(`(\\x${Buffer.from('to ana@example.org').toString('hex')})`, planted)).toEqual(['ana@example.org']);
  expect(findIn('nobody@example.org acc_0123456789abcdee', planted)).toEqual([]);
});

it('finds a token that was written into a row, until the row is gone', async () => {
  const secret = `acc_${randomUUID()}`;
  plant(secret);
  const query = sql(on.urls.owner);
  const mine = async () =>
    (await findEscaped(superuserUrl(), 'accompany_canaries%')).found.filter((line) =>
      line.startsWith(secret.slice(0, 12)),
    );
  expect(await mine()).toEqual([]);
  const id = randomUUID();
  await query(`INSERT INTO outbox_event (id, kind, subject_id, data) VALUES ($1, 'person.planted', $1, $2)`, [
    id,
    { token: secret },
  ]);
  expect(await mine()).toHaveLength(1);
  await query('DELETE FROM outbox_event WHERE id = $1', [id]);
  expect(await mine()).toEqual([]);
});
