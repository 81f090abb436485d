import pg from 'pg';
import { campaignSql, danglingSql, peopleSql, pledgesSql, tallySql, workSql } from './seed-sql.js';
import { isFull, type World } from './world.js';

/**
 * Fills the database with rows as services and triggers would have left them, without running those: triggers would
 * check and count row by row. What foreign keys would have refused is looked for at the end, all at once.
 */
export async function seed(admin: pg.Client, world: World, log: (line: string) => void): Promise<void> {
  await admin.query('BEGIN');
  await admin.query('SET LOCAL session_replication_role = replica');
  await layDown(admin, world);
  for (const [what, statements] of Object.entries({
    people: peopleSql,
    'campaigns and asks': campaignSql,
    pledges: pledgesSql,
    'reports and attestations': workSql,
    tallies: tallySql,
  })) {
    log(`  seeding ${what}`);
    for (const statement of statements) await admin.query(statement);
    // Plans made for empty tables would take minutes.
    await admin.query('ANALYZE');
  }
  await openSessions(admin, world);
  await admin.query(danglingSql);
  await admin.query('COMMIT');
  // Now rather than by itself in the middle of a measurement.
  await admin.query('VACUUM (ANALYZE)');
  await admin.query('CHECKPOINT');
}

/** The plan that the statements read: ids by name, and the homes with their asks. */
async function layDown(admin: pg.Client, world: World): Promise<void> {
  await admin.query(`
    CREATE SCHEMA bench;
    GRANT USAGE ON SCHEMA bench TO accompany_app;
    CREATE FUNCTION bench.id(VARIADIC names text[]) RETURNS uuid LANGUAGE sql IMMUTABLE
      RETURN md5(${pg.escapeLiteral(world.seed)} || ':' || array_to_string(names, ':'))::uuid;
    CREATE FUNCTION bench.dice(id uuid, part integer, sides integer) RETURNS integer LANGUAGE sql IMMUTABLE
      RETURN ('x' || substr(replace(id::text, '-', ''), 1 + part * 4, 4))::bit(16)::integer % sides;
    CREATE TABLE bench.home (key text PRIMARY KEY, pledges_per_ask integer, pledgers integer, allies integer, wanted integer, slots integer);
    CREATE TABLE bench.wanted_ask (key text, ask integer, is_full boolean, PRIMARY KEY (key, ask));`);
  await admin.query(
    `INSERT INTO bench.home SELECT h.key, h."pledgesPerAsk", h.pledgers, h.allies, h.wanted, h.slots
       FROM jsonb_to_recordset($1) AS h (key text, "pledgesPerAsk" integer, pledgers integer, allies integer, wanted integer, slots integer)`,
    [JSON.stringify(world.homes)],
  );
  const asks = world.homes.flatMap((home) =>
    Array.from({ length: home.asks }, (_, index) => ({ key: home.key, ask: index + 1, full: isFull(home, index + 1) })),
  );
  await admin.query(
    `INSERT INTO bench.wanted_ask
     SELECT a.key, a.ask, a."full" FROM jsonb_to_recordset($1) AS a (key text, ask integer, "full" boolean)`,
    [JSON.stringify(asks)],
  );
}

/** For whoever asks while it is measured. Only digests are stored, as always, so they are made where the tokens are. */
async function openSessions(admin: pg.Client, world: World): Promise<void> {
  for (const home of world.homes) {
    const people = [
      { role: 'organizer' as const, index: 1 },
      ...Array.from({ length: home.allies }, (_, index) => ({ role: 'ally' as const, index: index + 1 })),
    ];
    await admin.query(
      `INSERT INTO vault.session (id, family_id, person_id, access_hash, access_expires_at, refresh_hash, refresh_expires_at)
       SELECT gen_random_uuid(), gen_random_uuid(), s.person, s.digest, now() + interval '1 day', sha256(s.digest), now() + interval '1 day'
         FROM unnest($1::uuid[], $2::bytea[]) AS s (person, digest)`,
      [
        people.map(({ role, index }) => world.id('person', home.key, role, index)),
        people.map(({ role, index }) => world.digest(home, role, index)),
      ],
    );
  }
}
