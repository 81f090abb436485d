import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { appToken } from '../../support/keys.js';
import { counting } from '../../support/queries.js';
import { membershipId } from '../../support/standing.js';
import { unchanged } from '../../support/unchanged.js';
import { type Founded, World } from '../../support/world.js';
import { chosen, declared, listed, sharesStewardship, stored } from './choosing.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('constituencies') });
  world = new World(on);
});
afterAll(() => on.close());

const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);

async function peopled(size: number): Promise<Founded & { people: Person[] }> {
  const home = await world.community();
  const people: Person[] = [];
  while (people.length < size) people.push(await world.affected(home));
  return { ...home, people };
}

const codes = async (as: Person, field: string, input: Record<string, unknown>) =>
  (await on.mutate(as, field, input)).userErrors.map((error: { code: string }) => error.code);

describe('a constituency', () => {
  it('is declared and retired by stewards, and the record says so without saying who belongs to it', async () => {
    const home = await peopled(1);
    const carers = await declared(world, home, 'Carers');
    await chosen(world, home, home.people[0] as Person, carers);
    const again = { communityId: home.id, name: 'carers' };
    await unchanged(on, async () => {
      expect(await codes(home.steward, 'declareConstituency', again)).toEqual(['ALREADY_DONE']);
    });
    await world.done(home.steward, 'retireConstituency', { constituencyId: carers.id });
    expect(await listed(world, home.steward, home)).toEqual([]);
    expect(await stored(world, home)).toEqual({});
    await unchanged(on, async () => {
      const by = home.steward;
      expect(await codes(by, 'retireConstituency', { constituencyId: carers.id })).toEqual(['ALREADY_DONE']);
      expect(await codes(by, 'chooseConstituencies', { communityId: home.id, constituencyIds: [carers.id] })).toEqual([
        'WRONG_STATE',
      ]);
    });
    await declared(world, home, 'Carers');
    const entries = await rows(
      `SELECT kind, actor_role AS role, subject_id = $2 AS of, details FROM record_entry WHERE community_id = $1 AND kind LIKE 'constituency.%' ORDER BY recorded_at`,
      home.id,
      carers.id,
    );
    expect(entries).toEqual([
      { kind: 'constituency.declared', role: 'STEWARD', of: true, details: {} },
      { kind: 'constituency.retired', role: 'STEWARD', of: true, details: {} },
      { kind: 'constituency.declared', role: 'STEWARD', of: false, details: {} },
    ]);
  });

  it('is one of fifty at most', async () => {
    const home = await peopled(0);
    await rows(
      `INSERT INTO constituency (community_id, id, name, declared_by) SELECT $1, gen_random_uuid(), 'Of floor ' || n, m.id
         FROM generate_series(1, 50) n JOIN membership m ON m.community_id = $1`,
      home.id,
    );
    const fiftieth = await rows('SELECT count(*)::int AS n FROM constituency WHERE community_id = $1', home.id);
    expect(fiftieth).toEqual([{ n: 50 }]);
    await unchanged(on, async () => {
      expect(await codes(home.steward, 'declareConstituency', { communityId: home.id, name: 'Another' })).toEqual([
        'TOO_MANY',
      ]);
    });
  });
});

