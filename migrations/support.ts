import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A migration written as SQL text: `up` and `down` each run as one multi-statement query. */
export abstract class SqlMigration implements MigrationInterface {
  abstract readonly name: string;
  protected abstract readonly upSql: string;
  protected abstract readonly downSql: string;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(this.upSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(this.downSql);
  }
}

/**
 * Turns row-level security on and forces it. The owner gets a policy of its own, so that SECURITY DEFINER functions and
 * foreign key checks, which run as the owner, still work without BYPASSRLS; the runtime role gets only what is granted.
 */
export function protect(...tables: string[]): string {
  return tables
    .map(
      (table) => `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON ${table} TO CURRENT_USER USING (true) WITH CHECK (true);`,
    )
    .join('\n');
}

/** The communities where the current person has a role, evaluated once per statement, as a condition on `column`. */
export function inCommunityAs(role: StandingRole, column = 'community_id'): string {
  return `${column} = ANY ((SELECT app.communities_as('${role}'))::uuid[])`;
}

/** See app.communities_as in migration 1764000000200. */
export type StandingRole = 'member' | 'ally' | 'affected' | 'settled' | 'insider' | 'organizer' | 'steward';

/** Restrictive policies: whatever else is permitted, only affected people of the row's community write here. */
export function onlyAffectedWrite(...tables: string[]): string {
  const condition = inCommunityAs('affected');
  return tables
    .map(
      (table) => `
CREATE POLICY only_affected_insert ON ${table} AS RESTRICTIVE FOR INSERT TO accompany_app WITH CHECK (${condition});
CREATE POLICY only_affected_update ON ${table} AS RESTRICTIVE FOR UPDATE TO accompany_app USING (${condition}) WITH CHECK (${condition});
CREATE POLICY only_affected_delete ON ${table} AS RESTRICTIVE FOR DELETE TO accompany_app USING (${condition});`,
    )
    .join('\n');
}
