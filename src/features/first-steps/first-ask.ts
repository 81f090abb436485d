import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.js';
import { type AskTemplateType, AskStatesService, AsksService, draftFrom } from '../asks/index.js';
import type { BegunCampaign } from './first-campaign.js';
import { firstWindow } from './first-steps.defaults.js';
import type { StartCampaignInput } from './first-steps.inputs.js';
import { withPaths } from '../../platform/graphql/refusal-paths.js';

const OWN_FIELDS = ['title', 'description', 'slots', 'startsAt', 'endsAt', 'place'];

/** The first ask, from its template to open. */
@Injectable()
export class FirstAsk {
  constructor(
    private readonly asks: AsksService,
    private readonly states: AskStatesService,
  ) {}

  async open(
    tx: Tx,
    { campaignId, priorityId, mandateId }: BegunCampaign,
    template: AskTemplateType,
    { ask }: StartCampaignInput,
  ): Promise<string> {
    const fields = Object.fromEntries(OWN_FIELDS.map((field) => [field, ['ask', field]]));
    const draft = {
      ...draftFrom(template),
      campaignId,
      priorityId,
      title: ask.title ?? template.title,
      description: ask.description ?? template.description,
      quantityWanted: ask.quantity ?? template.quantityWanted,
      slots: ask.slots ?? null,
      place: ask.place ?? '',
      ...firstWindow(ask),
    };
    const { askId } = await withPaths({ ...fields, quantityWanted: ['ask', 'quantity'] }, () =>
      this.asks.draftWithin(tx, draft),
    );
    await this.states.openWithin(tx, { askId, mandateId });
    return askId;
  }
}
