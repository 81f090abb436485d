import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { scene } from '../../support/pledging.js';
import { World } from '../../support/world.js';
import { itemFor, whoFinds } from './waiting.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

async function laidOut() {
  const { community, steward, ask } = await scene(world);
  const people = {
    steward,
    organizer: await world.allyOrganizer(community),
    affected: await world.affected(community),
    ally: await world.ally(community),
    neighbour: (await world.community()).steward,
  };
  return { ask, people };
}

describe('answers that are overdue', () => {
  it('wait, folded by ask, for those who organize, until they are given or taken back', async () => {
    const { ask, people } = await laidOut();
    const pledge = await world.pledge({ ask, by: people.ally });
    const { question } = await world.done(
      people.steward,
      'askQuestion',
      { pledgeId: pledge.id, text: 'How many seats?' },
      'question { id }',
    );
    expect(await whoFinds(on, 'ANSWERS_OVERDUE', people)).toEqual([]);
    await sql(on.urls.owner)(`UPDATE thread_question SET due_at = now() - interval '1 hour' WHERE id = $1`, [
      question.id,
    ]);
    expect(await whoFinds(on, 'ANSWERS_OVERDUE', people)).toEqual(['steward', 'organizer']);
    expect(await itemFor(on, people.steward, 'ANSWERS_OVERDUE')).toMatchObject({
      count: 1,
      subject: { __typename: 'Ask', id: ask.id },
      nextMutation: 'extendQuestion',
    });
    await world.done(people.ally, 'answerQuestion', { questionId: question.id, text: 'Four.' });
    expect(await whoFinds(on, 'ANSWERS_OVERDUE', people)).toEqual([]);
  });
});

describe('what was taken down by phone', () => {
  it('waits for a second person who organizes, until it is called back', async () => {
    const { ask, people } = await laidOut();
    const { entry } = await world.done(
      people.organizer,
      'enterPledge',
      {
        askId: ask.id,
        taken: 'PHONE',
        name: world.unique('Rosa'),
        plan: { when: new Date(Date.now() + 3 * 86_400_000).toISOString(), firstStep: 'Take the bus' },
        briefVersion: 1,
        termsVersion: 1,
        agreementVersion: 1,
        acceptedRiskTier: 0,
        answers: [{ questionId: 'position', text: 'A neighbour.' }],
      },
      'entry { id }',
    );
    expect(await whoFinds(on, 'CALLS_TO_MAKE', people)).toEqual(['steward']);
    expect(await itemFor(on, people.steward, 'CALLS_TO_MAKE')).toMatchObject({
      count: 1,
      nextMutation: 'noteCallBack',
    });
    await world.done(people.steward, 'noteCallBack', { entryId: entry.id });
    expect(await whoFinds(on, 'CALLS_TO_MAKE', people)).toEqual([]);
  });
});
