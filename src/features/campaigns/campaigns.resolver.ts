import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import type { Actor } from '../../platform/access/actor.js';
import { everyone } from '../../platform/access/rule.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, CurrentContext, Load, type RequestContext } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { CampaignCourseService } from './campaign-course.service.js';
import {
  CampaignType,
  ConcludeCampaignPayload,
  CreateCampaignPayload,
  LaunchCampaignPayload,
  PublishBriefPayload,
  ResumeCampaignPayload,
  ReviseCampaignPayload,
  StopCampaignPayload,
} from './campaign.graphql.js';
import {
  ConcludeCampaignInput,
  CreateCampaignInput,
  LaunchCampaignInput,
  PublishBriefInput,
  ResumeCampaignInput,
  ReviseCampaignInput,
  StopCampaignInput,
} from './campaign.inputs.js';
import { CampaignListArgs, campaignList } from './campaign.lists.js';
import { campaignByHandle, campaignById } from './campaign.loaders.js';
import {
  canConcludeCampaign,
  canCreateCampaign,
  canLaunchCampaign,
  canPublishBrief,
  canResumeCampaign,
  canReviseCampaign,
  canStopCampaign,
} from './campaign.policy.js';
import { CampaignsService } from './campaigns.service.js';

const CampaignConnection = Connection(CampaignType);

@Resolver(() => CampaignType)
export class CampaignsResolver {
  constructor(
    private readonly campaignService: CampaignsService,
    private readonly course: CampaignCourseService,
    private readonly pager: Pager,
  ) {}

  @Access(everyone)
  @Query(() => CampaignType, {
    nullable: true,
    description: 'A campaign by its handle; null if there is none that you may see.',
  })
  campaign(
    @Args('handle', { description: 'The name in its address.' }) handle: string,
    @Load() load: LoadFunction,
  ): Promise<CampaignType | null> {
    return load(campaignByHandle, handle);
  }

  @Access(everyone)
  @Query(() => CampaignConnection, { description: 'Campaigns that are public, and those of your own communities.' })
  campaigns(@Args() args: CampaignListArgs, @CurrentContext() { reader }: RequestContext): Promise<Page<CampaignType>> {
    return this.pager.page(reader, campaignList('Query.campaigns', args), args);
  }

  @Access(canCreateCampaign)
  @Scope(AppScope.CAMPAIGN_WRITE)
  @Mutation(() => CreateCampaignPayload, {
    description: 'Drafts a campaign of your community. Only the people affected see it until it is launched.',
  })
  async createCampaign(
    @CurrentActor() actor: Actor,
    @Args('input') input: CreateCampaignInput,
    @Load() load: LoadFunction,
  ): Promise<CreateCampaignPayload> {
    const { campaignId } = await this.campaignService.create(actor, input);
    return { campaign: await load(campaignById, campaignId), userErrors: [] };
  }

  @Access(canReviseCampaign)
  @Scope(AppScope.CAMPAIGN_WRITE)
  @Mutation(() => ReviseCampaignPayload, {
    description: 'Changes what a campaign says about itself. Stewards may; whoever drafted it may while it is a draft.',
  })
  async reviseCampaign(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReviseCampaignInput,
    @Load() load: LoadFunction,
  ): Promise<ReviseCampaignPayload> {
    const { campaignId } = await this.campaignService.revise(actor, input);
    return { campaign: await load(campaignById, campaignId), userErrors: [] };
  }

  @Access(canPublishBrief)
  @Scope(AppScope.CAMPAIGN_WRITE)
  @Mutation(() => PublishBriefPayload, {
    description: 'Publishes the brief, or a new version of it. From then on a pledge acknowledges this version.',
  })
  async publishBrief(
    @CurrentActor() actor: Actor,
    @Args('input') input: PublishBriefInput,
    @Load() load: LoadFunction,
  ): Promise<PublishBriefPayload> {
    const { campaignId } = await this.campaignService.publishBrief(actor, input);
    return { campaign: await load(campaignById, campaignId), userErrors: [] };
  }

  @Access(canLaunchCampaign)
  @Mutation(() => LaunchCampaignPayload, {
    description: 'Launches a campaign that has a brief. If it is public, everyone sees it from then on.',
  })
  async launchCampaign(
    @CurrentActor() actor: Actor,
    @Args('input') input: LaunchCampaignInput,
    @Load() load: LoadFunction,
  ): Promise<LaunchCampaignPayload> {
    const { campaignId } = await this.campaignService.launch(actor, input);
    return { campaign: await load(campaignById, campaignId), userErrors: [] };
  }

  @Access(canStopCampaign)
  @Mutation(() => StopCampaignPayload, {
    description:
      'Stops a campaign at once: no new pledges, and no clock runs. Pledges keep their state, and work done before may be reported and attested.',
  })
  async stopCampaign(
    @CurrentActor() actor: Actor,
    @Args('input') input: StopCampaignInput,
    @Load() load: LoadFunction,
  ): Promise<StopCampaignPayload> {
    const { campaignId } = await this.course.stop(actor, input);
    return { campaign: await load(campaignById, campaignId), userErrors: [] };
  }

  @Access(canResumeCampaign)
  @Mutation(() => ResumeCampaignPayload, {
    description:
      'Lets a stopped campaign go on. Mandates, asks and what is due end later by as long as the stop lasted.',
  })
  async resumeCampaign(
    @CurrentActor() actor: Actor,
    @Args('input') input: ResumeCampaignInput,
    @Load() load: LoadFunction,
  ): Promise<ResumeCampaignPayload> {
    const { campaignId } = await this.course.resume(actor, input);
    return { campaign: await load(campaignById, campaignId), userErrors: [] };
  }

  @Access(canConcludeCampaign)
  @Mutation(() => ConcludeCampaignPayload, {
    description:
      'Ends a campaign for good: its asks close, and pledges without a report are cancelled without fault. What is reported can still be attested.',
  })
  async concludeCampaign(
    @CurrentActor() actor: Actor,
    @Args('input') input: ConcludeCampaignInput,
    @Load() load: LoadFunction,
  ): Promise<ConcludeCampaignPayload> {
    const { campaignId } = await this.course.conclude(actor, input);
    return { campaign: await load(campaignById, campaignId), userErrors: [] };
  }
}
