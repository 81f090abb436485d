import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentContext, Load, type RequestContext } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { AskType } from '../asks/index.js';
import { CampaignType } from '../campaigns/index.js';
import { CommunityType } from '../communities/index.js';
import { ViewerType } from '../people/index.js';
import { OfferType } from './offer.graphql.js';
import { offerList, OfferListArgs } from './offer.lists.js';
import { offerOfAsk } from './offer.loaders.js';

const OfferConnection = Connection(OfferType);

@Resolver(() => ViewerType)
export class ViewerOffersResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => OfferConnection, {
    description: 'Your own offers and those of organizations that you represent, in every community, latest first.',
  })
  @Access(visible)
  @Scope(AppScope.READ)
  offers(@Args() args: OfferListArgs, @CurrentContext() { reader }: RequestContext): Promise<Page<OfferType>> {
    const list = offerList('Viewer.offers', args);
    const own = [...list.where, 'o.offered_by = ANY ((SELECT app.my_memberships())::uuid[])'];
    return this.pager.page(reader, { ...list, where: own }, args);
  }
}

@Resolver(() => CommunityType)
export class CommunityOffersResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => OfferConnection, {
    description:
      'Offers of allies to it, for its campaigns or for none in particular, latest first. Allies see their own.',
  })
  @Access(visible)
  offers(
    @Parent() community: CommunityType,
    @Args() args: OfferListArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<OfferType>> {
    const parent = { 'o.community_id': community.id };
    return this.pager.children(load, { ...offerList('Community.offers', args), parent }, args);
  }
}

@Resolver(() => CampaignType)
export class CampaignOffersResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => OfferConnection, {
    description: 'Offers of allies that are meant for it, latest first. Seen by its host; allies see their own.',
  })
  @Access(visible)
  offers(
    @Parent() campaign: CampaignType,
    @Args() args: OfferListArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<OfferType>> {
    const parent = { 'o.community_id': campaign.communityId, 'o.campaign_id': campaign.id };
    return this.pager.children(load, { ...offerList('Campaign.offers', args), parent }, args);
  }
}

@Resolver(() => AskType)
export class AskOfferResolver {
  @ResolveField(() => OfferType, {
    nullable: true,
    description: 'The offer that it was made of, for the community and for whoever offered; else null.',
  })
  @Access(visible)
  offer(@Parent() ask: AskType, @Load() load: LoadFunction): Promise<OfferType | null> {
    return load(offerOfAsk, ask.id);
  }
}
