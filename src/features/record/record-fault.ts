import { say, type Words } from '../../platform/words/words.js';

/** What can be wrong with a record, as app.record_faults and the command verify-record name it. */
export type FaultName = keyof typeof sentences;

export interface RecordFault {
  fault: FaultName;
  /** Where in the chain; null for an entry that is not in it. */
  place: number | null;
  /** Up to where, for what concerns several places. */
  reaches: number | null;
  entryId: string | null;
  /** Of which day the published head is, `YYYY-MM-DD`. */
  day: string | null;
}

type Said = (fault: Record<'place' | 'reaches', number> & Record<'entryId' | 'day', string>) => Words;

const sentences = {
  MISSING: ({ place, reaches }) =>
    place < reaches
      ? say`The entries at positions ${place} to ${reaches} are missing: they were deleted or taken out of the chain.`
      : say`The entry at position ${place} is missing: it was deleted or taken out of the chain.`,
  MISPLACED: ({ place, entryId }) =>
    say`A second entry stands at position ${place}, where there is room for one: ${entryId} was put in.`,
  CHANGED: ({ place }) =>
    say`The entry at position ${place} does not match its hash: what was done, by whom, to what or when was changed, or this is not the entry that stood there.`,
  DETAILS_CHANGED: ({ place }) => say`The details of the entry at position ${place} were changed afterwards.`,
  DETAILS_PUT_IN: ({ place }) =>
    say`The entry at position ${place} has details although they were erased: these were put in afterwards.`,
  BACKDATED: ({ place }) =>
    say`The entry at position ${place} says that it is more than an hour older than the one before it: it was put in later under a false time, or the clock of the server was set back.`,
  NOT_SEALED: ({ entryId }) =>
    say`The entry ${entryId} is not in the chain although it says that it is more than an hour older than the last one that is: it was put in later under a false time, or its seal was taken away.`,
  HEAD_MISSING: ({ place }) =>
    say`The stored head is gone, while the record goes on to position ${place}: without it a cut-off end would not be noticed.`,
  CUT_OFF: ({ place, reaches }) =>
    place < reaches
      ? say`The end of the record was cut off: the entries at positions ${place} to ${reaches} are gone.`
      : say`The end of the record was cut off: the entry at position ${place} is gone.`,
  HEAD_BEHIND: ({ place, reaches }) =>
    say`The stored head is at position ${place}, while the record goes on to position ${reaches}: the head was set back, or entries were added without sealing them.`,
  HEAD_DIFFERS: ({ place }) =>
    say`The stored head at position ${place} does not match the last entry: one of the two was changed.`,
  PUBLISHED_GONE: ({ place, day }) =>
    say`The entry at position ${place} is gone, whose hash was published as the head of ${day}: the record was cut off, or that published head was changed.`,
  PUBLISHED_DIFFERS: ({ place, day }) =>
    say`The entry at position ${place} does not match the head that was published for ${day}: the record was written anew at or before it, or that published head was changed.`,
  NOTED_GONE: ({ place }) =>
    say`The entry at position ${place}, whose hash you noted, is gone: the record was cut off.`,
  NOTED_DIFFERS: ({ place }) =>
    say`The entry at position ${place} does not match the head that you noted: the record was written anew at or before it.`,
} satisfies Record<string, Said>;

/** What it means, in one plain sentence. */
export function faultSentence({ fault, place, reaches, entryId, day }: RecordFault): Words {
  const said: Said = sentences[fault];
  return said({ place: place ?? 0, reaches: reaches ?? place ?? 0, entryId: entryId ?? '', day: day ?? '' });
}

interface Head {
  place: number;
  /** In hexadecimal. */
  hash: string;
}

/** Whoever cuts off or rewrites the end makes a chain that holds in itself; a head noted before shows it. */
export function notedFault(noted: Head, found: string | undefined): RecordFault | null {
  if (found === noted.hash) return null;
  const fault = found === undefined ? 'NOTED_GONE' : 'NOTED_DIFFERS';
  return { fault, place: noted.place, reaches: null, entryId: null, day: null };
}
