import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { Forbidden, NotFound, refuse } from '../../platform/graphql/errors.js';
import { actingFor, refuseIfLeft, refuseStale, visibleCampaign } from '../campaigns/index.js';
import { record } from '../record/index.js';
import './priority.constraints.js';
import type {
  PriorityTranslationType,
  TranslatePriorityInput,
  WithdrawTranslationInput,
} from './priority-translation.graphql.js';
import { livePriority, lockedPriority, priorityDeed, refuseIfOver } from './priority-rows.js';
import { translationColumns } from './priority.loaders.js';
import { canTranslatePriority, withdrawingTranslation } from './priority.policy.js';

@Injectable()
export class PriorityTranslationsService {
  constructor(private readonly database: Database) {}

  translate(actor: Actor, input: TranslatePriorityInput): Promise<{ translationId: string }> {
    return this.database.write(actor, { name: 'translatePriority', input }, async (tx) => {
      const { language, statement } = input;
      const priority = await livePriority(tx, input.priorityId);
      const { communityId, campaignId, id: priorityId } = priority;
      const campaign = await visibleCampaign(tx, campaignId);
      const leadId = actingFor(tx.actor, canTranslatePriority, campaign, input.leadId);
      refuseIfOver(campaign, 'priorityId');
      await lockedPriority(tx, priority);
      const before = await tx.row<{ version: number }>(
        'SELECT version FROM priority_translation WHERE community_id = $1 AND priority_id = $2 AND language = $3',
        [communityId, priorityId, language],
      );
      refuseStale({ version: before?.version ?? 0 }, input.expectedVersion ?? 0);
      const translationId = newId();
      await tx.rows('SELECT app.translate_priority($1, $2, $3, $4, $5, $6, $7)', [
        communityId,
        priorityId,
        translationId,
        leadId,
        language,
        statement,
        input.details ?? '',
      ]);
      const { translationDigest } = await tx.only<{ translationDigest: string }>(
        'SELECT app.translation_digest($1, $2) AS "translationDigest"',
        [communityId, translationId],
      );
      const details = { translationId, language, version: (before?.version ?? 0) + 1, translationDigest };
      await record(tx, await priorityDeed(tx, priority, { kind: 'priority.translated', leadId, details }));
      return { translationId };
    });
  }

  withdraw(actor: Actor, input: WithdrawTranslationInput): Promise<{ priorityId: string }> {
    return this.database.write(actor, { name: 'withdrawTranslation', input }, async (tx) => {
      const { translationId } = input;
      const translation = await seenTranslation(tx, translationId);
      const { communityId, campaignId, priorityId, language } = translation;
      const acting = withdrawingTranslation(tx.actor, translation);
      if (acting === null) throw new Forbidden();
      const { leadId } = acting;
      refuseIfLeft(await visibleCampaign(tx, campaignId), leadId);
      const { done } = await tx.only<{ done: boolean }>('SELECT app.withdraw_translation($1, $2, $3) AS done', [
        communityId,
        translationId,
        leadId,
      ]);
      if (!done) throw refuse('WRONG_STATE', 'This translation was replaced or taken away just now.', 'translationId');
      const deed = { kind: 'priority.translation_withdrawn', leadId, details: { translationId, language } } as const;
      await record(tx, await priorityDeed(tx, { communityId, campaignId, id: priorityId }, deed));
      return { priorityId };
    });
  }
}

async function seenTranslation(tx: Tx, translationId: string): Promise<PriorityTranslationType> {
  const row = await tx.row<PriorityTranslationType>(
    `SELECT ${translationColumns} FROM priority_translation t WHERE t.id = $1`,
    [translationId],
  );
  if (!row) throw new NotFound();
  return row;
}
