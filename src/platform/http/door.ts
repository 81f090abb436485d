import type { BearerTokens } from '../access/bearer-tokens.js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Words } from '../words/words.js';
import { isUpgrade } from '../live/upgrades.js';
import { sendError } from './answer.js';

const PATH = '/graphql';
/** Headers that a browser sends to another site only after asking it. */
const ASKED_FIRST = ['apollo-require-preflight', 'x-apollo-operation-name'];
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/**
 * What is not worth reading is answered before its body is read. Only `application/json` gets in: a browser sends that
 * to another site after asking first, so no page can make its visitor's browser act here.
 */
export function watchTheDoor(instance: FastifyInstance, tokens: Pick<BearerTokens, 'burn'>): void {
  instance.route({
    method: ['PUT', 'PATCH', 'DELETE'],
    url: PATH,
    handler: (_request, reply) => refuse(reply, 405, 'Send a POST request.'),
  });
  instance.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url !== PATH) return undefined;
    const [, query] = /\?(.*)$/s.exec(request.url) ?? [];
    const fault = query && (await keyInAddress(query, tokens)) ? KEY_IN_ADDRESS : faultOf(request);
    if (!fault) return undefined;
    refuse(reply, fault.status, fault.message);
    return reply;
  });
}

const KEY_IN_ADDRESS: { status: number; message: Words } = {
  status: 400,
  message:
    'Never put a key or token into an address, where logs and histories keep it: send it as the header "Authorization: Bearer …". A dashboard key or app token that was good is withdrawn now; make a new one.',
};
/** By name, because what is no token of ours may still be someone's secret, and the habit is the fault. */
const NAMES = /(?:^|[&;])(?:key|api_?key|access_?token|token|authorization|bearer)=/i;

/** Read as it stands and as a server reads it, so that no spelling keeps a key alive. */
export async function keyInAddress(query: string, tokens: Pick<BearerTokens, 'burn'>): Promise<boolean> {
  const readings = new Set([query, decoded(query)]);
  const burnt = await Promise.all([...readings].map((text) => tokens.burn(text)));
  return burnt.includes(true) || [...readings].some((text) => NAMES.test(text));
}

function decoded(query: string): string {
  try {
    return decodeURIComponent(query);
  } catch {
    return query.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  }
}

function faultOf(request: FastifyRequest): { status: number; message: Words } | undefined {
  // It has no body, and a door of its own.
  if (isUpgrade(request)) return undefined;
  const { method, headers } = request;
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
