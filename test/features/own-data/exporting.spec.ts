import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql, testPool } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { CANARIES, type Lived, lived, OTHERS, personIdOf } from './lived.js';
import { SAID_OF_THEM } from './lived-words.js';

let on: TestApp;
let world: World;
let story: Lived;

interface Exported {
  communities: { id: string; handle: string; name: string }[];
  tables: Record<string, { columns: Record<string, string>; rows: Record<string, unknown>[] }>;
}

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('own_data_export') });
  world = new World(on);
  story = await lived(world);
}, 60_000);
afterAll(() => on.close());

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);

async function links(person: Person): Promise<{ jsonLink: string; pageLink: string; expiresAt: string }> {
  return world.done(person, 'exportMyData', {}, 'jsonLink pageLink expiresAt');
}

const fetched = (link: string, method: 'get' | 'head' = 'get') =>
  request(on.app.getHttpServer())[method](new URL(link).pathname);

async function exported(person: Person): Promise<{ text: string; data: Exported }> {
  const { text } = await fetched((await links(person)).jsonLink).expect(200);
  return { text, data: JSON.parse(text) };
}

/** The tables in which this story leaves its mark; those that come later are held to the same as soon as it does. */
const LIVED_IN =
  `public.agreement public.ask public.ask_terms public.attestation public.brief public.campaign public.campaign_stop public.demand
  public.demand_response public.fulfilment_report public.idempotency public.invitation public.mandate public.mandate_signature public.membership
  public.ally_block public.ally_request public.coalition_invitation public.duty_backing public.duty_offer public.lead_act public.membership_request
  public.organization_invitation public.removal public.sign_up_sheet public.vouch vault.app_token vault.calendar_feed vault.email_change vault.passkey vault.passkey_challenge
  vault.passkey_holder vault.password_reset vault.single_sign_on vault.single_sign_on_attempt vault.totp
  public.occurrence public.outbox_event public.person public.pledge public.priority public.priority_remark public.priority_translation public.record_entry public.representative vault.access_log
  vault.account vault.data_export vault.pending_sign_up vault.recovery_code vault.session`.split(/\s+/);

