import { type GraphQLFieldResolver, type GraphQLSchema, defaultFieldResolver, isNonNullType } from 'graphql';
import type { Actor } from './actor.js';
import { visible } from './access.decorator.js';
import { type DeclaredField, declaredFields } from './declared-access.js';
import { admit, authorize, type Facts, Rule } from './rule.js';
import { type NeededScope, ownSession, requireScope } from './scope.js';

interface Asked {
  actor: Actor;
}

/**
 * Completes the schema once, at start: guards of Nest never see plain fields, so the schema itself is wrapped.
 * Only what asks more than "may see the object" is wrapped; a field without a declaration refuses the start.
 */
export function lockSchema(schema: GraphQLSchema): GraphQLSchema {
  const fields = declaredFields(schema);
  const faults = fields.flatMap((field) => faultOf(field) ?? []).toSorted();
  if (faults.length > 0) {
    throw new Error(`The schema is not safe to serve. Put right with @Access:\n${faults.join('\n')}`);
  }
  for (const { field, root, declaration, scope } of fields) {
    if (root && declaration instanceof Rule) {
      field.resolve = guardEntry(declaration, field.resolve ?? defaultFieldResolver);
      if (field.subscribe) field.subscribe = guardEntry(declaration, field.subscribe);
    } else if (declaration instanceof Rule) {
      field.resolve = guardField(declaration, field.resolve ?? defaultFieldResolver);
    }
    if (scope === undefined) continue;
    // Outermost: an app that lacks the scope learns that, whatever the person behind it may.
    field.resolve = guardAgainstApps(scope, field.resolve ?? defaultFieldResolver);
    if (field.subscribe) field.subscribe = guardAgainstApps(scope, field.subscribe);
  }
  return schema;
}

function faultOf({ coordinate, field, root, mutation, declaration, scope }: DeclaredField): string | undefined {
  if (mutation && declaration instanceof Rule) {
    // A key is no person and decides nothing; an app never proves that it is one.
    if (declaration.cells.dashboardKey) return `${coordinate}: a dashboard key changes nothing`;
    if (declaration.fresh && scope !== ownSession)
      return `${coordinate}: what asks for a fresh proof is closed to apps`;
  }
  if (!declaration) return `${coordinate}: no declaration says who may ${root ? 'use' : 'see'} it`;
  if (root && declaration === visible)
    return `${coordinate}: an operation has no object to be visible with; name a rule`;
  // One refused field must not take the whole object, or a whole list, with it.
  if (!root && declaration !== visible && isNonNullType(field.type)) {
    return `${coordinate}: a field that some may not see must be nullable`;
  }
  return undefined;
}

type Resolver = GraphQLFieldResolver<unknown, unknown>;

function guardEntry(required: Rule<never>, resolve: Resolver): Resolver {
  return (source, args, context, info) => {
    const { actor, refusal } = context as Asked & { refusal?: Error };
    if (refusal) throw refusal;
    admit(actor, required);
    return resolve(source, args, context, info);
  };
}

function guardAgainstApps(needed: NeededScope, resolve: Resolver): Resolver {
  return (source, args, context, info) => {
    const { scopes } = (context as Asked).actor;
    if (scopes) requireScope(scopes, needed, info);
    return resolve(source, args, context, info);
  };
}

function guardField(required: Rule<never>, resolve: Resolver): Resolver {
  return (source, args, context, info) => {
    authorize((context as Asked).actor, required as Rule, factsOf(source));
    return resolve(source, args, context, info);
  };
}

/** An object that does not say whose it is belongs to nobody, and only rules that need no community open it. */
function factsOf(source: unknown): Facts {
  const known = source as Partial<Facts> | null | undefined;
  return known?.communityId === undefined ? { communityId: null } : (known as Facts);
}
