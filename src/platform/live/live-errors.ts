import { ApolloServerErrorCode } from '@apollo/server/errors';
import { Logger } from '@nestjs/common';
import { GraphQLError, type GraphQLFormattedError, Kind } from 'graphql';
import { formatErrorWith } from '../graphql/format-error.js';
import { languageFor } from '../graphql/spoken.js';
import type { LiveSession } from './live-session.js';

const logger = new Logger('Live');

/** As errors are answered over HTTP: what is on the list, in the language of whoever it is for. */
export function formatted(session: LiveSession, errors: readonly GraphQLError[]): GraphQLFormattedError[] {
  const format = formatErrorWith(
    (fault) => logger.error(fault),
    () => languageFor(session),
  );
  return errors.map((error) => format(error.toJSON(), error));
}

/** Suggestions would list what the schema holds to whoever guesses. */
export function unexplained(error: GraphQLError): GraphQLError {
  error.message = error.message.replace(/ ?Did you mean(.+?)\?$/, '');
  return error;
}

/** Marks as the client's own fault what graphql-js says of it without a code. */
export function coded(error: GraphQLError, code: ApolloServerErrorCode): GraphQLError {
  error.extensions['code'] ??= code;
  return error;
}

/** What graphql-js answers of variables that do not fit looks like any other error. */
export function codedIfOfVariables(error: GraphQLError): GraphQLError {
  const ofVariables = error.nodes?.length === 1 && error.nodes[0]?.kind === Kind.VARIABLE_DEFINITION;
  return ofVariables && error.path === undefined ? coded(error, ApolloServerErrorCode.BAD_USER_INPUT) : error;
}

export function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const original = error instanceof Error ? error : new Error('thrown without a reason');
  return new GraphQLError(original.message, { originalError: original });
}
