import { Module } from '@nestjs/common';
import { DashboardKeyBearers } from './dashboard-key-bearers.js';
import { CommunityDashboardKeysResolver, DashboardKeysResolver } from './dashboard-keys.resolver.js';
import { DashboardKeysService } from './dashboard-keys.service.js';

@Module({
  providers: [CommunityDashboardKeysResolver, DashboardKeyBearers, DashboardKeysResolver, DashboardKeysService],
})
export class DashboardKeysModule {}
