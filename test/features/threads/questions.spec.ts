import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { QuestionClock } from '../../../src/features/threads/index.js';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { persist } from '../../support/persist.js';
import { unchanged } from '../../support/unchanged.js';
import { pledgeTo, World } from '../../support/world.js';
import { sorted } from '../coalitions/coalition.js';
import { union } from '../organizations/union.js';
import {
  anotherAsk,
  announced,
  asked,
  inDays,
  outsiders,
  overdue,
  questionRow,
  recorded,
  type Talking,
  talking,
} from './talking.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const clock = () => on.app.get(QuestionClock, { strict: false }).note();

const QUESTION = `id state dueAt clockIsHeld answeredAt viewerCanAnswer viewerCanChange message { text kind } answer { text side kind }`;
const stateOf = async (as: As, id: string) =>
  (await on.query(as, `query ($id: ID!) { node(id: $id) { ... on PledgeQuestion { ${QUESTION} } } }`, { id })).node;
const openOf = async (as: As) =>
  (await on.query(as, '{ viewer { openQuestions { totalCount nodes { id } } } }')).viewer.openQuestions.nodes.map(
    ({ id }: { id: string }) => id,
  );
const days = (from: unknown, to: unknown) => Math.round((Number(to) - Number(from)) / 86_400_000);

/** Refused to pledge, with the code; the pledge itself is looked for in vain by `unchanged`. */
async function refusedPledge(by: Person, ask: { id: string }, input: Record<string, unknown> = {}): Promise<string> {
  const { userErrors } = await unchanged(on, () => on.mutate(by, 'makePledge', pledgeTo(ask, input)));
  return `${userErrors[0]?.code} ${userErrors[0]?.path.join('.')}`;
}
const OVERDUE = 'QUESTION_OVERDUE input.askId';

