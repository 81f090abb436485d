import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { scene } from '../../support/pledging.js';
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
