import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Database } from '../../../src/platform/database/database.js';
import type { DatabaseUrls } from '../../../src/platform/database/urls.js';
import { Mailbox } from '../../../src/platform/mail/mailbox.js';
import { freshDatabase, sql } from '../../support/database.js';
import { connectDatabase, StoredWorld } from '../../support/stored-world.js';
import { relayTo } from './relay-to.js';

let urls: DatabaseUrls;
let db: Database;
let owner: ReturnType<typeof sql>;
let mailbox: Mailbox;
let world: StoredWorld;

beforeAll(async () => {
  Logger.overrideLogger(false);
  urls = await freshDatabase('account_news');
  db = await connectDatabase(urls, 4);
  owner = sql(urls.owner);
  world = await StoredWorld.build(urls);
});
afterAll(() => db.onApplicationShutdown());
beforeEach(async () => {
  mailbox = new Mailbox();
  await owner('DELETE FROM outbox_event');
});

describe('what happened to an account', () => {
  it.each([
    ['person.password_changed', 'contraseña', 'password'],
    ['person.second_factor_changed', 'aplicación que muestra códigos', 'app that shows codes'],
    ['person.recovery_codes_renewed', 'códigos de recuperación nuevos', 'new recovery codes'],
    ['person.email_restored', 'dirección anterior', 'former address'],
    ['person.session_replayed', 'desde dos lugares', 'from two places'],
    ['person.second_proof_failed', 'segundo código equivocado', 'wrong second code'],
  ])('is told of %s to its owner alone, in their language', async (kind, spanish, english) => {
    const ana = await world.person({ standing: 'ALLY', language: 'es-MX' });
    const ben = await world.person({ standing: 'ALLY' });
    const mute = await world.person({ standing: 'ALLY', email: false });
    const suspended = await world.person({ standing: 'ALLY' });
    await owner('UPDATE person SET suspended_at = now() WHERE id = $1', [suspended.personId]);
    for (const { personId } of [ana, ben, mute, suspended]) await world.event(kind, personId, null);
    await relayTo(db, mailbox).drain();
    const told = mailbox.list().toSorted((a, b) => (a.subject < b.subject ? -1 : 1));
    expect(told.map(({ to, subject }) => [to, subject])).toEqual([
      [ben.email, 'Accompany: about your account'],
      [ana.email, 'Accompany: sobre tu cuenta'],
    ]);
    expect(told[0]?.text).toContain(english);
    expect(told[1]?.text).toContain(spanish);
  });

  it('notes in the vault that the address was read', async () => {
    const ana = await world.person({ standing: 'ALLY' });
    await world.event('person.password_changed', ana.personId, null);
    await relayTo(db, mailbox).drain();
    expect(await owner('SELECT purpose FROM vault.access_log WHERE person_id = $1', [ana.personId])).toEqual([
      { purpose: 'notice.due' },
    ]);
  });
});
