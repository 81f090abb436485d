export { OfferClock } from './offer-clock.js';
export { OfferType } from './offer.graphql.js';
export { offerById } from './offer.loaders.js';
export { OffersModule } from './offers.module.js';
