import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Config } from '../../config.js';
import { Access } from '../../platform/access/access.decorator.js';
import { everyone } from '../../platform/access/rule.js';
import { CurrentContext, Load, type RequestContext } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { IdArg } from '../../platform/validation/index.js';
import { SessionsService } from '../people/index.js';
import {
  AcceptRepresentationPayload,
  CloseOrganizationPayload,
  CreateOrganizationPayload,
  InviteRepresentativePayload,
  LeaveOrganizationPayload,
  OrganizationType,
  RemoveRepresentativePayload,
  ReviseOrganizationPayload,
} from './organization.graphql.js';
import {
  AcceptRepresentationInput,
  CloseOrganizationInput,
  CreateOrganizationInput,
  InviteRepresentativeInput,
  LeaveOrganizationInput,
  RemoveRepresentativeInput,
  ReviseOrganizationInput,
} from './organization.inputs.js';
import { organizationById } from './organization.loaders.js';
import {
  canAcceptRepresentation,
  canCloseOrganization,
  canCreateOrganization,
  canInviteRepresentative,
  canLeaveOrganization,
  canRemoveRepresentative,
  canReviseOrganization,
} from './organization.policy.js';
import { OrganizationsService } from './organizations.service.js';
import { RepresentativesService } from './representatives.service.js';

type Changed = Promise<{ organization: OrganizationType | null; userErrors: [] }>;

@Resolver(() => OrganizationType)
export class OrganizationsResolver {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly representatives: RepresentativesService,
    private readonly sessions: SessionsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Access(everyone)
  @Query(() => OrganizationType, { nullable: true, description: 'An organization by its id; null if there is none.' })
  organization(@IdArg() id: string, @Load() load: LoadFunction): Promise<OrganizationType | null> {
    return load(organizationById, id);
  }

  @Access(canCreateOrganization)
  @Mutation(() => CreateOrganizationPayload, {
    description: 'Enters an organization, of which you are the first representative.',
  })
  async createOrganization(
    @CurrentContext() context: RequestContext,
    @Args('input') input: CreateOrganizationInput,
  ): Changed {
    return this.changed(context, await this.organizations.create(context.actor, input));
  }

  @Access(canReviseOrganization)
  @Mutation(() => ReviseOrganizationPayload, { description: 'Changes what an organization says of itself.' })
  async reviseOrganization(
    @CurrentContext() context: RequestContext,
    @Args('input') input: ReviseOrganizationInput,
  ): Changed {
    return this.changed(context, await this.organizations.revise(context.actor, input));
  }

  @Access(canInviteRepresentative)
  @Mutation(() => InviteRepresentativePayload, {
    description: 'Makes a link by which one person comes to represent the organization, once, within seven days.',
  })
  async inviteRepresentative(
    @CurrentContext() { actor }: RequestContext,
    @Args('input') input: InviteRepresentativeInput,
  ): Promise<InviteRepresentativePayload> {
    const { code, expiresAt } = await this.representatives.invite(actor, input);
    return { link: `${this.config.publicUrl}/#${code}`, code, expiresAt, userErrors: [] };
  }

  @Access(canAcceptRepresentation)
  @Mutation(() => AcceptRepresentationPayload, {
    description:
      'Accepts an invitation to represent an organization: you may pledge, report and step back in its name wherever it is an ally.',
  })
  async acceptRepresentation(
    @CurrentContext() context: RequestContext,
    @Args('input') input: AcceptRepresentationInput,
  ): Changed {
    return this.changed(context, await this.representatives.accept(context.actor, input));
  }

  @Access(canLeaveOrganization)
  @Mutation(() => LeaveOrganizationPayload, {
    description:
      'Ends your representing an organization. What you pledged in its name stays its own; the last representative closes it instead.',
  })
  async leaveOrganization(
    @CurrentContext() context: RequestContext,
    @Args('input') input: LeaveOrganizationInput,
  ): Changed {
    return this.changed(context, await this.representatives.leave(context.actor, input));
  }

  @Access(canRemoveRepresentative)
  @Mutation(() => RemoveRepresentativePayload, {
    description: 'Ends someone’s representing an organization that you represent as well; at once, everywhere.',
  })
  async removeRepresentative(
    @CurrentContext() context: RequestContext,
    @Args('input') input: RemoveRepresentativeInput,
  ): Changed {
    return this.changed(context, await this.representatives.remove(context.actor, input));
  }

  @Access(canCloseOrganization)
  @Mutation(() => CloseOrganizationPayload, {
    description:
      'Closes an organization for good: its standings end, and within a minute its pledges, but for what is reported and waits for an answer.',
  })
  async closeOrganization(
    @CurrentContext() context: RequestContext,
    @Args('input') input: CloseOrganizationInput,
  ): Changed {
    return this.changed(context, await this.organizations.close(context.actor, input));
  }

  /** As the sender sees it now that they represent it, or no more. */
  private async changed(context: RequestContext, { organizationId }: { organizationId: string }): Changed {
    context.become(await this.sessions.renewed(context.actor));
    return { organization: await context.load(organizationById, organizationId), userErrors: [] };
  }
}
