import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { digests, recordOf, rowOf } from '../priorities/staged.js';
import { type Coalition, coalition, recorded } from './coalition.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const ofLead = ({ campaign, lead }: Coalition) => world.priority({ ...campaign, steward: lead.second });
const ofHost = ({ campaign, host }: Coalition) => world.priority({ ...campaign, steward: host.second });

describe('a priority that a lead proposed', () => {
  it('is withdrawn and brought back by its proposer, whom the host does not get to know', async () => {
    const scene = await coalition(world);
    const { host, lead } = scene;
    const { id: priorityId } = await ofLead(scene);
    await world.done(lead.second, 'withdrawPriority', { priorityId });
    expect(await rowOf(on, priorityId)).toMatchObject({ put_aside_by: null, put_aside_for: lead.id });
    await world.done(lead.second, 'restorePriority', { priorityId });
    const kinds = ['priority.proposed', 'priority.withdrawn', 'priority.restored'];
    expect(await recorded(world, host.id, 'priority.%')).toEqual(
      kinds.map((kind) => ({ kind, role: 'AFFECTED', byMember: false, leadId: lead.id })),
    );
    expect(await recorded(world, lead.id, 'priority.%')).toMatchObject(kinds.map((kind) => ({ kind, byMember: true })));
    const { recorded: last, stored } = await digests(on, priorityId);
    expect(last).toBe(stored);
  });

  it('is withdrawn by a steward of the lead or of the host, and what the lead’s did the lead’s undoes', async () => {
    const scene = await coalition(world);
    const { host, lead } = scene;
    const { id: priorityId } = await ofLead(scene);
    const mandate = { priorityId, kind: 'EMERGENCY', until: new Date(Date.now() + 86_400_000).toISOString() };
    const given = await world.done(lead.steward, 'proposeMandate', { ...mandate, reason: 'Cold.' }, 'mandate { id }');
    await world.done(lead.second, 'cosignMandate', { mandateId: given.mandate.id });
    const ask = await world.ask({ steward: lead.steward, campaignId: scene.campaign.id, priorityId });
    await world.done(host.steward, 'withdrawPriority', { priorityId, reason: 'Against what we agreed.' });
    // The host pauses what another community leads: there is nothing left to ask for under it.
    expect(await sql(on.urls.owner)('SELECT state, paused_because FROM ask WHERE id = $1', [ask.id])).toEqual([
      { state: 'PAUSED', paused_because: 'MANDATE_ENDED' },
    ]);
    const restore = { priorityId };
    expect(await unchanged(on, () => on.refusal(lead.steward, 'restorePriority', restore))).toBe('FORBIDDEN');
    await world.done(host.steward, 'restorePriority', restore);
    await world.done(lead.steward, 'withdrawPriority', { priorityId, reason: 'We change our minds.' });
    await world.done(lead.steward, 'restorePriority', restore);
    expect((await recordOf(on, priorityId)).map(({ kind, role, details }) => [kind, role, details.leadId])).toEqual([
      ['priority.proposed', 'AFFECTED', lead.id],
      ['priority.withdrawn', 'STEWARD', undefined],
      ['priority.restored', 'STEWARD', undefined],
      ['priority.withdrawn', 'STEWARD', lead.id],
      ['priority.restored', 'STEWARD', lead.id],
    ]);
  });

  it('is merged by a steward of the host, or by its proposer, and by no steward of a lead', async () => {
    const scene = await coalition(world);
    const { host, lead } = scene;
    const [into, from] = [await ofHost(scene), await ofLead(scene)];
    const input = { intoId: into.id, fromIds: [from.id] };
    expect(await unchanged(on, () => on.refusal(lead.steward, 'mergePriorities', input))).toBe('FORBIDDEN');
    expect(await unchanged(on, () => on.refusal(host.second, 'mergePriorities', input))).toBe('FORBIDDEN');
    await world.done(lead.second, 'mergePriorities', input);
    await world.done(host.steward, 'restorePriority', { priorityId: from.id });
    await world.done(host.steward, 'mergePriorities', input);
    expect(await rowOf(on, from.id)).toMatchObject({ merged_into: into.id, put_aside_for: null });
  });

  it('has its review set by a steward of the lead, who sets none of the host’s', async () => {
    const scene = await coalition(world);
    const { lead } = scene;
    const [theirs, ours] = [await ofHost(scene), await ofLead(scene)];
    const reviewOn = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const input = (priorityId: string) => ({ priorityId, expectedVersion: 1, reviewOn });
    expect(await unchanged(on, () => on.refusal(lead.steward, 'setPriorityReviewDate', input(theirs.id)))).toBe(
      'FORBIDDEN',
    );
    await world.done(lead.steward, 'setPriorityReviewDate', input(ours.id));
    const { recorded: last, stored } = await digests(on, ours.id);
    expect(last).toBe(stored);
  });
});

