import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql, testPool } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

/** Seen by outsiders as if it had a launched public campaign. */
async function publishedCommunity() {
  const community = await world.community();
  await sql(on.urls.owner)('UPDATE community SET published = true WHERE id = $1', [community.id]);
  return community;
}

const standings = (who: Person) =>
  on
    .query(who, '{ viewer { memberships { standing pseudonym isSteward isOrganizer community { handle } } } }')
    .then((data) => data.viewer.memberships);

describe('founding', () => {
  it('refuses colliding, reserved and malformed handles and hostile texts, and changes nothing', async () => {
    const { handle } = await world.community();
    const person = await world.person();
    const cases: [Record<string, unknown>, string, string][] = [
      [{ handle }, 'HANDLE_TAKEN', 'handle'],
      [{ handle: handle.toUpperCase() }, 'HANDLE_TAKEN', 'handle'],
      [{ handle: 'admin' }, 'RESERVED', 'handle'],
      [{ handle: 'ab' }, 'INVALID', 'handle'],
      [{ handle: 'a--b' }, 'INVALID', 'handle'],
      [{ handle: "x'; DROP TABLE person; --" }, 'INVALID', 'handle'],
      [{ name: '' }, 'TOO_SHORT', 'name'],
      [{ name: 'x'.repeat(121) }, 'TOO_LONG', 'name'],
      [{ name: 'in\u0000visible' }, 'INVALID', 'name'],
      [{ name: 'evil\u202Etxt' }, 'INVALID', 'name'],
      [{ about: 'x'.repeat(4001) }, 'TOO_LONG', 'about'],
      [{ timeZone: 'Nowhere' }, 'INVALID', 'timeZone'],
    ];
    for (const [input, code, field] of cases) {
      const payload = await unchanged(on, () =>
        on.mutate(person, 'createCommunity', { handle: world.unique(), name: 'A name', ...input }, 'community { id }'),
      );
      expect(payload).toMatchObject({ community: null, userErrors: [{ code, path: ['input', field] }] });
    }
    expect(await on.refusal(null, 'createCommunity', { handle: world.unique(), name: 'A' })).toBe('UNAUTHENTICATED');
  });

  it('answers a repeated request with the first community, and another body under the same key with a conflict', async () => {
    const person = await world.person();
    const input = { handle: world.unique(), name: 'Once', idempotencyKey: world.unique('key') };
    const all = await Promise.all(
      Array.from({ length: 20 }, () => on.mutate(person, 'createCommunity', input, 'community { id }')),
    );
    expect(new Set(all.map((one) => one.community.id)).size).toBe(1);
    expect(await on.refusal(person, 'createCommunity', { ...input, name: 'Twice' })).toBe('CONFLICT');
    expect(await standings(person)).toHaveLength(1);
  });
});

