import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { appToken, dashboardKey } from '../../support/keys.js';
import { scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { entries, type Feed, feedAt, fetched, ownFeed, pathOf } from './reading.js';

let on: TestApp;
let world: World;
const logged: string[] = [];

beforeAll(async () => {
  on = await startTestApp({
    logTo: { write: (line: string) => void logged.push(line) },
  });
  world = new World(on);
});
afterAll(() => on.close());

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const guessed = () => randomBytes(32).toString('base64url');
const bare = async (path: string) => {
  const { status, text, headers } = await fetched(on, path);
  const { date: _, ...rest } = headers;
  return { status, text, headers: rest };
};

describe('the address of a calendar', () => {
  it('is shown once, and stored as a digest alone', async () => {
    const person = await world.person();
    const input = { idempotencyKey: 'my-first-calendar' };
    const feed = await ownFeed(world, person, input);
    expect(feed.url).toMatch(/^http:\/\/accompany\.test\/calendar\/[A-Za-z0-9_-]{43}\.ics$/);
    const again = await on.mutate(person, 'createCalendarFeed', input, 'url calendarFeed { id }');
    expect(again).toMatchObject({ url: null, calendarFeed: null, userErrors: [{ code: 'ALREADY_DONE' }] });
    const { viewer } = await on.query(person, '{ viewer { calendarFeeds { id detail includesRounds revokedAt } } }');
    expect(viewer.calendarFeeds).toEqual([{ id: feed.id, detail: 'BY_RISK', includesRounds: false, revokedAt: null }]);
    const [row] = await owner('SELECT f::text AS row FROM vault.calendar_feed f WHERE id = $1', [feed.id]);
    expect(row?.['row']).not.toContain(/([^/]+)\.ics/.exec(feed.url)?.[1]);
  });

  it('answers a calendar that no cache of others keeps and no search engine lists', async () => {
    const { headers } = await fetched(on, await ownFeed(world, await world.person()));
    expect(headers).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8',
      'cache-control': 'private, no-cache',
      'x-robots-tag': 'noindex',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });

  it('answers that nothing changed, until something did', async () => {
    const { community, ask } = await scene(world);
    const ally = await world.ally(community);
    await world.pledge({ ask, by: ally });
    const feed = await ownFeed(world, ally);
    const first = await fetched(on, feed);
    const { etag } = first.headers;
    const [row] = await owner(
      'SELECT max(o.calendar_changed_at) AS at FROM occurrence o JOIN pledge p ON p.id = o.pledge_id WHERE p.pledger_id = $1',
      [ally.membershipId],
    );
    const changed = new Date(first.headers['last-modified'] ?? '');
    expect(changed.getTime()).toBeGreaterThanOrEqual(Math.floor(Number(row?.['at']) / 1000) * 1000);
    for (const known of [etag, `W/${etag}`, `"another", ${etag}`]) {
      const { status, text } = await fetched(on, feed).set('if-none-match', known ?? '');
      expect([known, status, text]).toEqual([known, 304, '']);
    }
    await owner("UPDATE occurrence SET due_at = due_at + interval '1 hour' WHERE pledger_id = $1", [ally.membershipId]);
    const after = await fetched(on, feed).set('if-none-match', etag ?? '');
    expect(after.status).toBe(200);
    expect(after.headers['etag']).not.toBe(etag);
  });

  it('tells HEAD what it would tell, and takes nothing else', async () => {
    const feed = await ownFeed(world, await world.person());
    const server = on.app.getHttpServer();
    const { headers } = await fetched(on, feed);
    const head = await request(server).head(pathOf(feed));
    expect([head.status, head.headers['etag'], head.text]).toEqual([200, headers['etag'], undefined]);
    for (const method of ['post', 'put', 'patch', 'delete'] as const) {
      const { status, headers: answered } = await request(server)[method](pathOf(feed));
      expect([method, status, answered['allow']]).toEqual([method, 405, 'GET, HEAD']);
    }
  });

  it('leads nowhere once it was exchanged, and the new one leads to the same', async () => {
    const { community, ask } = await scene(world);
    const ally = await world.ally(community);
    await world.pledge({ ask, by: ally });
    const feed = await ownFeed(world, ally);
    const before = await entries(on, feed);
    const { url, calendarFeed } = await world.done(
      ally,
      'rotateCalendarFeed',
      { calendarFeedId: feed.id },
      'url calendarFeed { id rotatedAt }',
    );
    expect(calendarFeed).toEqual({ id: feed.id, rotatedAt: expect.any(String) });
    expect((await fetched(on, feed)).status).toBe(404);
    expect(await entries(on, feedAt(feed.id, url))).toEqual(before);
  });

  it('leads nowhere once it was withdrawn, which is done once', async () => {
    const person = await world.person();
    const feed = await ownFeed(world, person);
    await world.done(person, 'revokeCalendarFeed', { calendarFeedId: feed.id });
    expect((await fetched(on, feed)).status).toBe(404);
    for (const again of ['revokeCalendarFeed', 'rotateCalendarFeed']) {
      const { userErrors } = await on.mutate(person, again, { calendarFeedId: feed.id });
      expect(userErrors).toMatchObject([{ code: 'WRONG_STATE', path: ['input', 'calendarFeedId'] }]);
    }
  });

  it('answers in the same bytes whatever is wrong with it', async () => {
    const person = await world.person();
    const feed = await ownFeed(world, person);
    await world.done(person, 'revokeCalendarFeed', { calendarFeedId: feed.id });
    const wrong = [
      pathOf(feed),
      `/calendar/${guessed()}.ics`,
      '/calendar/short.ics',
      `/calendar/${guessed()}.html`,
      '/calendar/%00.ics',
    ];
    const answers = await Promise.all(wrong.map(bare));
    expect(answers[0]?.status).toBe(404);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('opens nothing at the API, and stands in no log', async () => {
    const { community, ask } = await scene(world);
    const ally = await world.ally(community);
    await world.pledge({ ask, by: ally });
    const feed = await ownFeed(world, ally);
    await entries(on, feed);
    const token = /([^/]+)\.ics/.exec(feed.url)?.[1] ?? '';
    const { errors } = await on.send({ authorization: `Bearer ${token}` }, '{ viewer { pledges { totalCount } } }');
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(logged.some((line) => line.includes('/calendar/:file'))).toBe(true);
    expect(logged.join('\n')).not.toContain(token);
  });

  it('burns a key or app token that is sent in its place', async () => {
    const { community } = await scene(world);
    const key = await dashboardKey(world, community);
    const token = await appToken(world, community.steward, 'READ');
    const nothing = await bare(`/calendar/${guessed()}.ics`);
    expect(await bare(`/calendar/${key.secret}.ics`)).toEqual(nothing);
    expect(await bare(`/calendar/${guessed()}.ics?token=${encodeURIComponent(token.secret)}`)).toEqual(nothing);
    for (const { as } of [key, token]) {
      const { errors } = await on.send(as, '{ askTemplates { key } }');
      expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  });
});

describe('the calendars of a person', () => {
  it('are ten at most', async () => {
    const person = await world.person();
    const feeds: Feed[] = [];
    for (let count = 0; count < 10; count += 1) feeds.push(await ownFeed(world, person));
    await unchanged(on, async () => {
      const { url, userErrors } = await on.mutate(person, 'createCalendarFeed', {}, 'url');
      expect([url, userErrors[0]?.code]).toEqual([null, 'TOO_MANY']);
    });
    await world.done(person, 'revokeCalendarFeed', { calendarFeedId: feeds[0]!.id });
    await ownFeed(world, person);
  });

  it('are nobody else’s to see, exchange or withdraw', async () => {
    const [person, other] = [await world.person(), await world.person()];
    const feed = await ownFeed(world, person);
    await unchanged(on, async () => {
      expect((await on.query(other, '{ viewer { calendarFeeds { id } } }')).viewer.calendarFeeds).toEqual([]);
      for (const deed of ['revokeCalendarFeed', 'rotateCalendarFeed']) {
        expect(await on.refusal(other, deed, { calendarFeedId: feed.id })).toBe('NOT_FOUND');
      }
    });
    expect((await fetched(on, feed)).status).toBe(200);
  });

  it('ask for a proof of the last minutes before they show an address', async () => {
    const person = await world.person();
    const feed = await ownFeed(world, person);
    await owner("UPDATE vault.session SET proved_at = now() - interval '11 minutes' WHERE access_hash = sha256($1)", [
      Buffer.from(person.accessToken),
    ]);
    await unchanged(on, async () => {
      expect(await on.refusal(person, 'createCalendarFeed', {})).toBe('STEP_UP_REQUIRED');
      expect(await on.refusal(person, 'rotateCalendarFeed', { calendarFeedId: feed.id })).toBe('STEP_UP_REQUIRED');
    });
    await world.done(person, 'revokeCalendarFeed', { calendarFeedId: feed.id });
  });
});

describe('whoever asks for calendars too often', () => {
  it('waits: by network for whatever they try, and by calendar wherever it hangs', async () => {
    const urls = await freshDatabase('calendar_limits');
    const apart = await startTestApp({ urls });
    const limited = await startTestApp({ urls, config: { rateLimits: { person: 0, key: 0, address: 600 } } });
    const feed = await ownFeed(new World(apart), await new World(apart).person());
    const tried = [];
    for (let count = 0; count < 11; count += 1) tried.push(await fetched(limited, `/calendar/${guessed()}.ics`));
    expect(tried.map(({ status }) => status)).toEqual([...Array.from({ length: 10 }, () => 404), 429]);
    expect(Number(tried.at(-1)?.headers['retry-after'])).toBeGreaterThan(0);
    let answered = 0;
    while (answered < 200 && (await fetched(apart, feed)).status === 200) answered += 1;
    expect(answered).toBe(120);
    await Promise.all([apart.close(), limited.close()]);
  });
});
