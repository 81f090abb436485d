import type { FastifyReply, FastifyRequest } from 'fastify';
import { RetryLater } from '../../platform/graphql/errors.js';

/**
 * Lets other sites show and read this answer, which holds nothing but what anyone may know and depends on no cookie. The
 * policy of the page says where it may be framed; the older header, which knows no list, would say no.
 */
export function forOtherSites(reply: FastifyReply): void {
  reply.raw.removeHeader('x-frame-options');
  void reply.header('cross-origin-resource-policy', 'cross-origin').header('access-control-allow-origin', '*');
}

/** For programs, which come again by themselves: what fails here is a reading of the database. */
export async function orComeAgain<T>(reading: Promise<T>, { log }: Pick<FastifyRequest, 'log'>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    log.error({ err: error }, 'figures could not be read');
    throw new RetryLater();
  }
}
