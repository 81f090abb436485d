import { randomBytes } from 'node:crypto';
import { hashToken } from '../../platform/crypto/keys.js';
import type { Tx } from '../../platform/database/tx.js';
import { refuse, type Refusal, Unauthenticated } from '../../platform/graphql/errors.js';

export type Purpose = 'REGISTER' | 'SIGN_IN' | 'STEP_UP';

/** 256 random bits; the database keeps their digest, and for which session they are where there is one. */
export async function startChallenge(tx: Tx, purpose: Purpose): Promise<Buffer> {
  const challenge = randomBytes(32);
  const row = await tx.row<{ started: boolean }>('SELECT vault.start_passkey_challenge($1, $2, $3) AS started', [
    challengeHash(challenge.toString('base64url')),
    purpose,
    tx.actor.sessionId,
  ]);
  // Refreshed or ended between the header and here.
  if (row?.started !== true) throw new Unauthenticated();
  return challenge;
}

/** Of a challenge as it was given out. */
export function challengeHash(challenge: string): Buffer {
  return hashToken(challenge);
}

/** One answer for everything that can be wrong with a passkey: it teaches a guesser nothing. */
export function notAccepted(): Refusal {
  return refuse(
    'PASSKEY_REFUSED',
    'This passkey was not accepted. Start again, and let your device ask for your fingerprint, face or PIN.',
    'response',
  );
}
