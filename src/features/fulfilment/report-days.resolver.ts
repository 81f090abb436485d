import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { occurrenceById } from './fulfilment.loaders.js';
import { canAttest } from './fulfilment.policy.js';
import { faultAsReason } from './fulfilment.rules.js';
import { AttestReportsPayload } from './occurrence.graphql.js';
import { AttestReportsInput } from './occurrence.inputs.js';
import { ReportDaysService } from './report-days.service.js';

@Resolver()
export class ReportDaysResolver {
  constructor(private readonly days: ReportDaysService) {}

  @Access(canAttest)
  @Scope(AppScope.ATTESTATION_WRITE)
  @Mutation(() => AttestReportsPayload, {
    description:
      'Attests all reports that wait in an ask or a campaign, as they were reported: a day’s reports in one action, up to 500. Your own work is left out.',
  })
  async attestReports(
    @CurrentActor() actor: Actor,
    @Args('input') input: AttestReportsInput,
    @Load() load: LoadFunction,
  ): Promise<AttestReportsPayload> {
    const { attestedIds, leftOut, remaining } = await this.days.attest(actor, input);
    const attested = await Promise.all(attestedIds.map((id) => load(occurrenceById, id)));
    const others = leftOut.map(async ({ occurrenceId, fault }) => ({
      occurrenceId,
      occurrence: await load(occurrenceById, occurrenceId),
      because: faultAsReason(fault),
    }));
    return {
      attested: attested.filter((one) => one !== null),
      leftOut: await Promise.all(others),
      remaining,
      userErrors: [],
    };
  }
}
