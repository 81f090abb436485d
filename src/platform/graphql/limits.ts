import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import { type DocumentNode, GraphQLError, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { costCounter } from './cost.js';
import { EndlessFragments, type Size, sizes } from './document-size.js';
import type { RequestContext } from './context.js';
import { say, type Words } from '../words/words.js';
import { BadRequest, type Failure, TooComplex } from './errors.js';
import { type Charge, Meter } from './meter.js';
import { examine } from './variables.js';

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
  cost: 10_000,
  /** Values in the variables: objects, lists and what is in them. */
  variables: 5_000,
} as const;

/**
 * Refuses what would cost too much, before it costs. The form of a document is measured between parsing and validation,
 * because graphql-js's own rules are quadratic, or worse, in what they are given; its cost is known only with variables.
 */
export function limitsPlugin(charge: Charge = () => undefined): ApolloServerPlugin<RequestContext> {
  /** Apollo keeps documents it has seen, so a refused one is replaced by this and recognised when it returns. */
  const refused = new WeakMap<DocumentNode, Failure>();
  const costOf = costCounter();
  return {
    requestDidStart: async () => {
      const meter = new Meter(charge);
      return {
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
          const cost = costIn(request, costOf);
          const { operation, source, request: sent } = request;
          const variables = variablesFault(operation?.operation, source, sent.variables);
          const failure = refused.get(request.document) ?? variables ?? tooCostly(cost);
          if (failure) throw answered(failure);
          await meter.take(request.contextValue, cost ?? 0);
        },
        didEncounterErrors: ({ contextValue }) => meter.takeForReading(contextValue),
        willSendResponse: async ({ response }) => meter.amend(response),
      };
    },
  };
}

/** Apollo takes the HTTP status from the error. */
function answered(failure: Failure): GraphQLError {
  return new GraphQLError(failure.message, { originalError: failure, extensions: { http: { status: 400 } } });
}

/** What comes over a socket may be subscribed to, and nothing else; what is posted, all else. */
export type Transport = 'POST' | 'SOCKET';

export function tooLarge(document: DocumentNode, transport: Transport = 'POST'): Failure | undefined {
  const count = (kind: Kind) => document.definitions.filter((one) => one.kind === kind).length;
  const documentFault =
    over(
      count(Kind.OPERATION_DEFINITION),
      limits.operations,
      (most) => say`At most ${most} operations are allowed in one request. Split it up.`,
    ) ??
    over(
      count(Kind.FRAGMENT_DEFINITION),
      limits.fragments,
      (most) => say`At most ${most} fragments are allowed in one request. Split it up.`,
    );
  if (documentFault) return documentFault;
  try {
    for (const [operation, size] of sizes(document)) {
      const fault = misplaced(operation, transport) ?? operationTooLarge(operation, size);
      if (fault) return fault;
    }
    return undefined;
  } catch (error) {
    if (error instanceof EndlessFragments) return new TooComplex('A fragment must not lead back to itself.');
    throw error;
  }
}

function misplaced({ operation }: OperationDefinitionNode, transport: Transport): Failure | undefined {
  if (transport === 'POST') {
    return operation === 'subscription' ? new BadRequest('Subscriptions are not served over POST.') : undefined;
  }
  return operation === 'subscription' ? undefined : new BadRequest('Send queries and mutations over HTTP, as POST.');
}

function operationTooLarge({ operation }: OperationDefinitionNode, size: Size): Failure | undefined {
  const rootFields = operation === 'query' ? limits.rootFields : limits.mutationRootFields;
  return (
    over(
      size.rootFields,
      rootFields,
      (most) => say`At most ${most} fields directly in a ${operation} are allowed in one request. Split it up.`,
    ) ??
    over(
      size.depth,
      limits.depth,
      (most) => say`At most ${most} levels of fields are allowed in one request. Split it up.`,
    ) ??
    over(
      size.aliases,
      limits.aliases,
      (most) => say`At most ${most} aliases are allowed in one request. Split it up.`,
    ) ??
    over(
      size.directives,
      limits.directives,
      (most) => say`At most ${most} directives are allowed in one request. Split it up.`,
    ) ??
    over(
      size.selections,
      limits.selections,
      (most) =>
        say`At most ${most} selections, fragments counted where they are used, are allowed in one request. Split it up.`,
    )
  );
}

function over(count: number, limit: number, words: (limit: number) => Words): Failure | undefined {
  return count > limit ? new TooComplex(words(limit)) : undefined;
}

type Count = ReturnType<typeof costCounter>;

function costIn(
  { operation, document, schema, request }: GraphQLRequestContext<object>,
  costOf: Count,
): number | undefined {
  if (!operation || !document) return undefined;
  return costOf(schema, document, operation, request.variables ?? {});
}

export function tooCostly(cost: number | undefined): Failure | undefined {
  if (cost === undefined || cost <= limits.cost) return undefined;
  return new TooComplex('This asks for too much at once. Ask for smaller pages, fewer levels or fewer fields.');
}

const NUL = /\0|\\u(?:0{4}|\{0+\})/;

/** No text in Postgres holds NUL, and looking for one is an error there. */
export const holdsNul = (source: string): boolean => NUL.test(source);

export function variablesFault(operation: string | undefined, source: string, variables: unknown): Failure | undefined {
  const { count, holdsNul: inVariables } = examine(variables, limits.variables);
  const fault = over(
    count,
    limits.variables,
    (most) => say`At most ${most} values in the variables are allowed in one request. Split it up.`,
  );
  if (fault || operation === 'mutation') return fault;
  // The inputs of mutations say where it stands.
  return inVariables || holdsNul(source) ? new BadRequest('Leave out NUL characters.') : undefined;
}
