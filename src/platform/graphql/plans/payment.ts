import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../access/actor.js';
import { type Charge, paidAhead } from '../meter.js';

/** The provider of `Payment`. */
export const PAYMENT = Symbol('PAYMENT');

/** What a planned operation costs its sender, as it would by the ordinary way. */
export class Payment {
  constructor(
    private readonly charge: Charge,
    private readonly clientAddress: (request: FastifyRequest) => string,
  ) {}

  /** Whether it could be paid. Why not is said by the ordinary way, which asks for it again. */
  async taken(actor: Actor, request: FastifyRequest, cost: number): Promise<boolean> {
    try {
      await this.charge({ actor, clientAddress: () => this.clientAddress(request) }, cost);
      paidAhead.add(request);
      return true;
    } catch {
      return false;
    }
  }
}
