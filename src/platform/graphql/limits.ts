import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import {
  type DocumentNode,
  getNamedType,
  getVariableValues,
  GraphQLError,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { type ComplexityEstimatorArgs, getComplexity } from 'graphql-query-complexity';
import { EndlessFragments, type Size, sizes } from './document-size.js';
import { BadRequest, type Failure, TooComplex } from './errors.js';

export const limits = {
  tokens: 1000,
  validationErrors: 5,
  coercionErrors: 5,
  operations: 10,
  fragments: 20,
  selections: 300,
  rootFields: 5,
  mutationRootFields: 1,
  depth: 10,
  aliases: 15,
  directives: 10,
  /** An object costs 1, a plain value a tenth; what a page holds counts as often as `first` asks for. */
  cost: 10_000,
  /** Values in the variables: objects, lists and what is in them. */
  variables: 5_000,
} as const;

const COST_OF_VALUE = 0.1;
const MOST_PER_PAGE = 100;

/**
 * Refuses what would cost too much, before it costs. The form of a document is measured between parsing and validation,
 * because graphql-js's own rules are quadratic, or worse, in what they are given; its cost is known only with variables.
 */
export function limitsPlugin(): ApolloServerPlugin {
  /** Apollo keeps documents it has seen, so a refused one is replaced by this and recognised when it returns. */
  const refused = new WeakMap<DocumentNode, Failure>();
  return {
    requestDidStart: async () => ({
      parsingDidStart: async (request) => async (error) => {
        const document = request.document;
        if (error || !document) return;
        const failure = tooLarge(document);
        if (!failure) return;
        const stand = parse('{ __typename }');
        refused.set(stand, failure);
        // Hooks get the object that Apollo goes on with; typed read-only, it is the one way in between.
        (request as { document: DocumentNode }).document = stand;
      },
      didResolveOperation: async (request) => {
        const failure = refused.get(request.document) ?? tooMany(request.request.variables) ?? tooCostly(request);
        if (failure) throw answered(failure);
      },
    }),
  };
}

/** Apollo takes the HTTP status from the error. */
function answered(failure: Failure): GraphQLError {
  return new GraphQLError(failure.message, { originalError: failure, extensions: { http: { status: 400 } } });
}

export function tooLarge(document: DocumentNode): Failure | undefined {
  const count = (kind: Kind) => document.definitions.filter((one) => one.kind === kind).length;
  const documentFault =
    over('operations', count(Kind.OPERATION_DEFINITION), limits.operations) ??
    over('fragments', count(Kind.FRAGMENT_DEFINITION), limits.fragments);
  if (documentFault) return documentFault;
  try {
    for (const [operation, size] of sizes(document)) {
      const fault = operationTooLarge(operation, size);
      if (fault) return fault;
    }
    return undefined;
  } catch (error) {
    if (error instanceof EndlessFragments) return new TooComplex('A fragment must not lead back to itself.');
    throw error;
  }
}

function operationTooLarge({ operation }: OperationDefinitionNode, size: Size): Failure | undefined {
  if (operation === 'subscription') return new BadRequest('Subscriptions are not served over POST.');
  const rootFields = operation === 'query' ? limits.rootFields : limits.mutationRootFields;
  return (
    over(`fields directly in a ${operation}`, size.rootFields, rootFields) ??
    over('levels of fields', size.depth, limits.depth) ??
    over('aliases', size.aliases, limits.aliases) ??
    over('directives', size.directives, limits.directives) ??
    over('selections, fragments counted where they are used', size.selections, limits.selections)
  );
}

function over(what: string, count: number, limit: number): Failure | undefined {
  return count > limit
    ? new TooComplex(`At most ${limit} ${what} are allowed in one request. Split it up.`)
    : undefined;
}

function tooCostly(request: GraphQLRequestContext<object>): Failure | undefined {
  const { operation, document, schema } = request;
  if (!operation || !document) return undefined;
  // The operation that runs, and what it may refer to.
  const query: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [operation, ...document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION)],
  };
  const variables = request.request.variables ?? {};
  // Variables that do not fit are for the execution to refuse; getComplexity would collect every single error first,
  // a second of work for a thousand of them.
  const fit = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 1 });
  if (fit.errors) return undefined;
  try {
    if (getComplexity({ schema, query, variables, estimators: [costOf] }) <= limits.cost) return undefined;
    return new TooComplex('This asks for too much at once. Ask for smaller pages, fewer levels or fewer fields.');
  } catch {
    // An argument that does not fit its variable: execution refuses it too, and says which.
    return undefined;
  }
}

/** Counts without recursion, since depth is the sender's choice as well. */
export function tooMany(variables: unknown): Failure | undefined {
  const waiting: unknown[] = [variables];
  let count = 0;
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    const values: unknown[] = Object.values(value);
    count += values.length;
    if (count > limits.variables) {
      return new TooComplex(`At most ${limits.variables} values are allowed in the variables. Split the request up.`);
    }
    for (const inner of values) waiting.push(inner);
  }
  return undefined;
}

function costOf({ field, args, childComplexity }: ComplexityEstimatorArgs): number {
  if (!isCompositeType(getNamedType(field.type))) return COST_OF_VALUE;
  const first: unknown = args['first'];
  // Out of range is refused with a better text where it is read, if the figure itself is not already absurd.
  const items = typeof first === 'number' && first > 0 ? Math.min(first, MOST_PER_PAGE * limits.cost) : 1;
  return 1 + items * childComplexity;
}
