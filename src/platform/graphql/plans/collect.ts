import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getDirectiveValues,
  getNamedType,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** What is needed to read a selection: the same for all of an operation. */
export interface Reading {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Readonly<Record<string, unknown>>;
  /** Whether a field asks no more of who reads than to see its object. */
  isVisible: (type: GraphQLObjectType, field: string) => boolean;
}

/** Some of what is selected is for resolvers. */
export class NotPlanned extends Error {}

/** The fields of an object by the names they are answered under, in order; those of one name are answered as one. */
type Collected = Map<string, FieldNode[]>;

/** As graphql-js collects them: https://spec.graphql.org/October2021/#CollectFields() */
function collect(reading: Reading, type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Collected {
  const collected: Collected = new Map();
  const seen = new Set<string>();
  const visit = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (!isIncluded(reading, node.directives)) continue;
      if (node.kind === Kind.FIELD) {
        const key = node.alias?.value ?? node.name.value;
        collected.set(key, [...(collected.get(key) ?? []), node]);
        continue;
      }
      const spread = node.kind === Kind.FRAGMENT_SPREAD ? node.name.value : null;
      if (spread !== null && seen.has(spread)) continue;
      if (spread !== null) seen.add(spread);
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? reading.fragments.get(node.name.value) : node;
      if (fragment && isOf(reading.schema, type, fragment.typeCondition?.name.value)) visit(fragment.selectionSet);
    }
  };
  for (const set of sets) visit(set);
  return collected;
}

export interface Selected {
  key: string;
  /** Null for `__typename`. */
  field: GraphQLField<unknown, unknown> | null;
  nodes: readonly FieldNode[];
}

/** What is selected of objects of a type, in order. Throws where some of it is not for plans. */
export function selected(
  reading: Reading,
  type: GraphQLObjectType,
  sets: readonly (SelectionSetNode | undefined)[],
): Selected[] {
  const collected = collect(
    reading,
    type,
    sets.filter((set) => set !== undefined),
  );
  return [...collected].map(([key, nodes]) => {
    const name = nodes[0]?.name.value ?? '';
    if (name === '__typename') return { key, field: null, nodes };
    const field = type.getFields()[name];
    if (!field || !reading.isVisible(type, name)) throw new NotPlanned(name);
    return { key, field, nodes };
  });
}

export function objectTypeOf({ type }: GraphQLField<unknown, unknown>): GraphQLObjectType {
  const named = getNamedType(type);
  if (!isObjectType(named)) throw new NotPlanned(named.name);
  return named;
}

function isIncluded({ variables }: Reading, directives: readonly DirectiveNode[] | undefined): boolean {
  if (!directives || directives.length === 0) return true;
  const skip = getDirectiveValues(GraphQLSkipDirective, { directives }, variables);
  const include = getDirectiveValues(GraphQLIncludeDirective, { directives }, variables);
  return skip?.['if'] !== true && include?.['if'] !== false;
}

function isOf(schema: GraphQLSchema, type: GraphQLObjectType, condition: string | undefined): boolean {
  if (condition === undefined || condition === type.name) return true;
  const other = schema.getType(condition);
  return isAbstractType(other) && schema.isSubType(other, type);
}
