import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from '../../config.js';
import { GraphqlPlatformModule } from '../graphql/graphql.module.js';
import { CONFIG } from './config.token.js';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';

/** What every part of the server stands on: its configuration, GraphQL, health. */
@Module({})
export class ServerModule {
  static with(config: Config): DynamicModule {
    return {
      module: ServerModule,
      global: true,
      imports: [GraphqlPlatformModule],
      controllers: [HealthController],
      providers: [Readiness, { provide: CONFIG, useValue: config }],
      exports: [Readiness, CONFIG],
    };
  }
}
