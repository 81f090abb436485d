import { randomUUID } from 'node:crypto';
import {
  getNamedType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { sql } from './database.js';
import type { draws } from './draws.js';

/** Ids of a community by their table, and its handles: what someone could have found or been told. */
export interface Known {
  ids: ReadonlyMap<string, readonly string[]>;
  handles: Readonly<Record<'community' | 'campaign', readonly string[]>>;
}

export async function knownOf(owner: string, communityId: string): Promise<Known> {
  const query = sql(owner);
  const tables = await query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind = 'r' AND 2 = (SELECT count(*) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attname IN ('id', 'community_id') AND a.atttypid = 'uuid'::regtype) ORDER BY 1`,
  );
  const ids = new Map<string, string[]>([['community', [communityId]]]);
  for (const { name } of tables) {
    const rows = await query<{ id: string }>(`SELECT id FROM ${name} WHERE community_id = $1 ORDER BY id`, [
      communityId,
    ]);
    if (rows.length > 0)
      ids.set(
        name,
        rows.map(({ id }) => id),
      );
  }
  const handlesOf = async (table: string, column: string) =>
    (await query<{ handle: string }>(`SELECT handle FROM ${table} WHERE ${column} = $1`, [communityId])).map(
      ({ handle }) => handle,
    );
  const handles = {
    community: await handlesOf('community', 'id'),
    campaign: await handlesOf('campaign', 'community_id'),
  };
  return { ids, handles };
}

/** Tables whose name is not in the name of the field that takes their id. */
const TABLES: Readonly<Record<string, string>> = {
  round: 'priority_round',
  successor: 'priority_round',
  approvals: 'priority',
  ranking: 'priority',
};

/** Makes up inputs that look as a client's do: of the right form, with ids that there are. The same for the same draws. */
export class MadeUp {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly known: readonly Known[],
    private readonly draw: ReturnType<typeof draws>,
  ) {}

  inputOf(mutation: string): Record<string, unknown> {
    const type = getNamedType(this.schema.getMutationType()?.getFields()[mutation]?.args[0]?.type);
    if (!isInputObjectType(type)) throw new Error(`${mutation} takes no input.`);
    return this.object(type);
  }

  private object(type: GraphQLInputObjectType): Record<string, unknown> {
    const fields = Object.values(type.getFields()).filter(
      ({ type: of, name }) => isNonNullType(of) || (name !== 'idempotencyKey' && this.draw(10) < 6),
    );
    return Object.fromEntries(fields.map(({ name, type: of }) => [name, this.value(of, name)]));
  }

  private value(type: GraphQLInputType, name: string): unknown {
    if (isNonNullType(type)) return this.value(type.ofType, name);
    if (isListType(type)) return Array.from({ length: 1 + this.draw(3) }, () => this.value(type.ofType, name));
    if (isInputObjectType(type)) return this.object(type);
    if (isEnumType(type)) return this.oneOf(type.getValues().map((value) => value.name));
    switch (type.name) {
      case 'ID':
        return this.id(name);
      case 'Int':
        return this.oneOf([0, 1, 1, 1, 2, 3, 10, 60]);
      case 'Boolean':
        return this.draw(2) === 0;
      case 'DateTime':
        return this.later();
      case 'Date':
        return this.later().slice(0, 10);
      default:
        return this.text(name);
    }
  }

  /** Mostly of the table that the field means; sometimes of any, and sometimes of a community that is not the same. */
  private id(name: string): string {
    const { ids } = this.draw(5) === 0 ? this.oneOf(this.known) : (this.known[0] as Known);
    const bare = name.replace(/Ids?$/, '');
    const table = TABLES[bare] ?? bare.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const fitting = this.draw(5) === 0 ? undefined : ids.get(table);
    return this.oneOf(fitting ?? [...ids.values()].flat());
  }

  private text(name: string): string {
    const [known] = this.known as [Known];
    if (name === 'communityHandle') return this.oneOf(known.handles.community);
    if (name === 'campaignHandle') return this.oneOf(known.handles.campaign);
    if (name === 'handle') return `made-up-${randomUUID().slice(0, 8)}`;
    if (name === 'timeZone') return this.oneOf(['UTC', 'Europe/Berlin']);
    if (name === 'language') return this.oneOf(['en', 'es']);
    if (name === 'questionId') return 'position';
    // What is secret is never twice the same, so that whoever looks for it in a dump finds nothing else.
    if (/password|secret|code|token|link|phrase|signIn|credential/i.test(name)) return randomUUID();
    if (name === 'email') return `${randomUUID()}@people.example`;
    if (/url$/i.test(name) || name === 'evidence') return 'https://example.org/page';
    return this.oneOf(['Heat before winter', 'A wall that holds', `Because ${this.draw(1000)}`]);
  }

  private later(): string {
    return new Date(Date.now() + (1 + this.draw(40)) * 86_400_000).toISOString();
  }

  private oneOf<T>(values: readonly T[]): T {
    return values[this.draw(values.length)] as T;
  }
}
