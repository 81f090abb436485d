import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { Relay } from '../../../src/platform/jobs/relay.js';
import type { Mailbox } from '../../../src/platform/mail/mailbox.js';
import { Mailer } from '../../../src/platform/mail/mailer.js';
import { type Account, account, stale } from '../../support/accounts.js';
import { plant } from '../../support/canaries.mjs';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { GatewayServer, isSignedBy } from '../../support/gateway-server.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

const SECRET = 'a secret of sixteen or more';

let server: GatewayServer;
let on: TestApp;
let world: World;
let logged = '';

beforeAll(async () => {
  server = await GatewayServer.start();
  on = await startTestApp({
    config: { messageGateway: { url: server.url, secret: SECRET } },
    logTo: { write: (line: string) => (logged += line) },
  });
  world = new World(on);
});
afterAll(async () => {
  await on.close();
  await server.stop();
});
beforeEach(async () => {
  await owner('DELETE FROM outbox_event');
  server.received.length = 0;
});

const owner = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const deliver = () => on.app.get(Relay, { strict: false }).drain();

let numbers = 0;
/** A number that nobody else of these tests has. */
function newNumber(): string {
  numbers += 1;
  const number = `+4477${String(Date.now()).slice(-6)}${String(numbers).padStart(3, '0')}`;
  plant(number);
  return number;
}

const address = async (as: Account) => (await on.query(as, '{ viewer { messengerAddress } }')).viewer.messengerAddress;

/** Gives an address and answers the code that was sent to it. */
async function given(as: Account, to = newNumber()): Promise<string> {
  await world.done(as, 'setMessengerAddress', { address: to });
  await deliver();
  const codes = server.received
    .filter(({ body }) => body.to === to)
    .flatMap(({ body }) => /\n(\d{6})$/.exec(body.text)?.[1] ?? []);
  expect(codes.length).toBeGreaterThan(0);
  return codes.at(-1) as string;
}

const mailed = ({ email }: Account) =>
  on.app
    .get<Mailbox>(Mailer, { strict: false })
    .list()
    .filter(({ to }) => to === email)
    .map(({ subject }) => subject);

