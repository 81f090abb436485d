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
    return spelled(this.derived('receipt', membershipId));
  }

  seal(ballot: OpenedBallot): Buffer {
    return encrypted(this.derived('seal', ''), bytesOf(ballot));
  }

  /** Null for what was not sealed with this secret and salt. */
  open(sealed: Buffer): OpenedBallot | null {
    const bytes = decrypted(this.derived('seal', ''), sealed);
    return bytes && ballotFrom(bytes);
  }

  /** Ballots taken in a meeting, sealed as one: in the order of their receipts, which are drawn at random. */
  sealBatch(batchId: string, ballots: readonly OpenedBallot[]): Buffer {
    const shuffled = [...ballots].sort((one, other) => (one.receipt < other.receipt ? -1 : 1));
    return encrypted(this.derived('batch', batchId), Buffer.concat(shuffled.map(bytesOf)));
  }

  /** Null for what was not sealed as this batch with this secret and salt; `items` is how many bytes of marks each has. */
  openBatch(batchId: string, sealed: Buffer, items: number): OpenedBallot[] | null {
    const bytes = decrypted(this.derived('batch', batchId), sealed);
    if (bytes === null) return null;
    const length = RECEIPT_LENGTH + items;
    const starts = Array.from({ length: Math.floor(bytes.length / length) }, (_, place) => place * length);
    return starts.map((start) => ballotFrom(bytes.subarray(start, start + length)));
  }

  private derived(use: 'voter' | 'receipt' | 'seal' | 'batch', of: string): Buffer {
    return createHmac('sha256', this.secret).update(`${use} ${of}`).digest();
  }
}

/** For a ballot that was taken on paper: nothing leads to it from a person. */
export function newReceipt(): string {
  return spelled(randomBytes(RECEIPT_LENGTH));
}

function spelled(bytes: Buffer): string {
  return Array.from({ length: RECEIPT_LENGTH }, (_, place) => ALPHABET[(bytes[place] as number) % 32]).join('');
}

function bytesOf({ receipt, marks }: OpenedBallot): Buffer {
  return Buffer.concat([Buffer.from(receipt, 'latin1'), marks]);
}

function ballotFrom(bytes: Buffer): OpenedBallot {
  return { receipt: bytes.toString('latin1', 0, RECEIPT_LENGTH), marks: bytes.subarray(RECEIPT_LENGTH) };
}

function encrypted(key: Buffer, bytes: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function decrypted(key: Buffer, sealed: Buffer): Buffer | null {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(12, 28));
  const body = decipher.update(sealed.subarray(28));
  try {
    decipher.final();
  } catch {
    return null;
  }
  return body;
}
