export interface Entry {
  template: string;
  translation: string;
  place: string;
}
export function catalogues(): Map<string, Entry[]>;
export function entriesOf(path: string, text: string): Entry[];
export function compare(
  messages: Map<string, string[]>,
  entries: Entry[],
): { missing: string[]; unused: string[]; twice: string[]; unfit: string[] };
