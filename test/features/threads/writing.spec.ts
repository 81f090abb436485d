import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { dashboardKey, isNoted } from '../../support/keys.js';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { coalition } from '../coalitions/coalition.js';
import { anotherAsk, announced, asked, outsiders, recorded, talking, wrote } from './talking.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const MESSAGES =
  'nodes { id kind side text author withdrawnAt hiddenAt signedBy { id } viewerCanWithdraw viewerCanReport }';
const THREAD = `query ($id: ID!, $orderBy: ThreadMessageOrder, $first: Int, $after: String) { pledge(id: $id) { thread {
  isBlocked isClosed viewerCanWrite viewerCanAsk viewerCanBlock viewerCanClose
  messages(orderBy: $orderBy, first: $first, after: $after) { totalCount pageInfo { endCursor } ${MESSAGES} } } } }`;

async function threadOf(as: As, id: string, input: Record<string, unknown> = {}) {
  return (await on.query(as, THREAD, { id, ...input })).pledge?.thread ?? null;
}
const texts = async (as: As, id: string, orderBy = 'OLDEST') =>
  (await threadOf(as, id, { orderBy }))?.messages.nodes.map((one: { text: string }) => one.text) ?? null;

describe('writing in a thread', () => {
  it('goes both ways, reads newest or oldest first, and is signed by the community', async () => {
    const { community, steward, second, ally, pledge } = await talking(world);
    const empty = await threadOf(ally, pledge.id);
    expect([empty.messages.totalCount, empty.viewerCanWrite, empty.viewerCanAsk, empty.viewerCanBlock]).toEqual([
      0,
      true,
      false,
      true,
    ]);
    await wrote(world, ally, pledge.id, 'Where do I park?');
    await wrote(world, second, pledge.id, 'Behind the gate.');
    await world.done(steward, 'thankPledger', { pledgeId: pledge.id, text: 'Thank you.' });
    expect(await texts(ally, pledge.id)).toEqual(['Where do I park?', 'Behind the gate.', 'Thank you.']);
    expect(await texts(ally, pledge.id, 'NEWEST')).toEqual(['Thank you.', 'Behind the gate.', 'Where do I park?']);
    const first = (await threadOf(ally, pledge.id, { orderBy: 'OLDEST', first: 2 })).messages;
    const after = first.pageInfo.endCursor;
    const rest = (await threadOf(ally, pledge.id, { orderBy: 'OLDEST', first: 2, after })).messages;
    expect([first.totalCount, rest.nodes.map((one: { kind: string }) => one.kind)]).toEqual([3, ['THANKS']]);
    const [own, theirs] = (await threadOf(ally, pledge.id, { orderBy: 'OLDEST' })).messages.nodes;
    expect(own).toMatchObject({ side: 'PLEDGER', signedBy: null, viewerCanWithdraw: true, viewerCanReport: false });
    expect(theirs).toMatchObject({
      side: 'COMMUNITY',
      author: null,
      signedBy: { id: community.id },
      viewerCanWithdraw: false,
      viewerCanReport: true,
    });
    const [, inside] = (await threadOf(steward, pledge.id, { orderBy: 'OLDEST' })).messages.nodes;
    expect(inside.author).toBe('Segunda');
    // Too chatty for the record, and nobody's to count.
    expect(await recorded(on, community.id, 'thread.%')).toEqual([]);
    expect((await announced(on, community.id, 'thread.%')).map(({ kind }) => kind)).toEqual([
      'thread.pledger_wrote',
      'thread.community_wrote',
      'thread.community_wrote',
    ]);
  });

  it('lets allies who organize write to allies, and tells none of them who of the people affected wrote', async () => {
    const scene = await talking(world);
    const organizer = await world.allyOrganizer(scene.community);
    await wrote(world, scene.second, scene.pledge.id);
    await wrote(world, organizer, scene.pledge.id, 'Come early.');
    const authors = async (as: Person) =>
      (await threadOf(as, scene.pledge.id, { orderBy: 'OLDEST' })).messages.nodes.map(
        (one: { author: string | null }) => one.author !== null,
      );
    expect(await authors(organizer)).toEqual([false, true]);
    expect(await authors(scene.steward)).toEqual([true, true]);
    expect(await authors(scene.ally)).toEqual([false, false]);
    const theirs = await world.pledge({ ask: scene.ask, by: scene.second, agreementVersion: null });
    await wrote(world, scene.steward, theirs.id, 'Among us.');
    const input = { pledgeId: theirs.id, text: 'And me?' };
    await unchanged(on, async () => {
      expect(await on.refusal(organizer, 'sendMessage', input)).toBe('NOT_FOUND');
      expect(await threadOf(organizer, theirs.id)).toBeNull();
    });
    expect(await texts(scene.second, theirs.id)).toEqual(['Among us.']);
  });

  it('is read by nobody who may not follow the pledge, and written in by nobody else', async () => {
    const scene = await talking(world);
    const messageId = await wrote(world, scene.steward, scene.pledge.id, 'Only for you.');
    const questionId = await asked(world, scene.steward, scene.pledge.id);
    const { id, as } = await dashboardKey(world, scene.community);
    await on.query(as, '{ __typename }');
    await isNoted(on, id);
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    const people = Object.entries({ ...(await outsiders(world, scene)), key: [as, 'FORBIDDEN'] as [As, string] });
    await unchanged(on, async () => {
      for (const [role, [person, code]] of people) {
        const input = { pledgeId: scene.pledge.id, text: 'Let me in.' };
        expect([role, await on.refusal(person, 'sendMessage', input)]).toEqual([role, code]);
        for (const hidden of [messageId, questionId]) {
          const { errors } = await on.send(person, node, { id: hidden });
          expect([role, errors[0]?.extensions.code]).toEqual([role, 'NOT_FOUND']);
        }
        const { data } = await on.send(person, 'query ($id: ID!) { pledge(id: $id) { thread { isClosed } } }', {
          id: scene.pledge.id,
        });
        expect([role, data?.pledge ?? null]).toEqual([role, null]);
      }
    });
  });

  it('refuses texts that are empty, endless or hostile', async () => {
    const { ally, pledge } = await talking(world);
    const codes = await unchanged(on, async () => {
      const all = ['', 'x'.repeat(4001), 'a\u0000'].map((text) =>
        on.mutate(ally, 'sendMessage', { pledgeId: pledge.id, text }),
      );
      return (await Promise.all(all)).map(({ userErrors }) => userErrors[0]?.code);
    });
    expect(codes).toEqual(['TOO_SHORT', 'TOO_LONG', 'INVALID']);
  });

  it('is read by someone on probation, who does not speak for the community yet', async () => {
    const scene = await talking(world);
    await wrote(world, scene.steward, scene.pledge.id, 'Welcome.');
    const newcomer = await world.affected(scene.community, { pseudonym: 'Nueva' });
    await sql(on.urls.owner)(
      "UPDATE membership SET probation_until = now() + interval '9 days' WHERE pseudonym = 'Nueva'",
    );
    const seen = await threadOf(newcomer, scene.pledge.id);
    expect([seen.messages.totalCount, seen.viewerCanWrite, seen.viewerCanAsk]).toEqual([1, false, false]);
    await unchanged(on, async () => {
      const input = { pledgeId: scene.pledge.id, text: 'In our name.' };
      expect(await on.refusal(newcomer, 'sendMessage', input)).toBe('FORBIDDEN');
      expect(await on.refusal(newcomer, 'askQuestion', input)).toBe('FORBIDDEN');
    });
  });

  it('takes a repeated request once', async () => {
    const { ally, pledge } = await talking(world);
    const input = { pledgeId: pledge.id, text: 'Once.', idempotencyKey: world.unique('key') };
    const first = await world.done(ally, 'sendMessage', input, 'message { id }');
    expect(await world.done(ally, 'sendMessage', input, 'message { id }')).toEqual(first);
    expect(await texts(ally, pledge.id)).toEqual(['Once.']);
  });

  it('is done for an organization by any of its representatives', async () => {
    const scene = await talking(world);
    const person = await world.person();
    const { organization } = await world.done(person, 'createOrganization', { name: 'Dockers' }, 'organization { id }');
    await world.done(person, 'joinAsAlly', {
      communityHandle: scene.community.handle,
      organizationId: organization.id,
      agreementVersion: 1,
      answers: [{ questionId: 'position', text: 'We rent.' }],
    });
    const pledge = await world.pledge({ ask: scene.ask, by: person, organizationId: organization.id });
    await wrote(world, scene.steward, pledge.id, 'All of you?');
    await wrote(world, person, pledge.id, 'All of us.');
    expect(await texts(person, pledge.id)).toEqual(['All of you?', 'All of us.']);
    expect((await threadOf(person, pledge.id)).messages.nodes[0]).toMatchObject({
      side: 'PLEDGER',
      viewerCanWithdraw: true,
    });
  });

  it('costs the same number of statements for five messages and for fifty', async () => {
    const { steward, ally, pledge } = await talking(world);
    const first = await wrote(world, steward, pledge.id, 'One');
    const add = (count: number) =>
      sql(on.urls.owner)(
        `INSERT INTO thread_message (community_id, id, pledge_id, batch_id, kind, side, text, written_by)
         SELECT community_id, gen_random_uuid(), pledge_id, batch_id, kind, side, text, written_by FROM thread_message, generate_series(1, $2) WHERE id = $1`,
        [first, count],
      );
    const cost = async (as: Person) => (await counting(() => threadOf(as, pledge.id, { first: 50 }))).statements.length;
    await add(4);
    const five = [await cost(steward), await cost(ally)];
    await add(45);
    expect((await threadOf(ally, pledge.id, { first: 50 })).messages.nodes).toHaveLength(50);
    expect([await cost(steward), await cost(ally)]).toEqual(five);
  });
});

