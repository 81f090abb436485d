import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { anonymous } from '../../../src/platform/access/actor.js';
import type { Database } from '../../../src/platform/database/database.js';
import type { DatabaseUrls } from '../../../src/platform/database/urls.js';
import { SmtpMailer } from '../../../src/platform/mail/smtp-mailer.js';
import { freshDatabase, sql } from '../../support/database.js';
import { SmtpServer } from '../../support/smtp-server.js';
import { connectDatabase, StoredWorld } from '../../support/stored-world.js';
import { relayTo, requestSignUp } from './relay-to.js';

let urls: DatabaseUrls;
let db: Database;
let owner: ReturnType<typeof sql>;
let smtp: SmtpServer | undefined;

beforeAll(async () => {
  Logger.overrideLogger(false);
  urls = await freshDatabase('mail_server');
  db = await connectDatabase(urls, 4);
  owner = sql(urls.owner);
});

afterAll(() => db.onApplicationShutdown());

beforeEach(async () => {
  await owner('DELETE FROM outbox_event');
});

afterEach(async () => {
  await smtp?.stop();
  smtp = undefined;
});

describe('a mail server in trouble', () => {
  const mailerTo = (server: SmtpServer, patience = 5_000) =>
    new SmtpMailer({ url: server.url, from: 'Accompany <a@accompany.example>', patience });

  it('gets each mail at least once though it refuses three in ten for now', async () => {
    let turn = 0;
    smtp = await SmtpServer.start(() => ((turn += 1) % 10 < 3 ? 451 : 250));
    const emails = Array.from({ length: 20 }, () => `${randomUUID()}@people.example`);
    for (const email of emails) await requestSignUp(db, email);
    const mailer = mailerTo(smtp);
    const relay = relayTo(db, mailer);
    for (let round = 0; round < 10 && smtp.received.length < emails.length; round += 1) {
      await relay.drain();
      await owner('UPDATE outbox_event SET next_attempt_at = now() WHERE delivered_at IS NULL');
    }
    await mailer.onApplicationShutdown();
    expect(smtp.received.map(({ to }) => to).toSorted()).toEqual(emails.toSorted());
    expect(smtp.received[0]!.data).toMatch(/^Auto-Submitted: auto-generated$/m);
    expect(smtp.received[0]!.data).not.toMatch(/X-Mailer/i);
  });

  it('is not asked again for an address that it refuses for good', async () => {
    smtp = await SmtpServer.start(() => 550);
    await requestSignUp(db, `${randomUUID()}@people.example`);
    const mailer = mailerTo(smtp);
    await relayTo(db, mailer).drain();
    await mailer.onApplicationShutdown();
    expect(await owner('SELECT FROM outbox_event WHERE delivered_at IS NULL')).toEqual([]);
  });

  it('holds no connection of the pool while it is silent, and stops no other event', async () => {
    smtp = await SmtpServer.start(() => 'silence');
    const world = await StoredWorld.build(urls);
    for (let n = 0; n < 20; n += 1) await requestSignUp(db, `${randomUUID()}@people.example`);
    const { pledgeId } = await world.pledge(await world.person({ standing: 'ALLY' }));
    const mailer = mailerTo(smtp, 1_500);
    const relay = relayTo(db, mailer);
    await relay.round();
    const promoted = await world.event('pledge.promoted', pledgeId);
    await sleep(300);
    await relay.round();
    const busy: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      busy.push(db.pool.totalCount - db.pool.idleCount);
      await db.read(anonymous, async (reader) => reader.rows('SELECT 1'));
      await sleep(20);
    }
    expect(busy.slice(5)).toEqual(busy.slice(5).map(() => 0));
    expect(db.pool.waitingCount).toBe(0);
    expect(await owner('SELECT delivered_at IS NOT NULL AS done FROM outbox_event WHERE id = $1', [promoted])).toEqual([
      { done: true },
    ]);
    await relay.stop();
    await mailer.onApplicationShutdown();
    const waiting = await owner(
      `SELECT FROM outbox_event WHERE kind = 'person.sign_up_requested' AND delivered_at IS NULL`,
    );
    expect(waiting).toHaveLength(20);
  });
});

describe('a mail in Spanish', () => {
  it('arrives with its accents, in the subject, the text and the page', async () => {
    smtp = await SmtpServer.start();
    const email = `${randomUUID()}@people.example`;
    await requestSignUp(db, email, 'es-MX');
    const mailer = new SmtpMailer({ url: smtp.url, from: 'Accompany <a@accompany.example>' });
    await relayTo(db, mailer).drain();
    await mailer.onApplicationShutdown();
    const [{ to, data } = { to: '', data: '' }] = smtp.received;
    expect(to).toBe(email);
    // On the wire a subject is ASCII (RFC 2047), so that every server on the way passes it on as it is.
    expect(data).not.toMatch(/[^\n\x20-\x7e]/);
    expect(decodedSubject(data)).toBe('Accompany: confirma tu dirección');
    const [text, page] = ['text/plain', 'text/html'].map((type) => decodedPart(data, type));
    expect(text).toContain('pidió usar esta dirección en Accompany');
    expect(text).toContain('Sin este código nadie puede entrar.');
    expect(page).toContain('<html lang="es">');
    expect(page).toContain('<p>Si no fuiste tú, no hagas nada. Sin este código nadie puede entrar.</p>');
    const code = /confirm#([\w-]{43})/.exec(text ?? '')?.[1];
    expect(page).toContain(`<code>${code}</code>`);
  });
});

/** The subject, its lines unfolded and its encoded words (RFC 2047) read. */
function decodedSubject(data: string): string {
  const [, folded = ''] = /^Subject: (.*(?:\n[ \t].*)*)/m.exec(data) ?? [];
  return folded
    .replaceAll(/\n[ \t]/g, ' ')
    .replaceAll(/\?= =\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?([QB])\?(.*?)\?=/gi, (_, form: string, word: string) =>
      form.toUpperCase() === 'B' ? Buffer.from(word, 'base64').toString() : quoted(word.replaceAll('_', ' ')),
    );
}

/** One part of a mail of several, out of its transfer encoding. */
function decodedPart(data: string, type: string): string | undefined {
  const [, head = '', body = ''] =
    new RegExp(`\n(Content-Type: ${type}; charset=utf-8\n(?:.+\n)*)\n([\\s\\S]*?)\n--`, 'i').exec(data) ?? [];
  return /base64/i.test(head) ? Buffer.from(body, 'base64').toString() : quoted(body.replaceAll(/=\n/g, ''));
}

function quoted(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
