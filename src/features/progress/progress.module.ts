import { Module } from '@nestjs/common';
import { ProgressFieldsResolver } from './progress-fields.resolver.js';
import { AskProgressResolver, CampaignProgressResolver, PriorityProgressResolver } from './progress.resolver.js';

@Module({
  providers: [AskProgressResolver, PriorityProgressResolver, CampaignProgressResolver, ProgressFieldsResolver],
})
export class ProgressModule {}
