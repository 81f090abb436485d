import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { refuse } from '../../platform/graphql/errors.js';
import { type AskTemplateType, AskStatesService, askTemplate, askTemplates, AsksService } from '../asks/index.js';
import { CampaignsService, DemandsService } from '../campaigns/index.js';
import { CommunitiesService } from '../communities/index.js';
import { MandateKind, MandatesService } from '../mandates/index.js';
import { PrioritiesService } from '../priorities/index.js';
import { firstBrief, firstWindow, foundingReason, foundingUntil } from './first-steps.defaults.js';
import type { StartCampaignInput } from './first-steps.inputs.js';

export interface Started {
  communityId: string;
  campaignId: string;
  demandId: string;
  priorityId: string;
  mandateId: string;
  askId: string;
}

/** A founder's first step: from nothing to an open ask in one transaction, each part by the service that owns it. */
@Injectable()
export class StartCampaignService {
  constructor(
    private readonly database: Database,
    private readonly communities: CommunitiesService,
    private readonly campaigns: CampaignWork,
    private readonly asks: AskWork,
  ) {}

  startCampaign(actor: Actor, input: StartCampaignInput): Promise<Started> {
    return this.database.write(actor, { name: 'startCampaign', input }, async (tx) => {
      const template = chosenTemplate(input);
      const founded = await this.communities.found(tx, {
        ...input,
        handle: input.communityHandle,
        name: input.communityName,
      });
      const campaign = await this.campaigns.begin(founded.tx, founded.communityId, input);
      const askId = await this.asks.open(founded.tx, campaign, template, input);
      return { communityId: founded.communityId, ...campaign, askId };
    });
  }
}

type Begun = Omit<Started, 'communityId' | 'askId'>;

/** The campaign with its brief, demand, priority and founding mandate. */
@Injectable()
export class CampaignWork {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly demands: DemandsService,
    private readonly priorities: PrioritiesService,
    private readonly mandates: MandatesService,
  ) {}

  async begin(tx: Tx, communityId: string, input: StartCampaignInput): Promise<Begun> {
    const campaignId = await this.campaigns.createWithin(tx, communityId, {
      handle: input.campaignHandle ?? input.communityHandle,
      name: input.campaignName,
    });
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

/** The first ask, from its template to open. */
@Injectable()
export class AskWork {
  constructor(
    private readonly asks: AsksService,
    private readonly states: AskStatesService,
  ) {}

  async open(
    tx: Tx,
    { campaignId, priorityId, mandateId }: Begun,
    template: AskTemplateType,
    { ask }: StartCampaignInput,
  ): Promise<string> {
    const { askId } = await this.asks.draftWithin(tx, {
      ...template,
      campaignId,
      priorityId,
      title: ask.title ?? template.title,
      description: ask.description ?? template.description,
      quantityWanted: ask.quantity ?? template.quantityWanted,
      slots: ask.slots ?? null,
      place: ask.place ?? '',
      ...firstWindow(ask),
    });
    await this.states.openWithin(tx, { askId, mandateId });
    return askId;
  }
}

function chosenTemplate({ ask, language }: StartCampaignInput): AskTemplateType {
  const template = askTemplate(ask.template, language ?? 'en');
  if (template) return template;
  const keys = askTemplates('en').map(({ key }) => key);
  throw refuse('INVALID', `There is no such template. Choose one of ${keys.join(', ')}.`, 'ask', 'template');
}
