import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { AllyClock } from '../../../src/features/allies/index.js';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql, testPool } from '../../support/database.js';
import { deeds, scene } from '../../support/pledging.js';
import { persist } from '../../support/persist.js';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { pledgeTo, World } from '../../support/world.js';
import { joins, represent, union } from './union.js';

let on: TestApp;
let world: World;
let pool: pg.Pool;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  pool = testPool(on.urls.runtime);
});
afterAll(async () => {
  await pool.end();
  await on.close();
});

const INSIDE = `query ($id: ID!) { organization(id: $id) { name about closedAt isYours
  representatives { id pseudonym isYou } memberships { standing community { handle } } } }`;
const inside = (as: As, id: string) => on.send(as, INSIDE, { id });
const mine = (as: Person) =>
  on.query(as, '{ viewer { organizations { id name } } }').then(({ viewer }) => viewer.organizations);

describe('an organization', () => {
  it('is entered by a person, who represents it, and is public but for who they are and where it stands', async () => {
    const of = await scene(world);
    const there = await union(world, 'Dockers');
    await joins(world, there, of);
    const seen = (await inside(there.founder, there.organizationId)).data.organization;
    expect(seen).toMatchObject({ name: 'Dockers', about: '', closedAt: null, isYours: true });
    expect(seen.memberships).toEqual([{ standing: 'ALLY', community: { handle: of.community.handle } }]);
    expect(seen.representatives.map((one: { isYou: boolean }) => one.isYou)).toEqual([true, false]);
    for (const as of [null, await world.person(), of.steward]) {
      const { data, errors } = await inside(as, there.organizationId);
      expect(data.organization).toEqual({
        name: 'Dockers',
        about: '',
        closedAt: null,
        isYours: false,
        representatives: null,
        memberships: null,
      });
      expect(errors.map((error) => error.extensions.code)).toEqual(Array(2).fill(as ? 'FORBIDDEN' : 'UNAUTHENTICATED'));
    }
    await world.done(there.second, 'reviseOrganization', {
      organizationId: there.organizationId,
      about: 'We load ships.',
    });
    expect((await inside(null, there.organizationId)).data.organization).toMatchObject({
      name: 'Dockers',
      about: 'We load ships.',
    });
  });

  it('answers alike for what is foreign, closed or not there at all, and changes nothing', async () => {
    const [there, closed] = [await union(world), await union(world)];
    await world.done(closed.founder, 'closeOrganization', { organizationId: closed.organizationId });
    const stranger = await world.person();
    const of = await scene(world);
    const ids = [there.organizationId, closed.organizationId, '11111111-1111-4111-8111-111111111111', 'no-id'];
    const fields: [string, (organizationId: string) => Record<string, unknown>][] = [
      ['reviseOrganization', (organizationId) => ({ organizationId, name: 'Mine' })],
      ['inviteRepresentative', (organizationId) => ({ organizationId })],
      ['leaveOrganization', (organizationId) => ({ organizationId })],
      ['closeOrganization', (organizationId) => ({ organizationId })],
      ['makePledge', (organizationId) => pledgeTo(of.ask, { organizationId })],
      [
        'joinAsAlly',
        (organizationId) => ({ communityHandle: of.community.handle, agreementVersion: 1, organizationId }),
      ],
      ['removeRepresentative', (representativeId) => ({ representativeId })],
    ];
    const ally = await world.ally(of.community);
    await unchanged(on, async () => {
      for (const [field, input] of fields) {
        const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
        const answers = [];
        for (const id of ids) {
          const document = `mutation ($i: ${type}!) { ${field}(input: $i) { userErrors { code } } }`;
          answers.push(
            JSON.stringify(await on.send(field === 'makePledge' ? ally : stranger, document, { i: input(id) })),
          );
        }
        expect([field, new Set(answers).size]).toEqual([field, 1]);
        expect(answers[0]).toContain('NOT_FOUND');
      }
    });
  });
});

