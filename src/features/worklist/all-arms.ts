import type { Arm } from './arms/arm.js';
import { answering } from './arms/answering.js';
import { campaigns } from './arms/campaigns.js';
import { following } from './arms/following.js';
import { mandates } from './arms/mandates.js';
import { people } from './arms/people.js';
import { work } from './arms/work.js';

/** Every kind of thing that can wait for someone. */
export const arms: readonly Arm[] = [...work, ...answering, ...following, ...mandates, ...people, ...campaigns];

const byKind = new Map(arms.map((arm) => [arm.kind, arm]));

export function armCalled(kind: string): Arm {
  const arm = byKind.get(kind);
  if (!arm) throw new Error(`No arm of the worklist is called ${kind}.`);
  return arm;
}
