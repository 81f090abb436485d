import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { appToken, dashboardKey, isNoted } from '../../support/keys.js';
import { downloaded, paths } from '../../support/recount-downloads.js';
import { type Round, Rounds } from '../../support/rounds.js';
import { unchanged } from '../../support/unchanged.js';
import { type Founded, World } from '../../support/world.js';

let on: TestApp;
let world: World;
let rounds: Rounds;
let community: Founded;
let people: Person[];
let round: Round;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('recount_secrets') });
  world = new World(on);
  rounds = new Rounds(on, world);
  community = await world.community();
  people = [community.steward];
  while (people.length < 6) people.push(await world.affected(community));
  round = await rounds.open(await world.campaign(community), 'AB');
  for (const person of people) await rounds.cast(round, person, 'A');
  await rounds.close(round);
}, 60_000);
afterAll(() => on.close());

const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const got = (as: As, path: string, server = on) => downloaded(server, as, path);

describe('what nobody else is told', () => {
  /** As of a round that there never was. */
  const nothing = async (path: string) => {
    const file = path.replace(/[0-9a-f-]{36}/, '00000000-0000-4000-8000-000000000000');
    const { status, text } = await got(people[0] as Person, file);
    return { status, text };
  };
  const refused = async (as: As, path: string) => {
    const { status, text } = await unchanged(on, () => got(as, path));
    expect({ status, text }).toEqual(await nothing(path));
    expect(status).toBe(404);
  };

  it('is the same bytes for allies, their organizers, other communities, keys, apps, the host and nobody', async () => {
    const ally = await world.ally(community);
    const organizer = await world.allyOrganizer(community);
    const elsewhere = await world.community();
    await world.campaign(elsewhere);
    const host = await world.person();
    await rows('UPDATE person SET is_operator = true WHERE id = $1', await personOf(host));
    const app = await appToken(world, people[2] as Person, 'READ', 'CAMPAIGN_WRITE');
    const key = await dashboardKey(world, community);
    // The day of their first use is noted once, which is no change of a refusal's making.
    for (const { as } of [app, key]) await on.send(as, '{ __typename }');
    await isNoted(on, app.id, { table: 'vault.app_token' });
    await isNoted(on, key.id);
    const strangers: As[] = [
      null,
      await world.person(),
      ally,
      organizer,
      elsewhere.steward,
      host,
      app.as,
      key.as,
      { authorization: 'Basic YTpi' },
      { authorization: `Bearer acc_${'x'.repeat(43)}` },
    ];
    for (const path of paths(round)) for (const as of strangers) await refused(as, path);
  });

  it('is refused to a session that has ended, and to who no longer belongs', async () => {
    const ended = await world.affected(community);
    const left = await world.affected(community);
    for (const path of paths(round)) {
      expect((await got(ended, path)).status).toBe(200);
      expect((await got(left, path)).status).toBe(200);
    }
    await rows(
      `UPDATE vault.session SET access_expires_at = now() - interval '1 second' WHERE person_id = $1`,
      await personOf(ended),
    );
    await rows('UPDATE membership SET ended_at = now() WHERE person_id = $1', await personOf(left));
    for (const path of paths(round)) {
      await refused(ended, path);
      await refused(left, path);
    }
  });

  it('is refused while a round is open, without a result, and where too few voted', async () => {
    const of = await world.campaign(community);
    const open = await rounds.open(of, 'AB', {});
    await rounds.cast(open, people[0] as Person, 'A');
    for (const path of paths(open)) await refused(people[0] as Person, path);
    await rounds.close(open);
    expect(await rounds.state(open)).toBe('COUNTED');
    for (const path of paths(open)) await refused(people[0] as Person, path);
    expect(await rounds.read(people[0] as Person, open, 'recountUrls { json }')).toEqual({ recountUrls: null });
  });

  it('is refused to a token in the address, which is withdrawn where it can be', async () => {
    const key = await dashboardKey(world, community);
    const [path = ''] = paths(round);
    for (const secret of [key.secret, (people[0] as Person).accessToken]) {
      const { status, text } = await got(people[0] as Person, `${path}?access_token=${secret}`);
      expect({ status, text }).toEqual(await nothing(path));
    }
    expect((await on.send(key.as, '{ campaign(handle: "x") { id } }')).errors[0]?.message).toContain(
      'This key does not work',
    );
  });

  it('is nothing under any other name or for any other method', async () => {
    const as = people[0] as Person;
    for (const file of ['recount', 'recount.csv', 'recount.json.pb', 'ballots', 'recount.pb%00']) {
      expect((await got(as, `/rounds/${round.id}/${file}`)).status).toBe(404);
    }
    for (const id of ['x', "'", round.id.toUpperCase(), `${round.id}'--`]) {
      expect((await got(as, `/rounds/${id}/recount.json`)).status).toBe(404);
    }
    const head = await request(on.app.getHttpServer())
      .head(`/rounds/${round.id}/recount.json`)
      .set('authorization', `Bearer ${as.accessToken}`);
    expect(head.status).toBe(405);
  });
});

describe('who asks too often', () => {
  it('waits, and is told how long', async () => {
    const strict = await startTestApp({
      urls: on.urls,
      config: { rateLimits: { person: 25, key: 25, address: 1_000_000 } },
    });
    try {
      const [path = ''] = paths(round);
      const answers = [];
      for (let times = 0; times < 3; times += 1) answers.push(await got(people[4] as Person, path, strict));
      expect(answers.map(({ status }) => status)).toEqual([200, 429, 429]);
      expect(Number(answers[2]?.headers['retry-after'])).toBeGreaterThan(0);
      expect(JSON.parse(answers[2]?.text ?? '').errors[0].extensions.code).toBe('RATE_LIMITED');
    } finally {
      await strict.close();
    }
  });
});

async function personOf({ accessToken }: Person): Promise<string> {
  const [session] = await rows(
    'SELECT person_id FROM vault.session WHERE access_hash = $1',
    createHash('sha256').update(accessToken).digest(),
  );
  return session?.['person_id'];
}
