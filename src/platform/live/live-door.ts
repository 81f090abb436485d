import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.js';
import { sendError } from '../http/answer.js';
import type { Words } from '../words/words.js';
import { LiveServer } from './live-server.js';
import { isUpgrade, routeUpgrades, takeUpgrade } from './upgrades.js';

const PATH = '/graphql';

/** Lets sockets in on the path of the API, after the door has looked at their address. */
export function openLive(app: NestFastifyApplication, config: Config): void {
  const instance = app.getHttpAdapter().getInstance();
  const live = app.get(LiveServer, { strict: false });
  routeUpgrades(instance);
  instance.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url !== PATH || !isUpgrade(request)) return undefined;
    const fault = faultOf(request, live, config);
    if (fault) sendError(reply, ...fault);
    else enter(request, reply, live);
    return reply;
  });
}

function enter(request: FastifyRequest, reply: FastifyReply, live: LiveServer): void {
  reply.hijack();
  const { socket, head } = takeUpgrade(request);
  live.accept(request, request.raw, socket, head);
}

function faultOf(
  request: FastifyRequest,
  live: LiveServer,
  config: Config,
): [status: number, code: string, message: Words] | undefined {
  const { origin } = request.headers;
  // Browsers say where a page comes from; programs, which act for nobody else, do not.
  if (origin !== undefined && origin !== new URL(config.publicUrl).origin && !config.corsOrigins.includes(origin)) {
    return [403, 'FORBIDDEN', 'Pages of this site may not connect here. Whoever runs the server can allow it.'];
  }
  if (live.isStopping) return [503, 'RETRY_LATER', 'The server is busy or stopping. Try again shortly.'];
  if (live.isFullFor(request)) return [429, 'RATE_LIMITED', 'Too many connections are open from your network.'];
  return undefined;
}