describe('belonging to constituencies', () => {
  it('is said by each for themselves, of as many as they like, on probation as well, and changed at any time', async () => {
    const home = await peopled(2);
    const [one, other] = home.people as [Person, Person];
    await rows(
      `UPDATE membership SET probation_until = now() + interval '9 days' WHERE id = $1`,
      await membershipId(on, one, home.id),
    );
    const [carers, queer] = [await declared(world, home, 'Carers'), await declared(world, home, 'Queer')];
    await chosen(world, home, one, carers, queer, carers);
    await chosen(world, home, other, carers);
    const belongs = async (who: Person) => (await listed(world, who, home)).map((row) => row.viewerBelongs);
    expect([await belongs(one), await belongs(other), await belongs(home.steward)]).toEqual([
      [true, true],
      [true, false],
      [false, false],
    ]);
    await chosen(world, home, one, queer);
    await chosen(world, home, other);
    expect([await belongs(one), await belongs(other)]).toEqual([
      [false, true],
      [false, false],
    ]);
    expect(await stored(world, home)).toEqual({ [queer.id]: 1 });
  });

  it('is nobody else’s to say, and of one’s own community only', async () => {
    const [home, elsewhere] = [await peopled(1), await peopled(1)];
    await world.campaign(home);
    const [ours, theirs] = [await declared(world, home), await declared(world, elsewhere)];
    const ally = await world.ally(home);
    await chosen(world, home, home.people[0] as Person, ours);
    const input = { communityId: home.id, constituencyIds: [ours.id] };
    await unchanged(on, async () => {
      expect(await on.refusal(ally, 'chooseConstituencies', input)).toBe('FORBIDDEN');
      expect(await on.refusal(elsewhere.steward, 'chooseConstituencies', input)).toBe('FORBIDDEN');
      const mixed = { communityId: home.id, constituencyIds: [ours.id, theirs.id] };
      expect(await on.refusal(home.people[0] as Person, 'chooseConstituencies', mixed)).toBe('NOT_FOUND');
      expect(
        await on.refusal(home.people[0] as Person, 'declareConstituency', { communityId: home.id, name: 'X' }),
      ).toBe('FORBIDDEN');
      expect(await on.refusal(home.people[0] as Person, 'retireConstituency', { constituencyId: ours.id })).toBe(
        'FORBIDDEN',
      );
      expect(await on.refusal(home.steward, 'retireConstituency', { constituencyId: theirs.id })).toBe('NOT_FOUND');
    });
  });

  it('leaves no record, no event and no id but in its own rows, and no app reads it', async () => {
    const home = await peopled(1);
    const carers = await declared(world, home);
    const by = home.people[0] as Person;
    const traces = () =>
      rows(
        `SELECT (SELECT count(*)::int FROM record_entry) AS entries, (SELECT count(*)::int FROM outbox_event) AS events`,
      );
    const before = await traces();
    await world.done(by, 'chooseConstituencies', {
      communityId: home.id,
      constituencyIds: [carers.id],
      idempotencyKey: 'what-i-am-myself',
    });
    expect(await traces()).toEqual(before);
    const [kept] = await rows(`SELECT i::text AS row FROM idempotency i WHERE key = 'what-i-am-myself'`);
    expect(kept?.['row']).not.toContain(carers.id);
    const token = await appToken(world, by, 'READ');
    const { errors } = await on.send(
      token.as,
      'query ($handle: String!) { community(handle: $handle) { constituencies { viewerBelongs } } }',
      { handle: home.handle },
    );
    expect(errors.map((error) => error.extensions.code)).toEqual(['FORBIDDEN']);
  });

  it('is counted for nobody below ten, and from there in full tens', async () => {
    const home = await peopled(10);
    const carers = await declared(world, home);
    const count = async (who = home.steward) => (await listed(world, who, home))[0]?.peopleCount;
    for (const person of home.people.slice(0, 9)) await chosen(world, home, person, carers);
    expect(await count()).toBeNull();
    await chosen(world, home, home.people[9] as Person, carers);
    expect(await count()).toBe(10);
    await chosen(world, home, home.steward, carers);
    expect([await count(), await stored(world, home)]).toEqual([10, { [carers.id]: 11 }]);
    await chosen(world, home, home.steward);
    await chosen(world, home, home.people[0] as Person);
    expect([await count(), await count(home.people[5])]).toEqual([null, null]);
  });

  it('is shown to nobody but affected people, at as many statements for one constituency as for six', async () => {
    const home = await peopled(1);
    await world.campaign(home);
    await declared(world, home);
    const read = async () => (await counting(() => listed(world, home.people[0] as Person, home))).statements.length;
    await read();
    const first = await read();
    for (let more = 0; more < 5; more += 1) await declared(world, home);
    expect(await read()).toBe(first);
    const { data, errors } = await on.send(
      await world.ally(home),
      'query ($handle: String!) { community(handle: $handle) { constituencies { name } } }',
      { handle: home.handle },
    );
    expect([data.community.constituencies, errors[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
  });
});

describe('what someone said of themselves', () => {
  it('is in the export of their own data, and in nobody else’s', async () => {
    const home = await peopled(1);
    const carers = await declared(world, home);
    const by = home.people[0] as Person;
    await chosen(world, home, by, carers);
    const exported = async (person: Person) => {
      const { jsonLink } = await world.done(person, 'exportMyData', {}, 'jsonLink');
      const { text } = await request(on.app.getHttpServer()).get(new URL(jsonLink).pathname).expect(200);
      return JSON.parse(text).tables['public.constituency_member'].rows;
    };
    expect(await exported(by)).toEqual([{ community_id: home.id, membership_id: 'you', constituency_id: carers.id }]);
    expect(await exported(home.steward)).toEqual([]);
  });

  it.each([
    ['they leave', (home: Founded, by: Person) => world.done(by, 'leaveCommunity', { communityId: home.id })],
    ['they disappear', (_home: Founded, by: Person) => world.done(by, 'disappear', {})],
    [
      'they erase themselves',
      (_home: Founded, by: Person) => world.done(by, 'eraseMe', { phrase: 'erase me for good' }),
    ],
    [
      'they are removed',
      async (home: Founded, by: Person) => {
        await sharesStewardship(world, home);
        const input = { membershipId: await membershipId(on, by, home.id), reason: 'It did not work.' };
        await world.done(home.steward, 'removeMember', input);
      },
    ],
  ])('is gone when %s', async (_when, end) => {
    const home = await peopled(2);
    const carers = await declared(world, home);
    for (const person of home.people) await chosen(world, home, person, carers);
    await end(home, home.people[0] as Person);
    expect(await stored(world, home)).toEqual({ [carers.id]: 1 });
    expect((await listed(world, home.people[1] as Person, home))[0]?.viewerBelongs).toBe(true);
  });
});
