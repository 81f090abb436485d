import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { type Coalition, coalition, joined, recorded } from './coalition.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const soon = () => new Date(Date.now() + 86_400_000).toISOString();
const of = (id: string) => ({ id });

/** A priority of the lead's, under a mandate that two of its people signed. */
async function mandated({ lead, campaign }: Coalition) {
  const priority = await world.priority({ ...campaign, steward: lead.steward });
  const mandate = await world.mandate(priority, { steward: lead.steward, cosigner: lead.second });
  return { priority, mandate, campaignId: campaign.id, priorityId: priority.id };
}

/** An ask of the lead's, open. */
async function led(scene: Coalition, input: Record<string, unknown> = {}) {
  const work = await mandated(scene);
  const ask = await world.ask({ ...work, steward: scene.lead.steward }, input);
  return { ...work, ask };
}

async function reportedTo(scene: Coalition, ask: { id: string }) {
  const ally = await world.ally(scene.host);
  const pledge = await world.pledge({ ask, by: ally });
  return { ally, pledge: await world.reported({ pledge }) };
}

const attest = (as: Person, occurrenceId: string) =>
  on.mutate(
    as,
    'attestFulfilment',
    { items: [{ occurrenceId }] },
    'results { occurrence { state } userErrors { code } }',
  );

describe('a priority of a lead', () => {
  it('is proposed in the name of that community, whose people alone know by whom', async () => {
    const { host, lead, campaign } = await coalition(world);
    const { id } = await world.priority({ ...campaign, steward: lead.second });
    const read = (as: Person) =>
      on.send(
        as,
        'query ($id: ID!) { node(id: $id) { ... on Priority { lead { id } proposedBy { pseudonym } viewerCanRevise } } }',
        { id },
      );
    const byHost = await read(host.steward);
    expect(byHost.data.node).toEqual({ lead: of(lead.id), proposedBy: null, viewerCanRevise: false });
    expect(byHost.errors.map((error) => error.extensions.code)).toEqual(['FORBIDDEN']);
    const bySteward = await read(lead.steward);
    expect(bySteward.data.node).toEqual({
      lead: of(lead.id),
      proposedBy: { pseudonym: expect.any(String) },
      viewerCanRevise: false,
    });
    expect((await read(lead.second)).data.node.viewerCanRevise).toBe(true);
    expect(await owner('SELECT proposed_by, lead_id FROM priority WHERE id = $1', [id])).toEqual([
      { proposed_by: null, lead_id: lead.id },
    ]);
    expect(await recorded(world, host.id, 'priority.%')).toEqual([
      { kind: 'priority.proposed', role: 'AFFECTED', byMember: false, leadId: lead.id },
    ]);
    expect(await recorded(world, lead.id, 'priority.%')).toMatchObject([{ byMember: true }]);
  });

  it('is revised by its proposer and nobody else, of the lead or the host', async () => {
    const { host, lead, campaign } = await coalition(world);
    const { id } = await world.priority({ ...campaign, steward: lead.second });
    const input = { priorityId: id, expectedVersion: 1, details: 'In every room.' };
    const refusals = await unchanged(on, async () => [
      await on.refusal(lead.steward, 'revisePriority', input),
      await on.refusal(host.steward, 'revisePriority', input),
    ]);
    expect(refusals).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    await world.done(lead.second, 'revisePriority', input);
  });

  it('asks which community, when two of one person’s lead', async () => {
    const { host, lead, campaign } = await coalition(world);
    const third = await world.community();
    await joined(world, campaign, third);
    const { code } = await world.done(third.steward, 'inviteToCommunity', { communityId: third.id }, 'code');
    await world.done(lead.second, 'acceptInvitation', { link: code });
    const input = { campaignId: campaign.id, statement: world.unique('Light') };
    const unclear = await unchanged(on, () => on.mutate(lead.second, 'proposePriority', input));
    expect(unclear.userErrors).toMatchObject([{ code: 'LEAD_REQUIRED', path: ['input', 'leadId'] }]);
    const { priority } = await world.done(
      lead.second,
      'proposePriority',
      { ...input, leadId: third.id },
      'priority { lead { id } }',
    );
    expect(priority.lead).toEqual(of(third.id));
    const unknown = await world.community();
    const refusals = await unchanged(on, async () => [
      await on.refusal(lead.second, 'proposePriority', { ...input, leadId: host.id }),
      await on.refusal(host.steward, 'proposePriority', { ...input, leadId: lead.id }),
      await on.refusal(lead.second, 'proposePriority', { ...input, leadId: unknown.id }),
    ]);
    expect(refusals).toEqual(['FORBIDDEN', 'FORBIDDEN', 'NOT_FOUND']);
  });
});

