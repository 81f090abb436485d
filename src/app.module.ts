import { type DynamicModule, Module, type Type } from '@nestjs/common';
import type { Config } from './config.js';
import { AlliesModule, AllyClockModule } from './features/allies/index.js';
import { AppTokensModule } from './features/app-tokens/index.js';
import { AdmissionsModule } from './features/admissions/index.js';
import { AskPagesModule } from './features/ask-pages/index.js';
import { AsksModule } from './features/asks/index.js';
import { CampaignsModule } from './features/campaigns/index.js';
import { CoalitionsModule } from './features/coalitions/index.js';
import { CommunitiesModule } from './features/communities/index.js';
import { ConstituenciesModule } from './features/constituencies/index.js';
import { DashboardKeysModule } from './features/dashboard-keys/index.js';
import { FeedsModule } from './features/feeds/index.js';
import { EntriesModule } from './features/entries/index.js';
import { ExportsModule } from './features/exports/index.js';
import { FirstStepsModule } from './features/first-steps/index.js';
import { FulfilmentClockModule, FulfilmentModule } from './features/fulfilment/index.js';
import { LinkPagesModule } from './features/link-pages/index.js';
import { MandateClockModule, MandatesModule } from './features/mandates/index.js';
import { InboxModule } from './features/inbox/index.js';
import { LiveFeatureModule } from './features/live/index.js';
import { MatchingModule } from './features/matching/index.js';
import { NodesModule } from './features/nodes/index.js';
import { NotificationsModule } from './features/notifications/index.js';
import { PagesModule } from './features/pages/index.js';
import { PasskeysModule } from './features/passkeys/index.js';
import { OffersModule } from './features/offers/index.js';
import { OperatorsModule } from './features/operators/index.js';
import { OwnDataModule } from './features/own-data/index.js';
import { OrganizationsModule } from './features/organizations/index.js';
import { PeopleModule } from './features/people/index.js';
import { PledgeClockModule, PledgesModule } from './features/pledges/index.js';
import { PrioritiesModule } from './features/priorities/index.js';
import { ProgressModule } from './features/progress/index.js';
import { RecordReadingModule } from './features/record-reading/index.js';
import { RemindersModule } from './features/reminders/index.js';
import { RoundsModule } from './features/rounds/index.js';
import { SignUpSheetsModule } from './features/sign-up-sheets/index.js';
import { SingleSignOnModule } from './features/single-sign-on/index.js';
import { SovereigntyModule } from './features/sovereignty/index.js';
import { StandingsModule } from './features/standings/index.js';
import { WorklistModule } from './features/worklist/index.js';
import { ThreadsModule } from './features/threads/index.js';
import { DatabaseModule } from './platform/database/database.module.js';
import type { DatabaseUrls } from './platform/database/urls.js';
import { GatewayModule } from './platform/gateway/gateway.module.js';
import { ServerModule } from './platform/http/server.module.js';
import { JobsModule } from './platform/jobs/jobs.module.js';
import { LimitsModule } from './platform/limits/limits.module.js';
import { LiveModule } from './platform/live/live.module.js';
import { MailModule } from './platform/mail/mail.module.js';

/** In dependency order: a feature knows those before it. */
export const features: readonly Type[] = [
  NotificationsModule,
  PeopleModule,
  PasskeysModule,
  SingleSignOnModule,
  AppTokensModule,
  CommunitiesModule,
  OrganizationsModule,
  AlliesModule,
  AllyClockModule,
  AdmissionsModule,
  StandingsModule,
  ConstituenciesModule,
  CampaignsModule,
  InboxModule,
  LiveFeatureModule,
  CoalitionsModule,
  DashboardKeysModule,
  PrioritiesModule,
  RoundsModule,
  MandatesModule,
  MandateClockModule,
  AsksModule,
  OffersModule,
  SignUpSheetsModule,
  PledgesModule,
  PledgeClockModule,
  MatchingModule,
  FulfilmentModule,
  RemindersModule,
  FulfilmentClockModule,
  WorklistModule,
  PagesModule,
  AskPagesModule,
  LinkPagesModule,
  ThreadsModule,
  FeedsModule,
  FirstStepsModule,
  EntriesModule,
  ExportsModule,
  OperatorsModule,
  OwnDataModule,
  RecordReadingModule,
  NodesModule,
  SovereigntyModule,
  ProgressModule,
];

@Module({})
export class AppModule {
  static with(config: Config, urls: DatabaseUrls): DynamicModule {
    const outside = [MailModule, GatewayModule];
    const platform = [
      ServerModule.with(config),
      DatabaseModule.at(urls),
      LimitsModule,
      JobsModule,
      LiveModule,
      ...outside,
    ];
    return { module: AppModule, imports: [...platform, ...features] };
  }
}
