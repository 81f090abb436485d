import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export interface Size {
  /** Selections, each counted as often as fragments repeat it. */
  selections: number;
  aliases: number;
  directives: number;
  /** Fields inside fields. Introspection has limits of its own and is not counted. */
  depth: number;
  /** Fields directly under the operation, fragments resolved. */
  rootFields: number;
}

const NOTHING: Size = { selections: 0, aliases: 0, directives: 0, depth: 0, rootFields: 0 };

/** A document whose fragments lead back to themselves has no size. */
export class EndlessFragments extends Error {}

/**
 * How large the operations of a document are once their fragments are written out. Each fragment is measured once and
 * its figures are added where it is used: thirty fragments that double each other cost thirty steps, not a billion.
 */
export function sizes(document: DocumentNode): Map<OperationDefinitionNode, Size> {
  const fragments = new Map(
    document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]),
  );
  const measure = new Measure(fragments);
  return new Map(
    document.definitions
      .filter((one) => one.kind === Kind.OPERATION_DEFINITION)
      .map((one) => [one, add(directivesOf(one), measure.set(one.selectionSet))]),
  );
}

/** Levels of fields below the one that is being resolved. */
export function levelsBelow({ fieldNodes, fragments }: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>): number {
  const measure = new Measure(new Map(Object.entries(fragments)));
  return Math.max(...fieldNodes.map(({ selectionSet }) => (selectionSet ? measure.set(selectionSet).depth : 0)));
}

class Measure {
  private readonly measured = new Map<string, Size>();
  private readonly begun = new Set<string>();

  constructor(private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>) {}

  set({ selections }: SelectionSetNode): Size {
    return selections.reduce((size, selection) => add(size, this.selection(selection)), NOTHING);
  }

  private selection(node: SelectionNode): Size {
    const own = add(directivesOf(node), { ...NOTHING, selections: 1 });
    if (node.kind === Kind.FRAGMENT_SPREAD) return add(own, this.fragment(node.name.value));
    if (node.kind === Kind.INLINE_FRAGMENT) return add(own, this.set(node.selectionSet));
    const below = node.selectionSet ? this.set(node.selectionSet) : NOTHING;
    return {
      ...add(own, below),
      aliases: below.aliases + (node.alias ? 1 : 0),
      depth: node.name.value.startsWith('__') ? 0 : below.depth + 1,
      rootFields: 1,
    };
  }

  private fragment(name: string): Size {
    const known = this.measured.get(name);
    if (known) return known;
    if (this.begun.has(name)) throw new EndlessFragments();
    const definition = this.fragments.get(name);
    // An unknown fragment is for the validation to report.
    if (!definition) return NOTHING;
    this.begun.add(name);
    const size = add(directivesOf(definition), this.set(definition.selectionSet));
    this.measured.set(name, size);
    return size;
  }
}

function directivesOf(node: { directives?: readonly unknown[] }): Size {
  return { ...NOTHING, directives: node.directives?.length ?? 0 };
}

function add(one: Size, other: Size): Size {
  return {
    selections: one.selections + other.selections,
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
    depth: Math.max(one.depth, other.depth),
    rootFields: one.rootFields + other.rootFields,
  };
}
