import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Database } from '../../../src/platform/database/database.js';
import type { DatabaseUrls } from '../../../src/platform/database/urls.js';
import { Mailbox } from '../../../src/platform/mail/mailbox.js';
import { freshDatabase, sql, testPool } from '../../support/database.js';
import { connectDatabase, type StoredPerson, StoredWorld } from '../../support/stored-world.js';
import { tryAs } from '../../support/standing.js';
import { relayTo } from './relay-to.js';

let urls: DatabaseUrls;
let db: Database;
let owner: ReturnType<typeof sql>;
let mailbox: Mailbox;

beforeAll(async () => {
  Logger.overrideLogger(false);
  urls = await freshDatabase('standing_notices');
  db = await connectDatabase(urls, 4);
  owner = sql(urls.owner);
});
afterAll(() => db.onApplicationShutdown());
beforeEach(async () => {
  mailbox = new Mailbox();
  await owner('DELETE FROM outbox_event');
});

const affected = (world: StoredWorld, more: object = {}) => world.person({ standing: 'AFFECTED', ...more });
const told = async () => {
  await relayTo(db, mailbox).drain();
  return mailbox
    .list()
    .map((mail) => mail.to)
    .toSorted();
};
const addresses = (...people: StoredPerson[]) => people.map((one) => one.email!).toSorted();

async function request(world: StoredWorld, asker: StoredPerson): Promise<string> {
  const id = randomUUID();
  await owner(`INSERT INTO membership_request (community_id, id, person_id, pseudonym) VALUES ($1, $2, $3, 'Rowan')`, [
    world.communityId,
    id,
    asker.personId,
  ]);
  return id;
}

async function removal(world: StoredWorld, of: StoredPerson, by: StoredPerson, state = 'PROPOSED'): Promise<string> {
  const id = randomUUID();
  await owner(
    `INSERT INTO removal (community_id, id, membership_id, takes_two, reason, state, proposed_by, closed_at)
     VALUES ($1, $2, $3, $4, 'They told the landlord.', $5, $6, CASE WHEN $5 = 'EXECUTED' THEN now() END)`,
    [world.communityId, id, of.membershipId, state === 'PROPOSED', state, by.membershipId],
  );
  return id;
}

async function outside(): Promise<{ world: StoredWorld & { steward: StoredPerson }; asker: StoredPerson }> {
  const [world, elsewhere] = [await StoredWorld.build(urls), await StoredWorld.build(urls)];
  return { world, asker: await elsewhere.person({ standing: 'AFFECTED', language: 'es' }) };
}

describe('who is told of admissions', () => {
  it('tells those who may vouch that a request waits: not newcomers, not allies, not the asker', async () => {
    const { world, asker } = await outside();
    const settled = await affected(world);
    const newcomer = await affected(world);
    await owner(`UPDATE membership SET probation_until = now() + interval '1 day' WHERE id = $1`, [
      newcomer.membershipId,
    ]);
    await world.person({ standing: 'ALLY' });
    await world.event('membership.requested', await request(world, asker));
    expect(await told()).toEqual(addresses(world.steward, settled));
  });

  it('tells the asker, in their language, that they were admitted or declined', async () => {
    const { world, asker } = await outside();
    const id = await request(world, asker);
    await world.event('membership.admitted_by_vouches', id);
    await world.event('membership.request_declined', id);
    expect(await told()).toEqual(addresses(asker, asker));
    for (const mail of mailbox.list()) expect(mail.html).toContain('<html lang="es">');
  });
});

describe('who is told of removals and duties', () => {
  it('tells the other stewards of a proposal, everyone affected of its confirmation, and the removed of the end', async () => {
    const world = await StoredWorld.build(urls);
    const [second, accused] = [await affected(world, { steward: true }), await affected(world, { steward: true })];
    const newcomer = await affected(world);
    await owner(`UPDATE membership SET probation_until = now() + interval '1 day' WHERE id = $1`, [
      newcomer.membershipId,
    ]);
    await world.person({ standing: 'ALLY' });
    const id = await removal(world, accused, world.steward);
    await world.event('membership.removal_proposed', id);
    expect(await told()).toEqual(addresses(second));
    mailbox = new Mailbox();
    await world.event('membership.removal_confirmed', id);
    expect(await told()).toEqual(addresses(world.steward, second, accused, newcomer));
    mailbox = new Mailbox();
    await owner('UPDATE membership SET ended_at = now() WHERE id = $1', [accused.membershipId]);
    await world.event('membership.removal_executed', id);
    expect(await told()).toEqual(addresses(accused));
  });

  it('tells who was removed by a steward, and who is asked to be one', async () => {
    const world = await StoredWorld.build(urls);
    const [removed, candidate] = [await affected(world), await affected(world)];
    await owner('UPDATE membership SET ended_at = now() WHERE id = $1', [removed.membershipId]);
    await world.event('membership.removed', await removal(world, removed, world.steward, 'EXECUTED'));
    const offer = randomUUID();
    await owner('INSERT INTO duty_offer (community_id, id, membership_id) VALUES ($1, $2, $3)', [
      world.communityId,
      offer,
      candidate.membershipId,
    ]);
    await world.event('membership.duty_offered', offer);
    expect(await told()).toEqual(addresses(removed, candidate));
  });

  it('tells everyone affected when stewards are missing, and says nothing of community, cause or role in a subject', async () => {
    const world = await StoredWorld.build(urls);
    const person = await affected(world);
    await world.event('community.short_of_stewards', world.communityId);
    expect(await told()).toEqual(addresses(world.steward, person));
    for (const { subject, text, html } of mailbox.list()) {
      expect(subject).toMatch(/^Accompany: /);
      expect(subject).not.toMatch(/steward|community|member/i);
      for (const said of [text, html]) expect(said).not.toMatch(/Canal Street|landlord/);
    }
  });

  it('answers whom to write to to nobody but the clock', async () => {
    const world = await StoredWorld.build(urls);
    const pool = testPool(urls.runtime);
    try {
      for (const name of ['vouchers', 'asker', 'affected', 'other_stewards', 'removed', 'candidate'])
        expect(
          await tryAs(pool, world.steward.personId)(`SELECT * FROM app.mail_recipients_${name}($1, $1)`, [
            world.communityId,
          ]),
        ).toBe('mail_recipients_by_clock_only_ck');
    } finally {
      await pool.end();
    }
  });
});
