import { Inject, Injectable } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { type DocumentNode, execute, parse, validate } from 'graphql';
import { anonymous } from '../access/actor.js';
import { contextFor } from './context.js';
import { LATE_READS, type Reads } from './reader.js';

export interface Sender {
  language: string;
  /** The digest of the network that it came from. */
  clientAddress: string;
}

/**
 * The public API asked from within, for what is served without GraphQL: pages, pictures, files. Whatever they show went
 * through the same declarations, policies and suppression as the answer to anyone's query, so that no surface can show
 * more than another. Only constants are asked: limits are for what others send, and the route has its own price.
 */
@Injectable()
export class PublicQueries {
  private readonly documents = new Map<string, DocumentNode>();

  constructor(
    private readonly host: GraphQLSchemaHost,
    @Inject(LATE_READS) private readonly reads: Reads,
  ) {}

  /** As nobody, in a language for what the service says. Throws the first error, as the resolver threw it. */
  ask<T>(query: string, variables: Readonly<Record<string, unknown>>, language = 'en'): Promise<T> {
    return this.run(query, variables, { language, clientAddress: '' });
  }

  /** A mutation, as nobody: whoever sends a form counts against the same limits as whoever sends the mutation. */
  act<T>(mutation: string, input: Readonly<Record<string, unknown>>, sender: Sender): Promise<T> {
    return this.run(mutation, { input }, sender);
  }

  private async run<T>(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    { language, clientAddress }: Sender,
  ): Promise<T> {
    const request = { headers: { 'accept-language': language } } as FastifyRequest;
    const { data, errors } = await execute({
      schema: this.host.schema,
      document: this.documentOf(query),
      variableValues: variables,
      contextValue: contextFor(anonymous, request, { reads: () => this.reads, clientAddress: () => clientAddress }),
    });
    const [error] = errors ?? [];
    if (error) throw error.originalError ?? error;
    return data as T;
  }

  private documentOf(query: string): DocumentNode {
    const known = this.documents.get(query);
    if (known) return known;
    const document = parse(query);
    const [fault] = validate(this.host.schema, document);
    if (fault) throw fault;
    this.documents.set(query, document);
    return document;
  }
}
