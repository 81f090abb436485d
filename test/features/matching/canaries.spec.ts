import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;
const logs: string[] = [];

beforeAll(async () => {
  on = await startTestApp({
    urls: await freshDatabase('matching_canaries'),
    logTo: { write: (line: string) => void logs.push(line) },
  });
  world = new World(on);
});
afterAll(() => on.close());

/** Every row of every table, with bytes as hex. */
async function stored(): Promise<Map<string, string>> {
  const query = sql(on.urls.owner);
  const tables = await query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'vault', 'app')`,
  );
  const texts = new Map<string, string>();
  for (const { name } of tables) {
    const [row] = await query(`SELECT coalesce(string_agg(t::text, '\n'), '') AS text FROM ${name} t`);
    texts.set(name, row?.['text']);
  }
  return texts;
}

const forms = (secret: string): string[] => {
  const bytes = Buffer.from(secret);
  return [
    secret,
    bytes.toString('hex'),
    bytes.toString('base64').slice(0, -4),
    bytes.toString('base64url').slice(0, -4),
  ];
};

it('what somebody brings and carries is nowhere in clear: not in a row, a key, an event or a log, sent rightly or wrongly', async () => {
  const ally = await world.person();
  const secrets = [
    'CITIZENSHIP',
    'LEGAL_SUPPORT',
    'APPEARANCE',
    'a hushed van with nine seats',
    'DECISION_MAKER',
    '19.43',
    '-99.13',
  ];
  const idempotencyKey = world.unique('matching');
  await world.done(ally, 'setMyBuffers', { buffers: ['CITIZENSHIP', 'LEGAL_SUPPORT', 'APPEARANCE'], idempotencyKey });
  const capacities = [{ capacity: 'DECISION_MAKER', detail: 'a hushed van with nine seats' }];
  const position = { latitude: 19.4326, longitude: -99.1332 };
  await world.done(ally, 'setMyCapacities', { capacities, position, idempotencyKey: world.unique('matching') });
  // Wrong ways: a key that was used for something else, a field that there is not, a list that is too long.
  await on.refusal(ally, 'setMyBuffers', { buffers: ['APPEARANCE'], idempotencyKey });
  await on.send(
    ally,
    'mutation { setMyBuffers(input: { buffers: [CITIZENSHIP], of: "LEGAL_SUPPORT" }) { userErrors { code } } }',
  );
  await on.mutate(ally, 'setMyBuffers', { buffers: Array(8).fill('LEGAL_SUPPORT') });
  await on.send(null, 'mutation { setMyBuffers(input: { buffers: [CITIZENSHIP] }) { userErrors { code } } }');

  const places = await stored();
  places.set('the logs', logs.join('\n'));
  // The searching works: these are there to be found.
  expect(places.get('public.idempotency')).toContain('setMyBuffers');
  expect(places.get('vault.matching_profile')).toMatch(/\\x[0-9a-f]{300}/);
  expect(places.get('the logs')).toContain('/graphql');
  const found = secrets.flatMap((secret) =>
    [...places]
      .filter(([, text]) => forms(secret).some((form) => text.includes(form)))
      .map(([place]) => `${secret} in ${place}`),
  );
  expect(found).toEqual([]);
});
