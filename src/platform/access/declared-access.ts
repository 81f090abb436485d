import { type GraphQLField, type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import { type Declaration, visible } from './access.decorator.js';
import { Rule } from './rule.js';

export interface DeclaredField {
  coordinate: string;
  type: GraphQLObjectType;
  field: GraphQLField<unknown, unknown>;
  /** Query, Mutation or Subscription. */
  root: boolean;
  declaration: Declaration | undefined;
}

/** Every field of every object type, introspection left out, with its own declaration or else its type's. */
export function declaredFields(schema: GraphQLSchema): DeclaredField[] {
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type))
    .filter((type) => !type.name.startsWith('__'))
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({
        coordinate: `${type.name}.${field.name}`,
        type,
        field: field as GraphQLField<unknown, unknown>,
        root: roots.has(type),
        // An operation never inherits: what anyone may do by default is nothing.
        declaration: read(field.extensions) ?? (roots.has(type) ? undefined : read(type.extensions)),
      })),
    );
}

function read(extensions: Readonly<Record<string, unknown>>): Declaration | undefined {
  const found = extensions['access'];
  return found instanceof Rule || found === visible ? (found as Declaration) : undefined;
}
