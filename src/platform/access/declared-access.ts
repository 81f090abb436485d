import { type GraphQLField, type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import { type Declaration, visible } from './access.decorator.js';
import { Rule } from './rule.js';
import { AppScope, type NeededScope, ownSession } from './scope.js';

export interface DeclaredField {
  coordinate: string;
  type: GraphQLObjectType;
  field: GraphQLField<unknown, unknown>;
  /** Query, Mutation or Subscription. */
  root: boolean;
  mutation: boolean;
  declaration: Declaration | undefined;
  /** What a token given to an app needs for it; of a field, undefined asks no more than its object. */
  scope: NeededScope | undefined;
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
        mutation: type === schema.getMutationType(),
        scope: roots.has(type)
          ? scopeOfEntry(schema, type, field.extensions)
          : scopeOf(field.extensions, type.extensions),
        // An operation never inherits: what anyone may do by default is nothing.
        declaration: read(field.extensions) ?? (roots.has(type) ? undefined : read(type.extensions)),
      })),
    );
}

/** Whatever changes something is closed to apps unless it says otherwise. */
function scopeOfEntry(schema: GraphQLSchema, type: GraphQLObjectType, own: Extensions): NeededScope {
  return scopeOf(own) ?? (type === schema.getMutationType() ? ownSession : AppScope.READ);
}

function scopeOf(...from: Extensions[]): NeededScope | undefined {
  return from.map((extensions) => extensions['scope'] as NeededScope | undefined).find((one) => one !== undefined);
}

type Extensions = Readonly<Record<string, unknown>>;

function read(extensions: Extensions): Declaration | undefined {
  const found = extensions['access'];
  return found instanceof Rule || found === visible ? (found as Declaration) : undefined;
}
