import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { answer } from '../http/answer.js';

/** What a parser, the router or a driver said in its own words stays in the log: the answer has ours. */
@Catch()
export class FailuresFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): unknown {
    // GraphQL's own formatter answers; returned rather than thrown, so that Nest does not log it with its text.
    if (host.getType<string>() === 'graphql') return error;
    answer(error, host.switchToHttp().getResponse<FastifyReply>());
    return undefined;
  }
}
