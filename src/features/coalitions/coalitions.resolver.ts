import { Inject } from '@nestjs/common';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Config } from '../../config.js';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { campaignById, CampaignType } from '../campaigns/index.js';
import { CommunityType } from '../communities/index.js';
import { InviteToCoalitionPayload, JoinCoalitionPayload, LeaveCoalitionPayload } from './coalition.graphql.js';
import { InviteToCoalitionInput, JoinCoalitionInput, LeaveCoalitionInput } from './coalition.inputs.js';
import { leadsOf } from './coalition.loaders.js';
import { canInviteToCoalition, canJoinCoalition, canLeaveCoalition } from './coalition.policy.js';
import { CoalitionsService } from './coalitions.service.js';

@Resolver(() => CampaignType)
export class CoalitionsResolver {
  constructor(
    private readonly coalitions: CoalitionsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @ResolveField(() => [CommunityType], {
    description: 'The communities that lead it: its host first, then those that joined, longest first. At most 21.',
  })
  @Access(visible)
  leads(@Parent() campaign: CampaignType, @Load() load: LoadFunction): Promise<CommunityType[]> {
    return load(leadsOf, campaign.id);
  }

  @Access(canInviteToCoalition)
  @Mutation(() => InviteToCoalitionPayload, {
    description:
      'Makes a link by which one other community comes to lead a campaign of yours, once, within seven days. Your community stays its host; each keeps its own people.',
  })
  async inviteToCoalition(
    @CurrentActor() actor: Actor,
    @Args('input') input: InviteToCoalitionInput,
  ): Promise<InviteToCoalitionPayload> {
    const { code, expiresAt } = await this.coalitions.invite(actor, input);
    return { link: `${this.config.publicUrl}/#${code}`, code, expiresAt, userErrors: [] };
  }

  @Access(canJoinCoalition)
  @Mutation(() => JoinCoalitionPayload, {
    description:
      'Joins in leading a campaign of another community, for a community of which you are a steward. Its name is shown wherever the campaign is; who its people are is not.',
  })
  async joinCoalition(
    @CurrentActor() actor: Actor,
    @Args('input') input: JoinCoalitionInput,
    @Load() load: LoadFunction,
  ): Promise<JoinCoalitionPayload> {
    const { campaignId } = await this.coalitions.join(actor, input);
    return { campaign: await load(campaignById, campaignId), userErrors: [] };
  }

  @Access(canLeaveCoalition)
  @Mutation(() => LeaveCoalitionPayload, {
    description:
      'Ends the part of your community in leading a campaign. Its open asks pause; pledges are kept, and what was reported it still attests.',
  })
  async leaveCoalition(
    @CurrentActor() actor: Actor,
    @Args('input') input: LeaveCoalitionInput,
    @Load() load: LoadFunction,
  ): Promise<LeaveCoalitionPayload> {
    const { campaignId } = await this.coalitions.leave(actor, input);
    return { campaign: await load(campaignById, campaignId), userErrors: [] };
  }
}
