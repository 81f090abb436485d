import { Module } from '@nestjs/common';
import { CampaignSovereigntyResolver, SovereigntyFaultsResolver, SovereigntyResolver } from './sovereignty.resolver.js';

@Module({ providers: [CampaignSovereigntyResolver, SovereigntyResolver, SovereigntyFaultsResolver] })
export class SovereigntyModule {}
