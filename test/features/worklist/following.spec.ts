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
  return { ask, people, home: community };
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

describe('what pledgers and organizers put before the people affected', () => {
  it('waits for them alone: a contested no-show, a time to be left out, prepared attestations', async () => {
    const { ask, people, home } = await laidOut();
    const recorder = people.affected;
    const [contested, skipped] = [
      await world.pledge({ ask, by: people.ally }),
      await world.pledge({ ask, by: people.organizer }),
    ];
    await sql(on.urls.owner)(`UPDATE occurrence SET due_at = now() - interval '1 hour' WHERE id = $1`, [
      contested.occurrenceId,
    ]);
    await world.done(recorder, 'recordNoShow', { occurrenceId: contested.occurrenceId, note: 'Nobody came.' });
    expect(await whoFinds(on, 'CONTESTS_TO_ANSWER', people)).toEqual([]);
    await world.done(people.ally, 'contestNoShow', { occurrenceId: contested.occurrenceId, text: 'I was there.' });
    expect(await whoFinds(on, 'CONTESTS_TO_ANSWER', people)).toEqual(['steward']);
    await world.done(people.steward, 'answerContest', {
      occurrenceId: contested.occurrenceId,
      accept: false,
      feedback: 'We looked twice.',
    });
    expect(await whoFinds(on, 'CONTESTS_TO_ANSWER', people)).toEqual([]);

    await world.done(people.organizer, 'requestSkip', { occurrenceId: skipped.occurrenceId, why: 'Ill.' });
    expect(await whoFinds(on, 'SKIPS_TO_AGREE', people)).toEqual(['steward', 'affected']);
    await world.done(people.steward, 'agreeSkip', { occurrenceId: skipped.occurrenceId });
    expect(await whoFinds(on, 'SKIPS_TO_AGREE', people)).toEqual([]);

    const another = await world.affected(home);
    const work = await world.reported({ pledge: await world.pledge({ ask, by: another, agreementVersion: null }) });
    const items = [{ occurrenceId: work.occurrenceId }];
    const { batch } = await world.done(people.steward, 'proposeAttestations', { items }, 'batch { id }');
    expect(await whoFinds(on, 'BATCHES_TO_CONFIRM', people)).toEqual(['steward', 'affected']);
    await world.done(people.affected, 'confirmAttestations', { batchId: batch.id });
    expect(await whoFinds(on, 'BATCHES_TO_CONFIRM', people)).toEqual([]);
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
