import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor } from '../../platform/graphql/context.js';
import {
  ReinstateAccountInput,
  ReinstateAccountPayload,
  RestorePageInput,
  RestorePagePayload,
  SuspendAccountInput,
  SuspendAccountPayload,
  TakeDownPageInput,
  TakeDownPagePayload,
} from './operator.graphql.js';
import { canOperate } from './operator.policy.js';
import { OperatorsService } from './operators.service.js';

@Resolver()
export class OperatorsResolver {
  constructor(private readonly operators: OperatorsService) {}

  @Access(canOperate)
  @Mutation(() => SuspendAccountPayload, {
    description:
      'For whoever runs this server: keeps someone out from their next request on. Nothing of theirs is removed or shown; it is on the record of each community where they stand, and its stewards are told.',
  })
  async suspendAccount(
    @CurrentActor() actor: Actor,
    @Args('input') input: SuspendAccountInput,
  ): Promise<SuspendAccountPayload> {
    await this.operators.suspend(actor, input);
    return { suspended: true, userErrors: [] };
  }

  @Access(canOperate)
  @Mutation(() => ReinstateAccountPayload, {
    description:
      'For whoever runs this server: lets someone in again, who then signs in anew. On the record, like suspending.',
  })
  async reinstateAccount(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReinstateAccountInput,
  ): Promise<ReinstateAccountPayload> {
    await this.operators.reinstate(actor, input);
    return { reinstated: true, userErrors: [] };
  }

  @Access(canOperate)
  @Mutation(() => TakeDownPagePayload, {
    description:
      'For whoever runs this server: hides a community, a campaign or an ask from outsiders at once. Members work on; it is on the record of the community, and its stewards are told.',
  })
  async takeDownPage(
    @CurrentActor() actor: Actor,
    @Args('input') input: TakeDownPageInput,
  ): Promise<TakeDownPagePayload> {
    await this.operators.takeDown(actor, input);
    return { takenDown: true, userErrors: [] };
  }

  @Access(canOperate)
  @Mutation(() => RestorePagePayload, {
    description: 'For whoever runs this server: shows again what was taken down. On the record, like taking it down.',
  })
  async restorePage(@CurrentActor() actor: Actor, @Args('input') input: RestorePageInput): Promise<RestorePagePayload> {
    await this.operators.restore(actor, input);
    return { restored: true, userErrors: [] };
  }
}
