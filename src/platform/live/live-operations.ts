import { ApolloServerErrorCode } from '@apollo/server/errors';
import { Inject, Injectable } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  createSourceEventStream,
  type DocumentNode,
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { Config } from '../../config.js';
import { costCounter } from '../graphql/cost.js';
import { BadRequest } from '../graphql/errors.js';
import { limits, tooCostly, tooLarge, variablesFault } from '../graphql/limits.js';
import { CONFIG } from '../http/config.token.js';
import { Budgets } from '../limits/budgets.js';
import { Changes, type Look } from './changes.js';
import { coded, codedIfOfVariables, unexplained } from './live-errors.js';
import { LiveIdentities } from './live-identities.js';
import type { LiveSession } from './live-session.js';

/** What a client asks to subscribe to. */
export interface Asked {
  query: string;
  operationName?: string | null | undefined;
  variables?: Record<string, unknown> | null | undefined;
}

/** A subscription that was looked through and opened. */
export interface Opened extends ExecutionArgs {
  session: LiveSession;
  cost: number;
  changes: Changes;
}

export interface Delivered {
  result: ExecutionResult;
  sent: (() => void) | undefined;
}

interface Checked {
  document: DocumentNode;
  cost: number;
}

/** Takes subscriptions in under the limits that queries have, and executes them anew for each delivery. */
@Injectable()
export class LiveOperations {
  private readonly costOf = costCounter();
  private readonly introspects: boolean;
  private readonly explains: boolean;

  constructor(
    @Inject(CONFIG) { introspection, env }: Config,
    private readonly host: GraphQLSchemaHost,
    private readonly identities: LiveIdentities,
    private readonly budgets: Budgets,
  ) {
    this.introspects = introspection;
    this.explains = introspection && env !== 'production';
  }

  /** Throws what cannot be subscribed to: one error, or several as an AggregateError. */
  async open(session: LiveSession, asked: Asked): Promise<Opened> {
    const { document, cost } = await this.paidFor(session, () => this.check(asked));
    const args: ExecutionArgs = {
      schema: this.host.schema,
      document,
      operationName: asked.operationName,
      variableValues: asked.variables,
      contextValue: await this.identities.contextOf(session),
      options: { maxCoercionErrors: limits.coercionErrors },
    };
    const stream = await createSourceEventStream(args);
    if (stream instanceof Changes) return { ...args, session, cost, changes: stream };
    const { errors = [] } = stream as ExecutionResult;
    throw new AggregateError(errors.map(codedIfOfVariables));
  }

  /** How things are at this moment, for whoever is there at this moment; null where there is nothing to tell. */
  async deliver({ session, cost, changes: _, ...args }: Opened, look: Look): Promise<Delivered | null> {
    const context = await this.identities.contextOf(session);
    await this.budgets.charge(context, cost);
    const seen = await look(context);
    if (seen === null) return null;
    // It has one field, of whatever name.
    const names = Object.keys(args.schema.getSubscriptionType()?.getFields() ?? {});
    const rootValue = Object.fromEntries(names.map((name) => [name, seen.shows]));
    const result = await execute({ ...args, rootValue, contextValue: context });
    return { result, sent: seen.sent };
  }

  /** What was read is paid for, whatever comes of it. */
  private async paidFor({ actor, address }: LiveSession, check: () => Checked): Promise<Checked> {
    const payer = { actor, clientAddress: () => address };
    let checked: Checked;
    try {
      checked = check();
    } catch (error) {
      await this.budgets.charge(payer, 0);
      throw error;
    }
    await this.budgets.charge(payer, checked.cost);
    return checked;
  }

  private check({ query, operationName, variables }: Asked): Checked {
    const document = parsed(query);
    const large = tooLarge(document, 'SOCKET');
    if (large) throw large;
    const { schema } = this.host;
    const rules = [...specifiedRules, ...(this.introspects ? [] : [NoSchemaIntrospectionCustomRule])];
    const invalid = validate(schema, document, rules, { maxErrors: limits.validationErrors });
    if (invalid.length > 0) {
      throw new AggregateError(
        invalid.map((error) =>
          coded(this.explains ? error : unexplained(error), ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED),
        ),
      );
    }
    const operation = getOperationAST(document, operationName);
    if (!operation) throw new BadRequest('Name the operation to subscribe to in operationName.');
    const cost = this.costOf(schema, document, operation, variables ?? {});
    const failure = variablesFault(operation.operation, query, variables) ?? tooCostly(cost);
    if (failure) throw failure;
    return { document, cost: cost ?? 0 };
  }
}

function parsed(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: limits.tokens });
  } catch (error) {
    throw error instanceof GraphQLError ? coded(error, ApolloServerErrorCode.GRAPHQL_PARSE_FAILED) : error;
  }
}
