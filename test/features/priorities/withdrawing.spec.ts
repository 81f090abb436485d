import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { named, onProbation, outsiders, proposedBy, ranked, recordOf, staged } from './staged.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const FIELDS =
  'priority { state withdrawnAt withdrawnBecause rank viewerCanWithdraw viewerCanRestore viewerCanRevise }';

describe('withdrawing a priority', () => {
  it('is its proposer’s right until the community stands behind it, on probation too and without a reason', async () => {
    const { community, campaign } = await staged(world);
    const newcomer = await world.affected(community);
    await onProbation(world, newcomer, community);
    const { id } = await proposedBy(world, campaign, newcomer);
    const { priority } = await world.done(newcomer, 'withdrawPriority', { priorityId: id }, FIELDS);
    expect(priority).toEqual({
      state: 'WITHDRAWN',
      withdrawnAt: expect.any(String),
      withdrawnBecause: null,
      rank: null,
      viewerCanWithdraw: false,
      viewerCanRestore: true,
      viewerCanRevise: false,
    });
    expect(await recordOf(on, id)).toMatchObject([
      { kind: 'priority.proposed', role: 'AFFECTED' },
      { kind: 'priority.withdrawn', role: 'AFFECTED', details: { as: 'PROPOSER' } },
    ]);
  });

  it('is a steward’s right with a reason, whoever proposed it and whoever stands behind it', async () => {
    const scene = await staged(world);
    const proposal = await proposedBy(world, scene.campaign, scene.second);
    const { priority: behind } = await named(world, scene);
    for (const { id } of [proposal, behind]) {
      const mute = await unchanged(on, () => on.mutate(scene.steward, 'withdrawPriority', { priorityId: id }, FIELDS));
      expect(mute).toMatchObject({
        priority: null,
        userErrors: [{ code: 'REASON_REQUIRED', path: ['input', 'reason'] }],
      });
      const input = { priorityId: id, reason: 'The boilers were mended.' };
      const { priority } = await world.done(scene.steward, 'withdrawPriority', input, FIELDS);
      expect(priority).toMatchObject({ state: 'WITHDRAWN', withdrawnBecause: 'The boilers were mended.' });
    }
    const entries = await recordOf(on, behind.id);
    expect(entries.at(-1)).toMatchObject({ kind: 'priority.withdrawn', role: 'STEWARD', details: { as: 'STEWARD' } });
    expect(JSON.stringify(entries)).not.toContain('boilers');
  });

  it('is refused to everybody else, and changes nothing', async () => {
    const scene = await staged(world);
    const { community, campaign, steward, second } = scene;
    const { id: priorityId } = await proposedBy(world, campaign, steward);
    const newcomer = await world.affected(community);
    await onProbation(world, newcomer, community);
    const people = {
      ...(await outsiders(world, scene)),
      second: [second, 'FORBIDDEN'],
      newcomer: [newcomer, 'FORBIDDEN'],
    };
    await unchanged(on, async () => {
      for (const [role, [person, code]] of Object.entries(people)) {
        const input = { priorityId, reason: 'Ours now' };
        expect([role, await on.refusal(person as Person | null, 'withdrawPriority', input)]).toEqual([role, code]);
      }
    });
  });

  it('is no longer its proposer’s once it is named, nor anybody’s a second time or when the campaign is over', async () => {
    const scene = await staged(world);
    const { priority } = await named(world, scene);
    const input = { priorityId: priority.id, reason: 'Done.' };
    expect(await unchanged(on, () => on.refusal(scene.second, 'withdrawPriority', input))).toBe('FORBIDDEN');
    await world.done(scene.steward, 'withdrawPriority', input);
    const again = await unchanged(on, () => on.mutate(scene.steward, 'withdrawPriority', input));
    expect(again.userErrors).toMatchObject([{ code: 'PRIORITY_PUT_ASIDE', path: ['input', 'priorityId'] }]);
    const other = await proposedBy(world, scene.campaign, scene.second);
    await world.done(scene.steward, 'concludeCampaign', { campaignId: scene.campaign.id, conclusion: 'We won.' });
    const late = await unchanged(on, () => on.mutate(scene.second, 'withdrawPriority', { priorityId: other.id }));
    expect(late.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
  });

  it('refuses reasons that are empty, endless or hostile', async () => {
    const { campaign, steward } = await staged(world);
    const { id: priorityId } = await proposedBy(world, campaign, steward);
    const codes = await unchanged(on, async () => {
      const all = [' ', 'x'.repeat(501), 'a\u202Eb'].map((reason) =>
        on.mutate(steward, 'withdrawPriority', { priorityId, reason }),
      );
      return (await Promise.all(all)).map(({ userErrors }) => userErrors[0]?.code);
    });
    expect(codes).toEqual(['TOO_SHORT', 'TOO_LONG', 'INVALID']);
  });
});

describe('a named priority that is withdrawn', () => {
  it('ends its mandates and the proposals of others, pauses its open asks with the reason, and keeps what was pledged', async () => {
    const scene = await staged(world);
    const { community, campaign, steward, second } = scene;
    const { priority, mandate, ask } = await named(world, scene);
    const pledge = await world.pledge({ ask, by: await world.ally(community) });
    const draft = await world.ask({ steward, campaignId: campaign.id, priorityId: priority.id }, {}, false);
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const waiting = { priorityId: priority.id, kind: 'EMERGENCY', until, reason: 'Once more.' };
    const { mandate: proposal } = await world.done(steward, 'proposeMandate', waiting, 'mandate { id }');
    await world.done(steward, 'withdrawPriority', { priorityId: priority.id, reason: 'Mended.' });

    const mandates = await owner('SELECT id, state, until <= now() AS over FROM mandate WHERE priority_id = $1', [
      priority.id,
    ]);
    expect(mandates).toEqual(
      expect.arrayContaining([
        { id: mandate.id, state: 'ENDED', over: true },
        // Unsigned to the last: outsiders never get to read it.
        { id: proposal.id, state: 'PROPOSED', over: true },
      ]),
    );
    const shown = 'query ($id: ID!) { ask(id: $id) { state pausedBecause viewerCanOpen } }';
    expect((await on.query(steward, shown, { id: ask.id })).ask).toEqual({
      state: 'PAUSED',
      pausedBecause: 'MANDATE_ENDED',
      viewerCanOpen: false,
    });
    expect((await on.query(steward, shown, { id: draft.id })).ask).toMatchObject({
      state: 'DRAFT',
      viewerCanOpen: false,
    });
    expect(await owner('SELECT state FROM pledge WHERE id = $1', [pledge.id])).toEqual([{ state: 'ACTIVE' }]);
    const told = await owner(
      `SELECT e.kind, e.details FROM record_entry e JOIN outbox_event o ON o.id = e.id AND o.kind = e.kind
        WHERE e.subject_id = ANY ($1) AND e.kind IN ('mandate.ended', 'ask.paused') ORDER BY e.kind, e.details::text`,
      [[mandate.id, proposal.id, ask.id]],
    );
    expect(told).toEqual([
      { kind: 'ask.paused', details: { because: 'MANDATE_ENDED', mandateId: mandate.id } },
      { kind: 'mandate.ended', details: {} },
      { kind: 'mandate.ended', details: {} },
    ]);
    const state = 'query ($id: ID!) { node(id: $id) { ... on Mandate { state viewerCanCosign } } }';
    expect((await on.query(second, state, { id: proposal.id })).node).toEqual({
      state: 'ENDED',
      viewerCanCosign: false,
    });
  });

  it('keeps its rank, and nobody moves up', async () => {
    const { campaign, steward } = await staged(world);
    const three = [1, 2, 3].map(() => world.priority(campaign));
    const [first, second, third] = (await Promise.all(three)).map(({ id }) => id) as [string, string, string];
    await ranked(on, first, second, third);
    await world.done(steward, 'withdrawPriority', { priorityId: second, reason: 'Mended.' });
    const ranks = await owner('SELECT id, rank FROM priority WHERE campaign_id = $1 ORDER BY rank', [campaign.id]);
    expect(ranks).toEqual([
      { id: first, rank: 1 },
      { id: second, rank: 2 },
      { id: third, rank: 3 },
    ]);
    const query = 'query ($handle: String!) { campaign(handle: $handle) { priorities { nodes { id rank state } } } }';
    const listed = (await on.query(null, query, { handle: campaign.handle })).campaign.priorities.nodes;
    expect(listed).toEqual([
      { id: first, rank: 1, state: 'RANKED' },
      { id: third, rank: 3, state: 'RANKED' },
    ]);
  });

  it('has nothing new done under it, by any door', async () => {
    const scene = await staged(world);
    const { campaign, steward, second } = scene;
    const { priority, ask } = await named(world, scene);
    const { id: elsewhere } = await proposedBy(world, campaign, steward);
    const draft = await world.ask({ steward, campaignId: campaign.id, priorityId: elsewhere }, {}, false);
    const own = await proposedBy(world, campaign, second);
    await world.done(steward, 'withdrawPriority', { priorityId: priority.id, reason: 'Mended.' });
    await world.done(second, 'withdrawPriority', { priorityId: own.id });
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const of = { priorityId: priority.id };
    const drafted = {
      ...of,
      campaignId: campaign.id,
      title: 'Come',
      kind: 'SHOW_UP',
      unit: 'people',
      quantityWanted: 1,
    };
    const [row] = await owner('SELECT mandate_id AS mandate FROM ask WHERE id = $1', [ask.id]);
    const attempts: [Person, string, Record<string, unknown>][] = [
      [second, 'proposeMandate', { ...of, kind: 'EMERGENCY', until, reason: 'Cold.' }],
      [steward, 'draftAsk', drafted],
      [steward, 'reviseAsk', { askId: draft.id, expectedVersion: 1, priorityId: priority.id }],
      [steward, 'openAsk', { askId: ask.id }],
      [steward, 'openAsk', { askId: ask.id, mandateId: row?.['mandate'] }],
      [second, 'discussPriority', { ...of, text: 'Still cold here.' }],
      [second, 'translatePriority', { ...of, language: 'es', statement: 'Calefacción' }],
      [steward, 'setPriorityReviewDate', { ...of, expectedVersion: 1 }],
      [second, 'revisePriority', { priorityId: own.id, expectedVersion: 1, details: 'More.' }],
      [steward, 'mergePriorities', { intoId: priority.id, fromIds: [elsewhere] }],
    ];
    await unchanged(on, async () => {
      for (const [person, field, input] of attempts) {
        const { userErrors } = await on.mutate(person, field, input);
        expect([field, userErrors.map(({ code }: { code: string }) => code)]).toEqual([field, ['PRIORITY_PUT_ASIDE']]);
      }
    });
  });
});
