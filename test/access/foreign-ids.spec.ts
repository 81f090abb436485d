import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import request from 'supertest';
import { newId } from '../../src/platform/database/id.js';
import { type Answer, type Person, startTestApp, type TestApp } from '../support/client.js';
import { freshDatabase, sql } from '../support/database.js';
import { type Campaign, type Founded, World } from '../support/world.js';
import { handleQuestions, type IdQuestion, idQuestions } from './id-questions.js';

let on: TestApp;
let world: World;
let questions: IdQuestion[];
/** What of a community that shows nothing to outsiders has an id, by table. */
let foreign: Map<string, string>;
let askers: Record<string, Person>;
/** With which number each question gets as far as the id. */
const numbers = new Map<string, number>();
let theirs: { community: Founded; campaign: Campaign };

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('foreign_ids') });
  world = new World(on);
  const home = await lived('PUBLIC');
  theirs = await lived('UNLISTED');
  foreign = await idsIn(theirs.community.id);
  const own = await idsIn(home.community.id);
  const { schema } = on.app.get(GraphQLSchemaHost, { strict: false });
  questions = idQuestions(schema, new Map([...own].map(([table, id]) => [table.replaceAll('_', ''), id])));
  askers = {
    steward: home.community.steward,
    ally: home.ally,
    stranger: await world.person(),
    operator: await operator(),
  };
}, 120_000);
afterAll(() => on.close());

/** A community with one of everything, so that whatever has an id in it can be asked for. */
async function lived(visibility: string): Promise<{ community: Founded; ally: Person; campaign: Campaign }> {
  const community = await world.community();
  const cosigner = await world.affected(community);
  const campaign = await world.campaign(community, { visibility });
  await world.done(community.steward, 'inviteToCommunity', { communityId: community.id }, 'code');
  const demand = { campaignId: campaign.id, title: 'Mend the boilers', decisionMaker: 'The landlord' };
  const made = await world.done(community.steward, 'makeDemand', demand, 'demand { id }');
  const answered = { demandId: made.demand.id, answeredOn: today(), text: 'They listen.', state: 'ANSWERED' };
  await world.done(community.steward, 'answerDemand', answered);
  const priority = await world.priority(campaign);
  await world.mandate(priority, { steward: community.steward, cosigner });
  const ask = await world.ask({ steward: community.steward, campaignId: campaign.id, priorityId: priority.id });
  const ally = await allyByLink(community, ask);
  const pledge = await world.reported({ pledge: await world.pledge({ ask, by: cosigner }) });
  await world.done(community.steward, 'attestFulfilment', { items: [{ occurrenceId: pledge.occurrenceId }] });
  await world.done(community.steward, 'stopCampaign', { campaignId: campaign.id, reason: 'Too dangerous today.' });
  await world.done(community.steward, 'resumeCampaign', { campaignId: campaign.id });
  return { community, ally, campaign };
}

/** The way in that works where nothing is public. */
async function allyByLink({ steward }: Founded, ask: { id: string }): Promise<Person> {
  const { link } = (await on.query(steward, 'query ($id: ID!) { ask(id: $id) { link } }', { id: ask.id })).ask;
  const versions = { agreementVersion: 1, briefVersion: 1, termsVersion: 1, acceptedRiskTier: 0 };
  const answers = [{ questionId: 'position', text: 'I rent, with a secure lease.' }];
  const fields = 'session { accessToken refreshToken } signInName recoveryCodes';
  const joined = await on.mutate(null, 'joinAndPledge', { link, ...versions, answers }, fields);
  if (joined.userErrors.length > 0) throw new Error(JSON.stringify(joined.userErrors));
  return { ...joined.session, signInName: joined.signInName, recoveryCodes: joined.recoveryCodes };
}

async function operator(): Promise<Person> {
  const person = await world.person();
  await sql(on.urls.owner)(
    `UPDATE person SET is_operator = true WHERE id = (SELECT person_id FROM vault.session ORDER BY created_at DESC LIMIT 1)`,
  );
  return person;
}

const today = () => new Date().toISOString().slice(0, 10);

/** Tables whose ids belong to no community: an organization is public, a person has no node. */
const APART = ['organization', 'person'];
/** Tables with ids that the worlds above hold nothing of, because nothing in the API makes such a row yet. */
const EMPTY: readonly string[] = ['representative'];

