import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { ReminderLinks, type Step } from '../../../src/features/reminders/reminder-links.js';
import { Keys } from '../../../src/platform/crypto/keys.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { type StoredPerson, StoredWorld, testKeys } from '../../support/stored-world.js';
import { unchanged } from '../../support/unchanged.js';
import { afternoon, links, minutesFrom } from './reminding.js';

let on: TestApp;
let owner: ReturnType<typeof sql>;

beforeAll(async () => {
  on = await startTestApp();
  owner = sql(on.urls.owner);
});
afterAll(() => on.close());

const http = () => request(on.app.getHttpServer());
const look = (path: string, language = 'en') => http().get(path).set('accept-language', language);
const post = (path: string, fields: Record<string, string> = {}) => http().post(path).type('form').send(fields);

const DUE = afternoon(4);
const DAY = 1440;

interface Planned {
  world: StoredWorld;
  ally: StoredPerson;
  pledgeId: string;
  occurrenceId: string;
  path: (step: Step, other?: object) => string;
}

async function planned(dueAt = DUE, zone = 'America/Mexico_City'): Promise<Planned> {
  const world = await StoredWorld.build(on.urls);
  const ally = await world.person({ standing: 'ALLY' });
  await owner('UPDATE person SET time_zone = $2 WHERE id = $1', [ally.personId, zone]);
  const { pledgeId, occurrenceId } = await world.pledge(ally);
  await owner('DELETE FROM occurrence WHERE pledge_id = $1 AND id <> $2', [pledgeId, occurrenceId]);
  await owner('UPDATE occurrence SET due_at = $2 WHERE id = $1', [occurrenceId, dueAt]);
  await owner('UPDATE pledge SET plan_when = $2 WHERE id = $1', [pledgeId, dueAt]);
  const { communityId } = world;
  const expiresAt = minutesFrom(new Date(), 10 * DAY);
  const path = (step: Step, other: object = {}) =>
    new URL(links.url({ step, personId: ally.personId, communityId, pledgeId, occurrenceId, expiresAt, ...other }))
      .pathname;
  return { world, ally, pledgeId, occurrenceId, path };
}

async function stored({ pledgeId }: Planned) {
  const [row] = await owner(
    `SELECT p.state, p.left_because, p.plan_when, o.due_at, o.confirmed_at IS NOT NULL AS confirmed FROM pledge p JOIN occurrence o ON o.pledge_id = p.id WHERE p.id = $1`,
    [pledgeId],
  );
  return row as { state: string; left_because: string | null; plan_when: Date; due_at: Date; confirmed: boolean };
}

const recorded = async ({ pledgeId }: Planned) =>
  (await owner('SELECT kind FROM record_entry WHERE subject_id = $1 ORDER BY recorded_at', [pledgeId])).map(
    ({ kind }) => kind,
  );

const STEPS: Step[] = ['CONFIRM', 'RESCHEDULE', 'STEP_BACK'];

