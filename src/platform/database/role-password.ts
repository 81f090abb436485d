import { createHash, createHmac } from 'node:crypto';

/** Derived, not stored: every process with the same secret can sign in, and nothing needs to be handed around. */
export function rolePassword(secret: Buffer, role: string): string {
  return createHmac('sha256', secret).update(`database role ${role}`).digest('base64url');
}

/** Postgres cuts names at 63 bytes without a word; two long database names must not end up with one role. */
export function loginRoleName(group: string, database: string): string {
  const name = `${group}_${database}`;
  if (Buffer.byteLength(name) <= 63) return name;
  return `${group}_${createHash('sha256').update(database).digest('hex').slice(0, 24)}`;
}
