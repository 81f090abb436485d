import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import { Costs } from '../../platform/graphql/cost.js';
import { AskType } from '../asks/index.js';
import { CampaignType } from '../campaigns/index.js';
import { PriorityType } from '../priorities/index.js';
import { alignmentWith } from './alignment.queries.js';
import { ProgressType, ShareType } from './progress.graphql.js';
import { AlignmentArgs } from './progress.inputs.js';
import { progressOf } from './progress.queries.js';

@Resolver(() => AskType)
export class AskProgressResolver {
  @ResolveField(() => ProgressType, { description: 'How far it has come.' })
  @Access(visible)
  progress(
    @Parent() { id, communityId, campaignId }: AskType,
    @CurrentContext() context: RequestContext,
  ): Promise<ProgressType> {
    return progressOf({ kind: 'ask', id, communityId, campaignId }, context);
  }
}

@Resolver(() => PriorityType)
export class PriorityProgressResolver {
  @ResolveField(() => ProgressType, { description: 'How far the asks that you may see under it have come, in all.' })
  @Access(visible)
  progress(
    @Parent() { id, communityId, campaignId }: PriorityType,
    @CurrentContext() context: RequestContext,
  ): Promise<ProgressType> {
    return progressOf({ kind: 'priority', id, communityId, campaignId }, context);
  }
}

@Resolver(() => CampaignType)
export class CampaignProgressResolver {
  @ResolveField(() => ProgressType, { description: 'How far the asks that you may see in it have come, in all.' })
  @Access(visible)
  progress(@Parent() campaign: CampaignType, @CurrentContext() context: RequestContext): Promise<ProgressType> {
    return progressOf(subjectOf(campaign), context);
  }

  @ResolveField(() => ShareType, {
    description:
      'The share of attested effort that went to the priorities which the community ranked highest, by the figures shown. In the units of the asks, added as they are.',
  })
  @Access(visible)
  @Costs(5)
  alignment(
    @Parent() campaign: CampaignType,
    @Args() { top }: AlignmentArgs,
    @CurrentContext() context: RequestContext,
  ): Promise<ShareType> {
    return alignmentWith(subjectOf(campaign), top, context);
  }
}

const subjectOf = ({ id, communityId }: CampaignType) =>
  ({ kind: 'campaign', id, communityId, campaignId: id }) as const;