describe('the page of a link in a reminder', () => {
  it.each(STEPS)('to %s tells a time and nothing else, and changes nothing by being looked at', async (step) => {
    const { path, world, ally, pledgeId, occurrenceId } = await planned();
    const page = await unchanged(on, () => look(path(step)));
    expect(page.status).toBe(200);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      'referrer-policy': 'no-referrer',
    });
    expect(page.headers['set-cookie']).toBeUndefined();
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^ ]+'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
    );
    // Half past five in Greenwich, by the clock of the ally.
    expect(page.text).toMatch(/You planned something for \w+day,? \d+ \w+ at 11:30\./);
    expect(page.text.match(/<button>/g)).toHaveLength(1);
    expect(page.text).not.toContain('<script');
    const secrets = [world.communityId, world.handle, ally.personId, ally.email!, pledgeId, occurrenceId];
    for (const secret of [...secrets, 'Canal Street', 'Warm homes', 'Come along', 'Call ahead'])
      expect(page.text).not.toContain(secret);
  });

  it('is in the language of its person', async () => {
    const { path, ally } = await planned();
    await owner(`UPDATE person SET language = 'es-AR' WHERE id = $1`, [ally.personId]);
    const page = await look(path('CONFIRM'), 'en');
    expect(page.text).toContain('<html lang="es">');
    expect(page.text).toContain('¿Vas a ir?');
  });

  it('is the same dead one, whatever is wrong with the link', async () => {
    const { path, world, ally, pledgeId } = await planned();
    const good = path('CONFIRM').slice('/reminder/'.length);
    const inside = testKeys.unseal('reminder', good) ?? '';
    expect(inside).toMatch(/^CONFIRM /);
    const foreign = new ReminderLinks(new Keys(Buffer.alloc(32, 7)), { publicUrl: '' });
    const bad: Record<string, string> = {
      'cut short': good.slice(0, -1),
      'with a letter changed': `${good.slice(0, 40)}${good[40] === 'A' ? 'B' : 'A'}${good.slice(41)}`,
      'spelled another way': `${good}=`,
      'of nothing': 'x',
      'sealed for ending mails': testKeys.seal('unsubscribe', inside),
      'sealed with the key of another server': foreign
        .url({
          step: 'CONFIRM',
          personId: ally.personId,
          communityId: world.communityId,
          pledgeId,
          occurrenceId: null,
          expiresAt: DUE,
        })
        .slice('/reminder/'.length),
      'to another step': testKeys.seal('reminder', inside.replace('CONFIRM', 'ATTEST')),
      'whose time is over': path('CONFIRM', { expiresAt: minutesFrom(new Date(), -1) }).slice('/reminder/'.length),
      'to another’s pledge': path('CONFIRM', { personId: (await planned()).ally.personId }).slice('/reminder/'.length),
      'to an occurrence of another pledge': path('CONFIRM', { occurrenceId: (await planned()).occurrenceId }).slice(
        '/reminder/'.length,
      ),
      'to a pledge that there is not': path('CONFIRM', { pledgeId: randomUUID() }).slice('/reminder/'.length),
      'of someone who is not there': path('CONFIRM', { personId: randomUUID() }).slice('/reminder/'.length),
    };
    const seen = new Set<string>();
    for (const [how, code] of Object.entries(bad)) {
      for (const answer of await unchanged(on, async () => [
        await look(`/reminder/${code}`),
        await post(`/reminder/${code}`),
      ])) {
        expect([how, answer.status]).toEqual([how, 404]);
        seen.add(answer.text);
      }
    }
    expect(seen.size).toBe(1);
    expect((await look(path('CONFIRM'))).status).toBe(200);
  });

  it.each([
    ['is suspended', 'UPDATE person SET suspended_at = now() WHERE id = $1'],
    ['has left', 'UPDATE membership SET ended_at = now() WHERE person_id = $1'],
    // As erasing leaves it: the row stands for someone of whom nothing else is known.
    [
      'erased themselves',
      'WITH nobody AS (INSERT INTO person (id) VALUES (gen_random_uuid()) RETURNING id) UPDATE membership SET person_id = (SELECT id FROM nobody) WHERE person_id = $1',
    ],
  ])('leads nowhere once its person %s', async (_, change) => {
    const scene = await planned();
    await owner(change, [scene.ally.personId]);
    for (const step of STEPS) {
      const [page, done] = await unchanged(on, async () => [
        await look(scene.path(step)),
        await post(scene.path(step)),
      ]);
      expect([page?.status, done?.status]).toEqual([404, 404]);
    }
  });

  it('names no ask when it leads to signing in, where new terms wait to be read', async () => {
    const scene = await planned();
    await owner(
      `UPDATE pledge SET state = 'NEEDS_RECONFIRMATION', reconfirm_because = 'TERMS', reconfirm_until = now() + interval '3 days' WHERE id = $1`,
      [scene.pledgeId],
    );
    for (const step of ['CONFIRM', 'RESCHEDULE'] as const) {
      const [page, done] = await unchanged(on, async () => [
        await look(scene.path(step)),
        await post(scene.path(step)),
      ]);
      for (const answer of [page, done]) {
        expect(answer?.status).toBe(200);
        expect(answer?.text).toContain('Sign in to see why');
        expect(answer?.text).not.toContain('<form');
      }
    }
    expect((await post(scene.path('STEP_BACK'))).text).toContain('Done: you gave it back');
    expect((await stored(scene)).state).toBe('STEPPED_BACK');
  });

  it('is not for guessing: who asks too often waits', async () => {
    const strict = await startTestApp({
      urls: on.urls,
      config: { rateLimits: { person: 1e9, key: 1e9, address: 100 } },
    });
    const statuses = [];
    for (let n = 0; n < 6; n += 1) {
      statuses.push((await request(strict.app.getHttpServer()).get('/reminder/x')).status);
    }
    await strict.close();
    expect(statuses[0]).toBe(404);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('the step that a link takes', () => {
  it('confirms, once however often it is sent', async () => {
    const scene = await planned();
    const first = await post(scene.path('CONFIRM'));
    expect(first.text).toContain('Done: they know that you are coming on');
    expect(await stored(scene)).toMatchObject({ state: 'ACTIVE', confirmed: true, due_at: DUE });
    expect(await recorded(scene)).toEqual(['pledge.time_confirmed']);
    const again = await unchanged(on, () => post(scene.path('CONFIRM')));
    expect(again.text).toBe(first.text);
  });

  it('confirms and no more, whatever else is sent with it', async () => {
    const scene = await planned();
    await post(scene.path('CONFIRM'), { when: '2040-01-01T12:00', reason: 'No', step: 'STEP_BACK' });
    expect(await stored(scene)).toMatchObject({ state: 'ACTIVE', confirmed: true, due_at: DUE, left_because: null });
  });

  it('moves it to another time, by the clock of its person, and the confirmation goes', async () => {
    const scene = await planned();
    await post(scene.path('CONFIRM'));
    const moved = minutesFrom(DUE, DAY);
    // 17:30 in Greenwich is 11:30 in Mexico City, all the year round.
    const sent = { when: `${moved.toISOString().slice(0, 10)}T11:30` };
    const done = await post(scene.path('RESCHEDULE'), sent);
    expect(done.text).toMatch(/Done: it is planned for .* at 11:30\./);
    expect(await stored(scene)).toMatchObject({ due_at: moved, plan_when: moved, confirmed: false });
    expect(await recorded(scene)).toEqual(['pledge.time_confirmed', 'pledge.time_moved']);
    const again = await unchanged(on, () => post(scene.path('RESCHEDULE'), sent));
    expect(again.text).toBe(done.text);
  });

  it('moves nothing to a time that is over, outside the ask, or not to be read', async () => {
    const scene = await planned();
    await owner('UPDATE ask SET ends_at = $2 WHERE id = $1', [scene.world.askId, minutesFrom(DUE, 60)]);
    const times = [
      '2001-01-01T10:00',
      `${minutesFrom(DUE, DAY).toISOString().slice(0, 10)}T11:30`,
      '',
      'tomorrow',
      '2040-02-31T10:00',
      `2040-01-01T10:00'; --`,
    ];
    for (const when of times) {
      const page = await unchanged(on, () => post(scene.path('RESCHEDULE'), { when }));
      expect([when, page.status]).toEqual([when, 422]);
      expect(page.text).toMatch(/role="alert"[^>]*>Choose a (day and a time|time that is still to come)/);
      expect(page.text).toContain('type="datetime-local"');
    }
    const none = await unchanged(on, () => post(scene.path('RESCHEDULE')));
    expect(none.status).toBe(422);
  });

  it('gives it back, whoever waits gets the place, and no other link works any more', async () => {
    const scene = await planned();
    await owner('UPDATE ask SET slots = 1 WHERE id = $1', [scene.world.askId]);
    const waiting = await scene.world.pledge(await scene.world.person({ standing: 'ALLY' }), 'ALLY', 'WAITLISTED');
    const first = await post(scene.path('STEP_BACK'));
    expect(first.text).toContain('Done: you gave it back.');
    expect((await stored(scene)).state).toBe('STEPPED_BACK');
    expect(await recorded(scene)).toEqual(['pledge.stepped_back']);
    const [next] = await owner('SELECT state FROM pledge WHERE id = $1', [waiting.pledgeId]);
    expect(next?.['state']).toBe('ACTIVE');
    const answers = await unchanged(on, () =>
      Promise.all(STEPS.map((step) => post(scene.path(step), { when: '2040-01-01T12:00' }))),
    );
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 200]);
    expect(answers[2]?.text).toBe(first.text);
  });

  it('asks why inside the notice period, as when signed in', async () => {
    const scene = await planned(minutesFrom(new Date(), 120));
    const page = await look(scene.path('STEP_BACK'));
    expect(page.text).toContain('<textarea id="reason"');
    for (const reason of ['', '   ', '\u202Esaid', 'x'.repeat(2001)]) {
      const refused = await unchanged(on, () => post(scene.path('STEP_BACK'), { reason }));
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('role="alert"');
    }
    const done = await post(scene.path('STEP_BACK'), { reason: 'My <b>child</b> is ill.' });
    expect(done.status).toBe(200);
    expect(done.text).not.toContain('child');
    expect(await stored(scene)).toMatchObject({ state: 'STEPPED_BACK_LATE', left_because: 'My <b>child</b> is ill.' });
  });

  it('leads to signing in where a report waits for its answer', async () => {
    const scene = await planned();
    await owner(`UPDATE occurrence SET state = 'REPORTED', reported_quantity = 1, reported_at = now() WHERE id = $1`, [
      scene.occurrenceId,
    ]);
    const answers = await unchanged(on, () => Promise.all(STEPS.map((step) => post(scene.path(step)))));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 200]);
    expect(answers[2]?.text).toContain('Sign in to see why');
  });

  it('is taken once when it is sent many times at the same moment', async () => {
    const scene = await planned();
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(scene.path('CONFIRM'))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await recorded(scene)).toEqual(['pledge.time_confirmed']);
  });
});
