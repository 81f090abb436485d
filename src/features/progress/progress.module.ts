import { Module } from '@nestjs/common';
import { ReadPlans } from '../../platform/graphql/plans/read-plans.js';
import { ProgressFieldsResolver } from './progress-fields.resolver.js';
import { planProgress } from './progress.plan.js';
import { AskProgressResolver, CampaignProgressResolver, PriorityProgressResolver } from './progress.resolver.js';

@Module({
  providers: [AskProgressResolver, PriorityProgressResolver, CampaignProgressResolver, ProgressFieldsResolver],
})
export class ProgressModule {
  constructor(plans: ReadPlans) {
    planProgress(plans);
  }
}
