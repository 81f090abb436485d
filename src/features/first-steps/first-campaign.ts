import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.js';
import { CampaignsService, DemandsService } from '../campaigns/index.js';
import { MandateKind, MandatesService } from '../mandates/index.js';
import { PrioritiesService } from '../priorities/index.js';
import { firstBrief, foundingReason, foundingUntil } from './first-steps.defaults.js';
import type { StartCampaignInput } from './first-steps.inputs.js';
import { withPaths } from '../../platform/graphql/refusal-paths.js';

export interface BegunCampaign {
  campaignId: string;
  demandId: string;
  priorityId: string;
  mandateId: string;
}

/** The campaign with its brief, demand, priority and founding mandate. */
@Injectable()
export class FirstCampaign {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly demands: DemandsService,
    private readonly priorities: PrioritiesService,
    private readonly mandates: MandatesService,
  ) {}

  async begin(tx: Tx, communityId: string, input: StartCampaignInput): Promise<BegunCampaign> {
    const campaignId = await withPaths({ handle: ['campaignHandle'], name: ['campaignName'] }, () =>
      this.campaigns.createWithin(tx, communityId, {
        handle: input.campaignHandle ?? input.communityHandle,
        name: input.campaignName,
      }),
    );
    await this.campaigns.publishBriefWithin(tx, campaignId, input.brief ?? firstBrief(input));
    await this.campaigns.launchWithin(tx, campaignId);
    const demandId = await this.demands.makeWithin(tx, campaignId, input.demand);
    const priorityId = await this.priorities.proposeWithin(tx, campaignId, { statement: input.priority });
    const mandateId = await this.mandates.proposeWithin(tx, priorityId, {
      kind: MandateKind.FOUNDING,
      reason: foundingReason(input.language),
      until: foundingUntil(),
    });
    return { campaignId, demandId, priorityId, mandateId };
  }
}
