import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignInLimits } from '../../../src/features/people/sign-in-limits.js';
import { RateLimited } from '../../../src/platform/graphql/errors.js';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { RedisServer, redisIsMissing } from '../../support/redis-server.js';
import { World } from '../../support/world.js';

const withRedis = redisIsMissing ? describe.skip : describe;

withRedis(redisIsMissing ?? 'limits in Redis', () => {
  const POINTS = 2_200;
  let redis: RedisServer;
  let apps: [TestApp, TestApp];
  let world: World;

  beforeAll(async () => {
    redis = await RedisServer.start();
    const urls = await freshDatabase('redis_limits');
    const config = { redisUrl: redis.url, rateLimits: { person: POINTS, key: POINTS, address: 0 } };
    apps = [await startTestApp({ urls, config }), await startTestApp({ urls, config })];
    world = new World(apps[0]);
  });
  afterAll(async () => {
    await Promise.all(apps.map((on) => on.close()));
    await redis.close();
  });

  /** Sends from one process after the other until both refuse. */
  async function drain(as: As): Promise<number> {
    const open: TestApp[] = [...apps];
    for (let answered = 0; answered < 1_000; ) {
      const on = open.shift();
      if (!on) return answered;
      const { status, errors } = await on.send(as, '{ __typename }');
      if (status === 429) continue;
      expect(errors).toEqual([]);
      answered += 1;
      open.push(on);
    }
    throw new Error('Nobody ever said that it is enough.');
  }

  const countSignIns = async (on: TestApp, name: string): Promise<'counted' | 'refused'> => {
    const limits = on.app.get(SignInLimits, { strict: false });
    try {
      await limits.count('signInFromAddressAsName', name);
      return 'counted';
    } catch (error) {
      if (error instanceof RateLimited) return 'refused';
      throw error;
    }
  };

  it('are shared by two processes, for requests and for tries to sign in, and leave Postgres alone', async () => {
    const answered = await drain(await world.person());
    expect(answered).toBeGreaterThanOrEqual(POINTS / 11 - 4);
    expect(answered).toBeLessThanOrEqual(POINTS / 11 + 2 * 4);
    const tries = [];
    for (let n = 0; n < 12; n += 1) tries.push(await countSignIns(apps[n % 2] as TestApp, 'ana'));
    expect(tries).toEqual([...Array.from({ length: 10 }, () => 'counted'), 'refused', 'refused']);
    expect(await sql(apps[0].urls.owner)('SELECT key FROM app.rate_limit')).toEqual([]);
  });

  it('are counted by each process for itself while Redis is away, and together again when it is back', async () => {
    await redis.kill();
    const alone = await drain(await world.person());
    expect(alone).toBeGreaterThan(POINTS / 11);
    expect(alone).toBeLessThanOrEqual(2 * (POINTS / 11));
    const tries = [];
    for (let n = 0; n < 11; n += 1) tries.push(await countSignIns(apps[0], 'ben'));
    expect(tries).toEqual([...Array.from({ length: 10 }, () => 'counted'), 'refused']);
    expect(await countSignIns(apps[1], 'ben')).toBe('counted');

    await redis.run();
    await together();
    const answered = await drain(await world.person());
    expect(answered).toBeLessThanOrEqual(POINTS / 11 + 2 * 4);
  });

  /** Each process finds its way back in its own time: counts names until both know the other's tries. */
  async function together(): Promise<void> {
    for (let n = 0; n < 200; n += 1) {
      const name = `carla ${n}`;
      for (let tries = 0; tries < 10; tries += 1) await countSignIns(apps[tries % 2] as TestApp, name);
      const outcomes = [await countSignIns(apps[0], name), await countSignIns(apps[1], name)];
      if (outcomes.every((one) => one === 'refused')) return;
      await sleep(50);
    }
    throw new Error('The processes never found Redis again.');
  }

  it('do not keep a server from starting', async () => {
    const urls = apps[0].urls;
    const on = await startTestApp({ urls, config: { redisUrl: 'redis://127.0.0.1:9' } });
    try {
      const person = await new World(on).person();
      expect((await on.query(person, '{ viewer { signInName } }')).viewer.signInName).toBe(person.signInName);
    } finally {
      await on.close();
    }
  });
});
