import { batch, batchOfMany } from '../../platform/graphql/loader.js';
import type { AskTranslationType } from './ask-translation.graphql.js';

/** An AskTranslation, from `ask_translation t`. */
const columns = `t.id, t.community_id AS "communityId", t.ask_id AS "askId", t.language, t.title, t.description, t.unit,
  t.risk_notes AS "riskNotes", t.mitigations, t.dos, t.donts, t.prerequisites, t.suits, t.access, t.version, t.of_terms_version AS "ofTermsVersion",
  t.translated_at AS "translatedAt"`;

const isCurrent = `(t.of_terms_version = a.terms_version AND t.of_digest = app.ask_words_digest(a)) AS "isCurrent"`;

/** Rows with what they need to tell of the ask; `asks` is where that is read. */
export const askTranslations = (asks: string, translations: string) =>
  `SELECT ${columns}, ${isCurrent} FROM ${translations} t JOIN ${asks} a ON a.community_id = t.community_id AND a.id = t.ask_id`;

export const askTranslationById = batch<string, AskTranslationType>('askTranslationById', (reader, ids) =>
  reader.rows(`${askTranslations('ask', 'ask_translation')} WHERE t.id = ANY ($1)`, [ids]),
);

/** By language, A to Z. */
export const translationsOfAsk = batchOfMany<string, AskTranslationType>(
  'translationsOfAsk',
  (reader, askIds) =>
    reader.rows(`${askTranslations('ask', 'ask_translation')} WHERE t.ask_id = ANY ($1) ORDER BY t.language, t.id`, [
      askIds,
    ]),
  (row) => row.askId,
);
