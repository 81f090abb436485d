import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import { declaredFields } from '../../src/platform/access/declared-access.js';
import { AppScope, ownSession } from '../../src/platform/access/scope.js';
import { startTestApp, type TestApp } from '../support/client.js';
import { freshDatabase, sql } from '../support/database.js';
import { appToken, dashboardKey, isNoted, type Made } from '../support/keys.js';
import { settled } from '../support/standing.js';
import { unchanged } from '../support/unchanged.js';
import { World } from '../support/world.js';

/** What a person can let an app do, by hand. Account, own data, admission, duties, standings, keys and exports are none of it. */
const OPEN_TO_APPS = `
  acceptHandOver acceptPlace addAskShift answerDemand attestFulfilment attestReports cancelAsk checkIn closeAsk closeAskShift confirmAttestations confirmOccurrence contestNoShow correctAttestation createCampaign draftAsk duplicateAsk importAsks makeDemand makePledge openAsk openAsks
  pauseAsk postAsk proposeAttestations publishBrief reconfirmPledge reportFulfilment requestSkip reschedulePledge reviseAsk reviseCampaign reviseDemand rotateAskLink sendBackFulfilment stepBack takePart translateAsk
  withdrawAskTranslation withdrawAttestationBatch withdrawHandOver`
  .split(/\s+/)
  .filter(Boolean);

let on: TestApp;
let world: World;
let schema: GraphQLSchema;
let token: Made;
let home: Awaited<ReturnType<typeof settled>>;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('apps_shut_out') });
  world = new World(on);
  schema = on.app.get(GraphQLSchemaHost, { strict: false }).schema;
  home = await settled(world);
  token = await appToken(world, home.steward, ...Object.values(AppScope));
  await on.send(token.as, '{ askTemplates { key } }');
  await isNoted(on, token.id, { table: 'vault.app_token' });
});
afterAll(() => on.close());

const APART = 'Apps cannot do or see this. Sign in yourself for it.';
const mutations = () => declaredFields(schema).filter(({ mutation }) => mutation);

/** Some value that the type takes, so that nothing but the token stands in the way. */
function valueOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return valueOf(type.ofType);
  if (isListType(type)) return [valueOf(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter(isRequiredInputField);
    return Object.fromEntries(needed.map((field) => [field.name, valueOf(field.type)]));
  }
  const scalars: Record<string, unknown> = {
    Int: 1,
    Float: 1,
    Boolean: true,
    ID: '01a216f1-24da-731d-a844-b5b890545e6a',
    DateTime: '2036-01-01T00:00:00Z',
    LocalDate: '2036-01-01',
    CalendarDate: '2036-01-01',
    Date: '2036-01-01',
  };
  return scalars[type.name] ?? 'x';
}

async function refusal(field: string): Promise<unknown> {
  const input = schema.getMutationType()?.getFields()[field]?.args[0];
  if (!input) throw new Error(`${field} takes no input.`);
  const { errors } = await on.send(
    token.as,
    `mutation ($input: ${String(input.type)}) { ${field}(input: $input) { userErrors { code } } }`,
    { input: valueOf(input.type) },
  );
  return errors.map(({ message, extensions }) => [extensions.code, message]);
}

describe('an app with every scope, of a steward who just signed in', () => {
  it('does nothing that is not opened to apps, whatever the steward may do', async () => {
    const closed = mutations().filter(({ scope }) => scope === ownSession);
    expect(closed.length).toBeGreaterThan(60);
    await unchanged(on, async () => {
      for (const { field } of closed) {
        expect([field.name, await refusal(field.name)]).toEqual([field.name, [['FORBIDDEN', APART]]]);
      }
    });
  });

  it('finds open what is written here, and nothing else', () => {
    const open = mutations()
      .filter(({ scope }) => scope !== ownSession)
      .map(({ field }) => field.name);
    expect(open.sort()).toEqual([...OPEN_TO_APPS].sort());
  });

  it('sees of its person nothing but standings, and the work that is theirs', () => {
    const seen = declaredFields(schema)
      .filter(({ type, scope }) => type.name === 'Viewer' && scope !== ownSession)
      .map(({ field }) => field.name);
    expect(seen.sort()).toEqual(['memberships', 'offers', 'openQuestions', 'pledges', 'worklist', 'worklistCount']);
  });

  it('does not see who took the list of people', async () => {
    const input = { communityId: home.id, reason: 'For the lawyer.' };
    await world.done(home.steward, 'requestPeopleExport', input);
    const document = 'query ($id: ID!) { node(id: $id) { ... on Community { peopleExports { nodes { reason } } } } }';
    const read = await on.query(home.steward, document, { id: home.id });
    expect(read.node.peopleExports.nodes).toEqual([{ reason: 'For the lawyer.' }]);
    const { data, errors } = await on.send(token.as, document, { id: home.id });
    expect(errors.map(({ message, extensions }) => [extensions.code, message])).toEqual([['FORBIDDEN', APART]]);
    expect(JSON.stringify(data)).not.toContain('lawyer');
  });
});

describe('a dashboard key', () => {
  it('reads no campaign, ask or figure that an operator took down, nor anything of a community that was', async () => {
    const campaign = await world.campaign(home, { visibility: 'UNLISTED' });
    const priority = await world.priority(campaign);
    await world.mandate(priority, { steward: home.steward, cosigner: home.second });
    const ask = await world.ask({ steward: home.steward, campaignId: campaign.id, priorityId: priority.id });
    const { as } = await dashboardKey(world, home);
    const owner = sql(on.urls.owner);
    const takenDown = (table: string, id: string, at: 'now()' | 'NULL') =>
      owner(`UPDATE ${table} SET taken_down_at = ${at} WHERE id = $1`, [id]);
    const seen = async () => {
      const { data } = await on.send(
        as,
        'query ($campaign: ID!, $ask: ID!) { campaign: node(id: $campaign) { id } ask(id: $ask) { id progress { wanted } } campaigns(first: 100) { nodes { id } } }',
        { campaign: campaign.id, ask: ask.id },
      );
      const listed = data?.campaigns.nodes.some(({ id }: { id: string }) => id === campaign.id);
      return { campaign: data?.campaign != null, listed, ask: data?.ask != null };
    };
    const everything = { campaign: true, listed: true, ask: true };
    expect(await seen()).toEqual(everything);
    for (const [table, id, left] of [
      ['ask', ask.id, { ...everything, ask: false }],
      ['campaign', campaign.id, { campaign: false, listed: false, ask: false }],
      ['community', home.id, { campaign: false, listed: false, ask: false }],
    ] as const) {
      await takenDown(table, id, 'now()');
      expect([table, await seen()]).toEqual([table, left]);
      await takenDown(table, id, 'NULL');
      expect(await seen()).toEqual(everything);
    }
  });
});
