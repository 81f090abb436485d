import { Args, Context, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Ask, Campaign, Pledge } from './entities.js';
import { PledgesService } from './pledges.service.js';
import { progressOfAsk, progressOfCampaign } from './progress.js';
import type { Session } from './session.js';
import {
  AskConnection,
  AskOrder,
  AskType,
  CampaignType,
  MakePledgeInput,
  MakePledgePayload,
  PledgeConnection,
  PledgeType,
  Progress,
} from './types.js';

interface Request {
  session: Session;
}

@Resolver(() => CampaignType)
export class CampaignResolver {
  @Query(() => CampaignType, { nullable: true })
  async campaign(@Args('handle') handle: string, @Context() { session }: Request): Promise<Campaign | null> {
    return (await session.manager()).findOne(Campaign, { where: { handle } });
  }

  @ResolveField(() => Progress)
  progress(@Parent() { id, communityId }: Campaign, @Context() { session }: Request): Promise<Progress> {
    return progressOfCampaign(session, communityId, id);
  }

  @ResolveField(() => AskConnection)
  async asks(
    @Parent() campaign: Campaign,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Args('orderBy', { type: () => AskOrder, nullable: true }) _orderBy: AskOrder | null,
    @Context() { session }: Request,
  ): Promise<{ nodes: Ask[] }> {
    const nodes = await (await session.manager()).find(Ask, {
      where: { communityId: campaign.communityId, campaignId: campaign.id },
      relations: { priority: true, mandate: true, campaign: true },
      order: { openedAt: { direction: 'DESC', nulls: 'LAST' }, id: 'DESC' },
      take: first,
    });
    return { nodes };
  }
}

@Resolver(() => AskType)
export class AskResolver {
  @ResolveField(() => String)
  state(@Parent() { state, mandate, campaign }: Ask): string {
    const runs = mandate?.state === 'LIVE' && (mandate.until > new Date() || campaign?.state === 'STOPPED');
    return state === 'OPEN' && !runs ? 'PAUSED' : state;
  }

  @ResolveField(() => String, { nullable: true })
  place(@Parent() { riskTier, place, communityId }: Ask, @Context() { session }: Request): string | null {
    return riskTier <= 1 || session.isInside(communityId) ? place : null;
  }

  @ResolveField(() => Progress)
  progress(@Parent() { id, communityId }: Ask, @Context() { session }: Request): Promise<Progress> {
    return progressOfAsk(session, communityId, id);
  }

  @ResolveField(() => PledgeConnection)
  async pledges(
    @Parent() { id, communityId }: Ask,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
    @Context() { session }: Request,
  ): Promise<{ nodes: Pledge[] }> {
    const nodes = await (await session.manager()).find(Pledge, {
      where: { communityId, askId: id },
      relations: { pledger: true },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: first,
    });
    return { nodes };
  }
}

@Resolver(() => PledgeType)
export class PledgeResolver {
  constructor(private readonly pledges: PledgesService) {}

  @Mutation(() => MakePledgePayload)
  makePledge(@Args('input') input: MakePledgeInput, @Context() { session }: Request): Promise<MakePledgePayload> {
    return this.pledges.make(session, input);
  }

  @ResolveField(() => AskType, { nullable: true })
  async ask(@Parent() { askId }: Pledge, @Context() { session }: Request): Promise<Ask | null> {
    return (await session.manager()).findOne(Ask, {
      where: { id: askId },
      relations: { priority: true, mandate: true, campaign: true },
    });
  }
}
