import pg from 'pg';

export interface Counted<T> {
  result: T;
  /** What was sent to Postgres meanwhile, in order. */
  statements: string[];
}

type Query = (this: unknown, ...args: unknown[]) => unknown;

/** Runs `work` and says which statements it sent, over whichever connection of this process. */
export async function counting<T>(work: () => Promise<T>): Promise<Counted<T>> {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const query = prototype.query;
  const statements: string[] = [];
  prototype.query = function counted(...args) {
    const [first] = args;
    const text = typeof first === 'string' ? first : (first as { text?: string } | undefined)?.text;
    statements.push(text ?? '');
    return query.apply(this, args);
  };
  try {
    return { result: await work(), statements };
  } finally {
    prototype.query = query;
  }
}
