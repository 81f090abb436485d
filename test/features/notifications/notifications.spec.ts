import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { write } from '../../../src/features/notifications/mail-text.js';
import { addressChanged } from '../../../src/features/notifications/mails/address-changed.js';
import { addressKnown } from '../../../src/features/notifications/mails/address-known.js';
import { choosePassword } from '../../../src/features/notifications/mails/choose-password.js';
import { confirmAddress } from '../../../src/features/notifications/mails/confirm-address.js';
import { notices } from '../../../src/features/notifications/mails/index.js';
import { anonymous } from '../../../src/platform/access/actor.js';
import type { Database } from '../../../src/platform/database/database.js';
import type { DatabaseUrls } from '../../../src/platform/database/urls.js';
import { Mailbox } from '../../../src/platform/mail/mailbox.js';
import { freshDatabase, sql } from '../../support/database.js';
import { connectDatabase, StoredWorld } from '../../support/stored-world.js';
import { relayTo, requestSignUp } from './relay-to.js';

let urls: DatabaseUrls;
let db: Database;
let owner: ReturnType<typeof sql>;
let mailbox: Mailbox;

beforeAll(async () => {
  Logger.overrideLogger(false);
  urls = await freshDatabase('notifications');
  db = await connectDatabase(urls, 4);
  owner = sql(urls.owner);
});

afterAll(() => db.onApplicationShutdown());

beforeEach(async () => {
  mailbox = new Mailbox();
  await owner('DELETE FROM outbox_event');
});

const recipients = () => mailbox.list().map((mail) => mail.to);

/** What is folded into one mail an hour must not be asked in two of them. */
async function awayFromTheFullHour(): Promise<void> {
  const left = 3_600_000 - (Date.now() % 3_600_000);
  if (left < 5_000) await sleep(left + 100);
}

