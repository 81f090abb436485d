import { Global, Module, type OnModuleInit } from '@nestjs/common';
import type { Config } from '../../config.js';
import { DATABASE_URLS } from '../database/database.module.js';
import { Database } from '../database/database.js';
import type { DatabaseUrls } from '../database/urls.js';
import { CONFIG } from '../http/config.token.js';
import { EventHandlers } from '../jobs/event-handlers.js';
import { LiveIdentities } from './live-identities.js';
import { LiveOperations } from './live-operations.js';
import { LiveServer } from './live-server.js';
import { PostgresWakeUps } from './postgres-wake-ups.js';
import { WakeUps } from './wake-ups.js';

/** Subscriptions, and how processes wake each other for them. */
@Global()
@Module({
  providers: [
    LiveIdentities,
    LiveOperations,
    LiveServer,
    {
      provide: WakeUps,
      inject: [CONFIG, DATABASE_URLS, Database],
      useFactory: async ({ redisUrl }: Config, urls: DatabaseUrls, database: Database): Promise<WakeUps> => {
        if (redisUrl === undefined) return new PostgresWakeUps(urls.runtime, database);
        const { RedisWakeUps } = await import('./redis-wake-ups.js');
        return new RedisWakeUps(redisUrl);
      },
    },
  ],
  exports: [WakeUps],
})
export class LiveModule implements OnModuleInit {
  constructor(
    private readonly events: EventHandlers,
    private readonly wakeUps: WakeUps,
  ) {}

  onModuleInit(): void {
    this.events.watchers.push((communityIds) =>
      this.wakeUps.tell(communityIds.map((id) => `community:${id}` as const)),
    );
  }
}
