import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { World } from '../../support/world.js';
import { day, digests, proposedBy, ranked, recordOf, type Staged, staged } from './staged.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

type Deed = (scene: Staged, priorityId: string) => Promise<unknown>;

/** Every deed that writes a priority, done to a proposal of the second person's. */
const deeds: Record<string, Deed> = {
  proposed: async () => undefined,
  revised: ({ second }, priorityId) =>
    world.done(second, 'revisePriority', { priorityId, expectedVersion: 1, details: 'In every room.' }),
  review_date_set: ({ steward }, priorityId) =>
    world.done(steward, 'setPriorityReviewDate', { priorityId, expectedVersion: 1, reviewOn: day(30) }),
  translated: ({ second }, priorityId) =>
    world.done(second, 'translatePriority', { priorityId, language: 'es', statement: 'Calor' }),
  translation_withdrawn: async ({ second }, priorityId) => {
    const input = { priorityId, language: 'es', statement: 'Calor' };
    const { translation } = await world.done(second, 'translatePriority', input, 'translation { id }');
    await world.done(second, 'withdrawTranslation', { translationId: translation.id });
  },
  withdrawn: ({ steward }, priorityId) =>
    world.done(steward, 'withdrawPriority', { priorityId, reason: 'The boilers were mended.' }),
  restored: async ({ second }, priorityId) => {
    await world.done(second, 'withdrawPriority', { priorityId });
    await world.done(second, 'restorePriority', { priorityId });
  },
  merged: async ({ campaign, steward }, priorityId) => {
    const into = await world.priority(campaign);
    await world.done(steward, 'mergePriorities', { intoId: into.id, fromIds: [priorityId] });
  },
};

describe('the record vouches for a priority', () => {
  it.each(Object.entries(deeds))('once it was %s, by the digest of the row as it stands', async (kind, deed) => {
    const scene = await staged(world);
    const { id } = await proposedBy(world, scene.campaign, scene.second);
    await deed(scene, id);
    const last = (await recordOf(on, id)).at(-1);
    expect(last).toMatchObject({
      kind: `priority.${kind}`,
      details: { digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const { recorded, stored } = await digests(on, id);
    expect([last?.['details'].digest, recorded]).toEqual([stored, stored]);
  });

  it('whatever mandates and ranks say of it, and not once anyone writes past the record', async () => {
    const scene = await staged(world);
    const { campaign, steward, second } = scene;
    const priority = await proposedBy(world, campaign, second);
    await world.mandate(priority, { steward, cosigner: second });
    await ranked(on, priority.id);
    const before = await digests(on, priority.id);
    expect(before.recorded).toBe(before.stored);
    const forgeries = [
      "statement = 'More parking'",
      "details = 'As the council says'",
      "language = 'de'",
      "review_on = '2030-01-01'",
      'version = version + 1',
      "withdrawn_at = now(), put_aside_as = 'PROPOSER', put_aside_by = proposed_by",
    ];
    for (const forgery of forgeries) {
      const [row] = await sql(on.urls.owner)(
        `WITH forged AS (UPDATE priority SET ${forgery} WHERE id = $1 RETURNING *) SELECT statement FROM forged`,
        [priority.id],
      );
      expect([forgery, row !== undefined]).toEqual([forgery, true]);
      const { stored } = await digests(on, priority.id);
      expect([forgery, stored === before.stored]).toEqual([forgery, false]);
    }
  });

  it('does not take one text for another that runs together the same', async () => {
    const { campaign, steward } = await staged(world);
    const { id } = await proposedBy(world, campaign, steward, { statement: 'ab', details: 'c' });
    const before = (await digests(on, id)).stored;
    await sql(on.urls.owner)("UPDATE priority SET statement = 'a', details = 'bc' WHERE id = $1", [id]);
    expect((await digests(on, id)).stored).not.toBe(before);
  });

  it('and for its translation, by a digest of its own', async () => {
    const { campaign, steward } = await staged(world);
    const { id: priorityId } = await proposedBy(world, campaign, steward);
    const input = { priorityId, language: 'es', statement: 'Calor' };
    const { translation } = await world.done(steward, 'translatePriority', input, 'translation { id }');
    const digest = async () => {
      const [row] = await sql(on.urls.owner)(
        'SELECT app.translation_digest(t.community_id, t.id) AS digest FROM priority_translation t WHERE t.id = $1',
        [translation.id],
      );
      return row?.['digest'];
    };
    const last = (await recordOf(on, priorityId)).at(-1)?.['details'];
    expect(last).toMatchObject({ translationId: translation.id, translationDigest: await digest() });
    await sql(on.urls.owner)("UPDATE priority_translation SET statement = 'Aparcamiento' WHERE id = $1", [
      translation.id,
    ]);
    expect(await digest()).not.toBe(last.translationDigest);
  });

  it('that starts a campaign too', async () => {
    const person = await world.person();
    const template = (await on.query(null, '{ askTemplates { key } }')).askTemplates[0].key;
    const { campaign } = await world.done(
      person,
      'startCampaign',
      {
        communityHandle: world.unique('community'),
        communityName: 'Our street',
        campaignName: 'Warm homes',
        demand: { title: 'Mend the boilers', decisionMaker: 'The landlord' },
        priority: 'Heat in winter',
        ask: { template },
      },
      'campaign { priorities { nodes { id } } }',
    );
    const { recorded, stored } = await digests(on, campaign.priorities.nodes[0].id);
    expect([recorded, stored]).toEqual([stored, expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  it('in sentences without a word of what was written', async () => {
    const scene = await staged(world);
    const { id } = await proposedBy(world, scene.campaign, scene.second, { statement: 'Heat in winter' });
    await world.done(scene.steward, 'withdrawPriority', { priorityId: id, reason: 'The boilers were mended.' });
    await world.done(scene.steward, 'restorePriority', { priorityId: id });
    const query = 'query ($handle: String!) { community(handle: $handle) { record(first: 3) { nodes { text } } } }';
    const { nodes } = (await on.query(scene.steward, query, { handle: scene.community.handle })).community.record;
    expect(nodes.map(({ text }: { text: string }) => text)).toEqual(
      expect.arrayContaining(['A steward withdrew a priority.', 'A steward brought a priority back.']),
    );
  });
});
