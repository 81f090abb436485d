import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Config } from '../../config.js';
import { Keys } from '../crypto/keys.js';
import { READS } from '../graphql/reader.js';
import { CONFIG } from '../http/config.token.js';
import { Database } from './database.js';
import type { DatabaseUrls } from './urls.js';

/** The provider of the addresses of the database, one per duty. */
export const DATABASE_URLS = Symbol('DATABASE_URLS');

@Global()
@Module({})
export class DatabaseModule {
  static at(urls: DatabaseUrls): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        { provide: DATABASE_URLS, useValue: urls },
        { provide: Keys, inject: [CONFIG], useFactory: (config: Config) => new Keys(config.secret) },
        {
          provide: Database,
          inject: [CONFIG, Keys],
          useFactory: (config: Config, keys: Keys) =>
            Database.connect({ url: urls.runtime, poolSize: config.poolSize }, keys),
        },
        { provide: READS, useExisting: Database },
      ],
      exports: [DATABASE_URLS, Keys, Database, READS],
    };
  }
}
