import { randomBytes } from 'node:crypto';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type Language, say, translate } from '../words/index.js';
import { Failure, Refusal } from './errors.js';

const MESSAGE_LIMIT = 300;

/** Errors of the request itself, found before or while reading it; their texts are about what the client sent. */
const REQUEST_ERRORS: ReadonlySet<unknown> = new Set([
  ApolloServerErrorCode.GRAPHQL_PARSE_FAILED,
  ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED,
  ApolloServerErrorCode.BAD_USER_INPUT,
  ApolloServerErrorCode.BAD_REQUEST,
  ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE,
  ApolloServerErrorCode.PERSISTED_QUERY_NOT_FOUND,
  ApolloServerErrorCode.PERSISTED_QUERY_NOT_SUPPORTED,
]);

/** What graphql-js says, without a code, of an argument that only shows to be wrong while the query runs. */
const ARGUMENT_ERROR = /^Argument "\w+" (?:of required type|of non-null type|has invalid value)/;
const VARIABLES_ERROR = /^Too many errors processing variables/;

export type LogFault = (fault: { errorId: string; coordinate: string; err: unknown }) => void;

/**
 * Lets through what is on the list and nothing else; the rest is logged under an id and answered without its text.
 * What we say is put into the language of whoever asked; what graphql-js says of a document is for its author, in English.
 */
export function formatErrorWith(log: LogFault, languageOf: (thrown: unknown) => Language) {
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const original = originOf(thrown);
    const language = languageOf(thrown);
    const at = {
      ...(formatted.locations && { locations: formatted.locations }),
      ...(formatted.path && { path: formatted.path }),
    };
    if (original instanceof Failure) {
      const message = translate(original.words, language);
      return { message, ...at, extensions: { code: original.code, ...original.details } };
    }
    if (original instanceof Refusal) {
      const message = original.errors.map((error) => translate(error.message, language)).join(' ');
      return { message: cut(message), ...at, extensions: { code: 'BAD_REQUEST' } };
    }
    if (isAboutTheRequest(formatted, original)) {
      return { message: cut(formatted.message), ...at, extensions: { code: 'BAD_REQUEST' } };
    }
    const errorId = randomBytes(8).toString('hex');
    log({
      errorId,
      coordinate: (formatted.path ?? []).filter((key) => typeof key === 'string').join('.'),
      err: original,
    });
    return {
      message: translate(say`Something went wrong on our side. It is logged as ${errorId}.`, language),
      ...at,
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
    };
  };
}

/** What a resolver, or one of our own checks, threw; Apollo and graphql-js wrap it once or twice. */
function originOf(thrown: unknown): unknown {
  let error = thrown;
  while (error instanceof GraphQLError && error.originalError) error = error.originalError;
  return error;
}

function isAboutTheRequest(formatted: GraphQLFormattedError, original: unknown): boolean {
  if (!(original instanceof GraphQLError)) return false;
  if (formatted.path) return ARGUMENT_ERROR.test(original.message);
  return REQUEST_ERRORS.has(formatted.extensions?.['code']) || VARIABLES_ERROR.test(original.message);
}

/** Such texts quote what was sent; an answer must not grow with it. */
function cut(message: string): string {
  return message.length > MESSAGE_LIMIT ? `${message.slice(0, MESSAGE_LIMIT)}…` : message;
}
