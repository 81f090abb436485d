import { HttpException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Failure, type FailureCode, RateLimited } from '../graphql/errors.js';
import { spokenTo, translate, type Words } from '../words/index.js';

const STATUSES: Record<FailureCode, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  STEP_UP_REQUIRED: 403,
  NOT_FOUND: 404,
  BAD_REQUEST: 400,
  TOO_COMPLEX: 400,
  RATE_LIMITED: 429,
  CONFLICT: 409,
  RETRY_LATER: 503,
};

const TEXTS: Record<number, Words> = {
  400: 'The request could not be read. Send JSON as application/json.',
  404: 'There is nothing here.',
  405: 'This method is not allowed here.',
  408: 'The request took too long to arrive.',
  413: 'The request is too large.',
  414: 'The address is too long.',
  415: 'This kind of content is not accepted. Send application/json.',
  429: 'Too many requests. Try again in a minute.',
  431: 'The headers are too large.',
  503: 'The server is busy or stopping. Try again shortly.',
};

/** Answers an error outside GraphQL, in the same form as GraphQL does. */
export function answer(error: unknown, reply: FastifyReply): void {
  const status = statusOf(error);
  if (status >= 500) reply.log.error({ err: error }, 'request failed');
  if (reply.sent) return;
  if (error instanceof RateLimited) void reply.headers(Object.fromEntries(error.extensions.http.headers));
  sendError(reply, status, codeOf(status, error), wordsFor(status, error));
}

/** In the language of the browser: who sent it is not known here. */
export function sendError(reply: FastifyReply, status: number, code: string, words: Words): void {
  const message = translate(words, spokenTo(null, reply.request.headers['accept-language']));
  void reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
}

/** What we refuse with a reason is told with it. */
function wordsFor(status: number, error: unknown): Words {
  if (TEXTS[status] !== undefined) return TEXTS[status];
  if (error instanceof Failure) return error.words;
  return status < 500 ? 'The request was refused.' : 'Something went wrong on our side.';
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Failure) return STATUSES[error.code];
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

function codeOf(status: number, error: unknown): string {
  if (error instanceof Failure) return error.code;
  if (status === 404) return 'NOT_FOUND';
  if (status === 503) return 'RETRY_LATER';
  return status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR';
}
