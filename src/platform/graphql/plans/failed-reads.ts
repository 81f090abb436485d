import type { FastifyRequest } from 'fastify';

const failures = new WeakMap<FastifyRequest, Error>();

/** A read that the database would not take is not tried again by resolvers: their first field says why. */
export function failReading(request: FastifyRequest, failure: Error): void {
  failures.set(request, failure);
}

export function failureOf(request: FastifyRequest): Error | undefined {
  return failures.get(request);
}
