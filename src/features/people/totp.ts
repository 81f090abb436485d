import { generateSecret, generateURI, verifySync } from 'otplib/functional';
import { qrCode } from '../../platform/pictures/qr-code.js';

const ISSUER = 'Accompany';
/** Seconds: RFC 6238's step. A code is taken one step early and one late, for clocks that are a little off. */
const STEP = 30;

export interface TotpSecret {
  /** As the database holds it: encrypted. */
  secret_cipher: Buffer;
  /** The step whose code was used last. */
  last_step: string | null;
  /** Of the database's clock, since 1970. */
  second: string;
}

export interface NewTotp {
  secret: string;
  uri: string;
  qrCode: string;
}

export async function newTotp(label: string): Promise<NewTotp> {
  const secret = generateSecret();
  const uri = generateURI({ issuer: ISSUER, label, secret });
  return { secret, uri, qrCode: await qrCode(uri) };
}

/** The step that the code is of, where that is near `second` and later than `lastStep`; null for every other code. */
export function stepOf(secret: string, code: string, second: number, lastStep: number | null): number | null {
  const token = code.replaceAll(/\s/g, '');
  if (!/^[0-9]{6}$/.test(token)) return null;
  const found = verifySync({
    secret,
    token,
    epoch: second,
    epochTolerance: STEP,
    ...(lastStep !== null && { afterTimeStep: lastStep }),
  });
  return found.valid && 'timeStep' in found ? found.timeStep : null;
}
