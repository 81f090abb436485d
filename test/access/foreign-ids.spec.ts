import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { type GraphQLArgument, getNamedType, getNullableType, GraphQLID, isInputObjectType, isListType } from 'graphql';
import request from 'supertest';
import { type As, startTestApp, type TestApp } from '../support/client.js';
import { freshDatabase, sql } from '../support/database.js';
import { unchanged } from '../support/unchanged.js';
import { TestProvider } from '../support/provider.js';
import { World } from '../support/world.js';
import { absent, ONCE, people, Scene, type Who } from './cast.js';
import type { Deed } from './deeds.js';
import { mutationOf } from './documents.js';
import { all, mutations } from './expected.js';

/**
 * What is another community's and not to be seen must be answered like what does not exist, to the byte, wherever an id
 * can be sent. The places are those of the inputs that the access matrix sends, so a new mutation is in here as well.
 */
let on: TestApp;
let provider: TestProvider;
let scene: Scene;
/** An id of each kind of thing that the neighbours keep to themselves, by its table. */
let foreign: Record<string, string>;
/** Another community's, with nothing public. */
let hiddenHandle: string;

const deeds: Readonly<Record<string, Deed>> = Object.assign({}, ...all.map((rows) => rows.deeds));
const REDIRECT = 'http://accompany.test/single-sign-on';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

beforeAll(async () => {
  provider = await TestProvider.start(REDIRECT);
  on = await startTestApp({ urls: await freshDatabase('foreign_ids'), config: provider.config });
  const world = new World(on);
  scene = await Scene.build(world);
  const hidden = await neighbours(world);
  hiddenHandle = hidden.handle;
  foreign = await idsOf(hidden.id);
}, 60_000);
afterAll(async () => {
  await on.close();
  await provider.stop();
});

/** A community with something of everything and nothing public. */
async function neighbours(world: World): Promise<{ id: string; handle: string }> {
  const home = await world.community();
  const { steward } = home;
  const campaign = await world.campaign(home, { visibility: 'UNLISTED' });
  const [ally, member] = [await world.affected(home), await world.affected(home)];
  const priority = await world.priority(campaign);
  await world.mandate(priority, { steward, cosigner: member });
  const ask = await world.ask({ steward, campaignId: campaign.id, priorityId: priority.id }, { visibility: 'ALLIES' });
  const pledge = await world.reported({ pledge: await world.pledge({ ask, by: ally }) });
  await world.done(steward, 'attestFulfilment', { items: [{ occurrenceId: pledge.occurrenceId }] });
  const { demand } = await world.done(
    steward,
    'makeDemand',
    { campaignId: campaign.id, title: 'Heat', decisionMaker: 'The landlord' },
    'demand { id }',
  );
  await world.done(steward, 'answerDemand', {
    demandId: demand.id,
    answeredOn: '2026-01-01',
    text: 'No.',
    state: 'REFUSED',
  });
  await world.done(steward, 'inviteToCommunity', { communityId: home.id });
  return home;
}

