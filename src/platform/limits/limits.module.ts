import { Global, Module } from '@nestjs/common';
import type { Config } from '../../config.js';
import { Database } from '../database/database.js';
import { CONFIG } from '../http/config.token.js';
import { Budgets } from './budgets.js';
import { Limiters } from './limiters.js';

@Global()
@Module({
  providers: [
    Budgets,
    {
      provide: Limiters,
      inject: [CONFIG, Database],
      useFactory: ({ redisUrl }: Config, database: Database) => Limiters.open(database, redisUrl),
    },
  ],
  exports: [Budgets, Limiters],
})
export class LimitsModule {}