describe('everything about a person', () => {
  it('has every marked column, and in every table as many rows as point to them', async () => {
    const { data } = await exported(story.me);
    const marked = await owner(
      `SELECT schema_name || '.' || table_name AS "table", array_agg(column_name::text ORDER BY column_name) AS columns FROM app.personal_columns() GROUP BY 1 ORDER BY 1`,
    );
    expect(Object.keys(data.tables).sort()).toEqual(marked.map((row) => row['table']));
    for (const { table, columns } of marked) {
      const section = data.tables[table] as Exported['tables'][string];
      expect({ table, columns: Object.keys(section.columns).sort() }).toEqual({ table, columns });
      const count = await pointingTo(table);
      expect({ table, rows: section.rows.length }).toEqual({ table, rows: count });
      if (count === 0) continue;
      const shown = new Set(section.rows.flatMap((row) => Object.keys(row)));
      const missing = columns.filter((column: string) => !shown.has(column));
      expect({ table, missing }).toEqual({ table, missing: [] });
    }
    for (const table of LIVED_IN) {
      expect({ table, rows: (data.tables[table]?.rows.length ?? 0) > 0 }).toEqual({ table, rows: true });
    }
  });

  /** Rows that point to the person, counted without the function under test; before the reading notes itself. */
  async function pointingTo(table: string): Promise<number> {
    const columns = await owner(
      `SELECT l.column_name AS name, l.holds FROM app.person_links() l WHERE l.table_id = $1::regclass`,
      [table],
    );
    const ids = {
      person: [story.personId],
      membership: story.memberships,
      representative: (await owner('SELECT id FROM representative WHERE person_id = $1', [story.personId])).map(
        (row) => row['id'],
      ),
      family: (await owner('SELECT family_id FROM vault.session WHERE person_id = $1', [story.personId])).map(
        (row) => row['family_id'],
      ),
    };
    const where = columns.map(
      ({ name, holds }) => `${name}::text IN (${ids[holds as keyof typeof ids].map((id) => `'${id}'`).join(', ')})`,
    );
    const [row] = await owner(`SELECT count(*)::int AS n FROM ${table} WHERE ${where.join(' OR ')}`);
    return row?.['n'];
  }

  it('has what they wrote and what identifies them, read with the key', async () => {
    const { text, data } = await exported(story.me);
    for (const canary of Object.values(CANARIES).flat()) expect(text).toContain(canary);
    expect(data.tables['vault.account']?.rows).toEqual([
      expect.objectContaining({ sign_in_name_cipher: story.me.signInName, email_cipher: CANARIES.email }),
    ]);
    expect(data.communities).toContainEqual({ id: story.home.id, handle: story.home.handle, name: expect.any(String) });
    expect(data.tables['public.membership']?.rows.filter((row) => row['pseudonym'] !== undefined)).toHaveLength(3);
    expect(data.tables['vault.access_log']?.rows).toContainEqual(expect.objectContaining({ purpose: 'own-data' }));
  });

  it('has nothing of other people, and nothing that proves something', async () => {
    const { text } = await exported(story.me);
    for (const theirs of Object.values({ ...OTHERS, ...SAID_OF_THEM }).flat()) expect(text).not.toContain(theirs);
    for (const proof of ['JBSWY3DPEHPK3PXP', 'canary-public-key']) expect(text).not.toContain(proof);
    const ids = await owner(
      `SELECT id::text FROM membership WHERE person_id IS DISTINCT FROM $1 UNION SELECT id::text FROM person WHERE id <> $1
       UNION SELECT encode(access_hash, 'hex') FROM vault.session UNION SELECT encode(refresh_hash, 'hex') FROM vault.session
       UNION SELECT encode(code_hash, 'hex') FROM vault.recovery_code UNION SELECT encode(access_hash, 'base64') FROM vault.session`,
      [story.personId],
    );
    expect(ids.length).toBeGreaterThan(10);
    for (const { id } of ids) expect(text).not.toContain(id);
    expect(text).not.toContain(story.me.accessToken);
  });

  it('comes page by page: no row twice and none left out', async () => {
    const busy = await world.person();
    const personId = await personIdOf(on, busy);
    await owner(
      "INSERT INTO vault.access_log (person_id, purpose) SELECT $1, 'canary ' || n FROM generate_series(1, 1234) n",
      [personId],
    );
    const { data } = await exported(busy);
    const purposes = data.tables['vault.access_log']?.rows.map((row) => row['purpose']) ?? [];
    expect(new Set(purposes).size).toBe(1235);
    expect(purposes).toHaveLength(1235);
  });
});

