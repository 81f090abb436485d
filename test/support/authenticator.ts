import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A value of CBOR, as far as authenticators write it. */
type Cbor = number | string | Buffer | Map<number | string, Cbor>;

const UP = 1 << 0;
const UV = 1 << 2;
const AT = 1 << 6;

export interface Made {
  id: Buffer;
  privateKey: KeyObject;
  rpId: string;
  userHandle: string;
  count: number;
}

/** What an honest device would not do. */
export interface Twist {
  origin?: string;
  rpId?: string;
  type?: string;
  challenge?: string;
  crossOrigin?: boolean;
  verified?: boolean;
  present?: boolean;
  count?: number;
  userHandle?: string;
  signer?: KeyObject;
  /** Of attestation: what an authenticator says of itself. */
  format?: string;
  statement?: Map<number | string, Cbor>;
}

interface CreationOptions {
  challenge: string;
  rp: { id: string };
  user: { id: string };
}

interface RequestOptions {
  challenge: string;
  rpId: string;
  allowCredentials?: { id: string }[];
}

/**
 * A device with passkeys, in software: signs what a server asks (ES256) as the standard says, or not quite so.
 * Answers are the JSON text that a browser would send on.
 */
export class SoftwareAuthenticator {
  readonly made: Made[] = [];

  constructor(readonly origin: string) {}

  create(options: string, twist: Twist = {}): string {
    const { challenge, rp, user } = JSON.parse(options) as CreationOptions;
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const made: Made = { id: randomBytes(16), privateKey, rpId: rp.id, userHandle: user.id, count: 0 };
    const { x, y } = publicKey.export({ format: 'jwk' });
    const key = new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x ?? '', 'base64url')],
      [-3, Buffer.from(y ?? '', 'base64url')],
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(made.id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, made.id, cbor(key)]);
    const authData = Buffer.concat([this.head(made, twist, AT), attested]);
    this.made.push(made);
    const attestation = new Map<string, Cbor>([
      ['fmt', twist.format ?? 'none'],
      ['attStmt', twist.statement ?? new Map()],
      ['authData', authData],
    ]);
    return answer(made.id, {
      clientDataJSON: this.clientData('webauthn.create', challenge, twist).toString('base64url'),
      attestationObject: cbor(attestation).toString('base64url'),
      transports: ['internal', 'hybrid'],
    });
  }

  get(options: string, twist: Twist = {}): string {
    const { challenge, rpId, allowCredentials = [] } = JSON.parse(options) as RequestOptions;
    const allowed = new Set(allowCredentials.map(({ id }) => id));
    const fits = (one: Made) => one.rpId === rpId && (allowed.size === 0 || allowed.has(one.id.toString('base64url')));
    const used = this.made.find(fits);
    if (!used) throw new Error('This device has no such passkey.');
    used.count += 1;
    const clientData = this.clientData('webauthn.get', challenge, twist);
    const authData = this.head(used, twist, 0);
    const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()]);
    return answer(used.id, {
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: sign('sha256', signed, twist.signer ?? used.privateKey).toString('base64url'),
      userHandle: twist.userHandle ?? used.userHandle,
    });
  }

  private clientData(type: string, challenge: string, twist: Twist): Buffer {
    const { origin = this.origin, crossOrigin = false } = twist;
    return Buffer.from(
      JSON.stringify({ type: twist.type ?? type, challenge: twist.challenge ?? challenge, origin, crossOrigin }),
    );
  }

  private head(
    made: Made,
    { rpId = made.rpId, verified = true, present = true, count = made.count }: Twist,
    more: number,
  ) {
    const head = Buffer.alloc(37);
    createHash('sha256').update(rpId).digest().copy(head);
    head.writeUInt8((present ? UP : 0) | (verified ? UV : 0) | more, 32);
    head.writeUInt32BE(count, 33);
    return head;
  }
}

function answer(credentialId: Buffer, response: Record<string, unknown>): string {
  const id = credentialId.toString('base64url');
  return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response });
}

function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, inner]) => [cbor(key), cbor(inner)])]);
}

function head(major: number, size: number): Buffer {
  if (size < 24) return Buffer.from([(major << 5) | size]);
  if (size < 256) return Buffer.from([(major << 5) | 24, size]);
  return Buffer.from([(major << 5) | 25, size >> 8, size & 0xff]);
}
