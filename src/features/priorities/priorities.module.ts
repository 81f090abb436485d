import { Module } from '@nestjs/common';
import { ReadPlans } from '../../platform/graphql/plans/read-plans.js';
import { planPriorities } from './priority.plan.js';
import { CampaignPrioritiesResolver } from './campaign-priorities.resolver.js';
import { PrioritiesResolver } from './priorities.resolver.js';
import { PrioritiesService } from './priorities.service.js';
import { PriorityEndingsResolver } from './priority-endings.resolver.js';
import { PriorityEndingsService } from './priority-endings.service.js';
import { PriorityDiscussionResolver, PriorityRemarksResolver } from './priority-remarks.resolver.js';
import { PriorityRemarksService } from './priority-remarks.service.js';
import { PriorityTranslationsResolver, PriorityWordsResolver } from './priority-translations.resolver.js';
import { PriorityTranslationsService } from './priority-translations.service.js';

@Module({
  providers: [
    CampaignPrioritiesResolver,
    PrioritiesResolver,
    PrioritiesService,
    PriorityDiscussionResolver,
    PriorityEndingsResolver,
    PriorityEndingsService,
    PriorityRemarksResolver,
    PriorityRemarksService,
    PriorityTranslationsResolver,
    PriorityTranslationsService,
    PriorityWordsResolver,
  ],
  exports: [PrioritiesService],
})
export class PrioritiesModule {
  constructor(plans: ReadPlans) {
    planPriorities(plans);
  }
}
