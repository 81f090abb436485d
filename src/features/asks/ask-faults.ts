import { Refusal, type UserError } from '../../platform/graphql/errors.js';
import { cadenceFault } from './ask-cadence.js';
import type { AskContent } from './ask-content.rules.js';
import { contentFault } from './ask-faults.rules.js';

export interface Clock {
  /** By the clock of the database. */
  now: Date;
  /** The time zone of the campaign. */
  campaignZone: string;
}

/** What is wrong with what an ask says, after these fields of it changed. */
export function askFault(content: AskContent, changed: readonly (keyof AskContent)[], clock: Clock): UserError | null {
  return contentFault(content, changed, clock.now) ?? cadenceFault(content, clock.campaignZone);
}

export function refuseFault(content: AskContent, changed: readonly (keyof AskContent)[], clock: Clock): void {
  const fault = askFault(content, changed, clock);
  if (fault) throw new Refusal(fault);
}
