import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../../config.js';
import { BearerTokens } from '../access/bearer-tokens.js';
import { Planned } from '../graphql/plans/planned.js';
import { servePlanned } from '../graphql/plans/serve-planned.js';
import { watchTheDoor } from './door.js';
import { fastifyOptions } from './fastify-options.js';
import { createLogger, NestLogger } from './logging.js';

const LONGEST_DRAIN = 10_000;

/** Adds routes or plugins before the server is complete. */
export type Addition = (app: NestFastifyApplication, config: Config) => Promise<void> | void;

/** The server of a root module, complete and not listening. Closing it lets what is in flight finish, for up to 10 s. */
export async function createServer(
  root: DynamicModule,
  config: Config,
  additions: readonly Addition[] = [],
  logger: Logger = createLogger(config.logLevel),
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter(fastifyOptions(config.trustProxy, logger));
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  const instance = adapter.getInstance<FastifyInstance>();
  await addHeaders(instance, config);
  admitForms(instance);
  watchTheDoor(instance, app.get(BearerTokens, { strict: false }));
  servePlanned(instance, app.get(Planned, { strict: false }));
  logResponses(instance);
  boundTheDrain(instance);
  for (const add of additions) await add(app, config);
  await app.init();
  await instance.ready();
  return app;
}

async function addHeaders(instance: FastifyInstance, config: Config): Promise<void> {
  await instance.register(helmet, {
    // Nothing that is served here is a page; pages bring a policy of their own.
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: config.env === 'production',
  });
  if (config.corsOrigins.length === 0) return;
  await instance.register(cors, {
    origin: [...config.corsOrigins],
    methods: ['GET', 'POST'],
    allowedHeaders: ['authorization', 'content-type', 'apollo-require-preflight'],
    exposedHeaders: ['retry-after'],
    maxAge: 600,
  });
}

/** Mail programs post one-click links as forms of this kind too (RFC 8058). What they hold is nothing that we read. */
function admitForms(instance: FastifyInstance): void {
  instance.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: 4096 },
    (_request, _body, done) => done(null, {}),
  );
}

/** Closing waits for what is in flight; whoever takes longer than the longest request may is cut off. */
function boundTheDrain(instance: FastifyInstance): void {
  instance.addHook('preClose', (done) => {
    const { server } = instance;
    if (!server.listening) return done();
    // Node closes what is idle when closing begins; a connection whose answer is sent later would be kept open.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    const end = setTimeout(() => server.closeAllConnections(), LONGEST_DRAIN);
    server.once('close', () => {
      clearInterval(sweep);
      clearTimeout(end);
    });
    done();
  });
}

/** A line a request, of what was asked of which route and how it went; the rest could tell who asked. */
function logResponses(instance: FastifyInstance): void {
  instance.addHook('onResponse', (request, reply, done) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'answered',
    );
    done();
  });
}
