import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { refuse } from '../../platform/graphql/errors.js';
import { say } from '../../platform/words/words.js';
import { type AskTemplateType, askTemplate, askTemplates } from '../asks/index.js';
import { CommunitiesService } from '../communities/index.js';
import { FirstAsk } from './first-ask.js';
import { type BegunCampaign, FirstCampaign } from './first-campaign.js';
import type { StartCampaignInput } from './first-steps.inputs.js';
import { withPaths } from '../../platform/graphql/refusal-paths.js';

export interface Started extends BegunCampaign {
  communityId: string;
  askId: string;
}

/** A founder's first step: from nothing to an open ask in one transaction, each part by the service that owns it. */
@Injectable()
export class StartCampaignService {
  constructor(
    private readonly database: Database,
    private readonly communities: CommunitiesService,
    private readonly campaigns: FirstCampaign,
    private readonly asks: FirstAsk,
  ) {}

  startCampaign(actor: Actor, input: StartCampaignInput): Promise<Started> {
    return this.database.write(actor, { name: 'startCampaign', input }, async (tx) => {
      const template = chosenTemplate(input);
      const founded = await withPaths({ handle: ['communityHandle'], name: ['communityName'] }, () =>
        this.communities.found(tx, {
          language: input.language ?? null,
          timeZone: input.timeZone ?? null,
          pseudonym: input.pseudonym ?? null,
          handle: input.communityHandle,
          name: input.communityName,
        }),
      );
      const campaign = await this.campaigns.begin(founded.tx, founded.communityId, input);
      const askId = await this.asks.open(founded.tx, campaign, template, input);
      return { communityId: founded.communityId, ...campaign, askId };
    });
  }
}

function chosenTemplate({ ask, language }: StartCampaignInput): AskTemplateType {
  const template = askTemplate(ask.template, language ?? 'en');
  if (template) return template;
  const keys = askTemplates('en').map(({ key }) => key);
  throw refuse('INVALID', say`There is no such template. Choose one of ${keys.join(', ')}.`, 'ask', 'template');
}
