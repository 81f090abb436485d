import type { FastifyReply } from 'fastify';

/**
 * Lets other sites show and read this answer, which holds nothing but what anyone may know and depends on no cookie. The
 * policy of the page says where it may be framed; the older header, which knows no list, would say no.
 */
export function forOtherSites(reply: FastifyReply): void {
  reply.raw.removeHeader('x-frame-options');
  void reply.header('cross-origin-resource-policy', 'cross-origin').header('access-control-allow-origin', '*');
}