describe('writing to all who pledged to an ask', () => {
  it('reaches each live pledge in its own thread, and none learns of the others', async () => {
    const scene = await talking(world);
    const [other, gone, shut] = [
      await world.ally(scene.community),
      await world.ally(scene.community),
      await world.ally(scene.community),
    ];
    const theirs = await world.pledge({ ask: scene.ask, by: other });
    const left = await world.pledge({ ask: scene.ask, by: gone });
    await world.done(gone, 'stepBack', { pledgeId: left.id, reason: 'I moved away.' });
    const blocked = await world.pledge({ ask: scene.ask, by: shut });
    await world.done(shut, 'blockThread', { pledgeId: blocked.id });
    const elsewhere = await world.pledge({ ask: await anotherAsk(world, scene), by: other });
    const { reached } = await world.done(
      scene.second,
      'messagePledgers',
      { askId: scene.ask.id, text: 'At nine.' },
      'reached',
    );
    expect(reached).toBe(2);
    expect(await texts(scene.ally, scene.pledge.id)).toEqual(['At nine.']);
    expect(await texts(other, theirs.id)).toEqual(['At nine.']);
    for (const { id, by } of [left, blocked, elsewhere]) expect(await texts(by, id)).toEqual([]);
    const thanks = await world.done(
      scene.second,
      'thankPledgers',
      { askId: scene.ask.id, text: 'You came.' },
      'reached ask { id }',
    );
    expect(thanks).toMatchObject({ reached: 2, ask: { id: scene.ask.id } });
    const [latest] = (await threadOf(other, theirs.id)).messages.nodes;
    expect(latest).toMatchObject({ kind: 'THANKS', text: 'You came.', author: null });
  });

  it('passes over the pledges of people affected when an ally who organizes writes, and one’s own', async () => {
    const scene = await talking(world);
    const organizer = await world.allyOrganizer(scene.community);
    const own = await world.pledge({ ask: scene.ask, by: organizer });
    const affected = await world.pledge({ ask: scene.ask, by: scene.second, agreementVersion: null });
    const send = async (by: Person) =>
      (await world.done(by, 'messagePledgers', { askId: scene.ask.id, text: 'Hello.' }, 'reached')).reached;
    expect(await send(organizer)).toBe(1);
    expect(await texts(scene.second, affected.id)).toEqual([]);
    expect(await texts(organizer, own.id)).toEqual([]);
    expect(await send(scene.second)).toBe(2);
    expect(await send(scene.steward)).toBe(3);
  });

  it('is refused to everybody else, and changes nothing', async () => {
    const scene = await talking(world);
    const people = Object.entries({
      ...(await outsiders(world, scene)),
      ally: [scene.ally, 'FORBIDDEN'] as [As, string],
    });
    await unchanged(on, async () => {
      for (const [role, [person, code]] of people) {
        const expected = role === 'anotherAlly' || role === 'foreignSteward' ? 'FORBIDDEN' : code;
        for (const field of ['messagePledgers', 'thankPledgers', 'askPledgers']) {
          const input = { askId: scene.ask.id, text: 'Listen.' };
          expect([role, field, await on.refusal(person, field, input)]).toEqual([role, field, expected]);
        }
      }
    });
  });

  it('costs the same number of statements for five pledgers and for five hundred', async () => {
    const scene = await talking(world);
    const pledgers = (count: number) =>
      sql(on.urls.owner)(
        `WITH made AS (
           INSERT INTO person (id) SELECT gen_random_uuid() FROM generate_series(1, $3) RETURNING id
         ), joined AS (
           INSERT INTO membership (community_id, id, person_id, standing, pseudonym, agreement_version, until)
           SELECT $1, gen_random_uuid(), id, 'ALLY', id::text, 1, now() + interval '1 month' FROM made RETURNING id
         )
         INSERT INTO pledge (community_id, id, campaign_id, ask_id, pledger_id, pledger_standing, turn, quantity, plan_when, plan_first_step, brief_version, terms_version, agreement_version, risk_tier_accepted, state)
         SELECT p.community_id, gen_random_uuid(), p.campaign_id, p.ask_id, j.id, 'ALLY', (SELECT max(turn) FROM pledge WHERE ask_id = p.ask_id) + row_number() OVER (), 1, p.plan_when, 'Call', 1, 1, 1, 0, 'WAITLISTED'
           FROM pledge p CROSS JOIN joined j WHERE p.id = $2`,
        [scene.community.id, scene.pledge.id, count],
      );
    const cost = async (field: string) => {
      const input = { askId: scene.ask.id, text: 'How many?' };
      const { result, statements } = await counting(() => world.done(scene.steward, field, input, 'reached'));
      return [result.reached, statements.length];
    };
    await pledgers(4);
    const [few, forFive] = await cost('askPledgers');
    const [, fewMessages] = await cost('messagePledgers');
    await pledgers(495);
    const [many, forMany] = await cost('askPledgers');
    expect([few, many, forMany]).toEqual([5, 500, forFive]);
    expect(await cost('messagePledgers')).toEqual([500, fewMessages]);
    const threads = await sql(on.urls.owner)(
      'SELECT count(*)::int AS threads, count(DISTINCT batch_id)::int AS batches FROM thread_message m JOIN thread t USING (community_id, pledge_id) WHERE t.ask_id = $1',
      [scene.ask.id],
    );
    expect(threads).toEqual([{ threads: 1010, batches: 4 }]);
  });
});

