import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../../src/platform/database/database.js';
import { Mailbox } from '../../../src/platform/mail/mailbox.js';
import { type Answer, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { membershipId, personOf } from '../../support/standing.js';
import { connectDatabase } from '../../support/stored-world.js';
import { unchanged } from '../../support/unchanged.js';
import { type Founded, type Pledged, World } from '../../support/world.js';
import { relayTo } from '../notifications/relay-to.js';

let on: TestApp;
let world: World;
let db: Database;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  db = await connectDatabase(on.urls, 4);
});
afterAll(async () => {
  await db.onApplicationShutdown();
  await on.close();
});

const owner = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const deliver = () => relayTo(db, new Mailbox()).drain();

const NODE = 'id kind topic text times createdAt readAt community { id } campaign { id } subject { __typename id }';
const LIST = `query ($first: Int, $after: String, $unread: Boolean) {
  viewer { unreadNotificationCount notifications(first: $first, after: $after, unread: $unread) { totalCount nodes { ${NODE} } pageInfo { hasNextPage endCursor } } }
}`;

const list = async (as: Person, variables: Record<string, unknown> = {}) =>
  (await on.query(as, LIST, variables)).viewer;
const texts = async (as: Person, variables: Record<string, unknown> = {}) =>
  (await list(as, variables)).notifications.nodes;

interface Scene {
  community: Founded;
  campaign: { id: string };
  ally: Person & { membershipId: string };
  pledge: Pledged;
}

/** An ally whose report was sent back, which they were told. */
async function told(): Promise<Scene> {
  const community = await world.community();
  const campaign = await world.campaign(community);
  const priority = await world.priority(campaign);
  await world.mandate(priority, community);
  const ask = await world.ask({ steward: community.steward, campaignId: campaign.id, priorityId: priority.id });
  const ally = await world.ally(community);
  const pledge = await world.reported({ pledge: await world.pledge({ ask, by: ally }) });
  await world.done(community.steward, 'sendBackFulfilment', {
    occurrenceId: pledge.occurrenceId,
    feedback: 'The receipt is missing.',
  });
  await deliver();
  return { community, campaign, ally, pledge };
}

/** More of them, as the relay writes them, a minute apart and older than what is there. */
async function more(of: Person, communityId: string, count: number): Promise<void> {
  const personId = await personOf(on, await membershipId(on, of, communityId));
  await owner(
    `INSERT INTO notification (id, person_id, notice, topic, community_id, first_at, last_at)
     SELECT gen_random_uuid(), $1, 'standing-changed', 'MY_STANDING', $2, now() - make_interval(mins => n), now() - make_interval(mins => n) FROM generate_series(1, $3) n`,
    personId,
    communityId,
    count,
  );
}