describe('invitations', () => {
  it('admits one person by one invitation, however many try at once', async () => {
    const community = await world.community();
    const { code } = await world.done(community.steward, 'inviteToCommunity', { communityId: community.id }, 'code');
    const people = await Promise.all(Array.from({ length: 8 }, () => world.person()));
    const answers = await Promise.all(
      people.map((person) => on.mutate(person, 'acceptInvitation', { link: code }, 'community { id }')),
    );
    expect(answers.filter((answer) => answer.community?.id === community.id)).toHaveLength(1);
    expect(answers.filter((answer) => answer.userErrors[0]?.code === 'LINK_INVALID')).toHaveLength(7);
  });

  it('makes exactly the second person a steward when two accept at once', async () => {
    const community = await world.community();
    const codes = await Promise.all(
      [1, 2, 3].map(() =>
        world
          .done(community.steward, 'inviteToCommunity', { communityId: community.id }, 'code')
          .then((done) => done.code),
      ),
    );
    const people = await Promise.all(codes.map(() => world.person()));
    await Promise.all(people.map((person, index) => world.done(person, 'acceptInvitation', { link: codes[index] })));
    const stewards = (await Promise.all(people.map(standings))).filter(([membership]) => membership.isSteward);
    expect(stewards).toHaveLength(1);
  });

  it('gives one answer to expired, revoked, used, foreign and guessed invitations, and to those of a former steward', async () => {
    const community = await world.community();
    const spoil = async (change: string) => {
      const { code } = await world.done(community.steward, 'inviteToCommunity', { communityId: community.id }, 'code');
      await sql(on.urls.owner)(`UPDATE invitation SET ${change} WHERE community_id = $1 AND used_at IS NULL`, [
        community.id,
      ]);
      return code;
    };
    const wrong = [
      await spoil("expires_at = now() - interval '1 second'"),
      await spoil('revoked_at = now()'),
      await spoil('used_at = now()'),
      'i_AAAAAAAAAAAAAAAAAAAAAA',
      's_AAAAAAAAAAAAAAAAAAAAAA',
      'nothing',
    ];
    const person = await world.person();
    const answers = [];
    for (const link of wrong)
      answers.push(await unchanged(on, () => on.mutate(person, 'acceptInvitation', { link }, 'community { id }')));
    for (const answer of answers)
      expect(answer).toEqual({ community: null, userErrors: [expect.objectContaining({ code: 'LINK_INVALID' })] });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('lets nobody but a steward invite, and tells strangers nothing of the community', async () => {
    const community = await world.community();
    const plain = await world.affected(community);
    const { steward: elsewhere } = await world.community();
    const stranger = await world.person();
    const invite = (as: Person | null) => on.refusal(as, 'inviteToCommunity', { communityId: community.id });
    expect(await unchanged(on, () => invite(null))).toBe('UNAUTHENTICATED');
    expect(await unchanged(on, () => invite(stranger))).toBe('FORBIDDEN');
    expect(await unchanged(on, () => invite(plain))).toBe('FORBIDDEN');
    expect(await unchanged(on, () => invite(elsewhere))).toBe('NOT_FOUND');
    expect(await on.refusal(elsewhere, 'inviteToCommunity', { communityId: 'no-id' })).toBe('NOT_FOUND');
  });
});

describe('joining as an ally', () => {
  it('takes the current agreement with its questions answered, for twelve months', async () => {
    const community = await publishedCommunity();
    const ally = await world.ally(community, { pseudonym: 'Marta' });
    expect(await standings(ally)).toEqual([
      {
        standing: 'ALLY',
        pseudonym: 'Marta',
        isSteward: false,
        isOrganizer: false,
        community: { handle: community.handle },
      },
    ]);
    const [row] = await sql(on.urls.owner)(
      "SELECT until = since + interval '12 months' AS year, answers FROM membership WHERE id = $1",
      [ally.membershipId],
    );
    expect(row).toMatchObject({ year: true, answers: { position: 'I rent, with a secure lease.' } });
  });

  it('refuses a stale agreement, missing and invented answers, a taken name and a second standing', async () => {
    const community = await publishedCommunity();
    await world.ally(community, { pseudonym: 'Marta' });
    const person = await world.person();
    const good = {
      communityHandle: community.handle,
      agreementVersion: 1,
      answers: [{ questionId: 'position', text: 'Outside.' }],
    };
    const cases: [Record<string, unknown>, string, string[]][] = [
      [{ agreementVersion: 2 }, 'AGREEMENT_STALE', ['input', 'agreementVersion']],
      [{ answers: [] }, 'QUESTION_UNANSWERED', ['input', 'answers']],
      [
        { answers: [...good.answers, { questionId: 'invented', text: 'x' }] },
        'INVALID',
        ['input', 'answers', '1', 'questionId'],
      ],
      [{ pseudonym: 'marta' }, 'PSEUDONYM_TAKEN', ['input', 'pseudonym']],
    ];
    for (const [input, code, path] of cases) {
      const payload = await unchanged(on, () =>
        on.mutate(person, 'joinAsAlly', { ...good, ...input }, 'membership { id }'),
      );
      expect(payload).toMatchObject({ membership: null, userErrors: [{ code, path }] });
    }
    await world.done(person, 'joinAsAlly', good);
    expect(await unchanged(on, () => on.mutate(person, 'joinAsAlly', good))).toMatchObject({
      userErrors: [{ code: 'ALREADY_MEMBER' }],
    });
    expect(await unchanged(on, () => on.mutate(community.steward, 'joinAsAlly', good))).toMatchObject({
      userErrors: [{ code: 'ALREADY_MEMBER' }],
    });
  });

  it('hides a community without a launched public campaign from who would join', async () => {
    const community = await world.community();
    const person = await world.person();
    const hidden = await on.send(
      person,
      'mutation ($i: JoinAsAllyInput!) { joinAsAlly(input: $i) { userErrors { code } } }',
      { i: { communityHandle: community.handle, agreementVersion: 1 } },
    );
    const absent = await on.send(
      person,
      'mutation ($i: JoinAsAllyInput!) { joinAsAlly(input: $i) { userErrors { code } } }',
      { i: { communityHandle: 'no-such-community', agreementVersion: 1 } },
    );
    expect(hidden).toEqual(absent);
    expect(hidden.errors[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it('asks allies to accept a new version, which only stewards publish over the one they read', async () => {
    const community = await publishedCommunity();
    const ally = await world.ally(community);
    const next = { communityId: community.id, replacesVersion: 1, text: 'Second version', questions: [] };
    expect(await unchanged(on, () => on.refusal(ally, 'publishAgreement', next))).toBe('FORBIDDEN');
    const { community: seen } = await world.done(
      community.steward,
      'publishAgreement',
      next,
      'community { agreement { version text questions { id } } }',
    );
    expect(seen.agreement).toEqual({ version: 2, text: 'Second version', questions: [] });
    const stale = await unchanged(on, () =>
      on.mutate(community.steward, 'publishAgreement', { ...next, text: 'Third' }),
    );
    expect(stale).toMatchObject({ userErrors: [{ code: 'STALE_VERSION', path: ['input', 'replacesVersion'] }] });
    const { membership } = await world.done(
      ally,
      'joinAsAlly',
      { communityHandle: community.handle, agreementVersion: 2 },
      'membership { id agreementVersion }',
    );
    expect(membership).toEqual({ id: ally.membershipId, agreementVersion: 2 });
  });
});

describe('organizing by delegation', () => {
  it('is given and ended by stewards, bounded in time, and never by oneself', async () => {
    const community = await publishedCommunity();
    const ally = await world.ally(community);
    const until = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const input = { membershipId: ally.membershipId, until: until(30) };
    expect(await unchanged(on, () => on.refusal(ally, 'delegateOrganizer', input))).toBe('FORBIDDEN');
    expect(
      await unchanged(on, () => on.mutate(community.steward, 'delegateOrganizer', { ...input, until: until(400) })),
    ).toMatchObject({ userErrors: [{ code: 'OUT_OF_RANGE' }] });
    expect(
      await unchanged(on, () => on.mutate(community.steward, 'delegateOrganizer', { ...input, until: until(-1) })),
    ).toMatchObject({ userErrors: [{ code: 'IN_THE_PAST' }] });
    await world.done(community.steward, 'delegateOrganizer', input);
    expect((await standings(ally))[0].isOrganizer).toBe(true);
    await world.done(community.steward, 'endDelegation', { membershipId: ally.membershipId });
    expect((await standings(ally))[0].isOrganizer).toBe(false);
  });
});

describe('the walls around a standing', () => {
  it('lets nobody write themselves a standing or a duty in raw SQL', async () => {
    const community = await publishedCommunity();
    const ally = await world.ally(community);
    const [row] = await sql(on.urls.owner)('SELECT person_id FROM membership WHERE id = $1', [ally.membershipId]);
    const pool = testPool(on.urls.runtime);
    const as = async (statement: string, values: unknown[]) => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query("SELECT app.enter('person', $1, NULL)", [row?.['person_id']]);
        return (await client.query(statement, values)).rowCount ?? 0;
      } finally {
        await client.query('ROLLBACK');
        client.release();
      }
    };
    const insert = `INSERT INTO membership (community_id, id, person_id, standing, pseudonym) VALUES ($1, gen_random_uuid(), app.person_id(), 'AFFECTED', 'Infiltrator')`;
    await expect(as(insert, [community.id])).rejects.toThrow(/permission denied/);
    await expect(
      as('UPDATE membership SET standing = $2 WHERE id = $1', [ally.membershipId, 'AFFECTED']),
    ).rejects.toThrow(/permission denied/);
    await expect(as('UPDATE membership SET is_steward = true WHERE id = $1', [ally.membershipId])).rejects.toThrow(
      /permission denied/,
    );
    await expect(
      as("UPDATE membership SET organizer_until = now() + interval '1 day' WHERE id = $1", [ally.membershipId]),
    ).rejects.toThrow(/permission denied/);
    await expect(
      as("SELECT app.delegate_organizer($1, $2, now() + interval '1 day')", [community.id, ally.membershipId]),
    ).rejects.toThrow(/only a steward/);
    await expect(as('SELECT * FROM vault.account WHERE $1::uuid IS NOT NULL', [community.id])).rejects.toThrow(
      /permission denied/,
    );
    expect(await as("SELECT 1 FROM membership WHERE community_id = $1 AND standing = 'AFFECTED'", [community.id])).toBe(
      0,
    );
    await pool.end();
  });
});
