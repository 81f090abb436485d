import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { CurrentContext, Load, type RequestContext } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { communityById, CommunityType, membershipById, MembershipType, Standing } from '../communities/index.js';
import { organizationById, OrganizationType } from '../organizations/index.js';
import { SessionsService, ViewerType } from '../people/index.js';
import { AlliesService } from './allies.service.js';
import { AllyRequestsService } from './ally-requests.service.js';
import { AllyRequestType } from './ally.graphql.js';
import { JoinAsAllyInput, WithdrawAllyRequestInput } from './ally.inputs.js';
import { allyRequestById, viewerAllyRequests } from './ally.loaders.js';
import { JoinAsAllyPayload, WithdrawAllyRequestPayload } from './ally.payloads.js';
import { canJoinAsAlly, canWithdrawAllyRequest } from './ally.policy.js';

/** What whoever waits does next. */
export const WAITS =
  'The community looks at each request first. You can pledge once it has admitted you; if you gave an address, a mail tells you.';

@Resolver(() => AllyRequestType)
export class JoiningResolver {
  constructor(
    private readonly allies: AlliesService,
    private readonly requests: AllyRequestsService,
    private readonly sessions: SessionsService,
  ) {}

  @Access(canJoinAsAlly)
  @Mutation(() => JoinAsAllyPayload, {
    description:
      'Becomes an ally of a community by accepting its agreement, for twelve months; or accepts a newer agreement; or goes on when the time ran out. For yourself or for an organization that you represent. Where the community looks at each first, the request waits.',
  })
  async joinAsAlly(
    @CurrentContext() context: RequestContext,
    @Args('input') input: JoinAsAllyInput,
  ): Promise<JoinAsAllyPayload> {
    const { membershipId, requestId } = await this.allies.join(context.actor, input);
    context.become(await this.sessions.renewed(context.actor));
    const [membership, request] = await Promise.all([
      membershipId === null ? null : context.load(membershipById, membershipId),
      requestId === null ? null : context.load(allyRequestById, requestId),
    ]);
    return { membership, request, nextStep: request ? WAITS : null, userErrors: [] };
  }

  @Access(canWithdrawAllyRequest)
  @Mutation(() => WithdrawAllyRequestPayload, { description: 'Takes back a request to be an ally that still waits.' })
  async withdrawAllyRequest(
    @CurrentContext() { actor, load }: RequestContext,
    @Args('input') input: WithdrawAllyRequestInput,
  ): Promise<WithdrawAllyRequestPayload> {
    const { requestId } = await this.requests.withdraw(actor, input);
    return { request: await load(allyRequestById, requestId), userErrors: [] };
  }

  @ResolveField(() => CommunityType, { nullable: true, description: 'The community, where you may see it.' })
  @Access(visible)
  community(@Parent() { communityId }: AllyRequestType, @Load() load: LoadFunction): Promise<CommunityType | null> {
    return load(communityById, communityId);
  }

  @ResolveField(() => OrganizationType, {
    nullable: true,
    description: 'The organization that would be an ally; null for people.',
  })
  @Access(visible)
  async organization(
    @Parent() { organizationId }: AllyRequestType,
    @Load() load: LoadFunction,
  ): Promise<OrganizationType | null> {
    return organizationId === null ? null : load(organizationById, organizationId);
  }
}

@Resolver(() => ViewerType)
export class ViewerAllyRequestsResolver {
  @ResolveField(() => [AllyRequestType], {
    description: 'Your requests to be an ally, and those of organizations that you represent, latest first.',
  })
  @Access(visible)
  allyRequests(@Load() load: LoadFunction): Promise<AllyRequestType[]> {
    return load(viewerAllyRequests, 'viewer');
  }
}

@Resolver(() => MembershipType)
export class MembershipAgreementResolver {
  @ResolveField(() => Boolean, {
    description:
      'Whether this ally must accept a newer agreement, with joinAsAlly, before the next pledge. Reading and finishing what was pledged goes on.',
  })
  @Access(visible)
  async mustAcceptAgreement(@Parent() membership: MembershipType, @Load() load: LoadFunction): Promise<boolean> {
    if (membership.standing !== Standing.ALLY) return false;
    const community = await load(communityById, membership.communityId);
    return community !== null && community.agreementVersion !== membership.agreementVersion;
  }
}
