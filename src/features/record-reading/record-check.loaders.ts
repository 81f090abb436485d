import type { Batch } from '../../platform/graphql/loader.js';
import type { Reader } from '../../platform/graphql/reader.js';
import { notedFault, type RecordFault } from '../record/index.js';
import type { RecordCheckType } from './record-check.graphql.js';

export interface RecordQuestion {
  communityId: string;
  from: number;
  noted: { place: number; hash: string } | null;
}

/** 20 µs an entry were measured: so many stay far within the two seconds of a statement. */
export const CHECKED_AT_ONCE = 10_000;

/** One after another: what each of them costs is counted where the field is declared. */
export const recordCheckOf: Batch<RecordQuestion, RecordCheckType> = {
  name: 'recordCheckOf',
  identify: (question) => JSON.stringify(question),
  answers: async (reader, questions) => {
    const answers: RecordCheckType[] = [];
    for (const question of questions) answers.push(await check(reader, question));
    return answers;
  },
};

async function check(reader: Reader, { communityId, from, noted }: RecordQuestion): Promise<RecordCheckType> {
  const last = from + CHECKED_AT_ONCE - 1;
  // In one statement, so that what is sealed meanwhile is in all of it or in none.
  const [found] = await reader.rows<{ end: number; published: number; noted: string | null; faults: RecordFault[] }>(
    `SELECT coalesce((SELECT e.seq FROM record_entry e WHERE e.community_id = $1 AND e.seq IS NOT NULL ORDER BY e.seq DESC LIMIT 1), 0)::int AS "end",
            (SELECT count(*) FROM record_daily_head d WHERE d.community_id = $1 AND d.seq BETWEEN $2 AND $3)::int AS published,
            (SELECT encode(e.hash, 'hex') FROM record_entry e WHERE e.community_id = $1 AND e.seq = $4 LIMIT 1) AS noted,
            coalesce((SELECT jsonb_agg(jsonb_build_object('fault', f.fault, 'place', f.place, 'reaches', f.reaches, 'entryId', f.entry_id, 'day', f.day))
               FROM app.check_record($1, $2, $3) f), '[]') AS faults`,
    [communityId, from, last, noted?.place ?? null],
  );
  const { end, published, noted: there, faults } = found ?? { end: 0, published: 0, noted: null, faults: [] };
  const departed = noted && notedFault(noted, there ?? undefined);
  const all = departed ? [departed, ...faults] : faults;
  return {
    holds: all.length === 0,
    from,
    upTo: Math.min(end, last),
    next: end > last ? last + 1 : null,
    publishedHeads: published,
    notedHeadHolds: noted && departed === null,
    faults: all.map((fault) => ({ position: fault.place, entryId: fault.entryId, fault })),
  };
}
