/** Counts the values inside the variables, up to just over a limit; without recursion, since depth is the sender's choice. */
export function examine(variables: unknown, limit: number): { count: number; holdsNul: boolean } {
  const waiting: unknown[] = [variables];
  let count = 0;
  let holdsNul = false;
  while (waiting.length > 0 && count <= limit) {
    const value = waiting.pop();
    if (typeof value === 'string') holdsNul ||= value.includes('\0');
    if (typeof value !== 'object' || value === null) continue;
    const values: unknown[] = Object.values(value);
    count += values.length;
    if (count <= limit) waiting.push(...values);
  }
  return { count, holdsNul };
}
