import { Module } from '@nestjs/common';
import { ReadPlans } from '../../platform/graphql/plans/read-plans.js';
import { planAsks } from './ask.plan.js';
import { AskShiftListResolver, AskShiftsResolver } from './ask-shifts.resolver.js';
import { AskShiftsService } from './ask-shifts.service.js';
import { AskDetailsResolver } from './ask-details.resolver.js';
import { AskParentsResolver, CampaignAsksResolver, PriorityAsksResolver } from './ask-edges.resolver.js';
import { AskInvitationResolver } from './ask-invitation.resolver.js';
import { AskInvitations } from './ask-invitations.js';
import { AskLinks } from './ask-links.js';
import { AskPostingResolver } from './ask-posting.resolver.js';
import { AskPostingService } from './ask-posting.service.js';
import { AskTemplatesResolver } from './ask-templates.resolver.js';
import { AskTranslationsResolver, AskWordsResolver } from './ask-translations.resolver.js';
import { AskTranslationsService } from './ask-translations.service.js';
import { AskStatesService } from './ask-states.service.js';
import { AsksImportResolver } from './asks-import.resolver.js';
import { AsksImportService } from './asks-import.service.js';
import { AsksResolver } from './asks.resolver.js';
import { AsksService } from './asks.service.js';

@Module({
  providers: [
    AskDetailsResolver,
    AskInvitationResolver,
    AskInvitations,
    AskLinks,
    AskParentsResolver,
    AskShiftListResolver,
    AskShiftsResolver,
    AskShiftsService,
    AskPostingResolver,
    AskPostingService,
    AskStatesService,
    AskTemplatesResolver,
    AskTranslationsResolver,
    AskTranslationsService,
    AskWordsResolver,
    AsksImportResolver,
    AsksImportService,
    AsksResolver,
    AsksService,
    CampaignAsksResolver,
    PriorityAsksResolver,
  ],
  exports: [AskLinks, AskStatesService, AsksImportService, AsksService],
})
export class AsksModule {
  constructor(plans: ReadPlans) {
    planAsks(plans);
  }
}
