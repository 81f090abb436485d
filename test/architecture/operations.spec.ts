import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, getVariableValues, type GraphQLSchema, Kind, parse, validate } from 'graphql';
import { contracts } from '../../src/contracts.js';

const FOLDER = 'docs/operations';
const documents = readdirSync(FOLDER).filter((name) => name.endsWith('.graphql'));

describe('the operations ready to run', () => {
  let schema: GraphQLSchema;

  beforeAll(async () => {
    schema = buildSchema((await contracts())['schema.graphql']);
  });

  it.each(documents)('%s is one operation that the schema knows, with variables that it takes', (name) => {
    const document = parse(readFileSync(join(FOLDER, name), 'utf8'));
    expect(validate(schema, document).map((error) => error.message)).toEqual([]);
    const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
    expect(operations).toHaveLength(1);
    const variables = JSON.parse(readFileSync(join(FOLDER, name.replace('.graphql', '.json')), 'utf8'));
    const { errors = [] } = getVariableValues(schema, operations[0]?.variableDefinitions ?? [], variables);
    // In the schema as text scalars take anything; that the names fit is what is tested.
    expect(errors.map((error) => error.message)).toEqual([]);
  });
});
