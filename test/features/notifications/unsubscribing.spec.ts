import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { UnsubscribeLinks } from '../../../src/features/notifications/unsubscribe-links.js';
import { Keys } from '../../../src/platform/crypto/keys.js';
import type { Database } from '../../../src/platform/database/database.js';
import { Mailbox } from '../../../src/platform/mail/mailbox.js';
import { SmtpMailer } from '../../../src/platform/mail/smtp-mailer.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { SmtpServer } from '../../support/smtp-server.js';
import { connectDatabase, type StoredPerson, StoredWorld, testKeys } from '../../support/stored-world.js';
import { unchanged } from '../../support/unchanged.js';
import { relayTo } from './relay-to.js';

let on: TestApp;
let db: Database;
let owner: ReturnType<typeof sql>;
let mailbox: Mailbox;
let logged = '';

beforeAll(async () => {
  on = await startTestApp({ logTo: { write: (line: string) => (logged += line) } });
  db = await connectDatabase(on.urls, 4);
  owner = sql(on.urls.owner);
});
afterAll(async () => {
  await db.onApplicationShutdown();
  await on.close();
});
beforeEach(async () => {
  mailbox = new Mailbox();
  await owner('DELETE FROM outbox_event');
});

const links = new UnsubscribeLinks(testKeys, { publicUrl: '' });
const http = () => request(on.app.getHttpServer());
const choices = (personId: string) =>
  owner('SELECT channel, topic, choice FROM notification_choice WHERE person_id = $1 ORDER BY topic', [personId]);
const OFF = [{ channel: 'MAIL', topic: 'MY_PLEDGES', choice: 'OFF' }];

async function mailed(): Promise<{ world: StoredWorld; ally: StoredPerson; path: string; pledgeId: string }> {
  const world = await StoredWorld.build(on.urls);
  const ally = await world.person({ standing: 'ALLY' });
  const { pledgeId } = await world.pledge(ally);
  await world.event('pledge.promoted', pledgeId);
  await relayTo(db, mailbox).drain();
  const [mail] = mailbox.list();
  return { world, ally, pledgeId, path: new URL(mail!.unsubscribe as string).pathname };
}

