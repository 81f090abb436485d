import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { MembershipType } from '../communities/index.js';
import { ViewerType } from '../people/index.js';
import { OrganizationType, RepresentativeType } from './organization.graphql.js';
import { organizationById, representativesOf, standingsOf, viewerOrganizations } from './organization.loaders.js';
import { canSeeInsideOrganization } from './organization.policy.js';

@Resolver(() => OrganizationType)
export class OrganizationFieldsResolver {
  @ResolveField(() => [RepresentativeType], {
    nullable: true,
    description: 'Who represents it, longest serving first. For its representatives.',
  })
  @Access(canSeeInsideOrganization)
  representatives(@Parent() organization: OrganizationType, @Load() load: LoadFunction): Promise<RepresentativeType[]> {
    return load(representativesOf, organization.id);
  }

  @ResolveField(() => [MembershipType], {
    nullable: true,
    description: 'Where it stands as an ally, oldest first. For its representatives.',
  })
  @Access(canSeeInsideOrganization)
  memberships(@Parent() organization: OrganizationType, @Load() load: LoadFunction): Promise<MembershipType[]> {
    return load(standingsOf, organization.id);
  }
}

@Resolver(() => MembershipType)
export class MembershipOrganizationResolver {
  @ResolveField(() => OrganizationType, {
    nullable: true,
    description: 'The organization that stands here as an ally; null for people.',
  })
  @Access(visible)
  async organization(
    @Parent() { organizationId }: MembershipType,
    @Load() load: LoadFunction,
  ): Promise<OrganizationType | null> {
    return organizationId == null ? null : load(organizationById, organizationId);
  }
}

@Resolver(() => ViewerType)
export class ViewerOrganizationsResolver {
  @ResolveField(() => [OrganizationType], { description: 'The organizations that you represent, oldest first.' })
  @Access(visible)
  organizations(@Load() load: LoadFunction): Promise<OrganizationType[]> {
    return load(viewerOrganizations, 'viewer');
  }
}