describe('the people of a lead', () => {
  const READ = `query ($id: ID!) { node(id: $id) { ... on Priority { viewerCanDiscuss discussion(orderBy: OLDEST) { nodes { id text lead { id } viewerCanRemove } } } } }`;

  it('discuss what the host proposed, each known to their own community alone', async () => {
    const scene = await coalition(world);
    const { host, lead } = scene;
    const { id: priorityId } = await ofHost(scene);
    const say = (by: Person, text: string) =>
      world.done(by, 'discussPriority', { priorityId, text }, 'remark { id }').then(({ remark }) => remark.id);
    const [ours, theirs] = [await say(host.second, 'The boilers first.'), await say(lead.second, 'And the roofs.')];
    const seen = (await on.query(lead.second, READ, { id: priorityId })).node;
    expect(seen).toMatchObject({
      viewerCanDiscuss: true,
      discussion: {
        nodes: [
          { id: ours, text: 'The boilers first.', lead: { id: host.id }, viewerCanRemove: false },
          { id: theirs, text: 'And the roofs.', lead: { id: lead.id }, viewerCanRemove: false },
        ],
      },
    });
    const stored = await sql(on.urls.owner)('SELECT written_by, lead_id FROM priority_remark WHERE id = $1', [theirs]);
    expect(stored).toEqual([{ written_by: null, lead_id: lead.id }]);
    const authors =
      'query ($id: ID!) { node(id: $id) { ... on Priority { discussion(orderBy: OLDEST) { nodes { author { pseudonym } } } } } }';
    const read = async (as: Person) => {
      const { data } = await on.send(as, authors, { id: priorityId });
      return data.node.discussion.nodes.map(({ author }: { author: unknown }) => author !== null);
    };
    expect([await read(host.steward), await read(lead.steward)]).toEqual([
      [true, false],
      [false, true],
    ]);
    const removal = { remarkId: ours, reason: 'Not ours to keep.' };
    expect(await unchanged(on, () => on.refusal(lead.steward, 'removeRemark', removal))).toBe('FORBIDDEN');
    await world.done(lead.steward, 'removeRemark', { ...removal, remarkId: theirs });
    await world.done(host.second, 'withdrawRemark', { remarkId: ours });
  });

  it('take back what they said themselves, and nobody else of the lead does', async () => {
    const scene = await coalition(world);
    const { lead } = scene;
    const { id: priorityId } = await ofHost(scene);
    const { remark } = await world.done(lead.second, 'discussPriority', { priorityId, text: 'Ours.' }, 'remark { id }');
    const input = { remarkId: remark.id };
    expect(await unchanged(on, () => on.refusal(lead.steward, 'withdrawRemark', input))).toBe('FORBIDDEN');
    await world.done(lead.second, 'withdrawRemark', input);
  });

  it('translate it, and take their translation away', async () => {
    const scene = await coalition(world);
    const { host, lead } = scene;
    const { id: priorityId } = await ofHost(scene);
    const input = { priorityId, language: 'es', statement: 'Calor' };
    const fields = 'translation { id lead { id } }';
    const { translation } = await world.done(lead.second, 'translatePriority', input, fields);
    expect(translation.lead).toEqual({ id: lead.id });
    const away = { translationId: translation.id };
    expect(await unchanged(on, () => on.refusal(host.second, 'withdrawTranslation', away))).toBe('FORBIDDEN');
    await world.done(lead.second, 'withdrawTranslation', away);
    const ofHosts = await world.done(host.second, 'translatePriority', input, fields);
    const foreign = { translationId: ofHosts.translation.id };
    expect(await unchanged(on, () => on.refusal(lead.steward, 'withdrawTranslation', foreign))).toBe('FORBIDDEN');
    // A replacement of theirs is theirs: the host's translator has no say in it any more.
    const next = await world.done(lead.second, 'translatePriority', { ...input, expectedVersion: 1 }, fields);
    expect(next.translation.lead).toEqual({ id: lead.id });
    await world.done(lead.steward, 'withdrawTranslation', { translationId: next.translation.id });
  });

  it('do nothing of it any more once their community has left, and allies of a lead never did', async () => {
    const scene = await coalition(world);
    const { lead, campaign } = scene;
    const { id: priorityId } = await ofLead(scene);
    await world.campaign(lead);
    const allies = [await world.ally(lead), await world.allyOrganizer(lead)];
    const attempts: [string, Record<string, unknown>][] = [
      ['withdrawPriority', { priorityId, reason: 'Ours' }],
      ['discussPriority', { priorityId, text: 'Ours' }],
      ['translatePriority', { priorityId, language: 'es', statement: 'Nuestra' }],
      ['setPriorityReviewDate', { priorityId, expectedVersion: 1 }],
    ];
    await unchanged(on, async () => {
      for (const [field, input] of attempts) {
        for (const ally of allies) expect([field, await on.refusal(ally, field, input)]).toEqual([field, 'FORBIDDEN']);
      }
    });
    await world.done(lead.steward, 'leaveCoalition', { campaignId: campaign.id, communityId: lead.id });
    await unchanged(on, async () => {
      for (const [field, input] of attempts) {
        expect([field, ['FORBIDDEN', 'NOT_FOUND']]).toEqual([
          field,
          expect.arrayContaining([await on.refusal(lead.steward, field, input)]),
        ]);
      }
    });
  });
});

describe('erasing oneself', () => {
  it('takes what one said for a lead along, and leaves what others said', async () => {
    const scene = await coalition(world);
    const { host, lead } = scene;
    const { id: priorityId } = await ofHost(scene);
    await world.done(lead.second, 'discussPriority', { priorityId, text: 'Mine alone.' });
    await world.done(lead.steward, 'discussPriority', { priorityId, text: 'Someone else’s.' });
    await world.done(host.second, 'discussPriority', { priorityId, text: 'The host’s.' });
    await world.done(lead.second, 'eraseMe', { phrase: 'erase me for good' });
    await world.done(host.second, 'eraseMe', { phrase: 'erase me for good' });
    const rows = await sql(on.urls.owner)(
      'SELECT text, withdrawn_at, removed_at FROM priority_remark WHERE priority_id = $1 ORDER BY written_at',
      [priorityId],
    );
    expect(rows.map(({ text }) => text)).toEqual([null, 'Someone else’s.', null]);
    const { recorded: last, stored } = await digests(on, priorityId);
    expect(last).toBe(stored);
  });
});
