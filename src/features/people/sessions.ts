import { hashToken, newToken } from '../../platform/crypto/keys.js';
import { newId, newTimelessId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';

const ACCESS_MINUTES = 30;
const REFRESH_DAYS = 30;

/** Shown once; the database keeps digests. */
export interface Session {
  accessToken: string;
  accessExpiresAt: Date;
  refreshToken: string;
  refreshExpiresAt: Date;
}

export function newSession(now = Date.now()): Session {
  return {
    accessToken: `acc_${newToken()}`,
    accessExpiresAt: new Date(now + ACCESS_MINUTES * 60_000),
    refreshToken: `ref_${newToken()}`,
    refreshExpiresAt: new Date(now + REFRESH_DAYS * 86_400_000),
  };
}

/** The stored form: id, digests and ends, in the order in which the vault's functions take them. */
export function storedSession(session: Session): unknown[] {
  return [
    newId(),
    hashToken(session.accessToken),
    session.accessExpiresAt,
    hashToken(session.refreshToken),
    session.refreshExpiresAt,
  ];
}

export interface Opening {
  /** Whether more than one thing was proved; some duties and some communities ask for that. */
  secondFactor?: boolean;
  /** What the person calls the device, encrypted. */
  device?: Buffer | null;
}

/** In one transaction with the checks that led here, so that no other session ends or begins between them. */
export async function openSession(tx: Tx, personId: string, how: boolean | Opening = {}): Promise<Session> {
  const { secondFactor = false, device = null } = typeof how === 'boolean' ? { secondFactor: how } : how;
  const session = newSession();
  const [id, ...rest] = storedSession(session);
  await tx.rows('SELECT vault.open_session($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
    id,
    newTimelessId(),
    personId,
    ...rest,
    secondFactor,
    device,
  ]);
  return session;
}
