import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { spoken } from '../../platform/graphql/spoken.js';
import type { Words } from '../../platform/words/words.js';
import { askById, AskType } from '../asks/index.js';
import { campaignById, CampaignType } from '../campaigns/index.js';
import { communityById, CommunityType, membershipById, MembershipType } from '../communities/index.js';
import { organizationById, OrganizationType } from '../organizations/index.js';
import { OfferState, OfferType } from './offer.graphql.js';
import { OfferHelpInput, ReviseOfferInput, WithdrawOfferInput } from './offer.inputs.js';
import { offerById } from './offer.loaders.js';
import { OfferHelpPayload, ReviseOfferPayload, WithdrawOfferPayload } from './offer.payloads.js';
import { canOfferHelp, canReviseOffer, canWithdrawOffer } from './offer.policy.js';
import { thanksFor } from './offer.rules.js';
import { OffersService } from './offers.service.js';

@Resolver(() => OfferType)
export class OffersResolver {
  constructor(private readonly offers: OffersService) {}

  @Access(canOfferHelp)
  @Mutation(() => OfferHelpPayload, {
    description:
      'Suggests something that you, or an organization of yours, could do. The community alone sees it, and makes an ask of it or declines it with thanks. At most ten wait at a time.',
  })
  async offerHelp(
    @CurrentActor() actor: Actor,
    @Args('input') input: OfferHelpInput,
    @Load() load: LoadFunction,
  ): Promise<OfferHelpPayload> {
    const { offerId } = await this.offers.offer(actor, input);
    return { offer: await load(offerById, offerId), userErrors: [] };
  }

  @Access(canReviseOffer)
  @Mutation(() => ReviseOfferPayload, { description: 'Changes an offer of yours while it waits.' })
  async reviseOffer(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReviseOfferInput,
    @Load() load: LoadFunction,
  ): Promise<ReviseOfferPayload> {
    const { offerId } = await this.offers.revise(actor, input);
    return { offer: await load(offerById, offerId), userErrors: [] };
  }

  @Access(canWithdrawOffer)
  @Mutation(() => WithdrawOfferPayload, { description: 'Takes an offer of yours back while it waits.' })
  async withdrawOffer(
    @CurrentActor() actor: Actor,
    @Args('input') input: WithdrawOfferInput,
    @Load() load: LoadFunction,
  ): Promise<WithdrawOfferPayload> {
    const { offerId } = await this.offers.withdraw(actor, input);
    return { offer: await load(offerById, offerId), userErrors: [] };
  }

  @ResolveField(() => String, {
    name: 'when',
    description: 'When it could be done, in the ally’s words. May be empty.',
  })
  @Access(visible)
  whenInWords(@Parent() offer: OfferType): string {
    return offer.when;
  }

  @ResolveField(() => String, { name: 'where', description: 'Where, in the ally’s words. May be empty.' })
  @Access(visible)
  whereInWords(@Parent() offer: OfferType): string {
    return offer.where;
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'With what words the community declined it; null unless it did.',
    middleware: [spoken],
  })
  @Access(visible)
  thanks(@Parent() { state, declinedWith }: OfferType): Words | null {
    return thanksFor({ state, thanks: declinedWith });
  }

  @ResolveField(() => CommunityType, { nullable: true, description: 'The community that it goes to.' })
  @Access(visible)
  community(@Parent() offer: OfferType, @Load() load: LoadFunction): Promise<CommunityType | null> {
    return load(communityById, offer.communityId);
  }

  @ResolveField(() => CampaignType, {
    nullable: true,
    description: 'The campaign that it is meant for; null where it is for none in particular.',
  })
  @Access(visible)
  async campaign(@Parent() offer: OfferType, @Load() load: LoadFunction): Promise<CampaignType | null> {
    return offer.campaignId === null ? null : load(campaignById, offer.campaignId);
  }

  @ResolveField(() => MembershipType, { nullable: true, description: 'Who offered it.' })
  @Access(visible)
  offeredBy(@Parent() offer: OfferType, @Load() load: LoadFunction): Promise<MembershipType | null> {
    return load(membershipById, offer.offeredById);
  }

  @ResolveField(() => OrganizationType, {
    nullable: true,
    description: 'The organization whose offer it is; null for that of a person.',
  })
  @Access(visible)
  async organization(@Parent() offer: OfferType, @Load() load: LoadFunction): Promise<OrganizationType | null> {
    const organizationId = (await load(membershipById, offer.offeredById))?.organizationId;
    return organizationId == null ? null : load(organizationById, organizationId);
  }

  @ResolveField(() => AskType, {
    nullable: true,
    description: 'The ask that was made of it; null before, and for allies until it is open.',
  })
  @Access(visible)
  async ask(@Parent() offer: OfferType, @Load() load: LoadFunction): Promise<AskType | null> {
    return offer.askId === null ? null : load(askById, offer.askId);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may take it back now.' })
  @Access(visible)
  viewerCanWithdraw(@Parent() offer: OfferType, @CurrentActor() actor: Actor): boolean {
    return offer.state === OfferState.OFFERED && canWithdrawOffer.allows(actor, offer);
  }
}
