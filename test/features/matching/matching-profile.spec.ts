import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { appToken, isNoted } from '../../support/keys.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { operatorOf, personOf } from '../operators/host.js';

let on: TestApp;
let world: World;
let me: Person;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  me = await world.person();
});
afterAll(() => on.close());

const PROFILE = `matchingProfile { capacities { capacity detail } languages hoursPerWeek distanceKm position { latitude longitude }
  isOnlineOnly kindsNotDone accessNeeds buffers }`;

const NOTHING = {
  capacities: [],
  languages: [],
  hoursPerWeek: null,
  distanceKm: null,
  position: null,
  isOnlineOnly: false,
  kindsNotDone: [],
  accessNeeds: [],
  buffers: [],
};

const profile = async (as: As) => (await on.query(as, `{ viewer { ${PROFILE} } }`)).viewer.matchingProfile;
const set = async (as: Person, input: Record<string, unknown>) =>
  (await world.done(as, 'setMyCapacities', input, PROFILE)).matchingProfile;
const buffer = async (as: Person, buffers: string[] | null) =>
  (await world.done(as, 'setMyBuffers', { buffers }, PROFILE)).matchingProfile;
const rows = async (as: Person) =>
  sql(on.urls.owner)(
    'SELECT capacities_cipher AS capacities, buffers_cipher AS buffers FROM vault.matching_profile WHERE person_id = $1',
    [await personOf(on, as)],
  );

describe('what a person can bring', () => {
  it('is nothing until they say something', async () => {
    expect(await profile(await world.person())).toEqual(NOTHING);
  });

  it('is kept, changed field by field, and cleared by null', async () => {
    const person = await world.person();
    const said = {
      capacities: [{ capacity: 'SKILL', detail: 'Plumbing' }, { capacity: 'TRANSPORT' }],
      languages: ['es-mx', 'en', 'en'],
      hoursPerWeek: 4,
      distanceKm: 20,
      isOnlineOnly: true,
      kindsNotDone: ['HOST'],
      accessNeeds: ['STEP_FREE'],
    };
    const kept = {
      ...NOTHING,
      ...said,
      capacities: [
        { capacity: 'SKILL', detail: 'Plumbing' },
        { capacity: 'TRANSPORT', detail: '' },
      ],
      languages: ['es-MX', 'en'],
    };
    expect(await set(person, said)).toEqual(kept);
    expect(await set(person, { hoursPerWeek: 6 })).toEqual({ ...kept, hoursPerWeek: 6 });
    expect(await buffer(person, ['JOB', 'JOB', 'HEALTH'])).toEqual({
      ...kept,
      hoursPerWeek: 6,
      buffers: ['JOB', 'HEALTH'],
    });
    expect(await set(person, { capacities: null, languages: null, isOnlineOnly: null })).toEqual({
      ...kept,
      capacities: [],
      languages: [],
      isOnlineOnly: false,
      hoursPerWeek: 6,
      buffers: ['JOB', 'HEALTH'],
    });
    expect((await profile(person)).buffers).toEqual(['JOB', 'HEALTH']);
  });

  it('leaves no row behind once all of it is cleared', async () => {
    const person = await world.person();
    await set(person, { distanceKm: 5 });
    await buffer(person, ['JOB']);
    expect(await rows(person)).toHaveLength(1);
    await set(person, { distanceKm: null });
    expect(await rows(person)).toHaveLength(1);
    expect(await buffer(person, null)).toEqual(NOTHING);
    expect(await rows(person)).toEqual([]);
  });

  it('has a position that was made coarse before it was kept', async () => {
    const person = await world.person();
    const { position } = await set(person, { position: { latitude: 19.43261, longitude: -99.13321 } });
    expect(position).toEqual({ latitude: 19.4, longitude: -99.1 });
    expect((await set(person, { position: { latitude: -0.04, longitude: 0.04 } })).position).toEqual({
      latitude: 0,
      longitude: 0,
    });
  });

  it('keeps what two requests at once say, each of its own field', async () => {
    const person = await world.person();
    await Promise.all([set(person, { hoursPerWeek: 3 }), buffer(person, ['HOUSING']), set(person, { distanceKm: 9 })]);
    expect(await profile(person)).toEqual({ ...NOTHING, hoursPerWeek: 3, distanceKm: 9, buffers: ['HOUSING'] });
  });

  it('is done once when it is sent twice, and refused when the key comes with something else', async () => {
    const person = await world.person();
    const idempotencyKey = world.unique('profile');
    await set(person, { hoursPerWeek: 3, idempotencyKey });
    await set(person, { hoursPerWeek: 5 });
    expect((await set(person, { hoursPerWeek: 3, idempotencyKey })).hoursPerWeek).toBe(5);
    expect(await on.refusal(person, 'setMyCapacities', { hoursPerWeek: 4, idempotencyKey })).toBe('CONFLICT');
  });
});

