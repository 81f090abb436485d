import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { refuse } from '../../platform/graphql/errors.js';
import { withPaths } from '../../platform/graphql/refusal-paths.js';
import { say } from '../../platform/words/words.js';
import { visibleCampaign } from '../campaigns/index.js';
import { seenPriority } from '../priorities/index.js';
import type { PostAskInput } from './ask-posting.inputs.js';
import { AskStatesService } from './ask-states.service.js';
import type { AskTemplateType } from './ask-template.graphql.js';
import { askTemplate, askTemplates, draftFrom } from './ask-templates.js';
import { type AskDraft, AsksService } from './asks.service.js';

/** Posts an ask in one step: written down and opened, or neither. */
@Injectable()
export class AskPostingService {
  constructor(
    private readonly database: Database,
    private readonly asks: AsksService,
    private readonly states: AskStatesService,
  ) {}

  post(actor: Actor, input: PostAskInput): Promise<{ askId: string }> {
    return this.database.write(actor, { name: 'postAsk', input }, async (tx) => {
      const { askId } = await this.asks.draftWithin(tx, await draftOf(tx, input));
      await withPaths({ askId: ['priorityId'] }, () =>
        this.states.openWithin(tx, { askId, mandateId: input.mandateId ?? null }),
      );
      return { askId };
    });
  }
}

async function draftOf(tx: Tx, input: PostAskInput): Promise<AskDraft> {
  const { idempotencyKey: _key, template: key, mandateId: _mandate, ...sent } = input;
  const { campaignId } = await seenPriority(tx, input.priorityId);
  const { language } = await visibleCampaign(tx, campaignId);
  const said = key == null ? null : draftFrom(chosenTemplate(key, input.language ?? language));
  const { title, kind, unit, quantityWanted } = { ...said, ...given(sent) };
  if (title == null || kind == null || unit == null || quantityWanted == null) {
    const missing = Object.entries({ title, kind, unit, quantityWanted }).find(([, value]) => value == null);
    throw refuse(
      'INVALID',
      'Name a template, or send title, kind, unit and quantityWanted.',
      missing?.[0] ?? 'template',
    );
  }
  return { ...said, ...sent, campaignId, title, kind, unit, quantityWanted };
}

function chosenTemplate(key: string, language: string): AskTemplateType {
  const template = askTemplate(key, language);
  if (template) return template;
  const keys = askTemplates('en').map((one) => one.key);
  throw refuse('INVALID', say`There is no such template. Choose one of ${keys.join(', ')}.`, 'template');
}

/** What an ask cannot be without is not taken away by null. */
function given<Sent extends object>(sent: Sent): Partial<Sent> {
  return Object.fromEntries(Object.entries(sent).filter(([, value]) => value != null)) as Partial<Sent>;
}
