import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';

type Fields = readonly GraphQLField<unknown, unknown>[];

/** Every way, up to so many fields long and through no type twice, from the root to one of the types. */
export function pathsTo(schema: GraphQLSchema, targets: readonly string[], longest: number): Fields[] {
  const found: Fields[] = [];
  const walk = (type: GraphQLObjectType, path: Fields, seen: readonly string[]): void => {
    for (const field of Object.values(type.getFields())) {
      for (const next of objectsOf(schema, field)) {
        if (seen.includes(next.name)) continue;
        const way = [...path, field];
        if (targets.includes(next.name)) found.push(way);
        if (way.length < longest) walk(next, way, [...seen, next.name]);
      }
    }
  };
  const root = schema.getQueryType();
  if (root) walk(root, [], [root.name]);
  return found;
}

function objectsOf(schema: GraphQLSchema, { type }: GraphQLField<unknown, unknown>): readonly GraphQLObjectType[] {
  const named = getNamedType(type);
  if (isAbstractType(named)) return schema.getPossibleTypes(named);
  return isObjectType(named) ? [named] : [];
}

/** A query along a way, which asks at its end for all that has no further parts and needs no argument; null where one is missing. */
export function queryAlong(
  schema: GraphQLSchema,
  path: Fields,
  target: string,
  argument: (of: GraphQLArgument, field: string) => string | null,
): string | null {
  const inner = (type: GraphQLObjectType): string =>
    Object.values(type.getFields())
      // The moment of the answer, which no two share.
      .filter(({ name }) => name !== 'asOf')
      .filter((field) => isLeafType(getNamedType(field.type)) && !field.args.some(({ type: of }) => isNonNullType(of)))
      .map(({ name }) => name)
      .join(' ');
  const build = (place: number): string | null => {
    const field = path[place];
    if (!field) return null;
    const needed = field.args.filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);
    const given = needed.map((arg) => [arg.name, argument(arg, field.name)] as const);
    if (given.some(([, value]) => value === null)) return null;
    const args =
      given.length > 0 ? `(${given.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ')})` : '';
    const after = path[place + 1];
    const last = schema.getType(target);
    const whole = isObjectType(last) ? inner(last) : null;
    const body = after ? build(place + 1) : whole;
    if (body === null) return null;
    const owner = after ? ownerOf(schema, field, after) : target;
    return `${field.name}${args} { __typename ... on ${owner} { ${body} } }`;
  };
  const body = build(0);
  return body && `{ ${body} }`;
}

/** The type in which the next field of a way is. */
function ownerOf(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  next: GraphQLField<unknown, unknown>,
): string {
  const owner = objectsOf(schema, field).find((type) => type.getFields()[next.name] === next);
  return owner?.name ?? getNamedType(field.type).name;
}
