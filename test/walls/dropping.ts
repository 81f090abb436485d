import { type Context, contexts } from './contexts.js';
import type { Stage, Stored } from './stage.js';
import type { Outcomes, Probes } from './probes.js';
import { walls } from './walls.js';

export interface Policy {
  schema: string;
  table: string;
  name: string;
  restrictive: boolean;
  command: 'ALL' | 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';
  role: string;
  /** It asks nothing: whoever the grants let come may come. */
  isOpen: boolean;
}

/** Whom a restrictive policy must stop even where everything else is open, and a row that only they would be stopped at. */
const STOPPED: readonly Context[] = ['nobody', 'ally', 'organizer', 'neighbour', 'stranger'];
/** Where the neighbours lead they are whom the policy lets through. */
const LET_THROUGH: Readonly<Record<string, Context>> = { 'ask.only_its_lead_runs': 'neighbour' };

/** Where any row does as the row that a restrictive policy stops, except for these. */
const STOPPED_ROWS: Readonly<Record<string, string>> = {
  'ask.only_its_lead_runs': 't.lead_id IS NOT NULL',
  'campaign_stop.resumed_by_its_stopper': 't.lead_id IS NOT NULL',
  'attestation_batch.only_affected_confirm': "t.state = 'CONFIRMED'",
  'debrief.only_affected_for_community': "t.side = 'COMMUNITY' AND t.lead_id IS NULL",
  'invitation.revoked_for_good': 't.used_at IS NOT NULL',
};

export async function policiesOf(stage: Stage): Promise<Policy[]> {
  return stage.rows<Policy & Stored>(
    `SELECT schemaname AS schema, tablename AS table, policyname AS name, permissive = 'RESTRICTIVE' AS restrictive, cmd AS command,
            roles[1]::text AS role, coalesce(qual, 'true') = 'true' AND coalesce(with_check, 'true') = 'true' AS "isOpen" FROM pg_policies ORDER BY tablename, policyname`,
  );
}

/** What of the tables is wrong, or null: every wall around a table, and what its restrictive policies hold whatever else is open. */
export class Inspection {
  constructor(
    private readonly stage: Stage,
    private readonly probes: Probes,
    private readonly restrictive: readonly Policy[],
  ) {}

  static async of(stage: Stage, probes: Probes): Promise<Inspection> {
    const restrictive = (await policiesOf(stage)).filter((policy) => policy.restrictive);
    return new Inspection(stage, probes, restrictive);
  }

  /** Within `stage.undone`. */
  async firstFault(table: string): Promise<string | null> {
    for (const wall of walls.filter((one) => one.table === table)) {
      const fault = difference(wall.expected, await wall.probe(this.probes));
      if (fault) return `${wall.name}: ${fault}`;
    }
    for (const policy of this.restrictive.filter((one) => one.table === table)) {
      const fault = await this.restrictionFault(policy);
      if (fault) return fault;
    }
    return this.ownerFault(table);
  }

  /** Everything else opened and granted, the policy must still stop whom it is there to stop. */
  private async restrictionFault({ table, name, command }: Policy): Promise<string | null> {
    const where = STOPPED_ROWS[`${table}.${name}`] ?? `to_jsonb(t) ->> 'lead_id' IS NULL`;
    const [row] = await this.stage.rows<{ row: Stored; id: string }>(
      `SELECT to_jsonb(t) AS row, t.ctid::text AS id FROM ${table} t WHERE community_id = $1 AND ${where} LIMIT 1`,
      [this.stage.scene.home.id],
    );
    if (!row) throw new Error(`There is no row of ${table} at which ${name} could be tried.`);
    await this.stage.rows('SAVEPOINT opened');
    try {
      await this.stage.rows(`CREATE POLICY opened ON ${table} TO accompany_app USING (true) WITH CHECK (true)`);
      await this.stage.rows(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO accompany_app`);
      for (const other of this.restrictive.filter((one) => one.table === table && one.name !== name))
        await this.stage.rows(`DROP POLICY IF EXISTS ${other.name} ON ${table}`);
      for (const context of STOPPED.filter((one) => one !== LET_THROUGH[`${table}.${name}`])) {
        const done = await this.probes.tried(context, ...statement(command, table, row));
        const stopped = done === 0 || (typeof done === 'string' && /row-level security/.test(done));
        if (!stopped) return `${name}: ${context} got through by ${command}: ${done}`;
      }
      return null;
    } finally {
      await this.stage.rows('ROLLBACK TO SAVEPOINT opened');
    }
  }

  /** Functions of the owner's do what nobody may do by hand: they must see and change every row. */
  private async ownerFault(table: string): Promise<string | null> {
    const [all] = await this.stage.rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
    await this.stage.rows('SAVEPOINT owned');
    try {
      await this.stage.rows('SET LOCAL ROLE accompany_owner');
      const [owned] = await this.stage.rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
      return owned?.n === all?.n ? null : `the owner sees ${owned?.n} of ${all?.n} rows`;
    } finally {
      await this.stage.rows('ROLLBACK TO SAVEPOINT owned');
    }
  }
}

function statement(command: Policy['command'], table: string, row: { row: Stored; id: string }): [string, unknown[]] {
  const [column] = Object.keys(row.row);
  if (command === 'INSERT') {
    return [`INSERT INTO ${table} SELECT * FROM jsonb_populate_record(NULL::${table}, $1)`, [JSON.stringify(row.row)]];
  }
  if (command === 'UPDATE') return [`UPDATE ${table} SET ${column} = ${column} WHERE ctid = $1::tid`, [row.id]];
  if (command === 'DELETE') return [`DELETE FROM ${table} WHERE ctid = $1::tid`, [row.id]];
  return [`SELECT FROM ${table} WHERE ctid = $1::tid`, [row.id]];
}

function difference(expected: Outcomes, found: Outcomes): string | null {
  const odd = contexts.filter((context) => expected[context] !== found[context]);
  return odd.length === 0 ? null : odd.map((context) => `${context} ${found[context]}`).join(', ');
}

/** The policy gone. */
export const dropped = ({ table, name }: Policy): string => `DROP POLICY ${name} ON ${table}`;

/** The policy, once it asked something, asks nothing any more. */
export function opened({ table, name, command }: Policy): string {
  const using = command === 'INSERT' ? '' : 'USING (true)';
  const check = command === 'SELECT' || command === 'DELETE' ? '' : 'WITH CHECK (true)';
  return `ALTER POLICY ${name} ON ${table} ${using} ${check}`;
}
