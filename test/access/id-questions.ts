import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

/** One place in the schema that takes an id, and the operation that puts one there. */
export interface IdQuestion {
  /** The coordinate and the way from its arguments to the id, such as `Mutation.openAsk(input.mandateId)`. */
  name: string;
  isMutation: boolean;
  /** From the arguments down, as `userErrors` spell it. */
  path: readonly string[];
  query: string;
  /** With the id there, and this number wherever one is needed: some have to be that of a version. */
  variables: (id: string, number: number) => Record<string, unknown>;
}

/** By the name of its type in small letters, such as `campaign`, an id that whoever asks may well send. */
export type OwnIds = ReadonlyMap<string, string>;

const DEPTH_OF_SELECTION = 2;
/** Less than what one request may select, and than what it may cost. */
const MOST_SELECTED = 200;

/**
 * Every argument and every field of an input, of any operation and any field, that takes an id: found in the schema as
 * it is, so that an operation added tomorrow is asked without a word here. What else it needs is made up.
 */
export function idQuestions(schema: GraphQLSchema, own: OwnIds): IdQuestion[] {
  const roots = [schema.getQueryType(), schema.getMutationType()].filter((type) => type != null);
  const atRoots = roots.flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) => questionsOf(type, field, own)),
  );
  const below = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !roots.includes(type) && !type.name.startsWith('__'))
    .flatMap((type) =>
      Object.values((type as GraphQLObjectType).getFields()).flatMap((field) =>
        questionsOf(type as GraphQLObjectType, field, own),
      ),
    );
  return [...atRoots, ...below];
}

/** Every query that finds something by its handle. */
export function handleQuestions(schema: GraphQLSchema): IdQuestion[] {
  const query = schema.getQueryType() as GraphQLObjectType;
  const fields = Object.values(query.getFields()).filter(({ args }) => args.some(({ name }) => name === 'handle'));
  return fields.map((field) => questionOf(query, field, ['handle'], new Map()));
}

function questionsOf(parent: GraphQLObjectType, field: GraphQLField<unknown, unknown>, own: OwnIds): IdQuestion[] {
  return field.args.flatMap((arg) =>
    pathsToIds(arg.type).map((below) => questionOf(parent, field, [arg.name, ...below], own)),
  );
}

function questionOf(
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  path: readonly string[],
  own: OwnIds,
): IdQuestion {
  const used = field.args.filter((arg) => isRequiredArgument(arg) || arg.name === path[0]);
  const declared = used.map((arg) => `$${arg.name}: ${arg.type.toString()}`).join(', ');
  const passed = used.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const asked = `${field.name}(${passed}) ${fittingSelectionOf(field.type)}`;
  const variables = (id: string, number: number) => {
    const put = { id, number, own };
    return Object.fromEntries(
      used.map((arg) => [arg.name, valueOf(arg.type, arg.name, path[0] === arg.name ? path.slice(1) : null, put)]),
    );
  };
  const base = { name: `${parent.name}.${field.name}(${path.join('.')})`, path };
  if (parent.name === 'Query')
    return { ...base, isMutation: false, query: `query (${declared}) { ${asked} }`, variables };
  if (parent.name === 'Mutation') {
    return { ...base, isMutation: true, query: `mutation (${declared}) { ${asked} }`, variables };
  }
  const home = own.get(parent.name.toLowerCase());
  if (!parent.getInterfaces().some(({ name }) => name === 'Node') || home === undefined) {
    throw new Error(`${base.name} takes an id, and nobody knows how to come to a ${parent.name}.`);
  }
  return {
    ...base,
    isMutation: false,
    query: `query ($home: ID!, ${declared}) { node(id: $home) { ... on ${parent.name} { ${asked} } } }`,
    variables: (id, number) => ({ home, ...variables(id, number) }),
  };
}

interface Put {
  id: string;
  number: number;
  own: OwnIds;
}

/** The ways from a type down to the ids in it; the empty way where it is an id itself. */
function pathsToIds(type: GraphQLInputType, seen: readonly string[] = []): string[][] {
  const named = getNamedType(type);
  if (named.name === 'ID') return [[]];
  if (!isInputObjectType(named) || seen.includes(named.name)) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    pathsToIds(field.type, [...seen, named.name]).map((below) => [field.name, ...below]),
  );
}

/** `target` leads to where the id goes, from here down; null where it goes elsewhere. */
function valueOf(type: GraphQLInputType, name: string, target: readonly string[] | null, put: Put): unknown {
  if (isNonNullType(type)) return valueOf(type.ofType, name, target, put);
  if (isListType(type)) return [valueOf(type.ofType, name, target, put)];
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (one) => isRequiredInputField(one) || one.name === target?.[0],
    );
    const below = (one: string) => (target?.[0] === one ? target.slice(1) : null);
    return Object.fromEntries(fields.map((one) => [one.name, valueOf(one.type, one.name, below(one.name), put)]));
  }
  if (target) return put.id;
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (type.name === 'ID') return put.own.get(name.replace(/Ids?$/, '').toLowerCase()) ?? put.id;
  if (type.name === 'Int' || type.name === 'Float') return put.number;
  return plainValue(type.name, name);
}

const SCALARS: Readonly<Record<string, (name: string) => unknown>> = {
  Boolean: () => true,
  DateTime: () => new Date(Date.now() + 86_400_000).toISOString(),
  Date: () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
  String: (name) => TEXTS.find(([pattern]) => pattern.test(name))?.[1] ?? 'Words',
};

/** Texts that have to be of some form, by what a field is called. */
const TEXTS: readonly [RegExp, string][] = [
  [/handle$/i, 'made-up-by-a-test'],
  [/email$/i, 'nobody@people.example'],
  [/language$/i, 'es'],
  [/timeZone$/i, 'UTC'],
  [/password$/i, 'correct horse battery staple'],
  [/(?:url|evidence|image)$/i, 'https://people.example/'],
  [/csv$/i, 'external_id,priority,title,kind,unit,quantity\n'],
];

function plainValue(type: string, name: string): unknown {
  const made = SCALARS[type];
  if (!made) throw new Error(`Nobody knows what a ${type} looks like, as ${name} takes one. Say it in SCALARS.`);
  return made(name);
}

/** As much as a request may select. */
function fittingSelectionOf(type: GraphQLOutputType): string {
  for (let depth = DEPTH_OF_SELECTION; depth > 0; depth -= 1) {
    const selection = selectionOf(type, depth);
    if (selection.split(' ').length <= MOST_SELECTED) return selection;
  }
  return selectionOf(type, 0);
}

/** Everything plain in an answer, so that what leaks shows: some levels of objects, without what asks for arguments. */
function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return '';
  if (isInterfaceType(named)) return '{ __typename id }';
  if (!isObjectType(named)) return '{ __typename }';
  const fields = Object.values(named.getFields()).filter((field) => !field.args.some(isRequiredArgument));
  const chosen = fields.flatMap((field) => {
    const inner = getNamedType(field.type);
    if (isLeafType(inner)) return [field.name];
    return depth > 0 && isObjectType(inner) ? [`${field.name} ${selectionOf(field.type, depth - 1)}`] : [];
  });
  return `{ __typename ${chosen.join(' ')} }`;
}
