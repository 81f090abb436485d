import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { BadRequest } from './errors.js';

const SEAL_BYTES = 12;
const NONCE_BYTES = 16;
const LONGEST = 2000;

/**
 * Cursors hold the key values of a row, sealed for the one list that gave them out. A cursor that was made up, changed,
 * or taken from another list or filter never reaches Postgres, where its values could err or tell something. Nor can they
 * be read: a list may be in an order of which nobody is to know the figures.
 */
export class Cursors {
  private readonly key: Buffer;
  private readonly cipherKey: Buffer;

  constructor(secret: Buffer) {
    this.key = createHmac('sha256', secret).update('cursors').digest();
    this.cipherKey = createHmac('sha256', secret).update('cursor bodies').digest();
  }

  seal(scope: string, values: readonly (string | null)[]): string {
    const body = Buffer.from(JSON.stringify(values));
    const seal = this.sealOf(scope, body);
    return Buffer.concat([seal, this.masked(seal, body)]).toString('base64url');
  }

  open(scope: string, cursor: string): (string | null)[] {
    const bytes = cursor.length <= LONGEST ? Buffer.from(cursor, 'base64url') : Buffer.alloc(0);
    const seal = bytes.subarray(0, SEAL_BYTES);
    const body = bytes.length > SEAL_BYTES ? this.masked(seal, bytes.subarray(SEAL_BYTES)) : Buffer.alloc(0);
    const genuine = body.length > 0 && timingSafeEqual(this.sealOf(scope, body), seal);
    // Other texts decode to the same bytes; one spelling only, so that a cursor can be compared.
    if (!genuine || bytes.toString('base64url') !== cursor) {
      throw new BadRequest('This cursor does not belong to this list. Start again from the first page.');
    }
    return JSON.parse(body.toString()) as (string | null)[];
  }

  /** There and back. The seal of the plain text is the nonce, so that a row has the same cursor each time (RFC 5297). */
  private masked(seal: Buffer, body: Buffer): Buffer {
    const nonce = Buffer.concat([seal, Buffer.alloc(NONCE_BYTES - SEAL_BYTES)]);
    return createCipheriv('aes-256-ctr', this.cipherKey, nonce).update(body);
  }

  private sealOf(scope: string, body: Buffer): Buffer {
    return createHmac('sha256', this.key).update(scope).update('\0').update(body).digest().subarray(0, SEAL_BYTES);
  }
}