describe('a mandate of a lead', () => {
  it('lives once two of its people signed, and says which community gives it', async () => {
    const scene = await coalition(world);
    const { host, lead } = scene;
    const { mandate } = await mandated(scene);
    const read = (as: Person | null) =>
      on.send(
        as,
        'query ($id: ID!) { node(id: $id) { ... on Mandate { state lead { id } signatureCount signatures { signer { pseudonym } } } } }',
        { id: mandate.id },
      );
    const shown = await read(lead.steward);
    expect(shown.errors).toEqual([]);
    expect(shown.data.node).toEqual({
      state: 'LIVE',
      lead: of(lead.id),
      signatureCount: 2,
      signatures: [{ signer: { pseudonym: expect.any(String) } }, { signer: { pseudonym: expect.any(String) } }],
    });
    const toHost = await read(host.steward);
    expect(toHost.data.node).toEqual({ state: 'LIVE', lead: of(lead.id), signatureCount: null, signatures: null });
    expect((await read(null)).data.node).toMatchObject({ lead: of(lead.id), signatures: null });
  });

  it('is signed by nobody of the host or of a third community, and by nobody twice', async () => {
    const scene = await coalition(world);
    const { host, lead, campaign } = scene;
    const third = await world.community();
    await joined(world, campaign, third);
    const priority = await world.priority({ ...campaign, steward: lead.steward });
    const { mandate } = await world.done(
      lead.steward,
      'proposeMandate',
      { priorityId: priority.id, kind: 'EMERGENCY', until: soon(), reason: 'Cold.' },
      'mandate { id viewerCanCosign }',
    );
    expect(mandate.viewerCanCosign).toBe(false);
    const outcomes = await unchanged(on, async () => [
      await on.refusal(host.steward, 'cosignMandate', { mandateId: mandate.id }),
      await on.refusal(third.steward, 'cosignMandate', { mandateId: mandate.id }),
      (await on.mutate(lead.steward, 'cosignMandate', { mandateId: mandate.id })).userErrors[0].code,
    ]);
    expect(outcomes).toEqual(['FORBIDDEN', 'FORBIDDEN', 'ALREADY_SIGNED']);
    await world.done(lead.second, 'cosignMandate', { mandateId: mandate.id });
  });

  it('is never signed by one person as two, not even of both communities, nor at the same time', async () => {
    const { host, lead, campaign } = await coalition(world);
    const { code } = await world.done(lead.steward, 'inviteToCommunity', { communityId: lead.id }, 'code');
    await world.done(host.second, 'acceptInvitation', { link: code });
    const priority = await world.priority({ ...campaign, steward: lead.steward });
    const { mandate } = await world.done(
      host.second,
      'proposeMandate',
      { priorityId: priority.id, kind: 'EMERGENCY', until: soon(), reason: 'Cold.', leadId: lead.id },
      'mandate { id state lead { id } }',
    );
    expect(mandate).toMatchObject({ state: 'PROPOSED', lead: of(lead.id) });
    const answers = await Promise.all(
      [1, 2, 3].map(() => on.mutate(host.second, 'cosignMandate', { mandateId: mandate.id })),
    );
    expect(answers.map(({ userErrors }) => userErrors[0]?.code)).toEqual(Array(3).fill('ALREADY_SIGNED'));
    // Someone who left and came back under another membership is the same person.
    await owner(
      `WITH old AS (UPDATE membership SET ended_at = now() WHERE community_id = $1
           AND id = (SELECT membership_id FROM lead_act WHERE kind = 'mandate_signature' AND subject_id = $2) RETURNING person_id)
       INSERT INTO membership (community_id, id, person_id, standing, pseudonym) SELECT $1, gen_random_uuid(), person_id, 'AFFECTED', 'Back again' FROM old`,
      [lead.id, mandate.id],
    );
    const back = await on.mutate(host.second, 'cosignMandate', { mandateId: mandate.id });
    expect(back.userErrors[0].code).toBe('ALREADY_SIGNED');
    expect(await owner('SELECT state FROM mandate WHERE id = $1', [mandate.id])).toEqual([{ state: 'PROPOSED' }]);
  });

  it('is no founding one: that is the host’s', async () => {
    const { lead, campaign } = await coalition(world);
    const priority = await world.priority({ ...campaign, steward: lead.steward });
    const input = { priorityId: priority.id, kind: 'FOUNDING', until: soon(), reason: 'Cold.' };
    const answer = await unchanged(on, () => on.mutate(lead.steward, 'proposeMandate', input));
    expect(answer.userErrors).toMatchObject([{ code: 'MANDATE_LIMIT', path: ['input', 'kind'] }]);
  });
});