describe('what one was told', () => {
  it('is listed with what it is about, in one’s language, without any address', async () => {
    const { community, campaign, ally, pledge } = await told();
    const { unreadNotificationCount, notifications } = await list(ally);
    expect(unreadNotificationCount).toBe(notifications.totalCount);
    expect(notifications.nodes).toContainEqual({
      id: expect.any(String),
      kind: 'WORK_SENT_BACK',
      topic: 'MY_PLEDGES',
      text: 'What you reported came back to you with a note. Read it, and report again when it is done.',
      times: 1,
      createdAt: expect.any(String),
      readAt: null,
      community: { id: community.id },
      campaign: { id: campaign.id },
      subject: { __typename: 'Occurrence', id: pledge.occurrenceId },
    });
    await world.done(ally, 'changePreferences', { language: 'es' });
    expect((await texts(ally)).map(({ text }: { text: string }) => text)).toContain(
      'Lo que informaste volvió a ti con una nota. Léela e informa de nuevo cuando esté hecho.',
    );
  });

  it('is told to the steward of a report, and never to the ally who made it', async () => {
    const { community, ally } = await told();
    const kinds = async (as: Person) => (await texts(as)).map(({ kind }: { kind: string }) => kind);
    expect(await kinds(community.steward)).toContain('REPORT_WAITS');
    expect(await kinds(ally)).not.toContain('REPORT_WAITS');
  });

  it('is nobody else’s, not by its id either', async () => {
    const { community, ally } = await told();
    const [own] = await texts(ally);
    for (const as of [community.steward, await world.person(), null]) {
      const found = await on.send(as, 'query ($id: ID!) { node(id: $id) { id } }', { id: own.id });
      expect(found.errors.map(({ extensions }) => extensions.code)).toEqual(['NOT_FOUND']);
    }
    expect((await on.query(ally, 'query ($id: ID!) { node(id: $id) { __typename id } }', { id: own.id })).node).toEqual(
      {
        __typename: 'Notification',
        id: own.id,
      },
    );
    expect((await on.query(null, '{ viewer { unreadNotificationCount } }')).viewer).toBeNull();
  });

  it('stays, and leads nowhere that one may not see any more', async () => {
    const community = await world.community();
    const campaign = await world.campaign(community, { visibility: 'UNLISTED' });
    const person = await world.affected(community);
    await more(person, community.id, 1);
    await owner(
      `UPDATE notification SET campaign_id = $2, subject_type = 'Campaign', subject_id = $2 WHERE community_id = $1`,
      community.id,
      campaign.id,
    );
    expect(await texts(person)).toMatchObject([{ campaign: { id: campaign.id }, subject: { __typename: 'Campaign' } }]);
    await world.done(person, 'leaveCommunity', { communityId: community.id });
    expect(await texts(person)).toMatchObject([
      { kind: 'STANDING_CHANGED', community: null, campaign: null, subject: null },
    ]);
  });

  it('costs the same to read, five or fifty', async () => {
    const { community, ally } = await told();
    await more(ally, community.id, 5);
    const five = await counting(() => list(ally, { first: 5 }));
    await more(ally, community.id, 50);
    const fifty = await counting(() => list(ally, { first: 50 }));
    expect(fifty.result.notifications.nodes).toHaveLength(50);
    expect(fifty.statements.length).toBe(five.statements.length);
  });

  it('comes in pages, the newest first, each once', async () => {
    const { community, ally } = await told();
    await more(ally, community.id, 7);
    const all = (await texts(ally, { first: 100 })).map(({ id }: { id: string }) => id);
    const paged: string[] = [];
    for (let after: string | null = null; ; ) {
      const { nodes, pageInfo }: Answer = (await list(ally, { first: 3, after })).notifications;
      paged.push(...nodes.map(({ id }: { id: string }) => id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(paged).toEqual(all);
    const times = (await texts(ally, { first: 100 })).map(({ createdAt }: { createdAt: string }) => createdAt);
    expect(times).toEqual(times.toSorted().toReversed());
  });
});

describe('marking it read', () => {
  it('by ids marks these alone, and keeps when it was first read', async () => {
    const { community, ally } = await told();
    await more(ally, community.id, 3);
    const [one, two, ...others] = (await texts(ally)).map(({ id }: { id: string }) => id);
    const fields = 'notifications { id readAt } unreadNotificationCount';
    const first = await world.done(ally, 'markNotificationsRead', { ids: [one, two, one] }, fields);
    expect(first.notifications.map(({ id }: { id: string }) => id).toSorted()).toEqual(
      [String(one), String(two)].toSorted(),
    );
    expect(first.unreadNotificationCount).toBe(others.length);
    const again = await world.done(ally, 'markNotificationsRead', { ids: [one] }, fields);
    expect(again.notifications[0]).toEqual(first.notifications.find(({ id }: { id: string }) => id === one));
    expect((await texts(ally, { unread: true })).map(({ id }: { id: string }) => id)).toEqual(others);
    expect((await list(ally, { unread: false })).notifications.totalCount).toBe(2);
  });

  it('up to a time leaves unread what came later', async () => {
    const { community, ally } = await told();
    await more(ally, community.id, 5);
    const all = await texts(ally, { first: 100 });
    const shown = all[2];
    await world.done(ally, 'markNotificationsRead', { allUntil: shown.createdAt });
    const unread = (await texts(ally, { unread: true })).map(({ id }: { id: string }) => id);
    expect(unread).toEqual(all.slice(0, 2).map(({ id }: { id: string }) => id));
  });

  it('marks nothing where one of the ids is somebody else’s or nobody’s', async () => {
    const { community, ally } = await told();
    const [own] = await texts(ally);
    const [theirs] = await texts(community.steward);
    for (const foreign of [theirs.id, randomUUID()]) {
      const refused = await unchanged(on, () => on.refusal(ally, 'markNotificationsRead', { ids: [own.id, foreign] }));
      expect(refused).toBe('NOT_FOUND');
    }
  });

  it('asks for ids or a time, not for both and not for neither', async () => {
    const { ally } = await told();
    const [own] = await texts(ally);
    for (const input of [{}, { ids: [own.id], allUntil: '2030-01-01T00:00:00Z' }]) {
      const { userErrors } = await unchanged(on, () => on.mutate(ally, 'markNotificationsRead', input));
      expect(userErrors).toMatchObject([{ code: 'INVALID', path: ['input', 'ids'] }]);
    }
  });

  it('twice with one key answers as the first time', async () => {
    const { community, ally } = await told();
    const [own] = await texts(ally);
    const input = { ids: [own.id], idempotencyKey: randomUUID() };
    await world.done(ally, 'markNotificationsRead', input);
    await more(ally, community.id, 1);
    const again = await world.done(ally, 'markNotificationsRead', input, 'notifications { id }');
    expect(again.notifications).toEqual([{ id: own.id }]);
  });
});

describe('how one wants to be told', () => {
  const CHOICES = 'choices { settings { channel topic choice } digestHour quietFrom quietUntil }';
  const choices = async (as: Person) =>
    (
      await on.query(
        as,
        `{ viewer { notificationChoices { settings { channel topic choice } digestHour quietFrom quietUntil } } }`,
      )
    ).viewer.notificationChoices;

  it('is at once by every way, and not at night, until one says otherwise', async () => {
    const person = await world.person();
    const { settings, ...hours } = await choices(person);
    expect(hours).toEqual({ digestHour: 8, quietFrom: 21, quietUntil: 8 });
    expect(settings).toHaveLength(8);
    expect(new Set(settings.map(({ choice }: { choice: string }) => choice))).toEqual(new Set(['AT_ONCE']));
    expect(settings.map(({ topic }: { topic: string }) => topic)).not.toContain('ACCOUNT_SAFETY');
  });

  it('is as one says, piece by piece, and for oneself alone', async () => {
    const [person, other] = [await world.person(), await world.person()];
    const digest = { channel: 'MAIL', topic: 'ROUNDS_AND_DECISIONS', choice: 'DIGEST' };
    const off = { channel: 'MESSENGER', topic: 'MY_PLEDGES', choice: 'OFF' };
    await world.done(person, 'setNotificationChoices', {
      settings: [{ ...digest, choice: 'OFF' }, off, digest],
      digestHour: 18,
    });
    const { choices: now } = await world.done(
      person,
      'setNotificationChoices',
      { quietFrom: 0, quietUntil: 0 },
      CHOICES,
    );
    expect(now).toMatchObject({ digestHour: 18, quietFrom: 0, quietUntil: 0 });
    expect(now.settings).toEqual(expect.arrayContaining([digest, off]));
    expect(now).toEqual(await choices(person));
    await world.done(person, 'setNotificationChoices', { settings: [{ ...digest, choice: 'AT_ONCE' }] });
    expect((await choices(person)).settings).toContainEqual({ ...digest, choice: 'AT_ONCE' });
    expect((await choices(person)).digestHour).toBe(18);
    expect((await choices(other)).settings).not.toContainEqual(off);
  });

  it('is never to hear nothing of what happens to one’s account', async () => {
    const person = await world.person();
    const settings = [
      { channel: 'MAIL', topic: 'MY_PLEDGES', choice: 'OFF' },
      { channel: 'MAIL', topic: 'ACCOUNT_SAFETY', choice: 'OFF' },
    ];
    const { userErrors, choices: none } = await unchanged(on, () =>
      on.mutate(person, 'setNotificationChoices', { settings, digestHour: 3 }, CHOICES),
    );
    expect(none).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'INVALID', path: ['input', 'settings', '1', 'topic'] }]);
    const inserting = owner(
      `INSERT INTO notification_choice SELECT id, 'MAIL', 'ACCOUNT_SAFETY', 'OFF' FROM person LIMIT 1`,
    );
    await expect(inserting).rejects.toMatchObject({ constraint: 'notification_choice_safety_ck' });
  });

  it.each([{ digestHour: 24 }, { quietFrom: -1 }, { quietUntil: 24 }])(
    'takes no hour that there is not: %j',
    async (input) => {
      const person = await world.person();
      const { userErrors } = await unchanged(on, () => on.mutate(person, 'setNotificationChoices', input));
      expect(userErrors).toMatchObject([{ code: 'OUT_OF_RANGE', path: ['input', Object.keys(input)[0]] }]);
    },
  );
});

