/** Who supports what, looked at from both sides. Its size grows with the marks made. */
export interface Approvals {
  /** For each item the ballots that support it. */
  supporters: readonly Uint32Array[];
  /** For each item the first one that the very same ballots support, so that equal sums need not be done again. */
  twins: readonly number[];
  /** For each ballot `waiting` items from `starts` on in `marked`: those it supports that are not placed yet. */
  marked: Uint16Array;
  starts: Uint32Array;
  waiting: Uint16Array;
}

export function approvalsOf(items: number, marks: Uint8Array, ballots: number): Approvals {
  const { starts, waiting, sizes } = sizesOf(items, marks, ballots);
  const marked = new Uint16Array(waiting.reduce((sum, size) => sum + size, 0));
  const supporters = Array.from(sizes, (size) => new Uint32Array(size));
  const filled = new Uint32Array(items);
  let at = 0;
  for (let ballot = 0, mark = 0; ballot < ballots; ballot += 1) {
    for (let item = 0; item < items; item += 1, mark += 1) {
      if (marks[mark] === 0) continue;
      marked[at] = item;
      at += 1;
      const place = filled[item] as number;
      (supporters[item] as Uint32Array)[place] = ballot;
      filled[item] = place + 1;
    }
  }
  return { supporters, twins: twinsOf(supporters), marked, starts, waiting };
}

function twinsOf(supporters: readonly Uint32Array[]): number[] {
  const bytes = supporters.map(({ buffer }) => Buffer.from(buffer));
  return bytes.map((own) => bytes.findIndex((others) => own.equals(others)));
}

function sizesOf(items: number, marks: Uint8Array, ballots: number) {
  const starts = new Uint32Array(ballots);
  const waiting = new Uint16Array(ballots);
  const sizes = new Uint32Array(items);
  let total = 0;
  for (let ballot = 0, mark = 0; ballot < ballots; ballot += 1) {
    starts[ballot] = total;
    for (let item = 0; item < items; item += 1, mark += 1) {
      if (marks[mark] === 0) continue;
      (sizes[item] as number) += 1;
      total += 1;
    }
    waiting[ballot] = total - (starts[ballot] as number);
  }
  return { starts, waiting, sizes };
}
