import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

type Purpose = 'lookup' | 'cipher' | 'request' | 'link' | 'address' | 'ballot' | 'messenger' | Sealing;

/** What a link carries, sealed: under a key of its own for each kind of link. */
type Sealing = 'unsubscribe' | 'reminder';

/** Keys derived from the server's one secret, one for each purpose, so that no two uses can stand in for each other. */
export class Keys {
  private readonly derived = new Map<Purpose, Buffer>();

  constructor(private readonly secret: Buffer) {}

  /** A keyed digest by which a value can be found again but not guessed from the stored rows alone. */
  digest(purpose: Exclude<Purpose, 'cipher' | Sealing>, text: string): Buffer {
    return createHmac('sha256', this.key(purpose)).update(text).digest();
  }

  /** AES-256-GCM: 12 bytes nonce, 16 bytes tag, then the text. */
  encrypt(text: string): Buffer {
    return this.close('cipher', text);
  }

  decrypt(sealed: Buffer): string {
    return this.open('cipher', sealed);
  }

  /** For what a link carries and nobody stores: the same text is another one each time. */
  seal(purpose: Sealing, text: string): string {
    return this.close(purpose, text).toString('base64url');
  }

  /** Null for what was not sealed here for this purpose. Base64 has spare bits: only the one spelling is taken. */
  unseal(purpose: Sealing, code: string): string | null {
    const bytes = Buffer.from(code, 'base64url');
    if (bytes.length <= 28 || bytes.toString('base64url') !== code) return null;
    try {
      return this.open(purpose, bytes);
    } catch {
      return null;
    }
  }

  private close(purpose: Purpose, text: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key(purpose), nonce);
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  private open(purpose: Purpose, sealed: Buffer): string {
    const decipher = createDecipheriv('aes-256-gcm', this.key(purpose), sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(12, 28));
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
  }

  private key(purpose: Purpose): Buffer {
    let key = this.derived.get(purpose);
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', this.secret, 'accompany', purpose, 32));
      this.derived.set(purpose, key);
    }
    return key;
  }
}

/** 256 random bits; 128 where a person may have to type them. */
export function newToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

/** How a token is stored: it is random, so a plain digest is enough. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