describe('erasing oneself', () => {
  it('erases what one was told and how one wanted to be told, and leaves nobody behind for it', async () => {
    const { community, ally } = await told();
    await world.done(ally, 'setNotificationChoices', {
      settings: [{ channel: 'MAIL', topic: 'MY_PLEDGES', choice: 'OFF' }],
      digestHour: 9,
    });
    await more(ally, community.id, 3);
    const nobodies = `SELECT count(*)::int AS count FROM person WHERE created_at = 'epoch'`;
    const [before] = await owner(nobodies);
    const rows = () =>
      owner(
        `SELECT (SELECT count(*) FROM notification)::int + (SELECT count(*) FROM notification_choice)::int + (SELECT count(*) FROM notification_hours)::int AS count`,
      );
    const [all] = await rows();
    const [own] = await owner(
      `SELECT (SELECT count(*) FROM notification WHERE person_id = p.id)::int + 2 AS count FROM membership m JOIN person p ON p.id = m.person_id WHERE m.id = $1`,
      ally.membershipId,
    );
    await world.done(ally, 'eraseMe', { phrase: 'erase me for good' });
    expect(await rows()).toEqual([{ count: all?.['count'] - own?.['count'] }]);
    const [after] = await owner(nobodies);
    // One in the community where they stood.
    expect(after?.['count']).toBe(before?.['count'] + 1);
  });
});
