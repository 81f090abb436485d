/** One column of the order of a list. The last one is unique, so that no row is skipped or shown twice. */
export interface OrderKey {
  /** A full expression, valid in WHERE as well: `ask.opened_at`. */
  sql: string;
  /** The Postgres type, to which the value in a cursor is cast: `timestamptz`, `uuid`, `bigint`… */
  type: string;
  direction?: 'ASC' | 'DESC';
  /** Rows without a value come last, in both directions. */
  nullable?: boolean;
}

export function orderBy(order: readonly OrderKey[]): string {
  return order
    .map(({ sql, direction = 'ASC', nullable }) => `${sql} ${direction}${nullable ? ' NULLS LAST' : ''}`)
    .join(', ');
}

/**
 * The rows after the given key values: `a > $1 OR (a = $1 AND b < $2) OR …`, or a row comparison where all columns run
 * the same way, which an index answers directly. `first` is the number of the first parameter.
 */
export function after(
  order: readonly OrderKey[],
  values: readonly (string | null)[],
  first: number,
): { sql: string; params: string[] } {
  const params: string[] = [];
  const keys = order.map((key, index) => {
    const value = values[index] ?? null;
    if (value === null) return { ...key, bound: null };
    params.push(value);
    return { ...key, bound: `$${first + params.length - 1}::${key.type}` };
  });
  const [direction = 'ASC'] = keys.map((key) => key.direction ?? 'ASC');
  const plain = keys.every((key) => !key.nullable && (key.direction ?? 'ASC') === direction && key.bound !== null);
  if (plain) {
    const columns = keys.map((key) => key.sql).join(', ');
    const bounds = keys.map((key) => key.bound).join(', ');
    return { sql: `(${columns}) ${direction === 'ASC' ? '>' : '<'} (${bounds})`, params };
  }
  const branches = keys.flatMap((key, index) => {
    const further = isAfter(key);
    return further === null ? [] : [[...keys.slice(0, index).map(isEqual), further].join(' AND ')];
  });
  return { sql: branches.length > 0 ? `(${branches.map((one) => `(${one})`).join(' OR ')})` : 'false', params };
}

type BoundKey = OrderKey & { bound: string | null };

function isEqual({ sql, bound }: BoundKey): string {
  return bound === null ? `${sql} IS NULL` : `${sql} = ${bound}`;
}

function isAfter({ sql, bound, direction = 'ASC', nullable }: BoundKey): string | null {
  // Nothing comes after the rows without a value, except others of them.
  if (bound === null) return null;
  const further = `${sql} ${direction === 'ASC' ? '>' : '<'} ${bound}`;
  return nullable ? `(${further} OR ${sql} IS NULL)` : further;
}
