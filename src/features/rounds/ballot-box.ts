import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Keys } from '../../platform/crypto/keys.js';

/** Crockford's base 32: what a person may have to compare or read out. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RECEIPT_LENGTH = 16;

export interface OpenedBallot {
  receipt: string;
  marks: Buffer;
}

/**
 * The keys of one part of a round, out of a secret that is not in the database and a salt that is destroyed with the
 * closing. Without either, a row is neither found for a person nor read; and all of a part are of one length, so that
 * nothing that was ever written tells one from another.
 */
export class BallotBox {
  private readonly secret: Buffer;

  constructor(keys: Keys, partId: string, salt: Buffer) {
    this.secret = keys.digest('ballot', `${partId} ${salt.toString('hex')}`);
  }

  /** Under which the ballot of a member lies. */
  keyOf(membershipId: string): Buffer {
    return this.derived('voter', membershipId);
  }

  /** By which a member finds their ballot in the published list: the same for every ballot that replaces theirs. */
  receiptOf(membershipId: string): string {
    const bytes = this.derived('receipt', membershipId);
    return Array.from({ length: RECEIPT_LENGTH }, (_, place) => ALPHABET[(bytes[place] as number) % 32]).join('');
  }

  seal({ receipt, marks }: OpenedBallot): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.derived('seal', ''), nonce);
    const body = Buffer.concat([cipher.update(receipt, 'latin1'), cipher.update(marks), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  /** Null for what was not sealed with this secret and salt. */
  open(sealed: Buffer): OpenedBallot | null {
    const decipher = createDecipheriv('aes-256-gcm', this.derived('seal', ''), sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(12, 28));
    const body = decipher.update(sealed.subarray(28));
    try {
      decipher.final();
    } catch {
      return null;
    }
    return { receipt: body.toString('latin1', 0, RECEIPT_LENGTH), marks: body.subarray(RECEIPT_LENGTH) };
  }

  private derived(use: 'voter' | 'receipt' | 'seal', of: string): Buffer {
    return createHmac('sha256', this.secret).update(`${use} ${of}`).digest();
  }
}
