import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { type Founded, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const fields =
  'priority { id statement details language rank namedAt isNamed reviewOn version proposedBy { pseudonym } liveMandate { id } viewerCanRevise viewerCanProposeMandate }';

async function launched() {
  const community = await world.community({ language: 'es' });
  return { community, campaign: await world.campaign(community), steward: community.steward };
}

const onProbation = (community: Founded) =>
  sql(on.urls.owner)(
    "UPDATE membership SET probation_until = now() + interval '1 day' WHERE community_id = $1 AND standing = 'AFFECTED' AND NOT is_steward",
    [community.id],
  );

describe('proposing a priority', () => {
  it('is for everyone affected, newcomers on probation included, and seen by insiders until it is named', async () => {
    const { community, campaign, steward } = await launched();
    const newcomer = await world.affected(community, { pseudonym: 'Nueva' });
    const colleague = await world.affected(community);
    await onProbation(community);
    const organizer = await world.allyOrganizer(community);
    const ally = await world.ally(community);
    const input = { campaignId: campaign.id, statement: 'Calefacción', reviewOn: day(90) };
    const { priority } = await world.done(newcomer, 'proposePriority', input, fields);
    expect(priority).toEqual({
      id: expect.any(String),
      statement: 'Calefacción',
      details: '',
      language: 'es',
      rank: null,
      namedAt: null,
      isNamed: false,
      reviewOn: day(90),
      version: 1,
      proposedBy: { pseudonym: 'Nueva' },
      liveMandate: null,
      viewerCanRevise: true,
      viewerCanProposeMandate: false,
    });
    const read = async (as: Person | null) => {
      const query =
        'query ($handle: String!) { campaign(handle: $handle) { viewerCanProposePriority priorities { totalCount nodes { statement viewerCanRevise } } } }';
      const seen = (await on.query(as, query, { handle: campaign.handle })).campaign;
      return [seen.priorities.totalCount, seen.priorities.nodes[0]?.viewerCanRevise, seen.viewerCanProposePriority];
    };
    expect(await read(steward)).toEqual([1, false, true]);
    expect(await read(colleague)).toEqual([1, false, true]);
    expect(await read(organizer)).toEqual([1, false, false]);
    for (const outsider of [ally, null, await world.person(), (await launched()).steward]) {
      expect(await read(outsider)).toEqual([0, undefined, false]);
    }
    await world.mandate(priority, { steward, cosigner: await world.affected(community) });
    for (const anyone of [ally, null]) expect(await read(anyone)).toEqual([1, false, false]);
  });

  it('is refused to everybody else, and changes nothing', async () => {
    const { community, campaign } = await launched();
    const other = await launched();
    const unlisted = await world.campaign(community, { visibility: 'UNLISTED' });
    const people: Record<string, [Person | null, string, string]> = {
      anonymous: [null, 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
      stranger: [await world.person(), 'FORBIDDEN', 'FORBIDDEN'],
      ally: [await world.ally(community), 'FORBIDDEN', 'FORBIDDEN'],
      allyOrganizer: [await world.allyOrganizer(community), 'FORBIDDEN', 'FORBIDDEN'],
      foreignSteward: [other.steward, 'FORBIDDEN', 'NOT_FOUND'],
      foreignAffected: [await world.affected(other.community), 'FORBIDDEN', 'NOT_FOUND'],
    };
    await unchanged(on, async () => {
      for (const [role, [person, forPublic, forUnlisted]] of Object.entries(people)) {
        const propose = (campaignId: string) =>
          on.refusal(person, 'proposePriority', { campaignId, statement: 'Ours' });
        expect([role, await propose(campaign.id), await propose(unlisted.id)]).toEqual([role, forPublic, forUnlisted]);
      }
    });
  });

  it('refuses one that is there already in other capitals, texts that are empty, endless or hostile, and a review in the past', async () => {
    const { campaign, steward } = await launched();
    await world.priority(campaign, { statement: 'Heat in Winter' });
    const cases: [Record<string, unknown>, string, string][] = [
      [{ statement: 'HEAT in winter ' }, 'PRIORITY_EXISTS', 'statement'],
      [{ statement: '\u200b' }, 'TOO_SHORT', 'statement'],
      [{ statement: 'x'.repeat(301) }, 'TOO_LONG', 'statement'],
      [{ statement: 'a\nb' }, 'INVALID', 'statement'],
      [{ statement: 'a\u202Eb' }, 'INVALID', 'statement'],
      [{ details: 'x'.repeat(4001) }, 'TOO_LONG', 'details'],
      [{ details: '\u0000' }, 'INVALID', 'details'],
      [{ language: '??' }, 'INVALID', 'language'],
      [{ reviewOn: day(-1) }, 'IN_THE_PAST', 'reviewOn'],
    ];
    for (const [input, code, field] of cases) {
      const payload = await unchanged(on, () =>
        on.mutate(steward, 'proposePriority', { campaignId: campaign.id, statement: 'Other', ...input }, fields),
      );
      expect(payload).toMatchObject({ priority: null, userErrors: [{ code, path: ['input', field] }] });
    }
  });

  it('names a need once when many propose it at once, and once for one key', async () => {
    const { community, campaign, steward } = await launched();
    const input = { campaignId: campaign.id, statement: 'Water' };
    const colleague = await world.affected(community);
    const all = await Promise.all(
      [steward, colleague, steward, colleague].map((as) => on.mutate(as, 'proposePriority', input, 'priority { id }')),
    );
    expect(all.filter((one) => one.userErrors[0]?.code === 'PRIORITY_EXISTS')).toHaveLength(3);
    const keyed = { ...input, statement: 'Light', idempotencyKey: world.unique('key') };
    const twice = await Promise.all([1, 2].map(() => on.mutate(steward, 'proposePriority', keyed, 'priority { id }')));
    expect(twice[0]).toEqual(twice[1]);
    expect(await on.refusal(steward, 'proposePriority', { ...keyed, statement: 'Dark' })).toBe('CONFLICT');
    const entries = await sql(on.urls.owner)(
      "SELECT id, details FROM record_entry WHERE campaign_id = $1 AND kind = 'priority.proposed'",
      [campaign.id],
    );
    const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(entries.map((entry) => entry['details'])).toEqual([{ digest }, { digest }]);
    const events = await sql(on.urls.owner)('SELECT id FROM outbox_event WHERE id = ANY ($1)', [
      entries.map((entry) => entry['id']),
    ]);
    expect(events).toHaveLength(2);
  });
});

describe('revising a priority', () => {
  it('is its proposer’s right alone, until the community stands behind it', async () => {
    const { community, campaign, steward } = await launched();
    const proposer = await world.affected(community);
    const { priority } = await world.done(
      proposer,
      'proposePriority',
      { campaignId: campaign.id, statement: 'Heat' },
      fields,
    );
    const input = { priorityId: priority.id, expectedVersion: 1, statement: 'Heat in every room', reviewOn: day(30) };
    const people: Record<string, [Person | null, string]> = {
      anonymous: [null, 'UNAUTHENTICATED'],
      stranger: [await world.person(), 'FORBIDDEN'],
      ally: [await world.ally(community), 'FORBIDDEN'],
      allyOrganizer: [await world.allyOrganizer(community), 'FORBIDDEN'],
      steward: [steward, 'FORBIDDEN'],
      foreignSteward: [(await launched()).steward, 'NOT_FOUND'],
    };
    await unchanged(on, async () => {
      for (const [role, [person, expected]] of Object.entries(people)) {
        const code = await on.refusal(person, 'revisePriority', input);
        // Those without any standing that could are turned away before it is looked up; an ally finds nothing there.
        expect([role, code]).toEqual([role, role === 'ally' || role === 'stranger' ? 'FORBIDDEN' : expected]);
      }
    });
    const revised = await world.done(proposer, 'revisePriority', input, fields);
    expect(revised.priority).toMatchObject({ statement: 'Heat in every room', reviewOn: day(30), version: 2 });
    const stale = await unchanged(on, () => on.mutate(proposer, 'revisePriority', input, fields));
    expect(stale.userErrors).toMatchObject([{ code: 'STALE_VERSION', path: ['input', 'expectedVersion'] }]);
    await world.mandate(priority, { steward, cosigner: proposer });
    const late = { ...input, expectedVersion: 2, statement: 'Something else' };
    expect(await unchanged(on, () => on.refusal(proposer, 'revisePriority', late))).toBe('FORBIDDEN');
  });

  it('loses against a mandate signed at the same time, or comes before it, and never after', async () => {
    const { community, campaign, steward } = await launched();
    const cosigner = await world.affected(community);
    const priority = await world.priority(campaign);
    const { mandate } = await world.done(
      cosigner,
      'proposeMandate',
      { priorityId: priority.id, kind: 'EMERGENCY', until: `${day(20)}T00:00:00Z`, reason: 'Cold' },
      'mandate { id }',
    );
    const [signed, revision] = await Promise.all([
      on.send(steward, 'mutation ($i: CosignMandateInput!) { cosignMandate(input: $i) { userErrors { code } } }', {
        i: { mandateId: mandate.id },
      }),
      on.send(steward, 'mutation ($i: RevisePriorityInput!) { revisePriority(input: $i) { userErrors { code } } }', {
        i: { priorityId: priority.id, expectedVersion: 1, statement: 'Meanwhile' },
      }),
    ]);
    expect(signed.errors).toEqual([]);
    const [row] = await sql(on.urls.owner)('SELECT version, named_at FROM priority WHERE id = $1', [priority.id]);
    expect(row).toEqual({ version: revision.errors.length === 0 ? 2 : 1, named_at: expect.any(Date) });
    expect(['FORBIDDEN', undefined]).toContain(revision.errors[0]?.extensions.code);
  });
});
