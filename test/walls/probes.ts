import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Context, contexts } from './contexts.js';
import type { Stage, Stored } from './stage.js';

/** ✓ the wall lets through, · it does not. What it lets through the policies of the code may still refuse. */
export type Cell = '✓' | '·';

/** Which rows of a table, for whoever asks. `$home` stands for the community, `$me` for the asking person. */
export interface Sight {
  table: string;
  where: string;
}

/** A row to be added: a copy of one that is there, changed. `$membership` stands for the actor's own, `$me` for the person. */
export interface Addition {
  table: string;
  like: string;
  with: Readonly<Record<string, unknown>>;
}

export interface Change {
  table: string;
  where: string;
  set: string;
  /** Of every row, without reading any, which asks nothing of what may be seen: lets through when it touches more than these. */
  blind?: boolean;
}

export interface Deletion {
  table: string;
  where: string;
}

/** `$alone` stands for rows of no campaign that another community leads, `$mine` for all that the asking person stands behind. */
const LED = '(SELECT l.campaign_id FROM coalition_lead l)';
const LED_ASKS = `(SELECT a.id FROM ask a WHERE a.campaign_id IN ${LED})`;
const LED_WORK = `(SELECT o.id FROM occurrence o WHERE o.ask_id IN ${LED_ASKS})`;
const ALONE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      'ask',
      'ask_tally',
      'brief',
      'campaign_stop',
      'figure_day',
      'figure_split',
      'mandate',
      'pledge',
      'priority',
      'public_figure',
      'tally_day',
    ].map((table) => [table, `t.campaign_id NOT IN ${LED}`]),
  ),
  campaign: `t.id NOT IN ${LED}`,
  ask_terms: `t.ask_id NOT IN ${LED_ASKS}`,
  occurrence: `t.ask_id NOT IN ${LED_ASKS}`,
  fulfilment_report: `t.occurrence_id NOT IN ${LED_WORK}`,
  attestation: `t.occurrence_id NOT IN ${LED_WORK}`,
  mandate_signature: 't.lead_id IS NULL',
  membership: `t.id NOT IN (SELECT p.pledger_id FROM pledge p WHERE p.ask_id IN ${LED_ASKS})`,
};
const MINE =
  '(SELECT m.id FROM membership m LEFT JOIN representative r ON r.organization_id = m.organization_id WHERE $me IN (m.person_id, r.person_id))';
const NOBODY = '00000000-0000-4000-8000-00000000dead';

/** What one probe found: an outcome for each context. */
export type Outcomes = Record<Context, string>;

/** Asks the database itself, in raw SQL, as the role that serves requests. Everything is taken back. */
export class Probes {
  private readonly keys = new Map<string, string>();

  constructor(readonly stage: Stage) {}

  /** Whether each context sees all of the rows (✓), none of them (·) or some of them (how many of how many). */
  async see({ table, where }: Sight): Promise<Outcomes> {
    const key = await this.keyOf(table);
    return this.each(async (context) => {
      const wanted = await this.stage.rows<{ key: string }>(
        `SELECT (${key})::text AS key FROM ${table} t WHERE ${this.filled(where, context, table)}`,
      );
      const ids = wanted.map((row) => row.key);
      if (ids.length === 0) return '·';
      const seen = await this.tried(context, `SELECT FROM ${table} t WHERE (${key})::text = ANY ($1)`, [ids]);
      if (typeof seen === 'string') return '·';
      if (seen === ids.length) return '✓';
      return seen === 0 ? '·' : `${seen} of ${ids.length}`;
    });
  }

  async add({ table, like, with: changes }: Addition): Promise<Outcomes> {
    const columns = await this.insertable(table);
    if (columns.length === 0) return this.each(async () => '·');
    const [model] = await this.stage.rows<{ row: Stored }>(
      `SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${this.filled(like, 'nobody', table)} LIMIT 1`,
    );
    if (!model) throw new Error(`There is no row of ${table} to copy: ${like}`);
    return this.each(async (context) => {
      const row = { ...model.row, ...this.filledIn(changes, context) };
      const named = columns.filter((column) => row[column] !== undefined);
      const list = named.map((column) => pg.escapeIdentifier(column)).join(', ');
      const done = await this.tried(
        context,
        `INSERT INTO ${table} (${list}) SELECT ${list} FROM jsonb_populate_record(NULL::${table}, $1)`,
        [JSON.stringify(row)],
      );
      return typeof done === 'number' || !isWall(done) ? '✓' : '·';
    });
  }

