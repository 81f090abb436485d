import { Module } from '@nestjs/common';
import { AlliesModule } from '../allies/index.js';
import { AsksModule } from '../asks/index.js';
import { FulfilmentModule } from '../fulfilment/index.js';
import { PledgesModule } from '../pledges/index.js';
import { EntriesResolver } from './entries.resolver.js';
import { EntriesService } from './entries.service.js';
import { EntryAnswersResolver } from './entry-answers.resolver.js';
import { EntryAnswersService } from './entry-answers.service.js';
import { EntryClock } from './entry-clock.js';
import { CampaignEntriesResolver, ViewerEntriesResolver } from './entry-edges.resolver.js';
import { FollowingUp } from './following-up.js';

@Module({
  imports: [AlliesModule, AsksModule, FulfilmentModule, PledgesModule],
  providers: [
    CampaignEntriesResolver,
    EntriesResolver,
    EntriesService,
    EntryAnswersResolver,
    EntryAnswersService,
    EntryClock,
    FollowingUp,
    ViewerEntriesResolver,
  ],
})
export class EntriesModule {}
