import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Global, Logger, Module, type OnApplicationBootstrap, type Type } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE, ModuleRef } from '@nestjs/core';
import { type BuildSchemaOptions, GraphQLModule } from '@nestjs/graphql';
import { NoSchemaIntrospectionCustomRule } from 'graphql';
import { resetCaches } from 'graphql-tag';
import type { Config } from '../../config.js';
import { anonymous } from '../access/actor.js';
import { BearerTokens } from '../access/bearer-tokens.js';
import { lockSchema } from '../access/lock-schema.js';
import { clientAddressWith } from '../http/client-address.js';
import { CONFIG } from '../http/config.token.js';
import { Budgets } from '../limits/budgets.js';
import { validationPipe } from '../validation/validation.pipe.js';
import { AUTHENTICATE, type Authenticate, contextWith } from './context.js';
import { FailuresFilter } from './failures.filter.js';
import { formatErrorWith } from './format-error.js';
import { limits, limitsPlugin } from './limits.js';
import type { Charge } from './meter.js';
import { Pager } from './pager.js';
import { KnownDocuments } from './plans/known-documents.js';
import { Payment, PAYMENT } from './plans/payment.js';
import { Planned } from './plans/planned.js';
import { PlannedReads } from './plans/planned-reads.js';
import { PlannedWrites } from './plans/planned-writes.js';
import { ReadPlans } from './plans/read-plans.js';
import { WritePlans } from './plans/write-plans.js';
import { PublicQueries } from './public-queries.js';
import { LATE_READS, READS, type Reads } from './reader.js';
import { RefusalsInterceptor } from './refusals.interceptor.js';
import { DateTime } from './scalars.js';
import { SchemaController } from './schema.controller.js';
import { Listeners } from './spoken.js';

export const buildSchemaOptions: BuildSchemaOptions = {
  numberScalarMode: 'integer',
  noDuplicatedFields: true,
  // Otherwise Nest adds a DateTime of its own, which takes any text that JavaScript can guess a date from.
  scalarsMap: [{ type: Date, scalar: DateTime }],
};

@Global()
@Module({
  imports: [
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: ApolloDriver,
      inject: [CONFIG, ModuleRef],
      useFactory: options,
    }),
  ],
  controllers: [SchemaController],
  providers: [
    BearerTokens,
    KnownDocuments,
    Pager,
    Planned,
    PlannedReads,
    PlannedWrites,
    PublicQueries,
    { provide: LATE_READS, inject: [ModuleRef], useFactory: lateReads },
    ReadPlans,
    WritePlans,
    {
      provide: PAYMENT,
      inject: [CONFIG, ModuleRef],
      useFactory: ({ secret }: Config, modules: ModuleRef) => new Payment(chargeBy(modules), clientAddressWith(secret)),
    },
    { provide: APP_PIPE, useFactory: validationPipe },
    { provide: APP_INTERCEPTOR, useClass: RefusalsInterceptor },
    { provide: APP_FILTER, useClass: FailuresFilter },
  ],
  exports: [BearerTokens, GraphQLModule, Pager, PublicQueries, ReadPlans, WritePlans],
})
export class GraphqlPlatformModule implements OnApplicationBootstrap {
  /** Nest makes the schema by way of its text, which the parser would keep, as it was and as a tree, for good. */
  onApplicationBootstrap(): void {
    resetCaches();
  }
}

function options(config: Config, modules: ModuleRef): Omit<ApolloDriverConfig, 'driver'> {
  const logger = new Logger('GraphQL');
  const listeners = new Listeners();
  const production = config.env === 'production';
  return {
    path: '/graphql',
    autoSchemaFile: true,
    buildSchemaOptions,
    transformSchema: lockSchema,
    context: contextWith({
      authenticate: () => optional<Authenticate>(modules, AUTHENTICATE) ?? (async () => anonymous),
      reads: () => modules.get<Reads>(READS, { strict: false }),
      clientAddress: clientAddressWith(config.secret),
    }),
    formatError: formatErrorWith(
      (fault) => logger.error(fault),
      (thrown) => listeners.languageOf(thrown),
    ),
    // Nest would add the whole exception to the answer.
    autoTransformHttpErrors: false,
    fieldResolverEnhancers: [],
    plugins: [limitsPlugin(chargeBy(modules)), listeners.plugin(), ApolloServerPluginCacheControlDisabled()],
    parseOptions: { maxTokens: limits.tokens },
    validationOptions: { maxErrors: limits.validationErrors },
    executionOptions: { maxCoercionErrors: limits.coercionErrors },
    // Refused by graphql-js's own rule instead, whose text does not explain how the server is built.
    introspection: true,
    validationRules: config.introspection ? [] : [NoSchemaIntrospectionCustomRule],
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    graphiql: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: production || !config.introspection,
    stopOnTerminationSignals: false,
    // After the HTTP server: what is in flight still needs it.
    stopOnApplicationShutdown: true,
  };
}

/** An application without limits goes without. */
function chargeBy(modules: ModuleRef): Charge {
  let budgets: { charge: Charge } | undefined;
  return (context, cost) => {
    budgets ??= optional<{ charge: Charge }>(modules, Budgets) ?? { charge: () => undefined };
    return budgets.charge(context, cost);
  };
}

function lateReads(modules: ModuleRef): Reads {
  return { read: (actor, work) => modules.get<Reads>(READS, { strict: false }).read(actor, work) };
}

/** Features provide it; an application without that feature goes without. */
function optional<T>(modules: ModuleRef, token: symbol | Type<T>): T | undefined {
  try {
    return modules.get<T>(token, { strict: false });
  } catch {
    return undefined;
  }
}
