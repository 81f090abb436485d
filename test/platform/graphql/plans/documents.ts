import fc from 'fast-check';
import { getNamedType, type GraphQLObjectType, type GraphQLSchema, isLeafType, isObjectType } from 'graphql';

/** What plans know, so that many of the documents are answered by one; `version` of all the rest comes in by `oddly`. */
const PLANNED: Readonly<Record<string, readonly string[]>> = {
  Campaign: ['community', 'priorities', 'asks', 'pledges', 'progress'],
  Ask: ['campaign', 'lead', 'priority', 'pledges', 'progress'],
  Priority: ['asks', 'progress'],
  Pledge: ['pledger'],
};
const LISTS: Readonly<Record<string, string>> = {
  'Campaign.priorities': '(first: 3)',
  'Campaign.asks': '(first: 4, orderBy: OPENED)',
  'Campaign.pledges': '(first: 3)',
  'Ask.pledges': '(first: 2)',
  'Priority.asks': '(first: 2, orderBy: PRIORITY)',
};
const UNTOLD = new Set(['text', 'band']);

/** Documents with aliases, fragments, directives, repeated fields and typenames, from these roots and their arguments. */
export function documentOf(schema: GraphQLSchema, roots: Readonly<Record<string, string>>): fc.Arbitrary<string> {
  const query = schema.getQueryType();
  const documents = Object.entries(roots).map(([root, argument]) => {
    const type = getNamedType(query?.getFields()[root]?.type);
    if (!isObjectType(type)) throw new Error(`${root} answers no object.`);
    return selectionOf(type, 3).map(
      (selection) =>
        `query ($yes: Boolean!, $no: Boolean!) { __typename @include(if: $yes) ${root}(${argument}) ${selection} other: ${root}(${argument}) @skip(if: $no) { id } }`,
    );
  });
  return fc.oneof(...documents);
}

function selectionOf(type: GraphQLObjectType, levels: number): fc.Arbitrary<string> {
  const fields = Object.values(type.getFields()).filter(({ args }) =>
    args.every((one) => one.defaultValue !== undefined || !String(one.type).endsWith('!')),
  );
  const leaves = fields.filter(
    (field) => isLeafType(getNamedType(field.type)) && field.args.length === 0 && !UNTOLD.has(field.name),
  );
  const plain = leaves.filter(({ name }) => !/^viewer|^is[A-Z].*Over$/.test(name)).map(({ name }) => name);
  const leaf = fc.constantFrom('__typename', ...plain);
  const piece = fc.oneof(
    { weight: 6, arbitrary: leaf },
    { weight: 1, arbitrary: leaf.map((name) => `again_${name}: ${name}`) },
    { weight: 1, arbitrary: leaf.map((name) => `... on ${type.name} { ${name} }`) },
    {
      weight: 1,
      arbitrary: leaf.map((name) => `... @include(if: $no) { gone: ${name} } ... @skip(if: $no) { ${name} }`),
    },
    ...(levels > 0
      ? (PLANNED[type.name] ?? partsOf(type)).map((name) => ({ weight: 2, arbitrary: edgeOf(type, name, levels) }))
      : []),
  );
  return fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => `{ ${pieces.join(' ')} }`);
}

/** The objects of which a thing consists: all that have a plan are in it whole. */
function partsOf(type: GraphQLObjectType): string[] {
  return ['Progress', 'Measure'].includes(type.name)
    ? Object.values(type.getFields())
        .filter(
          ({ type: of, args }) => ['Measure', 'Figure', 'Share'].includes(getNamedType(of).name) && args.length === 0,
        )
        .map(({ name }) => name)
    : [];
}

function edgeOf(type: GraphQLObjectType, name: string, levels: number): fc.Arbitrary<string> {
  const to = getNamedType(type.getFields()[name]?.type);
  if (!isObjectType(to)) throw new Error(`${type.name}.${name} leads nowhere.`);
  const args = LISTS[`${type.name}.${name}`];
  if (args === undefined) return selectionOf(to, levels - 1).map((selection) => `${name} ${selection}`);
  const node = getNamedType(to.getFields()['nodes']?.type);
  if (!isObjectType(node)) throw new Error(`${type.name}.${name} holds no objects.`);
  return selectionOf(node, levels - 1).map(
    (selection) => `${name}${args} { totalCount nodes ${selection} nodes { id } }`,
  );
}
