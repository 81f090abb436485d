import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Logger } from 'pino';
import { answer } from './answer.js';

type Options = NonNullable<ConstructorParameters<typeof FastifyAdapter>[0]>;

/** What a client may send, and how long it may take about it. */
export function fastifyOptions(trustProxy: boolean | string | number, logger: Logger): Options {
  return {
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustProxy as boolean,
    bodyLimit: 100 * 1024,
    // Headers within 10 s, everything within 15 s; a silent connection is closed after as long.
    requestTimeout: 15_000,
    connectionTimeout: 15_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    // Ids from outside would end up in the log as they are.
    requestIdHeader: false,
    routerOptions: { maxParamLength: 200 },
    // The router answers what is no address at all, before any of our handlers.
    frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) => answer(error, reply),
    http: {
      maxHeaderSize: 16 * 1024,
      headersTimeout: 10_000,
      // How often Node looks for those who overrun; its own 30 s would make the limits above 40 and 45 s.
      connectionsCheckingInterval: 1_000,
    },
  } as Options;
}