describe('the mail that confirms an address', () => {
  it('carries a code made as it is sent, whose digest alone is stored', async () => {
    const email = `${randomUUID()}@people.example`;
    const pending = await requestSignUp(db, email, 'es');
    await relayTo(db, mailbox).drain();
    const [mail] = mailbox.list();
    expect(mail?.to).toBe(email);
    expect(mail?.subject).toBe('Accompany: confirma tu dirección');
    const code = /confirm#([\w-]{43})\n/.exec(mail!.text)?.[1];
    expect(code).toBeDefined();
    expect(mail!.text).toContain(`\n\n${code}\n\n`);
    const [row] = await owner('SELECT token_hash FROM vault.pending_sign_up WHERE id = $1', [pending]);
    expect(row!['token_hash']).toEqual(createHash('sha256').update(code!).digest());
  });

  it('tells a known address that it has an account, and arms nothing', async () => {
    const world = await StoredWorld.build(urls);
    const pending = await requestSignUp(db, world.steward.email!);
    await relayTo(db, mailbox).drain();
    expect(mailbox.list()).toHaveLength(1);
    expect(mailbox.list()[0]).toMatchObject({ to: world.steward.email, subject: 'Accompany: about your address' });
    expect(mailbox.list()[0]!.text).not.toMatch(/#/);
    expect(await owner('SELECT token_hash FROM vault.pending_sign_up WHERE id = $1', [pending])).toEqual([
      { token_hash: null },
    ]);
  });
});

describe('who is told of what', () => {
  it('tells the ally when a place freed, in their language, and nobody else', async () => {
    const world = await StoredWorld.build(urls);
    const ally = await world.person({ standing: 'ALLY', language: 'es-MX' });
    await world.person({ standing: 'ALLY' });
    const { pledgeId } = await world.pledge(ally);
    await world.event('pledge.promoted', pledgeId);
    await relayTo(db, mailbox).drain();
    expect(recipients()).toEqual([ally.email]);
    expect(mailbox.list()[0]!.subject).toBe('Accompany: hay novedades para ti');
    expect(mailbox.list()[0]!.html).toContain('<html lang="es">');
  });

  it('tells stewards with an address of a report, once an hour however many come, and never the pledger', async () => {
    await awayFromTheFullHour();
    const world = await StoredWorld.build(urls);
    const second = await world.person({ standing: 'AFFECTED', steward: true });
    await world.person({ standing: 'AFFECTED', steward: true, email: false });
    await world.person({ standing: 'AFFECTED' });
    const own = await world.pledge(second, 'AFFECTED');
    await world.event('fulfilment.reported', own.occurrenceId);
    const relay = relayTo(db, mailbox);
    await relay.drain();
    expect(recipients()).toEqual([world.steward.email]);
    const ally = await world.person({ standing: 'ALLY' });
    const { occurrenceId } = await world.pledge(ally);
    for (let n = 0; n < 5; n += 1) await world.event('fulfilment.reported', occurrenceId);
    await relay.drain();
    expect(recipients().toSorted()).toEqual([world.steward.email!, second.email!].toSorted());
    const later = await owner(
      `SELECT next_attempt_at > now() AS later FROM outbox_event WHERE kind = 'notice.due' AND delivered_at IS NULL`,
    );
    expect(later).toEqual([{ later: true }, { later: true }]);
  });

  it('tells a person that a way in to their account changed, and nobody else', async () => {
    const world = await StoredWorld.build(urls);
    const person = await world.person({ standing: 'ALLY', language: 'es' });
    await owner(
      `INSERT INTO outbox_event (id, kind, subject_id) SELECT gen_random_uuid(), 'person.way_in_changed', person_id FROM membership WHERE id = $1`,
      [person.membershipId],
    );
    await relayTo(db, mailbox).drain();
    expect(recipients()).toEqual([person.email]);
    expect(mailbox.list()[0]).toMatchObject({
      subject: 'Accompany: sobre tu cuenta',
      text: expect.stringContaining('una forma de iniciar sesión'),
    });
  });

  it('tells an ally of what became of their standing, ended or not, and one who asked of the answer', async () => {
    const world = await StoredWorld.build(urls);
    const [paused, ended, declined] = [
      await world.person({ standing: 'ALLY', language: 'es' }),
      await world.person({ standing: 'ALLY' }),
      await world.person({ standing: 'ALLY' }),
    ];
    await owner('UPDATE membership SET ended_at = now() WHERE id = ANY ($1)', [
      [ended.membershipId, declined.membershipId],
    ]);
    const request = randomUUID();
    await owner(
      `INSERT INTO ally_request (community_id, id, membership_id, person_id, pseudonym, agreement_version, state, decided_at)
       VALUES ($1, $2, gen_random_uuid(), $3, 'Otto', 1, 'DECLINED', now())`,
      [world.communityId, request, declined.personId],
    );
    await world.event('membership.ally_paused', paused.membershipId);
    await world.event('membership.ally_ended', ended.membershipId);
    await world.event('membership.ally_declined', request);
    await relayTo(db, mailbox).drain();
    const told = Object.fromEntries(mailbox.list().map((mail) => [mail.to, mail.text]));
    expect(told).toEqual({
      [paused.email!]: expect.stringContaining('Cambió lo que puedes hacer'),
      [ended.email!]: expect.stringContaining('What you may do in a place where you take part has changed.'),
      [declined.email!]: expect.stringContaining('What you asked for has been answered.'),
    });
  });

  it('tells the stewards once an hour that someone asked to join, and an ally that a waiting pledge ended', async () => {
    await awayFromTheFullHour();
    const world = await StoredWorld.build(urls);
    const ally = await world.person({ standing: 'ALLY' });
    const { pledgeId } = await world.pledge(ally, 'ALLY', 'NEVER_STARTED');
    await world.event('membership.ally_requested', randomUUID());
    await world.event('membership.ally_requested', randomUUID());
    await world.event('pledge.ended_with_standing', pledgeId);
    await relayTo(db, mailbox).drain();
    const told = Object.fromEntries(mailbox.list().map((mail) => [mail.to, mail.text]));
    expect(told).toEqual({
      [world.steward.email!]: expect.stringContaining('Someone asked to join'),
      [ally.email!]: expect.stringContaining('does not wait for you any more'),
    });
    expect(mailbox.list()).toHaveLength(2);
  });

  it('tells the ally when work was attested or sent back', async () => {
    const world = await StoredWorld.build(urls);
    const ally = await world.person({ standing: 'ALLY' });
    const { occurrenceId, pledgeId } = await world.pledge(ally);
    await world.event('fulfilment.attested', occurrenceId);
    await world.event('fulfilment.sent_back', pledgeId);
    await relayTo(db, mailbox).drain();
    expect(recipients()).toEqual([ally.email, ally.email]);
  });

  it('tells everyone with a live pledge at once when a campaign stops, and again at the next stop', async () => {
    const world = await StoredWorld.build(urls);
    const active = await world.person({ standing: 'ALLY' });
    const waiting = await world.person({ standing: 'ALLY' });
    const gone = await world.person({ standing: 'ALLY' });
    await world.pledge(active);
    await world.pledge(waiting, 'ALLY', 'WAITLISTED');
    const { pledgeId } = await world.pledge(gone);
    await owner(`UPDATE pledge SET state = 'STEPPED_BACK' WHERE id = $1`, [pledgeId]);
    const relay = relayTo(db, mailbox);
    await world.event('campaign.stopped', world.campaignId);
    await relay.drain();
    await world.event('campaign.stopped', world.campaignId);
    await relay.drain();
    const both = [active.email!, waiting.email!];
    expect(recipients().toSorted()).toEqual([...both, ...both].toSorted());
  });

  it('sends each mail once when the event behind it comes twice', async () => {
    const world = await StoredWorld.build(urls);
    const { pledgeId } = await world.pledge(await world.person({ standing: 'ALLY' }));
    const id = await world.event('pledge.promoted', pledgeId);
    const relay = relayTo(db, mailbox);
    await relay.drain();
    await owner('UPDATE outbox_event SET delivered_at = NULL, next_attempt_at = now() WHERE id = $1', [id]);
    await relay.drain();
    expect(mailbox.list()).toHaveLength(1);
  });

  it('lets nobody but the clock ask whom to write to', async () => {
    const world = await StoredWorld.build(urls);
    const as = { ...anonymous, kind: 'person' as const, personId: world.steward.personId };
    for (const call of ['mail_recipients_pledger', 'mail_recipients_stewards', 'mail_recipients_campaign']) {
      const asking = db.write(as, null, (tx) =>
        tx.rows(`SELECT * FROM app.${call}($1, $2)`, [world.communityId, world.campaignId]),
      );
      await expect(asking).rejects.toMatchObject({ constraint: 'mail_recipients_by_clock_only_ck' });
    }
  });
});

describe('what a mail and the rows behind it give away', () => {
  const ownLinks = {
    confirm: 'https://a.example/<b>',
    reschedule: 'https://a.example/<d>',
    stepBack: 'https://a.example/"',
  };
  const needs = { link: 'https://accompany.example/?a=<b>&c', code: 'c"o<d>e', until: '1 <May>', ...ownLinks };
  const all = { ...notices, confirmAddress, addressKnown, addressChanged, choosePassword };

  it.each(Object.entries(all))(
    '%s has a subject without a cause, in both languages, and escapes what it is given',
    (_, template) => {
      for (const language of ['en', 'es']) {
        const { subject, text, html } = write<typeof needs>(template, language, needs);
        expect(subject).toMatch(/^Accompany: [\p{L} ,]{5,40}$/u);
        expect(subject).not.toMatch(
          /pledge|campaign|ask\b|report|place|stop|tenant|priorit|mandate|compromiso|campaña|lugar|informe/i,
        );
        expect(text).toContain(needs.link);
        expect(html).not.toMatch(/<b>|<d>|<img|<script|<link|src=/);
        expect(html).toContain('&lt;b&gt;&amp;c');
      }
      expect(write<typeof needs>(template, 'es-AR', needs).subject).not.toBe(
        write<typeof needs>(template, 'fr', needs).subject,
      );
    },
  );

  it('leaves no address in outbox, record or idempotency rows, nor on the access log', async () => {
    const world = await StoredWorld.build(urls);
    const canary = `canary-${randomUUID()}@people.example`;
    await requestSignUp(db, canary);
    const { pledgeId } = await world.pledge(await world.person({ standing: 'ALLY' }));
    await world.event('pledge.promoted', pledgeId);
    await relayTo(db, mailbox).drain();
    expect(mailbox.list()).toHaveLength(2);
    for (const table of ['outbox_event', 'record_entry', 'idempotency', 'vault.access_log', 'vault.pending_sign_up']) {
      const rows = await owner(`SELECT t::text AS row FROM ${table} t WHERE t::text ~ 'people.example|canary'`);
      expect(rows).toEqual([]);
    }
    const [log] = await owner(
      `SELECT count(*)::int AS reads FROM vault.access_log WHERE purpose = 'notice.due' AND read_by IS NULL`,
    );
    expect(log!['reads']).toBeGreaterThan(0);
  });
});
