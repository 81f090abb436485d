import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Database } from '../../../src/platform/database/database.js';
import type { DatabaseUrls } from '../../../src/platform/database/urls.js';
import { Mailbox } from '../../../src/platform/mail/mailbox.js';
import { freshDatabase, sql } from '../../support/database.js';
import { connectDatabase, type StoredPerson, StoredWorld } from '../../support/stored-world.js';
import { afternoon, clockAt, links, minutesFrom, pathsIn, remindingRelay } from './reminding.js';

let urls: DatabaseUrls;
let db: Database;
let other: Database;
let owner: ReturnType<typeof sql>;
let mailbox: Mailbox;

beforeAll(async () => {
  Logger.overrideLogger(false);
  urls = await freshDatabase('reminding');
  db = await connectDatabase(urls, 4);
  other = await connectDatabase(urls, 4);
  owner = sql(urls.owner);
});
afterAll(async () => {
  await db.onApplicationShutdown();
  await other.onApplicationShutdown();
});
beforeEach(async () => {
  mailbox = new Mailbox();
  await owner('DELETE FROM outbox_event');
  await owner('DELETE FROM reminder');
  await owner(
    `UPDATE occurrence SET state = 'REPORTED', reported_quantity = 1, reported_at = now() WHERE state = 'DUE'`,
  );
  await owner(`UPDATE pledge SET state = 'STEPPED_BACK' WHERE state IN ('NEEDS_RECONFIRMATION', 'WAITLISTED')`);
});

const DUE = afternoon(4);
const DAY = 1440;

interface Planned {
  world: StoredWorld & { steward: StoredPerson };
  ally: StoredPerson;
  pledgeId: string;
  occurrenceId: string;
}

async function planned(zone = 'UTC', language = 'en'): Promise<Planned> {
  const world = await StoredWorld.build(urls);
  const ally = await world.person({ standing: 'ALLY', language });
  await owner('UPDATE person SET time_zone = $2 WHERE id = $1', [ally.personId, zone]);
  const { pledgeId, occurrenceId } = await world.pledge(ally);
  await owner('DELETE FROM occurrence WHERE pledge_id = $1 AND id <> $2', [pledgeId, occurrenceId]);
  await owner('UPDATE occurrence SET due_at = $2 WHERE id = $1', [occurrenceId, DUE]);
  return { world, ally, pledgeId, occurrenceId };
}

/** Both as at this moment: the clock, then the relay. Answers to whom mails went. */
async function at(moment: Date): Promise<string[]> {
  mailbox.clear();
  await clockAt(db, moment).remind();
  await remindingRelay(db, mailbox, moment).drain();
  return mailbox.list().map(({ to }) => to);
}

const choose = (personId: string, minutes: number[]) =>
  owner(`INSERT INTO reminder_choice (person_id, minutes, chosen_at) VALUES ($1, $2, now() - interval '1 minute')`, [
    personId,
    minutes,
  ]);

