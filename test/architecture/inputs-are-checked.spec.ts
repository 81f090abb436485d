import { expect, it } from '@jest/globals';
import { Float, ID, Int, TypeMetadataStorage } from '@nestjs/graphql';
import { getMetadataStorage } from 'class-validator';
import { contracts } from '../../src/contracts.js';

/** Booleans, enums, instants and days are checked by GraphQL itself; these are not, nor is how long a list may be. */
const UNBOUNDED = new Set<unknown>([String, ID, Int, Float, Number]);

it('checks every text, number, list and inner input that people send', async () => {
  await contracts();
  const inputs = TypeMetadataStorage.getInputTypesMetadata();
  const inputClasses = new Set<unknown>(inputs.map((input) => input.target));
  const unchecked = inputs.flatMap(({ target, name, properties }) => {
    const validated = getMetadataStorage().getTargetValidationMetadatas(target, '', false, false);
    const checked = new Set(
      validated.filter((one) => one.type !== 'conditionalValidation').map((one) => one.propertyName),
    );
    return (properties ?? [])
      .filter(({ typeFn, options }) => {
        const type: unknown = typeFn();
        return options.isArray === true || UNBOUNDED.has(type) || inputClasses.has(type);
      })
      .filter((property) => !checked.has(property.name))
      .map((property) => `${name}.${property.name}`);
  });
  expect(unchecked).toEqual([]);
});
