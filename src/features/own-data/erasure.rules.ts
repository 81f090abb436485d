import type { Words } from '../../platform/words/words.js';

/** Typed, so that nobody is erased by a slip; in capitals or with a full stop it is still meant. */
export function isMeant(phrase: string | null | undefined): boolean {
  return phrase != null && /^erase me for good[.!]?$/i.test(phrase.trim().replace(/\s+/g, ' '));
}

/** For people, after they are gone: the record and the counts of a community are not only theirs. */
export const WHAT_STAYS: readonly Words[] = [
  'What was pledged, reported and attested still counts, under “someone” instead of what you were called.',
  'What you decided for a community stays its own: priorities and mandates as they were worded, stops and their reasons, briefs, asks, what you said of the work of others.',
  'The record of each community keeps that something was done, in which standing and when. What its entries said of you in numbers is erased, and its chain still proves that nothing was changed.',
  'Work that you reported can still be attested.',
  'Backups made before today keep a copy until whoever runs this server deletes them.',
];
