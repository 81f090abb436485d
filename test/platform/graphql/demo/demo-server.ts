import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import supertest from 'supertest';
import type { Config } from '../../../../src/config.js';
import { type Actor, anonymous, type Membership } from '../../../../src/platform/access/actor.js';
import { AUTHENTICATE } from '../../../../src/platform/graphql/context.js';
import { READS, type Reader } from '../../../../src/platform/graphql/reader.js';
import { createServer } from '../../../../src/platform/http/server.js';
import { ServerModule } from '../../../../src/platform/http/server.module.js';
import { GardenResolver } from './garden.resolver.js';

export const GARDEN = '0b5e3c1a-7d0f-4b7c-9a51-6a0f5b1c2d3e';
export const ELSEWHERE = '1b5e3c1a-7d0f-4b7c-9a51-6a0f5b1c2d3e';

export const demoConfig: Config = {
  env: 'test',
  host: '127.0.0.1',
  port: 0,
  publicUrl: 'http://localhost:3000',
  dataDir: '/nowhere',
  secret: Buffer.alloc(32, 7),
  introspection: true,
  logLevel: 'silent',
  mailFrom: 'a@example.org',
  poolSize: 1,
  trustProxy: false,
  corsOrigins: [],
  passkeyOrigins: [],
  retentionMonths: 24,
};

const membership: Membership = {
  communityId: GARDEN,
  membershipId: 'm',
  standing: 'AFFECTED',
  steward: false,
  organizer: false,
  probation: false,
  paused: false,
};

export function person(personId: string, ...changes: Partial<Membership>[]): Actor {
  return { kind: 'person', personId, sessionId: 's', memberships: changes.map((one) => ({ ...membership, ...one })) };
}

/** Who each token belongs to. */
const actors: Record<string, Actor> = {
  'Bearer ana': person('ana', {}),
  'Bearer ben': person('ben', { standing: 'ALLY' }),
  'Bearer nobody': person('nobody'),
};

/** A server of the platform with one small feature and no database: `answers` stands for it. */
export class DemoServer {
  readonly statements: { sql: string; params: readonly unknown[] }[] = [];
  answers: (sql: string, params: readonly unknown[]) => object[] = () => [];
  app: NestFastifyApplication;

  static async start(changes: Partial<Config> = {}, logger?: Logger): Promise<DemoServer> {
    const demo = new DemoServer();
    const config = { ...demoConfig, ...changes };
    demo.app = await createServer(demo.root(config), config, [], logger);
    return demo;
  }

  get http() {
    return supertest(this.app.getHttpServer());
  }

  async ask(query: string, variables: object = {}, token?: string): Promise<Answer> {
    const request = this.http.post('/graphql').send({ query, variables });
    if (token) void request.set('authorization', `Bearer ${token}`);
    const response = await request;
    return { status: response.status, text: response.text, ...(response.body as Omit<Answer, 'status' | 'text'>) };
  }

  private root(config: Config): DynamicModule {
    const reader: Reader = {
      rows: async <Row extends object>(sql: string, params: readonly unknown[] = []) => {
        this.statements.push({ sql, params });
        return this.answers(sql, params) as Row[];
      },
    };
    return {
      module: class DemoRoot {},
      imports: [
        ServerModule.with(config),
        {
          module: Demo,
          providers: [
            GardenResolver,
            { provide: READS, useValue: { read: (_: Actor, work: (one: Reader) => unknown) => work(reader) } },
            { provide: AUTHENTICATE, useValue: authenticate },
          ],
        },
      ],
    };
  }
}

export interface Answer {
  status: number;
  text: string;
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: string[]; extensions: { code: string; errorId?: string } }[];
}

async function authenticate(header: string | undefined): Promise<Actor> {
  if (header === undefined) return anonymous;
  if (header === 'Bearer down') throw new Error('connect ECONNREFUSED 10.0.0.7');
  return actors[header] ?? { ...anonymous, rejected: true };
}

@Global()
@Module({})
class Demo {}
