import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { buildSchema, validateSchema } from 'graphql';
import supertest from 'supertest';
import { contracts } from '../../../src/contracts.js';
import { Access } from '../../../src/platform/access/access.decorator.js';
import { everyone } from '../../../src/platform/access/rule.js';
import { Readiness } from '../../../src/platform/http/readiness.js';
import { createServer } from '../../../src/platform/http/server.js';
import { ServerModule } from '../../../src/platform/http/server.module.js';
import { demoConfig } from './demo/demo-server.js';
import { GardenResolver } from './demo/garden.resolver.js';

@ObjectType({ description: 'A type that forgot to say who may see it.' })
class Forgetful {
  @Field(() => String, { description: 'Its name.' })
  name: string;
}

@Resolver()
class ForgetfulResolver {
  @Query(() => Forgetful, { nullable: true, description: 'Who forgot.' })
  forgetful(): null {
    return null;
  }
}

@Resolver()
class SlowResolver {
  static finish: () => void = () => undefined;

  @Query(() => Boolean, { description: 'Answers when it is told to.' })
  @Access(everyone)
  async slow(): Promise<boolean> {
    await new Promise<void>((resolve) => {
      SlowResolver.finish = resolve;
    });
    return true;
  }
}

@Module({ providers: [GardenResolver] })
class Garden {}

@Module({})
class Root {}

const rootOf = (...providers: Type[]): DynamicModule => ({
  module: Root,
  imports: [ServerModule.with(demoConfig)],
  providers,
});

let app: NestFastifyApplication | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

describe('the start', () => {
  it('is refused while anything in the schema has no declared access', async () => {
    await expect(createServer(rootOf(ForgetfulResolver), demoConfig)).rejects.toThrow(
      /Forgetful\.name: no declaration[^]*Query\.forgetful: no declaration/,
    );
  });
});

describe('the contracts', () => {
  it('are made from the classes alone, sorted and the same each time', async () => {
    const first = await contracts([Garden]);
    const schema = buildSchema(first['schema.graphql']);
    expect(validateSchema(schema)).toEqual([]);
    expect(Object.keys(schema.getQueryType()?.getFields() ?? {})).toEqual([
      'fails',
      'hello',
      'plant',
      'plants',
      'secret',
    ]);
    expect(first['schema.graphql']).toContain('scalar DateTime');
    expect(first['permissions.md']).toContain('| `Mutation.plantTree` |  |  |  | ✓ | ✓ | ✓ | ✓ | ✓ |  |  |');
    expect(first['permissions.md']).toContain('| `Plant.owner` |  |  |  | ~ own | ~ own | ✓ | ✓ | ✓ |  |  |');
    expect(await contracts([Garden])).toEqual(first);
  });

  it('are refused like the start', async () => {
    await expect(contracts([{ module: Root, providers: [ForgetfulResolver] }])).rejects.toThrow('Forgetful.name');
  });
});

describe('health', () => {
  it('is alive whatever happens, and ready when every check passes', async () => {
    app = await createServer(rootOf(SlowResolver), demoConfig);
    const http = supertest(app.getHttpServer());
    const readiness = app.get(Readiness);
    expect((await http.get('/health/ready')).status).toBe(200);
    readiness.add('database', async () => {
      throw new Error('password of the database');
    });
    readiness.add('record', async () => true);
    readiness.add('queue', () => sleep(60_000, true, { ref: false }));
    const ready = await http.get('/health/ready');
    expect([ready.status, ready.body]).toEqual([503, { status: 'unavailable', missing: ['database', 'queue'] }]);
    const live = await http.get('/health/live');
    expect([live.status, live.body, live.headers['cache-control']]).toEqual([200, { status: 'ok' }, 'no-store']);
  });

  it('lets what is in flight finish when the server stops, and is not ready meanwhile', async () => {
    app = await createServer(rootOf(SlowResolver), demoConfig);
    await app.listen(0, '127.0.0.1');
    const url = `${await app.getUrl()}/graphql`;
    const readiness = app.get(Readiness);
    const answer = fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ slow }' }),
    });
    const started = SlowResolver.finish;
    while (SlowResolver.finish === started) await sleep(5);
    const closed = app.close();
    await sleep(50);
    expect(await readiness.missing()).toEqual(['stopping']);
    SlowResolver.finish();
    expect(await (await answer).json()).toEqual({ data: { slow: true } });
    await closed;
    await expect(fetch(url)).rejects.toThrow();
  });
});

describe('a browser', () => {
  const preflight = (server: NestFastifyApplication, origin: string) =>
    supertest(server.getHttpServer()).options('/graphql').set({
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    });

  it('of another site is told nothing unless that site is named in the configuration', async () => {
    app = await createServer(rootOf(SlowResolver), demoConfig);
    expect((await preflight(app, 'https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
    await app.close();
    const config = { ...demoConfig, corsOrigins: ['https://app.example'] };
    app = await createServer({ module: Root, imports: [ServerModule.with(config)], providers: [SlowResolver] }, config);
    expect((await preflight(app, 'https://app.example')).headers['access-control-allow-origin']).toBe(
      'https://app.example',
    );
    expect((await preflight(app, 'https://evil.example')).headers['access-control-allow-origin']).not.toBe(
      'https://evil.example',
    );
    expect((await preflight(app, 'https://app.example')).headers['access-control-allow-credentials']).toBeUndefined();
  });

  it('gets the headers that keep pages in their place', async () => {
    app = await createServer(rootOf(SlowResolver), { ...demoConfig, env: 'production' });
    const { headers } = await supertest(app.getHttpServer()).get('/health/live');
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': expect.stringContaining('max-age=') as unknown,
    });
    expect(headers['x-powered-by']).toBeUndefined();
  });
});
