import { Extensions } from '@nestjs/graphql';
import type { Rule } from './rule.js';

/** Whoever may see the object may see the field. Costs nothing per call. */
export const visible = Object.freeze({ withObject: true as const });

export type Declaration = Rule<never> | typeof visible;

/**
 * Declares who may use an operation, see a field, or (on a class) see every field that declares nothing of its own.
 * It travels as a GraphQL extension, the one thing Nest carries from every kind of declaration into the schema.
 */
export function Access(declaration: Declaration): MethodDecorator & ClassDecorator & PropertyDecorator {
  return Extensions({ access: declaration });
}
