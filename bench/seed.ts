import pg from 'pg';
import { CommandError } from '../src/platform/command-error.js';
import { Crew } from './crew.js';
import { withIndexesAtRest } from './indexes.js';
import { campaignSql, danglingSql, peopleSql, pledgesSql, tallySql } from './seed-sql.js';
import type { Stage } from './stage.js';
import { isFull, type World } from './world.js';

/** Enough to be worth a statement, few enough to hear often how far it is. */
const PLEDGES_IN_A_BATCH = 100_000;

const MOST_NAMES = 4;

/** Of the cluster, while it is seeded: whatever is lost then is lost with the bench. */
const CLUSTER = { max_wal_size: `'32GB'`, autovacuum: 'off' };
/** Of each connection that seeds. Triggers would check and count row by row. */
const SESSION = `SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '128MB'; SET maintenance_work_mem = '512MB'`;

/**
 * Fills the database with rows as services and triggers would have left them, without running those. What foreign keys
 * would have refused is looked for at the end, all at once.
 */
export async function seed(stage: Stage, world: World, log: (line: string) => void): Promise<void> {
  const { admin } = stage;
  await inCluster(admin, (name, value) => `SET ${name} = ${value}`);
  const crew = await Crew.gather(stage.another, log);
  await crew.all(SESSION);
  await admin.query(SESSION);
  log('  people, campaigns and asks');
  await layDown(admin, world);
  for (const statement of [...peopleSql, ...campaignSql]) await admin.query(statement);
  await openSessions(admin, world);
  // Plans made for empty tables would take minutes.
  await admin.query('ANALYZE');
  await withIndexesAtRest(admin, crew, () => fill(admin, crew));
  await vacuum(admin, crew);
  for (const statement of tallySql) await admin.query(statement);
  await classify(admin, crew);
  await refuseDangling(admin, crew);
  await admin.query('VACUUM (ANALYZE) ask, ask_tally, public_figure');
  await crew.part();
  await admin.query(
    'RESET session_replication_role; RESET synchronous_commit; RESET work_mem; RESET maintenance_work_mem',
  );
  await inCluster(admin, (name) => `RESET ${name}`);
  await admin.query('CHECKPOINT');
}

async function inCluster(admin: pg.Client, set: (name: string, value: string) => string): Promise<void> {
  for (const [name, value] of Object.entries(CLUSTER)) await admin.query(`ALTER SYSTEM ${set(name, value)}`);
  await admin.query('SELECT pg_reload_conf()');
}

async function fill(admin: pg.Client, crew: Crew): Promise<void> {
  const { rows } = await admin.query<{ batch: number; pledges: number }>(
    `SELECT w.batch, sum(h.pledges_per_ask)::integer AS pledges FROM bench.wanted_ask w JOIN bench.home h USING (key)
      WHERE h.pledges_per_ask > 0 GROUP BY w.batch ORDER BY w.batch`,
  );
  await crew.share(
    'pledges, with what came of them',
    rows,
    (member, { batch }) => member.query(pledgesSql, [batch]),
    ({ pledges }) => pledges,
  );
}

/** Now rather than by itself in the middle of a measurement. */
async function vacuum(admin: pg.Client, crew: Crew): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c
      WHERE c.relkind = 'r' AND c.relnamespace IN ('public'::regnamespace, 'vault'::regnamespace) ORDER BY pg_relation_size(c.oid) DESC`,
  );
  await crew.share('tables to vacuum', rows, (member, { name }) => member.query(`VACUUM (ANALYZE) ${name}`));
}

/** Reads the tallies, and who stands behind them. */
async function classify(admin: pg.Client, crew: Crew): Promise<void> {
  const { rows } = await admin.query<{ home: string; ask: string }>(
    'SELECT community_id AS home, ask_id AS ask FROM ask_tally ORDER BY next_turn DESC',
  );
  await crew.share('figures of asks', rows, (member, { home, ask }) =>
    member.query('SELECT app.classify_figure($1, $2)', [home, ask]),
  );
}

async function refuseDangling(admin: pg.Client, crew: Crew): Promise<void> {
  const { rows } = await admin.query<{ name: string; question: string }>(danglingSql);
  await crew.share('foreign keys to look at', rows, async (member, { name, question }) => {
    const found = await member.query<{ dangling: boolean }>(question);
    if (found.rows[0]?.dangling) throw new CommandError(`Seeded rows break ${name}.`);
  });
}

/** The plan that the statements read: ids by name, and the homes with their asks. */
async function layDown(admin: pg.Client, world: World): Promise<void> {
  await admin.query('CREATE SCHEMA bench; GRANT USAGE ON SCHEMA bench TO accompany_app');
  // One for each number of names: such bodies Postgres puts into the statements that use them; a list of names would be a call.
  for (let many = 1; many <= MOST_NAMES; many += 1) {
    const places = Array.from({ length: many }, (_, index) => `$${index + 1}`);
    const types = places.map(() => 'text').join(', ');
    const named = [pg.escapeLiteral(world.seed), ...places].join(` || ':' || `);
    await admin.query(
      `CREATE FUNCTION bench.id(${types}) RETURNS uuid LANGUAGE sql IMMUTABLE RETURN md5(${named})::uuid`,
    );
  }
  await admin.query(`
    CREATE FUNCTION bench.dice(id uuid, part integer, sides integer) RETURNS integer LANGUAGE sql IMMUTABLE
      RETURN ('x' || substr(replace(id::text, '-', ''), 1 + part * 4, 4))::bit(16)::integer % sides;
    CREATE TABLE bench.home (key text PRIMARY KEY, pledges_per_ask integer, pledgers integer, allies integer, wanted integer, slots integer);
    CREATE TABLE bench.wanted_ask (key text, ask integer, is_full boolean, id uuid, batch integer, PRIMARY KEY (key, ask));
    CREATE TABLE bench.tally (community_id uuid, ask_id uuid, places_taken integer, pledged_quantity integer, active integer, waitlisted integer,
      waitlisted_quantity integer, fulfilled integer, partly integer, stepped_back integer, reported integer, reported_quantity integer, attested integer,
      attested_quantity integer, last_turn integer);`);
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
     SELECT a.key, a.ask, a."full", bench.id('ask', a.key, a.ask::text), sum(h.pledges_per_ask) OVER (ORDER BY a.key, a.ask) / ${PLEDGES_IN_A_BATCH}
       FROM jsonb_to_recordset($1) AS a (key text, ask integer, "full" boolean) JOIN bench.home h USING (key)`,
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
