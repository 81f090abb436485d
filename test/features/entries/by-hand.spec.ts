import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EntryClock } from '../../../src/features/entries/index.js';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds, footprint, scene, type Scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const when = () => new Date(Date.now() + 3 * 86_400_000).toISOString();
const said = (ask: { id: string }, input: Record<string, unknown> = {}) => ({
  askId: ask.id,
  taken: 'PHONE',
  name: `Rosa ${world.unique()}`,
  reach: '+49 151 000000',
  plan: { when: when(), where: 'At the gate', firstStep: 'Take the bus' },
  briefVersion: 1,
  termsVersion: 1,
  agreementVersion: 1,
  acceptedRiskTier: 0,
  answers: [{ questionId: 'position', text: 'A neighbour with a secure lease.' }],
  ...input,
});

const ENTERED = 'entry { id state name quantity viewerCanCallBack } link';
const CONFIRMED = 'pledge { id state quantity pledger { pseudonym } } session { accessToken } signInName recoveryCodes';
const enter = (by: As, ask: { id: string }, input: Record<string, unknown> = {}) =>
  on.mutate(by, 'enterPledge', said(ask, input), ENTERED);

async function organizing(): Promise<Scene & { organizer: Person; second: Person }> {
  const at = await scene(world);
  return { ...at, organizer: await world.allyOrganizer(at.community), second: at.steward };
}

const pledges = async (ask: { id: string }) => (await footprint(on, ask)).pledges.map(({ state }) => state);

