import { Inject, Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../access/actor.js';
import { BearerTokens } from '../../access/bearer-tokens.js';
import { validationPipe } from '../../validation/validation.pipe.js';
import { Failure } from '../errors.js';
import { LATE_READS, type Reads } from '../reader.js';
import { KnownDocuments, type PlannedWrite, type Question } from './known-documents.js';
import type { Payload } from './payload-of.js';
import { PAYMENT, type Payment } from './payment.js';
import { ReadPlans } from './read-plans.js';
import { SharedReads } from './shared-reads.js';

/**
 * Makes what can be made at once with what others send, and answers it in the same words as resolvers would. Only under an
 * idempotency key: whatever comes in between, the ordinary way then finds what was made, and answers that.
 */
@Injectable()
export class PlannedWrites {
  private readonly logger = new Logger('WritePlans');
  private readonly pipe = validationPipe();
  private readonly shared: SharedReads;

  constructor(
    private readonly documents: KnownDocuments,
    private readonly tokens: BearerTokens,
    private readonly plans: ReadPlans,
    @Inject(LATE_READS) reads: Reads,
    @Inject(PAYMENT) private readonly payment: Payment,
  ) {
    this.shared = new SharedReads(reads);
  }

  /** The text of the answer, or null. */
  async answer(question: Question, request: FastifyRequest): Promise<string | null> {
    try {
      const write = this.documents.write(question);
      if (!write || !hasKey(write.sent)) return null;
      const actor = await this.tokens.authenticate(request.headers.authorization);
      if (!this.mayTry(actor, write)) return null;
      const input = await this.valid(write);
      if (!input || !(await this.payment.taken(actor, request, write.cost))) return null;
      const made = await write.plan.make(actor, input);
      return made && (await this.text(write.payload, made));
    } catch (error) {
      if (!(error instanceof Failure)) this.logger.error(error);
      return null;
    }
  }

  /** What nobody may see beside it, somebody inside may: they are answered by resolvers. */
  private mayTry(actor: Actor, { rule }: PlannedWrite): boolean {
    if (actor.kind !== 'person' || actor.rejected || actor.scopes || rule.fresh || !rule.admits(actor)) return false;
    return !actor.memberships.some(({ communityId }) => this.plans.isInside(actor, communityId));
  }

  private async valid({ plan, sent }: PlannedWrite): Promise<object | null> {
    try {
      return (await this.pipe.transform(sent, { type: 'body', metatype: plan.input })) as object;
    } catch (error) {
      if (error instanceof Failure) return null;
      throw error;
    }
  }

  private async text({ beside, text }: Payload, made: object): Promise<string> {
    return text(made, await Promise.all(beside.map((one) => this.shared.read(one, one.of(made as never)))));
  }
}

function hasKey(sent: unknown): boolean {
  return (sent as { idempotencyKey?: unknown } | null)?.idempotencyKey != null;
}