describe('an ask of a lead', () => {
  it('opens under a mandate of the same community only', async () => {
    const scene = await coalition(world);
    const { host, lead, campaign } = scene;
    const { priorityId } = await mandated(scene);
    const hosts = await world.priority(campaign);
    const ofHost = await world.mandate(hosts, { steward: host.steward });
    const ask = await world.ask({ steward: lead.steward, campaignId: campaign.id, priorityId: hosts.id }, {}, false);
    for (const mandateId of [ofHost.id, null]) {
      const answer = await unchanged(on, () => on.mutate(lead.steward, 'openAsk', { askId: ask.id, mandateId }));
      expect(answer.userErrors).toMatchObject([{ code: 'MANDATE_MISSING' }]);
    }
    const under = await world.ask({ steward: host.steward, campaignId: campaign.id, priorityId }, {}, false);
    const foreign = await unchanged(on, () => on.mutate(host.steward, 'openAsk', { askId: under.id }));
    expect(foreign.userErrors).toMatchObject([{ code: 'MANDATE_MISSING' }]);
    const own = await world.ask({ steward: lead.steward, campaignId: campaign.id, priorityId });
    const { ask: shown } = await on.query(
      null,
      'query ($id: ID!) { ask(id: $id) { state lead { id } takesPledges mandate { lead { id } } } }',
      own,
    );
    expect(shown).toEqual({ state: 'OPEN', lead: of(lead.id), takesPledges: true, mandate: { lead: of(lead.id) } });
  });

  it('is run by the organizers of the lead, and not by the host’s', async () => {
    const scene = await coalition(world);
    const { host, lead } = scene;
    const { ask, mandate, campaignId, priorityId } = await led(scene, { slots: 3 });
    const draft = await world.ask({ steward: lead.second, campaignId, priorityId }, {}, false);
    const refusals = await unchanged(on, async () => [
      await on.refusal(host.steward, 'pauseAsk', { askId: ask.id }),
      await on.refusal(host.steward, 'closeAsk', { askId: ask.id }),
      await on.refusal(host.steward, 'cancelAsk', { askId: ask.id, reason: 'Ours.' }),
      await on.refusal(host.steward, 'rotateAskLink', { askId: ask.id }),
      await on.refusal(host.steward, 'reviseAsk', { askId: ask.id, expectedVersion: 2, title: 'Ours' }),
      await on.refusal(host.steward, 'reviseAsk', { askId: draft.id, expectedVersion: 1, title: 'Ours' }),
      await on.refusal(host.steward, 'openAsk', { askId: draft.id }),
      await on.refusal(host.steward, 'openAsks', { mandateId: mandate.id, askIds: [draft.id] }),
      await on.refusal(lead.second, 'openAsk', { askId: draft.id }),
      await on.refusal(lead.second, 'pauseAsk', { askId: ask.id }),
    ]);
    expect(new Set(refusals)).toEqual(new Set(['FORBIDDEN']));
    await world.done(lead.second, 'reviseAsk', { askId: draft.id, expectedVersion: 1, title: 'Ours' });
    const { results } = await world.done(
      lead.steward,
      'openAsks',
      { mandateId: mandate.id, askIds: [draft.id] },
      'results { userErrors { code } }',
    );
    expect(results).toEqual([{ userErrors: [] }]);
    await world.done(lead.steward, 'pauseAsk', { askId: ask.id });
    await world.done(lead.steward, 'openAsk', { askId: ask.id });
    await world.done(lead.steward, 'reviseAsk', { askId: ask.id, expectedVersion: 4, title: 'Carry more' });
    await world.done(lead.steward, 'rotateAskLink', { askId: ask.id });
    await world.done(lead.steward, 'closeAsk', { askId: ask.id });
    await world.done(lead.steward, 'cancelAsk', { askId: draft.id, reason: 'Rain.' });
    for (const { byMember, leadId } of await recorded(world, host.id, 'ask.%'))
      expect({ byMember, leadId }).toEqual({ byMember: false, leadId: lead.id });
    for (const { byMember } of await recorded(world, lead.id, 'ask.%')) expect(byMember).toBe(true);
  });

  it('of the host stays the host’s to run, whoever leads with it', async () => {
    const { host, lead, campaign } = await coalition(world);
    const priority = await world.priority(campaign);
    await world.mandate(priority, { steward: host.steward });
    const work = { steward: host.steward, campaignId: campaign.id, priorityId: priority.id };
    const [ask, draft] = [await world.ask(work), await world.ask(work, {}, false)];
    const refusals = await unchanged(on, async () => [
      await on.refusal(lead.steward, 'pauseAsk', { askId: ask.id }),
      await on.refusal(lead.steward, 'openAsk', { askId: draft.id }),
      await on.refusal(lead.steward, 'reviseAsk', { askId: draft.id, expectedVersion: 1, title: 'Ours' }),
      await on.refusal(lead.steward, 'draftAsk', {
        campaignId: campaign.id,
        priorityId: priority.id,
        leadId: host.id,
        title: 'Ours',
        kind: 'OTHER',
        unit: 'people',
        quantityWanted: 1,
      }),
    ]);
    expect(new Set(refusals)).toEqual(new Set(['FORBIDDEN']));
    const seen = await on.query(lead.second, 'query ($id: ID!) { ask(id: $id) { title quantityLeft } }', draft);
    expect(seen.ask).toEqual({ title: 'Carry boxes', quantityLeft: 10 });
  });

  it('is imported for the lead, and never over an ask of another', async () => {
    const scene = await coalition(world);
    const { host, lead } = scene;
    const { campaignId, priorityId } = await mandated(scene);
    const csv = `external_id,priority,title,kind,unit,quantity\nrow-1,${priorityId},Carry,OTHER,boxes,3\n`;
    const first = await world.done(lead.second, 'importAsks', { campaignId, csv }, 'report { created }');
    expect(first.report).toEqual({ created: 1 });
    expect(await owner('SELECT lead_id FROM ask WHERE campaign_id = $1', [campaignId])).toEqual([{ lead_id: lead.id }]);
    const taken = await unchanged(on, () =>
      on.mutate(
        host.steward,
        'importAsks',
        { campaignId, csv: csv.replace('Carry', 'Lift') },
        'report { problems { code } }',
      ),
    );
    expect(taken.report.problems).toEqual([{ code: 'EXTERNAL_ID_TAKEN' }]);
  });

  it('is pledged to by allies of the host under its agreement, and not by those of the lead', async () => {
    const scene = await coalition(world);
    const { ask } = await led(scene);
    await world.campaign(scene.lead);
    const [ally, foreign] = [await world.ally(scene.host), await world.ally(scene.lead)];
    const can = async (as: Person) =>
      (await on.query(as, 'query ($id: ID!) { ask(id: $id) { viewerCanPledge } }', ask)).ask.viewerCanPledge;
    expect([await can(ally), await can(foreign), await can(scene.lead.second)]).toEqual([true, false, false]);
    await world.pledge({ ask, by: ally });
    await expect(world.pledge({ ask, by: foreign })).rejects.toThrow('FORBIDDEN');
  });
});

