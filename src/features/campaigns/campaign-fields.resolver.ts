import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { communityById, CommunityType } from '../communities/index.js';
import { BriefType, CampaignType } from './campaign.graphql.js';
import { currentBriefOf, demandColumns, demandOutcomesOf, openStopOf } from './campaign.loaders.js';
import {
  allowedFor,
  canConcludeCampaign,
  canLaunchCampaign,
  canMakeDemand,
  canPublishBrief,
  canReadBrief,
  canReadStopReason,
  canResumeCampaign,
  canReviseCampaign,
  canStopCampaign,
  ledBy,
} from './campaign.policy.js';
import { isOver, movesTo, resumedBy } from './campaign.rules.js';
import { DemandOutcomesType, DemandType } from './demand.graphql.js';

const DemandConnection = Connection(DemandType);

const noDemands: DemandOutcomesType = {
  total: 0,
  unanswered: 0,
  answered: 0,
  won: 0,
  partlyWon: 0,
  refused: 0,
  dropped: 0,
};

@Resolver(() => CampaignType)
export class CampaignFieldsResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => CommunityType, {
    nullable: true,
    description: 'The community that hosts it: it owns the campaign, and leads it.',
  })
  @Access(visible)
  community(@Parent() campaign: CampaignType, @Load() load: LoadFunction): Promise<CommunityType | null> {
    return load(communityById, campaign.communityId);
  }

  @ResolveField(() => BriefType, {
    nullable: true,
    description:
      'The current brief, for members of the community and those affected in one that leads with it; null before the first.',
  })
  @Access(canReadBrief)
  brief(@Parent() campaign: CampaignType, @Load() load: LoadFunction): Promise<BriefType | null> {
    return load(currentBriefOf, campaign.id);
  }

  @ResolveField(() => String, {
    nullable: true,
    description:
      'Why it is stopped, for members of the community and those affected in one that leads with it; null unless it is.',
  })
  @Access(canReadStopReason)
  async stopReason(@Parent() campaign: CampaignType, @Load() load: LoadFunction): Promise<string | null> {
    if (campaign.state !== 'STOPPED') return null;
    return (await load(openStopOf, campaign.id))?.reason ?? null;
  }

  @ResolveField(() => DemandConnection, { description: 'What it wants, and from whom: oldest first.' })
  @Access(visible)
  demands(
    @Parent() campaign: CampaignType,
    @Args() page: PageArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<DemandType>> {
    return this.pager.children(
      load,
      {
        scope: 'Campaign.demands',
        select: demandColumns,
        from: 'demand d',
        where: [],
        params: [],
        parent: { 'd.community_id': campaign.communityId, 'd.campaign_id': campaign.id },
        order: [
          { sql: 'd.created_at', type: 'timestamptz' },
          { sql: 'd.id', type: 'uuid' },
        ],
      },
      page,
    );
  }

  @ResolveField(() => DemandOutcomesType, { description: 'What has come of its demands, in numbers.' })
  @Access(visible)
  async demandOutcomes(@Parent() campaign: CampaignType, @Load() load: LoadFunction): Promise<DemandOutcomesType> {
    return (await load(demandOutcomesOf, campaign.id)) ?? noDemands;
  }

  @ResolveField(() => Boolean, { description: 'Whether you may revise it now.' })
  @Access(visible)
  viewerCanRevise(@Parent() campaign: CampaignType, @CurrentActor() actor: Actor): boolean {
    return !isOver(campaign.state) && canReviseCampaign.allows(actor, campaign);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may publish a brief now.' })
  @Access(visible)
  viewerCanPublishBrief(@Parent() campaign: CampaignType, @CurrentActor() actor: Actor): boolean {
    return !isOver(campaign.state) && canPublishBrief.allows(actor, campaign);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may launch it now. A brief must be published first.' })
  @Access(visible)
  viewerCanLaunch(@Parent() campaign: CampaignType, @CurrentActor() actor: Actor): boolean {
    const ready = campaign.state === 'DRAFT' && campaign.briefVersion > 0;
    return ready && canLaunchCampaign.allows(actor, campaign);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may stop it now.' })
  @Access(visible)
  viewerCanStop(@Parent() campaign: CampaignType, @CurrentActor() actor: Actor): boolean {
    return movesTo(campaign.state, 'STOPPED') && allowedFor(actor, canStopCampaign, campaign).length > 0;
  }

  @ResolveField(() => Boolean, { description: 'Whether you may resume it now.' })
  @Access(visible)
  async viewerCanResume(
    @Parent() campaign: CampaignType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    if (campaign.state !== 'STOPPED' || allowedFor(actor, canResumeCampaign, campaign).length === 0) return false;
    const stop = await load(openStopOf, campaign.id);
    return canResumeCampaign.allows(actor, ledBy(campaign, resumedBy(campaign, stop?.leadId ?? null)));
  }

  @ResolveField(() => Boolean, { description: 'Whether you may conclude it now.' })
  @Access(visible)
  viewerCanConclude(@Parent() campaign: CampaignType, @CurrentActor() actor: Actor): boolean {
    return movesTo(campaign.state, 'CONCLUDED') && canConcludeCampaign.allows(actor, campaign);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may add a demand now.' })
  @Access(visible)
  viewerCanMakeDemand(@Parent() campaign: CampaignType, @CurrentActor() actor: Actor): boolean {
    return !isOver(campaign.state) && canMakeDemand.allows(actor, campaign);
  }
}
