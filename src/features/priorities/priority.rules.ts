/** What people wrote, in one language. */
export interface Written {
  language: string;
  statement: string;
  details: string;
}

/** The community, or its campaign's other leads, may still ask for help under it, discuss and translate it. */
export function isLive({ state }: { state: string }): boolean {
  return state !== 'WITHDRAWN' && state !== 'MERGED';
}

/** How long withdrawing and merging can be undone. */
const RESTORED_WITHIN_MS = 14 * 86_400_000;

/** Whether it was put aside so lately that it can be brought back. */
export function isRestorable(
  { withdrawnAt, mergedAt }: { withdrawnAt: Date | null; mergedAt: Date | null },
  now: Date,
): boolean {
  const since = withdrawnAt ?? mergedAt;
  return since !== null && now.getTime() - since.getTime() < RESTORED_WITHIN_MS;
}

/** How far ahead a priority may be looked at again. */
const REVIEWED_WITHIN_YEARS = 2;

/** What stands against a review on that day; both days as `YYYY-MM-DD`, the second being today where the campaign is. */
export function reviewFault(reviewOn: string, today: string): 'IN_THE_PAST' | 'OUT_OF_RANGE' | null {
  if (reviewOn <= today) return 'IN_THE_PAST';
  const latest = `${String(Number(today.slice(0, 4)) + REVIEWED_WITHIN_YEARS).padStart(4, '0')}${today.slice(4)}`;
  return reviewOn > latest ? 'OUT_OF_RANGE' : null;
}

/**
 * The words for who reads this language, a BCP 47 tag: those in exactly it, else in its base language, else in another
 * form of that (`pt-BR` for who reads `pt-PT`), else as they were written. Details that a translation leaves out stay as written.
 */
export function wordsIn(language: string, original: Written, translations: readonly Written[]): Written {
  const all = [original, ...translations];
  const wanted = language.toLowerCase();
  const base = baseOf(wanted);
  const found =
    all.find((one) => one.language.toLowerCase() === wanted) ??
    all.find((one) => one.language.toLowerCase() === base) ??
    all.find((one) => baseOf(one.language.toLowerCase()) === base) ??
    original;
  return { ...found, details: found.details === '' ? original.details : found.details };
}

function baseOf(tag: string): string {
  return tag.split('-')[0] ?? tag;
}
