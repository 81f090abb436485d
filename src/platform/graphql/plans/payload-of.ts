import {
  type FieldNode,
  getNullableType,
  type GraphQLField,
  type GraphQLObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
} from 'graphql';
import { NotPlanned, objectTypeOf, type Reading, type Selected, selected } from './collect.js';
import type { ReadPlans } from './read-plans.js';
import { StatementOf } from './statement-of.js';
import { NOBODY, viewedBy } from './viewers.js';
import type { Reference, WritePlan, WritePlans } from './write-plans.js';

/** What a mutation answers of what it made. */
export interface Payload {
  /** What is to be read first: of which object, and the statement that reads of many such objects at once. */
  beside: readonly Beside[];
  /** The whole answer, with what was read beside in its places. */
  text: (made: object, read: readonly string[]) => string;
}

export interface Beside {
  of: (made: never) => Reference;
  sql: string;
}

type Piece = string | ((made: object, read: readonly string[]) => string);

interface Root {
  field: GraphQLField<unknown, unknown>;
  node: FieldNode;
  plan: WritePlan;
  text: Payload;
}

/** One payload while it is laid out: values of what was made, and what is read as nobody of what it leads to. */
export class PayloadOf {
  private readonly beside: Beside[] = [];

  constructor(
    private readonly plans: { reads: ReadPlans; writes: WritePlans },
    private readonly reading: Reading,
  ) {}

  root(mutation: GraphQLObjectType, { selectionSet }: OperationDefinitionNode): Root {
    const everything = { ...this.reading, isVisible: () => true };
    const [only, ...others] = selected(everything, mutation, [selectionSet]);
    const [node] = only?.nodes ?? [];
    const plan = this.plans.writes.mutations.get(only?.field?.name ?? '');
    if (!only?.field || !node || !plan || others.length > 0) throw new NotPlanned('mutation');
    const payload = this.payload(objectTypeOf(only.field), plan, only.nodes);
    const pieces = merged([`{"data":{"${only.key}":`, ...payload, '}}\n']);
    return {
      field: only.field,
      node,
      plan,
      text: {
        beside: this.beside,
        text: (made, read) => pieces.map((piece) => (typeof piece === 'string' ? piece : piece(made, read))).join(''),
      },
    };
  }

  private payload(type: GraphQLObjectType, plan: WritePlan, nodes: readonly FieldNode[]): Piece[] {
    return this.object(type, nodes, ({ field, its }) => {
      if (field.name === 'userErrors') return ['[]'];
      if (field.name !== plan.answers) throw new NotPlanned(field.name);
      return this.made(objectTypeOf(field), plan, its);
    });
  }

  private made(type: GraphQLObjectType, plan: WritePlan, nodes: readonly FieldNode[]): Piece[] {
    const plain = this.plans.reads.types.get(type.name)?.plain ?? [];
    return this.object(type, nodes, ({ field, its }) => {
      const lead = plan.leads[field.name];
      if (lead) return [this.led(objectTypeOf(field), lead, its)];
      if (!plain.includes(field.name)) throw new NotPlanned(field.name);
      return [valueOf(field)];
    });
  }

  private led(type: GraphQLObjectType, of: Beside['of'], nodes: readonly FieldNode[]): Piece {
    const statement = new StatementOf(this.plans.reads, this.reading, {
      ...viewedBy(NOBODY, this.plans.reads, ''),
      ...NOBODY,
    });
    const place = this.beside.push({ of, sql: statement.eachOf(type, nodes) }) - 1;
    return (_, read) => read[place] ?? 'null';
  }

  private object(
    type: GraphQLObjectType,
    nodes: readonly FieldNode[],
    piecesOf: (one: { field: NonNullable<Selected['field']>; its: readonly FieldNode[] }) => Piece[],
  ): Piece[] {
    const fields = selected(
      this.reading,
      type,
      nodes.map(({ selectionSet }) => selectionSet),
    );
    const members = fields.flatMap(({ key, field, nodes: its }, index): Piece[] => [
      `${index > 0 ? ',' : ''}"${key}":`,
      ...(field ? piecesOf({ field, its }) : [`"${type.name}"`]),
    ]);
    return ['{', ...members, '}'];
  }
}

/** As graphql-js serialises it. */
function valueOf({ name, type }: GraphQLField<unknown, unknown>): Piece {
  const nullable = getNullableType(type);
  if (isListType(nullable) || !isLeafType(nullable)) throw new NotPlanned(name);
  return (made) => {
    const value = (made as Record<string, unknown>)[name] ?? null;
    if (value === null && isNonNullType(type)) throw new TypeError(`${name} is missing in what was made.`);
    return value === null ? 'null' : JSON.stringify(nullable.serialize(value));
  };
}

function merged(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') all[all.length - 1] = last + piece;
    else all.push(piece);
  }
  return all;
}
