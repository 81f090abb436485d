import { createHmac, timingSafeEqual } from 'node:crypto';
import { BadRequest } from './errors.js';

const SEAL_BYTES = 12;
const LONGEST = 2000;

/**
 * Cursors hold the key values of a row, sealed for the one list that gave them out. A cursor that was made up, changed,
 * or taken from another list or filter never reaches Postgres, where its values could err or tell something.
 */
export class Cursors {
  private readonly key: Buffer;

  constructor(secret: Buffer) {
    this.key = createHmac('sha256', secret).update('cursors').digest();
  }

  seal(scope: string, values: readonly (string | null)[]): string {
    const body = Buffer.from(JSON.stringify(values));
    return Buffer.concat([this.sealOf(scope, body), body]).toString('base64url');
  }

  open(scope: string, cursor: string): (string | null)[] {
    const bytes = cursor.length <= LONGEST ? Buffer.from(cursor, 'base64url') : Buffer.alloc(0);
    const body = bytes.subarray(SEAL_BYTES);
    const genuine =
      bytes.length > SEAL_BYTES && timingSafeEqual(this.sealOf(scope, body), bytes.subarray(0, SEAL_BYTES));
    // Other texts decode to the same bytes; one spelling only, so that a cursor can be compared.
    if (!genuine || bytes.toString('base64url') !== cursor) {
      throw new BadRequest('This cursor does not belong to this list. Start again from the first page.');
    }
    return JSON.parse(body.toString()) as (string | null)[];
  }

  private sealOf(scope: string, body: Buffer): Buffer {
    return createHmac('sha256', this.key).update(scope).update('\0').update(body).digest().subarray(0, SEAL_BYTES);
  }
}