/** One id from each table that has ids in the community, and those of the community and of its people. */
async function idsIn(communityId: string): Promise<Map<string, string>> {
  const query = sql(on.urls.owner);
  const tables = await query<{ name: string }>(
    `SELECT c.table_name AS name FROM information_schema.columns c
       JOIN information_schema.columns h USING (table_schema, table_name)
      WHERE c.table_schema = 'public' AND c.column_name = 'id' AND c.udt_name = 'uuid' AND h.column_name = 'community_id'`,
  );
  const ids = new Map([['community', communityId]]);
  for (const { name } of tables) {
    const [row] = await query<{ id: string }>(`SELECT id FROM ${name} WHERE community_id = $1 ORDER BY id LIMIT 1`, [
      communityId,
    ]);
    if (row) ids.set(name, row.id);
  }
  const [person] = await query<{ id: string }>(
    'SELECT person_id AS id FROM membership WHERE community_id = $1 LIMIT 1',
    [communityId],
  );
  ids.set('person', person!.id);
  return ids;
}

/** The answer as text, the id that was sent taken out of it wherever it is repeated. */
async function asked(question: IdQuestion, as: Person | null, id: string): Promise<string> {
  const call = request(on.app.getHttpServer()).post('/graphql').set('content-type', 'application/json');
  if (as) call.set('authorization', `Bearer ${as.accessToken}`);
  const { status, text } = await call.send({
    query: question.query,
    variables: question.variables(id, numbers.get(question.name) ?? 1),
  });
  return `${status} ${text.replaceAll(id, 'ID')}`;
}

/** Whether an answer is about the id, and not about what was made up around it or who asked. */
function isAboutTheId({ path }: IdQuestion, text: string): boolean {
  const { data, errors = [] } = JSON.parse(text.slice(4));
  if (errors.length > 0) return errors.every((error: Answer) => error.extensions.code === 'NOT_FOUND');
  const payload = Object.values(data as object)[0];
  return (payload?.userErrors ?? []).every((error: Answer) => error.path.join().startsWith(path.join()));
}

/** Tries the numbers that it may take until the answer is about the id, whoever asks. */
async function reached(question: IdQuestion): Promise<boolean> {
  for (const number of [1, 2, 3, 4, 0]) {
    numbers.set(question.name, number);
    for (const as of Object.values(askers)) {
      if (isAboutTheId(question, await asked(question, as, newId()))) return true;
    }
  }
  return false;
}

describe('an id of another community', () => {
  it('is there to be tried, of everything that has one', async () => {
    const tables = await sql(on.urls.owner)<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'id' AND udt_name = 'uuid'`,
    );
    const lacking = tables.map(({ name }) => name).filter((name) => !foreign.has(name) && !APART.includes(name));
    expect(lacking.toSorted()).toEqual([...EMPTY].toSorted());
  });

  it('can be sent in every place that takes an id, and is what the answer is about', async () => {
    expect(questions.length).toBeGreaterThan(40);
    const untried = [];
    for (const question of questions) if (!(await reached(question))) untried.push(question);
    // Whoever adds an operation that lands here tells id-questions.ts what else it has to be sent.
    expect(untried.map(({ name, variables }) => [name, variables('ID', 1)])).toEqual([]);
  });

  it.each(['a steward', 'an ally', 'a stranger', 'an operator', 'nobody'])(
    'is to %s in equal bytes what the id of nothing is, of whatever kind, wherever it is sent',
    async (who) => {
      const as = askers[who] ?? null;
      const told: unknown[] = [];
      for (const question of questions) {
        const nothing = await asked(question, as, newId());
        if ((await asked(question, as, randomUUID())) !== nothing) told.push([question.name, 'is not the same twice']);
        for (const [kind, id] of foreign) {
          const answer = await asked(question, as, id);
          if (answer !== nothing) told.push({ question: question.name, kind, nothing, answer });
        }
      }
      expect(told).toEqual([]);
    },
    180_000,
  );

  it('by which something is called is answered like one that nothing has', async () => {
    const { schema } = on.app.get(GraphQLSchemaHost, { strict: false });
    const byHandle = handleQuestions(schema);
    expect(byHandle.length).toBeGreaterThanOrEqual(2);
    for (const question of byHandle) {
      for (const as of [...Object.values(askers), null]) {
        const nothing = await asked(question, as, world.unique('nothing'));
        for (const { handle } of [theirs.community, theirs.campaign]) {
          expect(await asked(question, as, handle)).toBe(nothing);
        }
      }
    }
  });
});
