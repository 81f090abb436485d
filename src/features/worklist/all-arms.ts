import type { Arm } from './arms/arm.js';
import { campaigns } from './arms/campaigns.js';
import { mandates } from './arms/mandates.js';
import { people } from './arms/people.js';
import { work } from './arms/work.js';

/** Every kind of thing that can wait for someone. */
export const arms: readonly Arm[] = [...work, ...mandates, ...people, ...campaigns];

export const armOf = new Map(arms.map((arm) => [arm.kind, arm]));
