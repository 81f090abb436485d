import { Extensions } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { levelsBelow } from '../graphql/document-size.js';
import { Forbidden } from '../graphql/errors.js';
import { say } from '../words/words.js';

/** What a person can let an app do in their name. What is not here, no app does: it asks for the person. */
export enum AppScope {
  READ = 'READ',
  PLEDGE_WRITE = 'PLEDGE_WRITE',
  FULFILMENT_WRITE = 'FULFILMENT_WRITE',
  ATTESTATION_WRITE = 'ATTESTATION_WRITE',
  ASK_WRITE = 'ASK_WRITE',
  CAMPAIGN_WRITE = 'CAMPAIGN_WRITE',
}

/** On a type or field: for the person's own session alone, whatever scopes a token has. */
export const ownSession = Symbol('own session');

export type NeededScope = AppScope | typeof ownSession;

/**
 * Opens a mutation to tokens with this scope, beside the `@Access` that asks for the person's standing. A mutation
 * without one is closed to apps; a query needs READ and no decorator.
 */
export function Scope(needed: NeededScope): MethodDecorator & ClassDecorator & PropertyDecorator {
  return Extensions({ scope: needed });
}

/** As apps are used to write it: `pledge:write`. */
export function spelled(scope: AppScope): string {
  return scope.toLowerCase().replace('_', ':');
}

/** What was changed, and what stands next to it: `pledge { ask { id } }`. */
const LEVELS_WITHOUT_READ = 3;

export function requireScope(held: readonly string[], needed: NeededScope, info: GraphQLResolveInfo): void {
  if (needed === ownSession) throw new Forbidden('Apps cannot do or see this. Sign in yourself for it.');
  if (!held.includes(needed)) throw lacking(needed);
  // A payload leads to everything that a query leads to; a token that may only write must not read by writing.
  if (!held.includes(AppScope.READ) && levelsBelow(info) > LEVELS_WITHOUT_READ) throw lacking(AppScope.READ);
}

function lacking(scope: AppScope): Forbidden {
  return new Forbidden(
    say`This app token lacks the scope ${spelled(scope)}. Give the app a new token that has it, if it should do this.`,
  );
}
