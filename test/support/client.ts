import request from 'supertest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DestinationStream } from 'pino';
import { createApp } from '../../src/app.js';
import { createLogger } from '../../src/platform/http/logging.js';
import type { Config } from '../../src/config.js';
import type { DatabaseUrls } from '../../src/platform/database/urls.js';
import { plantFrom, writeLog } from './canaries.mjs';
import { testDatabase, testSecret } from './database.js';

// Answers of the server are as loose as their documents: tests state what they expect of them.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Answer = any;

export interface Outcome {
  status: number;
  data: Answer;
  errors: { message: string; path?: (string | number)[]; extensions: { code: string } }[];
}

export interface Person {
  accessToken: string;
  refreshToken: string;
  signInName: string;
  recoveryCodes: string[];
}

/** What a test sends as: nobody, a person, or whoever holds this header. */
export type As = Person | { authorization: string } | null;

/** A server on the worker's copy of the database, and ways to talk to it. One for each test file. */
export interface TestApp {
  app: NestFastifyApplication;
  urls: DatabaseUrls;
  config: Config;
  send(as: As, query: string, variables?: Record<string, unknown>): Promise<Outcome>;
  /** `data`, where no error is expected. */
  query(as: As, query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** The payload of a mutation named by its field, given `fields` of the payload: `mutate(as, 'openAsk', input, 'ask { id }')`. */
  mutate(as: As, field: string, input: Record<string, unknown>, fields?: string): Promise<Answer>;
  /** The code of the only top-level error of a mutation that is refused outright. */
  refusal(as: As, field: string, input: Record<string, unknown>, fields?: string): Promise<string>;
  close(): Promise<void>;
}

export const testConfig: Config = {
  env: 'test',
  host: '127.0.0.1',
  port: 0,
  publicUrl: 'http://accompany.test',
  dataDir: '/nonexistent',
  secret: testSecret,
  introspection: true,
  logLevel: 'silent',
  mailFrom: 'Accompany <accompany@localhost>',
  poolSize: 5,
  trustProxy: false,
  corsOrigins: [],
  passkeyOrigins: [],
  retentionMonths: 24,
  // So high that no statement for them comes between those that a test counts; test/platform/limits has its own.
  rateLimits: { person: 1_000_000_000, key: 1_000_000_000, address: 1_000_000_000 },
};

interface TestAppOptions {
  urls?: DatabaseUrls;
  config?: Partial<Config>;
  /** Takes every line that is logged, from the finest level up. */
  logTo?: DestinationStream;
}

export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const urls = options.urls ?? (await testDatabase());
  const config = { ...testConfig, ...options.config };
  // All that can be logged, kept to be looked through when the suite is over.
  const write = (line: string): void => {
    writeLog(line);
    options.logTo?.write(line);
  };
  const app = await createApp(config, urls, createLogger('trace', { write }));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();

  const send: TestApp['send'] = async (as, query, variables) => {
    const call = request(app.getHttpServer()).post('/graphql').set('content-type', 'application/json');
    if (as) call.set('authorization', 'accessToken' in as ? `Bearer ${as.accessToken}` : as.authorization);
    const { status, body } = await call.send({ query, variables });
    plantFrom(variables, body.data);
    return { status, data: body.data ?? null, errors: body.errors ?? [] };
  };
  const query: TestApp['query'] = async (as, text, variables) => {
    const { data, errors } = await send(as, text, variables);
    if (errors.length > 0) throw new Error(`${JSON.stringify(errors)} for ${text}`);
    return data;
  };
  const document = (field: string, fields: string) => {
    const input = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
    return `mutation ($input: ${input}!) { ${field}(input: $input) { ${fields} userErrors { code message path } } }`;
  };
  return {
    app,
    urls,
    config,
    send,
    query,
    mutate: async (as, field, input, fields = '') => (await query(as, document(field, fields), { input }))[field],
    refusal: async (as, field, input, fields = '') => {
      const { errors, data } = await send(as, document(field, fields), { input });
      if (errors.length !== 1) throw new Error(`Expected one error, got ${JSON.stringify({ errors, data })}`);
      return errors[0]?.extensions.code ?? '';
    },
    close: () => app.close(),
  };
}
