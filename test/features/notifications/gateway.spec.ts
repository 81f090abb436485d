import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { NoticeLinks } from '../../../src/features/notifications/notice-links.js';
import type { Database } from '../../../src/platform/database/database.js';
import type { DatabaseUrls } from '../../../src/platform/database/urls.js';
import { HttpGateway } from '../../../src/platform/gateway/http-gateway.js';
import { Mailbox } from '../../../src/platform/mail/mailbox.js';
import { plant } from '../../support/canaries.mjs';
import { freshDatabase, sql } from '../../support/database.js';
import { GatewayServer, isSignedBy } from '../../support/gateway-server.js';
import { connectDatabase, type StoredPerson, StoredWorld, testKeys } from '../../support/stored-world.js';
import { relayTo } from './relay-to.js';

let urls: DatabaseUrls;
let db: Database;
let owner: ReturnType<typeof sql>;
let mailbox: Mailbox;
let server: GatewayServer | undefined;

beforeAll(async () => {
  Logger.overrideLogger(false);
  urls = await freshDatabase('gateway');
  db = await connectDatabase(urls, 4);
  owner = sql(urls.owner);
});
afterAll(() => db.onApplicationShutdown());
beforeEach(async () => {
  mailbox = new Mailbox();
  await owner('DELETE FROM outbox_event');
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const SECRET = 'a secret of sixteen or more';
let numbers = 0;

/** Someone who is reached by telephone as well; answers the number. */
async function reachable(world: StoredWorld, how: { email?: boolean } = {}): Promise<StoredPerson & { phone: string }> {
  const person = await world.person({ standing: 'ALLY', ...how });
  numbers += 1;
  const phone = `+5255${String(10_000_000 + numbers)}`;
  plant(phone);
  await owner('INSERT INTO vault.messenger (person_id, address_cipher) VALUES ($1, $2)', [
    person.personId,
    testKeys.encrypt(phone),
  ]);
  return { ...person, phone };
}

async function promoted(world: StoredWorld, person: StoredPerson): Promise<void> {
  const { pledgeId } = await world.pledge(person);
  await world.event('pledge.promoted', pledgeId);
}

const relay = (gateway: GatewayServer, patience = 5_000) =>
  relayTo(db, mailbox, { gateway: new HttpGateway({ url: gateway.url, secret: SECRET, patience }) });
const due = () => owner('UPDATE outbox_event SET next_attempt_at = now() WHERE delivered_at IS NULL');
const undelivered = () => owner('SELECT id FROM outbox_event WHERE delivered_at IS NULL');

describe('a message by the gateway', () => {
  it('is signed, says no more than a screen may show, and goes beside the mail', async () => {
    server = await GatewayServer.start();
    const world = await StoredWorld.build(urls);
    const ally = await reachable(world);
    await promoted(world, ally);
    await relay(server).drain();
    expect(server.received.map(({ body }) => body)).toEqual([
      {
        to: ally.phone,
        text: 'Accompany: there is news for you\nhttps://accompany.example',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ]);
    const [message] = server.received;
    expect(isSignedBy(SECRET, message!)).toBe(true);
    expect(isSignedBy('another secret of sixteen', message!)).toBe(false);
    expect(message!.headers['content-type']).toBe('application/json');
    expect(mailbox.list().map(({ to }) => to)).toEqual([ally.email]);
  });

  it('is tried again under the same id until the gateway takes it, and then no more', async () => {
    server = await GatewayServer.start((turn) => (turn <= 2 ? 503 : 200));
    const world = await StoredWorld.build(urls);
    await promoted(world, await reachable(world, { email: false }));
    for (let round = 0; round < 5; round += 1) {
      await relay(server).drain();
      await due();
    }
    expect(server.received).toHaveLength(3);
    expect(new Set(server.received.map(({ body }) => body.id)).size).toBe(1);
    expect(await undelivered()).toEqual([]);
  });

  it('holds up no mail while the gateway is silent', async () => {
    server = await GatewayServer.start(() => 'silence');
    const world = await StoredWorld.build(urls);
    const ally = await reachable(world);
    await promoted(world, ally);
    await relay(server, 200).drain();
    expect(mailbox.list().map(({ to }) => to)).toEqual([ally.email]);
    expect(await undelivered()).toHaveLength(1);
  });

  it('follows no redirect, which would carry the number to someone else', async () => {
    const elsewhere = await GatewayServer.start();
    server = await GatewayServer.start(() => ({ redirect: elsewhere.url }));
    const world = await StoredWorld.build(urls);
    await promoted(world, await reachable(world, { email: false }));
    await relay(server).drain();
    expect(elsewhere.received).toEqual([]);
    expect(await undelivered()).toHaveLength(1);
    await elsewhere.stop();
  });

  it.each([400, 404, 410, 422])('is given up when the gateway says %i: it will never take it', async (code) => {
    server = await GatewayServer.start(() => code);
    const world = await StoredWorld.build(urls);
    await promoted(world, await reachable(world, { email: false }));
    await relay(server).drain();
    await due();
    await relay(server).drain();
    expect(server.received).toHaveLength(1);
    expect(await undelivered()).toEqual([]);
  });

  it('is not sent where no gateway is set up, nor to whom switched it off', async () => {
    server = await GatewayServer.start();
    const world = await StoredWorld.build(urls);
    const [reached, off] = [await reachable(world), await reachable(world)];
    await owner(`INSERT INTO notification_choice VALUES ($1, 'MESSENGER', 'MY_PLEDGES', 'OFF')`, [off.personId]);
    await promoted(world, off);
    await relay(server).drain();
    await promoted(world, reached);
    await relayTo(db, mailbox).drain();
    expect(server.received).toEqual([]);
    expect(mailbox.list()).toHaveLength(2);
    expect(await undelivered()).toEqual([]);
  });

  it('leaves its number in no row but the vault’s, where reading it is noted', async () => {
    server = await GatewayServer.start();
    const world = await StoredWorld.build(urls);
    const ally = await reachable(world, { email: false });
    await promoted(world, ally);
    await relay(server).drain();
    for (const table of ['outbox_event', 'notification', 'vault.messenger', 'vault.access_log']) {
      expect(await owner(`SELECT 1 FROM ${table} t WHERE position($1 IN t::text) > 0`, [ally.phone])).toEqual([]);
    }
    expect(await owner('SELECT purpose FROM vault.access_log WHERE person_id = $1', [ally.personId])).toEqual([
      { purpose: 'notice.due' },
    ]);
  });
});

describe('the links that a notice has of its own', () => {
  it('are made as it is sent, and where there is nothing to tell any more nothing goes out', async () => {
    server = await GatewayServer.start();
    const world = await StoredWorld.build(urls);
    const [first, second] = [await reachable(world), await reachable(world)];
    const links = new NoticeLinks();
    const asked: unknown[] = [];
    links.register('place-freed', async (tx, about) => {
      asked.push(about);
      const row = await tx.row('SELECT app.is_system() AS is_system');
      return about.personId === first.personId && row?.['is_system'] === true ? { confirm: 'https://a.example' } : null;
    });
    const { pledgeId } = await world.pledge(first);
    await world.event('pledge.promoted', pledgeId);
    await promoted(world, second);
    const gateway = new HttpGateway({ url: server.url, secret: SECRET });
    await relayTo(db, mailbox, { gateway, links }).drain();
    expect(mailbox.list().map(({ to }) => to)).toEqual([first.email]);
    expect(server.received.map(({ body }) => body.to)).toEqual([first.phone]);
    expect(asked).toContainEqual({ personId: first.personId, communityId: world.communityId, subjectId: pledgeId });
    expect(() => links.register('place-freed', async () => null)).toThrow('made by another feature');
  });
});