describe('what does not hold', () => {
  it.each([
    ['hours beyond a week', { hoursPerWeek: 81 }, 'OUT_OF_RANGE', 'hoursPerWeek'],
    ['no distance', { distanceKm: 0 }, 'OUT_OF_RANGE', 'distanceKm'],
    ['a place off the globe', { position: { latitude: 90.1, longitude: 0 } }, 'OUT_OF_RANGE', 'position'],
    ['a language that is none', { languages: ['no such thing'] }, 'INVALID', 'languages'],
    [
      'a capacity twice',
      { capacities: [{ capacity: 'SKILL' }, { capacity: 'SKILL', detail: 'x' }] },
      'INVALID',
      'capacities',
    ],
    [
      'a detail without end',
      { capacities: [{ capacity: 'SKILL', detail: 'x'.repeat(201) }] },
      'TOO_LONG',
      'capacities',
    ],
    ['more kinds than there are', { kindsNotDone: Array(21).fill('HOST') }, 'TOO_MANY', 'kindsNotDone'],
  ])('is refused: %s', async (_what, input, code, field) => {
    await unchanged(on, async () => {
      const { userErrors, matchingProfile } = await on.mutate(me, 'setMyCapacities', input, PROFILE);
      expect(matchingProfile).toBeNull();
      expect(userErrors).toEqual([expect.objectContaining({ code, path: expect.arrayContaining(['input', field]) })]);
    });
  });

  it('is refused: buffers left out, which says neither some nor none', async () => {
    await unchanged(on, async () => {
      const { userErrors } = await on.mutate(me, 'setMyBuffers', {});
      expect(userErrors).toEqual([expect.objectContaining({ code: 'INVALID', path: ['input', 'buffers'] })]);
    });
  });
});

describe('who may', () => {
  it('is nobody who has no account of their own: not the host, not an app, not a stranger', async () => {
    const operator = await operatorOf(on);
    const app = await appToken(world, me, 'READ', 'PLEDGE_WRITE');
    await on.query(app.as, '{ __typename }');
    await isNoted(on, app.id, { table: 'vault.app_token' });
    await unchanged(on, async () => {
      expect(await on.refusal(null, 'setMyBuffers', { buffers: ['JOB'] })).toBe('UNAUTHENTICATED');
      expect(await on.refusal(operator, 'setMyBuffers', { buffers: ['JOB'] })).toBe('FORBIDDEN');
      expect(await on.refusal(operator, 'setMyCapacities', { hoursPerWeek: 1 })).toBe('FORBIDDEN');
      expect(await on.refusal(app.as, 'setMyBuffers', { buffers: ['JOB'] })).toBe('FORBIDDEN');
      expect(await on.refusal(app.as, 'setMyCapacities', { hoursPerWeek: 1 })).toBe('FORBIDDEN');
      for (const query of [`{ viewer { ${PROFILE} } }`, '{ viewer { asksForMe { nodes { reasons { text } } } } }']) {
        const { errors } = await on.send(app.as, query);
        expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
        const { data } = await on.send(operator, query);
        expect(Object.values(data.viewer)).toEqual([null]);
      }
    });
  });
});

describe('in the database', () => {
  it('both lie as ciphers, and those of one buffer, of all and of none are equally long', async () => {
    const lengths = new Set<number>();
    for (const buffers of [
      ['JOB'],
      ['CITIZENSHIP', 'JOB', 'HOUSING', 'INCOME', 'LEGAL_SUPPORT', 'HEALTH', 'APPEARANCE'],
      null,
    ]) {
      const person = await world.person();
      await set(person, { hoursPerWeek: 2 });
      await buffer(person, buffers);
      const [row] = await rows(person);
      lengths.add(row?.['buffers'].length);
      expect(row?.['capacities'].toString('latin1')).not.toContain('hoursPerWeek');
    }
    expect(lengths.size).toBe(1);
  });

  it('both are written anew whichever changed', async () => {
    const person = await world.person();
    await set(person, { hoursPerWeek: 2 });
    const [before] = await rows(person);
    await set(person, { hoursPerWeek: 3 });
    const [after] = await rows(person);
    expect(before?.['buffers'].equals(after?.['buffers'])).toBe(false);
  });
});

describe('the person’s own data', () => {
  it('holds it in clear for them, and erasing them takes it away', async () => {
    const person = await world.person();
    await set(person, { capacities: [{ capacity: 'SPACE', detail: 'A barn' }] });
    await buffer(person, ['LEGAL_SUPPORT']);
    const id = await personOf(on, person);
    const { jsonLink } = await world.done(person, 'exportMyData', {}, 'jsonLink');
    const { text } = await request(on.app.getHttpServer()).get(new URL(jsonLink).pathname).expect(200);
    const [row] = JSON.parse(text).tables['vault.matching_profile'].rows;
    expect(JSON.parse(row.capacities_cipher)).toMatchObject({ capacities: [{ capacity: 'SPACE', detail: 'A barn' }] });
    expect(JSON.parse(row.buffers_cipher)).toEqual(['LEGAL_SUPPORT']);
    await world.done(person, 'eraseMe', { phrase: 'erase me for good' }, 'erased');
    expect(await sql(on.urls.owner)('SELECT FROM vault.matching_profile WHERE person_id = $1', [id])).toEqual([]);
  });
});
