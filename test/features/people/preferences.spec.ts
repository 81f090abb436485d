import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, startTestApp, type TestApp } from '../../support/client.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const VIEWER = 'viewer { signInName language timeZone }';

describe('changing one’s preferences', () => {
  it('holds from the next request on, in one spelling, and leaves what was left out', async () => {
    const person = await world.person();
    const { viewer } = await world.done(person, 'changePreferences', { language: 'ES-mx' }, VIEWER);
    expect(viewer).toEqual({ signInName: person.signInName, language: 'es-MX', timeZone: 'UTC' });
    await world.done(person, 'changePreferences', { timeZone: 'america/mexico_city', language: null });
    expect((await on.query(person, `{ ${VIEWER} }`)).viewer).toEqual({ ...viewer, timeZone: 'America/Mexico_City' });
    const { userErrors } = await on.mutate(person, 'changePreferences', {});
    expect(userErrors[0].message).toMatch(/^Envía el idioma/);
  });

  it('changes nobody else', async () => {
    const [person, other] = [await world.person(), await world.person()];
    await world.done(person, 'changePreferences', { language: 'es', timeZone: 'America/Lima' });
    expect((await on.query(other, `{ ${VIEWER} }`)).viewer).toMatchObject({ language: 'en', timeZone: 'UTC' });
  });

  it('twice with one key changes once', async () => {
    const person = await world.person();
    const input = { language: 'es', idempotencyKey: randomUUID() };
    await world.done(person, 'changePreferences', input);
    await world.done(person, 'changePreferences', { language: 'en' });
    expect((await world.done(person, 'changePreferences', input, VIEWER)).viewer.language).toBe('en');
  });

  it.each([
    [{}, [['INVALID', 'language']]],
    [{ language: null, timeZone: null }, [['INVALID', 'language']]],
    [{ language: 'x-secret' }, [['INVALID', 'language']]],
    [{ language: '' }, [['INVALID', 'language']]],
    [{ timeZone: '../../etc/passwd' }, [['INVALID', 'timeZone']]],
    [
      { language: 'english language', timeZone: 'Mars/Olympus' },
      [
        ['INVALID', 'language'],
        ['INVALID', 'timeZone'],
      ],
    ],
  ])('refuses %j and changes nothing', async (input, errors) => {
    const person = await world.person();
    const { viewer, userErrors } = await unchanged(on, () => on.mutate(person, 'changePreferences', input, VIEWER));
    expect(viewer).toBeNull();
    expect(userErrors.map(({ code, path }: Answer) => [code, path.at(-1)])).toEqual(errors);
    expect(userErrors.every(({ path }: Answer) => path[0] === 'input')).toBe(true);
  });

  it('is for those who are signed in', async () => {
    const input = { language: 'es' };
    expect(await unchanged(on, () => on.refusal(null, 'changePreferences', input))).toBe('UNAUTHENTICATED');
    const stale = { authorization: `Bearer acc_${'x'.repeat(43)}` };
    expect(await unchanged(on, () => on.refusal(stale, 'changePreferences', input))).toBe('UNAUTHENTICATED');
  });
});