describe('a pledge taken down by phone', () => {
  it('counts for nothing until whoever said it confirms it by the link, without an account before', async () => {
    const { community, ask, organizer } = await organizing();
    const { entry, link } = await enter(organizer, ask, { quantity: 2 });
    expect(entry).toMatchObject({ state: 'WAITING', quantity: 2, viewerCanCallBack: false });
    expect(await pledges(ask)).toEqual([]);
    const confirmed = await on.mutate(null, 'confirmEntry', { link }, CONFIRMED);
    expect(confirmed).toMatchObject({
      pledge: { state: 'ACTIVE', quantity: 2, pledger: { pseudonym: entry.name } },
      session: { accessToken: expect.any(String) },
      recoveryCodes: expect.any(Array),
      userErrors: [],
    });
    expect(await pledges(ask)).toEqual(['ACTIVE']);
    expect(await deeds(on, community.id, 'entry')).toEqual(['entry.taken_down', 'entry.confirmed']);
    // Once: and only that it was stays.
    const again = await unchanged(on, () => on.mutate(null, 'confirmEntry', { link }, CONFIRMED));
    expect(again.userErrors[0]?.code).toBe('LINK_INVALID');
    const [row] = await sql(on.urls.owner)(
      `SELECT name, plan_where, answers::text, (SELECT count(*) FROM vault.entry_secret s WHERE s.entry_id = e.id)::int AS secrets FROM assisted_entry e WHERE id = $1`,
      [entry.id],
    );
    expect(row).toEqual({ name: null, plan_where: '', answers: '{}', secrets: 0 });
  });

  it('counts once a second person notes a call back, and the account is then taken over once', async () => {
    const { community, ask, organizer, second } = await organizing();
    const { entry, link } = await enter(organizer, ask);
    const own = await unchanged(on, () => on.send(organizer, CALL_BACK, callBack(entry.id)));
    expect(own.errors[0]?.extensions.code).toBe('FORBIDDEN');
    const noted = await on.mutate(
      second,
      'noteCallBack',
      { entryId: entry.id },
      'entry { state } pledge { state pledgerStanding }',
    );
    expect(noted).toEqual({
      entry: { state: 'CALLED_BACK' },
      pledge: { state: 'ACTIVE', pledgerStanding: 'ALLY' },
      userErrors: [],
    });
    expect(await deeds(on, community.id, 'entry')).toEqual(['entry.taken_down', 'entry.called_back']);
    const [made] = await sql(on.urls.owner)(
      `SELECT m.standing = 'ALLY' AND e.actor_id = m.id AS by_ally FROM record_entry e JOIN membership m ON m.id = e.actor_id WHERE e.community_id = $1 AND e.kind = 'pledge.made'`,
      [community.id],
    );
    expect(made).toEqual({ by_ally: true });
    const taken = await on.mutate(null, 'confirmEntry', { link }, CONFIRMED);
    expect(taken.session.accessToken).toEqual(expect.any(String));
    const { data } = await on.send(taken.session, '{ viewer { pledges { nodes { state } } } }');
    expect(data.viewer.pledges.nodes).toEqual([{ state: 'ACTIVE' }]);
    expect((await on.mutate(null, 'confirmEntry', { link }, CONFIRMED)).userErrors[0]?.code).toBe('LINK_INVALID');
  });

  it('of an ally is confirmed by that ally signed in, and by nobody else', async () => {
    const { community, ask, organizer } = await organizing();
    const ally = await world.ally(community);
    const other = await world.ally(community);
    const { entry, link } = await enter(organizer, ask, { membershipId: ally.membershipId });
    expect(link).toBeNull();
    const foreign = await unchanged(on, () =>
      on.send(other, CONFIRM, { input: { idempotencyKey: world.unique(), entryId: entry.id } }),
    );
    expect(foreign.errors[0]?.extensions.code).toBe('NOT_FOUND');
    const { data } = await on.send(ally, '{ viewer { entriesToConfirm { nodes { id } } } }');
    expect(data.viewer.entriesToConfirm.nodes).toEqual([{ id: entry.id }]);
    const done = await on.mutate(ally, 'confirmEntry', { entryId: entry.id }, CONFIRMED);
    expect(done).toMatchObject({ pledge: { state: 'ACTIVE' }, session: null, userErrors: [] });
  });

  it('is taken down only as it was read: at the versions that hold', async () => {
    const { ask, organizer } = await organizing();
    for (const [input, code] of [
      [{ briefVersion: 2 }, 'BRIEF_STALE'],
      [{ termsVersion: 2 }, 'TERMS_STALE'],
      [{ agreementVersion: 2 }, 'AGREEMENT_STALE'],
      [{ acceptedRiskTier: 1 }, 'RISK_NOT_ACCEPTED'],
      [{ plan: { when: new Date(Date.now() - 1000).toISOString(), firstStep: 'Go' } }, 'IN_THE_PAST'],
    ] as const) {
      expect((await unchanged(on, () => enter(organizer, ask, input))).userErrors[0]?.code).toBe(code);
    }
  });

  it('is taken down by organizers, seen by them and the affected, and by no ally', async () => {
    const { community, campaignId, ask, organizer } = await organizing();
    const ally = await world.ally(community);
    const refused = await unchanged(on, () =>
      on.send(ally, ENTER, { input: { idempotencyKey: world.unique(), ...said(ask) } }),
    );
    expect(refused.errors[0]?.extensions.code).toBe('FORBIDDEN');
    await enter(organizer, ask);
    const seen = async (by: As) =>
      (await on.send(by, `{ node(id: "${campaignId}") { ... on Campaign { entries { nodes { name reach } } } } }`)).data
        ?.node;
    expect(await seen(organizer)).toMatchObject({ entries: { nodes: [{ reach: '+49 151 000000' }] } });
    expect((await seen(ally))?.entries ?? null).toBeNull();
  });

  it('is taken back by organizers, and forgotten after thirty days', async () => {
    const { community, ask, organizer } = await organizing();
    const first = await enter(organizer, ask);
    await on.mutate(organizer, 'withdrawEntry', { entryId: first.entry.id }, 'entry { state name }');
    const { entry, link } = await enter(organizer, ask);
    await sql(on.urls.owner)('UPDATE assisted_entry SET expires_at = now() WHERE id = $1', [entry.id]);
    expect((await on.mutate(null, 'confirmEntry', { link }, CONFIRMED)).userErrors[0]?.code).toBe('LINK_INVALID');
    await on.app.get(EntryClock, { strict: false }).expire();
    expect(await deeds(on, community.id, 'entry')).toEqual([
      'entry.taken_down',
      'entry.withdrawn',
      'entry.taken_down',
      'entry.expired',
    ]);
    const rows = await sql(on.urls.owner)('SELECT name FROM assisted_entry WHERE community_id = $1', [community.id]);
    expect(rows).toEqual([{ name: null }, { name: null }]);
  });
});