describe('work done for a lead', () => {
  it('is attested, sent back and corrected by its people, who see who pledged', async () => {
    const scene = await coalition(world);
    const { host, lead } = scene;
    const { ask, campaignId } = await led(scene);
    const { ally, pledge } = await reportedTo(scene, ask);
    const { pledge: shown } = await on.query(
      lead.second,
      'query ($id: ID!) { pledge(id: $id) { pledger { id } viewerCanAttest occurrences { reports { quantity } } } }',
      { id: pledge.id },
    );
    expect(shown).toEqual({
      pledger: { id: ally.membershipId },
      viewerCanAttest: true,
      occurrences: [{ reports: [{ quantity: 1 }] }],
    });
    const awaiting = 'query ($id: ID!) { node(id: $id) { ... on Campaign { reportsAwaiting { nodes { id } } } } }';
    expect((await on.query(lead.second, awaiting, { id: campaignId })).node.reportsAwaiting.nodes).toEqual([
      { id: pledge.occurrenceId },
    ]);
    await world.done(lead.second, 'sendBackFulfilment', {
      occurrenceId: pledge.occurrenceId,
      feedback: 'Two were wanted.',
    });
    await world.reported({ pledge });
    const { results } = await attest(lead.second, pledge.occurrenceId);
    expect(results).toEqual([{ occurrence: { state: 'ATTESTED' }, userErrors: [] }]);
    const [{ id: attestationId } = { id: '' }] = await owner(
      "SELECT id FROM attestation WHERE occurrence_id = $1 AND kind = 'ATTESTED'",
      [pledge.occurrenceId],
    );
    await world.done(lead.steward, 'correctAttestation', { attestationId, quantity: 0, reason: 'It was another day.' });
    expect(await recorded(world, host.id, 'fulfilment.%')).toEqual([
      { kind: 'fulfilment.reported', role: 'ALLY', byMember: true, leadId: null },
      { kind: 'fulfilment.sent_back', role: 'AFFECTED', byMember: false, leadId: lead.id },
      { kind: 'fulfilment.reported', role: 'ALLY', byMember: true, leadId: null },
      { kind: 'fulfilment.attested', role: 'AFFECTED', byMember: false, leadId: lead.id },
      { kind: 'fulfilment.corrected', role: 'STEWARD', byMember: false, leadId: lead.id },
    ]);
  });

  it('is attested by nobody of the host, and who attested stays with the lead', async () => {
    const scene = await coalition(world);
    const { host, lead } = scene;
    const { ask } = await led(scene);
    const { pledge } = await reportedTo(scene, ask);
    const input = { items: [{ occurrenceId: pledge.occurrenceId }] };
    const refusals = await unchanged(on, async () => [
      await on.refusal(host.steward, 'attestFulfilment', input),
      await on.refusal(host.second, 'sendBackFulfilment', { occurrenceId: pledge.occurrenceId, feedback: 'No.' }),
    ]);
    expect(refusals).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    await attest(lead.second, pledge.occurrenceId);
    const read =
      'query ($id: ID!) { pledge(id: $id) { occurrences { attestations { kind attestedBy { pseudonym } } } } }';
    const toHost = await on.send(host.steward, read, { id: pledge.id });
    expect(toHost.data.pledge.occurrences[0].attestations).toEqual([{ kind: 'ATTESTED', attestedBy: null }]);
    const toLead = await on.query(lead.steward, read, { id: pledge.id });
    expect(toLead.pledge.occurrences[0].attestations[0].attestedBy).toEqual({ pseudonym: expect.any(String) });
  });

  it('for the host is not the lead’s to attest, nor its pledges the lead’s to see', async () => {
    const { host, lead, campaign } = await coalition(world);
    const priority = await world.priority(campaign);
    await world.mandate(priority, { steward: host.steward });
    const ask = await world.ask({ steward: host.steward, campaignId: campaign.id, priorityId: priority.id });
    const { pledge } = await reportedTo({ host, lead, campaign }, ask);
    const code = await unchanged(on, () =>
      on.refusal(lead.steward, 'attestFulfilment', { items: [{ occurrenceId: pledge.occurrenceId }] }),
    );
    expect(code).toBe('NOT_FOUND');
    const { ask: shown } = await on.query(
      lead.steward,
      'query ($id: ID!) { ask(id: $id) { pledges { nodes { id } } } }',
      ask,
    );
    expect(shown.pledges.nodes).toEqual([]);
  });

  it('is never attested by whoever did it, though they stand with the host under another name', async () => {
    const scene = await coalition(world);
    const { host, lead } = scene;
    const { ask } = await led(scene);
    const { code } = await world.done(lead.steward, 'inviteToCommunity', { communityId: lead.id }, 'code');
    const both = await world.ally(host);
    await world.done(both, 'acceptInvitation', { link: code });
    const pledge = await world.reported({ pledge: await world.pledge({ ask, by: both }) });
    const { results } = await unchanged(on, () => attest(both, pledge.occurrenceId));
    expect(results).toMatchObject([{ userErrors: [{ code: 'OWN_WORK' }] }]);
    // Nor once their standing there has ended.
    await owner('UPDATE membership SET ended_at = now() WHERE id = $1', [both.membershipId]);
    const later = await unchanged(on, () => attest(both, pledge.occurrenceId));
    expect(later.results).toMatchObject([{ userErrors: [{ code: 'OWN_WORK' }] }]);
  });

  it('keeps one batch to one community', async () => {
    const scene = await coalition(world);
    const { host, campaign } = scene;
    const { ask } = await led(scene);
    const priority = await world.priority(campaign);
    await world.mandate(priority, { steward: host.steward });
    const own = await world.ask({ steward: host.steward, campaignId: campaign.id, priorityId: priority.id });
    const [theirs, ours] = [await reportedTo(scene, ask), await reportedTo(scene, own)];
    const { results } = await on.mutate(
      host.steward,
      'attestFulfilment',
      { items: [{ occurrenceId: ours.pledge.occurrenceId }, { occurrenceId: theirs.pledge.occurrenceId }] },
      'results { userErrors { code } }',
    );
    expect(results).toMatchObject([{ userErrors: [] }, { userErrors: [{ code: 'INVALID' }] }]);
  });
});

