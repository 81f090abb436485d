import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type pg from 'pg';
import { notices } from '../../../src/features/notifications/mails/index.js';
import { Relay } from '../../../src/platform/jobs/relay.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql, testPool } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { testKeys } from '../../support/stored-world.js';
import { unchanged } from '../../support/unchanged.js';
import { untilSomeoneWaits } from '../../support/waiting.js';
import { type Founded, World } from '../../support/world.js';
import { personIdOf } from './lived.js';

let on: TestApp;
let world: World;
let pool: pg.Pool;
let home: Founded;
let second: Person;
let member: Person;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('people_exports') });
  world = new World(on);
  pool = testPool(on.urls.runtime);
});
afterAll(async () => {
  await pool.end();
  await on.close();
});

/** A community of two stewards and one more affected person. */
beforeEach(async () => {
  home = await world.community({ pseudonym: 'Heron' });
  second = await world.affected(home, { pseudonym: '=Otter', declinesStewardship: false });
  member = await world.affected(home, { pseudonym: '@Wren, "the tall"' });
});

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const reason = 'The lawyer needs to know who may speak.';
const membershipOf = async (person: Person) =>
  (
    await owner('SELECT id FROM membership WHERE community_id = $1 AND person_id = $2', [
      home.id,
      await personIdOf(on, person),
    ])
  )[0]?.['id'];

async function requested(by: Person = home.steward): Promise<string> {
  const { peopleExport } = await world.done(
    by,
    'requestPeopleExport',
    { communityId: home.id, reason },
    'peopleExport { id state }',
  );
  expect(peopleExport.state).toBe('REQUESTED');
  return peopleExport.id;
}

async function approved(by: Person = member): Promise<string> {
  const peopleExportId = await requested();
  await world.done(by, 'approvePeopleExport', { peopleExportId });
  return peopleExportId;
}

const refused = (as: Person, field: string, peopleExportId: string) =>
  unchanged(
    on,
    async () =>
      (await on.mutate(as, field, { peopleExportId }, field === 'downloadPeopleExport' ? 'csv' : '')).userErrors[0]
        ?.code,
  );