  async change({ table, where, set, blind }: Change): Promise<Outcomes> {
    if (blind) return this.changeBlindly(table, where, set);
    return this.touch(table, where, (condition) => `UPDATE ${table} t SET ${set} WHERE ${condition}`);
  }

  async remove({ table, where }: Deletion): Promise<Outcomes> {
    return this.touch(table, where, (condition) => `DELETE FROM ${table} t WHERE ${condition}`);
  }

  /** Whether the statement meets no wall; how many rows it touched, or what it met. */
  async tried(context: Context, text: string, values: unknown[] = []): Promise<number | string> {
    return this.stage.as(context, async () => {
      try {
        return (await this.stage.client.query(text, values)).rowCount ?? 0;
      } catch (error) {
        return (error as Error).message;
      }
    });
  }

  private async changeBlindly(table: string, where: string, set: string): Promise<Outcomes> {
    return this.each(async (context) => {
      const [own] = await this.stage.rows<{ n: number }>(
        `SELECT count(*)::int AS n FROM ${table} t WHERE ${this.filled(where, context, table)}`,
      );
      const done = await this.tried(context, `UPDATE ${table} SET ${set}`);
      const through = typeof done === 'number' ? done > (own?.n ?? 0) : !isWall(done);
      return through ? '✓' : '·';
    });
  }

  private async touch(table: string, where: string, statement: (condition: string) => string): Promise<Outcomes> {
    const key = await this.keyOf(table);
    return this.each(async (context) => {
      const wanted = await this.stage.rows<{ key: string }>(
        `SELECT (${key})::text AS key FROM ${table} t WHERE ${this.filled(where, context, table)}`,
      );
      if (wanted.length === 0) return '·';
      const done = await this.tried(context, statement(`(${key})::text = ANY ($1)`), [wanted.map((row) => row.key)]);
      return done === 0 || (typeof done === 'string' && isWall(done)) ? '·' : '✓';
    });
  }

  private async each(probe: (context: Context) => Promise<string>): Promise<Outcomes> {
    const outcomes = {} as Outcomes;
    for (const context of contexts) outcomes[context] = await probe(context);
    return outcomes;
  }

  private filled(text: string, context: Context, table: string): string {
    return text
      .replaceAll('$home', pg.escapeLiteral(this.stage.scene.home.id))
      .replaceAll('$alone', ALONE[table] ?? 'true')
      .replaceAll('$mine', MINE)
      .replaceAll('$me', pg.escapeLiteral(this.stage.settings[context].person ?? NOBODY));
  }

  private filledIn(changes: Readonly<Stored>, context: Context): Stored {
    const own = {
      $new: randomUUID(),
      $neighbours: this.stage.scene.elsewhere.id,
      $membership: this.stage.membership[context] ?? NOBODY,
      $me: this.stage.settings[context].person,
    };
    return Object.fromEntries(
      Object.entries(changes).map(([column, value]) => [
        column,
        typeof value === 'string' && value in own ? own[value as keyof typeof own] : value,
      ]),
    );
  }

  /** The primary key as one value, which may be read wherever the table may. */
  private async keyOf(table: string): Promise<string> {
    const known = this.keys.get(table);
    if (known) return known;
    const columns = await this.stage.rows<{ name: string }>(
      `SELECT quote_ident(a.attname) AS name FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS k (attnum, place)
         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
        WHERE i.indrelid = $1::regclass AND i.indisprimary AND has_column_privilege('accompany_app', i.indrelid, a.attnum, 'SELECT')
        ORDER BY k.place`,
      [table],
    );
    const key = `ROW(${columns.map(({ name }) => `t.${name}`).join(', ')})`;
    this.keys.set(table, key);
    return key;
  }

  private async insertable(table: string): Promise<string[]> {
    const columns = await this.stage.rows<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
          AND has_column_privilege('accompany_app', attrelid, attnum, 'INSERT') ORDER BY attnum`,
      [table],
    );
    return columns.map(({ name }) => name);
  }
}

function isWall(message: string): boolean {
  return /row-level security|permission denied|only people affected sign for the community that leads/.test(message);
}
