import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { RecordHeadClock } from '../../../src/features/record-reading/record-head-clock.js';
import { sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { type Founded, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const RECORD = `query ($handle: String!, $first: Int, $after: String, $kinds: [RecordKind!], $campaignId: ID, $since: DateTime, $until: DateTime) {
  community(handle: $handle) {
    recordHead { seq hash sealedAt }
    record(first: $first, after: $after, kinds: $kinds, campaignId: $campaignId, since: $since, until: $until) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes { id kind text actorRole recordedAt subjectType subjectId campaignId details isSealed seq hash actor { pseudonym } }
    }
  }
}`;

const published = (community: Founded) =>
  sql(on.urls.owner)('UPDATE community SET published = true WHERE id = $1', [community.id]);

/** As the clock does. */
async function sealed(): Promise<void> {
  await sql(on.urls.owner)(
    `WITH clock AS MATERIALIZED (SELECT set_config('accompany.kind', 'system', false)) SELECT app.seal_record(100000) FROM clock`,
  );
}

describe('the record of a community', () => {
  it('tells the people affected what was done, latest first, in words that name nobody', async () => {
    const community = await world.community();
    await world.affected(community);
    const { community: found } = await on.query(community.steward, RECORD, { handle: community.handle });
    expect(found.record.totalCount).toBe(3);
    expect(found.record.nodes.map((one: { text: string }) => one.text)).toEqual([
      'One of the people affected joined by invitation.',
      'A steward invited someone to join as one of the people affected.',
      'A steward founded the community.',
    ]);
    expect(found.record.nodes[2]).toMatchObject({
      kind: 'COMMUNITY_FOUNDED',
      actorRole: 'STEWARD',
      subjectType: 'Community',
      subjectId: community.id,
      campaignId: null,
      isSealed: false,
      seq: null,
      hash: null,
      actor: { pseudonym: expect.any(String) },
    });
    expect(JSON.parse(found.record.nodes[2].details)).toEqual(expect.any(Object));
  });

  it('shows newcomers the same record, and of the people in it only those whom they may know', async () => {
    const community = await world.community();
    const newcomer = await world.affected(community);
    await sql(on.urls.owner)(
      `UPDATE membership SET probation_until = now() + interval '1 day' WHERE community_id = $1 AND NOT is_steward`,
      [community.id],
    );
    const { community: found } = await on.query(newcomer, RECORD, { handle: community.handle });
    expect(found.record.nodes.map((one: { actor: unknown }) => one.actor)).toEqual([
      { pseudonym: expect.any(String) },
      null,
      null,
    ]);
  });

  it('is refused to everyone else, who may note its head of the last midnight all the same', async () => {
    const community = await world.community();
    await published(community);
    const others = [
      null,
      await world.ally(community),
      await world.allyOrganizer(community),
      await world.person(),
      (await world.community()).steward,
    ];
    await sql(on.urls.owner)(
      `UPDATE record_entry SET recorded_at = now() - interval '2 days' WHERE community_id = $1 AND kind = 'community.founded'`,
      [community.id],
    );
    await sealed();
    await on.app.get(RecordHeadClock, { strict: false }).publish();
    const { community: own } = await on.query(community.steward, RECORD, { handle: community.handle });
    const first = own.record.nodes.at(-1);
    expect(own.recordHead).toMatchObject({ seq: own.record.totalCount, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    for (const who of others) {
      const { data, errors } = await on.send(who, RECORD, { handle: community.handle });
      // Later ones would tell when each of them was done.
      expect(data.community).toEqual({
        record: null,
        recordHead: { seq: 1, hash: first.hash, sealedAt: `${new Date().toISOString().slice(0, 10)}T00:00:00.000Z` },
      });
      expect(errors.map((error) => error.extensions.code)).toEqual([who ? 'FORBIDDEN' : 'UNAUTHENTICATED']);
    }
  });

  it('has no head while nothing is sealed, and shows place and hash of what is', async () => {
    const community = await world.community();
    const before = await on.query(community.steward, RECORD, { handle: community.handle });
    expect(before.community.recordHead).toBeNull();
    await sealed();
    const { community: found } = await on.query(community.steward, RECORD, { handle: community.handle });
    expect(found.record.nodes[0]).toMatchObject({ isSealed: true, seq: 1, hash: found.recordHead.hash });
  });

  it('can be narrowed by kind, time and campaign, and read on from a cursor', async () => {
    const community = await world.community();
    for (let n = 0; n < 3; n += 1) await world.affected(community);
    const read = async (variables: Record<string, unknown>) =>
      (await on.query(community.steward, RECORD, { handle: community.handle, ...variables })).community.record;

    expect((await read({ kinds: ['MEMBERSHIP_ADMITTED'] })).totalCount).toBe(3);
    expect((await read({ kinds: ['COMMUNITY_FOUNDED', 'MEMBERSHIP_INVITED'] })).totalCount).toBe(4);
    expect((await read({ campaignId: community.id })).totalCount).toBe(0);
    expect((await read({ since: '2199-01-01T00:00:00Z' })).totalCount).toBe(0);
    expect((await read({ until: '2199-01-01T00:00:00Z' })).totalCount).toBe(7);

    const first = await read({ first: 4 });
    const rest = await read({ first: 4, after: first.pageInfo.endCursor });
    const ids = [...first.nodes, ...rest.nodes].map((one: { id: string }) => one.id);
    expect(new Set(ids).size).toBe(7);
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });

  it('refuses a page, a kind, an id or a cursor that cannot be', async () => {
    const community = await world.community();
    const other = await world.community();
    const foreign = (await on.query(other.steward, RECORD, { handle: other.handle, first: 1 })).community.record;
    const bad: [Record<string, unknown>, string][] = [
      [{ first: 0 }, 'BAD_REQUEST'],
      [{ first: 101 }, 'BAD_REQUEST'],
      [{ kinds: ['BALLOT_CAST'] }, 'BAD_REQUEST'],
      [{ after: foreign.pageInfo.endCursor ?? 'x' }, 'BAD_REQUEST'],
      [{ after: 'x' }, 'BAD_REQUEST'],
      [{ campaignId: 'x' }, 'NOT_FOUND'],
      [{ since: 'yesterday' }, 'BAD_REQUEST'],
    ];
    for (const [variables, code] of bad) {
      const { errors } = await on.send(community.steward, RECORD, { handle: community.handle, ...variables });
      expect([variables, errors[0]?.extensions.code]).toEqual([variables, code]);
    }
  });

  it('takes as many statements for fifty entries as for five', async () => {
    const community = await world.community();
    const fill = (n: number) =>
      sql(on.urls.owner)(
        `INSERT INTO record_entry (community_id, id, kind, actor_id, actor_role, subject_type, subject_id)
         SELECT $1, gen_random_uuid(), 'ask.drafted', m.id, 'STEWARD', 'Ask', gen_random_uuid() FROM membership m, generate_series(1, $2) WHERE m.community_id = $1`,
        [community.id, n],
      );
    const ask = () => counting(() => on.query(community.steward, RECORD, { handle: community.handle, first: 100 }));
    await fill(4);
    const few = await ask();
    await fill(45);
    const many = await ask();
    expect([few, many].map(({ result }) => result.community.record.nodes.length)).toEqual([5, 50]);
    expect(many.statements).toHaveLength(few.statements.length);
  });
});
