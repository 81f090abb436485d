import { ValidationPipe } from '@nestjs/common';
import { getMetadataStorage, type ValidationError } from 'class-validator';
import { NotFound, Refusal, type UserError } from '../graphql/errors.js';
import { type Fault, faultFrom } from './decorators.js';

const MOST_ERRORS = 20;

/** Turns what class-validator finds into refusals, whose paths start inside the input. */
export function validationPipe(): ValidationPipe {
  rememberRules();
  return new ValidationPipe({
    transform: true,
    stopAtFirstError: true,
    // GraphQL refuses unknown keys itself; what it lets through is declared.
    forbidUnknownValues: false,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => refusalOf(errors),
  });
}

export function refusalOf(errors: readonly ValidationError[]): Error {
  const faults = errors.flatMap((error) => faultsOf(error, []));
  // Answered like an id that exists for others: a malformed one must not be told apart.
  if (faults.some(({ fault }) => fault.code === 'NOT_FOUND')) return new NotFound();
  return new Refusal(...faults.slice(0, MOST_ERRORS).map(({ fault, path }) => ({ ...fault, path }) as UserError));
}

function faultsOf(error: ValidationError, above: readonly string[]): { fault: Fault; path: string[] }[] {
  const path = [...above, error.property];
  const own = Object.values(error.constraints ?? {}).map((text) => ({ fault: faultFrom(text), path }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, path))];
}

let areRemembered = false;

/** class-validator looks through the rules of all classes, anew for each object; those of a class never change. */
function rememberRules(): void {
  if (areRemembered) return;
  areRemembered = true;
  const storage = getMetadataStorage();
  const find = storage.getTargetValidationMetadatas.bind(storage);
  const known = new Map<unknown, ReturnType<typeof find>>();
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    if (schema || strictGroups || groups?.length) return find(target, schema, always, strictGroups, groups);
    let rules = known.get(target);
    if (!rules) known.set(target, (rules = find(target, schema, always, strictGroups, groups)));
    return rules;
  };
}
