import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds, footprint, scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { pledgeTo, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const make = (as: As, input: Record<string, unknown>) => on.mutate(as, 'makePledge', input, 'pledge { id state }');
const refused = async (as: As, input: Record<string, unknown>) => {
  const payload = await unchanged(on, () => make(as, input));
  expect(payload.pledge).toBeNull();
  return payload.userErrors;
};

describe('a pledge', () => {
  it('is a plan that names what was read, takes a place and is on the record', async () => {
    const { community, ask } = await scene(world, { quantityWanted: 5 });
    const ally = await world.ally(community);
    const when = hours(30);
    const { pledge } = await world.done(
      ally,
      'makePledge',
      pledgeTo(ask, { quantity: 2, plan: { when, where: 'At the gate', firstStep: 'Call the driver' } }),
      `pledge { id quantity state plan { when where firstStep } pledgerStanding acceptedBriefVersion acceptedTermsVersion acceptedAgreementVersion
         acceptedRiskTier termsAreCurrent turn waitlistPosition leftBecause pledger { id } ask { id }
         occurrences { state dueAt reportedQuantity attestedQuantity } viewerCanReport viewerCanStepBack viewerCanAttest }`,
    );
    expect(pledge).toEqual({
      id: expect.any(String),
      quantity: 2,
      state: 'ACTIVE',
      plan: { when, where: 'At the gate', firstStep: 'Call the driver' },
      pledgerStanding: 'ALLY',
      acceptedBriefVersion: 1,
      acceptedTermsVersion: 1,
      acceptedAgreementVersion: 1,
      acceptedRiskTier: 0,
      termsAreCurrent: true,
      turn: 1,
      waitlistPosition: null,
      leftBecause: null,
      pledger: { id: ally.membershipId },
      ask: { id: ask.id },
      occurrences: [{ state: 'DUE', dueAt: when, reportedQuantity: null, attestedQuantity: null }],
      viewerCanReport: true,
      viewerCanStepBack: true,
      viewerCanAttest: false,
    });
    expect((await footprint(on, ask)).tally).toMatchObject({ places_taken: 1, pledged_quantity: 2, active_count: 1 });
    expect(await deeds(on, community.id, 'pledge')).toEqual(['pledge.made']);
    const [entry] = await sql(on.urls.owner)(
      "SELECT details FROM record_entry WHERE kind = 'pledge.made' AND community_id = $1",
      [community.id],
    );
    expect(JSON.stringify(entry)).not.toMatch(/gate|driver/);
  });

  it('waits in turn when the places or the quantity are taken, and says how many are before it', async () => {
    const { community, ask } = await scene(world, { quantityWanted: 5, slots: 1 });
    const allies = [await world.ally(community), await world.ally(community), await world.ally(community)] as const;
    const states = [];
    for (const by of allies) states.push((await world.pledge({ ask, by })).state);
    expect(states).toEqual(['ACTIVE', 'WAITLISTED', 'WAITLISTED']);
    const position =
      'query ($id: ID!) { ask(id: $id) { pledges { nodes { state turn waitlistPosition occurrences { id } } } } }';
    const seen = await on.query(allies[2], position, { id: ask.id });
    expect(seen.ask.pledges.nodes).toEqual([{ state: 'WAITLISTED', turn: 3, waitlistPosition: 2, occurrences: [] }]);
  });

  it('goes past one that is bigger than the gap, which keeps its turn', async () => {
    const { community, ask } = await scene(world, { quantityWanted: 5 });
    const [first, big, small] = [await world.ally(community), await world.ally(community), await world.ally(community)];
    expect((await world.pledge({ ask, by: first, quantity: 3 })).state).toBe('ACTIVE');
    expect((await world.pledge({ ask, by: big, quantity: 4 })).state).toBe('WAITLISTED');
    expect((await world.pledge({ ask, by: small, quantity: 2 })).state).toBe('ACTIVE');
  });

  it('does not overtake one who waits and fits, but brings the queue up to date', async () => {
    const { community, ask } = await scene(world, { quantityWanted: 5, slots: 1 });
    const [first, second, third] = [
      await world.ally(community),
      await world.ally(community),
      await world.ally(community),
    ];
    await world.pledge({ ask, by: first });
    await world.pledge({ ask, by: second });
    // A place that came free without anyone being promoted, as while a standing was paused.
    await sql(on.urls.owner)('UPDATE ask SET slots = 2 WHERE id = $1', [ask.id]);
    expect((await world.pledge({ ask, by: third })).state).toBe('WAITLISTED');
    const { pledges } = await footprint(on, ask);
    expect(pledges.map(({ state }) => state)).toEqual(['ACTIVE', 'ACTIVE', 'WAITLISTED']);
    expect(await deeds(on, community.id, 'pledge')).toEqual([
      'pledge.made',
      'pledge.made',
      'pledge.promoted',
      'pledge.made',
    ]);
  });

  it('may be made by the people affected, seen by them alone, without an agreement', async () => {
    const { community, ask } = await scene(world);
    const member = await world.affected(community);
    const organizer = await world.allyOrganizer(community);
    const pledge = await world.pledge({ ask, by: member, agreementVersion: null });
    const read = (as: As) =>
      on.query(as, 'query ($id: ID!) { pledge(id: $id) { id acceptedAgreementVersion } }', { id: pledge.id });
    expect((await read(community.steward)).pledge).toEqual({ id: pledge.id, acceptedAgreementVersion: null });
    expect((await read(organizer)).pledge).toBeNull();
  });

  it('to speak is for the people affected', async () => {
    const { community, ask } = await scene(world, { kind: 'SPEAK' });
    const ally = await world.ally(community);
    const member = await world.affected(community);
    expect(await refused(ally, pledgeTo(ask))).toEqual([
      { code: 'NOT_FOR_YOUR_STANDING', message: expect.any(String), path: ['input', 'askId'] },
    ]);
    expect((await world.pledge({ ask, by: member })).state).toBe('ACTIVE');
  });
});

describe('who may pledge', () => {
  it('is any member, and nobody else', async () => {
    const { community, ask } = await scene(world);
    const { steward: elsewhere } = await world.community();
    const refusal = (as: As) => unchanged(on, () => on.refusal(as, 'makePledge', pledgeTo(ask)));
    expect(await refusal(null)).toBe('UNAUTHENTICATED');
    expect(await refusal(await world.person())).toBe('FORBIDDEN');
    expect(await refusal(elsewhere)).toBe('FORBIDDEN');
    for (const by of [
      await world.ally(community),
      await world.allyOrganizer(community),
      await world.affected(community),
    ]) {
      expect((await world.pledge({ ask, by })).state).toBe('ACTIVE');
    }
    expect((await world.pledge({ ask, by: community.steward })).state).toBe('ACTIVE');
  });

  it('tells one who stands elsewhere to join, and a paused ally to finish first', async () => {
    const { community, ask } = await scene(world);
    const { steward: elsewhere } = await world.community();
    const document = 'mutation ($input: MakePledgeInput!) { makePledge(input: $input) { userErrors { code } } }';
    const send = (as: As) => on.send(as, document, { input: pledgeTo(ask) });
    expect((await send(elsewhere)).errors[0]?.message).toContain('joinAsAlly');
    const ally = await world.ally(community);
    await sql(on.urls.owner)('UPDATE membership SET paused_at = now() WHERE id = $1', [ally.membershipId]);
    const paused = await unchanged(on, () => send(ally));
    expect(paused.errors[0]).toMatchObject({
      message: expect.stringContaining('paused'),
      extensions: { code: 'FORBIDDEN' },
    });
  });

  it('learns nothing of asks that are not theirs to see, in equal bytes', async () => {
    const { community, campaignId, priorityId, steward, ask } = await scene(world);
    const ally = await world.ally(community);
    const draft = await world.ask({ steward, campaignId, priorityId }, {}, false);
    const { ask: foreign } = await scene(world);
    await sql(on.urls.owner)("UPDATE ask SET visibility = 'ALLIES' WHERE id = $1", [foreign.id]);
    const document = 'mutation ($input: MakePledgeInput!) { makePledge(input: $input) { userErrors { code } } }';
    const answers = [];
    for (const id of [draft.id, foreign.id, '0197a000-0000-7000-8000-000000000000', 'no-id', "' OR 1=1 --"]) {
      answers.push(await unchanged(on, () => on.send(ally, document, { input: pledgeTo({ id }) })));
    }
    expect(answers[0]?.errors[0]?.extensions.code).toBe('NOT_FOUND');
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect((await world.pledge({ ask, by: ally })).state).toBe('ACTIVE');
  });
});

describe('a repeated request', () => {
  it('a hundred times at once makes one pledge; another body under its key is a conflict', async () => {
    const { community, ask } = await scene(world);
    const ally = await world.ally(community);
    const input = pledgeTo(ask, { idempotencyKey: world.unique('key') });
    const document =
      'mutation ($input: MakePledgeInput!) { makePledge(input: $input) { pledge { id } userErrors { code } } }';
    const answers = await Promise.all(Array.from({ length: 100 }, () => on.send(ally, document, { input })));
    const busy = answers.filter(({ errors }) => errors.length > 0);
    expect(busy.every(({ errors }) => errors[0]?.extensions.code === 'RETRY_LATER')).toBe(true);
    const ids = new Set(
      answers.filter(({ errors }) => errors.length === 0).map(({ data }) => data.makePledge.pledge.id),
    );
    expect(ids.size).toBe(1);
    expect((await footprint(on, ask)).pledges).toHaveLength(1);
    expect(await deeds(on, community.id, 'pledge')).toEqual(['pledge.made']);
    expect(await unchanged(on, () => on.refusal(ally, 'makePledge', { ...input, quantity: 2 }))).toBe('CONFLICT');
  });
});
