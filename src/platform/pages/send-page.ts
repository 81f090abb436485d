import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';

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
  const kept = maxAge === null ? 'no-store' : `public, max-age=${maxAge}, stale-if-error=86400`;
  void reply.code(status).header('cache-control', kept).type(type);
  if (language !== undefined) void reply.header('content-language', language).header('vary', 'accept-language');
  if (policy !== undefined) void reply.header('content-security-policy', policy);
  if (status !== 200 || maxAge === null) {
    void reply.send(body);
    return;
  }
  const digest = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  const small = typeof body === 'string' && takesGzip(request) ? zipped(digest, body) : null;
  // Another form has another name, so that none is taken for the other on the way.
  const etag = small ? `"${digest}-gzip"` : `"${digest}"`;
  void reply.header('etag', etag);
  if (typeof body === 'string')
    void reply.header('vary', language === undefined ? ENCODING : `accept-language, ${ENCODING}`);
  if (matches(request.headers['if-none-match'], etag)) {
    void reply.code(304).send();
    return;
  }
  if (small) void reply.header('content-encoding', 'gzip');
  void reply.send(small ?? body);
}

const ENCODING = 'accept-encoding';

/** What many ask for is made small once. Only what anyone may see is: sizes of secrets would tell of them. */
const compressed = new LRUCache<string, Buffer>({ max: 200 });

function zipped(digest: string, body: string): Buffer {
  const known = compressed.get(digest);
  if (known) return known;
  const made = gzipSync(body);
  compressed.set(digest, made);
  return made;
}

function takesGzip(request: FastifyRequest): boolean {
  const header = String(request.headers['accept-encoding'] ?? '');
  return header.split(',').some((one) => /^\s*gzip\s*(?:$|;\s*q=(?!0(?:\.0*)?\s*$))/i.test(one));
}

/** Weak comparison (RFC 9110, 13.1.2). */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((one) => {
    const tag = one.trim().replace(/^W\//, '');
    return tag === '*' || tag === etag;
  });
}
