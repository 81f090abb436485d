import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { type Campaign, type Founded, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const fields =
  'mandate { id kind beganAs state reason startsAt until signedBy signatureCount signatures { signer { pseudonym } } viewerCanCosign priority { isNamed liveMandate { id } } }';
const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const codeOf = (payload: Answer): string => payload.userErrors[0]?.code ?? 'DONE';

interface Home {
  community: Founded;
  campaign: Campaign;
  steward: Person;
}

async function launched(): Promise<Home> {
  const community = await world.community();
  return { community, campaign: await world.campaign(community), steward: community.steward };
}

const proposal = (priority: { id: string }, input: Record<string, unknown> = {}) => ({
  priorityId: priority.id,
  kind: 'EMERGENCY',
  until: inDays(20),
  reason: 'The boilers failed.',
  ...input,
});
const propose = (as: Person, priority: { id: string }, input = {}): Promise<Answer> =>
  on.mutate(as, 'proposeMandate', proposal(priority, input), fields);
const cosign = (as: Person, mandate: { id: string }): Promise<Answer> =>
  on.mutate(as, 'cosignMandate', { mandateId: mandate.id }, fields);

describe('a founding mandate', () => {
  it('is in force by one signature, names its priority, and says to everyone by how many it is signed', async () => {
    const { campaign, steward } = await launched();
    const priority = await world.priority(campaign);
    const { mandate, userErrors } = await propose(steward, priority, { kind: 'FOUNDING' });
    expect(userErrors).toEqual([]);
    expect(mandate).toMatchObject({
      kind: 'FOUNDING',
      beganAs: 'FOUNDING',
      state: 'LIVE',
      startsAt: expect.any(String),
      signedBy: 'founding, one signature',
      signatureCount: 1,
      viewerCanCosign: false,
      priority: { isNamed: true, liveMandate: { id: mandate.id } },
    });
    const seen = await on.query(
      null,
      'query ($handle: String!) { campaign(handle: $handle) { mandates { nodes { kind state signedBy } } } }',
      { handle: campaign.handle },
    );
    expect(seen.campaign.mandates.nodes).toEqual([
      { kind: 'FOUNDING', state: 'LIVE', signedBy: 'founding, one signature' },
    ]);
    const entries = await rows(
      'SELECT kind, details FROM record_entry WHERE subject_id = $1 ORDER BY recorded_at',
      mandate.id,
    );
    expect(entries).toEqual([
      {
        kind: 'mandate.proposed',
        details: { kind: 'FOUNDING', priorityId: priority.id, until: mandate.until },
      },
      { kind: 'mandate.signed', details: { kind: 'FOUNDING', state: 'LIVE' } },
    ]);
  });

  it('is had once by a community, however many sign one at once', async () => {
    const { community, campaign, steward } = await launched();
    const second = await world.affected(community);
    const priorities = await Promise.all([1, 2, 3, 4].map(() => world.priority(campaign)));
    const all = await Promise.all(
      priorities.map((priority, index) => propose(index % 2 ? steward : second, priority, { kind: 'FOUNDING' })),
    );
    expect(all.map(codeOf).toSorted()).toEqual(['DONE', 'MANDATE_LIMIT', 'MANDATE_LIMIT', 'MANDATE_LIMIT']);
    const other = await world.campaign(community);
    const again = await unchanged(on, async () =>
      propose(steward, priorities[0] as { id: string }, { kind: 'FOUNDING' }),
    );
    expect(again.userErrors).toMatchObject([{ code: 'MANDATE_LIMIT', path: ['input', 'kind'] }]);
    expect(other.id).toBeDefined();
  });

  it('is refused to a community of three affected people', async () => {
    const { community, campaign, steward } = await launched();
    await world.affected(community);
    await world.affected(community);
    const priority = await world.priority(campaign);
    const payload = await unchanged(on, () => propose(steward, priority, { kind: 'FOUNDING' }));
    expect(payload).toMatchObject({ mandate: null, userErrors: [{ code: 'MANDATE_LIMIT', path: ['input', 'kind'] }] });
  });

  it('becomes an emergency mandate by a second signature, which someone on probation may give', async () => {
    const { community, campaign, steward } = await launched();
    const priority = await world.priority(campaign);
    const mandate = await world.mandate(priority, { steward });
    const newcomer = await world.affected(community, { pseudonym: 'Nueva' });
    await rows(
      "UPDATE membership SET probation_until = now() + interval '1 day' WHERE pseudonym = 'Nueva' AND community_id = $1",
      community.id,
    );
    const signed = await cosign(newcomer, mandate);
    expect(signed.mandate).toMatchObject({
      kind: 'EMERGENCY',
      beganAs: 'FOUNDING',
      state: 'LIVE',
      signedBy: 'the community',
      signatureCount: 2,
    });
    const [emergency] = [await propose(steward, await world.priority(campaign))];
    expect(await unchanged(on, () => on.refusal(newcomer, 'cosignMandate', { mandateId: emergency?.mandate.id }))).toBe(
      'FORBIDDEN',
    );
    expect(await unchanged(on, () => on.refusal(newcomer, 'proposeMandate', proposal(priority)))).toBe('FORBIDDEN');
  });
});

describe('an emergency mandate', () => {
  it('waits for a second signature, unseen by allies until then, and shows them no signer', async () => {
    const { community, campaign, steward } = await launched();
    const ally = await world.ally(community);
    const second = await world.affected(community);
    const priority = await world.priority(campaign);
    const { mandate } = await propose(steward, priority);
    expect(mandate).toMatchObject({
      state: 'PROPOSED',
      startsAt: null,
      signatureCount: 1,
      priority: { isNamed: false, liveMandate: null },
    });
    const list =
      'query ($handle: String!) { campaign(handle: $handle) { mandates { totalCount nodes { id signedBy } } } }';
    const seen = async (as: Person | null) =>
      (await on.query(as, list, { handle: campaign.handle })).campaign.mandates.totalCount;
    expect(await Promise.all([null, ally, second].map(seen))).toEqual([0, 0, 1]);
    const own = await unchanged(on, () => cosign(steward, mandate));
    expect(own.userErrors).toMatchObject([{ code: 'ALREADY_SIGNED', path: ['input', 'mandateId'] }]);
    const signed = await cosign(second, mandate);
    expect(signed.mandate).toMatchObject({
      state: 'LIVE',
      signatureCount: 2,
      viewerCanCosign: false,
      priority: { isNamed: true, liveMandate: { id: mandate.id } },
    });
    expect(await Promise.all([null, ally, second].map(seen))).toEqual([1, 1, 1]);
    const asked = await on.send(
      ally,
      'query ($handle: String!) { campaign(handle: $handle) { mandates { nodes { signatureCount signatures { signedAt } } } } }',
      { handle: campaign.handle },
    );
    expect(asked.data.campaign.mandates.nodes).toEqual([{ signatureCount: null, signatures: null }]);
    expect(asked.errors.map((error) => error.extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  it('comes alive once when many sign it at once, and keeps every signature', async () => {
    const { community, campaign, steward } = await launched();
    const signers = await Promise.all([1, 2, 3, 4].map(() => world.affected(community)));
    const { mandate } = await propose(steward, await world.priority(campaign));
    const all = await Promise.all(signers.map((as) => cosign(as, mandate)));
    expect(all.map(codeOf)).toEqual(['DONE', 'DONE', 'DONE', 'DONE']);
    const [row] = await rows(
      'SELECT m.state, (SELECT count(*)::int FROM mandate_signature s WHERE s.mandate_id = m.id) AS signatures FROM mandate m WHERE m.id = $1',
      mandate.id,
    );
    expect(row).toEqual({ state: 'LIVE', signatures: 5 });
    const moves = await rows(
      "SELECT details FROM record_entry WHERE subject_id = $1 AND kind = 'mandate.signed' ORDER BY recorded_at",
      mandate.id,
    );
    expect(moves[0]?.['details']).toEqual({ kind: 'EMERGENCY', state: 'PROPOSED' });
    expect(moves.slice(1).map((move) => move['details'].state)).toEqual(['LIVE', 'LIVE', 'LIVE', 'LIVE']);
  });

  it('is signed once by one person who sends it twice at once, and answers one key alike', async () => {
    const { community, campaign, steward } = await launched();
    const second = await world.affected(community);
    const { mandate } = await propose(steward, await world.priority(campaign));
    const twice = await Promise.all([cosign(second, mandate), cosign(second, mandate)]);
    expect(twice.map(codeOf).toSorted()).toEqual(['ALREADY_SIGNED', 'DONE']);
    const input = { ...proposal(await world.priority(campaign)), idempotencyKey: world.unique('key') };
    const [one, two] = await Promise.all(
      [1, 2].map(() => on.mutate(steward, 'proposeMandate', input, 'mandate { id }')),
    );
    expect(one).toEqual(two);
    expect(await on.refusal(steward, 'proposeMandate', { ...input, reason: 'Another' })).toBe('CONFLICT');
  });

  it('is in force at most three times in a campaign: of two signed at once for the last place, one', async () => {
    const { community, campaign, steward } = await launched();
    const second = await world.affected(community);
    const live = async () => world.mandate(await world.priority(campaign), { steward, cosigner: second });
    const first = await live();
    await live();
    const proposed = [
      await propose(steward, await world.priority(campaign)),
      await propose(steward, await world.priority(campaign)),
    ];
    const both = await Promise.all(proposed.map(({ mandate }) => cosign(second, mandate)));
    expect(both.map(codeOf).toSorted()).toEqual(['DONE', 'MANDATE_LIMIT']);
    const waiting = proposed[both.findIndex((one) => codeOf(one) === 'MANDATE_LIMIT')]?.mandate;
    const counts = await rows(
      "SELECT count(*) FILTER (WHERE state = 'LIVE')::int AS live, count(*)::int AS all FROM mandate WHERE campaign_id = $1",
      campaign.id,
    );
    expect(counts).toEqual([{ live: 3, all: 4 }]);
    expect((await unchanged(on, () => cosign(second, waiting))).userErrors).toMatchObject([
      { code: 'MANDATE_LIMIT', path: ['input', 'mandateId'] },
    ]);
    await rows("UPDATE mandate SET until = now() - interval '1 second' WHERE id = $1", first.id);
    expect(codeOf(await cosign(second, waiting))).toBe('DONE');
    const elsewhere = await world.campaign(community);
    await world.mandate(await world.priority(elsewhere), { steward, cosigner: second });
  });

  it('is had once by a priority', async () => {
    const { community, campaign, steward } = await launched();
    const second = await world.affected(community);
    const priority = await world.priority(campaign);
    const proposed = [await propose(steward, priority), await propose(steward, priority)];
    const both = await Promise.all(proposed.map(({ mandate }) => cosign(second, mandate)));
    expect(both.map(codeOf).toSorted()).toEqual(['DONE', 'MANDATE_LIMIT']);
  });
});

describe('the time of a mandate', () => {
  it('is at most thirty days from now', async () => {
    const { campaign, steward } = await launched();
    const priority = await world.priority(campaign);
    const cases: [Record<string, unknown>, string, string][] = [
      [{ until: inDays(31) }, 'OUT_OF_RANGE', 'until'],
      [{ until: inDays(3650) }, 'OUT_OF_RANGE', 'until'],
      [{ until: inDays(-1) }, 'IN_THE_PAST', 'until'],
      [{ reason: '' }, 'TOO_SHORT', 'reason'],
      [{ reason: 'x'.repeat(2001) }, 'TOO_LONG', 'reason'],
      [{ reason: 'a\u202Eb' }, 'INVALID', 'reason'],
      [{ reason: 'a\u0000b' }, 'INVALID', 'reason'],
    ];
    for (const [input, code, field] of cases) {
      const payload = await unchanged(on, () => propose(steward, priority, input));
      expect(payload).toMatchObject({ mandate: null, userErrors: [{ code, path: ['input', field] }] });
    }
    expect(codeOf(await propose(steward, priority, { until: inDays(30) }))).toBe('DONE');
  });

  it('is over as a fact, before any clock notices, and stands still while the campaign is stopped', async () => {
    const { community, campaign, steward } = await launched();
    const second = await world.affected(community);
    const priority = await world.priority(campaign);
    const mandate = await world.mandate(priority, { steward, cosigner: second });
    const read = async () => {
      const query =
        'query ($handle: String!) { campaign(handle: $handle) { priorities { nodes { liveMandate { id } } } mandates { nodes { state viewerCanCosign } } } }';
      const seen = (await on.query(second, query, { handle: campaign.handle })).campaign;
      return [seen.mandates.nodes[0].state, seen.priorities.nodes[0].liveMandate?.id ?? null];
    };
    expect(await read()).toEqual(['LIVE', mandate.id]);
    await rows("UPDATE mandate SET until = now() - interval '1 second' WHERE id = $1", mandate.id);
    expect(await read()).toEqual(['ENDED', null]);
    const third = await world.affected(community);
    expect((await unchanged(on, () => cosign(third, mandate))).userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
    await rows("UPDATE mandate SET until = now() + interval '1 second' WHERE id = $1", mandate.id);
    await world.done(steward, 'stopCampaign', { campaignId: campaign.id, reason: 'Wait.' });
    await rows("UPDATE mandate SET until = now() - interval '1 second' WHERE id = $1", mandate.id);
    expect(await read()).toEqual(['LIVE', mandate.id]);
    expect((await unchanged(on, () => cosign(third, mandate))).userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
    expect(codeOf(await unchanged(on, () => propose(steward, priority)))).toBe('WRONG_STATE');
  });
});

describe('who may sign', () => {
  it('is an affected person of the same community, and nobody else', async () => {
    const { community, campaign, steward } = await launched();
    const other = await launched();
    const second = await world.affected(community);
    const priority = await world.priority(campaign);
    await world.mandate(priority, { steward, cosigner: second });
    const { mandate } = await propose(steward, await world.priority(campaign));
    const people: Record<string, [Person | null, string, string]> = {
      anonymous: [null, 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
      stranger: [await world.person(), 'FORBIDDEN', 'FORBIDDEN'],
      ally: [await world.ally(community), 'FORBIDDEN', 'FORBIDDEN'],
      allyOrganizer: [await world.allyOrganizer(community), 'FORBIDDEN', 'FORBIDDEN'],
      foreignSteward: [other.steward, 'FORBIDDEN', 'NOT_FOUND'],
      foreignAffected: [await world.affected(other.community), 'FORBIDDEN', 'NOT_FOUND'],
    };
    await unchanged(on, async () => {
      for (const [role, [person, proposing, signing]] of Object.entries(people)) {
        const codes = [
          await on.refusal(person, 'proposeMandate', proposal(priority)),
          await on.refusal(person, 'cosignMandate', { mandateId: mandate.id }),
        ];
        expect([role, codes]).toEqual([role, [proposing, signing]]);
      }
    });
    const missing = (mandateId: string) =>
      on.send(steward, 'mutation ($i: CosignMandateInput!) { cosignMandate(input: $i) { userErrors { code } } }', {
        i: { mandateId },
      });
    const foreign = await propose(other.steward, await world.priority(other.campaign));
    const absent = await missing('00000000-0000-4000-8000-000000000000');
    expect(absent.errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect(await missing(foreign.mandate.id)).toEqual(absent);
  });
});
