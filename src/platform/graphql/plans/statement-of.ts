import {
  type FieldNode,
  getArgumentValues,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLObjectType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { pageStatement, totalStatement, underParent } from '../list.js';
import { type Collected, collect, type Reading } from './collect.js';
import { type Json, joined, leaf, list, object, verbatim } from './json-text.js';
import type { Columns, Either, Field, Fields, ReadPlans, Source, TypePlan } from './read-plans.js';
import { type Audience, UNEXPECTED, type Viewed } from './viewers.js';

/** Some of what is selected is for resolvers. */
export class NotPlanned extends Error {}

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
    private readonly isVisible: (type: GraphQLObjectType, field: string) => boolean,
  ) {}

  root(query: GraphQLObjectType, { selectionSet }: OperationDefinitionNode): Json {
    return this.fieldsOf(query, collect(this.reading, query, [selectionSet]), (field, nodes) =>
      this.entry(field, nodes),
    );
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
    collected: Collected,
    valueOf: (field: GraphQLField<unknown, unknown>, nodes: readonly FieldNode[]) => Json,
  ): Json {
    return object(
      [...collected].map(([key, nodes]) => {
        const name = nodes[0]?.name.value ?? '';
        if (name === '__typename') return [key, [verbatim(`"${type.name}"`)]] as const;
        const field = type.getFields()[name];
        if (!field || !this.isVisible(type, name)) throw new NotPlanned(name);
        return [key, valueOf(field, nodes)] as const;
      }),
    );
  }

  private entry({ name, type }: GraphQLField<unknown, unknown>, nodes: readonly FieldNode[]): Json {
    const plan = this.plans.roots.get(name);
    const given = nodes[0]?.arguments ?? [];
    const argument = given.find((one) => one.name.value === plan?.argument);
    if (!plan || !argument || given.length > 1) throw new NotPlanned(name);
    const { value } = argument;
    if (value.kind !== Kind.VARIABLE && value.kind !== Kind.STRING) throw new NotPlanned(name);
    this.given.push((variables) => (value.kind === Kind.VARIABLE ? variables[value.name.value] : value.value));
    this.checks.push((one) => typeof one === 'string' && (plan.fits?.(one) ?? true));
    return this.one(this.objectType(type), plan.where(`$${this.viewed.taken + this.given.length}`), nodes);
  }

  private one(type: GraphQLObjectType, where: string, nodes: readonly FieldNode[]): Json {
    const { columns, from } = this.typePlan(type);
    const alias = this.alias();
    const value = joined(this.ofRow(type, alias, nodes));
    return [`coalesce((SELECT ${value} FROM (SELECT ${columns} FROM ${from} WHERE ${where}) ${alias}), 'null')`];
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
    const type = this.objectType(field.type);
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
    return `(SELECT ${value} FROM (SELECT ${select} FROM ${from} WHERE ${where}) ${alias})`;
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
      const node = joined(this.ofRow(this.objectType(inner.type), alias, its));
      return list(`SELECT ${node} FROM (${pageStatement(spec, args.first)}) ${alias}`);
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

  private below(type: GraphQLObjectType, nodes: readonly FieldNode[]): Collected {
    return collect(
      this.reading,
      type,
      nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    );
  }

  private objectType(type: GraphQLField<unknown, unknown>['type']): GraphQLObjectType {
    const named = getNamedType(getNullableType(type));
    if (!isObjectType(named)) throw new NotPlanned(named.name);
    return named;
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