describe('the list of a community’s people', () => {
  it('is taken by who asked, once another affected person approved, with what the community knows and no more', async () => {
    const ally = await world.campaign(home).then(() => world.allyOrganizer(home));
    const peopleExportId = await approved();
    const { csv, peopleExport } = await world.done(
      home.steward,
      'downloadPeopleExport',
      { peopleExportId },
      'csv peopleExport { state requestedBy { pseudonym } approvedBy { pseudonym } }',
    );
    expect(peopleExport).toMatchObject({ state: 'DOWNLOADED', requestedBy: { pseudonym: 'Heron' } });
    const rows: Record<string, string>[] = parse(csv, { columns: true });
    expect(rows.map(({ pseudonym, standing, duties }) => [pseudonym, standing, duties])).toEqual([
      ["'=Otter", 'AFFECTED', 'STEWARD'],
      ['\'@Wren, "the tall"', 'AFFECTED', ''],
      ['Heron', 'AFFECTED', 'STEWARD'],
      [expect.any(String), 'ALLY', expect.stringMatching(/^ORGANIZER until \d{4}-/)],
    ]);
    expect(Object.keys(rows[0] as object)).toEqual(['pseudonym', 'standing', 'duties', 'since', 'until']);
    for (const { since } of rows) expect(since).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(csv).not.toContain(ally.membershipId);
    expect(csv).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  });

  it('is on the record at each step, and every affected person with an address is told', async () => {
    const addressed = [home.steward, member];
    for (const person of addressed) {
      const email = `${randomUUID()}@people.example`;
      await owner('UPDATE vault.account SET email_lookup = $2, email_cipher = $3 WHERE person_id = $1', [
        await personIdOf(on, person),
        testKeys.digest('lookup', email),
        testKeys.encrypt(email),
      ]);
    }
    const peopleExportId = await approved();
    await world.done(home.steward, 'downloadPeopleExport', { peopleExportId });
    const entries = await owner(
      "SELECT kind, actor_role, subject_id, details FROM record_entry WHERE community_id = $1 AND kind LIKE 'people_export.%' ORDER BY recorded_at",
      [home.id],
    );
    expect(entries).toEqual([
      { kind: 'people_export.requested', actor_role: 'STEWARD', subject_id: peopleExportId, details: {} },
      { kind: 'people_export.approved', actor_role: 'AFFECTED', subject_id: peopleExportId, details: {} },
      { kind: 'people_export.downloaded', actor_role: 'STEWARD', subject_id: peopleExportId, details: { quantity: 3 } },
    ]);
    await on.app.get(Relay, { strict: false }).drain();
    const told = await owner(
      "SELECT subject_id FROM outbox_event WHERE kind = 'notice.due' AND data ->> 'notice' = 'people-exported'",
    );
    const ids = await Promise.all(addressed.map((person) => personIdOf(on, person)));
    expect(told.map((row) => String(row['subject_id'])).sort()).toEqual(ids.sort());
    expect(JSON.stringify(notices['people-exported'].en({ link: 'https://a.example' }))).toContain('no address');
  });

  it('is not approved by who asked, be it under an earlier membership', async () => {
    const peopleExportId = await requested();
    expect(await refused(home.steward, 'approvePeopleExport', peopleExportId)).toBe('SECOND_PERSON_NEEDED');
    const former = randomUUID();
    await owner(
      `INSERT INTO membership (community_id, id, person_id, standing, pseudonym, ended_at) SELECT community_id, $2, person_id, 'AFFECTED', 'Heron of old', now() FROM membership WHERE id = $1`,
      [await membershipOf(home.steward), former],
    );
    await owner('UPDATE people_export SET requested_by = $2 WHERE id = $1', [peopleExportId, former]);
    expect(await refused(home.steward, 'approvePeopleExport', peopleExportId)).toBe('SECOND_PERSON_NEEDED');
  });

  it('is approved once, when two approve at the same moment', async () => {
    const peopleExportId = await requested();
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query("SELECT app.enter('person', $1, NULL)", [await personIdOf(on, member)]);
      const call = [home.id, peopleExportId, await membershipOf(member)];
      await client.query('SELECT app.approve_people_export($1, $2, $3)', call);
      const other = on.mutate(second, 'approvePeopleExport', { peopleExportId });
      await untilSomeoneWaits(on);
      await client.query('COMMIT');
      expect((await other).userErrors[0].code).toBe('WRONG_STATE');
    } finally {
      client.release();
    }
    expect(await owner('SELECT approved_by FROM people_export WHERE id = $1', [peopleExportId])).toEqual([
      { approved_by: await membershipOf(member) },
    ]);
  });

  it('is taken once, when it is asked for several times at the same moment', async () => {
    const peopleExportId = await approved();
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() =>
        on.send(
          home.steward,
          'mutation ($input: DownloadPeopleExportInput!) { downloadPeopleExport(input: $input) { csv userErrors { code } } }',
          { input: { peopleExportId } },
        ),
      ),
    );
    expect(answers.filter(({ data }) => data?.downloadPeopleExport?.csv != null)).toHaveLength(1);
    expect(await refused(home.steward, 'downloadPeopleExport', peopleExportId)).toBe('WRONG_STATE');
  });

  it('is taken by nobody before it is approved, after a day, or for someone else', async () => {
    const early = await requested();
    expect(await refused(home.steward, 'downloadPeopleExport', early)).toBe('WRONG_STATE');
    const late = await approved();
    await owner("UPDATE people_export SET approved_at = now() - interval '24 hours 1 second' WHERE id = $1", [late]);
    expect(await refused(home.steward, 'downloadPeopleExport', late)).toBe('WRONG_STATE');
    const ready = await approved();
    await unchanged(on, async () => {
      expect(await on.refusal(second, 'downloadPeopleExport', { peopleExportId: ready })).toBe('FORBIDDEN');
      expect(await on.refusal(member, 'downloadPeopleExport', { peopleExportId: ready })).toBe('FORBIDDEN');
    });
  });

  it('is not approved a week after it was asked for, nor by someone on probation or an ally', async () => {
    const old = await requested();
    await owner("UPDATE people_export SET requested_at = now() - interval '7 days 1 second' WHERE id = $1", [old]);
    expect(await refused(member, 'approvePeopleExport', old)).toBe('WRONG_STATE');
    const peopleExportId = await requested();
    await world.campaign(home);
    const ally = await world.ally(home);
    await owner("UPDATE membership SET probation_until = now() + interval '3 days' WHERE id = $1", [
      await membershipOf(member),
    ]);
    await unchanged(on, async () => {
      expect(await on.refusal(member, 'approvePeopleExport', { peopleExportId })).toBe('FORBIDDEN');
      expect(await on.refusal(ally, 'approvePeopleExport', { peopleExportId })).toBe('FORBIDDEN');
    });
  });

  it('is not asked for, approved or taken while there are fewer than two stewards who could say no', async () => {
    const [open, ready] = [await requested(), await approved()];
    await owner('UPDATE person SET suspended_at = now() WHERE id = $1', [await personIdOf(on, second)]);
    const asked = await unchanged(on, () =>
      on.mutate(home.steward, 'requestPeopleExport', { communityId: home.id, reason }),
    );
    expect(asked.userErrors[0].code).toBe('SHORT_OF_STEWARDS');
    expect(await refused(member, 'approvePeopleExport', open)).toBe('SHORT_OF_STEWARDS');
    expect(await refused(home.steward, 'downloadPeopleExport', ready)).toBe('SHORT_OF_STEWARDS');
  });

  it('asks for a reason and for a proof within ten minutes, at each step', async () => {
    const peopleExportId = await approved();
    await unchanged(on, async () => {
      const answer = await on.mutate(home.steward, 'requestPeopleExport', { communityId: home.id, reason: ' ' });
      expect(answer.userErrors[0]).toMatchObject({ code: 'TOO_SHORT', path: ['input', 'reason'] });
    });
    await owner("UPDATE vault.session SET proved_at = now() - interval '11 minutes'");
    await unchanged(on, async () => {
      expect(await on.refusal(home.steward, 'requestPeopleExport', { communityId: home.id, reason })).toBe(
        'STEP_UP_REQUIRED',
      );
      expect(await on.refusal(second, 'approvePeopleExport', { peopleExportId })).toBe('STEP_UP_REQUIRED');
      expect(await on.refusal(home.steward, 'downloadPeopleExport', { peopleExportId })).toBe('STEP_UP_REQUIRED');
    });
    await owner('UPDATE vault.session SET proved_at = now()');
  });

  it('is of nothing for another community, in the same bytes', async () => {
    const peopleExportId = await approved();
    const stranger = await world.community();
    const ask = (id: string) =>
      on.send(
        stranger.steward,
        'mutation ($input: ApprovePeopleExportInput!) { approvePeopleExport(input: $input) { userErrors { code } } }',
        { input: { peopleExportId: id } },
      );
    expect(await ask(peopleExportId)).toEqual(await ask(randomUUID()));
    expect(await on.refusal(stranger.steward, 'downloadPeopleExport', { peopleExportId })).toBe('NOT_FOUND');
    await unchanged(on, async () => {
      expect(['NOT_FOUND', 'FORBIDDEN']).toContain(
        await on.refusal(stranger.steward, 'requestPeopleExport', { communityId: home.id, reason }),
      );
    });
  });
});