describe('taking a message back', () => {
  it('leaves its place, in every thread into which it was sent at once, for a quarter of an hour', async () => {
    const scene = await talking(world);
    const other = await world.ally(scene.community);
    const theirs = await world.pledge({ ask: scene.ask, by: other });
    await world.done(scene.steward, 'messagePledgers', { askId: scene.ask.id, text: 'To the wrong people.' });
    const [{ id }] = (await threadOf(scene.steward, scene.pledge.id)).messages.nodes;
    const taken = await world.done(
      scene.steward,
      'withdrawMessage',
      { messageId: id },
      'withdrawn message { text withdrawnAt }',
    );
    expect(taken).toMatchObject({ withdrawn: 2, message: { text: null, withdrawnAt: expect.any(String) } });
    expect(await texts(other, theirs.id)).toEqual([null]);
    const rows = await sql(on.urls.owner)(
      'SELECT m::text AS line FROM thread_message m WHERE batch_id = (SELECT batch_id FROM thread_message WHERE id = $1)',
      [id],
    );
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain('wrong people');
    const again = await unchanged(on, () => on.mutate(scene.steward, 'withdrawMessage', { messageId: id }));
    expect(again.userErrors).toMatchObject([{ code: 'WRONG_STATE', path: ['input', 'messageId'] }]);
    const old = await wrote(world, scene.ally, scene.pledge.id, 'Long ago.');
    await sql(on.urls.owner)("UPDATE thread_message SET written_at = now() - interval '16 minutes' WHERE id = $1", [
      old,
    ]);
    const late = await unchanged(on, () => on.mutate(scene.ally, 'withdrawMessage', { messageId: old }));
    expect(late.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
    expect((await threadOf(scene.ally, scene.pledge.id, { orderBy: 'OLDEST' })).messages.nodes[0]).toMatchObject({
      text: 'Long ago.',
      viewerCanWithdraw: false,
    });
  });

  it('is its author’s right alone', async () => {
    const scene = await talking(world);
    const messageId = await wrote(world, scene.second, scene.pledge.id);
    const people = Object.entries({
      ...(await outsiders(world, scene)),
      steward: [scene.steward, 'FORBIDDEN'] as [As, string],
      ally: [scene.ally, 'FORBIDDEN'] as [As, string],
    });
    await unchanged(on, async () => {
      for (const [role, [person, code]] of people) {
        expect([role, await on.refusal(person, 'withdrawMessage', { messageId })]).toEqual([role, code]);
      }
    });
  });
});

describe('shutting a thread', () => {
  it('lets a pledger stop messages, not questions, until they open it again', async () => {
    const { community, steward, ally, pledge } = await talking(world);
    const { thread } = await world.done(ally, 'blockThread', { pledgeId: pledge.id }, 'thread { isBlocked }');
    expect(thread).toEqual({ isBlocked: true });
    const seen = await threadOf(steward, pledge.id);
    expect([seen.isBlocked, seen.viewerCanWrite, seen.viewerCanAsk]).toEqual([true, false, true]);
    const codes = await unchanged(on, async () => {
      const all = ['sendMessage', 'thankPledger'].map((field) =>
        on.mutate(steward, field, { pledgeId: pledge.id, text: 'Please.' }),
      );
      return (await Promise.all(all)).map(({ userErrors }) => userErrors[0]?.code);
    });
    expect(codes).toEqual(['THREAD_CLOSED', 'THREAD_CLOSED']);
    await wrote(world, ally, pledge.id, 'I have said why.');
    await asked(world, steward, pledge.id, { text: 'Do you still come?' });
    const again = await unchanged(on, () => on.mutate(ally, 'blockThread', { pledgeId: pledge.id }));
    expect(again.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
    await world.done(ally, 'unblockThread', { pledgeId: pledge.id });
    await wrote(world, steward, pledge.id, 'Welcome back.');
    expect(await texts(ally, pledge.id)).toEqual(['I have said why.', 'Do you still come?', 'Welcome back.']);
    expect(await recorded(on, community.id, 'thread.%')).toEqual([]);
  });

  it('lets the community stop messages, while answers and reports still arrive, on its record', async () => {
    const { community, steward, second, ally, pledge } = await talking(world);
    const questionId = await asked(world, steward, pledge.id);
    await world.done(second, 'closeThread', { pledgeId: pledge.id });
    const refused = await unchanged(on, () => on.mutate(ally, 'sendMessage', { pledgeId: pledge.id, text: 'Hey.' }));
    expect(refused.userErrors).toMatchObject([{ code: 'THREAD_CLOSED', path: ['input', 'pledgeId'] }]);
    expect((await threadOf(ally, pledge.id)).viewerCanWrite).toBe(false);
    await world.done(ally, 'answerQuestion', { questionId, text: 'Three of us.' });
    await world.reported({ pledge });
    await world.done(steward, 'reopenThread', { pledgeId: pledge.id });
    await wrote(world, ally, pledge.id, 'Thank you.');
    expect((await recorded(on, community.id, 'thread.%')).map(({ kind, role }) => [kind, role])).toEqual([
      ['thread.closed', 'AFFECTED'],
      ['thread.reopened', 'STEWARD'],
    ]);
  });

  it('is each side’s own: nobody shuts the door of the other', async () => {
    const scene = await talking(world);
    const people = Object.entries(await outsiders(world, scene));
    await unchanged(on, async () => {
      for (const field of ['blockThread', 'unblockThread']) {
        expect(await on.refusal(scene.steward, field, { pledgeId: scene.pledge.id })).toBe('FORBIDDEN');
      }
      for (const field of ['closeThread', 'reopenThread']) {
        expect(await on.refusal(scene.ally, field, { pledgeId: scene.pledge.id })).toBe('FORBIDDEN');
      }
      for (const [role, [person, code]] of people) {
        for (const field of ['blockThread', 'closeThread']) {
          const expected = role === 'anotherAlly' && field === 'closeThread' ? 'FORBIDDEN' : code;
          expect([role, field, await on.refusal(person, field, { pledgeId: scene.pledge.id })]).toEqual([
            role,
            field,
            expected,
          ]);
        }
      }
    });
  });
});

describe('in a coalition', () => {
  it('speaks the community that leads the ask, which signs, and the host reads along', async () => {
    const { host, lead, campaign } = await coalition(world);
    const priority = await world.priority({ ...campaign, steward: lead.steward });
    await world.mandate(priority, { steward: lead.steward, cosigner: lead.second });
    const ask = await world.ask({ steward: lead.steward, campaignId: campaign.id, priorityId: priority.id });
    const ally = await world.ally(host);
    const pledge = await world.pledge({ ask, by: ally });
    await wrote(world, lead.second, pledge.id, 'From next door.');
    await wrote(world, ally, pledge.id, 'Good.');
    const questionId = await asked(world, lead.steward, pledge.id);
    const [message] = (await threadOf(ally, pledge.id, { orderBy: 'OLDEST' })).messages.nodes;
    expect(message).toMatchObject({ text: 'From next door.', author: null, signedBy: { id: lead.id } });
    const read = await threadOf(host.steward, pledge.id);
    expect([read.messages.totalCount, read.viewerCanWrite]).toEqual([3, false]);
    expect(read.messages.nodes.map((one: { author: string | null }) => one.author)).toEqual([null, null, null]);
    const inside = (await threadOf(lead.steward, pledge.id, { orderBy: 'OLDEST' })).messages.nodes;
    expect(inside[0].author).toEqual(expect.any(String));
    await unchanged(on, async () => {
      expect(await on.refusal(host.steward, 'sendMessage', { pledgeId: pledge.id, text: 'We too.' })).toBe('FORBIDDEN');
      expect(await on.refusal(host.steward, 'withdrawQuestion', { questionId })).toBe('FORBIDDEN');
    });
    await world.done(lead.second, 'withdrawQuestion', { questionId });
    expect((await recorded(on, host.id, 'question.%')).map(({ kind, actorId }) => [kind, actorId])).toEqual([
      ['question.asked', null],
      ['question.withdrawn', null],
    ]);
    expect(await recorded(on, lead.id, 'question.%')).toHaveLength(2);
    const mistaken = await wrote(world, lead.second, pledge.id, 'A slip.');
    await world.done(lead.second, 'withdrawMessage', { messageId: mistaken });
    await world.done(lead.steward, 'leaveCoalition', { campaignId: campaign.id, communityId: lead.id });
    await unchanged(on, async () => {
      expect(await on.refusal(lead.second, 'sendMessage', { pledgeId: pledge.id, text: 'Still here.' })).toBe(
        'FORBIDDEN',
      );
    });
    await wrote(world, host.steward, pledge.id, 'We go on.');
  });
});
