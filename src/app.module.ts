import { type DynamicModule, Module, type Type } from '@nestjs/common';
import type { Config } from './config.js';
import { AsksModule } from './features/asks/index.js';
import { CampaignsModule } from './features/campaigns/index.js';
import { CommunitiesModule } from './features/communities/index.js';
import { MandatesModule } from './features/mandates/index.js';
import { PeopleModule } from './features/people/index.js';
import { PrioritiesModule } from './features/priorities/index.js';
import { DatabaseModule } from './platform/database/database.module.js';
import type { DatabaseUrls } from './platform/database/urls.js';
import { ServerModule } from './platform/http/server.module.js';

/** In dependency order: a feature knows those before it. */
export const features: readonly Type[] = [
  PeopleModule,
  CommunitiesModule,
  CampaignsModule,
  PrioritiesModule,
  MandatesModule,
  AsksModule,
];

@Module({})
export class AppModule {
  static with(config: Config, urls: DatabaseUrls): DynamicModule {
    return { module: AppModule, imports: [ServerModule.with(config), DatabaseModule.at(urls), ...features] };
  }
}
