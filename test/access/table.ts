/** A table of who may what as it is written: a heading with the columns, then a row a line, cells apart by two spaces. */
export interface Row<Column extends string, Cell extends string> {
  name: string;
  cells: Readonly<Record<Column, Cell>>;
}

export function parseTable<Column extends string, Cell extends string>(
  text: string,
  columns: readonly Column[],
  known: readonly Cell[],
): Row<Column, Cell>[] {
  const [heading, ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  if (heading === undefined) return [];
  const named = heading.trim().split(/\s{2,}/);
  if (named.join() !== columns.join()) throw new Error(`The columns are ${columns.join()}, not ${named.join()}.`);
  return lines.map((line) => {
    const [name = '', ...cells] = line.trim().split(/\s{2,}/);
    if (cells.length !== columns.length || cells.some((cell) => !known.includes(cell as Cell)))
      throw new Error(`Odd row: ${line}`);
    return {
      name,
      cells: Object.fromEntries(columns.map((column, index) => [column, cells[index]])) as Record<Column, Cell>,
    };
  });
}
