import { batch } from '../../platform/graphql/loader.js';
import { NEW_ASK, type Terms } from './ask-content.rules.js';
import type { AskTermsType } from './ask-terms.graphql.js';
import { placeIsShownAt } from './ask.loaders.js';

interface TermsRow {
  askId: string;
  version: number;
  changedAt: Date;
  /** As they were kept: without what asks did not say yet at the time. */
  terms: Partial<Omit<Terms, 'startsAt'>> & { startsAt?: string | null };
  placeIsShown: boolean;
}

/** What was risky then, or is now, is told to nobody who may not come. */
const riskiest = `greatest(a.risk_tier, (t.terms->>'riskTier')::int)`;

/** By `askId:version`. */
export const termsOf = batch<string, AskTermsType>(
  'termsOf',
  async (reader, keys) => {
    const rows = await reader.rows<TermsRow>(
      `SELECT t.ask_id AS "askId", t.version, t.changed_at AS "changedAt", t.terms, ${placeIsShownAt(riskiest)} AS "placeIsShown"
         FROM unnest($1::text[]) AS k (key)
         JOIN ask_terms t ON t.ask_id = split_part(k.key, ':', 1)::uuid AND t.version = split_part(k.key, ':', 2)::int
         JOIN ask a ON a.community_id = t.community_id AND a.id = t.ask_id`,
      [keys],
    );
    return rows.map(shown);
  },
  (row) => `${row.askId}:${row.version}`,
);

function shown({ terms, placeIsShown, ...row }: TermsRow): AskTermsType {
  const { place, latitude, longitude, startsAt, ...said } = { ...NEW_ASK, ...terms };
  const degrees = (exact: number) => (placeIsShown ? exact : rounded(exact));
  return {
    ...row,
    ...(said as Omit<AskTermsType, keyof TermsRow | 'exactly' | 'place' | 'position' | 'startsAt'>),
    exactly: { place, position: `${latitude ?? ''} ${longitude ?? ''}` },
    startsAt: startsAt == null ? null : new Date(startsAt),
    place: placeIsShown ? place : null,
    position:
      latitude === null || longitude === null
        ? null
        : { latitude: degrees(latitude), longitude: degrees(longitude), isExact: placeIsShown },
  };
}

/** As Postgres rounds what the ask shows: half away from zero. */
function rounded(degrees: number): number {
  return (Math.sign(degrees) * Math.round(Math.abs(degrees) * 10)) / 10;
}
