import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { everyone } from '../../platform/access/rule.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, CurrentContext, Load, type RequestContext } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { SessionsService } from '../people/index.js';
import { CommunitiesService } from './communities.service.js';
import {
  AgreementType,
  CommunityType,
  CreateCommunityPayload,
  DelegateOrganizerPayload,
  EndDelegationPayload,
  MembershipType,
  PublishAgreementPayload,
  Standing,
} from './community.graphql.js';
import {
  CreateCommunityInput,
  DelegateOrganizerInput,
  EndDelegationInput,
  PublishAgreementInput,
} from './community.inputs.js';
import {
  agreementOf,
  communityByHandle,
  communityById,
  membershipById,
  membershipColumns,
  viewerMembershipIn,
} from './community.loaders.js';
import { canDelegateOrganizer, canFoundCommunity, canPublishAgreement, canSeeMembers } from './community.policy.js';

const MembershipConnection = Connection(MembershipType);

@Resolver(() => CommunityType)
export class CommunitiesResolver {
  constructor(
    private readonly communities: CommunitiesService,
    private readonly sessions: SessionsService,
    private readonly pager: Pager,
  ) {}

  @Access(everyone)
  @Query(() => CommunityType, {
    nullable: true,
    description: 'A community by its handle; null if there is none that you may see.',
  })
  community(
    @Args('handle', { description: 'The name in its address.' }) handle: string,
    @Load() load: LoadFunction,
  ): Promise<CommunityType | null> {
    return load(communityByHandle, handle);
  }

  @Access(canFoundCommunity)
  @Mutation(() => CreateCommunityPayload, {
    description: 'Creates a community, with a first agreement that you can replace, and makes you its steward.',
  })
  async createCommunity(
    @CurrentContext() context: RequestContext,
    @Args('input') input: CreateCommunityInput,
  ): Promise<CreateCommunityPayload> {
    const { communityId } = await this.communities.create(context.actor, input);
    context.become(await this.sessions.renewed(context.actor));
    return { community: await context.load(communityById, communityId), userErrors: [] };
  }

  @Access(canPublishAgreement)
  @Mutation(() => PublishAgreementPayload, {
    description: 'Replaces the agreement with allies by a new version, which each accepts before their next pledge.',
  })
  async publishAgreement(
    @CurrentActor() actor: Actor,
    @Args('input') input: PublishAgreementInput,
    @Load() load: LoadFunction,
  ): Promise<PublishAgreementPayload> {
    const { communityId } = await this.communities.publishAgreement(actor, input);
    return { community: await load(communityById, communityId), userErrors: [] };
  }

  @Access(canDelegateOrganizer)
  @Mutation(() => DelegateOrganizerPayload, {
    description: 'Delegates organizing to someone of the community, affected or ally, until a day that you set.',
  })
  async delegateOrganizer(
    @CurrentActor() actor: Actor,
    @Args('input') input: DelegateOrganizerInput,
    @Load() load: LoadFunction,
  ): Promise<DelegateOrganizerPayload> {
    const { membershipId } = await this.communities.delegateOrganizer(actor, input);
    return { membership: await load(membershipById, membershipId), userErrors: [] };
  }

  @Access(canDelegateOrganizer)
  @Mutation(() => EndDelegationPayload, { description: 'Ends a delegation before its time.' })
  async endDelegation(
    @CurrentActor() actor: Actor,
    @Args('input') input: EndDelegationInput,
    @Load() load: LoadFunction,
  ): Promise<EndDelegationPayload> {
    const { membershipId } = await this.communities.endDelegation(actor, input);
    return { membership: await load(membershipById, membershipId), userErrors: [] };
  }

  @ResolveField(() => AgreementType, {
    nullable: true,
    description: 'What allies accept before they pledge, at its current version.',
  })
  @Access(visible)
  agreement(@Parent() community: CommunityType, @Load() load: LoadFunction): Promise<AgreementType | null> {
    return load(agreementOf, community.id);
  }

  @ResolveField(() => MembershipType, { nullable: true, description: 'Your own standing here; null if you have none.' })
  @Access(visible)
  viewerMembership(@Parent() community: CommunityType, @Load() load: LoadFunction): Promise<MembershipType | null> {
    return load(viewerMembershipIn, community.id);
  }

  @ResolveField(() => MembershipConnection, {
    nullable: true,
    description:
      'People here whom you may see, newest first. Stewards see all by pseudonym; others see allies, and those affected who chose to be listed.',
  })
  @Access(canSeeMembers)
  members(
    @Parent() community: CommunityType,
    @Args() page: PageArgs,
    @Args('standing', { type: () => Standing, nullable: true, description: 'Only people of this standing.' }) standing:
      | Standing
      | null
      | undefined,
    @Load() load: LoadFunction,
  ): Promise<Page<MembershipType>> {
    return this.pager.children(
      load,
      {
        scope: 'Community.members',
        select: membershipColumns,
        from: 'membership m',
        where: [
          'm.ended_at IS NULL',
          "(m.standing = 'ALLY' OR m.until IS NULL OR m.until > now())",
          '$1::text IS NULL OR m.standing = $1',
        ],
        params: [standing ?? null],
        parent: { 'm.community_id': community.id },
        order: [
          { sql: 'm.since', type: 'timestamptz', direction: 'DESC' },
          { sql: 'm.id', type: 'uuid', direction: 'DESC' },
        ],
      },
      page,
    );
  }
}
