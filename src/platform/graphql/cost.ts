import { Extensions } from '@nestjs/graphql';
import {
  type DocumentNode,
  getNamedType,
  getVariableValues,
  type GraphQLSchema,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { type ComplexityEstimatorArgs, getComplexity } from 'graphql-query-complexity';

const COST_OF_VALUE = 0.1;
const MOST_ITEMS = 1_000_000;
const MOST_REMEMBERED = 100;
const MOST_CHARACTERS = 20;
/** The arguments of `@skip` and `@include`, and the size of a page or series: what a cost depends on besides the document. */
const DECIDING = new Set(['first', 'if', 'by', 'from', 'until']);

type Items = number | ((args: Record<string, unknown>) => number);

/** What a field costs by itself, where that is far from the 1 of an object, and how many it holds where no `first` says so. */
export function Costs(points: number, items?: Items): MethodDecorator {
  return Extensions({ cost: points, items });
}

type Variables = Readonly<Record<string, unknown>>;

interface Known {
  deciding: readonly string[];
  costs: Map<string, number | undefined>;
}

/**
 * What an operation may cost: an object 1 unless it says otherwise, a plain value a tenth, and what a page holds as often as `first` asks for.
 * Undefined where the variables do not fit, which execution refuses and explains. Apollo keeps the documents it has
 * seen, so costs are kept with them: to count anew for each request cost more than to parse most documents.
 */
export function costCounter(): (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
) => number | undefined {
  const known = new WeakMap<OperationDefinitionNode, Known>();
  return (schema, document, operation, variables) => {
    let { deciding, costs } = known.get(operation) ?? {};
    if (!deciding || !costs) {
      deciding = decidingVariables(document);
      costs = new Map();
      known.set(operation, { deciding, costs });
    }
    const key = keyOf(deciding, variables);
    if (key === undefined) return count(schema, document, operation, variables);
    if (!costs.has(key)) {
      if (costs.size >= MOST_REMEMBERED) costs.clear();
      const cost = count(schema, document, operation, variables);
      // Unfit variables among the others must not stand for all requests with this key.
      if (cost === undefined) return undefined;
      costs.set(key, cost);
    }
    return costs.get(key);
  };
}

function decidingVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Argument: ({ name, value }) => {
      if (DECIDING.has(name.value) && value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names].toSorted();
}

function keyOf(deciding: readonly string[], variables: Variables): string | undefined {
  const values = deciding.map((name) => variables[name]);
  const plain = values.every(
    (value) => value == null || ['number', 'boolean'].includes(typeof value) || isShort(value),
  );
  return plain ? values.map((value) => JSON.stringify(value) ?? '').join() : undefined;
}

/** A day, or the name of an interval. */
function isShort(value: unknown): boolean {
  return typeof value === 'string' && value.length <= MOST_CHARACTERS;
}

function count(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): number | undefined {
  // getComplexity would collect every single error of the variables first, a second of work for a thousand of them.
  const fit = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 1 });
  if (fit.errors) return undefined;
  const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  const query: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
  try {
    return getComplexity({ schema, query, variables, estimators: [costOf] });
  } catch {
    // An argument that does not fit its variable.
    return undefined;
  }
}

function costOf({ field, args, childComplexity }: ComplexityEstimatorArgs): number {
  if (!isCompositeType(getNamedType(field.type))) return COST_OF_VALUE;
  const own: unknown = field.extensions['cost'];
  return (typeof own === 'number' ? own : 1) + itemsOf(field.extensions['items'], args) * childComplexity;
}

function itemsOf(items: unknown, args: Record<string, unknown>): number {
  if (typeof items === 'function') return (items as (args: Record<string, unknown>) => number)(args);
  if (typeof items === 'number') return items;
  const first: unknown = args['first'];
  // Out of range is refused with a better text where it is read, if the figure is not already absurd.
  return typeof first === 'number' && first > 0 ? Math.min(first, MOST_ITEMS) : 1;
}
