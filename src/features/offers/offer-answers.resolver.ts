import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { askById } from '../asks/index.js';
import { OfferAnswersService } from './offer-answers.service.js';
import { OfferState, OfferType } from './offer.graphql.js';
import { AdoptOfferInput, DeclineOfferInput, ReopenOfferInput } from './offer.inputs.js';
import { offerById } from './offer.loaders.js';
import { AdoptOfferPayload, DeclineOfferPayload, ReopenOfferPayload } from './offer.payloads.js';
import { canAdoptOffer, canDeclineOffer, canReopenOffer } from './offer.policy.js';

@Resolver(() => OfferType)
export class OfferAnswersResolver {
  constructor(private readonly answers: OfferAnswersService) {}

  @Access(canAdoptOffer)
  @Mutation(() => AdoptOfferPayload, {
    description:
      'Makes a draft ask of an offer, in the words of the offer or in yours. For the people affected alone. Whoever offered is told, sees the ask once it is open, and pledges like everyone.',
  })
  async adoptOffer(
    @CurrentActor() actor: Actor,
    @Args('input') input: AdoptOfferInput,
    @Load() load: LoadFunction,
  ): Promise<AdoptOfferPayload> {
    const { offerId, askId } = await this.answers.adopt(actor, input);
    return { offer: await load(offerById, offerId), ask: await load(askById, askId), userErrors: [] };
  }

  @Access(canDeclineOffer)
  @Mutation(() => DeclineOfferPayload, {
    description: 'Declines an offer, with thanks. It can be taken back within 14 days: see reopenOffer.',
  })
  async declineOffer(
    @CurrentActor() actor: Actor,
    @Args('input') input: DeclineOfferInput,
    @Load() load: LoadFunction,
  ): Promise<DeclineOfferPayload> {
    const { offerId } = await this.answers.decline(actor, input);
    return { offer: await load(offerById, offerId), userErrors: [] };
  }

  @Access(canReopenOffer)
  @Mutation(() => ReopenOfferPayload, {
    description: 'Takes back, within 14 days, that an offer was declined: it waits for an answer again.',
  })
  async reopenOffer(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReopenOfferInput,
    @Load() load: LoadFunction,
  ): Promise<ReopenOfferPayload> {
    const { offerId } = await this.answers.reopen(actor, input);
    return { offer: await load(offerById, offerId), userErrors: [] };
  }

  @ResolveField(() => Boolean, { description: 'Whether you may adopt or decline it now.' })
  @Access(visible)
  viewerCanAnswer(@Parent() offer: OfferType, @CurrentActor() actor: Actor): boolean {
    return offer.state === OfferState.OFFERED && canAdoptOffer.allows(actor, offer);
  }
}
