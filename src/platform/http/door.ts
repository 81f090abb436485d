import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Words } from '../words/words.js';
import { sendError } from './answer.js';

const PATH = '/graphql';
/** Headers that a browser sends to another site only after asking it. */
const ASKED_FIRST = ['apollo-require-preflight', 'x-apollo-operation-name'];
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/**
 * What is not worth reading is answered before its body is read. Only `application/json` gets in: a browser sends that
 * to another site after asking first, so no page can make its visitor's browser act here.
 */
export function watchTheDoor(instance: FastifyInstance): void {
  instance.route({
    method: ['PUT', 'PATCH', 'DELETE'],
    url: PATH,
    handler: (_request, reply) => refuse(reply, 405, 'Send a POST request.'),
  });
  instance.addHook('onRequest', (request, reply, done) => {
    const fault = request.routeOptions.url === PATH ? faultOf(request) : undefined;
    if (fault) refuse(reply, fault.status, fault.message);
    else done();
  });
}

function faultOf({ method, headers }: FastifyRequest): { status: number; message: Words } | undefined {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return { status: 415, message: 'Send the body without compression.' };
  }
  if (method === 'POST' && !JSON_TYPE.test(headers['content-type'] ?? '')) {
    return { status: 400, message: 'Send JSON, with the header "content-type: application/json".' };
  }
  if (method === 'GET' && !ASKED_FIRST.some((name) => headers[name])) {
    return { status: 400, message: 'Send a POST request, or add the header "apollo-require-preflight: 1".' };
  }
  return undefined;
}

function refuse(reply: FastifyReply, status: number, message: Words): void {
  if (status === 405) void reply.header('allow', 'GET, POST');
  sendError(reply, status, 'BAD_REQUEST', message);
}
