import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/graphql/context.js';
import {
  ConfirmTotpInput,
  ConfirmTotpPayload,
  RemoveTotpInput,
  RemoveTotpPayload,
  RenewRecoveryCodesInput,
  RenewRecoveryCodesPayload,
  StartTotpInput,
  StartTotpPayload,
} from './factors.graphql.js';
import { FactorsService } from './factors.service.js';
import { canChangeFactors, canManageAccount } from './people.policy.js';

@Resolver()
export class FactorsResolver {
  constructor(private readonly factors: FactorsService) {}

  @Access(canChangeFactors)
  @Mutation(() => RenewRecoveryCodesPayload, {
    description: 'Replaces your recovery codes by ten new ones. Other sessions of yours end.',
  })
  async renewRecoveryCodes(
    @CurrentActor() actor: Actor,
    @Args('input') input: RenewRecoveryCodesInput,
  ): Promise<RenewRecoveryCodesPayload> {
    return { recoveryCodes: await this.factors.renewRecoveryCodes(actor, input), userErrors: [] };
  }

  @Access(canChangeFactors)
  @Mutation(() => StartTotpPayload, {
    description: 'Makes a secret for an app that shows codes. It counts once `confirmTotp` took a first code of it.',
  })
  async startTotp(@CurrentActor() actor: Actor, @Args('input') input: StartTotpInput): Promise<StartTotpPayload> {
    return { ...(await this.factors.startTotp(actor, input)), userErrors: [] };
  }

  @Access(canManageAccount)
  @Mutation(() => ConfirmTotpPayload, {
    description: 'Turns the app on as a second factor by a first code. Other sessions of yours end.',
  })
  async confirmTotp(@CurrentActor() actor: Actor, @Args('input') input: ConfirmTotpInput): Promise<ConfirmTotpPayload> {
    return { ...(await this.factors.confirmTotp(actor, input)), userErrors: [] };
  }

  @Access(canChangeFactors)
  @Mutation(() => RemoveTotpPayload, {
    description:
      'Takes the app away as a second factor, unless a community in which you carry a duty asks for one and you have no other.',
  })
  async removeTotp(@CurrentActor() actor: Actor, @Args('input') input: RemoveTotpInput): Promise<RemoveTotpPayload> {
    return { ...(await this.factors.removeTotp(actor, input)), userErrors: [] };
  }
}
