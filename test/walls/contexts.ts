import { people } from '../access/cast.js';

/**
 * Contexts that no request has: an id that nobody has, a kind that does not exist, and the clock. And one of the people
 * affected in the neighbours' community, on probation there.
 */
const OTHERS = ['stranger', 'pretender', 'system', 'trainee'] as const;
export const contexts = [...people, ...OTHERS] as const;
export type Context = (typeof contexts)[number];

export interface Settings {
  kind: string;
  person: string | null;
  key: string | null;
}