const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('an address for messages', () => {
  it('counts once the code that was sent there came back, and its owner hears of it by every way', async () => {
    const person = await account(world);
    const number = newNumber();
    const code = await given(person, number);
    expect(isSignedBy(SECRET, server.received[0]!)).toBe(true);
    expect(await address(person)).toBeNull();
    const confirmed = await world.done(person, 'confirmMessengerAddress', { code }, 'messengerAddress');
    expect(confirmed.messengerAddress).toBe(number);
    expect(await address(person)).toBe(number);
    await deliver();
    expect(server.received.at(-1)?.body).toMatchObject({
      to: number,
      text: 'Accompany: about your account\nhttp://accompany.test',
    });
    expect(mailed(person)).toEqual(['Accompany: about your account']);
  });

  it('may be written with blanks and brackets, or be a name', async () => {
    const person = await account(world);
    const spaced = newNumber();
    const { userErrors } = await on.mutate(person, 'setMessengerAddress', {
      address: ` ${spaced.slice(0, 3)} (${spaced.slice(3, 6)}) ${spaced.slice(6, 9)}-${spaced.slice(9)} `,
    });
    expect(userErrors).toEqual([]);
    await deliver();
    expect(server.received.at(-1)?.body.to).toBe(spaced);
    const name = `@ana.${randomUUID().slice(0, 8)}:example.org`;
    const code = await given(person, name);
    await world.done(person, 'confirmMessengerAddress', { code });
    expect(await address(person)).toBe(name);
  });

  it.each([
    '0551234567',
    '+0551234567',
    '+12',
    'ana@people.example',
    '+5255123456789012',
    '@a',
    '@ana\r\nbcc',
    '<@ana>',
  ])('is not %j, to which nothing is sent', async (odd) => {
    const person = await account(world);
    const { userErrors } = await unchanged(on, () => on.mutate(person, 'setMessengerAddress', { address: odd }));
    expect(userErrors).toMatchObject([{ path: ['input', 'address'] }]);
    expect(server.received).toEqual([]);
  });

  it('replaces the one before only when it is confirmed, and a code opens no other', async () => {
    const person = await account(world);
    const [first, second] = [newNumber(), newNumber()];
    await world.done(person, 'confirmMessengerAddress', { code: await given(person, first) });
    const old = await given(person, second);
    const code = await given(person, second);
    expect(await address(person)).toBe(first);
    const tries = [wrong(code), ...(old === code ? [] : [old])];
    for (const tried of tries) {
      const { userErrors } = await on.mutate(person, 'confirmMessengerAddress', { code: tried });
      expect(userErrors).toMatchObject([{ code: 'PROOF_WRONG', path: ['input', 'code'] }]);
    }
    expect(await address(person)).toBe(first);
    await world.done(person, 'confirmMessengerAddress', { code });
    expect(await address(person)).toBe(second);
    const again = await on.mutate(person, 'confirmMessengerAddress', { code });
    expect(again.userErrors).toMatchObject([{ code: 'PROOF_WRONG' }]);
  });

  it('is confirmed by nobody else with the code, and not after its time', async () => {
    const [person, other] = [await account(world), await account(world)];
    const code = await given(person);
    await world.done(other, 'setMessengerAddress', { address: newNumber() });
    await deliver();
    const foreign = await on.mutate(other, 'confirmMessengerAddress', { code });
    expect(foreign.userErrors).toMatchObject([{ code: 'PROOF_WRONG' }]);
    await owner(
      `UPDATE vault.pending_messenger SET expires_at = now() - interval '1 second' WHERE person_id = $1`,
      person.id,
    );
    const late = await on.mutate(person, 'confirmMessengerAddress', { code });
    expect(late.userErrors).toMatchObject([{ code: 'PROOF_WRONG' }]);
    expect(await address(person)).toBeNull();
    expect(await address(other)).toBeNull();
  });

  it('is guessed at ten times an hour and no more, be the eleventh right', async () => {
    const person = await account(world);
    const code = await given(person);
    for (let n = 0; n < 10; n += 1) await on.mutate(person, 'confirmMessengerAddress', { code: wrong(code) });
    expect(await on.refusal(person, 'confirmMessengerAddress', { code })).toBe('RATE_LIMITED');
    expect(await address(person)).toBeNull();
  });

  it('gets five codes an hour at most, whoever asks for them', async () => {
    const number = newNumber();
    for (let n = 0; n < 5; n += 1) await given(await account(world), number);
    const refused = await on.refusal(await account(world), 'setMessengerAddress', { address: number });
    expect(refused).toBe('RATE_LIMITED');
    await deliver();
    expect(server.received).toHaveLength(5);
  });

  it('is given by who proved lately that it is them', async () => {
    const person = await account(world);
    await stale(on, person.id);
    const refused = await unchanged(on, () => on.refusal(person, 'setMessengerAddress', { address: newNumber() }));
    expect(refused).toBe('STEP_UP_REQUIRED');
    await deliver();
    expect(server.received).toEqual([]);
  });

  it('is taken off, confirmed or not, and told of; where there is none that is said', async () => {
    const person = await account(world);
    const number = newNumber();
    await world.done(person, 'confirmMessengerAddress', { code: await given(person, number) });
    await deliver();
    const code = await given(person);
    server.received.length = 0;
    expect(await world.done(person, 'removeMessengerAddress', {}, 'removed')).toMatchObject({ removed: true });
    await deliver();
    expect(await address(person)).toBeNull();
    expect(server.received).toEqual([]);
    expect(mailed(person)).toHaveLength(2);
    const late = await on.mutate(person, 'confirmMessengerAddress', { code });
    expect(late.userErrors).toMatchObject([{ code: 'PROOF_WRONG' }]);
    const none = await unchanged(on, () => on.mutate(person, 'removeMessengerAddress', {}));
    expect(none.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
  });

  it('is in one’s own data, and gone when one erases oneself', async () => {
    const person = await account(world);
    const [number, pending] = [newNumber(), newNumber()];
    await world.done(person, 'confirmMessengerAddress', { code: await given(person, number) });
    await given(person, pending);
    const { jsonLink } = await world.done(person, 'exportMyData', {}, 'jsonLink');
    const { text } = await request(on.app.getHttpServer()).get(new URL(jsonLink).pathname);
    expect(text).toContain(number);
    expect(text).toContain(pending);
    expect(text).toMatch(/"notice":"messenger-changed"|"vault.messenger"/);
    await world.done(person, 'eraseMe', { phrase: 'erase me for good' });
    expect(
      await owner(
        'SELECT person_id FROM vault.messenger WHERE person_id = $1 UNION ALL SELECT person_id FROM vault.pending_messenger WHERE person_id = $1',
        person.id,
      ),
    ).toEqual([]);
  });

  it('is in no log', () => {
    expect(logged).not.toMatch(/\+4477/);
    expect(logged).toContain('/graphql');
  });
});

describe('a server without a gateway', () => {
  it('says so, and keeps nothing', async () => {
    const without = await startTestApp({ urls: on.urls });
    const person = await account(world);
    const { userErrors } = await unchanged(on, () =>
      without.mutate(person, 'setMessengerAddress', { address: newNumber() }),
    );
    await without.close();
    expect(userErrors).toMatchObject([
      { code: 'WRONG_STATE', message: expect.stringMatching(/sends no messages beside mail/) },
    ]);
  });
});
