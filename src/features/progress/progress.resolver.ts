import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import { AskType } from '../asks/index.js';
import { CampaignType } from '../campaigns/index.js';
import { PriorityType } from '../priorities/index.js';
import { ProgressType } from './progress.graphql.js';
import { progressOf } from './progress.queries.js';

@Resolver(() => AskType)
export class AskProgressResolver {
  @ResolveField(() => ProgressType, { description: 'How far it has come.' })
  @Access(visible)
  progress(@Parent() ask: AskType, @CurrentContext() context: RequestContext): Promise<ProgressType> {
    return progressOf('ask', ask, context);
  }
}

@Resolver(() => PriorityType)
export class PriorityProgressResolver {
  @ResolveField(() => ProgressType, { description: 'How far the asks that you may see under it have come, in all.' })
  @Access(visible)
  progress(@Parent() priority: PriorityType, @CurrentContext() context: RequestContext): Promise<ProgressType> {
    return progressOf('priority', priority, context);
  }
}

@Resolver(() => CampaignType)
export class CampaignProgressResolver {
  @ResolveField(() => ProgressType, { description: 'How far the asks that you may see in it have come, in all.' })
  @Access(visible)
  progress(@Parent() campaign: CampaignType, @CurrentContext() context: RequestContext): Promise<ProgressType> {
    return progressOf('campaign', campaign, context);
  }
}
