import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config.js';
import { Keys } from '../../platform/crypto/keys.js';
import { CONFIG } from '../../platform/http/config.token.js';

export const steps = ['CONFIRM', 'RESCHEDULE', 'STEP_BACK'] as const;
export type Step = (typeof steps)[number];

/** One step of one person, with one pledge; without an occurrence with all of it. */
export interface StepLink {
  step: Step;
  personId: string;
  communityId: string;
  pledgeId: string;
  occurrenceId: string | null;
  expiresAt: Date;
}

const ID = '[0-9a-f-]{36}';
const FORM = new RegExp(`^(${steps.join('|')}) (${ID}) (${ID}) (${ID}) (${ID}|-) (\\d{1,15})$`);

/**
 * Links in reminders, each for one step without signing in. They are not stored: what a link is for lies in it, sealed
 * under a key of its own, so that it tells nothing, opens nothing else and cannot be made into one for another step.
 */
@Injectable()
export class ReminderLinks {
  constructor(
    private readonly keys: Keys,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  url({ step, personId, communityId, pledgeId, occurrenceId, expiresAt }: StepLink): string {
    const text = [step, personId, communityId, pledgeId, occurrenceId ?? '-', expiresAt.getTime()].join(' ');
    return `${this.config.publicUrl}/reminder/${this.keys.seal('reminder', text)}`;
  }

  /** Null for a link that was not given out here, or whose time is over. */
  open(code: string, now: Date): StepLink | null {
    const [, step, personId, communityId, pledgeId, occurrence, expiry] =
      FORM.exec(this.keys.unseal('reminder', code) ?? '') ?? [];
    const expiresAt = new Date(Number(expiry));
    if (!personId || !communityId || !pledgeId || !(expiresAt > now)) return null;
    const occurrenceId = occurrence === undefined || occurrence === '-' ? null : occurrence;
    return { step: step as Step, personId, communityId, pledgeId, occurrenceId, expiresAt };
  }
}
