export interface Settings {
  name: string;
  about: string;
  language: string;
  timeZone: string;
  admissionRule: string;
  probationDays: number;
  showsExactFigures: boolean;
  publishesSovereigntyReport: boolean;
}

type Sent = { readonly [Name in keyof Settings]?: Settings[Name] | null };

const NAMES = [
  'name',
  'about',
  'language',
  'timeZone',
  'admissionRule',
  'probationDays',
  'showsExactFigures',
  'publishesSovereigntyReport',
] as const satisfies readonly (keyof Settings)[];

/** What people wrote themselves stays off the record: that it changed is enough. */
const WRITTEN: readonly string[] = ['name', 'about'];

/** What was sent and differs. */
export function changesOf(before: Settings, sent: Sent): Partial<Settings> {
  return Object.fromEntries(
    NAMES.filter((name) => sent[name] != null && sent[name] !== before[name]).map((name) => [name, sent[name]]),
  );
}

/** Old and new value of each change, for those who want to know how they came to live under this rule. */
export function shownOnRecord(before: Settings, changes: Partial<Settings>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(changes).map(([name, to]) => [
      name,
      WRITTEN.includes(name) ? true : { from: before[name as keyof Settings], to },
    ]),
  );
}
