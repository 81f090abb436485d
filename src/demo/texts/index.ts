import type { AskText } from './ask-text.js';
import { draftAsks } from './asks-drafts.js';
import { evictionAsks } from './asks-evictions.js';
import { heatAsks } from './asks-heat.js';
import { moldAsks } from './asks-mold.js';

export const asks: readonly AskText[] = [...heatAsks, ...evictionAsks, ...moldAsks, ...draftAsks];
export type { AskFate, AskText } from './ask-text.js';
export * from './people.js';
export * from './priorities.js';
export * from './union.js';
