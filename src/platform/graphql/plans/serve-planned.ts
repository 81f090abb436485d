import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Question } from './known-documents.js';
import type { Planned } from './planned.js';

const PATH = '/graphql';
const JSON_ANSWER = 'application/json; charset=utf-8';
const GRAPHQL_ANSWER = 'application/graphql-response+json; charset=utf-8';

/** What clients commonly accept, and the type that GraphQL over HTTP answers them with. Others are read by Apollo. */
const ANSWERS: Readonly<Record<string, string>> = {
  '': JSON_ANSWER,
  '*/*': JSON_ANSWER,
  'application/json': JSON_ANSWER,
  'application/json, text/plain, */*': JSON_ANSWER,
  'application/graphql-response+json, application/json;q=0.9': GRAPHQL_ANSWER,
  'application/graphql-response+json,application/json;q=0.9': GRAPHQL_ANSWER,
};

/** Answers from the route itself what is planned. Behind the door, and before everything else. */
export function servePlanned(instance: FastifyInstance, planned: Pick<Planned, 'answer'>): void {
  instance.addHook('preHandler', async (request, reply) => {
    if (request.routeOptions.url !== PATH || request.method !== 'POST') return undefined;
    const type = ANSWERS[request.headers.accept ?? ''];
    const question = questionOf(request);
    const answer = type !== undefined && question ? await planned.answer(question, request) : null;
    if (answer === null || type === undefined) return undefined;
    void reply.header('content-type', type).send(answer);
    return reply;
  });
}

function questionOf({ body }: FastifyRequest): Question | null {
  if (!isRecord(body)) return null;
  const { query, operationName, variables, extensions } = body;
  if (typeof query !== 'string' || query === '' || extensions != null) return null;
  if (operationName != null && typeof operationName !== 'string') return null;
  if (variables != null && !isRecord(variables)) return null;
  return { text: query, operationName, variables: variables ?? {} };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
