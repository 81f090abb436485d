const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** As a field for day and time takes it: `2026-11-28T18:00`. */
export function localTime(at: Date, timeZone: string): string {
  const form = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone });
  return form.format(at).replace(' ', 'T');
}

/**
 * The instant at which clocks of this zone show that; null for what is no day and time. A time that is skipped when
 * clocks go forward is the one after it.
 */
export function instantOf(local: string, timeZone: string): Date | null {
  const shown = new Date(`${local}:00Z`);
  if (!LOCAL.test(local) || Number.isNaN(shown.getTime()) || !shown.toISOString().startsWith(local)) return null;
  const first = new Date(shown.getTime() - ahead(shown, timeZone));
  const second = new Date(shown.getTime() - ahead(first, timeZone));
  const meant = [second, first].find((at) => localTime(at, timeZone) === local);
  return meant ?? (first > second ? first : second);
}

/** By how many milliseconds clocks of the zone are ahead of UTC. */
function ahead(at: Date, timeZone: string): number {
  const minute = Math.floor(at.getTime() / 60_000) * 60_000;
  return new Date(`${localTime(at, timeZone)}:00Z`).getTime() - minute;
}