describe('a report taken down by phone', () => {
  it('counts once the pledger confirms it, or another called back; who took it down does not attest it', async () => {
    const { community, ask, steward } = await organizing();
    const ally = await world.ally(community);
    const other = await world.affected(community);
    const pledge = await world.pledge({ ask, by: ally });
    const { entry } = await on.mutate(
      steward,
      'enterReport',
      { pledgeId: pledge.id, taken: 'PHONE', quantity: 1 },
      'entry { id }',
    );
    const item = { items: [{ occurrenceId: pledge.occurrenceId }] };
    const results = 'results { userErrors { code } }';
    expect((await on.mutate(steward, 'attestFulfilment', item, results)).results[0].userErrors[0].code).toBe(
      'NOT_REPORTED',
    );
    await on.mutate(ally, 'confirmEntry', { entryId: entry.id }, CONFIRMED);
    const own = await unchanged(on, () => on.mutate(steward, 'attestFulfilment', item, results));
    expect(own.userErrors[0]?.code).toBe('SECOND_PERSON_NEEDED');
    expect((await on.mutate(other, 'attestFulfilment', item, results)).results[0].userErrors).toEqual([]);
    expect(await pledges(ask)).toEqual(['FULFILLED']);
  });
});

describe('a sign-up sheet', () => {
  const plan = { when: when(), where: 'At the gate', firstStep: 'Take the bus' };
  const answers = [{ questionId: 'position', text: 'A neighbour.' }];
  const row = (number: number, input: Record<string, unknown> = {}) => ({
    row: number,
    name: `Row ${number}`,
    plan,
    answers,
    ...input,
  });
  const fields = 'results { row entry { id } link userErrors { code path } }';
  const printed = async (by: As, ask: { id: string }) => {
    await on.mutate(by, 'printSignUpSheet', { askId: ask.id });
    const [sheet] = await sql(on.urls.owner)('SELECT id FROM sign_up_sheet WHERE ask_id = $1', [ask.id]);
    return { sheetId: sheet?.['id'] as string };
  };

  it('is entered row by row, each on its own, and no row twice', async () => {
    const { ask, organizer } = await organizing();
    const sheet = await printed(organizer, ask);
    const past = { when: new Date(Date.now() - 1000).toISOString(), firstStep: 'Go' };
    const rows = [row(1), row(2, { plan: past }), row(3)];
    const { results } = await on.mutate(organizer, 'enterSignUps', { ...sheet, rows }, fields);
    expect(results).toMatchObject([
      { row: 1, userErrors: [] },
      {
        row: 2,
        entry: null,
        link: null,
        userErrors: [{ code: 'IN_THE_PAST', path: ['input', 'rows', '1', 'plan', 'when'] }],
      },
      { row: 3, userErrors: [] },
    ]);
    const again = await on.mutate(organizer, 'enterSignUps', { ...sheet, rows: [row(3), row(2)] }, fields);
    expect(again.results).toMatchObject([{ userErrors: [{ code: 'ALREADY_ENTERED' }] }, { userErrors: [] }]);
    await on.mutate(null, 'confirmEntry', { link: results[0].link }, CONFIRMED);
    expect(await pledges(ask)).toEqual(['ACTIVE']);
    const tooFar = await unchanged(on, () =>
      on.mutate(organizer, 'enterSignUps', { ...sheet, rows: [row(40)] }, fields),
    );
    expect(tooFar.userErrors[0]?.code).toBe('OUT_OF_RANGE');
  });

  it('that was signed before the terms changed is confirmed under the new ones', async () => {
    const { ask, organizer, steward } = await organizing();
    const sheet = await printed(organizer, ask);
    const { version } = (await on.send(steward, `{ node(id: "${ask.id}") { ... on Ask { version } } }`)).data.node;
    await on.mutate(steward, 'reviseAsk', { askId: ask.id, expectedVersion: version, dos: 'Bring gloves.' });
    const { results } = await on.mutate(organizer, 'enterSignUps', { ...sheet, rows: [row(1)] }, fields);
    const link = results[0].link;
    const old = await unchanged(on, () => on.mutate(null, 'confirmEntry', { link }, CONFIRMED));
    expect(old.userErrors[0]?.code).toBe('TERMS_STALE');
    expect((await on.mutate(null, 'confirmEntry', { link, termsVersion: 2 }, CONFIRMED)).pledge.state).toBe('ACTIVE');
  });
});

const CALL_BACK = `mutation ($input: NoteCallBackInput!) { noteCallBack(input: $input) { userErrors { code } } }`;
const CONFIRM = `mutation ($input: ConfirmEntryInput!) { confirmEntry(input: $input) { userErrors { code } } }`;
const ENTER = `mutation ($input: EnterPledgeInput!) { enterPledge(input: $input) { userErrors { code } } }`;
const callBack = (entryId: string) => ({ input: { idempotencyKey: world.unique(), entryId } });
