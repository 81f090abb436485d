import { Inject, Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { type Actor, anonymous } from '../../access/actor.js';
import { BearerTokens } from '../../access/bearer-tokens.js';
import { AppScope } from '../../access/scope.js';
import { hashToken } from '../../crypto/keys.js';
import { Failure } from '../errors.js';
import { READS, type Reads } from '../reader.js';
import type { Plan } from './compile.js';
import { failReading } from './failed-reads.js';
import { InFlight } from './in-flight.js';
import { KnownDocuments, type Planned } from './known-documents.js';
import { PAYMENT, type Payment } from './payment.js';
import { type Audience, valuesOf } from './viewers.js';

/** The question of a request, where its form leaves nothing to be refused. */
export interface Question {
  text: string;
  operationName: unknown;
  variables: Readonly<Record<string, unknown>>;
}

interface Row {
  person?: string;
  answer: string | null;
}

/** For how long whoever has spent their budget is recognised, and refused, before anything is read for them. */
const SPENT_FOR_MS = 5_000;
const MOST_SPENT = 10_000;

/**
 * Answers what one statement can answer, past everything that a query usually goes through. It refuses nothing by
 * itself: null sends the request the ordinary way, which does it all anew and says what is wrong.
 */
@Injectable()
export class PlannedReads {
  private readonly logger = new Logger('ReadPlans');
  private readonly inFlight = new WeakMap<Plan, InFlight<Row | undefined>>();
  private readonly spent = new LRUCache<string, true>({ max: MOST_SPENT, ttl: SPENT_FOR_MS });

  constructor(
    private readonly documents: KnownDocuments,
    private readonly tokens: BearerTokens,
    @Inject(READS) private readonly reads: Reads,
    @Inject(PAYMENT) private readonly payment: Payment,
  ) {}

  /** The text of the answer, or null. */
  async answer(question: Question, request: FastifyRequest): Promise<string | null> {
    const { authorization } = request.headers;
    try {
      if (!authorization) return await this.asNobody(question, request);
      const token = this.tokens.recognisable(authorization);
      return await (token === undefined
        ? this.asRecognised(question, request, authorization)
        : this.inSession(question, request, token));
    } catch (error) {
      if (error instanceof Failure) failReading(request, error);
      else this.logger.error(error);
      return null;
    }
  }

  private async asNobody(question: Question, request: FastifyRequest): Promise<string | null> {
    const planned = this.plannedFor(question, 'anonymous');
    if (!planned || !(await this.payment.taken(anonymous, request, planned.cost))) return null;
    return (await this.row(planned, []))?.answer ?? null;
  }

  /** Who it is comes with what they read: paid for afterwards, and by those who cannot pay not read again. */
  private async inSession(question: Question, request: FastifyRequest, token: string): Promise<string | null> {
    const planned = this.plannedFor(question, 'session');
    if (!planned || this.spent.has(token)) return null;
    const row = await this.row(planned, [`\\x${hashToken(token).toString('hex')}`]);
    if (row?.person == null) return null;
    const person: Actor = { ...anonymous, kind: 'person', personId: row.person };
    if (await this.payment.taken(person, request, planned.cost)) return row.answer;
    this.spent.set(token, true);
    return null;
  }

  private async asRecognised(question: Question, request: FastifyRequest, header: string): Promise<string | null> {
    const planned = this.plannedFor(question, 'actor');
    const actor = planned && (await this.tokens.authenticate(header));
    if (!actor || actor.kind === 'anonymous' || actor.scopes?.includes(AppScope.READ) === false) return null;
    if (!(await this.payment.taken(actor, request, planned.cost))) return null;
    return (await this.row(planned, valuesOf(actor)))?.answer ?? null;
  }

  private plannedFor({ text, operationName, variables }: Question, audience: Audience): Planned | null {
    return this.documents.planned(text, operationName, variables, audience);
  }

  /** As nobody, because the statement itself says who reads. */
  private row({ plan, values }: Planned, viewer: readonly string[]): Promise<Row | undefined> {
    const all = [...viewer, ...values];
    let inFlight = this.inFlight.get(plan);
    if (!inFlight) this.inFlight.set(plan, (inFlight = new InFlight()));
    return inFlight.ask(JSON.stringify(all), () =>
      this.reads.read(anonymous, async (reader) => (await reader.rows<Row>(plan.sql, all))[0]),
    );
  }
}
