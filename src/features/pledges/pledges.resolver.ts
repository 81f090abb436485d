import { Args, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import type { Actor } from '../../platform/access/actor.js';
import { signedIn } from '../../platform/access/rule.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { IdArg } from '../../platform/validation/index.js';
import { askById, AskType, canPledge } from '../asks/index.js';
import { membershipById, MembershipType } from '../communities/index.js';
import { MandateStepType } from '../mandates/index.js';
import { organizationById, OrganizationType } from '../organizations/index.js';
import {
  MakePledgePayload,
  PledgeConditionType,
  PledgePlanType,
  PledgeState,
  PledgeType,
  StepBackPayload,
} from './pledge.graphql.js';
import { MakePledgeInput, StepBackInput } from './pledge.inputs.js';
import { mandatePathOf, pledgeById, termsAreCurrentOf, waitlistPositionOf } from './pledge.loaders.js';
import { canStepBack } from './pledge.policy.js';
import { canLeave } from './leaving.rules.js';
import { PledgesService } from './pledges.service.js';

@Resolver(() => PledgeType)
export class PledgesResolver {
  constructor(private readonly pledges: PledgesService) {}

  @Access(signedIn)
  @Query(() => PledgeType, {
    nullable: true,
    description:
      'A pledge by its id; null if there is none that you may follow: your own, your organization’s, or as the community’s work.',
  })
  pledge(@IdArg() id: string, @Load() load: LoadFunction): Promise<PledgeType | null> {
    return load(pledgeById, id);
  }

  @Access(canPledge)
  @Scope(AppScope.PLEDGE_WRITE)
  @Mutation(() => MakePledgePayload, {
    description:
      'Pledges to an ask, with a plan and the versions that were read, for yourself or for an organization that you represent. Takes a place, or waits in turn when none is free.',
  })
  async makePledge(
    @CurrentActor() actor: Actor,
    @Args('input') input: MakePledgeInput,
    @Load() load: LoadFunction,
  ): Promise<MakePledgePayload> {
    const { pledgeId, pledge } = await this.pledges.make(actor, input);
    return { pledge: pledge ?? (await load(pledgeById, pledgeId)), userErrors: [] };
  }

  @Access(canStepBack)
  @Scope(AppScope.PLEDGE_WRITE)
  @Mutation(() => StepBackPayload, {
    description:
      'Gives your own pledge, or your organization’s, back. Inside the notice period it says why; while the work stands still it is free.',
  })
  async stepBack(
    @CurrentActor() actor: Actor,
    @Args('input') input: StepBackInput,
    @Load() load: LoadFunction,
  ): Promise<StepBackPayload> {
    const { pledgeId } = await this.pledges.stepBack(actor, input);
    return { pledge: await load(pledgeById, pledgeId), userErrors: [] };
  }

  @ResolveField(() => AskType, { nullable: true, description: 'The ask; null where it is no longer yours to see.' })
  @Access(visible)
  ask(@Parent() { askId }: PledgeType, @Load() load: LoadFunction): Promise<AskType | null> {
    return load(askById, askId);
  }

  @ResolveField(() => PledgePlanType, { description: 'When, where, and how it begins.' })
  @Access(visible)
  plan(@Parent() { planWhen, planWhere, planFirstStep }: PledgeType): PledgePlanType {
    return { when: planWhen, where: planWhere, firstStep: planFirstStep };
  }

  @ResolveField(() => PledgeConditionType, {
    nullable: true,
    description: 'With how many others the pledger comes; null if they come in any case.',
  })
  @Access(visible)
  onlyIf(@Parent() { conditionOthers, conditionUntil }: PledgeType): PledgeConditionType | null {
    return conditionOthers === null || conditionUntil === null
      ? null
      : { others: conditionOthers, until: conditionUntil };
  }

  @ResolveField(() => PledgeType, { nullable: true, description: 'The pledge that took this one over.' })
  @Access(visible)
  handedTo(@Parent() { handedToId }: PledgeType, @Load() load: LoadFunction): Promise<PledgeType | null> {
    return handedToId === null ? Promise.resolve(null) : load(pledgeById, handedToId);
  }

  @ResolveField(() => MembershipType, {
    nullable: true,
    description: 'Who made it; null where you may not know.',
  })
  @Access(visible)
  pledger(@Parent() pledge: PledgeType, @Load() load: LoadFunction): Promise<MembershipType | null> {
    return load(membershipById, pledge.pledgerId);
  }

  @ResolveField(() => OrganizationType, {
    nullable: true,
    description: 'The organization whose pledge it is; null for the pledge of a person.',
  })
  @Access(visible)
  async organization(@Parent() pledge: PledgeType, @Load() load: LoadFunction): Promise<OrganizationType | null> {
    const organizationId = (await load(membershipById, pledge.pledgerId))?.organizationId;
    return organizationId == null ? null : load(organizationById, organizationId);
  }

  @ResolveField(() => Boolean, {
    nullable: true,
    description: 'Whether the ask still says what was accepted; null where it is no longer yours to see.',
  })
  @Access(visible)
  async termsAreCurrent(@Parent() pledge: PledgeType, @Load() load: LoadFunction): Promise<boolean | null> {
    return (await load(termsAreCurrentOf, pledge.id))?.current ?? null;
  }

  @ResolveField(() => Int, {
    nullable: true,
    description: 'Its place among those that wait, from 1; null when it does not wait.',
  })
  @Access(visible)
  async waitlistPosition(@Parent() pledge: PledgeType, @Load() load: LoadFunction): Promise<number | null> {
    if (pledge.state !== PledgeState.WAITLISTED) return null;
    return (await load(waitlistPositionOf, pledge.id))?.position ?? null;
  }

  @ResolveField(() => [MandateStepType], {
    description: 'What authorised it, step by step, from the pledge to the people affected.',
  })
  @Access(visible)
  mandatePath(@Parent() pledge: PledgeType, @Load() load: LoadFunction): Promise<MandateStepType[]> {
    return load(mandatePathOf, pledge.id);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may step back from it now.' })
  @Access(visible)
  viewerCanStepBack(@Parent() pledge: PledgeType, @CurrentActor() actor: Actor): boolean {
    return canLeave(pledge) && canStepBack.allows(actor, pledge);
  }
}
