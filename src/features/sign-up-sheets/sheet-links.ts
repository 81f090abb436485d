import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config.js';
import { Keys } from '../../platform/crypto/keys.js';
import { CONFIG } from '../../platform/http/config.token.js';

const ID_BYTES = 16;
const SEAL_BYTES = 16;

/**
 * Links to sheets are not stored: each is the id of the sheet under a seal made with a key that the database does not
 * have. When they end, the clock of the database says.
 */
@Injectable()
export class SheetLinks {
  constructor(
    private readonly keys: Keys,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  url(sheetId: string): string {
    const bytes = Buffer.from(sheetId.replaceAll('-', ''), 'hex');
    return `${this.config.publicUrl}/sign-up-sheets/${Buffer.concat([bytes, this.seal(sheetId)]).toString('base64url')}`;
  }

  /** The id of the sheet behind a code; null for one that was not made here. */
  open(code: string): string | null {
    const bytes = Buffer.from(code, 'base64url');
    // Base64 has spare bits: only the one spelling that was given out is taken.
    if (bytes.length !== ID_BYTES + SEAL_BYTES || bytes.toString('base64url') !== code) return null;
    const hex = bytes.subarray(0, ID_BYTES).toString('hex');
    const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
    return timingSafeEqual(bytes.subarray(ID_BYTES), this.seal(id)) ? id : null;
  }

  private seal(sheetId: string): Buffer {
    return this.keys.digest('link', `sheet:${sheetId}`).subarray(0, SEAL_BYTES);
  }
}
