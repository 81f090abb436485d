import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, isObjectType } from 'graphql';
import type { TestApp } from '../support/client.js';

/** The mutation with everything that it says of what was wrong, item by item where it takes many. */
export function mutationOf(on: TestApp, field: string): string {
  const { schema } = on.app.get(GraphQLSchemaHost, { strict: false });
  const payload = getNamedType(schema.getMutationType()?.getFields()[field]?.type);
  const results = isObjectType(payload) && getNamedType(payload.getFields()['results']?.type);
  const told = isObjectType(results) && results.getFields()['userErrors'];
  const items = told ? 'results { userErrors { code message path } }' : '';
  const input = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  return `mutation ($input: ${input}!) { ${field}(input: $input) { ${items} userErrors { code message path } } }`;
}
