import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { type Actor, anonymous } from '../access/actor.js';
import type { Topic } from '../live/wake-ups.js';
import { type Load as LoadFunction, loadersFor } from './loader.js';
import type { Reader, Reads } from './reader.js';
import { failureOf } from './plans/failed-reads.js';
import { readsTogether } from './reads-together.js';

/** Turns the Authorization header into an actor; never throws for a bad one, but answers `rejected`. */
export type Authenticate = (authorizationHeader: string | undefined) => Promise<Actor>;

/** The provider of `Authenticate`. */
export const AUTHENTICATE = Symbol('AUTHENTICATE');

/** What resolvers know about the request they answer. */
export interface RequestContext {
  actor: Actor;
  load: LoadFunction;
  /** Reads under the actor's rights. */
  reader: Reader;
  request: FastifyRequest;
  /** The same, under the name where Nest looks for it. */
  req: FastifyRequest;
  /** A daily changing digest of the network the request came from: enough to limit rates, useless to find a person. */
  clientAddress: () => string;
  /**
   * Goes on as this actor: after a mutation that gave the sender an account or a standing, its payload shows what they
   * may see now, with loaders that have not yet remembered what they could not.
   */
  become(actor: Actor): void;
  /** Of a subscription: what wakes it when the rights of whoever subscribed have changed. */
  live?: Topic;
  /** Why nobody could be recognised, when that failed: the first field says so. */
  refusal?: Error;
}

interface Sources {
  authenticate: () => Authenticate;
  reads: () => Reads;
  clientAddress: (request: FastifyRequest) => string;
}

export function contextWith({ authenticate, reads, clientAddress }: Sources) {
  return async (request: FastifyRequest): Promise<RequestContext> => {
    const failure = failureOf(request);
    const { actor, refusal } = failure
      ? { actor: anonymous, refusal: failure }
      : await recognise(authenticate(), request.headers.authorization);
    return {
      ...contextFor(actor, request, { reads, clientAddress }),
      ...(refusal && { refusal }),
    };
  };
}

/** For a request of which it is known already who sends it. */
export function contextFor(
  actor: Actor,
  request: FastifyRequest,
  { reads, clientAddress }: Omit<Sources, 'authenticate'>,
): RequestContext {
  const seenBy = (who: Actor): Pick<RequestContext, 'actor' | 'load' | 'reader'> => {
    const read = readsTogether(who, { read: (reading, work) => reads().read(reading, work) });
    return {
      actor: who,
      load: loadersFor(who, { read: (_, work) => read(work) }),
      reader: { rows: (sql, params) => read((reader) => reader.rows(sql, params)) },
    };
  };
  return {
    ...seenBy(actor),
    // A method, because Apollo hands out a copy of this object: what is to change is whatever it is called on.
    become(this: RequestContext, next: Actor) {
      Object.assign(this, seenBy(next));
    },
    request,
    req: request,
    clientAddress: () => clientAddress(request),
  };
}

async function recognise(
  authenticate: Authenticate,
  header: string | undefined,
): Promise<{ actor: Actor; refusal?: Error }> {
  try {
    return { actor: await authenticate(header) };
  } catch (error) {
    // Kept for the first field, so that it is formatted, masked and logged like any other error.
    return { actor: anonymous, refusal: error instanceof Error ? error : new Error('not recognised') };
  }
}

export const contextOf = (execution: ExecutionContext): RequestContext =>
  GqlExecutionContext.create(execution).getContext<RequestContext>();

export const CurrentActor = createParamDecorator(
  (_: unknown, execution: ExecutionContext) => contextOf(execution).actor,
);

export const Load = createParamDecorator((_: unknown, execution: ExecutionContext) => contextOf(execution).load);

export const CurrentContext = createParamDecorator((_: unknown, execution: ExecutionContext) => contextOf(execution));
