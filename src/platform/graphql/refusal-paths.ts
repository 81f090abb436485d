import { Refusal } from './errors.js';

/**
 * Runs a step of a composite, and says where in the composite's own input its refusals lie: the field that the step
 * knows as `handle` may be called `communityHandle` there.
 */
export async function withPaths<T>(fields: Record<string, string[]>, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const placed = (path: string[]) => [...(fields[path[0] ?? ''] ?? path.slice(0, 1)), ...path.slice(1)];
    throw new Refusal(...error.errors.map((one) => ({ ...one, path: placed(one.path) })));
  }
}
