import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { OperationTypeNode } from 'graphql';
import { KnownDocuments, type Question } from './known-documents.js';
import { PlannedReads } from './planned-reads.js';
import { PlannedWrites } from './planned-writes.js';

/**
 * Answers what is planned, past everything that an operation usually goes through. It refuses nothing by itself: null
 * sends the request the ordinary way, which does it all anew and says what is wrong.
 */
@Injectable()
export class Planned {
  constructor(
    private readonly documents: KnownDocuments,
    private readonly reads: PlannedReads,
    private readonly writes: PlannedWrites,
  ) {}

  /** The text of the answer, or null. */
  async answer(question: Question, request: FastifyRequest): Promise<string | null> {
    switch (this.documents.kindOf(question.text)) {
      case OperationTypeNode.QUERY:
        return this.reads.answer(question, request);
      case OperationTypeNode.MUTATION:
        return this.writes.answer(question, request);
      default:
        return null;
    }
  }
}
