import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { member, outcome, personOf, recorded, settled, steward } from '../../support/standing.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ config: { poolSize: 10 } });
  world = new World(on);
});
afterAll(() => on.close());

const query = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const NEUTRAL = 'Former member';

async function working() {
  const home = await settled(world);
  const campaign = await world.campaign(home);
  const priority = await world.priority(campaign);
  await world.mandate(priority, { steward: home.steward, cosigner: home.second });
  const ask = () => world.ask({ steward: home.steward, campaignId: campaign.id, priorityId: priority.id });
  return { ...home, campaign, ask };
}

describe('how one appears', () => {
  it('is changed in one community alone: another name, and whether one is listed', async () => {
    const [home, elsewhere] = [await settled(world), await settled(world)];
    const person = await member(world, home, { pseudonym: 'Rowan' });
    const { code } = await world.done(elsewhere.steward, 'inviteToCommunity', { communityId: elsewhere.id }, 'code');
    await world.done(person, 'acceptInvitation', { link: code, pseudonym: 'Birch' });
    const roster = async () =>
      (
        await on.query(
          home.second,
          'query ($id: ID!) { node(id: $id) { ... on Community { members(standing: AFFECTED) { nodes { pseudonym } } } } }',
          { id: home.id },
        )
      ).node.members.nodes.map((one: { pseudonym: string }) => one.pseudonym);
    const other = await member(world, home);
    const seenBy = async () =>
      (
        await on.query(
          other,
          'query ($id: ID!) { node(id: $id) { ... on Community { members(standing: AFFECTED) { nodes { pseudonym } } } } }',
          { id: home.id },
        )
      ).node.members.nodes.map((one: { pseudonym: string }) => one.pseudonym);
    expect(await seenBy()).not.toContain('Rowan');
    const { membership } = await world.done(
      person,
      'changeMyMembership',
      { communityId: home.id, pseudonym: 'Willow', isListed: true },
      'membership { pseudonym isListed }',
    );
    expect(membership).toEqual({ pseudonym: 'Willow', isListed: true });
    expect(await seenBy()).toContain('Willow');
    expect(await roster()).toContain('Willow');
    const { viewer } = await on.query(person, '{ viewer { memberships { pseudonym isListed } } }');
    expect(viewer.memberships).toEqual([
      { pseudonym: 'Willow', isListed: true },
      { pseudonym: 'Birch', isListed: false },
    ]);
    expect(
      JSON.stringify(await query('SELECT details FROM record_entry WHERE community_id = $1', [home.id])),
    ).not.toMatch(/Willow|Rowan/);
  });

  it('is refused where someone has the name, and to whoever has no standing', async () => {
    const home = await settled(world);
    await member(world, home, { pseudonym: 'Rowan' });
    const payload = await unchanged(on, () =>
      on.mutate(home.second, 'changeMyMembership', { communityId: home.id, pseudonym: 'ROWAN' }, 'membership { id }'),
    );
    expect(payload.userErrors[0]).toMatchObject({ code: 'PSEUDONYM_TAKEN', path: ['input', 'pseudonym'] });
    expect(await on.refusal(await world.person(), 'changeMyMembership', { communityId: home.id, isListed: true })).toBe(
      'FORBIDDEN',
    );
  });
});

describe('leaving a community', () => {
  it('ends duties, invitations, vouches and pledges without fault, and is never refused to the last steward', async () => {
    const home = await working();
    const asker = await world.person();
    const { request } = await world.done(
      asker,
      'requestMembership',
      { communityHandle: home.handle },
      'request { id }',
    );
    await world.done(home.second, 'vouchFor', { requestId: request.id });
    const { code } = await world.done(home.second, 'inviteToCommunity', { communityId: home.id }, 'code');
    const pledge = await world.pledge({ ask: await home.ask(), by: home.second });
    const payload = await world.done(
      home.second,
      'leaveCommunity',
      { communityId: home.id },
      'hasLeft community { viewerMembership { id } }',
    );
    expect(payload).toMatchObject({ hasLeft: true, community: { viewerMembership: null } });
    expect(await query('SELECT state FROM pledge WHERE id = $1', [pledge.id])).toEqual([{ state: 'STEPPED_BACK' }]);
    expect(await outcome(world, await world.person(), 'acceptInvitation', { link: code })).toBe('LINK_INVALID');
    expect(
      await query('SELECT withdrawn_at IS NOT NULL AS back FROM vouch WHERE request_id = $1', [request.id]),
    ).toEqual([{ back: true }]);
    expect(await recorded(on, home.id)).toContain('membership.left');
    expect(await outcome(world, home.steward, 'leaveCommunity', { communityId: home.id })).toBe('DONE');
    expect(await outcome(world, home.steward, 'leaveCommunity', { communityId: home.id })).toBe('FORBIDDEN');
  });

  it('is open to allies, paused ones too, and to newcomers', async () => {
    const home = await settled(world);
    const [ally, paused, newcomer] = [await world.ally(home), await world.ally(home), await member(world, home)];
    await query('UPDATE membership SET paused_at = now() WHERE id = $1', [paused.membershipId]);
    await query(`UPDATE membership SET probation_until = now() + interval '9 days' WHERE id = $1`, [
      newcomer.membershipId,
    ]);
    for (const who of [ally, paused, newcomer]) {
      expect(await outcome(world, who, 'leaveCommunity', { communityId: home.id })).toBe('DONE');
      expect((await on.query(who, '{ viewer { memberships { id } } }')).viewer.memberships).toEqual([]);
    }
  });

  it('cannot be done for another, nor where one is not', async () => {
    const home = await settled(world);
    const hidden = await world.community();
    const person = await world.person();
    expect(await on.refusal(person, 'leaveCommunity', { communityId: home.id })).toBe('FORBIDDEN');
    expect(await on.refusal(person, 'leaveCommunity', { communityId: hidden.id })).toBe('FORBIDDEN');
    expect(await on.refusal(home.second, 'leaveCommunity', { communityId: hidden.id })).toBe('NOT_FOUND');
  });
});

