import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { communityById, CommunityType } from '../communities/index.js';
import { ViewerType } from '../people/index.js';
import { ownRequests, requestById, requestsList } from './admission.loaders.js';
import { canDecline, canRequestMembership, canSeeRequests, canVouch, canWithdrawRequest } from './admission.policy.js';
import {
  DeclineMembershipInput,
  DeclineMembershipPayload,
  MembershipRequestType,
  OwnMembershipRequestType,
  RequestMembershipInput,
  RequestMembershipPayload,
  VouchForInput,
  VouchForPayload,
  WithdrawMembershipRequestInput,
  WithdrawMembershipRequestPayload,
  WithdrawVouchInput,
  WithdrawVouchPayload,
} from './request.graphql.js';
import { RequestsService } from './requests.service.js';

const MembershipRequestConnection = Connection(MembershipRequestType);

@Resolver(() => CommunityType)
export class RequestsResolver {
  constructor(
    private readonly service: RequestsService,
    private readonly pager: Pager,
  ) {}

  @Access(canRequestMembership)
  @Mutation(() => RequestMembershipPayload, {
    description:
      'Asks a community that admits by vouches to be admitted as one of the people affected. Two of them have to vouch for you within thirty days.',
  })
  async requestMembership(
    @CurrentActor() actor: Actor,
    @Args('input') input: RequestMembershipInput,
    @Load() load: LoadFunction,
  ): Promise<RequestMembershipPayload> {
    const { requestId } = await this.service.request(actor, input);
    return { request: await own(load, requestId), userErrors: [] };
  }

  @Access(canWithdrawRequest)
  @Mutation(() => WithdrawMembershipRequestPayload, { description: 'Takes your own request to be admitted back.' })
  async withdrawMembershipRequest(
    @CurrentActor() actor: Actor,
    @Args('input') input: WithdrawMembershipRequestInput,
    @Load() load: LoadFunction,
  ): Promise<WithdrawMembershipRequestPayload> {
    const { requestId } = await this.service.withdraw(actor, input);
    return { request: await own(load, requestId), userErrors: [] };
  }

  @Access(canVouch)
  @Mutation(() => VouchForPayload, {
    description:
      'Vouches for someone who asks to be admitted; the second vouch admits them. For people affected past their probation, at most three times in thirty days.',
  })
  async vouchFor(
    @CurrentActor() actor: Actor,
    @Args('input') input: VouchForInput,
    @Load() load: LoadFunction,
  ): Promise<VouchForPayload> {
    const { requestId, isAdmitted } = await this.service.vouch(actor, input);
    return { request: await load(requestById, requestId), isAdmitted, userErrors: [] };
  }

  @Access(canVouch)
  @Mutation(() => WithdrawVouchPayload, { description: 'Takes a vouch back while the request is open.' })
  async withdrawVouch(
    @CurrentActor() actor: Actor,
    @Args('input') input: WithdrawVouchInput,
    @Load() load: LoadFunction,
  ): Promise<WithdrawVouchPayload> {
    const { requestId } = await this.service.withdrawVouch(actor, input);
    return { request: await load(requestById, requestId), userErrors: [] };
  }

  @Access(canDecline)
  @Mutation(() => DeclineMembershipPayload, {
    description: 'Declines a request to be admitted. The asker learns that, and not why.',
  })
  async declineMembership(
    @CurrentActor() actor: Actor,
    @Args('input') input: DeclineMembershipInput,
    @Load() load: LoadFunction,
  ): Promise<DeclineMembershipPayload> {
    const { requestId } = await this.service.decline(actor, input);
    return { request: await load(requestById, requestId), userErrors: [] };
  }

  @ResolveField(() => MembershipRequestConnection, {
    nullable: true,
    description: 'Open requests to be admitted, oldest first, for those who may vouch.',
  })
  @Access(canSeeRequests)
  membershipRequests(
    @Parent() community: CommunityType,
    @Args() page: PageArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<MembershipRequestType>> {
    return this.pager.children(load, requestsList(community.id), page);
  }
}

@Resolver(() => ViewerType)
export class ViewerRequestsResolver {
  @ResolveField(() => [OwnMembershipRequestType], {
    description: 'Where you asked to be admitted and what became of it, the latest first, up to 100.',
  })
  @Access(visible)
  membershipRequests(@Load() load: LoadFunction): Promise<OwnMembershipRequestType[]> {
    return load(ownRequests, 'viewer');
  }
}

@Resolver(() => OwnMembershipRequestType)
export class OwnRequestsResolver {
  @ResolveField(() => CommunityType, {
    nullable: true,
    description: 'The community; null while you may not see it.',
  })
  @Access(visible)
  community(
    @Parent() { communityId }: OwnMembershipRequestType,
    @Load() load: LoadFunction,
  ): Promise<CommunityType | null> {
    return load(communityById, communityId);
  }
}

async function own(load: LoadFunction, id: string): Promise<OwnMembershipRequestType | null> {
  return (await load(ownRequests, 'viewer')).find((one) => one.id === id) ?? null;
}