async function idsOf(communityId: string): Promise<Record<string, string>> {
  const query = sql(on.urls.owner);
  const tables = await query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind = 'r' AND 2 = (SELECT count(*) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attname IN ('id', 'community_id') AND a.atttypid = 'uuid'::regtype) ORDER BY 1`,
  );
  const found: Record<string, string> = { community: communityId };
  for (const { name } of tables) {
    const [row] = await query<{ id: string }>(`SELECT id FROM ${name} WHERE community_id = $1 LIMIT 1`, [communityId]);
    if (row) found[name] = row.id;
  }
  return found;
}

async function answer(as: As, query: string, variables: object, id: string): Promise<string> {
  const call = request(on.app.getHttpServer()).post('/graphql').set('content-type', 'application/json');
  if (as) call.set('authorization', 'accessToken' in as ? `Bearer ${as.accessToken}` : as.authorization);
  const { status, text } = await call.send({ query, variables });
  return `${status} ${text.replaceAll(id, 'the id')}`;
}

/** Those who differ in what they see of others. */
const ASKERS: readonly Who[] = ['nobody', 'ally', 'steward', 'key', 'operator'];

/** Every query that takes an id, by itself or in a filter. */
function queriesById(): { field: string; query: string }[] {
  const { schema } = on.app.get(GraphQLSchemaHost, { strict: false });
  const places = ({ name, type }: GraphQLArgument): string[] => {
    if (getNamedType(type) === GraphQLID) return [`${name}: $id`];
    const named = getNamedType(type);
    if (!isInputObjectType(named)) return [];
    const inner = Object.values(named.getFields()).filter((one) => getNamedType(one.type) === GraphQLID);
    return inner.map((one) => `${name}: { ${one.name}: $id }`);
  };
  return Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) =>
    field.args
      .flatMap(places)
      .map((place) => ({ field: field.name, query: `query ($id: ID!) { ${field.name}(${place}) { __typename } }` })),
  );
}

/** The input once for each id in it, with that id replaced by a mark. */
function marked(value: unknown, mark: string, key = ''): unknown[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      marked(item, mark, key).map((changed) => value.map((one, at) => (at === index ? changed : one))),
    );
  }
  if (value !== null && typeof value === 'object' && !(value instanceof Date)) {
    return Object.entries(value).flatMap(([key, inner]) =>
      /^(?:community|campaign)Handle$/.test(key)
        ? [{ ...value, [key]: `handle:${mark}` }]
        : marked(inner, mark, key).map((changed) => ({ ...value, [key]: changed })),
    );
  }
  return typeof value === 'string' && UUID.test(value) && /ids?$/i.test(key) ? [mark] : [];
}

/** The ids that could be sent besides: what follows from one that is nobody's is for the mutation to say. */
function besides(field: string, input: Record<string, unknown>): Record<string, unknown>[] {
  const { schema } = on.app.get(GraphQLSchemaHost, { strict: false });
  const type = getNamedType(schema.getMutationType()?.getFields()[field]?.args[0]?.type);
  if (!isInputObjectType(type)) return [];
  return Object.values(type.getFields())
    .filter((one) => getNamedType(one.type) === GraphQLID && input[one.name] == null)
    .map((one) => ({ ...input, [one.name]: isListType(getNullableType(one.type)) ? [MARK] : MARK }));
}

/** Where the one thing asked for is not found, what is no id at all is not found in the same way. */
const malformedLike = (none: string): Record<string, string> =>
  none.includes('"extensions":{"code":"NOT_FOUND"}') ? { 'no id': 'no id at all' } : {};

const MARK = 'here';
const filled = (input: unknown, id: string, handle: string): Record<string, unknown> =>
  JSON.parse(JSON.stringify(input).replaceAll(`"handle:${MARK}"`, `"${handle}"`).replaceAll(`"${MARK}"`, `"${id}"`));

const allowedBy = ({ cells }: (typeof mutations)[number]): Who[] =>
  people.filter((who) => cells[who] === '✓' && !absent.includes(who));

describe('an id of another community', () => {
  it('is of every kind of thing', () => {
    expect(Object.keys(foreign)).toEqual(
      expect.arrayContaining(
        'ask attestation campaign community demand demand_response fulfilment_report invitation mandate membership occurrence pledge priority record_entry'.split(
          ' ',
        ),
      ),
    );
  });

  it('is answered by every query as one that nobody has, whoever asks', async () => {
    const questions = queriesById();
    expect(questions.map((question) => question.field)).toEqual(expect.arrayContaining(['node', 'ask', 'pledge']));
    for (const { field, query } of questions) {
      for (const who of ASKERS.filter((one) => !absent.includes(one))) {
        const unknown = randomUUID();
        const none = await answer(scene.as[who], query, { id: unknown }, unknown);
        for (const [table, id] of Object.entries(foreign)) {
          const found = await answer(scene.as[who], query, { id }, id);
          expect([field, who, table, found]).toEqual([field, who, table, none]);
        }
      }
    }
  }, 60_000);

  it.each(mutations.map((row) => [row.name, row] as const))(
    'is answered by %s as one that nobody has',
    async (name, row) => {
      const own = allowedBy(row);
      // What nobody may do to another's is tried by someone who may do it to their own: others are stopped at the door.
      const allowed =
        own.length > 0 ? own : mutations.filter((one) => one.coordinate === row.coordinate).flatMap(allowedBy);
      const who: Who = allowed.includes('steward') ? 'steward' : (allowed[0] ?? 'steward');
      const there = ONCE.includes(row.coordinate) ? await scene.standIn(who) : scene;
      const input = await deeds[name]?.(there, who);
      // A handle there is one to be taken, not one to be found; and whatever the id, operators are to act by it.
      const places = name === 'startCampaign' || who === 'operator' ? [] : marked(input, MARK);
      const optional = who === 'operator' ? [] : besides(row.coordinate, input ?? {});
      const field = row.coordinate;
      const query = mutationOf(on, field);
      await unchanged(on, async () => {
        for (const place of [...places, ...optional]) {
          const unknown = randomUUID();
          const ask = (id: string, handle: string) =>
            answer(there.as[who], query, { input: filled(place, id, handle) }, id);
          const none = (await ask(unknown, `none-${unknown.slice(0, 8)}`)).replaceAll(
            `none-${unknown.slice(0, 8)}`,
            'it',
          );
          if (!optional.includes(place as (typeof optional)[number]))
            expect(none).toMatch(/"code":"(?:NOT_FOUND|UNKNOWN_\w+|LINK_INVALID)"/);
          for (const [table, id] of Object.entries({ ...foreign, ...malformedLike(none) })) {
            const found = (await ask(id, hiddenHandle)).replaceAll(hiddenHandle, 'it');
            expect([JSON.stringify(place), table, found]).toEqual([JSON.stringify(place), table, none]);
          }
        }
      });
    },
  );
});
