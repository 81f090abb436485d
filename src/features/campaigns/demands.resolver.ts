import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { CampaignType } from './campaign.graphql.js';
import { campaignById, demandById, responsesOf } from './campaign.loaders.js';
import { canAnswerDemand, canMakeDemand } from './campaign.policy.js';
import {
  AnswerDemandPayload,
  DemandResponseType,
  DemandType,
  MakeDemandPayload,
  ReviseDemandPayload,
} from './demand.graphql.js';
import { AnswerDemandInput, MakeDemandInput, ReviseDemandInput } from './demand.inputs.js';
import { DemandsService } from './demands.service.js';

@Resolver(() => DemandType)
export class DemandsResolver {
  constructor(private readonly demands: DemandsService) {}

  @ResolveField(() => CampaignType, { nullable: true, description: 'The campaign that makes it.' })
  @Access(visible)
  campaign(@Parent() demand: DemandType, @Load() load: LoadFunction): Promise<CampaignType | null> {
    return load(campaignById, demand.campaignId);
  }

  @ResolveField(() => [DemandResponseType], { description: 'What was answered, oldest first.' })
  @Access(visible)
  responses(@Parent() demand: DemandType, @Load() load: LoadFunction): Promise<DemandResponseType[]> {
    return load(responsesOf, demand.id);
  }

  @Access(canMakeDemand)
  @Scope(AppScope.CAMPAIGN_WRITE)
  @Mutation(() => MakeDemandPayload, {
    description: 'Adds a demand to a campaign: what is wanted, and from whom.',
  })
  async makeDemand(
    @CurrentActor() actor: Actor,
    @Args('input') input: MakeDemandInput,
    @Load() load: LoadFunction,
  ): Promise<MakeDemandPayload> {
    const { demandId } = await this.demands.make(actor, input);
    return { demand: await load(demandById, demandId), userErrors: [] };
  }

  @Access(canMakeDemand)
  @Scope(AppScope.CAMPAIGN_WRITE)
  @Mutation(() => ReviseDemandPayload, {
    description: 'Changes the words of a demand.',
  })
  async reviseDemand(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReviseDemandInput,
    @Load() load: LoadFunction,
  ): Promise<ReviseDemandPayload> {
    const { demandId } = await this.demands.revise(actor, input);
    return { demand: await load(demandById, demandId), userErrors: [] };
  }

  @Access(canAnswerDemand)
  @Scope(AppScope.CAMPAIGN_WRITE)
  @Mutation(() => AnswerDemandPayload, {
    description:
      'Notes what a decision-maker answered and on which day, and what the community holds the demand to be from then on.',
  })
  async answerDemand(
    @CurrentActor() actor: Actor,
    @Args('input') input: AnswerDemandInput,
    @Load() load: LoadFunction,
  ): Promise<AnswerDemandPayload> {
    const { demandId } = await this.demands.answer(actor, input);
    return { demand: await load(demandById, demandId), userErrors: [] };
  }
}
