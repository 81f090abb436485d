import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createOperator, listOperators, removeOperator } from '../../../src/commands/operator-accounts.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql, testPool } from '../../support/database.js';
import { scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { operatorOf, personOf } from './host.js';

let on: TestApp;
let world: World;
let pool: pg.Pool;
let operator: Person & { id: string };

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('operator_walls') });
  world = new World(on);
  pool = testPool(on.urls.runtime);
  operator = await operatorOf(on);
}, 60_000);
afterAll(async () => {
  await pool.end();
  await on.close();
});

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const personIdOf = (person: Person) => personOf(on, person);

const reason = 'ENDANGERS_PEOPLE';

describe('an operator', () => {
  async function inContext(
    kind: string,
    personId: string | null,
    text: string,
    values: unknown[] = [],
  ): Promise<Record<string, unknown>[]> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT app.enter($1, $2, NULL)', [kind, personId]);
      return (await client.query(text, values)).rows;
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }

  it('reads in every table what nobody reads too, and besides only their own account', async () => {
    await scene(world);
    const tables = await owner(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('migration') ORDER BY 1`,
    );
    const own: Record<string, string> = {};
    for (const { name } of tables) {
      const columns = await owner(
        `SELECT string_agg(quote_ident(a.attname), ', ') AS list FROM pg_attribute a WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
            AND has_column_privilege('accompany_app', a.attrelid, a.attnum, 'SELECT')`,
        [name],
      );
      const list = columns[0]?.['list'];
      if (list == null) continue;
      const text = `SELECT (x.*)::text AS line FROM (SELECT ${list} FROM ${name}) x ORDER BY 1`;
      const [mine, nobodys] = [await inContext('operator', operator.id, text), await inContext('', null, text)];
      if (JSON.stringify(mine) !== JSON.stringify(nobodys)) own[name] = JSON.stringify(mine);
    }
    expect(Object.keys(own)).toEqual(['public.person']);
    expect(own['public.person']).toContain(operator.id);
    expect(JSON.parse(own['public.person'] as string)).toHaveLength(1);
    for (const table of ['vault.account', 'vault.session', 'vault.access_log', 'vault.data_export']) {
      await expect(inContext('operator', operator.id, `SELECT FROM ${table}`)).rejects.toThrow(/permission denied/);
    }
  });

  it('is answered as anyone is, by every query and edge that leads to something private', async () => {
    const there = await scene(world);
    const ally = await world.ally(there.community);
    const pledge = await world.reported({ pledge: await world.pledge({ ask: there.ask, by: ally }) });
    const draft = await world.ask({ ...there }, { title: 'A quiet plan' }, false);
    const rows = await owner('SELECT id FROM record_entry WHERE community_id = $1 LIMIT 1', [there.community.id]);
    const ids = [
      there.community.id,
      there.campaignId,
      there.ask.id,
      there.priorityId,
      there.mandateId,
      pledge.id,
      pledge.occurrenceId,
      draft.id,
      ally.membershipId,
      rows[0]?.['id'],
    ];
    const page = `query ($h: String!) {
      community(handle: $h) { id name about agreement { text } viewerMembership { id } members { totalCount nodes { pseudonym } } record { nodes { text } } recordHead { hash } peopleExports { nodes { reason } } campaigns { nodes { id } } }
      campaigns(first: 100) { totalCount nodes { id name } } asks(first: 100) { totalCount nodes { id placesLeft link pledges { totalCount nodes { id } } mandate { signedBy } } } }`;
    const variables = { h: there.community.handle };
    const visible = async (as: Person | null) => {
      const { data, errors } = await on.send(as, page, variables);
      return { data, paths: errors.map(({ path }) => String(path)).sort() };
    };
    expect(await visible(operator)).toEqual(await visible(null));
    for (const id of ids) {
      const ask = (as: Person | null) =>
        on.send(
          as,
          'query ($id: ID!) { node(id: $id) { __typename id } pledge(id: $id) { id } ask(id: $id) { id title } }',
          { id },
        );
      expect((await ask(operator)).data).toEqual((await ask(null)).data);
    }
  });

  it('stands in no community and represents nobody, and nobody who does becomes one', async () => {
    const there = await scene(world);
    const join = {
      communityHandle: there.community.handle,
      agreementVersion: 1,
      answers: [{ questionId: 'position', text: 'I rent.' }],
    };
    await unchanged(on, async () => expect(await on.refusal(operator, 'joinAsAlly', join)).toBe('FORBIDDEN'));
    await unchanged(on, async () =>
      expect(await on.refusal(operator, 'createCommunity', { handle: world.unique('x'), name: 'X' })).toBe('FORBIDDEN'),
    );
    await expect(
      owner(
        "INSERT INTO membership (community_id, id, person_id, standing, pseudonym) VALUES ($1, gen_random_uuid(), $2, 'AFFECTED', 'Spy')",
        [there.community.id, operator.id],
      ),
    ).rejects.toThrow(/stands in no community/);
    const organization = randomUUID();
    await owner("INSERT INTO organization (id, name) VALUES ($1, 'Dockers')", [organization]);
    await expect(
      owner('INSERT INTO representative (organization_id, id, person_id) VALUES ($1, gen_random_uuid(), $2)', [
        organization,
        operator.id,
      ]),
    ).rejects.toThrow(/represents nobody/);
    await expect(
      owner('UPDATE person SET is_operator = true WHERE id = $1', [await personIdOf(there.steward)]),
    ).rejects.toThrow(/made no operator/);
  });

  it('is not made of someone who is being admitted at that moment', async () => {
    const there = await scene(world);
    const person = await world.person();
    const personId = await personIdOf(person);
    const [admitting, appointing] = [testPool(on.urls.owner, 1), testPool(on.urls.owner, 1)];
    try {
      const [one, two] = [await admitting.connect(), await appointing.connect()];
      await one.query('BEGIN');
      await one.query(
        "INSERT INTO membership (community_id, id, person_id, standing, pseudonym) VALUES ($1, gen_random_uuid(), $2, 'AFFECTED', 'New here')",
        [there.community.id, personId],
      );
      const appointed = two.query('UPDATE person SET is_operator = true WHERE id = $1', [personId]).then(
        () => 'made',
        (error: Error) => error.message,
      );
      await one.query('COMMIT');
      expect(await appointed).toMatch(/made no operator/);
      one.release();
      two.release();
    } finally {
      await Promise.all([admitting.end(), appointing.end()]);
    }
  });

  it('acts shortly after proving that it is them, and nobody else acts at all', async () => {
    const there = await scene(world);
    const personId = await personIdOf(there.steward);
    const other = await createOperator(on.config, on.urls);
    const { session } = await on.mutate(
      null,
      'signIn',
      { signIn: other.signInName, recoveryCode: other.recoveryCodes[0] },
      'session { accessToken refreshToken }',
    );
    await owner("UPDATE vault.session SET proved_at = now() - interval '11 minutes' WHERE person_id = $1", [other.id]);
    await unchanged(on, async () => {
      for (const [field, input] of [
        ['suspendAccount', { personId, reason }],
        ['reinstateAccount', { personId, reason }],
        ['takeDownPage', { askId: there.ask.id, reason }],
        ['restorePage', { askId: there.ask.id, reason }],
      ] as const) {
        expect(await on.refusal({ ...session }, field, input)).toBe('STEP_UP_REQUIRED');
        expect(await on.refusal(there.steward, field, input)).toBe('FORBIDDEN');
        expect(await on.refusal(null, field, input)).toBe('UNAUTHENTICATED');
      }
    });
  });

  it('is not played by raw SQL as the runtime role: neither by the word nor by someone suspended', async () => {
    const there = await scene(world);
    const me = await personIdOf(there.steward);
    const suspend = "SELECT app.suspend_account($1, NULL, 'OTHER', false)";
    await expect(inContext('operator', me, suspend, [me])).rejects.toThrow(/only an operator/);
    await expect(inContext('operator', null, suspend, [me])).rejects.toThrow(/only an operator/);
    await expect(
      inContext('person', me, "SELECT app.take_down_page($1, NULL, NULL, 'OTHER', false)", [there.community.id]),
    ).rejects.toThrow(/only an operator/);
    await expect(
      inContext('operator', operator.id, "SELECT app.suspend_account($1, NULL, 'WHIM', false)", [me]),
    ).rejects.toThrow(/one of a few reasons/);
    await expect(
      inContext(
        'operator',
        operator.id,
        "SELECT app.record_operator_act($1, 'operator.page_restored', 'Ask', $1, NULL, 'OTHER')",
        [there.community.id],
      ),
    ).rejects.toThrow(/permission denied/);
    const forged =
      "INSERT INTO record_entry (community_id, id, kind, actor_role, subject_type, subject_id) VALUES ($1, gen_random_uuid(), 'operator.page_restored', 'OPERATOR', 'Ask', $1)";
    await expect(inContext('operator', operator.id, forged, [there.community.id])).rejects.toThrow(
      /row-level security/,
    );
    await expect(inContext('person', me, 'UPDATE person SET is_operator = true', [])).rejects.toThrow(
      /permission denied/,
    );
    await expect(inContext('person', me, 'UPDATE campaign SET taken_down_at = NULL', [])).rejects.toThrow(
      /permission denied/,
    );
  });
});

describe('the accounts of the host', () => {
  it('are made, listed and removed on the host, and are gone at once', async () => {
    const made = await createOperator(on.config, on.urls);
    expect(made.recoveryCodes).toHaveLength(10);
    const { session } = await on.mutate(
      null,
      'signIn',
      { signIn: made.signInName, recoveryCode: made.recoveryCodes[0] },
      'session { accessToken refreshToken }',
    );
    expect(await listOperators(on.urls)).toContainEqual({ id: made.id, createdOn: expect.any(String), codesLeft: 9 });
    await removeOperator(on.urls, made.id);
    expect((await listOperators(on.urls)).map(({ id }) => id)).not.toContain(made.id);
    expect((await on.send({ ...session }, '{ viewer { signInName } }')).data?.viewer ?? null).toBeNull();
    await expect(removeOperator(on.urls, made.id)).rejects.toThrow('There is no operator');
    const member = await world.person();
    await expect(removeOperator(on.urls, await personIdOf(member))).rejects.toThrow('There is no operator');
    await expect(removeOperator(on.urls, 'nonsense')).rejects.toThrow('There is no operator');
  });
});
