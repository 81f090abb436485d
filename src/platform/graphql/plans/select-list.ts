const NAME = /(?:\.|^|\s)"?(\w+)"?$/;

/**
 * Of a select list, the columns that a text takes under an alias; all where it takes none. Postgres drops the others from
 * its plan, but copies and walks through the whole text of a statement each time that it is run.
 */
export function taken(list: string, alias: string, text: string): string {
  const names = new Set(Array.from(text.matchAll(new RegExp(`\\b${alias}\\."(\\w+)"`, 'g')), ([, name]) => name));
  const columns = columnsOf(list).filter((column) => names.has(NAME.exec(column)?.[1]));
  return columns.length > 0 ? columns.join(', ') : list;
}

/** Split at its own commas: not at those in brackets or quotes. */
function columnsOf(list: string): string[] {
  const columns: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { 0: token, index } of list.matchAll(/'(?:[^']|'')*'|"[^"]*"|[()[\],]/g)) {
    if (token === '(' || token === '[') depth += 1;
    else if (token === ')' || token === ']') depth -= 1;
    else if (token === ',' && depth === 0) {
      columns.push(list.slice(from, index).trim());
      from = index + 1;
    }
  }
  return [...columns, list.slice(from).trim()];
}
