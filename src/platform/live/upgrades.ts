import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';

interface Upgrade {
  socket: Duplex;
  head: Buffer;
  response: ServerResponse;
}

const TO_ANSWER = 15_000;
const upgrades = new WeakMap<IncomingMessage, Upgrade>();

/** Whether the request asks for a socket instead of an answer. */
export function isUpgrade(request: FastifyRequest): boolean {
  return upgrades.has(request.raw);
}

/** The connection itself; from then on nothing answers the request but whoever took it. */
export function takeUpgrade(request: FastifyRequest): Omit<Upgrade, 'response'> {
  const upgrade = upgrades.get(request.raw);
  if (!upgrade) throw new Error('This request asks for no socket.');
  const { socket, head, response } = upgrade;
  upgrades.delete(request.raw);
  response.detachSocket(socket as never);
  return { socket, head };
}

/** Sends requests for a socket the way of all requests, so that they meet the same checks and refusals. */
export function routeUpgrades(instance: FastifyInstance): void {
  instance.server.on('upgrade', (raw: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Whoever goes away in the middle must not take the process with them.
    socket.on('error', () => socket.destroy());
    if (raw.headers.upgrade?.toLowerCase() !== 'websocket') return serveWithout(instance.server, raw, socket, head);
    const response = new ServerResponse(raw);
    response.shouldKeepAlive = false;
    response.assignSocket(socket as never);
    response.once('finish', () => socket.end());
    (socket as Duplex & { setTimeout?: (ms: number, end: () => void) => void }).setTimeout?.(TO_ANSWER, () =>
      socket.destroy(),
    );
    upgrades.set(raw, { socket, head, response });
    instance.routing(raw, response);
  });
}

/**
 * Java's client, for one, offers HTTP/2 with every first request, and Node hands over all offers or none: those that
 * are not taken (RFC 9110, 7.8) go back to it as the plain requests that they are.
 */
function serveWithout(server: Server, raw: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${raw.method} ${raw.url} HTTP/${raw.httpVersion}`];
  for (let at = 0; at < raw.rawHeaders.length; at += 2) {
    const name = raw.rawHeaders[at] as string;
    if (!/^(?:upgrade|connection|http2-settings)$/i.test(name)) lines.push(`${name}: ${raw.rawHeaders[at + 1]}`);
  }
  socket.removeAllListeners('error');
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}
