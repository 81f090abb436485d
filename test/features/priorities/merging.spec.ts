import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { aged, digests, named, onProbation, outsiders, proposedBy, recordOf, rowOf, staged } from './staged.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const FIELDS =
  'into { id state mergedFrom { totalCount } } merged { id state mergedAt mergedInto { id } viewerCanMerge }';
const code = ({ userErrors }: { userErrors: { code: string; path: string[] }[] }) =>
  userErrors.map((one) => [one.code, one.path.at(-1)]);

describe('merging proposals', () => {
  it('lets a steward bring them together under a proposal or a named priority, and names both', async () => {
    const scene = await staged(world);
    const { campaign, steward, second } = scene;
    const { priority: into } = await named(world, scene);
    const [one, other] = [await proposedBy(world, campaign, steward), await proposedBy(world, campaign, second)];
    const input = { intoId: into.id, fromIds: [one.id, other.id, one.id] };
    const merged = await world.done(steward, 'mergePriorities', input, FIELDS);
    const shown = { state: 'MERGED', mergedAt: expect.any(String), mergedInto: { id: into.id }, viewerCanMerge: false };
    expect(merged).toMatchObject({
      into: { id: into.id, state: 'NAMED', mergedFrom: { totalCount: 2 } },
      merged: [
        { ...shown, id: one.id },
        { ...shown, id: other.id },
      ],
    });
    for (const { id } of [one, other]) {
      expect((await recordOf(on, id)).at(-1)).toMatchObject({
        kind: 'priority.merged',
        role: 'STEWARD',
        details: { as: 'STEWARD', intoId: into.id },
      });
    }
    // Words that were merged are free again.
    const [{ statement }] = (await sql(on.urls.owner)('SELECT statement FROM priority WHERE id = $1', [one.id])) as [
      { statement: string },
    ];
    await proposedBy(world, campaign, second, { statement });
  });

  it('lets whoever proposed them all do it, on probation too, into what somebody else proposed', async () => {
    const { community, campaign, steward, second } = await staged(world);
    const newcomer = await world.affected(community);
    await onProbation(world, newcomer, community);
    const into = await proposedBy(world, campaign, steward);
    const own = [await proposedBy(world, campaign, newcomer), await proposedBy(world, campaign, newcomer)];
    const foreign = await proposedBy(world, campaign, second);
    const mixed = { intoId: into.id, fromIds: [own[0]?.id, foreign.id] };
    expect(await unchanged(on, () => on.refusal(newcomer, 'mergePriorities', mixed))).toBe('FORBIDDEN');
    await world.done(newcomer, 'mergePriorities', { intoId: into.id, fromIds: own.map(({ id }) => id) });
    expect(await rowOf(on, own[1]?.id as string)).toMatchObject({ merged_into: into.id, put_aside_as: 'PROPOSER' });
  });

  it('is refused to everybody else, and changes nothing', async () => {
    const scene = await staged(world);
    const { campaign, steward, second } = scene;
    const [into, from] = [await proposedBy(world, campaign, second), await proposedBy(world, campaign, steward)];
    const input = { intoId: into.id, fromIds: [from.id] };
    const people = { ...(await outsiders(world, scene)), second: [second, 'FORBIDDEN'] as [Person, string] };
    await unchanged(on, async () => {
      for (const [role, [person, expected]] of Object.entries(people)) {
        expect([role, await on.refusal(person, 'mergePriorities', input)]).toEqual([role, expected]);
      }
    });
  });

  it('refuses what the community stands behind, what was put aside, itself, other campaigns, none and too many', async () => {
    const scene = await staged(world);
    const { community, campaign, steward } = scene;
    const { priority: behind } = await named(world, scene);
    const [into, from, gone, merged] = await Promise.all([1, 2, 3, 4].map(() => world.priority(campaign)));
    const [intoId, fromId, goneId, mergedId] = [into?.id, from?.id, gone?.id, merged?.id] as [
      string,
      string,
      string,
      string,
    ];
    await world.done(steward, 'withdrawPriority', { priorityId: goneId });
    await world.done(steward, 'mergePriorities', { intoId, fromIds: [mergedId] });
    const abroad = await world.priority(await world.campaign(community));
    const foreign = await world.priority((await staged(world)).campaign);
    const attempts: [string, string[], [string, string]][] = [
      [intoId, [behind.id], ['WRONG_STATE', 'fromIds']],
      [intoId, [goneId], ['PRIORITY_PUT_ASIDE', 'fromIds']],
      [intoId, [mergedId], ['PRIORITY_PUT_ASIDE', 'fromIds']],
      [goneId, [fromId], ['PRIORITY_PUT_ASIDE', 'intoId']],
      [mergedId, [fromId], ['PRIORITY_PUT_ASIDE', 'intoId']],
      [intoId, [fromId, intoId], ['INVALID', 'fromIds']],
      [intoId, [abroad.id], ['INVALID', 'fromIds']],
      [intoId, [], ['TOO_SHORT', 'fromIds']],
      [intoId, Array.from({ length: 21 }, () => fromId), ['TOO_MANY', 'fromIds']],
    ];
    await unchanged(on, async () => {
      for (const [target, fromIds, expected] of attempts) {
        const payload = await on.mutate(steward, 'mergePriorities', { intoId: target, fromIds }, FIELDS);
        expect([code(payload), payload.into]).toEqual([[expected], null]);
      }
      const hidden = { intoId, fromIds: [fromId, foreign.id] };
      expect(await on.refusal(steward, 'mergePriorities', hidden)).toBe('NOT_FOUND');
    });
  });

  it('makes no chains: what was merged before goes along, and the record says so', async () => {
    const { campaign, steward } = await staged(world);
    const [a, b, c] = (await Promise.all([1, 2, 3].map(() => world.priority(campaign)))) as [
      { id: string },
      { id: string },
      { id: string },
    ];
    await world.done(steward, 'mergePriorities', { intoId: b.id, fromIds: [a.id] });
    await world.done(steward, 'mergePriorities', { intoId: c.id, fromIds: [b.id] });
    for (const { id } of [a, b]) {
      expect(await rowOf(on, id)).toMatchObject({ merged_into: c.id });
      expect((await recordOf(on, id)).at(-1)).toMatchObject({ kind: 'priority.merged', details: { intoId: c.id } });
      const { recorded, stored } = await digests(on, id);
      expect(recorded).toBe(stored);
    }
    await world.done(steward, 'restorePriority', { priorityId: b.id });
    // What went along stays where it is, and is brought back by itself.
    expect(await rowOf(on, a.id)).toMatchObject({ merged_into: c.id });
    await world.done(steward, 'restorePriority', { priorityId: a.id });
    expect(await rowOf(on, a.id)).toMatchObject({ merged_into: null, merged_at: null, put_aside_as: null });
  });

  it('keeps what people said, and ends proposals of mandates for what is merged', async () => {
    const { campaign, steward, second } = await staged(world);
    const [into, from] = [await proposedBy(world, campaign, steward), await proposedBy(world, campaign, steward)];
    await world.done(second, 'discussPriority', { priorityId: from.id, text: 'Is that not the same?' });
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const proposal = { priorityId: from.id, kind: 'EMERGENCY', until, reason: 'Cold.' };
    const { mandate } = await world.done(second, 'proposeMandate', proposal, 'mandate { id }');
    await world.done(steward, 'mergePriorities', { intoId: into.id, fromIds: [from.id] });
    const query =
      'query ($id: ID!) { node(id: $id) { ... on Priority { mergedInto { id } discussion { nodes { text } } } } }';
    expect((await on.query(second, query, { id: from.id })).node).toEqual({
      mergedInto: { id: into.id },
      discussion: { nodes: [{ text: 'Is that not the same?' }] },
    });
    const signing = await unchanged(on, () => on.mutate(steward, 'cosignMandate', { mandateId: mandate.id }));
    expect(signing.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
  });

  it('is undone by restoring within fourteen days, by its proposer where its proposer did it', async () => {
    const { campaign, steward, second } = await staged(world);
    const [into, from] = [await proposedBy(world, campaign, steward), await proposedBy(world, campaign, second)];
    const input = { intoId: into.id, fromIds: [from.id] };
    await world.done(second, 'mergePriorities', input);
    await world.done(second, 'restorePriority', { priorityId: from.id });
    await world.done(steward, 'mergePriorities', input);
    const restore = { priorityId: from.id };
    expect(await unchanged(on, () => on.refusal(second, 'restorePriority', restore))).toBe('FORBIDDEN');
    await aged(on, from.id, 14);
    const late = await unchanged(on, () => on.mutate(steward, 'restorePriority', restore));
    expect(code(late)).toEqual([['WRONG_STATE', 'priorityId']]);
  });
});

describe('merges at the same moment', () => {
  it('never lead in a circle or to what was merged itself', async () => {
    const { campaign, steward, second } = await staged(world);
    for (let round = 0; round < 4; round += 1) {
      const [a, b, c] = (await Promise.all([1, 2, 3].map(() => proposedBy(world, campaign, second)))) as [
        { id: string },
        { id: string },
        { id: string },
      ];
      const merge = (as: Person, intoId: string, fromId: string) =>
        on.send(as, 'mutation ($i: MergePrioritiesInput!) { mergePriorities(input: $i) { userErrors { code } } }', {
          i: { intoId, fromIds: [fromId] },
        });
      const outcomes = await Promise.all([
        merge(steward, a.id, b.id),
        merge(second, b.id, a.id),
        merge(steward, c.id, a.id),
      ]);
      expect(outcomes.flatMap(({ errors }) => errors)).toEqual([]);
      expect(outcomes.some(({ data }) => data.mergePriorities.userErrors.length === 0)).toBe(true);
      const chains = await sql(on.urls.owner)(
        `SELECT p.id FROM priority p JOIN priority t ON t.id = p.merged_into WHERE p.campaign_id = $1 AND (t.merged_into IS NOT NULL OR t.withdrawn_at IS NOT NULL)`,
        [campaign.id],
      );
      expect(chains).toEqual([]);
      for (const { id } of [a, b, c]) {
        const { recorded, stored } = await digests(on, id);
        expect(recorded).toBe(stored);
      }
    }
  });

  it('a merge and the withdrawal of its target leave nothing merged into what is gone unseen', async () => {
    const { campaign, steward, second } = await staged(world);
    const [into, from] = [await proposedBy(world, campaign, steward), await proposedBy(world, campaign, second)];
    const [merge, withdrawal] = await Promise.all([
      on.mutate(second, 'mergePriorities', { intoId: into.id, fromIds: [from.id] }),
      on.mutate(steward, 'withdrawPriority', { priorityId: into.id }),
    ]);
    expect(withdrawal.userErrors).toEqual([]);
    const row = await rowOf(on, from.id);
    // Merged first, it points to what was withdrawn afterwards and can be restored; else it is as it was.
    expect([row['merged_into'], code(merge)]).toEqual(
      row['merged_into'] === null ? [null, [['PRIORITY_PUT_ASIDE', 'intoId']]] : [into.id, []],
    );
  });
});
