import type { UserError } from '../../platform/graphql/errors.js';

/** Where in the input the faults of one row lie. */
export function pathsOfRow(errors: readonly UserError[], place: number): UserError[] {
  return errors.map((error) => ({ ...error, path: ['input', 'rows', String(place), ...error.path] }));
}
