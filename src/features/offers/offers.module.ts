import { Module } from '@nestjs/common';
import { AsksModule } from '../asks/index.js';
import { OfferAnswersResolver } from './offer-answers.resolver.js';
import { OfferAnswersService } from './offer-answers.service.js';
import { OfferClock } from './offer-clock.js';
import {
  AskOfferResolver,
  CampaignOffersResolver,
  CommunityOffersResolver,
  ViewerOffersResolver,
} from './offer-edges.resolver.js';
import { OffersResolver } from './offers.resolver.js';
import { OffersService } from './offers.service.js';

@Module({
  imports: [AsksModule],
  providers: [
    AskOfferResolver,
    CampaignOffersResolver,
    CommunityOffersResolver,
    OfferAnswersResolver,
    OfferAnswersService,
    OfferClock,
    OffersResolver,
    OffersService,
    ViewerOffersResolver,
  ],
  exports: [OfferClock],
})
export class OffersModule {}
