import { Inject, Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { type Actor, anonymous } from '../../access/actor.js';
import { BearerTokens } from '../../access/bearer-tokens.js';
import { AppScope } from '../../access/scope.js';
import { hashToken } from '../../crypto/keys.js';
import { Failure } from '../errors.js';
import { LATE_READS, type Reads } from '../reader.js';
import type { Plan } from './compile.js';
import { failReading } from './failed-reads.js';
import { InFlight } from './in-flight.js';
import { KnownDocuments, type Planned, type Question } from './known-documents.js';
import { PAYMENT, type Payment } from './payment.js';
import { type Audience, type Expected, NOBODY, UNEXPECTED, valuesOf } from './viewers.js';

interface Row {
  person?: string;
  answer: string | null;
}

/** For how long whoever has spent their budget is recognised, and refused, before anything is read for them. */
const SPENT_FOR_MS = 5_000;
const MOST_READERS = 10_000;

/** Queries that one statement can answer. */
@Injectable()
export class PlannedReads {
  private readonly logger = new Logger('ReadPlans');
  private readonly inFlight = new WeakMap<Plan, InFlight<Row | undefined>>();
  private readonly expected = new LRUCache<string, Expected>({ max: MOST_READERS });
  private readonly spent = new LRUCache<string, true>({ max: MOST_READERS, ttl: SPENT_FOR_MS });

  constructor(
    private readonly documents: KnownDocuments,
    private readonly tokens: BearerTokens,
    @Inject(LATE_READS) private readonly reads: Reads,
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
    const planned = this.documents.planned(question, NOBODY);
    if (!planned || !(await this.payment.taken(anonymous, request, planned.cost))) return null;
    return (await this.row(planned, []))?.answer ?? null;
  }

  /** Who it is comes with what they read: paid for afterwards, and by those who cannot pay not read again. */
  private async inSession(question: Question, request: FastifyRequest, token: string): Promise<string | null> {
    const digest = hashToken(token).toString('hex');
    if (this.spent.has(digest)) return null;
    const read = await this.expecting(question, 'session', digest, [`\\x${digest}`]);
    if (read?.person == null) return null;
    const person: Actor = { ...anonymous, kind: 'person', personId: read.person };
    if (await this.payment.taken(person, request, read.cost)) return read.answer;
    this.spent.set(digest, true);
    return null;
  }

  private async asRecognised(question: Question, request: FastifyRequest, header: string): Promise<string | null> {
    const planned = this.documents.planned(question, { by: 'actor', expects: 'either' });
    const actor = planned && (await this.tokens.authenticate(header));
    if (!actor || actor.kind === 'anonymous' || actor.scopes?.includes(AppScope.READ) === false) return null;
    if (!(await this.payment.taken(actor, request, planned.cost))) return null;
    return (
      (await this.expecting(question, 'actor', actor.key?.id ?? actor.personId ?? '', valuesOf(actor)))?.answer ?? null
    );
  }

  /** Expects what was so when the same one read before; where that is not so, it is read once more. */
  private async expecting(
    question: Question,
    by: Audience['by'],
    reader: string,
    viewer: readonly string[],
  ): Promise<(Row & { cost: number }) | null> {
    let expects = this.expected.get(reader) ?? 'yes';
    for (;;) {
      const planned = this.documents.planned(question, { by, expects });
      const row = planned && (await this.row(planned, viewer));
      if (!row?.answer?.includes(UNEXPECTED)) return row ? { ...row, cost: planned.cost } : null;
      expects = expects === 'yes' ? 'no' : 'either';
      this.expected.set(reader, expects);
    }
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
