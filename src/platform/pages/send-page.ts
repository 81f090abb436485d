import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface Sent {
  body: string | Buffer;
  type: string;
  /** For how many seconds it may be shown without asking again; null where it must not be kept at all. */
  maxAge: number | null;
  status?: number;
  language?: string;
  /** The policy of its content; without one, that of what is no page applies. */
  policy?: string;
}

/** Answers with validators, so that whoever has it already is told so in a few bytes. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, sent: Sent): void {
  const { body, type, maxAge, status = 200, language, policy } = sent;
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const kept = maxAge === null ? 'no-store' : `public, max-age=${maxAge}, stale-if-error=86400`;
  void reply.code(status).header('cache-control', kept);
  if (language !== undefined) void reply.header('content-language', language).header('vary', 'accept-language');
  if (policy !== undefined) void reply.header('content-security-policy', policy);
  if (status !== 200 || maxAge === null) {
    void reply.type(type).send(body);
    return;
  }
  void reply.header('etag', etag);
  if (matches(request.headers['if-none-match'], etag)) void reply.code(304).send();
  else void reply.type(type).send(body);
}

/** Weak comparison (RFC 9110, 13.1.2). */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((one) => {
    const tag = one.trim().replace(/^W\//, '');
    return tag === '*' || tag === etag;
  });
}
