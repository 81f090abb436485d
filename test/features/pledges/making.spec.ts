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
      'pledge.made',
      'pledge.promoted',
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

describe('a pledge is refused, and changes nothing,', () => {
  it('by the first of what stands against it', async () => {
    const { community, ask, steward, campaignId } = await scene(world, {
      quantityWanted: 5,
      startsAt: hours(24),
      endsAt: hours(48),
    });
    const ally = await world.ally(community);
    await world.done(steward, 'publishBrief', { campaignId, replacesVersion: 1, text: 'Second brief' });
    const within = { when: hours(30), firstStep: 'Call' };
    const wrong = {
      briefVersion: 1,
      termsVersion: 7,
      agreementVersion: 2,
      acceptedRiskTier: 1,
      quantity: 6,
      plan: { ...within, when: hours(-1) },
    };
    const ladder: [Record<string, unknown>, string, string[]][] = [
      [{}, 'AGREEMENT_STALE', ['agreementVersion']],
      [{ agreementVersion: 1 }, 'BRIEF_STALE', ['briefVersion']],
      [{ briefVersion: 2 }, 'TERMS_STALE', ['termsVersion']],
      [{ termsVersion: 1 }, 'RISK_NOT_ACCEPTED', ['acceptedRiskTier']],
      [{ acceptedRiskTier: 0 }, 'MORE_THAN_WANTED', ['quantity']],
      [{ quantity: 5 }, 'IN_THE_PAST', ['plan', 'when']],
      [{ plan: { ...within, when: hours(23) } }, 'OUT_OF_RANGE', ['plan', 'when']],
      [{ plan: { ...within, when: hours(49) } }, 'OUT_OF_RANGE', ['plan', 'when']],
    ];
    let input = pledgeTo(ask, wrong);
    for (const [put, code, path] of ladder) {
      input = { ...input, ...put };
      expect(await refused(ally, input)).toEqual([{ code, message: expect.any(String), path: ['input', ...path] }]);
    }
    const good = { ...input, plan: within };
    expect((await make(ally, good)).userErrors).toEqual([]);
    expect(await refused(ally, good)).toMatchObject([{ code: 'ALREADY_PLEDGED', path: ['input', 'askId'] }]);
  });

  it('with the version that holds now in the message', async () => {
    const { community, ask, steward, campaignId } = await scene(world);
    const ally = await world.ally(community);
    await world.done(steward, 'publishBrief', { campaignId, replacesVersion: 1, text: 'Second brief' });
    expect((await refused(ally, pledgeTo(ask)))[0].message).toContain('version 2');
    await world.done(steward, 'publishAgreement', {
      communityId: community.id,
      replacesVersion: 1,
      text: 'New',
      questions: [],
    });
    const [stale] = await refused(ally, pledgeTo(ask, { briefVersion: 2, agreementVersion: 2 }));
    expect(stale).toMatchObject({ code: 'AGREEMENT_STALE', message: expect.stringMatching(/version 2.*joinAsAlly/s) });
    await world.done(ally, 'joinAsAlly', { communityHandle: community.handle, agreementVersion: 2 });
    expect((await world.pledge({ ask, by: ally, briefVersion: 2, agreementVersion: 2 })).state).toBe('ACTIVE');
  });

  it('when the ask takes none: paused, closed, stopped, its time or its mandate over, whatever the clocks have written', async () => {
    const owner = sql(on.urls.owner);
    const { community, ask, campaignId, mandateId } = await scene(world);
    const ally = await world.ally(community);
    const cases: [string, string, RegExp][] = [
      [
        "UPDATE ask SET state = 'PAUSED', paused_because = 'ORGANIZER' WHERE id = $1",
        "UPDATE ask SET state = 'OPEN' WHERE id = $1",
        /paused/,
      ],
      [
        "UPDATE campaign SET state = 'STOPPED', stopped_at = now() WHERE id = $1",
        "UPDATE campaign SET state = 'LAUNCHED', stopped_at = NULL WHERE id = $1",
        /stopped/,
      ],
      [
        "UPDATE mandate SET until = now() - interval '1 second' WHERE id = $1",
        "UPDATE mandate SET until = now() + interval '1 day' WHERE id = $1",
        /mandate/,
      ],
      [
        "UPDATE ask SET ends_at = now() - interval '1 second' WHERE id = $1",
        'UPDATE ask SET ends_at = NULL WHERE id = $1',
        /time/,
      ],
      ["UPDATE ask SET state = 'CLOSED' WHERE id = $1", 'SELECT $1::uuid', /closed/],
    ];
    for (const [spoil, mend, message] of cases) {
      const [, table = 'ask'] = /UPDATE (\w+)/.exec(spoil) ?? [];
      const id = { campaign: campaignId, mandate: mandateId }[table] ?? ask.id;
      await owner(spoil, [id]);
      expect(await refused(ally, pledgeTo(ask))).toEqual([
        { code: 'ASK_NOT_OPEN', message: expect.stringMatching(message), path: ['input', 'askId'] },
      ]);
      await owner(mend, [id]);
    }
  });

  it('for hostile and impossible values', async () => {
    const { community, ask } = await scene(world, { quantityWanted: 5 });
    const ally = await world.ally(community);
    const plan = { when: hours(20), firstStep: 'Call' };
    const cases: [Record<string, unknown>, string, string[]][] = [
      [{ quantity: 0 }, 'OUT_OF_RANGE', ['quantity']],
      [{ quantity: -1 }, 'OUT_OF_RANGE', ['quantity']],
      [{ quantity: 2_000_000 }, 'OUT_OF_RANGE', ['quantity']],
      [{ acceptedRiskTier: 4 }, 'OUT_OF_RANGE', ['acceptedRiskTier']],
      [{ briefVersion: 0 }, 'OUT_OF_RANGE', ['briefVersion']],
      [{ plan: { ...plan, firstStep: '' } }, 'TOO_SHORT', ['plan', 'firstStep']],
      [{ plan: { ...plan, firstStep: 'x'.repeat(1001) } }, 'TOO_LONG', ['plan', 'firstStep']],
      [{ plan: { ...plan, firstStep: 'nul\u0000' } }, 'INVALID', ['plan', 'firstStep']],
      [{ plan: { ...plan, where: 'x'.repeat(301) } }, 'TOO_LONG', ['plan', 'where']],
      [{ plan: { ...plan, where: 'gate\u202Eexe' } }, 'INVALID', ['plan', 'where']],
      [{ idempotencyKey: 'short' }, 'INVALID', ['idempotencyKey']],
    ];
    for (const [input, code, path] of cases) {
      expect(await refused(ally, pledgeTo(ask, input))).toMatchObject([{ code, path: ['input', ...path] }]);
    }
    const document = 'mutation ($input: MakePledgeInput!) { makePledge(input: $input) { userErrors { code } } }';
    for (const input of [
      { quantity: 1.5 },
      { quantity: 2 ** 40 },
      { state: 'FULFILLED' },
      { plan: { when: '2026-02-30T00:00:00Z', firstStep: 'x' } },
    ]) {
      const answer = await unchanged(on, () => on.send(ally, document, { input: pledgeTo(ask, input) }));
      expect(answer.errors[0]?.extensions.code).toBe('BAD_REQUEST');
    }
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