describe('an invitation to represent an organization', () => {
  it('works once, for whoever comes with it first, and makes an account for who has none', async () => {
    const there = await union(world);
    const { code, link } = await world.done(
      there.founder,
      'inviteRepresentative',
      { organizationId: there.organizationId },
      'code link',
    );
    expect(link).toContain(code);
    expect(link).not.toContain(there.organizationId);
    const { session } = await on.mutate(null, 'signUp', { link: code }, 'session { accessToken }');
    const people = [session as Person, ...(await Promise.all(Array.from({ length: 5 }, () => world.person())))];
    const outcomes = await Promise.all(
      people.map((person) => persist(on, person, 'acceptRepresentation', { link: code })),
    );
    expect(outcomes.toSorted()).toEqual([...Array(1).fill('DONE'), ...Array(5).fill('LINK_INVALID')]);
    const rows = await sql(on.urls.owner)('SELECT token_hash::text AS hash FROM organization_invitation');
    expect(JSON.stringify(rows)).not.toContain(code);
  });

  it('has one answer for expired, used, foreign and guessed ones, and those whose inviter has left', async () => {
    const there = await union(world);
    const of = { organizationId: there.organizationId };
    const invite = async (by = there.founder) =>
      (await world.done(by, 'inviteRepresentative', of, 'code')).code as string;
    const [expired, used, left] = [await invite(), await invite(), await invite(there.second)];
    await sql(on.urls.owner)(
      "UPDATE organization_invitation SET created_at = created_at - interval '8 days', expires_at = expires_at - interval '8 days' WHERE used_at IS NULL AND invited_by IN (SELECT id FROM representative WHERE organization_id = $1) AND token_hash = sha256(convert_to($2, 'UTF8'))",
      [there.organizationId, expired],
    );
    await world.done(await world.person(), 'acceptRepresentation', { link: used });
    await world.done(there.second, 'leaveOrganization', of);
    const community = await world.community();
    const foreign = (await world.done(community.steward, 'inviteToCommunity', { communityId: community.id }, 'code'))
      .code;
    const person = await world.person();
    const answers = [];
    for (const link of [expired, used, left, foreign, 'r_AAAAAAAAAAAAAAAAAAAAAA', 'nothing'])
      answers.push(
        await unchanged(on, () => on.mutate(person, 'acceptRepresentation', { link }, 'organization { id }')),
      );
    expect(answers[0]).toMatchObject({ organization: null, userErrors: [{ code: 'LINK_INVALID' }] });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('is not used up by someone who represents the organization already', async () => {
    const there = await union(world);
    const { code } = await world.done(
      there.founder,
      'inviteRepresentative',
      { organizationId: there.organizationId },
      'code',
    );
    const own = await unchanged(on, () => on.mutate(there.second, 'acceptRepresentation', { link: code }));
    expect(own.userErrors).toMatchObject([{ code: 'ALREADY_REPRESENTATIVE' }]);
    await world.done(await world.person(), 'acceptRepresentation', { link: code });
  });
});

describe('leaving', () => {
  it('takes effect with the next request, and the last representative closes the organization instead', async () => {
    const of = await scene(world, { visibility: 'ALLIES' });
    const there = await union(world);
    await joins(world, there, of);
    const ASK = 'query ($id: ID!) { ask(id: $id) { id } }';
    expect((await on.query(there.second, ASK, { id: of.ask.id })).ask).not.toBeNull();
    await world.done(there.second, 'leaveOrganization', { organizationId: there.organizationId });
    expect((await on.query(there.second, ASK, { id: of.ask.id })).ask).toBeNull();
    expect(await mine(there.second)).toEqual([]);
    const last = await unchanged(on, () =>
      on.mutate(there.founder, 'leaveOrganization', { organizationId: there.organizationId }),
    );
    expect(last.userErrors).toMatchObject([{ code: 'LAST_REPRESENTATIVE' }]);
  });

  it('by two at once leaves one, who is told so', async () => {
    for (let round = 0; round < 4; round += 1) {
      const there = await union(world);
      const input = { organizationId: there.organizationId };
      const outcomes = await Promise.all(
        [there.founder, there.second].map((who) => persist(on, who, 'leaveOrganization', input)),
      );
      expect(outcomes.toSorted()).toEqual(['DONE', 'LAST_REPRESENTATIVE']);
    }
  });

  it('may be decided by another representative, shortly after proving that it is them', async () => {
    const there = await union(world);
    const seen = (await inside(there.founder, there.organizationId)).data.organization;
    const { id: representativeId } = seen.representatives.find((one: { isYou: boolean }) => !one.isYou);
    const stale = await personOf(there.founder);
    await sql(on.urls.owner)("UPDATE vault.session SET proved_at = now() - interval '1 hour' WHERE person_id = $1", [
      stale,
    ]);
    const remove = () => on.refusal(there.founder, 'removeRepresentative', { representativeId });
    expect(await unchanged(on, remove)).toBe('STEP_UP_REQUIRED');
    await sql(on.urls.owner)('UPDATE vault.session SET proved_at = now() WHERE person_id = $1', [stale]);
    await world.done(there.founder, 'removeRepresentative', { representativeId });
    expect(await mine(there.second)).toEqual([]);
    expect(await unchanged(on, remove)).toBe('NOT_FOUND');
  });
});

describe('closing an organization', () => {
  it('ends its standings, and its pledges but for what is reported; nobody represents it then', async () => {
    const of = await scene(world, { slots: 1 });
    const there = await union(world);
    const membershipId = await joins(world, there, of);
    const behind = await world.ally(of.community);
    const { organizationId } = there;
    const active = await world.pledge({ ask: of.ask, by: there.founder, organizationId });
    const reported = await world.reported({
      pledge: await world.pledge({ ask: await world.ask(of), by: there.second, organizationId }),
    });
    const next = await world.pledge({ ask: of.ask, by: behind });
    await world.done(there.second, 'closeOrganization', { organizationId });
    expect(await mine(there.founder)).toEqual([]);
    expect(await on.refusal(there.founder, 'makePledge', pledgeTo(await world.ask(of), { organizationId }))).toBe(
      'FORBIDDEN',
    );
    await on.app.get(AllyClock, { strict: false }).settle();
    const states = await sql(on.urls.owner)('SELECT id, state FROM pledge WHERE id = ANY ($1)', [
      [active.id, reported.id, next.id],
    ]);
    expect(Object.fromEntries(states.map(({ id, state }) => [id, state]))).toEqual({
      [active.id]: 'CANCELLED',
      [reported.id]: 'ACTIVE',
      [next.id]: 'ACTIVE',
    });
    const [entry] = await sql(on.urls.owner)(
      "SELECT actor_id, actor_role FROM record_entry WHERE subject_id = $1 AND kind = 'membership.ended'",
      [membershipId],
    );
    expect(entry).toEqual({ actor_id: membershipId, actor_role: 'ALLY' });
    expect(await deeds(on, of.community.id, 'membership')).toContain('membership.ended');
  });
});

describe('what people see of organizations', () => {
  it('costs the same number of statements for five and for fifty representatives', async () => {
    const cost = async (count: number) => {
      const there = await union(world);
      for (let n = 2; n < count; n += 1) await represent(world, there);
      const { result, statements } = await counting(() => inside(there.founder, there.organizationId));
      expect(result.data.organization.representatives).toHaveLength(count);
      return statements.length;
    };
    expect(await cost(50)).toBe(await cost(5));
  }, 60_000);
});

describe('with raw SQL as the runtime role', () => {
  it('nobody makes themselves a representative, and only representatives see who they are', async () => {
    const there = await union(world);
    const stranger = await personOf(await world.person());
    const [founder, second] = [await personOf(there.founder), await personOf(there.second)];
    const as = async (personId: string | null, text: string, values: unknown[] = []) => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        if (personId) await client.query("SELECT app.enter('person', $1, NULL)", [personId]);
        const { rowCount } = await client.query(text, values);
        await client.query('COMMIT');
        return rowCount ?? 0;
      } catch (error) {
        await client.query('ROLLBACK');
        const { constraint, message } = error as Error & { constraint?: string };
        return constraint ?? /row-level security|permission denied/.exec(message)?.[0] ?? message;
      } finally {
        client.release();
      }
    };
    const { organizationId } = there;
    await unchanged(on, async () => {
      expect(
        await as(
          stranger,
          "INSERT INTO representative (organization_id, id, person_id, pseudonym) VALUES ($1, gen_random_uuid(), $2, 'Me')",
          [organizationId, stranger],
        ),
      ).toBe('permission denied');
      expect(await as(stranger, 'UPDATE representative SET person_id = $1', [stranger])).toBe('permission denied');
      expect(await as(second, 'UPDATE representative SET ended_at = now()')).toBe('permission denied');
      expect(await as(stranger, "INSERT INTO organization (id, name) VALUES (gen_random_uuid(), 'Mine')")).toBe(
        'permission denied',
      );
      expect(await as(stranger, "UPDATE organization SET name = 'Mine' WHERE id = $1", [organizationId])).toBe(0);
      expect(
        await as(
          stranger,
          "SELECT FROM app.invite_representative(gen_random_uuid(), $1, '\\x00') AS until WHERE until IS NOT NULL",
          [organizationId],
        ),
      ).toBe(0);
      expect(
        await as(
          stranger,
          "SELECT FROM app.accept_representation('\\x00', gen_random_uuid(), 'Me') AS id WHERE id IS NOT NULL",
        ),
      ).toBe(0);
      expect(
        await as(
          null,
          "SELECT FROM app.accept_representation('\\x00', gen_random_uuid(), 'Me') AS id WHERE id IS NOT NULL",
        ),
      ).toBe(0);
      expect(await as(stranger, 'SELECT FROM app.close_organization($1) AS done WHERE done', [organizationId])).toBe(0);
      expect(await as(stranger, 'SELECT FROM organization_invitation')).toBe('permission denied');
      expect(await as(founder, 'SELECT person_id FROM representative')).toBe('permission denied');
    });
    const see = 'SELECT id FROM representative WHERE organization_id = $1';
    expect(await as(founder, see, [organizationId])).toBe(2);
    expect(await as(stranger, see, [organizationId])).toBe(0);
    expect(await as(null, see, [organizationId])).toBe(0);
  });
});

async function personOf({ accessToken }: Person): Promise<string> {
  const [row] = await sql(on.urls.owner)(
    "SELECT person_id FROM vault.session WHERE access_hash = sha256(convert_to($1, 'UTF8'))",
    [accessToken],
  );
  return row?.['person_id'];
}