describe('a reminder', () => {
  it('comes the day before, and the day after if nothing was reported, once each', async () => {
    const { ally } = await planned();
    expect(await at(minutesFrom(DUE, -DAY - 1))).toEqual([]);
    expect(await at(minutesFrom(DUE, -DAY))).toEqual([ally.email]);
    expect(mailbox.list()[0]?.text).toMatch(/^You planned something for .* 17:30:00 UTC\.\n\nAre you coming\?/);
    expect(await at(minutesFrom(DUE, -DAY + 1))).toEqual([]);
    expect(await at(DUE)).toEqual([]);
    expect(await at(minutesFrom(DUE, DAY))).toEqual([ally.email]);
    expect(mailbox.list()[0]?.text).toContain('nobody has heard yet how it went');
    expect(await at(minutesFrom(DUE, DAY + 1))).toEqual([]);
  });

  it('does not come the day after where it was reported', async () => {
    const { occurrenceId } = await planned();
    await owner(`UPDATE occurrence SET state = 'REPORTED', reported_quantity = 1, reported_at = now() WHERE id = $1`, [
      occurrenceId,
    ]);
    expect(await at(minutesFrom(DUE, DAY))).toEqual([]);
  });

  it('comes at the times that its person chose, and for one pledge at others', async () => {
    const { ally, world, pledgeId } = await planned();
    await choose(ally.personId, [-120, 0]);
    expect(await at(minutesFrom(DUE, -DAY))).toEqual([]);
    expect(await at(minutesFrom(DUE, -120))).toEqual([ally.email]);
    expect(await at(DUE)).toEqual([ally.email]);
    await owner(
      `INSERT INTO pledge_reminder_choice (community_id, pledge_id, person_id, minutes, chosen_at) VALUES ($1, $2, $3, '{60}', now() - interval '1 minute')`,
      [world.communityId, pledgeId, ally.personId],
    );
    await owner('DELETE FROM reminder');
    expect(await at(DUE)).toEqual([]);
    expect(await at(minutesFrom(DUE, 60))).toEqual([ally.email]);
  });

  it('comes as far from its time as one may choose', async () => {
    const { ally, world, pledgeId } = await planned();
    await choose(ally.personId, [7 * DAY]);
    expect(await at(minutesFrom(DUE, 7 * DAY))).toEqual([ally.email]);
    await owner('DELETE FROM reminder_choice');
    await owner(
      `INSERT INTO pledge_reminder_choice (community_id, pledge_id, person_id, minutes, chosen_at) VALUES ($1, $2, $3, '{8640}', now() - interval '1 minute')`,
      [world.communityId, pledgeId, ally.personId],
    );
    expect(await at(minutesFrom(DUE, 6 * DAY))).toEqual([ally.email]);
  });

  it('never comes where an empty list was chosen', async () => {
    const { ally } = await planned();
    await choose(ally.personId, []);
    for (const minutes of [-DAY, 0, DAY]) expect(await at(minutesFrom(DUE, minutes))).toEqual([]);
  });

  it('is among the notifications, about the pledge, where there is no address to send it to', async () => {
    const { ally, pledgeId, world } = await planned();
    await owner('UPDATE vault.account SET email_lookup = NULL, email_cipher = NULL WHERE person_id = $1', [
      ally.personId,
    ]);
    expect(await at(minutesFrom(DUE, -DAY))).toEqual([]);
    const told = await owner(
      'SELECT notice, topic, subject_type, subject_id, campaign_id, community_id FROM notification WHERE person_id = $1',
      [ally.personId],
    );
    expect(told).toEqual([
      {
        notice: 'pledge-soon',
        topic: 'MY_PLEDGES',
        subject_type: 'Pledge',
        subject_id: pledgeId,
        campaign_id: world.campaignId,
        community_id: world.communityId,
      },
    ]);
  });

  it('comes once when two processes make and send it at the same moment', async () => {
    const people = [await planned(), await planned(), await planned()];
    const moment = minutesFrom(DUE, -DAY);
    for (let n = 0; n < 5; n += 1) await Promise.all([db, other].map((one) => clockAt(one, moment).remind()));
    await Promise.all([db, other].map((one) => remindingRelay(one, mailbox, moment).drain()));
    const sent = mailbox.list().map(({ to }) => to);
    expect(sent.toSorted((a, b) => a.localeCompare(b))).toEqual(
      people.map(({ ally }) => ally.email as string).toSorted((a, b) => a.localeCompare(b)),
    );
  });

  it('does not come at night where its person lives, but in the last hour before or in the morning', async () => {
    // Half past five in Greenwich is half past two at night in Tokyo, the day after.
    const { ally } = await planned('Asia/Tokyo');
    await choose(ally.personId, [-120, 60]);
    expect(await at(minutesFrom(DUE, -120))).toEqual([]);
    expect(await owner('SELECT minutes FROM reminder')).toEqual([]);
    await owner('DELETE FROM reminder');
    const evening = minutesFrom(DUE, -390);
    expect(await at(minutesFrom(evening, -1))).toEqual([]);
    expect(await at(evening)).toEqual([ally.email]);
    expect(await at(minutesFrom(DUE, 60))).toEqual([]);
    expect(await at(minutesFrom(DUE, 330))).toEqual([ally.email]);
  });

  it('that is older than three hours is left out, and the one about what was not reported is not', async () => {
    const { ally } = await planned();
    expect(await at(minutesFrom(DUE, -DAY + 181))).toEqual([]);
    expect(await at(minutesFrom(DUE, 2 * DAY))).toEqual([ally.email]);
  });

  it('for a time before the pledge was made does not come', async () => {
    const { occurrenceId } = await planned();
    const soon = minutesFrom(new Date(), DAY - 60);
    await owner('UPDATE occurrence SET due_at = $2 WHERE id = $1', [occurrenceId, soon]);
    expect(await clockAt(db, new Date()).remind()).toBe(0);
  });

  it('does not go out any more where what it says is no longer true', async () => {
    const { pledgeId } = await planned();
    const moment = minutesFrom(DUE, -DAY);
    expect(await clockAt(db, moment).remind()).toBe(1);
    await owner(`UPDATE pledge SET state = 'STEPPED_BACK' WHERE id = $1`, [pledgeId]);
    await remindingRelay(db, mailbox, moment).drain();
    expect(mailbox.list()).toEqual([]);
  });

  it.each([
    [
      'the campaign is stopped',
      `UPDATE campaign SET state = 'STOPPED', stopped_at = now() WHERE id = $1`,
      `UPDATE campaign SET state = 'LAUNCHED', stopped_at = NULL WHERE id = $1`,
    ],
    [
      'the ask is paused',
      `UPDATE ask SET state = 'PAUSED', paused_because = 'ORGANIZER', paused_at = now() WHERE campaign_id = $1`,
      `UPDATE ask SET state = 'OPEN', paused_because = NULL, paused_at = NULL WHERE campaign_id = $1`,
    ],
  ])('is not sent while %s, nor afterwards', async (_, stop, resume) => {
    const { world, ally } = await planned();
    const moment = minutesFrom(DUE, -DAY);
    await owner(stop, [world.campaignId]);
    expect(await at(moment)).toEqual([]);
    await owner(resume, [world.campaignId]);
    expect(await at(minutesFrom(moment, 1))).toEqual([]);
    expect(await owner('SELECT 1 FROM notification WHERE person_id = $1', [ally.personId])).toEqual([]);
    expect(await at(minutesFrom(DUE, DAY))).toEqual([ally.email]);
  });

  it('does not come by mail once its person has ended such mails', async () => {
    const { ally } = await planned();
    expect(await at(minutesFrom(DUE, -DAY))).toEqual([ally.email]);
    expect(mailbox.list()[0]?.unsubscribe).toContain('/unsubscribe/');
    await owner(`INSERT INTO notification_choice VALUES ($1, 'MAIL', 'MY_PLEDGES', 'OFF')`, [ally.personId]);
    expect(await at(minutesFrom(DUE, DAY))).toEqual([]);
    expect(await owner('SELECT 1 FROM notification WHERE person_id = $1', [ally.personId])).toHaveLength(2);
  });

  it('of an organization’s pledge goes to each who represents it, as each of them chose, and to none who did', async () => {
    const { world, ally, pledgeId } = await planned();
    const [one, other, former] = [
      ally,
      await world.person({ standing: 'ALLY' }),
      await world.person({ standing: 'ALLY' }),
    ];
    const organizationId = randomUUID();
    await owner(`INSERT INTO organization (id, name) VALUES ($1, 'Neighbours')`, [organizationId]);
    for (const { personId } of [one, other, former]) {
      await owner(
        'INSERT INTO representative (organization_id, id, person_id, pseudonym, ended_at) VALUES ($1, gen_random_uuid(), $2, $3, $4)',
        [organizationId, personId, personId, personId === former.personId ? new Date() : null],
      );
    }
    await owner('UPDATE membership SET person_id = NULL, organization_id = $2 WHERE id = $1', [
      one.membershipId,
      organizationId,
    ]);
    await choose(other.personId, [-120]);
    expect(await at(minutesFrom(DUE, -DAY))).toEqual([one.email]);
    expect(await at(minutesFrom(DUE, -120))).toEqual([other.email]);
    const [path] = pathsIn(mailbox.list()[0]?.text ?? '');
    expect(links.open((path ?? '').slice('/reminder/'.length), new Date())).toMatchObject({
      personId: other.personId,
      pledgeId,
    });
  });

  it('goes to nobody who is suspended or has left', async () => {
    const gone = await planned();
    await owner('UPDATE person SET suspended_at = now() WHERE id = $1', [gone.ally.personId]);
    const left = await planned();
    await owner('UPDATE membership SET ended_at = now() WHERE id = $1', [left.ally.membershipId]);
    expect(await clockAt(db, minutesFrom(DUE, -DAY)).remind()).toBe(0);
  });

  it('of a pledge to confirm again comes half-way to its deadline, and of a place on offer at half of its time', async () => {
    const again = await planned();
    await owner(
      `UPDATE pledge SET state = 'NEEDS_RECONFIRMATION', reconfirm_because = 'TERMS', reconfirm_until = $2 WHERE id = $1`,
      [again.pledgeId, minutesFrom(afternoon(0), 6 * DAY)],
    );
    const [row] = await owner(
      'SELECT state_changed_at + (reconfirm_until - state_changed_at) / 2 AS half FROM pledge WHERE id = $1',
      [again.pledgeId],
    );
    const half = row?.['half'] as Date;
    expect(await at(minutesFrom(half, -14 * 60))).toEqual([]);
    // Wherever in the night half of the time is, it has come by the next noon.
    const sent = [...(await at(minutesFrom(half, 2))), ...(await at(minutesFrom(half, 720)))];
    expect(sent.filter((to) => to === again.ally.email)).toEqual([again.ally.email]);
    const waits = await again.world.person({ standing: 'ALLY' });
    const { pledgeId } = await again.world.pledge(waits, 'ALLY', 'WAITLISTED');
    await owner('UPDATE pledge SET offered_until = $2 WHERE id = $1', [pledgeId, DUE]);
    expect(await at(minutesFrom(DUE, -361))).toEqual([]);
    expect(await at(minutesFrom(DUE, -360))).toEqual([waits.email]);
    expect(mailbox.list()[0]?.text).toContain('A place is held for you until');
  });

  it('says nothing of a cause, a community, a place or a person, in the language of whoever reads it', async () => {
    const { world, ally } = await planned('UTC', 'es-MX');
    expect(await at(minutesFrom(DUE, -DAY))).toEqual([ally.email]);
    const [mail] = mailbox.list();
    expect(mail?.subject).toBe('Accompany: algo espera tu respuesta');
    for (const secret of [
      'Canal Street',
      'Warm homes',
      'Come along',
      'Call ahead',
      world.handle,
      world.communityId,
      ally.personId,
    ]) {
      expect(`${mail?.subject} ${mail?.text} ${mail?.html}`).not.toContain(secret);
    }
    expect(pathsIn(mail?.text ?? '')).toHaveLength(3);
  });

  it('is forgotten a month after its time', async () => {
    const { ally } = await planned();
    await clockAt(db, minutesFrom(DUE, -DAY)).remind();
    expect(await clockAt(db, new Date()).forget()).toBe(0);
    await owner(
      `UPDATE reminder SET made_at = now() - interval '31 days', about_at = now() - interval '31 days' WHERE person_id = $1`,
      [ally.personId],
    );
    expect(await clockAt(db, new Date()).forget()).toBe(1);
  });
});
