import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Database } from '../../../src/platform/database/database.js';
import type { DatabaseUrls } from '../../../src/platform/database/urls.js';
import { Mailbox } from '../../../src/platform/mail/mailbox.js';
import { freshDatabase, sql, testPool } from '../../support/database.js';
import { tryAs } from '../../support/standing.js';
import { connectDatabase, type StoredPerson, StoredWorld } from '../../support/stored-world.js';
import { relayTo } from './relay-to.js';

let urls: DatabaseUrls;
let db: Database;
let owner: ReturnType<typeof sql>;
let mailbox: Mailbox;

beforeAll(async () => {
  Logger.overrideLogger(false);
  urls = await freshDatabase('offer_news');
  db = await connectDatabase(urls, 4);
  owner = sql(urls.owner);
});
afterAll(() => db.onApplicationShutdown());
beforeEach(async () => {
  mailbox = new Mailbox();
  await owner('DELETE FROM outbox_event');
});

const told = async () => {
  await relayTo(db, mailbox).drain();
  return mailbox
    .list()
    .map((mail) => mail.to)
    .toSorted();
};
const addresses = (...people: StoredPerson[]) => people.map((one) => one.email!).toSorted();

async function offer(world: StoredWorld, by: StoredPerson): Promise<string> {
  const id = randomUUID();
  await owner(
    `INSERT INTO offer (community_id, id, offered_by, kind, text, quantity, unit, language) VALUES ($1, $2, $3, 'HOST', 'A room', 1, 'rooms', 'en')`,
    [world.communityId, id, by.membershipId],
  );
  return id;
}

async function organizes(who: StoredPerson): Promise<StoredPerson> {
  await owner(`UPDATE membership SET organizer_until = now() + interval '9 days' WHERE id = $1`, [who.membershipId]);
  return who;
}

it('tells stewards and organizers of what is offered, once an hour, and not whoever offered', async () => {
  const world = await StoredWorld.build(urls);
  await world.person({ standing: 'AFFECTED' });
  const ally = await organizes(await world.person({ standing: 'ALLY' }));
  const organizer = await organizes(await world.person({ standing: 'ALLY' }));
  const paused = await organizes(await world.person({ standing: 'ALLY' }));
  await owner('UPDATE membership SET paused_at = now() WHERE id = $1', [paused.membershipId]);
  for (let made = 0; made < 3; made += 1) await world.event('offer.made', await offer(world, ally));
  expect(await told()).toEqual(addresses(world.steward, organizer));
});

it.each(['adopted', 'declined', 'reopened', 'expired'])(
  'tells whoever offered that it was %s, and nobody else',
  async (what) => {
    const world = await StoredWorld.build(urls);
    const ally = await world.person({ standing: 'ALLY', language: 'es' });
    await world.person({ standing: 'ALLY' });
    await world.event(`offer.${what}`, await offer(world, ally));
    expect(await told()).toEqual(addresses(ally));
    for (const mail of mailbox.list()) expect(mail.html).toContain('<html lang="es">');
  },
);

it('tells nobody whose alliance has ended', async () => {
  const world = await StoredWorld.build(urls);
  const ally = await world.person({ standing: 'ALLY' });
  await world.event('offer.expired', await offer(world, ally));
  await owner('UPDATE membership SET ended_at = now() WHERE id = $1', [ally.membershipId]);
  expect(await told()).toEqual([]);
});

it('says whom to write to to the mail relay alone', async () => {
  const world = await StoredWorld.build(urls);
  const pool = testPool(urls.runtime);
  for (const name of ['offerer', 'offer_readers']) {
    const asked = tryAs(pool, world.steward.personId)(`SELECT * FROM app.mail_recipients_${name}($1, $1)`, [
      world.communityId,
    ]);
    expect(await asked).toBe('mail_recipients_by_clock_only_ck');
  }
});
