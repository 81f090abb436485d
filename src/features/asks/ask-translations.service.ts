import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { NotFound, Refusal, refuse } from '../../platform/graphql/errors.js';
import { refuseStale } from '../campaigns/index.js';
import { record } from '../record/index.js';
import { askDeed, loadAsk, refuseIfLeadLeft } from './ask-rows.js';
import './ask.constraints.js';
import { moveFault } from './ask.rules.js';
import type { TranslateAskInput, WithdrawAskTranslationInput } from './ask-translation.graphql.js';
import { authorizeDraft } from './asks.service.js';

/** Puts asks into further languages, for those who write them down. */
@Injectable()
export class AskTranslationsService {
  constructor(private readonly database: Database) {}

  translate(actor: Actor, input: TranslateAskInput): Promise<{ translationId: string }> {
    return this.database.write(actor, { name: 'translateAsk', input }, async (tx) => {
      const found = await loadAsk(tx, input.askId);
      authorizeDraft(tx, found);
      refuseIfLeadLeft(found);
      const { communityId, id, leadId } = found;
      // So that two translations at once queue here, and none is of terms that change meanwhile.
      await tx.rows('SELECT app.lock_ask($1, $2)', [communityId, id]);
      const ask = await loadAsk(tx, id);
      const fault = moveFault('revise', ask);
      if (fault) throw new Refusal(fault);
      const { language } = input;
      const before = await tx.row<{ version: number }>(
        'SELECT version FROM ask_translation WHERE community_id = $1 AND ask_id = $2 AND language = $3',
        [communityId, id, language],
      );
      refuseStale({ version: before?.version ?? 0 }, input.expectedVersion ?? 0);
      const translationId = newId();
      const ofTerms = input.termsVersion ?? ask.termsVersion;
      const translator = leadId === null ? tx.membershipIn(communityId).membershipId : null;
      await tx.rows('SELECT app.translate_ask($1, $2, $3, $4, $5, $6, $7)', [
        communityId,
        id,
        translationId,
        language,
        JSON.stringify(writtenOf(input)),
        ofTerms,
        translator,
      ]);
      const details = { translationId, language, version: (before?.version ?? 0) + 1, termsVersion: ofTerms };
      await record(tx, { ...askDeed(ask), kind: 'ask.translated', details });
      return { translationId };
    });
  }

  withdraw(actor: Actor, input: WithdrawAskTranslationInput): Promise<{ askId: string }> {
    return this.database.write(actor, { name: 'withdrawAskTranslation', input }, async (tx) => {
      const { translationId } = input;
      const translation = await tx.row<{ askId: string; language: string }>(
        'SELECT t.ask_id AS "askId", t.language FROM ask_translation t WHERE t.id = $1',
        [translationId],
      );
      if (!translation) throw new NotFound();
      const ask = await loadAsk(tx, translation.askId);
      authorizeDraft(tx, ask);
      refuseIfLeadLeft(ask);
      const { done } = await tx.only<{ done: boolean }>('SELECT app.withdraw_ask_translation($1, $2) AS done', [
        ask.communityId,
        translationId,
      ]);
      if (!done) throw refuse('WRONG_STATE', 'This translation was replaced or taken away just now.', 'translationId');
      const details = { translationId, language: translation.language };
      await record(tx, { ...askDeed(ask), kind: 'ask.translation_withdrawn', details });
      return { askId: ask.id };
    });
  }
}

/** By column. */
function writtenOf(input: TranslateAskInput): Record<string, string> {
  const { title, description, unit, riskNotes, mitigations, dos, donts, prerequisites, suits, access } = input;
  const texts = {
    title,
    description,
    unit,
    risk_notes: riskNotes,
    mitigations,
    dos,
    donts,
    prerequisites,
    suits,
    access,
  };
  return Object.fromEntries(Object.entries(texts).map(([column, text]) => [column, text ?? '']));
}
