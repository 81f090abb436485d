import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { named, proposedBy, rowOf, staged } from './staged.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
describe('an import of asks', () => {
  const csv = (priority: string, id = 'a', title = 'Come') =>
    `external_id,priority,title,kind,unit,quantity\n${id},${priority},${title},SHOW_UP,people,1\n`;

  it('drafts nothing under a priority that was withdrawn, and under the live one that has its words by now', async () => {
    const { campaign, steward } = await staged(world);
    const old = await proposedBy(world, campaign, steward, { statement: 'Heat' });
    const send = (text: string) =>
      on.mutate(
        steward,
        'importAsks',
        { campaignId: campaign.id, csv: text },
        'report { created updated problems { code } }',
      );
    expect((await send(csv('heat'))).report).toEqual({ created: 1, updated: 0, problems: [] });
    await world.done(steward, 'withdrawPriority', { priorityId: old.id });
    const refused = await unchanged(on, async () => [await send(csv('Heat', 'b')), await send(csv(old.id, 'b'))]);
    for (const { report } of refused) {
      expect(report).toEqual({ created: 0, updated: 0, problems: [{ code: 'PRIORITY_PUT_ASIDE' }] });
    }
    const renewed = await proposedBy(world, campaign, steward, { statement: 'HEAT' });
    expect((await send(csv('heat', 'b'))).report).toMatchObject({ created: 1, problems: [] });
    // The file of before names an ask that has its priority already: it can be sent again, and corrected.
    expect((await send(csv('heat', 'a', 'Come all'))).report).toMatchObject({ updated: 1, problems: [] });
    expect(
      await owner('SELECT external_id, priority_id FROM ask WHERE campaign_id = $1 ORDER BY 1', [campaign.id]),
    ).toEqual([
      { external_id: 'a', priority_id: old.id },
      { external_id: 'b', priority_id: renewed.id },
    ]);
  });
});

describe('at the same moment', () => {
  const openUnderWithdrawn = (campaignId: string) =>
    owner(
      `SELECT a.id FROM ask a JOIN priority p ON p.id = a.priority_id WHERE a.campaign_id = $1 AND a.state = 'OPEN' AND p.withdrawn_at IS NOT NULL`,
      [campaignId],
    );

  it('an ask opens before its priority is withdrawn and is paused with it, or does not open', async () => {
    const scene = await staged(world);
    for (let round = 0; round < 4; round += 1) {
      const { priority } = await named(world, { ...scene, campaign: await world.campaign(scene.community) });
      const [{ campaignId }] = (await owner('SELECT campaign_id AS "campaignId" FROM priority WHERE id = $1', [
        priority.id,
      ])) as [{ campaignId: string }];
      const draft = await world.ask({ steward: scene.steward, campaignId, priorityId: priority.id }, {}, false);
      const send = (field: string, input: Record<string, unknown>) =>
        on.send(
          scene.steward,
          `mutation ($i: ${field[0]?.toUpperCase()}${field.slice(1)}Input!) { ${field}(input: $i) { userErrors { code } } }`,
          { i: input },
        );
      const [opened, withdrawn] = await Promise.all([
        send('openAsk', { askId: draft.id }),
        send('withdrawPriority', { priorityId: priority.id, reason: 'Mended.' }),
      ]);
      expect(withdrawn).toMatchObject({ errors: [], data: { withdrawPriority: { userErrors: [] } } });
      expect(opened.errors).toEqual([]);
      expect(await openUnderWithdrawn(campaignId)).toEqual([]);
      const [{ state }] = (await owner('SELECT state FROM ask WHERE id = $1', [draft.id])) as [{ state: string }];
      expect(state).toBe(opened.data.openAsk.userErrors.length === 0 ? 'PAUSED' : 'DRAFT');
    }
  });

  it('a proposal is named or withdrawn by its proposer, and no mandate lives under what is withdrawn', async () => {
    const { community, steward, second } = await staged(world);
    for (let round = 0; round < 4; round += 1) {
      const campaign = await world.campaign(community);
      const { id: priorityId } = await proposedBy(world, campaign, second);
      const until = new Date(Date.now() + 86_400_000).toISOString();
      const input = { priorityId, kind: 'EMERGENCY', until, reason: 'Cold.' };
      const { mandate } = await world.done(steward, 'proposeMandate', input, 'mandate { id }');
      await Promise.all([
        on.send(second, 'mutation ($i: CosignMandateInput!) { cosignMandate(input: $i) { userErrors { code } } }', {
          i: { mandateId: mandate.id },
        }),
        on.send(
          second,
          'mutation ($i: WithdrawPriorityInput!) { withdrawPriority(input: $i) { userErrors { code } } }',
          {
            i: { priorityId },
          },
        ),
      ]);
      const row = await rowOf(on, priorityId);
      const [stored] = await owner('SELECT state FROM mandate WHERE id = $1', [mandate.id]);
      expect([row['named_at'] !== null, row['withdrawn_at'] !== null, stored?.['state'] === 'LIVE']).toEqual(
        row['named_at'] === null ? [false, true, false] : [true, false, true],
      );
    }
  });
});