describe('the page of one’s own data', () => {
  it('says the same, and whatever is written in it does nothing', async () => {
    const person = await world.person();
    const personId = await personIdOf(on, person);
    const hostile = '<script>alert(1)</script><svg onload=x>\u202Egnp.exe\u2067';
    await owner('INSERT INTO vault.access_log (person_id, purpose) VALUES ($1, $2)', [personId, hostile]);
    const { pageLink, jsonLink } = await links(person);
    const page = await fetched(pageLink).expect(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; .*sandbox$/,
    );
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.text).toContain(person.signInName);
    expect(page.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&lt;svg onload=x&gt;‹U+202E›gnp.exe‹U+2067›');
    expect(page.text).not.toMatch(/<script|<svg|[\u202A-\u202E\u2066-\u2069]|\son\w+=["']|href=|src=/);
    const json = await fetched(jsonLink).expect(200);
    expect(json.headers['content-disposition']).toBe('attachment; filename="my-data.json"');
    expect(json.text).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    expect(json.text).toContain('\\u202Egnp.exe');
    expect(JSON.parse(json.text).tables['vault.access_log'].rows.map((row: any) => row.purpose)).toContain(hostile);
  });
});

describe('a link to one’s own data', () => {
  const NOTHING = { errors: [{ message: 'There is nothing here.', extensions: { code: 'NOT_FOUND' } }] };

  it('works once in each form, and looking whether it is there does not use it up', async () => {
    const { jsonLink, pageLink, expiresAt } = await links(story.me);
    expect(new Date(expiresAt).getTime() - Date.now()).toBeGreaterThan(23 * 3_600_000);
    await fetched(jsonLink, 'head').expect(405);
    await fetched(jsonLink).expect(200);
    expect((await fetched(jsonLink).expect(404)).body).toEqual(NOTHING);
    await fetched(pageLink).expect(200);
    expect((await fetched(pageLink).expect(404)).body).toEqual(NOTHING);
  });

  it('is opened by one of many who follow it at once', async () => {
    const { jsonLink } = await links(await world.person());
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => fetched(jsonLink)));
    expect(answers.map(({ status }) => status).sort((one, two) => one - two)).toEqual([200, 404, 404, 404, 404]);
  });

  it('is answered alike when it is guessed, over, replaced or of someone suspended', async () => {
    const person = await world.person();
    const personId = await personIdOf(on, person);
    const first = await links(person);
    const second = await links(person);
    expect((await fetched(first.jsonLink).expect(404)).body).toEqual(NOTHING);
    await owner('UPDATE person SET suspended_at = now() WHERE id = $1', [personId]);
    expect((await fetched(second.jsonLink).expect(404)).body).toEqual(NOTHING);
    await owner('UPDATE person SET suspended_at = NULL WHERE id = $1', [personId]);
    await owner(
      "UPDATE vault.data_export SET created_at = now() - interval '25 hours', expires_at = now() - interval '1 hour' WHERE person_id = $1",
      [personId],
    );
    for (const file of [
      new URL(second.jsonLink).pathname.slice('/export/'.length),
      `${'x'.repeat(43)}.json`,
      'x.json',
      `${'x'.repeat(43)}.exe`,
      '..%2f..%2fetc',
    ]) {
      const answer = await unchanged(on, () => request(on.app.getHttpServer()).get(`/export/${file}`));
      expect([file, answer.status, answer.body]).toEqual([file, 404, NOTHING]);
    }
  });

  it('is stored as a digest, and shown once', async () => {
    const person = await world.person();
    const input = { idempotencyKey: world.unique('key-of-the-export') };
    const { jsonLink } = await world.done(person, 'exportMyData', input, 'jsonLink');
    const token = /export\/(.*)\.json$/.exec(jsonLink)?.[1] as string;
    const rows = await owner(
      'SELECT e::text AS text FROM vault.data_export e UNION ALL SELECT i::text FROM idempotency i UNION ALL SELECT o::text FROM outbox_event o',
    );
    expect(rows.filter(({ text }) => text.includes(token))).toEqual([]);
    const again = await on.mutate(person, 'exportMyData', input, 'jsonLink');
    expect(again).toMatchObject({ jsonLink: null, userErrors: [{ code: 'ALREADY_DONE' }] });
  });

  it('is given to who proved lately that it is them, and to nobody else', async () => {
    const person = await world.person();
    await owner("UPDATE vault.session SET proved_at = now() - interval '11 minutes' WHERE person_id = $1", [
      await personIdOf(on, person),
    ]);
    await unchanged(on, async () => {
      expect(await on.refusal(person, 'exportMyData', {})).toBe('STEP_UP_REQUIRED');
      expect(await on.refusal(null, 'exportMyData', {})).toBe('UNAUTHENTICATED');
    });
  });
});

describe('raw SQL as the runtime role', () => {
  it('reads of the person of its context, of nobody without one, and of no table but those', async () => {
    const runtime = testPool(on.urls.runtime, 1);
    const client = await runtime.connect();
    const rows = async (personId: string | null, section: string) => {
      await client.query('BEGIN');
      try {
        await client.query("SELECT app.enter('person', $1, NULL)", [personId]);
        return (await client.query("SELECT fields FROM vault.own_rows($1, '', 100)", [section])).rows;
      } finally {
        await client.query('ROLLBACK');
      }
    };
    try {
      const other = await personIdOf(on, await world.person());
      expect((await rows(story.personId, 'vault.session')).length).toBeGreaterThan(0);
      expect(await rows(null, 'vault.session')).toEqual([]);
      expect(await rows(other, 'public.membership')).toEqual([]);
      for (const section of [
        'public.migration',
        'vault.start_link',
        'pg_catalog.pg_authid',
        'vault.session t; SELECT 1',
        '',
      ]) {
        expect([section, await rows(story.personId, section)]).toEqual([section, []]);
      }
      await expect(client.query('SELECT * FROM vault.data_export')).rejects.toThrow(/permission denied/);
      await expect(client.query("SELECT vault.request_export(gen_random_uuid(), '\\x01')")).rejects.toThrow(
        /their own data/,
      );
    } finally {
      client.release();
      await runtime.end();
    }
  });
});
