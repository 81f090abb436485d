import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { coalition } from '../coalitions/coalition.js';
import { asked, outsiders, recorded, type Talking, talking, wrote } from './talking.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const REPORT = 'id side reason settledAt outcome note hiddenText message { id text hiddenAt }';
const REPORTS = `query ($handle: String!, $isSettled: Boolean) { community(handle: $handle) {
  messageReports(isSettled: $isSettled, first: 50) { totalCount nodes { ${REPORT} } } } }`;

async function reportsFor(as: As, { community }: Pick<Talking, 'community'>, isSettled?: boolean) {
  const { data } = await on.send(as, REPORTS, { handle: community.handle, isSettled });
  return data?.community?.messageReports.nodes ?? [];
}
async function reported(by: Person, messageId: string, reason = 'It threatens.'): Promise<void> {
  await world.done(by, 'reportMessage', { messageId, reason });
}
const reportId = async (messageId: string): Promise<string> => {
  const [row] = await sql(on.urls.owner)(
    'SELECT id FROM message_report WHERE message_id = $1 ORDER BY reported_at DESC',
    [messageId],
  );
  return row?.['id'];
};
const textFor = async (as: As, messageId: string) =>
  (
    await on.query(as, 'query ($id: ID!) { node(id: $id) { ... on ThreadMessage { text hiddenAt } } }', {
      id: messageId,
    })
  ).node;

describe('reporting a message', () => {
  it('goes to the stewards, without a word of who reported it, on the record or elsewhere', async () => {
    const scene = await talking(world);
    const messageId = await wrote(world, scene.ally, scene.pledge.id, 'You will regret this.');
    await reported(scene.second, messageId);
    const [report] = await reportsFor(scene.steward, scene);
    expect(report).toEqual({
      id: expect.any(String),
      side: 'COMMUNITY',
      reason: 'It threatens.',
      settledAt: null,
      outcome: null,
      note: null,
      hiddenText: null,
      message: { id: messageId, text: 'You will regret this.', hiddenAt: null },
    });
    expect(await recorded(on, scene.community.id, 'message.%')).toEqual([
      {
        kind: 'message.reported',
        role: 'SYSTEM',
        actorId: null,
        subjectType: 'MessageReport',
        subjectId: report.id,
        details: {},
      },
    ]);
    for (const other of [scene.second, scene.ally, await world.allyOrganizer(scene.community), null]) {
      expect(await reportsFor(other, scene)).toEqual([]);
    }
    const again = await unchanged(on, () =>
      on.mutate(scene.steward, 'reportMessage', { messageId, reason: 'I agree.' }),
    );
    expect(again.userErrors).toMatchObject([{ code: 'WRONG_STATE', path: ['input', 'messageId'] }]);
  });

  it('of a steward’s goes to the other stewards, and where there is none to anyone affected', async () => {
    const scene = await talking(world);
    const messageId = await wrote(world, scene.steward, scene.pledge.id, 'Nobody needs you.');
    await reported(scene.ally, messageId);
    expect(await reportsFor(scene.steward, scene)).toEqual([]);
    expect(await reportsFor(scene.second, scene)).toMatchObject([{ side: 'PLEDGER', message: { id: messageId } }]);
    const other = await world.affected(scene.community, { pseudonym: 'Otra' });
    await sql(on.urls.owner)("UPDATE membership SET is_steward = true WHERE community_id = $1 AND pseudonym = 'Otra'", [
      scene.community.id,
    ]);
    expect(await reportsFor(scene.second, scene)).toEqual([]);
    expect(await reportsFor(other, scene)).toHaveLength(1);
    await unchanged(on, async () => {
      const input = { reportId: await reportId(messageId), outcome: 'KEPT' };
      for (const by of [scene.steward, scene.second])
        expect(await on.refusal(by, 'settleMessageReport', input)).toBe('NOT_FOUND');
    });
    await world.done(other, 'settleMessageReport', { reportId: await reportId(messageId), outcome: 'HIDDEN' });
    expect(await textFor(scene.steward, messageId)).toMatchObject({ text: null });
  });

  it('is for those whom it reached and who did not write it', async () => {
    const scene = await talking(world);
    const theirs = await wrote(world, scene.steward, scene.pledge.id);
    const own = await wrote(world, scene.ally, scene.pledge.id);
    const newcomer = await world.affected(scene.community, { pseudonym: 'Recién' });
    await sql(on.urls.owner)(
      "UPDATE membership SET probation_until = now() + interval '9 days' WHERE pseudonym = 'Recién'",
    );
    const people = Object.entries({
      ...(await outsiders(world, scene)),
      newcomer: [newcomer, 'FORBIDDEN'] as [As, string],
      author: [scene.steward, 'FORBIDDEN'] as [As, string],
    });
    await unchanged(on, async () => {
      for (const [role, [person, code]] of people) {
        const input = { messageId: theirs, reason: 'I dislike it.' };
        expect([role, await on.refusal(person, 'reportMessage', input)]).toEqual([role, code]);
      }
      expect(await on.refusal(scene.ally, 'reportMessage', { messageId: own, reason: 'Mine.' })).toBe('FORBIDDEN');
      const mute = await on.mutate(scene.ally, 'reportMessage', { messageId: theirs, reason: ' ' });
      expect(mute.userErrors).toMatchObject([{ code: 'TOO_SHORT', path: ['input', 'reason'] }]);
    });
  });
});

