import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentContext, Load, type RequestContext } from '../../platform/graphql/context.js';
import { Costs } from '../../platform/graphql/cost.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { NodeType } from '../../platform/graphql/node.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { spoken } from '../../platform/graphql/spoken.js';
import type { Words } from '../../platform/words/words.js';
import { campaignById, CampaignType } from '../campaigns/index.js';
import { communityById, CommunityType } from '../communities/index.js';
import { ViewerType } from '../people/index.js';
import { armCalled } from './all-arms.js';
import { WorklistCountType, WorklistItemType } from './worklist.graphql.js';
import { worklist, WorklistArgs } from './worklist.lists.js';
import { countsOfViewer, subjects } from './worklist.loaders.js';

const WorklistItemConnection = Connection(WorklistItemType);

/** As much as reading this many single objects: it looks through everything in which the viewer may act. */
const COST = 50;

@Resolver(() => ViewerType)
export class ViewerWorklistResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => WorklistItemConnection, {
    description:
      'What waits for you in all your communities, most urgent first. Each item is something that you could settle now: reports of your own work are not in it, nor what is for other duties than yours.',
  })
  @Access(visible)
  @Scope(AppScope.READ)
  @Costs(COST)
  worklist(@Args() args: WorklistArgs, @CurrentContext() { reader }: RequestContext): Promise<Page<WorklistItemType>> {
    return this.pager.page(reader, worklist(args), args);
  }

  @ResolveField(() => [WorklistCountType], {
    description:
      'How much of each kind waits for you, the most urgent kind first. Kinds of which nothing waits are left out.',
  })
  @Access(visible)
  @Scope(AppScope.READ)
  @Costs(COST)
  worklistCount(@Load() load: LoadFunction): Promise<WorklistCountType[]> {
    return load(countsOfViewer, 'viewer');
  }
}

@Resolver(() => WorklistItemType)
export class WorklistItemResolver {
  @ResolveField(() => String, {
    description: 'What it is, in a sentence to show as it is, in your language.',
    middleware: [spoken],
  })
  @Access(visible)
  text(@Parent() item: WorklistItemType): Words {
    return armCalled(item.kind).says(item);
  }

  @ResolveField(() => CommunityType, { nullable: true, description: 'For which community of yours you would do it.' })
  @Access(visible)
  community(@Parent() item: WorklistItemType, @Load() load: LoadFunction): Promise<CommunityType | null> {
    return load(communityById, item.communityId);
  }

  @ResolveField(() => CampaignType, { nullable: true, description: 'The campaign; null where it belongs to none.' })
  @Access(visible)
  async campaign(@Parent() item: WorklistItemType, @Load() load: LoadFunction): Promise<CampaignType | null> {
    return item.campaignId === null ? null : load(campaignById, item.campaignId);
  }

  @ResolveField(() => NodeType, {
    nullable: true,
    description:
      'What it is about, by its id. Null for what `node` does not find: requests to be admitted, duties and removals, which the community lists.',
  })
  @Access(visible)
  async subject(@Parent() { kind, subjectId }: WorklistItemType, @Load() load: LoadFunction): Promise<NodeType | null> {
    const type = armCalled(kind).subject;
    const loader = type === null ? undefined : subjects[type];
    const row = loader && (await load(loader, subjectId));
    return row ? ({ ...row, __typename: type } as unknown as NodeType) : null;
  }
}
