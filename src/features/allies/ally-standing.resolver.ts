import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { membershipById } from '../communities/index.js';
import { AllyStandingService } from './ally-standing.service.js';
import { EndAllyInput, PauseAllyInput, RenewAllyInput, ResumeAllyInput } from './ally.inputs.js';
import { EndAllyPayload, PauseAllyPayload, RenewAllyPayload, ResumeAllyPayload } from './ally.payloads.js';
import { canEndAllies, canPauseAllies, canRenewAllies } from './ally.policy.js';

@Resolver()
export class AllyStandingResolver {
  constructor(private readonly standing: AllyStandingService) {}

  @Access(canPauseAllies)
  @Mutation(() => PauseAllyPayload, {
    description:
      'Pauses an ally: they finish what they have a place for and begin nothing new; what waits for a place ends.',
  })
  async pauseAlly(
    @CurrentActor() actor: Actor,
    @Args('input') input: PauseAllyInput,
    @Load() load: LoadFunction,
  ): Promise<PauseAllyPayload> {
    const { membershipId } = await this.standing.pause(actor, input);
    return { membership: await load(membershipById, membershipId), userErrors: [] };
  }

  @Access(canPauseAllies)
  @Mutation(() => ResumeAllyPayload, { description: 'Lets a paused ally pledge again.' })
  async resumeAlly(
    @CurrentActor() actor: Actor,
    @Args('input') input: ResumeAllyInput,
    @Load() load: LoadFunction,
  ): Promise<ResumeAllyPayload> {
    const { membershipId } = await this.standing.resume(actor, input);
    return { membership: await load(membershipById, membershipId), userErrors: [] };
  }

  @Access(canRenewAllies)
  @Mutation(() => RenewAllyPayload, {
    description: 'Renews an alliance for up to twelve months from now, before its time runs out or after.',
  })
  async renewAlly(
    @CurrentActor() actor: Actor,
    @Args('input') input: RenewAllyInput,
    @Load() load: LoadFunction,
  ): Promise<RenewAllyPayload> {
    const { membershipId } = await this.standing.renew(actor, input);
    return { membership: await load(membershipById, membershipId), userErrors: [] };
  }

  @Access(canEndAllies)
  @Mutation(() => EndAllyPayload, {
    description:
      'Ends an alliance. Pledges of that ally are cancelled, without fault, but for those with a report that waits for an answer.',
  })
  async endAlly(
    @CurrentActor() actor: Actor,
    @Args('input') input: EndAllyInput,
    @Load() load: LoadFunction,
  ): Promise<EndAllyPayload> {
    const { membershipId } = await this.standing.end(actor, input);
    return { membership: await load(membershipById, membershipId), userErrors: [] };
  }
}
