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

beforeAll(async () => {
  Logger.overrideLogger(false);
  urls = await freshDatabase('pledge_news');
  db = await connectDatabase(urls, 4);
  owner = sql(urls.owner);
});
afterAll(() => db.onApplicationShutdown());
beforeEach(async () => {
  mailbox = new Mailbox();
  await owner('DELETE FROM outbox_event');
});

describe('what follows for a pledge by itself', () => {
  it.each([
    ['pledge.activated', 'it starts'],
    ['pledge.place_offered', 'kept for you for 12 hours'],
    ['pledge.offer_lapsed', 'gone to the next person'],
    ['pledge.lapsed', 'you can report it all the same'],
    ['pledge.never_started', 'did not come in time'],
    ['pledge.handed_over', 'by the code that you gave away'],
  ])('is told to whoever made it, and to nobody else: %s', async (kind, words) => {
    const world = await StoredWorld.build(urls);
    const ally = await world.person({ standing: 'ALLY' });
    await world.person({ standing: 'ALLY' });
    const { pledgeId } = await world.pledge(ally);
    await world.event(kind, pledgeId);
    await relayTo(db, mailbox).drain();
    const [mail, ...others] = mailbox.list();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: ally.email, subject: 'Accompany: there is news for you' });
    expect(mail?.text).toContain(words);
  });

  it.each([
    ['TERMS', 'has changed'],
    ['STOP', 'after a stop'],
  ])('says why it is to be confirmed again: %s', async (cause, words) => {
    const world = await StoredWorld.build(urls);
    const ally = await world.person({ standing: 'ALLY' });
    const { pledgeId } = await world.pledge(ally);
    await world.event('pledge.reconfirmation_asked', pledgeId, world.communityId, { because: cause });
    await relayTo(db, mailbox).drain();
    expect(mailbox.list()).toMatchObject([{ to: ally.email }]);
    expect(mailbox.list()[0]?.text).toContain(words);
  });
});

describe('an ask that starts, since enough is pledged,', () => {
  it('is told to the stewards of the community that leads it', async () => {
    const world = await StoredWorld.build(urls);
    const ally = await world.person({ standing: 'ALLY' });
    await world.pledge(ally);
    await world.event('ask.threshold_met', world.askId);
    await relayTo(db, mailbox).drain();
    expect(mailbox.list()).toMatchObject([{ to: world.steward.email }]);
    expect(mailbox.list()[0]?.text).toContain('as many people as it needs');
  });
});

describe('a stop', () => {
  it.each(['CONDITIONAL', 'NEEDS_RECONFIRMATION'])('is told to whoever has a live pledge: %s', async (state) => {
    const world = await StoredWorld.build(urls);
    const ally = await world.person({ standing: 'ALLY' });
    const { pledgeId } = await world.pledge(ally);
    const asked =
      "state = 'NEEDS_RECONFIRMATION', reconfirm_until = now() + interval '1 day', reconfirm_because = 'TERMS'";
    await owner(`UPDATE pledge SET ${asked} WHERE id = $1`, [pledgeId]);
    if (state === 'CONDITIONAL') {
      await owner("UPDATE pledge SET state = 'CONDITIONAL', waiting_for = 'THRESHOLD' WHERE id = $1", [pledgeId]);
    }
    await world.event('campaign.stopped', world.campaignId);
    await relayTo(db, mailbox).drain();
    expect(mailbox.list().map(({ to }) => to)).toEqual([ally.email]);
  });
});
