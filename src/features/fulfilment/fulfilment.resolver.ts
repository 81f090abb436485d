import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { AttestationsService } from './attestations.service.js';
import {
  AttestFulfilmentPayload,
  CorrectAttestationPayload,
  OccurrenceType,
  ReportFulfilmentPayload,
  SendBackFulfilmentPayload,
} from './fulfilment.graphql.js';
import {
  AttestFulfilmentInput,
  CorrectAttestationInput,
  ReportFulfilmentInput,
  SendBackFulfilmentInput,
} from './fulfilment.inputs.js';
import { occurrenceById } from './fulfilment.loaders.js';
import { canAttest, canReport } from './fulfilment.policy.js';
import { faultAsReason } from './fulfilment.rules.js';
import { ReportsService } from './reports.service.js';

@Resolver(() => OccurrenceType)
export class FulfilmentResolver {
  constructor(
    private readonly reports: ReportsService,
    private readonly attestations: AttestationsService,
  ) {}

  @Access(canReport)
  @Scope(AppScope.FULFILMENT_WRITE)
  @Mutation(() => ReportFulfilmentPayload, {
    description: 'Says that what you pledged was done. It counts once the community attests it.',
  })
  async reportFulfilment(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReportFulfilmentInput,
    @Load() load: LoadFunction,
  ): Promise<ReportFulfilmentPayload> {
    const { occurrenceId } = await this.reports.report(actor, input);
    return { occurrence: await load(occurrenceById, occurrenceId), userErrors: [] };
  }

  @Access(canAttest)
  @Scope(AppScope.ATTESTATION_WRITE)
  @Mutation(() => AttestFulfilmentPayload, {
    description: 'Attests what was reported, one report or up to 500 at once. Nobody attests their own work.',
  })
  async attestFulfilment(
    @CurrentActor() actor: Actor,
    @Args('input') input: AttestFulfilmentInput,
    @Load() load: LoadFunction,
  ): Promise<AttestFulfilmentPayload> {
    const { results } = await this.attestations.attest(actor, input);
    const answers = results.map(async ({ occurrenceId, fault }, index) => ({
      occurrenceId,
      occurrence: fault === null ? await load(occurrenceById, occurrenceId) : null,
      userErrors: fault === null ? [] : [faultAsReason(fault, 'input', 'items', String(index))],
    }));
    return { results: await Promise.all(answers), userErrors: [] };
  }

  @Access(canAttest)
  @Scope(AppScope.ATTESTATION_WRITE)
  @Mutation(() => SendBackFulfilmentPayload, {
    description: 'Sends a report back, saying what is missing: it is due again.',
  })
  async sendBackFulfilment(
    @CurrentActor() actor: Actor,
    @Args('input') input: SendBackFulfilmentInput,
    @Load() load: LoadFunction,
  ): Promise<SendBackFulfilmentPayload> {
    const { occurrenceId } = await this.attestations.sendBack(actor, input);
    return { occurrence: await load(occurrenceById, occurrenceId), userErrors: [] };
  }

  @Access(canAttest)
  @Scope(AppScope.ATTESTATION_WRITE)
  @Mutation(() => CorrectAttestationPayload, {
    description: 'Puts an attested quantity right. Both stay on the record; the latest one counts.',
  })
  async correctAttestation(
    @CurrentActor() actor: Actor,
    @Args('input') input: CorrectAttestationInput,
    @Load() load: LoadFunction,
  ): Promise<CorrectAttestationPayload> {
    const { occurrenceId } = await this.attestations.correct(actor, input);
    return { occurrence: await load(occurrenceById, occurrenceId), userErrors: [] };
  }
}
