import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { declaredFields } from '../../src/platform/access/declared-access.js';
import { openSession } from '../../src/features/people/index.js';
import { anonymous } from '../../src/platform/access/actor.js';
import { visible } from '../../src/platform/access/access.decorator.js';
import { Database } from '../../src/platform/database/database.js';
import { type As, type Outcome, type Person, startTestApp, type TestApp } from '../support/client.js';
import { freshDatabase } from '../support/database.js';
import { firstOf, listening } from '../support/live.js';
import { TestProvider } from '../support/provider.js';
import { unchanged } from '../support/unchanged.js';
import { World } from '../support/world.js';
import { absent, ONCE, people, Scene, type Who } from './cast.js';
import type { Deed, Sight } from './deeds.js';
import { mutationOf } from './documents.js';
import { all, type Cell, type Expected, fields, mutations, queries } from './expected.js';

const REDIRECT = 'http://accompany.test/single-sign-on';

let on: TestApp;
let url: string;
let provider: TestProvider;
let scene: Scene;
let seen: Record<string, (who: Who) => Sight | Promise<Sight>>;
const deeds: Readonly<Record<string, Deed>> = Object.assign({}, ...all.map((rows) => rows.deeds));

/** Nothing is sent to it: no relay runs here. */
const messageGateway = { url: 'https://gateway.invalid/', secret: 'a secret of sixteen or more' };

beforeAll(async () => {
  // Of its own: what is unchanged is told by every row there is.
  provider = await TestProvider.start(REDIRECT);
  on = await startTestApp({ urls: await freshDatabase('matrix'), config: { ...provider.config, messageGateway } });
  url = await listening(on);
  scene = await Scene.build(new World(on));
  seen = Object.assign({}, ...(await inTurn(all, (rows) => rows.sights?.(scene))));
}, 180_000);
afterAll(async () => {
  await on.close();
  await provider.stop();
});
beforeEach(() => scene.settle());

/** How an operation says no to someone who may not, whatever is said of the thing itself. */
const REFUSALS = ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'STEP_UP_REQUIRED'];
/** The same, where who may depends on what was sent. */
const USER_REFUSALS = ['NOT_FOR_YOUR_STANDING', 'OWN_WORK', 'PASSKEY_REFUSED', 'SECOND_PERSON_NEEDED'];
/** Anyone may try; what is sent may be wrong. */
const DOORWAYS = ['confirmEmail'];
/** Let in, and asked whether they mean it: what follows would end the cast. */
const LET_IN = 'CONFIRMATION_REQUIRED';

const asked = (row: Expected, cell: Cell): Who[] =>
  people.filter((who) => row.cells[who] === cell && !absent.includes(who));
const settled = (row: Expected) =>
  Object.fromEntries([...asked(row, '✓').map((who) => [who, '✓']), ...asked(row, '·').map((who) => [who, '·'])]);

async function inTurn<T, R>(list: readonly T[], work: (one: T) => Promise<R> | R): Promise<R[]> {
  const results: R[] = [];
  for (const one of list) results.push(await work(one));
  return results;
}

/** What is followed is looked at once. */
function sent(as: As, { query, variables }: Sight): Promise<Pick<Outcome, 'data' | 'errors'>> {
  return query.startsWith('subscription') ? firstOf(url, as, query, variables) : on.send(as, query, variables);
}

async function attempt(field: string, as: As, input: Record<string, unknown>): Promise<string> {
  const query = mutationOf(on, field);
  const { data, errors } = await on.send(as, query, { input });
  if (errors.length > 0) return errors.map((error) => error.extensions.code).join();
  const payload = data[field];
  const results = (payload.results ?? []) as { userErrors: { code: string }[] }[];
  const wrong = [...payload.userErrors, ...results.flatMap((one) => one.userErrors)];
  return wrong.length === 0 ? 'done' : wrong.map((one: { code: string; message?: string }) => one.code).join();
}

describe('who may see what', () => {
  it.each([...queries, ...fields].map((row) => [row.name, row] as const))('%s', async (name, row) => {
    const sight = seen[name];
    if (!sight) throw new Error(`Nothing says how to look at ${name}.`);
    const outcomes: Partial<Record<Who, string>> = {};
    for (const who of [...asked(row, '✓'), ...asked(row, '·')]) {
      const look: Sight = await sight(who);
      const { data, errors } = await sent(scene.as[who], look);
      const codes = errors.map((error) => error.extensions.code);
      const shown = data !== null && look.shows(data);
      outcomes[who] = codes.find((code) => !REFUSALS.includes(code)) ?? (shown ? '✓' : '·');
    }
    expect(outcomes).toEqual(settled(row));
  });
});

describe('who may do what', () => {
  it.each(mutations.map((row) => [row.name, row] as const))('%s', async (name, row) => {
    const field = row.coordinate;
    const deed = deeds[name];
    if (!deed) throw new Error(`Nothing says what to send for ${name}.`);
    const outcomes: Partial<Record<Who, string>> = {};

    const denied = asked(row, '·');
    const inputs = new Map<Who, Record<string, unknown>>();
    for (const who of denied) inputs.set(who, await deed(scene, who));
    await unchanged(on, async () => {
      for (const who of denied) {
        const outcome = await attempt(field, scene.as[who], inputs.get(who) as Record<string, unknown>);
        outcomes[who] = [...REFUSALS, ...USER_REFUSALS].includes(outcome) ? '·' : outcome;
      }
    });
    for (const who of asked(row, '✓')) {
      const there = ONCE.includes(field) ? await scene.standIn(who) : scene;
      const outcome = await attempt(
        field,
        field === 'signOut' ? await again(who) : there.as[who],
        await deed(there, who),
      );
      const letIn = outcome === LET_IN || (DOORWAYS.includes(field) && outcome === 'LINK_INVALID');
      outcomes[who] = outcome === 'done' || letIn ? '✓' : outcome;
    }
    expect(outcomes).toEqual(settled(row));
  });

  /** A session that may end, beside the one that the other rows need. */
  async function again(who: Who): Promise<Person> {
    const database = on.app.get(Database, { strict: false });
    const session = await database.write(anonymous, null, async (tx) => openSession(tx, await scene.personOf(who)));
    return { ...(scene.as[who] as Person), ...session };
  }
});

describe('the table', () => {
  const declared = () => declaredFields(on.app.get(GraphQLSchemaHost, { strict: false }).schema);

  it('has every operation of the schema', () => {
    const named = new Set([...mutations, ...queries].map((row) => row.coordinate));
    const missing = declared()
      .filter(({ root }) => root)
      .map(({ field }) => field.name)
      .filter((name) => !named.has(name));
    expect(missing).toEqual([]);
  });

  it('has every field that asks more than that its object may be seen', () => {
    const named = new Set(fields.map((row) => row.coordinate));
    const missing = declared()
      .filter(({ root, declaration }) => !root && declaration !== visible)
      .map(({ coordinate }) => coordinate)
      .filter((coordinate) => !named.has(coordinate));
    expect(missing).toEqual([]);
  });

  it('has no row for what is not there', () => {
    const known = new Set(declared().flatMap(({ coordinate, field, root }) => (root ? [field.name] : [coordinate])));
    const odd = [...mutations, ...queries, ...fields].map((row) => row.coordinate).filter((one) => !known.has(one));
    expect(odd).toEqual([]);
  });
});
