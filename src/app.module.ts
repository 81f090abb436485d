import { type DynamicModule, Module, type Type } from '@nestjs/common';
import type { Config } from './config.js';
import { AdmissionsModule } from './features/admissions/index.js';
import { AsksModule } from './features/asks/index.js';
import { CampaignsModule } from './features/campaigns/index.js';
import { CommunitiesModule } from './features/communities/index.js';
import { FirstStepsModule } from './features/first-steps/index.js';
import { FulfilmentModule } from './features/fulfilment/index.js';
import { MandateClockModule, MandatesModule } from './features/mandates/index.js';
import { NodesModule } from './features/nodes/index.js';
import { NotificationsModule } from './features/notifications/index.js';
import { PeopleModule } from './features/people/index.js';
import { PledgesModule } from './features/pledges/index.js';
import { PrioritiesModule } from './features/priorities/index.js';
import { ProgressModule } from './features/progress/index.js';
import { RecordReadingModule } from './features/record-reading/index.js';
import { StandingsModule } from './features/standings/index.js';
import { DatabaseModule } from './platform/database/database.module.js';
import type { DatabaseUrls } from './platform/database/urls.js';
import { ServerModule } from './platform/http/server.module.js';
import { JobsModule } from './platform/jobs/jobs.module.js';
import { MailModule } from './platform/mail/mail.module.js';

/** In dependency order: a feature knows those before it. */
export const features: readonly Type[] = [
  NotificationsModule,
  PeopleModule,
  CommunitiesModule,
  AdmissionsModule,
  StandingsModule,
  CampaignsModule,
  PrioritiesModule,
  MandatesModule,
  MandateClockModule,
  AsksModule,
  PledgesModule,
  FulfilmentModule,
  FirstStepsModule,
  RecordReadingModule,
  NodesModule,
  ProgressModule,
];

@Module({})
export class AppModule {
  static with(config: Config, urls: DatabaseUrls): DynamicModule {
    const platform = [ServerModule.with(config), DatabaseModule.at(urls), JobsModule, MailModule];
    return { module: AppModule, imports: [...platform, ...features] };
  }
}
