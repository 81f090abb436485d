import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { AssemblyBatchType, RollPlaceType } from './assembly.graphql.js';
import {
  EnterAssemblyBallotsInput,
  RejectAssemblyBallotsInput,
  WithdrawAssemblyBallotsInput,
  WitnessAssemblyBallotsInput,
} from './assembly.inputs.js';
import { assemblyBatchById, assemblyBatchList, rollList } from './assembly.loaders.js';
import {
  EnterAssemblyBallotsPayload,
  RejectAssemblyBallotsPayload,
  WithdrawAssemblyBallotsPayload,
  WitnessAssemblyBallotsPayload,
} from './assembly.payloads.js';
import { AssemblyService } from './assembly.service.js';
import { PriorityRoundType } from './round.graphql.js';
import { ownPlacesIn } from './round.loaders.js';
import { canEnterAssembly, canSeeResult, canSeeRoll, canWitnessAssembly } from './round.policy.js';
import { onRoll } from './round.queries.js';

const AssemblyBatchConnection = Connection(AssemblyBatchType);
const RollPlaceConnection = Connection(RollPlaceType);

/** Votes in a meeting or by phone. */
@Resolver(() => PriorityRoundType)
export class AssemblyResolver {
  constructor(
    private readonly assembly: AssemblyService,
    private readonly pager: Pager,
  ) {}

  @ResolveField(() => RollPlaceConnection, {
    nullable: true,
    description:
      'Who can vote in it, of the communities whose steward you are, frozen when it opened. Whether someone did is told only of those whose vote was taken on paper.',
  })
  @Access(canSeeRoll)
  roll(
    @Parent() round: PriorityRoundType,
    @Args() page: PageArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<RollPlaceType>> {
    const parent = { 'p.host_id': round.communityId, 'p.round_id': round.id };
    return this.pager.children(load, { ...rollList, parent }, page);
  }

  @ResolveField(() => AssemblyBatchConnection, {
    nullable: true,
    description:
      'Batches of ballots that were taken in a meeting or by phone in your community, oldest first, for the people affected.',
  })
  @Access(canSeeResult)
  assemblyBatches(
    @Parent() round: PriorityRoundType,
    @Args() page: PageArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<AssemblyBatchType>> {
    const parent = { 'b.host_id': round.communityId, 'b.round_id': round.id };
    return this.pager.children(load, { ...assemblyBatchList, parent }, page);
  }

  @ResolveField(() => Boolean, {
    description:
      'Whether your own vote was taken on paper, in a meeting or by phone. It then counts in place of what you cast online.',
  })
  @Access(visible)
  async viewerVoteOnPaper(@Parent() round: PriorityRoundType, @Load() load: LoadFunction): Promise<boolean> {
    return (await load(ownPlacesIn, round.id)).some((place) => place.onPaper);
  }

  @ResolveField(() => Boolean, {
    description: 'Whether you may enter ballots that were taken in a meeting or by phone now.',
  })
  @Access(visible)
  async viewerCanEnterBallots(
    @Parent() round: PriorityRoundType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    if (round.state !== 'OPEN') return false;
    return (await load(ownPlacesIn, round.id)).some((place) => canEnterAssembly.allows(actor, onRoll(round, place)));
  }

  @Access(canEnterAssembly)
  @Mutation(() => EnterAssemblyBallotsPayload, {
    description:
      'Enters ballots that were taken in a meeting or by phone, while the round is open. They count once someone else on the roll witnesses them.',
  })
  async enterAssemblyBallots(
    @CurrentActor() actor: Actor,
    @Args('input') input: EnterAssemblyBallotsInput,
    @Load() load: LoadFunction,
  ): Promise<EnterAssemblyBallotsPayload> {
    const { batchId, receipts } = await this.assembly.enter(actor, input);
    return { batch: await load(assemblyBatchById, batchId), receipts, userErrors: [] };
  }

  @Access(canWitnessAssembly)
  @Mutation(() => WitnessAssemblyBallotsPayload, {
    description:
      'Stands for a batch that someone else entered, by the number of ballots that you saw yourself. It counts from then on and cannot be undone; its people cast no ballot online any more, and what they cast before is set aside.',
  })
  async witnessAssemblyBallots(
    @CurrentActor() actor: Actor,
    @Args('input') input: WitnessAssemblyBallotsInput,
    @Load() load: LoadFunction,
  ): Promise<WitnessAssemblyBallotsPayload> {
    const { batchId } = await this.assembly.witness(actor, input);
    return { batch: await load(assemblyBatchById, batchId), userErrors: [] };
  }

  @Access(canWitnessAssembly)
  @Mutation(() => RejectAssemblyBallotsPayload, {
    description:
      'Says that a batch which someone else entered is not right. Its ballots are destroyed, its places free.',
  })
  async rejectAssemblyBallots(
    @CurrentActor() actor: Actor,
    @Args('input') input: RejectAssemblyBallotsInput,
    @Load() load: LoadFunction,
  ): Promise<RejectAssemblyBallotsPayload> {
    const { batchId } = await this.assembly.reject(actor, input);
    return { batch: await load(assemblyBatchById, batchId), userErrors: [] };
  }

  @Access(canWitnessAssembly)
  @Mutation(() => WithdrawAssemblyBallotsPayload, {
    description:
      'Takes back a batch that you entered and nobody has witnessed. Its ballots are destroyed, its places free.',
  })
  async withdrawAssemblyBallots(
    @CurrentActor() actor: Actor,
    @Args('input') input: WithdrawAssemblyBallotsInput,
    @Load() load: LoadFunction,
  ): Promise<WithdrawAssemblyBallotsPayload> {
    const { batchId } = await this.assembly.withdraw(actor, input);
    return { batch: await load(assemblyBatchById, batchId), userErrors: [] };
  }
}