describe('a lead that leaves', () => {
  it('has its open asks paused, keeps what was pledged, and still attests what was reported', async () => {
    const scene = await coalition(world, { visibility: 'UNLISTED' });
    const { host, lead, campaign } = scene;
    await world.campaign(host);
    const { ask, campaignId, priorityId } = await led(scene);
    const draft = await world.ask({ steward: lead.steward, campaignId, priorityId }, {}, false);
    const { pledge } = await reportedTo(scene, ask);
    await world.done(lead.steward, 'leaveCoalition', { campaignId, communityId: lead.id });
    const { ask: shown } = await on.query(
      host.second,
      'query ($id: ID!) { ask(id: $id) { state pausedBecause } }',
      ask,
    );
    expect(shown).toEqual({ state: 'PAUSED', pausedBecause: 'LEAD_LEFT' });
    expect(await recorded(world, host.id, 'ask.paused')).toMatchObject([{ leadId: lead.id }]);
    expect(
      (await on.query(lead.second, 'query ($h: String!) { campaign(handle: $h) { id } }', { h: campaign.handle }))
        .campaign,
    ).toBeNull();
    const nothingNew = await unchanged(on, async () => [
      await on.refusal(lead.steward, 'openAsk', { askId: ask.id }),
      await on.refusal(lead.steward, 'closeAsk', { askId: ask.id }),
      await on.refusal(lead.steward, 'openAsk', { askId: draft.id }),
      await on.refusal(lead.steward, 'reviseAsk', { askId: draft.id, expectedVersion: 1, title: 'Ours' }),
      await on.refusal(lead.steward, 'proposePriority', { campaignId, statement: 'Light' }),
      await on.refusal(lead.steward, 'stopCampaign', { campaignId, reason: 'Ours.' }),
      await on.refusal(lead.steward, 'draftAsk', {
        campaignId,
        priorityId,
        title: 'Ours',
        kind: 'OTHER',
        unit: 'people',
        quantityWanted: 1,
      }),
    ]);
    expect(nothingNew.filter((code) => !['FORBIDDEN', 'NOT_FOUND'].includes(code))).toEqual([]);
    const { results } = await attest(lead.second, pledge.occurrenceId);
    expect(results).toEqual([{ occurrence: { state: 'ATTESTED' }, userErrors: [] }]);
    expect(await on.refusal(host.steward, 'openAsk', { askId: ask.id })).toBe('FORBIDDEN');
    await world.done(host.steward, 'closeAsk', { askId: ask.id });
    expect((await recorded(world, host.id, 'ask.closed'))[0]).toMatchObject({ byMember: true, leadId: null });
  });

  it('leaves no ask of its own open, also when one opens at that moment', async () => {
    for (let round = 0; round < 4; round += 1) {
      const scene = await coalition(world);
      const { campaignId, priorityId } = await mandated(scene);
      const steward = scene.lead.steward;
      const drafts = [1, 2, 3].map(() => world.ask({ steward, campaignId, priorityId }, {}, false));
      const asks = await Promise.all(drafts);
      await Promise.all([
        ...asks.map((ask) =>
          on.send(steward, 'mutation ($input: OpenAskInput!) { openAsk(input: $input) { userErrors { code } } }', {
            input: { askId: ask.id },
          }),
        ),
        world.done(steward, 'leaveCoalition', { campaignId, communityId: scene.lead.id }),
      ]);
      expect(await owner("SELECT id FROM ask WHERE campaign_id = $1 AND state = 'OPEN'", [campaignId])).toEqual([]);
    }
  });

  it('opens its asks again once it has joined again', async () => {
    const scene = await coalition(world);
    const { ask, campaignId } = await led(scene);
    await world.done(scene.lead.steward, 'leaveCoalition', { campaignId, communityId: scene.lead.id });
    await joined(world, scene.campaign, scene.lead);
    await world.done(scene.lead.steward, 'openAsk', { askId: ask.id });
  });
});