describe('disappearing', () => {
  it('hides a person everywhere at once, whatever they were there, in one call without a step-up', async () => {
    const [home, elsewhere, before] = [await working(), await settled(world), await settled(world)];
    const person = await steward(world, home);
    const personId = await personOf(on, person.membershipId);
    await world.done(person, 'changeMyMembership', {
      communityId: home.id,
      pseudonym: 'Rowan the first',
      isListed: true,
    });
    const join = async (at: typeof elsewhere, pseudonym: string) => {
      const { code } = await world.done(at.steward, 'inviteToCommunity', { communityId: at.id }, 'code');
      await world.done(person, 'acceptInvitation', { link: code, pseudonym });
    };
    await join(elsewhere, 'Rowan the second');
    await join(before, 'Rowan the third');
    await world.done(person, 'leaveCommunity', { communityId: before.id });
    const allied = await settled(world);
    await world.done(person, 'joinAsAlly', {
      communityHandle: allied.handle,
      agreementVersion: 1,
      pseudonym: 'Rowan the fourth',
      answers: [{ questionId: 'position', text: 'I rent at Elm.' }],
    });
    const asked = await settled(world);
    await world.done(person, 'requestMembership', {
      communityHandle: asked.handle,
      pseudonym: 'Rowan the fifth',
      message: 'From Elm.',
    });
    const { code } = await world.done(person, 'inviteToCommunity', { communityId: home.id }, 'code');
    const open = await world.pledge({ ask: await home.ask(), by: person });
    const reported = await world.reported({ pledge: await world.pledge({ ask: await home.ask(), by: person }) });
    await query(`INSERT INTO outbox_event (id, kind, subject_id) VALUES (gen_random_uuid(), 'notice.due', $1)`, [
      personId,
    ]);
    await query(`UPDATE vault.session SET proved_at = now() - interval '1 day' WHERE person_id = $1`, [personId]);
    const counts = await query('SELECT count(*)::int AS n FROM record_entry WHERE community_id = $1', [home.id]);

    expect(await world.done(person, 'disappear', {}, 'isHidden')).toEqual({ isHidden: true, userErrors: [] });

    expect(await on.send(person, '{ viewer { memberships { id } } }')).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(await outcome(world, null, 'refreshSession', { refreshToken: person.refreshToken })).toBe('LINK_INVALID');
    const rows = await query(
      'SELECT DISTINCT pseudonym, is_listed, is_steward, answers, ended_at IS NOT NULL AS ended FROM membership WHERE person_id = $1',
      [personId],
    );
    expect(rows).toEqual([{ pseudonym: NEUTRAL, is_listed: false, is_steward: false, answers: {}, ended: true }]);
    expect(
      await query('SELECT pseudonym, message, state FROM membership_request WHERE person_id = $1', [personId]),
    ).toEqual([{ pseudonym: NEUTRAL, message: '', state: 'WITHDRAWN' }]);
    expect(await outcome(world, await world.person(), 'acceptInvitation', { link: code })).toBe('LINK_INVALID');
    const states = await query('SELECT state FROM pledge WHERE id = ANY ($1) ORDER BY id = $2', [
      [open.id, reported.id],
      reported.id,
    ]);
    expect(states.map((row) => row['state'])).toEqual(['STEPPED_BACK', 'ACTIVE']);
    expect(
      await query(
        `SELECT count(*)::int AS n FROM outbox_event WHERE subject_id = $1 AND kind = 'notice.due' AND delivered_at IS NULL`,
        [personId],
      ),
    ).toEqual([{ n: 0 }]);
    // Nobody finds the names any more: neither those who led with them, nor in anything written.
    for (const at of [home, elsewhere, before, allied, asked]) {
      const { node } = await on.query(
        at.steward,
        'query ($id: ID!) { node(id: $id) { ... on Community { members(first: 100) { nodes { pseudonym } } record(first: 100) { nodes { kind text actor { pseudonym } } } membershipRequests { nodes { pseudonym } } } } }',
        { id: at.id },
      );
      expect(JSON.stringify(node)).not.toContain('Rowan');
    }
    const tables = await query(
      `SELECT string_agg(t::text, '') AS all FROM (SELECT row_to_json(m) AS t FROM membership m UNION ALL SELECT row_to_json(r) FROM membership_request r UNION ALL SELECT row_to_json(o) FROM outbox_event o) rows`,
    );
    expect(tables[0]?.['all']).not.toMatch(/Rowan the|I rent at Elm|From Elm/);
    expect(
      (await query('SELECT count(*)::int AS n FROM record_entry WHERE community_id = $1', [home.id]))[0]?.['n'],
    ).toBeGreaterThan(counts[0]?.['n']);
  });

  it('leaves records that verify and counts as they were', async () => {
    const home = await working();
    const person = await member(world, home);
    const ask = await home.ask();
    const pledge = await world.reported({ pledge: await world.pledge({ ask, by: person }) });
    await world.done(home.second, 'attestFulfilment', { items: [{ occurrenceId: pledge.occurrenceId }] });
    const tally = () =>
      query('SELECT attested_count, attested_quantity, reported_count FROM ask_tally WHERE ask_id = $1', [ask.id]);
    const before = await tally();
    await world.done(person, 'disappear', {});
    expect(await tally()).toEqual(before);
    const pool = sql(on.urls.owner);
    await pool(`SELECT set_config('accompany.kind', 'system', false), app.seal_record(10000)`);
    const [verified] = await query('SELECT unsealed::int, broken_at FROM app.verify_record($1)', [home.id]);
    expect(verified).toEqual({ unsealed: 0, broken_at: null });
  });

  it('is not undone by others, nor by signing in: who comes back is someone new, with no name and no duty', async () => {
    const home = await settled(world);
    const person = await steward(world, home);
    await world.done(person, 'disappear', {});
    const { session } = await world.done(
      null as never,
      'signIn',
      { signIn: person.signInName, recoveryCode: person.recoveryCodes[0] },
      'session { accessToken refreshToken }',
    );
    const back = { ...person, ...session };
    expect((await on.query(back, '{ viewer { memberships { id } } }')).viewer.memberships).toEqual([]);
    for (const by of [home.steward, home.second]) {
      expect(await outcome(world, by, 'changeDuties', { membershipId: person.membershipId, isSteward: true })).toBe(
        'NOT_FOUND',
      );
      expect(await outcome(world, by, 'removeMember', { membershipId: person.membershipId, reason: 'x' })).toBe(
        'NOT_FOUND',
      );
    }
    const { code } = await world.done(home.second, 'inviteToCommunity', { communityId: home.id }, 'code');
    const { community } = await world.done(
      back,
      'acceptInvitation',
      { link: code },
      'community { viewerMembership { id isSteward isListed pseudonym isOnProbation } }',
    );
    expect(community.viewerMembership).toMatchObject({ isSteward: false, isListed: false, isOnProbation: true });
    expect(community.viewerMembership.id).not.toBe(person.membershipId);
    expect(community.viewerMembership.pseudonym).not.toBe(NEUTRAL);
  });

  it('does not wait for, nor fail by, a steward who removes them at that moment', async () => {
    for (let n = 0; n < 3; n += 1) {
      const home = await settled(world);
      const person = await member(world, home);
      const [gone] = await Promise.all([
        on.send(person, 'mutation { disappear(input: {}) { isHidden } }'),
        outcome(world, home.steward, 'removeMember', { membershipId: person.membershipId, reason: 'Harm.' }),
        outcome(world, home.second, 'changeDuties', { membershipId: person.membershipId, isSteward: true }),
      ]);
      expect(gone.data).toEqual({ disappear: { isHidden: true } });
      expect(
        await query('SELECT pseudonym, ended_at IS NOT NULL AS ended FROM membership WHERE id = $1', [
          person.membershipId,
        ]),
      ).toEqual([{ pseudonym: NEUTRAL, ended: true }]);
    }
  });
});
