import { Args, ArgsType, Field, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { IsEnum } from 'class-validator';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentContext, Load, type RequestContext } from '../../platform/graphql/context.js';
import type { ListSpec } from '../../platform/graphql/list.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { Optional } from '../../platform/validation/index.js';
import { CampaignType } from '../campaigns/index.js';
import { ViewerType } from '../people/index.js';
import { AssistedEntryType, EntryState } from './entry.graphql.js';
import { entryColumns } from './entry.loaders.js';
import { canSeeEntries } from './entry.policy.js';

const AssistedEntryConnection = Connection(AssistedEntryType);

@ArgsType()
export class EntryListArgs extends PageArgs {
  @Field(() => EntryState, { nullable: true, description: 'Only entries in this state.' })
  @Optional()
  @IsEnum(EntryState)
  state?: EntryState | null;
}

/** Latest first. */
function entryList(scope: string, { state }: EntryListArgs): ListSpec {
  return {
    scope,
    select: entryColumns,
    from: 'assisted_entry e',
    where: state == null ? [] : ['e.state = $1'],
    params: state == null ? [] : [state],
    order: [
      { sql: 'e.entered_at', type: 'timestamptz', direction: 'DESC' },
      { sql: 'e.id', type: 'uuid', direction: 'DESC' },
    ],
  };
}

@Resolver(() => CampaignType)
export class CampaignEntriesResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => AssistedEntryConnection, {
    nullable: true,
    description: 'What was taken down by phone or from paper in this campaign, latest first.',
  })
  @Access(canSeeEntries)
  entries(
    @Parent() campaign: CampaignType,
    @Args() args: EntryListArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<AssistedEntryType>> {
    const parent = { 'e.community_id': campaign.communityId, 'e.campaign_id': campaign.id };
    return this.pager.children(load, { ...entryList('Campaign.entries', args), parent }, args);
  }
}

@Resolver(() => ViewerType)
export class ViewerEntriesResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => AssistedEntryConnection, {
    description: 'What was taken down as your word and waits for you to confirm it, or to take it back.',
  })
  @Access(visible)
  entriesToConfirm(
    @Args() args: PageArgs,
    @CurrentContext() { reader }: RequestContext,
  ): Promise<Page<AssistedEntryType>> {
    const list = entryList('Viewer.entriesToConfirm', args);
    const own = [
      `e.state = 'WAITING'`,
      'e.expires_at > now()',
      'e.membership_id = ANY ((SELECT app.my_memberships())::uuid[])',
    ];
    return this.pager.page(reader, { ...list, where: own }, args);
  }
}
