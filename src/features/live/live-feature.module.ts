import { Module } from '@nestjs/common';
import { InboxModule } from '../inbox/index.js';
import { CampaignProgressedResolver } from './campaign-progressed.resolver.js';
import { ViewerNotifiedResolver } from './viewer-notified.resolver.js';

/** What people and dashboards follow as it happens. */
@Module({ imports: [InboxModule], providers: [CampaignProgressedResolver, ViewerNotifiedResolver] })
export class LiveFeatureModule {}
