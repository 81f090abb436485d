import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { QuestionClock } from '../../../src/features/threads/index.js';
import type { Database } from '../../../src/platform/database/database.js';
import { Mailbox } from '../../../src/platform/mail/mailbox.js';
import { plant } from '../../support/canaries.mjs';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { membershipId, personOf } from '../../support/standing.js';
import { connectDatabase, testKeys } from '../../support/stored-world.js';
import { type Founded, World } from '../../support/world.js';
import { relayTo } from '../notifications/relay-to.js';
import { asked, overdue, talking, wrote } from './talking.js';

let on: TestApp;
let db: Database;
let world: World;
let mailbox: Mailbox;

beforeAll(async () => {
  on = await startTestApp();
  db = await connectDatabase(on.urls, 4);
  world = new World(on);
});
afterAll(async () => {
  await db.onApplicationShutdown();
  await on.close();
});
beforeEach(async () => {
  mailbox = new Mailbox();
  await rows('DELETE FROM outbox_event');
});

const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const clock = () => on.app.get(QuestionClock, { strict: false }).note();

/** The address at which a person can be written to from now on. */
async function reached(person: Person, community: Founded): Promise<string> {
  const email = `${randomUUID()}@people.example`;
  plant(email);
  await rows(
    'UPDATE vault.account SET email_lookup = $2, email_cipher = $3 WHERE person_id = $1',
    await personOf(on, await membershipId(on, person, community.id)),
    testKeys.digest('lookup', email),
    testKeys.encrypt(email),
  );
  return email;
}

async function scene() {
  const before = await talking(world);
  const { community, steward, second, ally } = before;
  const organizer = await world.allyOrganizer(community);
  const addresses = {
    steward: await reached(steward, community),
    second: await reached(second, community),
    ally: await reached(ally, community),
    organizer: await reached(organizer, community),
  };
  await mailed();
  return { ...before, addresses };
}

/** Whom the mails since the last look went to, and the first sentence of each, in the order of the addresses. */
async function mailed(): Promise<[string, string][]> {
  await relayTo(db, mailbox).drain();
  const list = mailbox.list().map(({ to, text }): [string, string] => [to, text.split('.')[0] ?? '']);
  mailbox = new Mailbox();
  return list.toSorted(([one], [other]) => one.localeCompare(other));
}
const told = (...all: [string, string][]) => all.toSorted(([one], [other]) => one.localeCompare(other));

/** As the relay finds it that died before it noted what it had done. */
async function repeated(): Promise<[string, string][]> {
  await rows(`UPDATE outbox_event SET delivered_at = NULL, next_attempt_at = now() WHERE kind <> 'notice.due'`);
  return mailed();
}

describe('mails about a thread', () => {
  it('tell the pledger at once of a question, of its last day and that it is overdue, and those who work with them', async () => {
    const { steward, pledge, addresses } = await scene();
    const questionId = await asked(world, steward, pledge.id, { text: 'A secret question' });
    expect(await mailed()).toEqual([[addresses.ally, expect.stringContaining('was asked')]]);
    await rows(
      "UPDATE thread_question SET due_at = now() + interval '20 hours', due_set_at = now() - interval '6 days' WHERE id = $1",
      questionId,
    );
    await clock();
    expect(await mailed()).toEqual([[addresses.ally, expect.stringContaining('within a day')]]);
    await overdue(on, questionId);
    await clock();
    await clock();
    const late = expect.stringContaining('is overdue') as unknown as string;
    expect(await mailed()).toEqual(
      told(
        [addresses.ally, expect.stringContaining('is over') as unknown as string],
        [addresses.steward, late],
        [addresses.organizer, late],
      ),
    );
    expect(await repeated()).toEqual([]);
  });

  it('fold talk into one an hour, to the other side alone', async () => {
    const { steward, second, ally, pledge, addresses } = await scene();
    const wroteYou = expect.stringContaining('wrote to you') as unknown as string;
    await wrote(world, second, pledge.id, 'One');
    await world.done(steward, 'thankPledger', { pledgeId: pledge.id, text: 'Two' });
    expect(await mailed()).toEqual([[addresses.ally, wroteYou]]);
    await wrote(world, ally, pledge.id, 'Three');
    await wrote(world, ally, pledge.id, 'Four');
    expect(await mailed()).toEqual(told([addresses.steward, wroteYou], [addresses.organizer, wroteYou]));
  });

  it('tell nobody of what was taken back before, nor whoever takes no messages', async () => {
    const { steward, ally, pledge } = await scene();
    const messageId = await wrote(world, steward, pledge.id);
    await world.done(steward, 'withdrawMessage', { messageId });
    await wrote(world, steward, pledge.id);
    await world.done(ally, 'blockThread', { pledgeId: pledge.id });
    const questionId = await asked(world, steward, pledge.id);
    await world.done(steward, 'withdrawQuestion', { questionId });
    expect(await mailed()).toEqual([]);
  });

  it('tell every representative of an organization, and of affected people’s pledges no ally who organizes', async () => {
    const { community, ask, steward, second, addresses } = await scene();
    const own = await world.pledge({ ask, by: second, agreementVersion: null });
    await wrote(world, second, own.id);
    expect(await mailed()).toEqual([[addresses.steward, expect.stringContaining('wrote to you')]]);
    const [founder, other] = [await world.person(), await world.person()];
    const { organization } = await world.done(
      founder,
      'createOrganization',
      { name: 'Dockers' },
      'organization { id }',
    );
    const { code } = await world.done(founder, 'inviteRepresentative', { organizationId: organization.id }, 'code');
    await world.done(other, 'acceptRepresentation', { link: code });
    await world.done(founder, 'joinAsAlly', {
      communityHandle: community.handle,
      organizationId: organization.id,
      agreementVersion: 1,
      answers: [{ questionId: 'position', text: 'We rent.' }],
    });
    const pledge = await world.pledge({ ask, by: founder, organizationId: organization.id });
    const emails = [await ofPerson(founder), await ofPerson(other)];
    await mailed();
    await asked(world, steward, pledge.id);
    expect((await mailed()).map(([to]) => to)).toEqual(emails.toSorted((one, two) => one.localeCompare(two)));
  });

  it('tell those who settle it of a report, without whoever made it', async () => {
    const { second, steward, ally, pledge, addresses } = await scene();
    const theirs = await wrote(world, ally, pledge.id);
    const ours = await wrote(world, steward, pledge.id);
    await mailed();
    await world.done(second, 'reportMessage', { messageId: theirs, reason: 'A threat.' });
    await world.done(ally, 'reportMessage', { messageId: ours, reason: 'An insult.' });
    const waits = expect.stringContaining('was reported') as unknown as string;
    expect(await mailed()).toEqual(told([addresses.steward, waits], [addresses.second, waits]));
  });
});

async function ofPerson({ accessToken }: Person): Promise<string> {
  const email = `${randomUUID()}@people.example`;
  plant(email);
  await rows(
    `UPDATE vault.account SET email_lookup = $2, email_cipher = $3
      WHERE person_id = (SELECT person_id FROM vault.session WHERE access_hash = sha256($1::text::bytea))`,
    accessToken,
    testKeys.digest('lookup', email),
    testKeys.encrypt(email),
  );
  return email;
}
