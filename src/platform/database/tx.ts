import type pg from 'pg';
import type { Actor, Membership } from '../access/actor.js';
import { Forbidden } from '../graphql/errors.js';
import type { Reader } from '../graphql/reader.js';
import { refusalOf } from './pg-errors.js';
import { send } from './statements.js';

/** One transaction of one actor. Their standings in `actor` were read and share-locked inside it. */
export class Tx implements Reader {
  private constructor(
    readonly actor: Actor,
    private readonly client: pg.PoolClient,
  ) {}

  /** On a connection that has begun one. */
  static async begin(client: pg.PoolClient, actor: Actor, scope: string | null): Promise<Tx> {
    const memberships = await enter(client, actor, scope);
    return new Tx({ ...actor, memberships }, client);
  }

  async rows<R extends object = Record<string, unknown>>(sql: string, params: readonly unknown[] = []): Promise<R[]> {
    try {
      return (await send(this.client, sql, params)).rows as R[];
    } catch (error) {
      // A refusal at once, so that whoever composes services can say where in their own input it lies.
      throw refusalOf(error) ?? error;
    }
  }

  /** The first row, or undefined. */
  async row<R extends object = Record<string, unknown>>(
    sql: string,
    params: readonly unknown[] = [],
  ): Promise<R | undefined> {
    return (await this.rows<R>(sql, params))[0];
  }

  /** The one row that such a statement always answers. */
  async only<R extends object = Record<string, unknown>>(sql: string, params: readonly unknown[] = []): Promise<R> {
    const [row, ...others] = await this.rows<R>(sql, params);
    if (!row || others.length > 0) throw new Error(`Expected one row, got ${row ? others.length + 1 : 0}.`);
    return row;
  }

  /** After this transaction gave the actor a standing: reads their standings again. */
  async reenter(actor: Actor = this.actor): Promise<Tx> {
    const memberships = await enter(this.client, actor, null);
    return new Tx({ ...actor, memberships }, this.client);
  }

  /** The actor's membership in a community; who has none is refused. */
  membershipIn(communityId: string): Membership {
    const membership = this.actor.memberships.find((one) => one.communityId === communityId);
    if (!membership) throw new Forbidden();
    return membership;
  }

  /** One of the actor's memberships, or of an organization for which they act. */
  ownMembership(id: string): Membership {
    const membership = this.actor.memberships.find((one) => one.membershipId === id);
    if (!membership) throw new Forbidden();
    return membership;
  }
}

async function enter(client: pg.PoolClient, actor: Actor, scope: string | null): Promise<Membership[]> {
  const kind = actor.kind === 'anonymous' ? '' : actor.kind;
  const { rows } = await client.query<{ memberships: Membership[] }>({
    name: 'enter',
    text: 'SELECT app.enter($1, $2, $3, $4, $5) AS memberships',
    values: [kind, actor.personId, scope, actor.secondFactor ?? false, actor.key?.id ?? null],
  });
  return rows[0]?.memberships ?? [];
}