describe('settling a report', () => {
  it('hides the words from everyone in the thread, and keeps them for those who settle', async () => {
    const scene = await talking(world);
    const messageId = await wrote(world, scene.ally, scene.pledge.id, 'You will regret this.');
    await reported(scene.second, messageId);
    const { report } = await world.done(
      scene.steward,
      'settleMessageReport',
      { reportId: await reportId(messageId), outcome: 'HIDDEN', note: 'A threat.' },
      `report { ${REPORT} }`,
    );
    expect(report).toMatchObject({
      outcome: 'HIDDEN',
      note: 'A threat.',
      settledAt: expect.any(String),
      hiddenText: 'You will regret this.',
      message: { text: null, hiddenAt: expect.any(String) },
    });
    for (const reader of [scene.ally, scene.second, scene.steward]) {
      expect(await textFor(reader, messageId)).toEqual({ text: null, hiddenAt: expect.any(String) });
    }
    expect(await reportsFor(scene.second, scene)).toEqual([]);
    expect([
      (await reportsFor(scene.steward, scene, false)).length,
      (await reportsFor(scene.steward, scene, true)).length,
    ]).toEqual([0, 1]);
    expect(
      (await recorded(on, scene.community.id, 'message.report_settled')).map(({ role, details }) => [role, details]),
    ).toEqual([['STEWARD', { outcome: 'HIDDEN' }]]);
    const input = { reportId: await reportId(messageId), outcome: 'KEPT' };
    const again = await unchanged(on, () => on.mutate(scene.steward, 'settleMessageReport', input));
    expect(again.userErrors).toMatchObject([{ code: 'WRONG_STATE', path: ['input', 'reportId'] }]);
    const gone = await unchanged(on, () => on.mutate(scene.second, 'reportMessage', { messageId, reason: 'Still.' }));
    expect(gone.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
  });

  it('keeps a message as it is, and hides a question together with its clock', async () => {
    const scene = await talking(world);
    const kept = await wrote(world, scene.ally, scene.pledge.id, 'I disagree.');
    await reported(scene.second, kept);
    await world.done(scene.steward, 'settleMessageReport', { reportId: await reportId(kept), outcome: 'KEPT' });
    expect(await textFor(scene.ally, kept)).toEqual({ text: 'I disagree.', hiddenAt: null });
    const questionId = await asked(world, scene.second, scene.pledge.id, { text: 'Where do you sleep?' });
    const [row] = await sql(on.urls.owner)('SELECT message_id FROM thread_question WHERE id = $1', [questionId]);
    await reported(scene.ally, row?.['message_id'], 'None of their business.');
    await world.done(scene.steward, 'settleMessageReport', {
      reportId: await reportId(row?.['message_id']),
      outcome: 'HIDDEN',
    });
    const late = await unchanged(on, () => on.mutate(scene.ally, 'answerQuestion', { questionId, text: 'At home.' }));
    expect(late.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
  });

  it('is refused to everybody else, and changes nothing', async () => {
    const scene = await talking(world);
    const messageId = await wrote(world, scene.ally, scene.pledge.id);
    await reported(scene.second, messageId);
    const input = { reportId: await reportId(messageId), outcome: 'HIDDEN' };
    const people: [string, [As, string]][] = [
      ...Object.entries(await outsiders(world, scene)),
      ['ally', [scene.ally, 'FORBIDDEN']],
      ['second', [scene.second, 'NOT_FOUND']],
      ['organizer', [await world.allyOrganizer(scene.community), 'FORBIDDEN']],
    ];
    await unchanged(on, async () => {
      for (const [role, [person, code]] of people) {
        const expected = role === 'anotherAlly' ? 'FORBIDDEN' : code;
        expect([role, await on.refusal(person, 'settleMessageReport', input)]).toEqual([role, expected]);
      }
    });
  });

  it('in a coalition is the host’s, whoever leads the ask', async () => {
    const { host, lead, campaign } = await coalition(world);
    const priority = await world.priority({ ...campaign, steward: lead.steward });
    await world.mandate(priority, { steward: lead.steward, cosigner: lead.second });
    const ask = await world.ask({ steward: lead.steward, campaignId: campaign.id, priorityId: priority.id });
    const ally = await world.ally(host);
    const pledge = await world.pledge({ ask, by: ally });
    const [rude, threat] = [
      await wrote(world, lead.second, pledge.id, 'Fool.'),
      await wrote(world, ally, pledge.id, 'Wait.'),
    ];
    await reported(ally, rude);
    await reported(lead.steward, threat);
    const seen = (await reportsFor(host.steward, { community: host })).map((one: { side: string }) => one.side);
    expect(seen.toSorted()).toEqual(['COMMUNITY', 'PLEDGER']);
    expect(await reportsFor(lead.steward, { community: host })).toEqual([]);
    await world.done(host.steward, 'settleMessageReport', { reportId: await reportId(rude), outcome: 'HIDDEN' });
    expect(await textFor(lead.second, rude)).toMatchObject({ text: null });
  });

  it('costs the same number of statements for five reports and for fifty', async () => {
    const scene = await talking(world);
    const messageId = await wrote(world, scene.ally, scene.pledge.id);
    await reported(scene.second, messageId);
    const add = (count: number) =>
      sql(on.urls.owner)(
        `INSERT INTO message_report (community_id, id, message_id, pledge_id, side, reported_by, author_id, reason, settled_at, settled_by, outcome)
         SELECT community_id, gen_random_uuid(), message_id, pledge_id, side, reported_by, author_id, reason, now(), reported_by, 'KEPT' FROM message_report, generate_series(1, $2)
          WHERE message_id = $1 AND settled_at IS NULL`,
        [messageId, count],
      );
    const cost = async () => (await counting(() => reportsFor(scene.steward, scene))).statements.length;
    await add(4);
    const five = await cost();
    await add(45);
    expect(await reportsFor(scene.steward, scene)).toHaveLength(50);
    expect(await cost()).toBe(five);
  });
});
