import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, CurrentContext, Load, type RequestContext } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { communityById, CommunityType, membershipById, MembershipType } from '../communities/index.js';
import { SessionsService } from '../people/index.js';
import { invitationById, invitationsList } from './admission.loaders.js';
import { canAcceptInvitation, canInvite, canRevokeInvitation, canSeeInvitations } from './admission.policy.js';
import {
  AcceptInvitationInput,
  AcceptInvitationPayload,
  InvitationType,
  InviteToCommunityInput,
  InviteToCommunityPayload,
  RevokeInvitationInput,
  RevokeInvitationPayload,
} from './invitation.graphql.js';
import { InvitationsService } from './invitations.service.js';

const InvitationConnection = Connection(InvitationType);

@Resolver(() => CommunityType)
export class CommunityInvitationsResolver {
  constructor(
    private readonly service: InvitationsService,
    private readonly sessions: SessionsService,
    private readonly pager: Pager,
  ) {}

  @Access(canInvite)
  @Mutation(() => InviteToCommunityPayload, {
    description: 'Makes a link and a code to print, by which one affected person joins, once, within seven days.',
  })
  async inviteToCommunity(
    @CurrentActor() actor: Actor,
    @Args('input') input: InviteToCommunityInput,
    @Load() load: LoadFunction,
  ): Promise<InviteToCommunityPayload> {
    const { invitationId, ...shown } = await this.service.invite(actor, input);
    return { ...shown, invitation: await load(invitationById, invitationId), userErrors: [] };
  }

  @Access(canRevokeInvitation)
  @Mutation(() => RevokeInvitationPayload, { description: 'Takes an invitation back that nobody has used yet.' })
  async revokeInvitation(
    @CurrentActor() actor: Actor,
    @Args('input') input: RevokeInvitationInput,
    @Load() load: LoadFunction,
  ): Promise<RevokeInvitationPayload> {
    const { invitationId } = await this.service.revoke(actor, input);
    return { invitation: await load(invitationById, invitationId), userErrors: [] };
  }

  @Access(canAcceptInvitation)
  @Mutation(() => AcceptInvitationPayload, {
    description: 'Joins the community that sent the invitation, as one of the people affected.',
  })
  async acceptInvitation(
    @CurrentContext() context: RequestContext,
    @Args('input') input: AcceptInvitationInput,
  ): Promise<AcceptInvitationPayload> {
    const { communityId } = await this.service.accept(context.actor, input, context.clientAddress());
    context.become(await this.sessions.renewed(context.actor));
    return { community: await context.load(communityById, communityId), userErrors: [] };
  }

  @ResolveField(() => InvitationConnection, {
    nullable: true,
    description: 'Who was invited and by whom, newest first; never the codes. For stewards.',
  })
  @Access(canSeeInvitations)
  invitations(
    @Parent() community: CommunityType,
    @Args() page: PageArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<InvitationType>> {
    return this.pager.children(load, invitationsList(community.id), page);
  }
}

@Resolver(() => InvitationType)
export class InvitationsResolver {
  @ResolveField(() => MembershipType, { nullable: true, description: 'The steward who invited.' })
  @Access(visible)
  invitedBy(@Parent() { invitedById }: InvitationType, @Load() load: LoadFunction): Promise<MembershipType | null> {
    return load(membershipById, invitedById);
  }
}
