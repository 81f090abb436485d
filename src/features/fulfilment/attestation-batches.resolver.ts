import { Args, ArgsType, Field, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { IsEnum } from 'class-validator';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { Optional } from '../../platform/validation/index.js';
import { CampaignType } from '../campaigns/index.js';
import { membershipById, MembershipType } from '../communities/index.js';
import {
  AttestationBatchItemType,
  AttestationBatchState,
  AttestationBatchType,
  ConfirmAttestationsPayload,
  ProposeAttestationsPayload,
  WithdrawAttestationBatchPayload,
} from './attestation-batch.graphql.js';
import { AttestationBatchesService } from './attestation-batches.service.js';
import { OccurrenceType } from './fulfilment.graphql.js';
import { attestationBatchById, batchColumns, batchItemsOf, occurrenceById } from './fulfilment.loaders.js';
import { canAttest, canPrepareAttestations, canSeeBatches } from './fulfilment.policy.js';
import {
  ConfirmAttestationsInput,
  ProposeAttestationsInput,
  WithdrawAttestationBatchInput,
} from './occurrence.inputs.js';

const AttestationBatchConnection = Connection(AttestationBatchType);

@ArgsType()
export class AttestationBatchArgs extends PageArgs {
  @Field(() => AttestationBatchState, { nullable: true, description: 'Only batches in this state.' })
  @Optional()
  @IsEnum(AttestationBatchState)
  state?: AttestationBatchState | null;
}

@Resolver(() => AttestationBatchType)
export class AttestationBatchesResolver {
  constructor(private readonly batches: AttestationBatchesService) {}

  @Access(canPrepareAttestations)
  @Scope(AppScope.ATTESTATION_WRITE)
  @Mutation(() => ProposeAttestationsPayload, {
    description:
      'Prepares attestations of reports that wait, for an affected person to confirm in one action. It attests nothing by itself.',
  })
  async proposeAttestations(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProposeAttestationsInput,
    @Load() load: LoadFunction,
  ): Promise<ProposeAttestationsPayload> {
    const { batchId } = await this.batches.propose(actor, input);
    return { batch: await load(attestationBatchById, batchId), userErrors: [] };
  }

  @Access(canAttest)
  @Scope(AppScope.ATTESTATION_WRITE)
  @Mutation(() => ConfirmAttestationsPayload, {
    description:
      'Gives the word of the community to a prepared batch. Your own work, and what changed since it was prepared, is left waiting; each item says so.',
  })
  async confirmAttestations(
    @CurrentActor() actor: Actor,
    @Args('input') input: ConfirmAttestationsInput,
    @Load() load: LoadFunction,
  ): Promise<ConfirmAttestationsPayload> {
    const { batchId } = await this.batches.confirm(actor, input);
    return { batch: await load(attestationBatchById, batchId), userErrors: [] };
  }

  @Access(canPrepareAttestations)
  @Scope(AppScope.ATTESTATION_WRITE)
  @Mutation(() => WithdrawAttestationBatchPayload, {
    description: 'Takes a batch back that you prepared; people affected turn any down. Its reports wait on.',
  })
  async withdrawAttestationBatch(
    @CurrentActor() actor: Actor,
    @Args('input') input: WithdrawAttestationBatchInput,
    @Load() load: LoadFunction,
  ): Promise<WithdrawAttestationBatchPayload> {
    const { batchId } = await this.batches.withdraw(actor, input);
    return { batch: await load(attestationBatchById, batchId), userErrors: [] };
  }

  @ResolveField(() => [AttestationBatchItemType], {
    description:
      'What is proposed, longest reported first: at most 500. Those whose pledge you may not see are missing.',
  })
  @Access(visible)
  items(@Parent() { id }: AttestationBatchType, @Load() load: LoadFunction): Promise<AttestationBatchItemType[]> {
    return load(batchItemsOf, id);
  }

  @ResolveField(() => MembershipType, { nullable: true, description: 'Who prepared it, if you may know who it is.' })
  @Access(visible)
  proposedBy(@Parent() batch: AttestationBatchType, @Load() load: LoadFunction): Promise<MembershipType | null> {
    return load(membershipById, batch.proposedById);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may confirm it now.' })
  @Access(visible)
  viewerCanConfirm(@Parent() batch: AttestationBatchType, @CurrentActor() actor: Actor): boolean {
    return batch.state === AttestationBatchState.PROPOSED && canAttest.allows(actor, batch);
  }
}

@Resolver(() => AttestationBatchItemType)
export class AttestationBatchItemsResolver {
  @ResolveField(() => OccurrenceType, { nullable: true, description: 'What was reported.' })
  @Access(visible)
  occurrence(@Parent() item: AttestationBatchItemType, @Load() load: LoadFunction): Promise<OccurrenceType | null> {
    return load(occurrenceById, item.occurrenceId);
  }
}

@Resolver(() => CampaignType)
export class CampaignBatchesResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => AttestationBatchConnection, {
    nullable: true,
    description:
      'Batches of prepared attestations, latest first, for whoever prepares or confirms them. A community that leads with the host finds those that wait for its word.',
  })
  @Access(canSeeBatches)
  attestationBatches(
    @Parent() campaign: CampaignType,
    @Args() args: AttestationBatchArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<AttestationBatchType>> {
    return this.pager.children(
      load,
      {
        scope: 'Campaign.attestationBatches',
        select: batchColumns,
        from: 'attestation_batch b',
        where: args.state == null ? [] : ['b.state = $1'],
        params: args.state == null ? [] : [args.state],
        parent: { 'b.community_id': campaign.communityId, 'b.campaign_id': campaign.id },
        order: [
          { sql: 'b.proposed_at', type: 'timestamptz', direction: 'DESC' },
          { sql: 'b.id', type: 'uuid', direction: 'DESC' },
        ],
      },
      args,
    );
  }
}
