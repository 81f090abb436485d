import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import { Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { ViewerType } from '../people/index.js';
import { CommunityType, MembershipType } from './community.graphql.js';
import { communityById, viewerMemberships } from './community.loaders.js';

@Resolver(() => MembershipType)
export class MembershipsResolver {
  @ResolveField(() => CommunityType, { nullable: true, description: 'The community.' })
  @Access(visible)
  community(@Parent() membership: MembershipType, @Load() load: LoadFunction): Promise<CommunityType | null> {
    return load(communityById, membership.communityId);
  }
}

@Resolver(() => ViewerType)
export class ViewerMembershipsResolver {
  @ResolveField(() => [MembershipType], { description: 'Where you stand, community by community, oldest first.' })
  @Access(visible)
  @Scope(AppScope.READ)
  memberships(@Load() load: LoadFunction): Promise<MembershipType[]> {
    return load(viewerMemberships, 'viewer');
  }
}
