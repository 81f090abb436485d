import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { founder, member, membershipId, outcome, recorded, settled, steward } from '../../support/standing.js';
import { unchanged } from '../../support/unchanged.js';
import { type Founded, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const query = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const invite = (home: Founded, as = home.steward, fields = 'code') =>
  world.done(as, 'inviteToCommunity', { communityId: home.id }, fields);

const LIST = `query ($id: ID!, $after: String, $first: Int = 20) { node(id: $id) { ... on Community { invitations(first: $first, after: $after) {
  totalCount pageInfo { endCursor } nodes { id state createdAt expiresAt invitedBy { pseudonym } } } } } }`;

describe('an invitation on paper', () => {
  it('is a code in groups, a picture and a text that name neither community nor cause, and is stored as a digest', async () => {
    const home = await world.community({ name: 'Tenants of Elm', timeZone: 'America/Mexico_City', language: 'es' });
    const paper = await invite(home, home.steward, 'link code qrCode printText expiresAt invitation { state }');
    expect(paper.code).toMatch(/^([2-9A-HJKMNP-Z]{4}-){6}[2-9A-HJKMNP-Z]{4}$/);
    expect(paper.qrCode).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"[\s\S]*<\/svg>\s*$/);
    expect(paper.qrCode).not.toMatch(/script|href/i);
    expect(paper.printText).toContain(`\n\n${paper.code}\n\n`);
    expect(paper.printText).toContain('http://accompany.test');
    expect(paper.printText).toContain('Guárdalo para ti');
    expect(paper.invitation).toEqual({ state: 'OPEN' });
    for (const shown of [paper.link, paper.printText]) {
      expect(shown).not.toContain(home.handle);
      expect(shown).not.toContain('Elm');
    }
    const [stored] = await query('SELECT token_hash FROM invitation WHERE community_id = $1', [home.id]);
    const token = paper.link.split('#')[1];
    expect(stored?.['token_hash']).toEqual(createHash('sha256').update(token).digest());
  });

  it.each<[string, (code: string) => string]>([
    ['as printed', (code) => code],
    ['without hyphens', (code) => code.replaceAll('-', '')],
    ['with spaces, in small letters', (code) => code.toLowerCase().replaceAll('-', ' ')],
    ['with the dashes of a word processor', (code) => code.replaceAll('-', '–')],
  ])('admits when typed %s', async (_, typed) => {
    const home = await world.community();
    const { code } = await invite(home);
    const person = await world.person();
    const { community } = await world.done(person, 'acceptInvitation', { link: typed(code) }, 'community { id }');
    expect(community.id).toBe(home.id);
  });

  it('opens an account for whoever has none', async () => {
    const home = await world.community();
    const { code } = await invite(home);
    const { session, signInName } = await on.mutate(
      null,
      'signUp',
      { link: code.toLowerCase() },
      'session { accessToken refreshToken } signInName',
    );
    const { community } = await world.done(
      { ...session, signInName, recoveryCodes: [] },
      'acceptInvitation',
      { link: code },
      'community { id }',
    );
    expect(community.id).toBe(home.id);
  });
});

describe('an invitation that does not work', () => {
  it('is answered alike, in equal bytes, whether unknown, used, taken back, expired, of a steward who is none any more or malformed', async () => {
    const home = await settled(world);
    const codes: Record<string, string> = { malformed: 'no code', unknown: 'AAAA-'.repeat(7).slice(0, -1) };
    const issue = async (name: string, as = home.steward) => {
      const { code, invitation } = await invite(home, as, 'code invitation { id }');
      codes[name] = code;
      return invitation.id as string;
    };
    await issue('used');
    await world.done(await world.person(), 'acceptInvitation', { link: codes['used'] });
    await world.done(home.steward, 'revokeInvitation', { invitationId: await issue('revoked') });
    const expired = await issue('expired');
    await query(
      `UPDATE invitation SET created_at = created_at - interval '8 days', expires_at = expires_at - interval '8 days' WHERE id = $1`,
      [expired],
    );
    await issue('resigned', home.second);
    await world.done(home.second, 'resignStewardship', { communityId: home.id });
    const person = await world.person();
    const answers = await unchanged(on, async () => {
      const all: string[] = [];
      for (const link of Object.values(codes))
        all.push(JSON.stringify(await on.mutate(person, 'acceptInvitation', { link }, 'community { id }')));
      return all;
    });
    expect(answers).toHaveLength(6);
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('LINK_INVALID');
  });

  it('was made before its community chose to admit by vouches only, but for a community of two that still has to grow', async () => {
    const home = await world.community();
    const [first, second, third] = [(await invite(home)).code, (await invite(home)).code, (await invite(home)).code];
    await world.done(home.steward, 'changeCommunitySettings', {
      communityId: home.id,
      expectedVersion: 1,
      admissionRule: 'VOUCHES',
    });
    await world.done(await world.person(), 'acceptInvitation', { link: first });
    await world.done(await world.person(), 'acceptInvitation', { link: second });
    expect(await outcome(world, await world.person(), 'acceptInvitation', { link: third })).toBe('LINK_INVALID');
    const admitted = await query('SELECT count(*)::int AS n FROM membership WHERE community_id = $1', [home.id]);
    expect(admitted).toEqual([{ n: 3 }]);
    const refused = await unchanged(on, () =>
      on.mutate(home.steward, 'inviteToCommunity', { communityId: home.id }, 'code'),
    );
    expect(refused).toMatchObject({
      code: null,
      userErrors: [{ code: 'NOT_ADMITTING', path: ['input', 'communityId'] }],
    });
  });

  it('is tried from one address only so often, while invitations that work cost nothing', async () => {
    const own = await startTestApp({ urls: await freshDatabase('invitation_limit') });
    try {
      const there = new World(own);
      const home = await there.community();
      const person = await there.person();
      const attempt = (link: string) => outcome(there, person, 'acceptInvitation', { link });
      await there.affected(home);
      await sql(own.urls.owner)('DELETE FROM app.rate_limit');
      for (let n = 0; n < 5; n += 1) await there.affected(home);
      const tries = await Promise.all(Array.from({ length: 65 }, () => attempt('2222-'.repeat(7).slice(0, -1))));
      expect(tries.filter((one) => one === 'LINK_INVALID')).toHaveLength(60);
      expect(tries.filter((one) => one === 'RATE_LIMITED')).toHaveLength(5);
      const { code } = await there.done(home.steward, 'inviteToCommunity', { communityId: home.id }, 'code');
      expect(await attempt(code)).toBe('RATE_LIMITED');
    } finally {
      await own.close();
    }
  }, 20_000);
});

describe('probation by invitation', () => {
  const onProbation = async (home: Founded, by = home.steward) => {
    const { code } = await invite(home, by);
    const person = await world.person();
    await world.done(person, 'acceptInvitation', { link: code, declinesStewardship: true });
    const [row] = await query(
      `SELECT round(extract(epoch FROM probation_until - since) / 86400)::int AS days FROM membership WHERE id = $1`,
      [await membershipId(on, person, home.id)],
    );
    return row?.['days'];
  };

  it('is none for whom the founder invites in the first 14 days or before the tenth member, else what the community set', async () => {
    const home = await settled(world, 'probation_days = 5');
    expect(await onProbation(home)).toBeNull();
    expect(await onProbation(home, home.second)).toBe(5);
    await query(`UPDATE community SET founded_at = now() - interval '15 days' WHERE id = $1`, [home.id]);
    for (let n = 4; n < 10; n += 1) expect(await onProbation(home)).toBeNull();
    expect(await onProbation(home)).toBe(5);
    await query(`UPDATE community SET founded_at = now() - interval '13 days' WHERE id = $1`, [home.id]);
    expect(await onProbation(home)).toBeNull();
    await query(`UPDATE community SET founded_at = now() - interval '15 days', probation_days = 0 WHERE id = $1`, [
      home.id,
    ]);
    expect(await onProbation(home)).toBeNull();
  });
});

describe('the list of invitations', () => {
  it('shows stewards who invited whom when and what became of it, newest first, and never a code', async () => {
    const home = await settled(world);
    const codes = [];
    for (const as of [home.steward, home.second, home.steward]) codes.push((await invite(home, as)).code);
    await world.done(await world.person(), 'acceptInvitation', { link: codes[1] });
    const { node } = await on.query(home.second, LIST, { id: home.id });
    const { nodes, totalCount } = node.invitations;
    expect(totalCount).toBe(4);
    expect(nodes.map((one: { state: string }) => one.state)).toEqual(['OPEN', 'USED', 'OPEN', 'USED']);
    const names = await query('SELECT id, pseudonym FROM membership WHERE community_id = $1', [home.id]);
    const nameOf = (id: string) => names.find((row) => row['id'] === id)?.['pseudonym'];
    expect(nodes[1].invitedBy.pseudonym).toBe(nameOf(home.second.membershipId));
    expect(nodes[0].invitedBy.pseudonym).toBe(nameOf((await founder(world, home)).membershipId));
    for (const code of codes) expect(JSON.stringify(node)).not.toContain(code);
    const { node: page } = await on.query(home.steward, LIST, { id: home.id, first: 1 });
    const { node: next } = await on.query(home.steward, LIST, {
      id: home.id,
      first: 1,
      after: page.invitations.pageInfo.endCursor,
    });
    expect([page, next].map((one) => one.invitations.nodes[0].id)).toEqual([nodes[0].id, nodes[1].id]);
  });

  it('is not there for people affected who are no stewards, nor for the stewards of others', async () => {
    const [home, elsewhere] = [await settled(world), await world.community()];
    const affected = await member(world, home);
    for (const who of [affected, elsewhere.steward]) {
      const { data, errors } = await on.send(who, LIST, { id: home.id });
      expect(data?.node?.invitations ?? null).toBeNull();
      expect(errors.map((error) => error.extensions.code)).toEqual(['FORBIDDEN']);
    }
  });

  it('costs the same number of statements for five and for fifty', async () => {
    const home = await settled(world);
    const add = (count: number) =>
      query(
        `INSERT INTO invitation (community_id, id, token_hash, invited_by, expires_at)
         SELECT $1, gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), $2, now() + interval '7 days' FROM generate_series(1, $3::int)`,
        [home.id, home.second.membershipId, count],
      );
    const cost = async () => {
      const { result, statements } = await counting(() => on.query(home.steward, LIST, { id: home.id, first: 60 }));
      return { seen: result.node.invitations.nodes.length, statements: statements.length };
    };
    await add(4);
    await cost();
    const few = await cost();
    await add(45);
    const many = await cost();
    expect([few.seen, many.seen]).toEqual([5, 50]);
    expect(many.statements).toBe(few.statements);
  });
});

describe('taking an invitation back', () => {
  it('is done once, stands in the record, and is refused once it was used', async () => {
    const home = await settled(world);
    const { code, invitation } = await invite(home, home.steward, 'code invitation { id }');
    const revoke = (as = home.steward) => outcome(world, as, 'revokeInvitation', { invitationId: invitation.id });
    expect(await outcome(world, await world.person(), 'revokeInvitation', { invitationId: invitation.id })).toBe(
      'FORBIDDEN',
    );
    expect(
      await outcome(world, (await world.community()).steward, 'revokeInvitation', { invitationId: invitation.id }),
    ).toBe('NOT_FOUND');
    expect((await Promise.all([revoke(), revoke(home.second)])).toSorted()).toEqual(['DONE', 'WRONG_STATE']);
    expect((await recorded(on, home.id)).filter((kind) => kind === 'membership.invitation_revoked')).toHaveLength(1);
    expect(await outcome(world, await world.person(), 'acceptInvitation', { link: code })).toBe('LINK_INVALID');
    const used = await invite(home, home.steward, 'code invitation { id }');
    await world.done(await world.person(), 'acceptInvitation', { link: used.code });
    expect(await outcome(world, home.steward, 'revokeInvitation', { invitationId: used.invitation.id })).toBe(
      'WRONG_STATE',
    );
  });

  it('loses or wins against whoever accepts at that moment, and never both', async () => {
    for (let n = 0; n < 5; n += 1) {
      const home = await settled(world);
      const { code, invitation } = await invite(home, home.steward, 'code invitation { id }');
      const both = await Promise.all([
        outcome(world, await world.person(), 'acceptInvitation', { link: code }),
        outcome(world, await steward(world, home), 'revokeInvitation', { invitationId: invitation.id }),
      ]);
      expect([
        ['DONE', 'WRONG_STATE'],
        ['LINK_INVALID', 'DONE'],
      ]).toContainEqual(both);
    }
  });
});