describe('the link that ends mails of a kind', () => {
  it('stands in the mail, and in its head for one click, but in no mail about the safety of the account', async () => {
    const smtp = await SmtpServer.start();
    const mailer = new SmtpMailer({ url: smtp.url, from: 'Accompany <a@accompany.example>' });
    const world = await StoredWorld.build(on.urls);
    const ally = await world.person({ standing: 'ALLY' });
    const { pledgeId } = await world.pledge(ally);
    await world.event('pledge.promoted', pledgeId);
    await relayTo(db, mailer).drain();
    await world.event('person.password_changed', ally.personId, null);
    await relayTo(db, mailer).drain();
    await mailer.onApplicationShutdown();
    await smtp.stop();
    const [news, safety] = smtp.received.map(({ data }) => data.replaceAll(/\r?\n[ \t]+/g, ' '));
    expect(news).toMatch(/^List-Unsubscribe: ?<https:\/\/accompany\.example\/unsubscribe\/[\w-]+>\r?$/m);
    expect(news).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);
    expect(safety).toMatch(/password/);
    expect(safety).not.toMatch(/unsubscribe/i);
  });

  it('shows a page with a button in the language of the browser, and changes nothing by being looked at', async () => {
    const { path, ally, world } = await mailed();
    const page = await unchanged(on, () => http().get(path).set('accept-language', 'es-MX'));
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("form-action 'self'");
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.text).toContain('<html lang="es">');
    expect(page.text).toContain('Sobre lo que prometiste');
    expect(page.text).toMatch(/<form method="post"><button>/);
    const english = await http().get(path);
    expect(english.text).toContain('About what you promised');
    for (const secret of [ally.personId, ally.email!, world.communityId, world.handle, 'Canal Street', 'Warm homes']) {
      expect(page.text + english.text).not.toContain(secret);
    }
  });

  it('switches the topic off for mail alone, however often it is used, and no more comes', async () => {
    const { path, ally, world, pledgeId } = await mailed();
    for (let n = 0; n < 2; n += 1) {
      const done = await http().post(path).type('form').send('List-Unsubscribe=One-Click');
      expect(done.status).toBe(200);
      expect(done.text).toContain('Done: no more mails of this kind');
      expect(done.text).not.toContain('<form');
    }
    expect(await choices(ally.personId)).toEqual(OFF);
    mailbox.clear();
    await world.event('pledge.promoted', pledgeId);
    await world.event('membership.ally_paused', ally.membershipId);
    await relayTo(db, mailbox).drain();
    expect(mailbox.list().map(({ text }) => text.slice(0, 12))).toEqual(['What you may']);
    expect(await owner('SELECT 1 FROM notification WHERE person_id = $1', [ally.personId])).toHaveLength(3);
  });

  it.each(['multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', ''])(
    'takes the one click of a mail program as %s',
    async (type) => {
      const { path, ally } = await mailed();
      const body = type.startsWith('multipart')
        ? '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
        : 'List-Unsubscribe=One-Click';
      const post = http().post(path);
      const { status } = await (type === '' ? post : post.set('content-type', type).send(body));
      expect(status).toBe(200);
      expect(await choices(ally.personId)).toEqual(OFF);
    },
  );

  it('is another one each time and names nobody', async () => {
    const personId = randomUUID();
    const codes = Array.from(
      { length: 5 },
      () =>
        links
          .url({ personId, topics: ['MY_PLEDGES'] })
          .split('/')
          .at(-1)!,
    );
    expect(new Set(codes).size).toBe(5);
    for (const code of codes) {
      const bytes = Buffer.from(code, 'base64url');
      expect(bytes.toString('latin1')).not.toContain(personId);
      expect(bytes.toString('hex')).not.toContain(personId.replaceAll('-', ''));
    }
  });

  const forged: Record<string, (code: string, personId: string) => string> = {
    'cut short': (code) => code.slice(0, -1),
    'with a letter changed': (code) => `${code.slice(0, 40)}${code[40] === 'A' ? 'B' : 'A'}${code.slice(41)}`,
    'spelled another way': (code) => `${code}=`,
    'sealed with the key of another server': (_, personId) =>
      new Keys(Buffer.alloc(32, 7)).seal('unsubscribe', `${personId} MY_PLEDGES`),
    'sealed with the key of what lies in the vault': (_, personId) =>
      testKeys.encrypt(`${personId} MY_PLEDGES`).toString('base64url'),
    'to the safety of the account': (_, personId) => testKeys.seal('unsubscribe', `${personId} ACCOUNT_SAFETY`),
    'to a topic that there is not': (_, personId) => testKeys.seal('unsubscribe', `${personId} EVERYTHING`),
    'of nothing': () => 'x',
  };
  it.each(Object.keys(forged))('opens nothing %s, and changes nothing', async (how) => {
    const { path, ally } = await mailed();
    const code = (forged[how] as (typeof forged)[string])(path.split('/').at(-1)!, ally.personId);
    const [looked, posted] = await unchanged(on, async () => [
      await http().get(`/unsubscribe/${code}`),
      await http().post(`/unsubscribe/${code}`).type('form').send('List-Unsubscribe=One-Click'),
    ]);
    expect([looked?.status, posted?.status]).toEqual([404, 404]);
    expect(looked?.text).toBe(posted?.text);
    expect(await choices(ally.personId)).toEqual([]);
  });

  it('answers the same when nobody is behind it any more', async () => {
    const someone = links.url({ personId: randomUUID(), topics: ['MY_PLEDGES'] });
    const { path } = await mailed();
    const gone = await unchanged(on, () => http().post(someone).type('form').send('List-Unsubscribe=One-Click'));
    const there = await http().post(path).type('form').send('List-Unsubscribe=One-Click');
    expect([gone.status, gone.text]).toEqual([there.status, there.text]);
  });

  it('works for nothing else: no session, no ask, no export', async () => {
    const { path } = await mailed();
    const code = path.split('/').at(-1)!;
    const asked = await on.send({ authorization: `Bearer ${code}` }, '{ viewer { signInName } }');
    expect(asked.data?.viewer ?? null).toBeNull();
    expect((await http().get(`/export/${code}.json`)).status).toBe(404);
    expect(
      (await on.send(null, 'query ($link: String!) { askByLink(link: $link) { __typename } }', { link: code })).data
        ?.askByLink ?? null,
    ).toBeNull();
  });

  it('is in no log', async () => {
    const { path } = await mailed();
    await http().get(path);
    await http().post(path).type('form').send('List-Unsubscribe=One-Click');
    expect(logged).toContain('/unsubscribe/:code');
    expect(logged).not.toContain(path.split('/').at(-1)!);
  });
});
