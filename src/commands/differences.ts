const SHOWN = 40;

/** What left and what came, as the lines of a short patch: enough to see where to look. */
export function differences(before: string, after: string): string {
  const old = before.split('\n');
  const now = after.split('\n');
  const gone = missingFrom(old, now).map((line) => `- ${line}`);
  const come = missingFrom(now, old).map((line) => `+ ${line}`);
  const lines = [...gone, ...come];
  if (lines.length === 0) return 'The lines are the same, in another order.';
  const more = lines.length - SHOWN;
  return [...lines.slice(0, SHOWN), ...(more > 0 ? [`… and ${more} more lines`] : [])].join('\n');
}

/** Lines of the first text that the second has fewer of; repeated lines count as often as they stand there. */
function missingFrom(lines: string[], others: string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    if (count > 0) left.set(line, count - 1);
    return count === 0;
  });
}