describe('the exports of a community', () => {
  const LIST =
    'query ($h: String!) { community(handle: $h) { peopleExports(first: 100) { totalCount nodes { id reason state requestedBy { pseudonym } approvedBy { pseudonym } } } } }';
  const list = (as: Person) => on.query(as, LIST, { h: home.handle });

  it('are read by everyone affected, and by nobody on probation', async () => {
    const peopleExportId = await approved();
    const { community } = await list(second);
    expect(community.peopleExports.nodes).toEqual([
      {
        id: peopleExportId,
        reason,
        state: 'APPROVED',
        requestedBy: { pseudonym: 'Heron' },
        approvedBy: { pseudonym: '@Wren, "the tall"' },
      },
    ]);
    await owner("UPDATE membership SET probation_until = now() + interval '3 days' WHERE id = $1", [
      await membershipOf(member),
    ]);
    const { data, errors } = await on.send(member, LIST, { h: home.handle });
    expect([data?.community?.peopleExports ?? null, errors[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
  });

  it('take as many statements for fifty as for five', async () => {
    const fill = (count: number) =>
      owner(
        'INSERT INTO people_export (community_id, id, requested_by, reason) SELECT $1, gen_random_uuid(), $2, $3 FROM generate_series(1, $4::int)',
        [home.id, idOfSteward, reason, count],
      );
    const idOfSteward = await membershipOf(home.steward);
    await fill(5);
    await list(second);
    const few = await counting(() => list(second));
    await fill(45);
    const many = await counting(() => list(second));
    expect([few, many].map(({ result }) => result.community.peopleExports.nodes.length)).toEqual([5, 50]);
    expect(many.statements.length).toBe(few.statements.length);
  });
});

describe('raw SQL as the runtime role', () => {
  async function inContext(person: Person, text: string, values: unknown[]): Promise<unknown[]> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query("SELECT app.enter('person', $1, NULL)", [await personIdOf(on, person)]);
      return (await client.query(text, values)).rows;
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }

  it('approves and takes nothing past the two people, and sees nothing from outside', async () => {
    const peopleExportId = await requested();
    const steward = await membershipOf(home.steward);
    const call = (as: Person, membership: string) =>
      inContext(as, 'SELECT app.approve_people_export($1, $2, $3)', [home.id, peopleExportId, membership]);
    await expect(call(home.steward, steward)).rejects.toThrow(/nobody approves/);
    await expect(call(home.steward, await membershipOf(member))).rejects.toThrow(/affected person past probation/);
    await expect(call(await world.person(), await membershipOf(member))).rejects.toThrow(
      /affected person past probation/,
    );
    await expect(
      inContext(second, 'SELECT * FROM app.download_people_export($1, $2)', [home.id, peopleExportId]),
    ).rejects.toThrow(/only the steward who asked/);
    await expect(inContext(home.steward, 'UPDATE people_export SET approved_at = now()', [])).rejects.toThrow(
      /permission denied/,
    );
    const insert =
      'INSERT INTO people_export (community_id, id, requested_by, reason) VALUES ($1, gen_random_uuid(), $2, $3)';
    await expect(inContext(member, insert, [home.id, await membershipOf(member), 'x'])).rejects.toThrow(
      /row-level security/,
    );
    await expect(inContext(second, insert, [home.id, steward, 'x'])).rejects.toThrow(/row-level security/);
    expect(await inContext(await world.person(), 'SELECT FROM people_export', [])).toEqual([]);
    expect(await sql(on.urls.runtime)('SELECT FROM people_export')).toEqual([]);
    expect(await inContext(member, 'SELECT FROM people_export WHERE id = $1', [peopleExportId])).toHaveLength(1);
  });
});