describe('a campaign that concludes or was stopped', () => {
  it('closes the asks of all its leads with it', async () => {
    const scene = await coalition(world);
    const { ask, campaignId } = await led(scene);
    await world.done(scene.host.steward, 'concludeCampaign', { campaignId, conclusion: 'Won.' });
    expect(await owner('SELECT state FROM ask WHERE id = $1', [ask.id])).toEqual([{ state: 'CLOSED' }]);
  });

  it('shifts the deadlines of all its leads by the length of the stop that one of them made', async () => {
    const scene = await coalition(world);
    const { mandate, campaignId } = await led(scene);
    const before = await owner('SELECT until FROM mandate WHERE id = $1', [mandate.id]);
    await world.done(scene.lead.steward, 'stopCampaign', { campaignId, reason: 'Police.' });
    await owner("UPDATE campaign_stop SET stopped_at = stopped_at - interval '2 days' WHERE campaign_id = $1", [
      campaignId,
    ]);
    await world.done(scene.lead.steward, 'resumeCampaign', { campaignId });
    const after = await owner('SELECT until FROM mandate WHERE id = $1', [mandate.id]);
    const days = (after[0]?.['until'] - before[0]?.['until']) / 86_400_000;
    expect(Math.round(days)).toBe(2);
  });
});
