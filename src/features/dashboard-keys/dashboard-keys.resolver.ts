import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { campaignById, CampaignType } from '../campaigns/index.js';
import { CommunityType } from '../communities/index.js';
import { CreateDashboardKeyPayload, DashboardKeyType, RevokeDashboardKeyPayload } from './dashboard-key.graphql.js';
import { CreateDashboardKeyInput, RevokeDashboardKeyInput } from './dashboard-key.inputs.js';
import { campaignIdsOfKey, dashboardKeyById, dashboardKeyColumns } from './dashboard-key.loaders.js';
import { canManageDashboardKeys, canSeeDashboardKeys } from './dashboard-key.policy.js';
import { DashboardKeysService } from './dashboard-keys.service.js';

const DashboardKeyConnection = Connection(DashboardKeyType);

@Resolver(() => DashboardKeyType)
export class DashboardKeysResolver {
  constructor(private readonly keys: DashboardKeysService) {}

  @Access(canManageDashboardKeys)
  @Mutation(() => CreateDashboardKeyPayload, {
    description: 'Makes a key by which a dashboard reads the campaigns of your community, unlisted ones included.',
  })
  async createDashboardKey(
    @CurrentActor() actor: Actor,
    @Args('input') input: CreateDashboardKeyInput,
    @Load() load: LoadFunction,
  ): Promise<CreateDashboardKeyPayload> {
    const { key, dashboardKeyId } = await this.keys.create(actor, input);
    return { key, dashboardKey: await load(dashboardKeyById, dashboardKeyId), userErrors: [] };
  }

  @Access(canManageDashboardKeys)
  @Mutation(() => RevokeDashboardKeyPayload, {
    description: 'Withdraws a dashboard key for good. It fails from the next request on.',
  })
  async revokeDashboardKey(
    @CurrentActor() actor: Actor,
    @Args('input') input: RevokeDashboardKeyInput,
    @Load() load: LoadFunction,
  ): Promise<RevokeDashboardKeyPayload> {
    const { dashboardKeyId } = await this.keys.revoke(actor, input);
    return { dashboardKey: await load(dashboardKeyById, dashboardKeyId), userErrors: [] };
  }

  @ResolveField(() => [CampaignType], {
    nullable: true,
    description: 'The campaigns that it reads; null for all of the community, later ones included.',
  })
  @Access(visible)
  async campaigns(
    @Parent() { id, coversAllCampaigns }: DashboardKeyType,
    @Load() load: LoadFunction,
  ): Promise<CampaignType[] | null> {
    if (coversAllCampaigns) return null;
    const rows = await load(campaignIdsOfKey, id);
    const campaigns = await Promise.all(rows.map(({ campaignId }) => load(campaignById, campaignId)));
    return campaigns.filter((one) => one !== null);
  }
}

@Resolver(() => CommunityType)
export class CommunityDashboardKeysResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => DashboardKeyConnection, {
    nullable: true,
    description: 'Its dashboard keys, newest first, those that are over included. For stewards.',
  })
  @Access(canSeeDashboardKeys)
  dashboardKeys(
    @Parent() community: CommunityType,
    @Args() page: PageArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<DashboardKeyType>> {
    return this.pager.children(
      load,
      {
        scope: 'Community.dashboardKeys',
        select: dashboardKeyColumns,
        from: 'dashboard_key k',
        where: [],
        params: [],
        parent: { 'k.community_id': community.id },
        order: [
          { sql: 'k.created_at', type: 'timestamptz', direction: 'DESC' },
          { sql: 'k.id', type: 'uuid', direction: 'DESC' },
        ],
      },
      page,
    );
  }
}
