import { Module } from '@nestjs/common';
import { AskProgressResolver, CampaignProgressResolver, PriorityProgressResolver } from './progress.resolver.js';

@Module({ providers: [AskProgressResolver, PriorityProgressResolver, CampaignProgressResolver] })
export class ProgressModule {}
