import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { loginRoleName } from '../../src/platform/database/role-password.js';
import { APP_GROUP } from '../../src/platform/database/roles.js';
import { people, Scene, type Who } from '../access/cast.js';
import { all } from '../access/expected.js';
import { type As, startTestApp, type TestApp } from '../support/client.js';
import { freshDatabase, superuserUrl } from '../support/database.js';
import { World } from '../support/world.js';
import { type Context, contexts, type Settings } from './contexts.js';
import { furnish } from './furniture.js';

/** One of the rows of a table, as JSON. */
export type Stored = Record<string, unknown>;

/** A database with something of everything in it, and a connection that may become the role that serves requests. */
export class Stage {
  private constructor(
    readonly on: TestApp,
    readonly scene: Scene,
    readonly client: pg.Client,
    readonly settings: Readonly<Record<Context, Settings>>,
    /** The membership at home of each who has one there. */
    readonly membership: Readonly<Partial<Record<Context, string>>>,
    private readonly runtimeRole: string,
  ) {}

  static async build(name: string): Promise<Stage> {
    const on = await startTestApp({ urls: await freshDatabase(name) });
    const scene = await Scene.build(new World(on));
    for (const rows of all) await rows.sights?.(scene);
    const url = new URL(superuserUrl());
    const database = new URL(on.urls.owner).pathname;
    url.pathname = database;
    const client = new pg.Client({ connectionString: url.toString() });
    client.on('error', () => undefined);
    await client.connect();
    const settings = await settingsOf(client, scene);
    await furnish(client, scene, settings);
    const membership = await membershipsOf(client, scene, settings);
    const role = loginRoleName(APP_GROUP, decodeURIComponent(database.slice(1)));
    return new Stage(on, scene, client, settings, membership, role);
  }

  async rows<R extends pg.QueryResultRow = Stored>(text: string, values: unknown[] = []): Promise<R[]> {
    return (await this.client.query<R>(text, values)).rows;
  }

  /** Runs `work` and takes back whatever it did. */
  async undone<T>(work: () => Promise<T>): Promise<T> {
    await this.client.query('BEGIN');
    try {
      return await work();
    } finally {
      await this.client.query('ROLLBACK');
    }
  }

  /** Within `undone`: as the role that serves requests, in this context; taken back as well. */
  async as<T>(context: Context, work: () => Promise<T>): Promise<T> {
    await this.client.query('SAVEPOINT context');
    try {
      await this.client.query(`SET LOCAL ROLE ${pg.escapeIdentifier(this.runtimeRole)}`);
      const { kind, person, key } = this.settings[context];
      // As Database does it: nobody has no context at all.
      if (kind !== '') await this.client.query('SELECT app.enter($1, $2, NULL, false, $3)', [kind, person, key]);
      return await work();
    } finally {
      await this.client.query('ROLLBACK TO SAVEPOINT context');
    }
  }

  async close(): Promise<void> {
    await this.client.end();
    await this.on.close();
  }
}

async function settingsOf(client: pg.Client, scene: Scene): Promise<Record<Context, Settings>> {
  const settings = {} as Record<Context, Settings>;
  for (const who of people) settings[who] = await settingsBehind(client, who, scene.as[who]);
  return {
    ...settings,
    stranger: { kind: 'person', person: randomUUID(), key: null },
    pretender: { kind: 'steward', person: null, key: randomUUID() },
    system: { kind: 'system', person: null, key: null },
    trainee: await trainee(client, scene),
  };
}

async function trainee(client: pg.Client, { world, elsewhere }: Scene): Promise<Settings> {
  const settings = await settingsBehind(client, 'affected', await world.affected(elsewhere));
  await client.query(`UPDATE membership SET probation_until = now() + interval '9 days' WHERE person_id = $1`, [
    settings.person,
  ]);
  return settings;
}

async function settingsBehind(client: pg.Client, who: Who, as: As): Promise<Settings> {
  if (who === 'key') return { kind: 'key', person: null, key: await keyOf(client, as) };
  if (as === null || !('accessToken' in as)) return { kind: '', person: null, key: null };
  const { rows } = await client.query<{ person_id: string }>(
    'SELECT person_id FROM vault.session WHERE access_hash = $1',
    [createHash('sha256').update(as.accessToken).digest()],
  );
  return { kind: who === 'operator' ? 'operator' : 'person', person: rows[0]?.person_id ?? null, key: null };
}

async function keyOf(client: pg.Client, as: As): Promise<string | null> {
  const header = as && 'authorization' in as ? as.authorization : '';
  const { rows } = await client.query<{ id: string }>(
    'SELECT key_id AS id FROM vault.dashboard_key_secret WHERE key_hash = $1',
    [createHash('sha256').update(header.replace('Bearer ', '')).digest()],
  );
  return rows[0]?.id ?? null;
}

async function membershipsOf(
  client: pg.Client,
  scene: Scene,
  settings: Record<Context, Settings>,
): Promise<Partial<Record<Context, string>>> {
  const found: Partial<Record<Context, string>> = {};
  for (const context of contexts) {
    const { rows } = await client.query<{ id: string }>(
      `SELECT m.id FROM membership m LEFT JOIN representative r ON r.organization_id = m.organization_id
        WHERE m.community_id = $1 AND $2 IN (m.person_id, r.person_id) ORDER BY m.ended_at NULLS FIRST LIMIT 1`,
      [scene.home.id, settings[context].person],
    );
    if (rows[0]) found[context] = rows[0].id;
  }
  return found;
}