describe('asking a question', () => {
  it('waits for an answer by a time, seven days from now unless told otherwise', async () => {
    const { community, steward, second, ally, ask, pledge } = await talking(world);
    const text = 'How many of you come?';
    const questionId = await asked(world, second, pledge.id, { text });
    const question = await stateOf(ally, questionId);
    expect(question).toMatchObject({
      state: 'OPEN',
      clockIsHeld: false,
      answeredAt: null,
      viewerCanAnswer: true,
      viewerCanChange: false,
      message: { text, kind: 'QUESTION' },
      answer: null,
    });
    const { due_at, due_set_at } = await questionRow(on, questionId);
    expect(days(due_set_at, due_at)).toBe(7);
    const sooner = await asked(world, steward, pledge.id, { dueAt: inDays(2) });
    expect(await openOf(ally)).toEqual([sooner, questionId]);
    expect(await openOf(second)).toEqual([]);
    const thread = await on.query(
      steward,
      'query ($id: ID!) { pledge(id: $id) { thread { openQuestions { totalCount nodes { id } } } } }',
      { id: pledge.id },
    );
    expect(thread.pledge.thread.openQuestions).toEqual({ totalCount: 2, nodes: [{ id: sooner }, { id: questionId }] });
    const { question: answered } = await world.done(
      ally,
      'answerQuestion',
      { questionId, text: 'Three of us.' },
      `question { ${QUESTION} }`,
    );
    expect(answered).toMatchObject({
      state: 'ANSWERED',
      viewerCanAnswer: false,
      answer: { text: 'Three of us.', side: 'PLEDGER', kind: 'ANSWER' },
    });
    expect(await openOf(ally)).toEqual([sooner]);
    const entries = await recorded(on, community.id, 'question.%');
    expect(entries.map(({ kind, role, subjectId }) => [kind, role, subjectId])).toEqual([
      ['question.asked', 'AFFECTED', questionId],
      ['question.asked', 'STEWARD', sooner],
      ['question.answered', 'ALLY', questionId],
    ]);
    expect(entries.at(-1)?.['details']).toEqual({ pledgeId: pledge.id, askId: ask.id });
    expect(JSON.stringify(entries)).not.toMatch(/How many|Three of us/);
  });

  it('is refused with too little time or too much, to nobody who owes anything, and beyond thirty', async () => {
    const { steward, ally, pledge } = await talking(world);
    const dues = [new Date().toISOString(), inDays(0.9), inDays(61)];
    const codes = await unchanged(on, async () => {
      const all = dues.map((dueAt) => on.mutate(steward, 'askQuestion', { pledgeId: pledge.id, text: 'When?', dueAt }));
      return (await Promise.all(all)).map(({ userErrors }) => [userErrors[0]?.code, userErrors[0]?.path]);
    });
    expect(codes).toEqual(dues.map(() => ['OUT_OF_RANGE', ['input', 'dueAt']]));
    await asked(world, steward, pledge.id, { dueAt: inDays(1) });
    await asked(world, steward, pledge.id, { dueAt: inDays(60) });
    for (let number = 3; number <= 30; number += 1) await asked(world, steward, pledge.id);
    const more = await unchanged(on, () => on.mutate(steward, 'askQuestion', { pledgeId: pledge.id, text: 'More?' }));
    expect(more.userErrors).toMatchObject([{ code: 'QUESTION_LIMIT', path: ['input', 'pledgeId'] }]);
    await world.done(ally, 'stepBack', { pledgeId: pledge.id, reason: 'Too much.' });
    const late = await unchanged(on, () => on.mutate(steward, 'askQuestion', { pledgeId: pledge.id, text: 'Why?' }));
    expect(late.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
  });

  it('is for those who work with the pledger, and answering for the pledger alone', async () => {
    const scene = await talking(world);
    const questionId = await asked(world, scene.steward, scene.pledge.id);
    const people = Object.entries(await outsiders(world, scene));
    const sent: Record<string, Record<string, unknown>> = {
      askQuestion: { pledgeId: scene.pledge.id, text: 'Why?' },
      answerQuestion: { questionId, text: 'Because.' },
      withdrawQuestion: { questionId },
      extendQuestion: { questionId, dueAt: inDays(20) },
    };
    await unchanged(on, async () => {
      for (const [field, input] of Object.entries(sent)) {
        for (const [role, [person, code]] of people) {
          const expected = role === 'anotherAlly' && field !== 'answerQuestion' ? 'FORBIDDEN' : code;
          expect([field, role, await on.refusal(person, field, input)]).toEqual([field, role, expected]);
        }
        const wrongSide = field === 'answerQuestion' ? scene.steward : scene.ally;
        expect([field, await on.refusal(wrongSide, field, input)]).toEqual([field, 'FORBIDDEN']);
      }
    });
  });

  it('is taken back and given more time by anyone who may ask, of all at once too', async () => {
    const scene = await talking(world);
    const { community, steward, second, ally, ask, pledge } = scene;
    const other = await world.ally(community);
    await world.pledge({ ask, by: other });
    const { reached } = await world.done(steward, 'askPledgers', { askId: ask.id, text: 'How many?' }, 'reached');
    expect(reached).toBe(2);
    const [[mine], [theirs]] = [await openOf(ally), await openOf(other)];
    const { extended } = await world.done(
      second,
      'extendQuestion',
      { questionId: mine, dueAt: inDays(20), everywhere: true },
      'extended',
    );
    expect(extended).toBe(2);
    const earlier = await unchanged(on, () =>
      on.mutate(second, 'extendQuestion', { questionId: mine, dueAt: inDays(10) }),
    );
    expect(earlier.userErrors).toMatchObject([{ code: 'OUT_OF_RANGE', path: ['input', 'dueAt'] }]);
    await world.done(second, 'withdrawQuestion', { questionId: mine });
    expect([await openOf(ally), await openOf(other)]).toEqual([[], [theirs]]);
    for (const [by, field] of [
      [ally, 'answerQuestion'],
      [steward, 'withdrawQuestion'],
    ] as [Person, string][]) {
      const input = { questionId: mine, ...(field === 'answerQuestion' && { text: 'Two.' }) };
      const again = await unchanged(on, () => on.mutate(by, field, input));
      expect(again.userErrors).toMatchObject([{ code: 'WRONG_STATE', path: ['input', 'questionId'] }]);
    }
    expect((await stateOf(ally, mine)).message.text).toBe('How many?');
    expect(
      (await recorded(on, community.id, 'question.%')).map(({ kind, details }) => [kind, details.pledges]),
    ).toEqual([
      ['question.asked', 2],
      ['question.extended', 2],
      ['question.withdrawn', 1],
    ]);
    expect(pledge.id).toEqual(expect.any(String));
  });
});

describe('an overdue answer', () => {
  it('lets the ally pledge nothing new to that community, until it is there', async () => {
    const scene = await talking(world);
    const { community, steward, ally, pledge } = scene;
    const elsewhere = await talking(world);
    const questionId = await asked(world, steward, pledge.id);
    await overdue(on, questionId);
    expect(await stateOf(ally, questionId)).toMatchObject({ state: 'OVERDUE', viewerCanAnswer: true });
    const next = await anotherAsk(world, scene);
    expect(await refusedPledge(ally, next)).toBe(OVERDUE);
    // Neither others, nor what was begun, nor another community.
    await world.pledge({ ask: next, by: await world.ally(community) });
    await world.reported({ pledge });
    await world.done(ally, 'joinAsAlly', {
      communityHandle: elsewhere.community.handle,
      agreementVersion: 1,
      answers: [{ questionId: 'position', text: 'I rent.' }],
    });
    await world.pledge({ ask: elsewhere.ask, by: ally });
    await world.done(ally, 'answerQuestion', { questionId, text: 'Sorry, three.' });
    expect((await world.pledge({ ask: next, by: ally })).state).toBe('ACTIVE');
  });

  it('ends as well when the question is taken back, or given more time', async () => {
    const scene = await talking(world);
    const { steward, ally, pledge } = scene;
    for (const [field, input] of [
      ['withdrawQuestion', {}],
      ['extendQuestion', { dueAt: inDays(3) }],
    ] as [string, Record<string, unknown>][]) {
      const questionId = await asked(world, steward, pledge.id);
      await overdue(on, questionId);
      const next = await anotherAsk(world, scene);
      expect([field, await refusedPledge(ally, next)]).toEqual([field, OVERDUE]);
      await world.done(steward, field, { questionId, ...input });
      expect((await world.pledge({ ask: next, by: ally })).state).toBe('ACTIVE');
    }
  });

  it('stands when one steps back afterwards, while a question that is not overdue ends with the pledge', async () => {
    const scene = await talking(world);
    const { steward, ally, pledge } = scene;
    const late = await asked(world, steward, pledge.id);
    const early = await asked(world, steward, pledge.id);
    await overdue(on, late);
    await world.done(ally, 'stepBack', { pledgeId: pledge.id, reason: 'I moved away.' });
    expect([(await stateOf(ally, late)).state, (await stateOf(ally, early)).state]).toEqual(['OVERDUE', 'ENDED']);
    expect(await refusedPledge(ally, scene.ask)).toBe(OVERDUE);
    const gone = await unchanged(on, () => on.mutate(ally, 'answerQuestion', { questionId: early, text: 'No.' }));
    expect(gone.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
    await world.done(ally, 'answerQuestion', { questionId: late, text: 'None of us.' });
    expect((await world.pledge({ ask: scene.ask, by: ally })).state).toBe('ACTIVE');
  });

  it('ends without fault when the ask is cancelled', async () => {
    const scene = await talking(world);
    const questionId = await asked(world, scene.steward, scene.pledge.id);
    await overdue(on, questionId);
    const next = await anotherAsk(world, scene);
    await world.done(scene.steward, 'cancelAsk', { askId: scene.ask.id, reason: 'It rains.' });
    expect((await stateOf(scene.ally, questionId)).state).toBe('ENDED');
    expect((await world.pledge({ ask: next, by: scene.ally })).state).toBe('ACTIVE');
  });

  it('counts for an organization as that of the organization, whoever of it pledges', async () => {
    const scene = await talking(world);
    const { organizationId, founder, second } = await union(world);
    await world.done(founder, 'joinAsAlly', {
      communityHandle: scene.community.handle,
      organizationId,
      agreementVersion: 1,
      answers: [{ questionId: 'position', text: 'We rent.' }],
    });
    const pledge = await world.pledge({ ask: scene.ask, by: founder, organizationId });
    const questionId = await asked(world, scene.steward, pledge.id);
    await overdue(on, questionId);
    const next = await anotherAsk(world, scene);
    expect(await refusedPledge(second, next, { organizationId })).toBe(OVERDUE);
    expect(await openOf(second)).toEqual([questionId]);
    await world.done(second, 'answerQuestion', { questionId, text: 'Twelve.' });
    expect((await world.pledge({ ask: next, by: founder, organizationId })).state).toBe('ACTIVE');
  });

  it('refuses joinAndPledge as well, and the database whatever comes to it', async () => {
    const scene = await talking(world);
    const { ally, steward, community, pledge } = scene;
    const questionId = await asked(world, steward, pledge.id);
    await overdue(on, questionId);
    const next = await anotherAsk(world, scene);
    const { link } = (await on.query(steward, 'query ($id: ID!) { ask(id: $id) { link } }', { id: next.id })).ask;
    const { askId: _, ...accepted } = pledgeTo(next);
    const joined = await unchanged(on, () =>
      on.mutate(ally, 'joinAndPledge', { link, ...accepted, answers: [{ questionId: 'position', text: 'I rent.' }] }),
    );
    expect(joined.userErrors).toMatchObject([{ code: 'QUESTION_OVERDUE' }]);
    const past = rows(
      `INSERT INTO pledge (community_id, id, campaign_id, ask_id, pledger_id, pledger_standing, turn, quantity, plan_when, plan_first_step, brief_version, terms_version, agreement_version, risk_tier_accepted, state)
       SELECT community_id, gen_random_uuid(), campaign_id, $2, pledger_id, pledger_standing, 1, 1, plan_when, 'Call', 1, 1, 1, 0, 'ACTIVE' FROM pledge WHERE id = $1`,
      pledge.id,
      next.id,
    );
    await expect(past).rejects.toMatchObject({ constraint: 'pledge_owes_no_answer_ck' });
    expect(await rows('SELECT id FROM pledge WHERE community_id = $1', community.id)).toEqual([{ id: pledge.id }]);
  });

  it('is counted at the ask for those who work with its pledgers, and for nobody else', async () => {
    const scene = await talking(world);
    const organizer = await world.allyOrganizer(scene.community);
    const affected = await world.pledge({ ask: scene.ask, by: scene.second, agreementVersion: null });
    for (const pledgeId of [scene.pledge.id, affected.id]) {
      await overdue(on, await asked(world, scene.steward, pledgeId));
    }
    await asked(world, scene.steward, scene.pledge.id);
    const count = async (as: As) =>
      (await on.query(as, 'query ($id: ID!) { ask(id: $id) { overdueQuestionCount } }', { id: scene.ask.id })).ask
        .overdueQuestionCount;
    expect([await count(scene.steward), await count(organizer)]).toEqual([2, 1]);
    expect([await count(scene.ally), await count(null), await count(await world.person())]).toEqual([null, null, null]);
  });
});

describe('the clock of a question', () => {
  it('puts on the record that an answer is overdue, once, by whichever process comes first', async () => {
    const { community, steward, pledge, ask } = await talking(world);
    const questionId = await asked(world, steward, pledge.id);
    await clock();
    expect(await recorded(on, community.id, 'question.overdue')).toEqual([]);
    await overdue(on, questionId);
    await Promise.all([clock(), clock(), clock()]);
    await clock();
    const entry = {
      kind: 'question.overdue',
      role: 'SYSTEM',
      actorId: null,
      subjectType: 'PledgeQuestion',
      subjectId: questionId,
      details: { pledgeId: pledge.id, askId: ask.id },
    };
    expect(await recorded(on, community.id, 'question.overdue')).toEqual([entry]);
    expect(await announced(on, community.id, 'question.overdue')).toHaveLength(1);
    await world.done(steward, 'extendQuestion', { questionId, dueAt: inDays(2) });
    await clock();
    expect(await recorded(on, community.id, 'question.overdue')).toHaveLength(1);
    await overdue(on, questionId);
    await clock();
    expect(await recorded(on, community.id, 'question.overdue')).toHaveLength(2);
  });

  it('either finds an answer that comes at the same moment, or notes that it was late: never both undone', async () => {
    const { community, steward, ally, pledge } = await talking(world);
    const ids: string[] = [];
    for (let number = 0; number < 8; number += 1) ids.push(await asked(world, steward, pledge.id));
    for (const id of ids) await overdue(on, id);
    await Promise.all([
      clock(),
      ...ids.map((questionId) => world.done(ally, 'answerQuestion', { questionId, text: 'Here.' })),
      clock(),
    ]);
    await clock();
    const states = await rows(
      'SELECT answered_at IS NOT NULL AS answered, overdue_noted_at IS NOT NULL AS noted, id FROM thread_question WHERE pledge_id = $1',
      pledge.id,
    );
    expect(states.every(({ answered }) => answered)).toBe(true);
    const noted = states.filter((state) => state['noted']).map(({ id }) => id);
    const onRecord = (await recorded(on, community.id, 'question.overdue')).map(({ subjectId }) => subjectId);
    expect(new Set(onRecord)).toEqual(new Set(noted));
    expect(onRecord).toHaveLength(noted.length);
    expect(await rows("SELECT FROM thread_message WHERE pledge_id = $1 AND kind = 'ANSWER'", pledge.id)).toHaveLength(
      8,
    );
  });

  it('takes one answer of two that come at once', async () => {
    const { steward, ally, pledge } = await talking(world);
    const questionId = await asked(world, steward, pledge.id);
    const answers = await Promise.all(
      ['Two.', 'Three.'].map((text) => on.mutate(ally, 'answerQuestion', { questionId, text })),
    );
    const codes = answers.map(({ userErrors }) => userErrors[0]?.code ?? 'done');
    expect(sorted(codes)).toEqual(['done', 'WRONG_STATE']);
    expect(await rows("SELECT FROM thread_message WHERE pledge_id = $1 AND kind = 'ANSWER'", pledge.id)).toHaveLength(
      1,
    );
  });

  it('is held, or over, whatever stops or steps back at the moment when it is asked', async () => {
    for (let round = 0; round < 3; round += 1) {
      const scene = await talking(world);
      const { community, campaign, steward, second, ally, ask, pledge } = scene;
      await world.pledge({ ask, by: await world.ally(community) });
      await Promise.all([
        persist(on, second, 'askPledgers', { askId: ask.id, text: 'How many?' }),
        persist(on, ally, 'stepBack', { pledgeId: pledge.id, reason: 'I moved away.' }),
        round === 0
          ? persist(on, steward, 'pauseAsk', { askId: ask.id })
          : persist(on, steward, 'stopCampaign', { campaignId: campaign.id, reason: 'Danger.' }),
      ]);
      const questions = await rows(
        `SELECT p.state IN ('ACTIVE', 'WAITLISTED') AS lives, q.ended_at IS NULL AS open, q.held_since IS NOT NULL AS held
           FROM thread_question q JOIN pledge p ON p.community_id = q.community_id AND p.id = q.pledge_id WHERE q.ask_id = $1`,
        ask.id,
      );
      expect(questions.filter(({ lives }) => lives)).toEqual([{ lives: true, open: true, held: true }]);
      expect(questions.filter(({ lives, open }) => !lives && open)).toEqual([]);
    }
  });

  it('reminds the pledger a day before, once, and not of what is short anyway', async () => {
    const { community, steward, pledge } = await talking(world);
    const long = await asked(world, steward, pledge.id);
    const short = await asked(world, steward, pledge.id, { dueAt: inDays(1) });
    await rows(
      "UPDATE thread_question SET due_at = now() + interval '23 hours', due_set_at = now() - interval '6 days' WHERE id = $1",
      long,
    );
    await Promise.all([clock(), clock()]);
    await clock();
    expect(await announced(on, community.id, 'question.due_soon')).toEqual([
      { kind: 'question.due_soon', subjectId: long },
    ]);
    expect((await questionRow(on, short))['reminded_at']).toBeNull();
  });

  const holds: [string, (scene: Talking) => Promise<unknown>, (scene: Talking) => Promise<unknown>][] = [
    [
      'a stop of the campaign',
      ({ campaign, steward }) => world.done(steward, 'stopCampaign', { campaignId: campaign.id, reason: 'Danger.' }),
      ({ campaign, steward }) => world.done(steward, 'resumeCampaign', { campaignId: campaign.id }),
    ],
    [
      'a pause of the ask',
      ({ ask, steward }) => world.done(steward, 'pauseAsk', { askId: ask.id }),
      ({ ask, steward }) => world.done(steward, 'openAsk', { askId: ask.id }),
    ],
  ];
  it.each(holds)('is held by %s, and goes on later by as long as that lasted', async (_, stop, goOn) => {
    const scene = await talking(world);
    const { steward, ally, pledge } = scene;
    const [before, open] = [await asked(world, steward, pledge.id), await asked(world, steward, pledge.id)];
    await overdue(on, before);
    await stop(scene);
    const meanwhile = await asked(world, steward, pledge.id);
    expect(await stateOf(ally, open)).toMatchObject({ state: 'OPEN', clockIsHeld: true });
    // As if all that had been nine days ago: the time of the one that was open has passed meanwhile.
    await rows(
      "UPDATE campaign_stop SET stopped_at = stopped_at - interval '9 days' WHERE campaign_id = $1",
      scene.campaign.id,
    );
    await rows(
      "UPDATE thread_question SET due_at = due_at - interval '9 days', held_since = held_since - interval '9 days' WHERE pledge_id = $1",
      pledge.id,
    );
    const states = async () => {
      const all = await Promise.all([before, open, meanwhile].map((id) => stateOf(ally, id)));
      return all.map(({ state }) => state);
    };
    expect(await states()).toEqual(['OVERDUE', 'OPEN', 'OPEN']);
    await clock();
    expect(
      await rows('SELECT id FROM thread_question WHERE pledge_id = $1 AND overdue_noted_at IS NOT NULL', pledge.id),
    ).toEqual([{ id: before }]);
    await goOn(scene);
    expect(await states()).toEqual(['OVERDUE', 'OPEN', 'OPEN']);
    const shifted = await rows(
      'SELECT id, held_since, due_at - now() AS left FROM thread_question WHERE pledge_id = $1',
      pledge.id,
    );
    const left = new Map(shifted.map(({ id, left: more }) => [id, more]));
    expect(shifted.every(({ held_since }) => held_since === null)).toBe(true);
    expect([left.get(open), left.get(meanwhile)]).toMatchObject([
      { days: 6, hours: 23 },
      { days: 6, hours: 23 },
    ]);
  });
});

describe('open questions', () => {
  it('cost the same number of statements for five and for fifty', async () => {
    const { steward, ally, pledge } = await talking(world);
    const first = await asked(world, steward, pledge.id);
    const add = (count: number) =>
      rows(
        `WITH said AS (
           INSERT INTO thread_message (community_id, id, pledge_id, batch_id, kind, side, text, written_by)
           SELECT community_id, gen_random_uuid(), pledge_id, batch_id, kind, side, text, written_by FROM thread_message, generate_series(1, $2) WHERE id = (SELECT message_id FROM thread_question WHERE id = $1) RETURNING id)
         INSERT INTO thread_question (community_id, id, message_id, pledge_id, campaign_id, ask_id, pledger_id, batch_id, due_at)
         SELECT q.community_id, gen_random_uuid(), s.id, q.pledge_id, q.campaign_id, q.ask_id, q.pledger_id, q.batch_id, q.due_at FROM thread_question q, said s WHERE q.id = $1`,
        first,
        count,
      );
    const OF_VIEWER = `{ viewer { openQuestions(first: 50) { totalCount nodes { ${QUESTION} pledge { id } } } } }`;
    const OF_THREAD = `query ($id: ID!) { pledge(id: $id) { thread { openQuestions(first: 50) { totalCount nodes { ${QUESTION} } } } } }`;
    const cost = async () => [
      (await counting(() => on.query(ally, OF_VIEWER))).statements.length,
      (await counting(() => on.query(steward, OF_THREAD, { id: pledge.id }))).statements.length,
    ];
    await add(4);
    const five = await cost();
    await add(45);
    expect(await openOf(ally)).toHaveLength(20);
    expect(await cost()).toEqual(five);
  });
});
