import { createHash } from 'node:crypto';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

export interface Standing {
  communityId: string;
  membershipId: string;
  standing: string;
  organizer: boolean;
  steward: boolean;
  paused: boolean;
}

/** One request: nobody reads from the pool; a person has a transaction of their own, which the first read begins. */
export class Session {
  private runner: Promise<QueryRunner> | undefined;
  readonly access: Buffer | null;
  personId: string | null = null;
  standings: Standing[] = [];

  constructor(
    private readonly source: DataSource,
    header: string | undefined,
  ) {
    this.access = header?.startsWith('Bearer ')
      ? createHash('sha256').update(header.slice('Bearer '.length)).digest()
      : null;
  }

  async manager(): Promise<EntityManager> {
    if (this.access === null) return this.source.manager;
    this.runner ??= this.begin();
    return (await this.runner).manager;
  }

  isInside(communityId: string): boolean {
    return this.standings.some(
      (one) => one.communityId === communityId && (one.standing === 'AFFECTED' || one.organizer) && !one.paused,
    );
  }

  async authenticate(run: { query(sql: string, values: unknown[]): Promise<unknown> }): Promise<void> {
    const [found] = (await run.query('SELECT person_id, memberships FROM vault.authenticate($1)', [this.access])) as {
      person_id: string;
      memberships: Standing[];
    }[];
    this.personId = found?.person_id ?? null;
    this.standings = found?.memberships ?? [];
  }

  async end(): Promise<void> {
    if (!this.runner) return;
    const runner = await this.runner;
    this.runner = undefined;
    await runner.commitTransaction();
    await runner.release();
  }

  private async begin(): Promise<QueryRunner> {
    const runner = this.source.createQueryRunner();
    await runner.startTransaction();
    await this.authenticate(runner);
    await runner.query(
      `SELECT set_config('accompany.kind', 'person', true), set_config('accompany.person', $1, true)`,
      [this.personId],
    );
    return runner;
  }
}
