import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { everyone } from '../../platform/access/rule.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentContext, Load, type RequestContext } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { campaignById, CampaignType } from '../campaigns/index.js';
import { communityById, CommunityType } from '../communities/index.js';
import { mandateById, MandateStepType, MandateType } from '../mandates/index.js';
import { priorityById, PriorityType } from '../priorities/index.js';
import { AskType } from './ask.graphql.js';
import { askList, asksOfCampaign, asksOfPriority } from './ask.lists.js';
import { AskListArgs } from './ask-filter.inputs.js';
import { askById } from './ask.loaders.js';
import { mandatePathOfAsk } from './ask-path.js';

const AskConnection = Connection(AskType);

/** From an ask to what stands above it. */
@Resolver(() => AskType)
export class AskParentsResolver {
  constructor(private readonly pager: Pager) {}

  @Access(everyone)
  @Query(() => AskConnection, { description: 'Asks of all the campaigns that you may see.' })
  asks(@Args() args: AskListArgs, @CurrentContext() { reader }: RequestContext): Promise<Page<AskType>> {
    return this.pager.page(reader, askList('asks', args), args);
  }

  @ResolveField(() => CampaignType, {
    nullable: true,
    description: 'The campaign. Null if all you hold is a link to an unlisted one.',
  })
  @Access(visible)
  campaign(@Parent() ask: AskType, @Load() load: LoadFunction): Promise<CampaignType | null> {
    return load(campaignById, ask.campaignId);
  }

  @ResolveField(() => CommunityType, {
    nullable: true,
    description:
      'The community that mandates it and says what was done: the host of the campaign, or one that leads with it. Pledges are made in the standing that one has with the host, under the host’s agreement. Null where you may not see it.',
  })
  @Access(visible)
  lead(@Parent() ask: AskType, @Load() load: LoadFunction): Promise<CommunityType | null> {
    return load(communityById, ask.leadId ?? ask.communityId);
  }

  @ResolveField(() => PriorityType, {
    nullable: true,
    description: 'The priority of the community that it serves. Null where you may not see it.',
  })
  @Access(visible)
  priority(@Parent() ask: AskType, @Load() load: LoadFunction): Promise<PriorityType | null> {
    return load(priorityById, ask.priorityId);
  }

  @ResolveField(() => AskType, {
    nullable: true,
    description: 'The ask of which `duplicateAsk` made it; null where there is none, or none that you may see.',
  })
  @Access(visible)
  async copiedFrom(@Parent() ask: AskType, @Load() load: LoadFunction): Promise<AskType | null> {
    return ask.copiedFromId === null ? null : load(askById, ask.copiedFromId);
  }

  @ResolveField(() => MandateType, {
    nullable: true,
    description: 'The mandate under which it was last opened; null for a draft.',
  })
  @Access(visible)
  async mandate(@Parent() ask: AskType, @Load() load: LoadFunction): Promise<MandateType | null> {
    return ask.mandateId === null ? null : load(mandateById, ask.mandateId);
  }

  @ResolveField(() => [MandateStepType], {
    description:
      'What authorises it, step by step, from the ask to the people affected: its mandate, the round whose ballots gave that, and the priority. Only steps that you may see.',
  })
  @Access(visible)
  mandatePath(@Parent() ask: AskType, @Load() load: LoadFunction): Promise<MandateStepType[]> {
    return load(mandatePathOfAsk, ask.id);
  }
}

@Resolver(() => CampaignType)
export class CampaignAsksResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => AskConnection, { description: 'Its asks. Drafts are seen by those who do the community’s work.' })
  @Access(visible)
  asks(
    @Parent() campaign: CampaignType,
    @Args() args: AskListArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<AskType>> {
    return this.pager.children(load, asksOfCampaign(campaign, args), args);
  }
}

@Resolver(() => PriorityType)
export class PriorityAsksResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => AskConnection, {
    description: 'The asks that serve it. Drafts are seen by those who do the community’s work.',
  })
  @Access(visible)
  asks(
    @Parent() priority: PriorityType,
    @Args() args: AskListArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<AskType>> {
    return this.pager.children(load, asksOfPriority(priority, args), args);
  }
}
