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

/** A step, the end in milliseconds, and the ids in bytes: an address has room for 200 characters. */
const FORM = new RegExp(`^(${steps.join('|')}) ([0-9a-z]{1,9}) ([\\w-]+)$`);
const ID_BYTES = 16;

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
    const ids = packed([personId, communityId, pledgeId, ...(occurrenceId === null ? [] : [occurrenceId])]);
    const code = this.keys.seal('reminder', `${step} ${expiresAt.getTime().toString(36)} ${ids}`);
    return `${this.config.publicUrl}/reminder/${code}`;
  }

  /** Null for a link that was not given out here, or whose time is over. */
  open(code: string, now: Date): StepLink | null {
    const [, step, expiry, ids] = FORM.exec(this.keys.unseal('reminder', code) ?? '') ?? [];
    if (step === undefined || expiry === undefined || ids === undefined) return null;
    const expiresAt = new Date(Number.parseInt(expiry, 36));
    const [personId, communityId, pledgeId, occurrenceId = null] = unpacked(ids);
    if (!personId || !communityId || !pledgeId || expiresAt <= now) return null;
    return { step: step as Step, personId, communityId, pledgeId, occurrenceId, expiresAt };
  }
}

function packed(ids: readonly string[]): string {
  return Buffer.from(ids.join('').replaceAll('-', ''), 'hex').toString('base64url');
}

function unpacked(text: string): string[] {
  const bytes = Buffer.from(text, 'base64url');
  const count = Math.floor(bytes.length / ID_BYTES);
  return Array.from({ length: count }, (_, place) => {
    const hex = bytes.toString('hex', place * ID_BYTES, (place + 1) * ID_BYTES);
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  });
}
