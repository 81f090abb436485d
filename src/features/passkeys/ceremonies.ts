import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config.js';
import { CONFIG } from '../../platform/http/config.token.js';
import type { Assertion, Registration } from './passkey-answers.js';

/** How a device is asked again for a passkey that it has. */
export interface Known {
  id: string;
  transports: string[];
}

export interface NewCredential {
  id: string;
  publicKey: Uint8Array;
  count: number;
}

const FIVE_MINUTES = 300_000;
/** As COSE numbers them: EdDSA, ES256, RS256. */
const ALGORITHMS = [-8, -7, -257];
const LONGEST_KEY = 2_000;
const LONGEST_ID = 1_023;

/** Large, with all that certificates need, and rarely asked for: loaded when someone first comes with a passkey. */
const webauthn = () => import('@simplewebauthn/server');

/** What devices are asked, and whether what they answer holds. Asks neither the database nor the network. */
@Injectable()
export class Ceremonies {
  private readonly domain: string;
  private readonly origins: string[];

  constructor(@Inject(CONFIG) config: Config) {
    const { hostname, origin } = new URL(config.publicUrl);
    this.domain = hostname;
    this.origins = [origin, ...config.passkeyOrigins];
  }

  /** The name is shown by the device: that to sign in with, which says nothing of a person. */
  async creationOptions(challenge: Buffer, holder: { handle: Buffer; name: string }, known: Known[]): Promise<string> {
    const { generateRegistrationOptions } = await webauthn();
    const options = await generateRegistrationOptions({
      rpName: 'Accompany',
      rpID: this.domain,
      userID: bytes(holder.handle),
      userName: holder.name,
      userDisplayName: holder.name,
      challenge: bytes(challenge),
      timeout: FIVE_MINUTES,
      attestationType: 'none',
      excludeCredentials: known,
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
    });
    return JSON.stringify(options);
  }

  async requestOptions(challenge: Buffer, known: Known[] = []): Promise<string> {
    const { generateAuthenticationOptions } = await webauthn();
    const options = await generateAuthenticationOptions({
      rpID: this.domain,
      challenge: bytes(challenge),
      timeout: FIVE_MINUTES,
      allowCredentials: known,
      userVerification: 'required',
    });
    return JSON.stringify(options);
  }

  async verifyRegistration(answer: Registration): Promise<NewCredential | null> {
    const { verifyRegistrationResponse } = await webauthn();
    const found = await unlessItThrows(async () =>
      verifyRegistrationResponse({
        response: {
          id: answer.credentialId,
          rawId: answer.credentialId,
          type: 'public-key',
          clientExtensionResults: {},
          response: {
            clientDataJSON: answer.clientData,
            attestationObject: await withoutStatement(answer.attestation),
          },
        },
        expectedChallenge: answer.challenge,
        expectedOrigin: this.origins,
        expectedRPID: this.domain,
        requireUserVerification: true,
        supportedAlgorithmIDs: ALGORITHMS,
      }),
    );
    const { id, publicKey, counter } = found?.registrationInfo?.credential ?? {};
    if (id === undefined || publicKey === undefined || counter === undefined) return null;
    // The device names the passkey inside what it made; the browser's word for it must be the same.
    if (id !== answer.credentialId || publicKey.length > LONGEST_KEY || id.length > (LONGEST_ID * 4) / 3) return null;
    return { id, publicKey, count: counter };
  }

  /** How often the device says that it signed. Whether that number may be is decided under a lock, in the database. */
  async verifyAssertion(answer: Assertion, publicKey: Uint8Array): Promise<number | null> {
    const { verifyAuthenticationResponse } = await webauthn();
    const found = await unlessItThrows(() =>
      verifyAuthenticationResponse({
        response: {
          id: answer.credentialId,
          rawId: answer.credentialId,
          type: 'public-key',
          clientExtensionResults: {},
          response: {
            clientDataJSON: answer.clientData,
            authenticatorData: answer.authenticatorData,
            signature: answer.signature,
            userHandle: answer.userHandle,
          },
        },
        expectedChallenge: answer.challenge,
        expectedOrigin: this.origins,
        expectedRPID: this.domain,
        credential: { id: answer.credentialId, publicKey: bytes(publicKey), counter: 0 },
        requireUserVerification: true,
      }),
    );
    return found?.verified === true ? found.authenticationInfo.newCounter : null;
  }
}

/**
 * We ask for no attestation, so a statement that comes all the same is dropped unread: reading it would mean to follow
 * certificates, and the addresses in them, that a stranger sent.
 */
async function withoutStatement(attestation: string): Promise<string> {
  const { decodeAttestationObject, isoCBOR } = await import('@simplewebauthn/server/helpers');
  const authData = decodeAttestationObject(bytes(Buffer.from(attestation, 'base64url'))).get('authData');
  const bare = new Map<string, unknown>([
    ['fmt', 'none'],
    ['attStmt', new Map()],
    ['authData', authData],
  ]);
  return Buffer.from(isoCBOR.encode(bare as Parameters<typeof isoCBOR.encode>[0])).toString('base64url');
}

/** The package says by its exceptions what does not hold; to the sender all of that is one answer. */
async function unlessItThrows<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch {
    return null;
  }
}

function bytes(buffer: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}
