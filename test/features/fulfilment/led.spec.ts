import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { stored } from '../../support/promises.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { coalition, recorded } from '../coalitions/coalition.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

/** An ask that the other community leads, with three pledges of the host’s allies. */
async function led() {
  const { host, lead, campaign } = await coalition(world);
  const { steward } = lead;
  const priority = await world.priority({ ...campaign, steward });
  await world.mandate(priority, { steward, cosigner: lead.second });
  const ask = await world.ask({ steward, campaignId: campaign.id, priorityId: priority.id });
  const pledges = [];
  for (let n = 0; n < 3; n += 1) pledges.push(await world.pledge({ ask, by: await world.ally(host) }));
  const [first, second, third] = pledges as [(typeof pledges)[0], (typeof pledges)[0], (typeof pledges)[0]];
  await sql(on.urls.owner)("UPDATE occurrence SET due_at = now() - interval '1 hour' WHERE ask_id = $1", [ask.id]);
  return { host, lead, campaign, ask, first, second, third };
}

const codeOf = async (as: As, field: string, input: Record<string, unknown>) =>
  (await on.mutate(as, field, input)).userErrors[0]?.code ?? null;

describe('in a coalition the community that leads the ask says what became of a pledge', () => {
  it('that nobody came, and another of its people answers the contest', async () => {
    const { host, lead, first } = await led();
    const { occurrenceId } = first;
    const sent = { occurrenceId, note: 'Nobody came' };
    expect(await unchanged(on, () => on.refusal(host.steward, 'recordNoShow', sent))).toBe('FORBIDDEN');
    expect(await codeOf(lead.steward, 'recordNoShow', sent)).toBeNull();
    expect(await codeOf(first.by, 'contestNoShow', { occurrenceId, text: 'I was there' })).toBeNull();
    const answer = { occurrenceId, accept: true, quantity: 1, feedback: 'So it was' };
    expect(await unchanged(on, () => codeOf(lead.steward, 'answerContest', answer))).toBe('SECOND_PERSON_NEEDED');
    expect(await codeOf(lead.second, 'answerContest', answer)).toBeNull();
    expect(await stored(on, first)).toMatchObject({ pledge: 'FULFILLED', occurrences: ['ATTESTED'] });
    // Who of it said so stays with the lead.
    const told = await recorded(world, host.id, 'fulfilment.%');
    expect(told.filter(({ leadId }) => leadId === lead.id).map(({ byMember }) => byMember)).toEqual([false, false]);
  });

  it('what was done in a day, and in batches that the host prepared', async () => {
    const { host, lead, campaign, first, second } = await led();
    for (const pledge of [first, second]) await world.reported({ pledge });
    const { batch } = await world.done(
      host.steward,
      'proposeAttestations',
      { items: [{ occurrenceId: first.occurrenceId }] },
      'batch { id }',
    );
    expect(await unchanged(on, () => on.refusal(host.steward, 'confirmAttestations', { batchId: batch.id }))).toBe(
      'FORBIDDEN',
    );
    const listed = await on.query(
      lead.second,
      'query ($id: ID!) { node(id: $id) { ... on Campaign { attestationBatches { nodes { id viewerCanConfirm } } } } }',
      { id: campaign.id },
    );
    expect(listed.node.attestationBatches.nodes).toEqual([{ id: batch.id, viewerCanConfirm: true }]);
    expect(await codeOf(lead.second, 'confirmAttestations', { batchId: batch.id })).toBeNull();
    expect(await stored(on, first)).toMatchObject({ pledge: 'FULFILLED' });
    const ofHost = await on.mutate(host.steward, 'attestReports', { campaignId: campaign.id }, 'attested { id }');
    expect(ofHost.attested).toEqual([]);
    const ofLead = await on.mutate(lead.steward, 'attestReports', { campaignId: campaign.id }, 'attested { id }');
    expect(ofLead.attested).toEqual([{ id: second.occurrenceId }]);
  });

  it('and looks back with the pledger', async () => {
    const { host, lead, third } = await led();
    await world.reported({ pledge: third });
    await world.done(lead.steward, 'attestFulfilment', { items: [{ occurrenceId: third.occurrenceId }] });
    const said = { pledgeId: third.id, wentWell: 'All came' };
    expect(await unchanged(on, () => on.refusal(host.steward, 'giveDebrief', said))).toBe('FORBIDDEN');
    expect(await codeOf(lead.second, 'giveDebrief', said)).toBeNull();
    expect(await codeOf(third.by, 'skipDebrief', { pledgeId: third.id })).toBeNull();
    const { node } = await on.query(
      third.by,
      'query ($id: ID!) { node(id: $id) { ... on Pledge { debriefs { side wentWell isSkipped } } } }',
      { id: third.id },
    );
    expect(node.debriefs).toEqual([
      { side: 'PLEDGER', wentWell: null, isSkipped: true },
      { side: 'COMMUNITY', wentWell: 'All came', isSkipped: false },
    ]);
  });
});
