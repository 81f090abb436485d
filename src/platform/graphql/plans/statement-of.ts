import {
  type FieldNode,
  getArgumentValues,
  type GraphQLField,
  type GraphQLObjectType,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { pageStatement, totalStatement, underParent } from '../list.js';
import { NotPlanned, objectTypeOf, type Reading, type Selected, selected } from './collect.js';
import { type Json, joined, leaf, list, object, verbatim } from './json-text.js';
import type { Columns, Either, Field, Fields, ReadPlans, Source, TypePlan } from './read-plans.js';
import { taken } from './select-list.js';
import { type Audience, UNEXPECTED, type Viewed } from './viewers.js';

const MOST_ROWS = 100;

/** One statement while it is written. */
export class StatementOf {
  private rows = 0;
  private readonly given: ((variables: Readonly<Record<string, unknown>>) => unknown)[] = [];
  private readonly checks: ((value: unknown) => boolean)[] = [];

  constructor(
    private readonly plans: ReadPlans,
    private readonly reading: Reading,
    private readonly viewed: Viewed & Audience,
  ) {}

  root(query: GraphQLObjectType, { selectionSet }: OperationDefinitionNode): Json {
    return this.fieldsOf(query, selected(this.reading, query, [selectionSet]), (field, nodes) =>
      this.entry(field, nodes),
    );
  }

  /** A statement of its own: what is selected of each object of which `$1` holds the id and `$2` the community. */
  eachOf(type: GraphQLObjectType, nodes: readonly FieldNode[]): string {
    const alias = this.alias();
    const row = columnsOf(alias);
    const text = this.fieldsOf(type, this.below(type, nodes), (field, its) => {
      if (field.name === 'id') return this.value(field, `${alias}.id`);
      const how = this.plans.fields.get(`${type.name}.${field.name}`);
      if (!how || !('either' in how)) throw new NotPlanned(field.name);
      return [this.either(objectTypeOf(field), how.either(row, this.viewed.viewer), its)];
    });
    return `SELECT ${alias}.id, ${joined(text)} AS answer FROM unnest($1::uuid[], $2::uuid[]) AS ${alias} (id, "communityId")`;
  }

  get reads(): boolean {
    return this.given.length > 0;
  }

  /** Null where a resolver would refuse one of them. */
  values(variables: Readonly<Record<string, unknown>>): readonly unknown[] | null {
    const values = this.given.map((read) => read(variables));
    return values.every((value, index) => this.checks[index]?.(value)) ? values : null;
  }

  private fieldsOf(
    type: GraphQLObjectType,
    fields: readonly Selected[],
    valueOf: (field: GraphQLField<unknown, unknown>, nodes: readonly FieldNode[]) => Json,
  ): Json {
    return object(
      fields.map(({ key, field, nodes }) => [key, field ? valueOf(field, nodes) : [verbatim(`"${type.name}"`)]]),
    );
  }

  private entry(field: GraphQLField<unknown, unknown>, nodes: readonly FieldNode[]): Json {
    const { name } = field;
    const plan = this.plans.roots.get(name);
    const given = nodes[0]?.arguments ?? [];
    const argument = given.find((one) => one.name.value === plan?.argument);
    if (!plan || !argument || given.length > 1) throw new NotPlanned(name);
    const { value } = argument;
    if (value.kind !== Kind.VARIABLE && value.kind !== Kind.STRING) throw new NotPlanned(name);
    this.given.push((variables) => (value.kind === Kind.VARIABLE ? variables[value.name.value] : value.value));
    this.checks.push((one) => typeof one === 'string' && (plan.fits?.(one) ?? true));
    return this.one(objectTypeOf(field), plan.where(`$${this.viewed.taken + this.given.length}`), nodes);
  }

  private one(type: GraphQLObjectType, where: string, nodes: readonly FieldNode[]): Json {
    const { columns, from } = this.typePlan(type);
    const alias = this.alias();
    const value = joined(this.ofRow(type, alias, nodes));
    const select = taken(columns, alias, value);
    return [`coalesce((SELECT ${value} FROM (SELECT ${select} FROM ${from} WHERE ${where}) ${alias}), 'null')`];
  }

  private ofRow(type: GraphQLObjectType, alias: string, nodes: readonly FieldNode[]): Json {
    const { plain } = this.typePlan(type);
    return this.fieldsOf(type, this.below(type, nodes), (field, its) =>
      plain.includes(field.name)
        ? this.value(field, `${alias}."${field.name}"`)
        : this.planned(field, this.plans.fields.get(`${type.name}.${field.name}`), alias, its),
    );
  }

  private planned(
    field: GraphQLField<unknown, unknown>,
    how: Field | undefined,
    alias: string,
    nodes: readonly FieldNode[],
  ): Json {
    const row = columnsOf(alias);
    if (!how) throw new NotPlanned(field.name);
    if ('value' in how) return this.value(field, how.value(row));
    const type = objectTypeOf(field);
    if ('part' in how) return this.part(type, how.part, alias, nodes);
    if ('one' in how) return this.one(type, how.where(row), nodes);
    if ('many' in how) return this.many(type, field, how, row, nodes);
    return [this.either(type, how.either(row, this.viewed.viewer), nodes)];
  }

  private either(type: GraphQLObjectType, { when, so, otherwise }: Either, nodes: readonly FieldNode[]): string {
    const { by, expects } = this.viewed;
    if (by === 'nobody') return this.source(type, otherwise, nodes);
    const unexpected = `chr(${UNEXPECTED.charCodeAt(0)})`;
    const first = expects === 'no' ? unexpected : this.source(type, so, nodes);
    const second = expects === 'yes' ? unexpected : this.source(type, otherwise, nodes);
    return `CASE WHEN ${when} THEN ${first} ELSE ${second} END`;
  }

  private part(type: GraphQLObjectType, fields: Fields, alias: string, nodes: readonly FieldNode[]): Json {
    return this.fieldsOf(type, this.below(type, nodes), (field, its) =>
      this.planned(field, fields[field.name], alias, its),
    );
  }

  private source(
    type: GraphQLObjectType,
    { select, from, where, fields }: Source,
    nodes: readonly FieldNode[],
  ): string {
    const alias = this.alias();
    const value = joined(this.part(type, fields, alias, nodes));
    return `(SELECT ${value} FROM (SELECT ${taken(select, alias, value)} FROM ${from} WHERE ${where}) ${alias})`;
  }

  private many(
    connection: GraphQLObjectType,
    field: GraphQLField<unknown, unknown>,
    how: Extract<Field, { many: string }>,
    row: Columns<never>,
    nodes: readonly FieldNode[],
  ): Json {
    const args = this.pageOf(field, nodes, how.takes);
    const spec = underParent(how.list(row, args as never), (_, value) => value);
    // Its parameters would have to take their places among those of this statement.
    if (spec.params.length > 0) throw new NotPlanned(field.name);
    return this.fieldsOf(connection, this.below(connection, nodes), (inner, its) => {
      if (inner.name === 'totalCount') return [`(${totalStatement(spec).sql})`];
      if (inner.name !== 'nodes') throw new NotPlanned(inner.name);
      const alias = this.alias();
      const node = joined(this.ofRow(objectTypeOf(inner), alias, its));
      const page = pageStatement({ ...spec, select: taken(spec.select, alias, node) }, args.first);
      return list(`SELECT ${node} FROM (${page}) ${alias}`);
    });
  }

  private pageOf(field: GraphQLField<unknown, unknown>, nodes: readonly FieldNode[], takes: readonly string[]) {
    const [node] = nodes;
    if (!node) throw new NotPlanned(field.name);
    const args = getArgumentValues(field, node, this.reading.variables);
    const { first } = args;
    const others = Object.entries(args).filter(
      ([name, value]) => value != null && name !== 'first' && !takes.includes(name),
    );
    if (others.length > 0 || typeof first !== 'number' || first < 1 || first > MOST_ROWS)
      throw new NotPlanned(field.name);
    return { ...args, first };
  }

  private value(field: GraphQLField<unknown, unknown>, sql: string): Json {
    const text = leaf(field.type, sql);
    if (text === null) throw new NotPlanned(field.name);
    return text;
  }

  private below(type: GraphQLObjectType, nodes: readonly FieldNode[]): Selected[] {
    return selected(
      this.reading,
      type,
      nodes.map(({ selectionSet }) => selectionSet),
    );
  }

  private typePlan(type: GraphQLObjectType): TypePlan<never> {
    const plan = this.plans.types.get(type.name);
    if (!plan) throw new NotPlanned(type.name);
    return plan;
  }

  private alias(): string {
    this.rows += 1;
    return `r${this.rows}`;
  }
}

function columnsOf(alias: string): Columns<never> {
  return new Proxy({}, { get: (_, name) => `${alias}."${String(name)}"` });
}
