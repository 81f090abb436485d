import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/crypto/keys.js';
import type { Reader } from '../../platform/graphql/reader.js';
import type { Known } from './ceremonies.js';
import type { PasskeyType } from './passkey.graphql.js';

interface OwnRow {
  id: string;
  credential_cipher: Buffer;
  transports: string[];
  name: string | null;
  created_at: Date;
  last_used_on: string | null;
}

export interface Stored {
  id: string;
  handle: Buffer;
  publicKey: Buffer;
}

/** Reads of the vault; what is sealed there is opened here. */
@Injectable()
export class PasskeyQueries {
  constructor(private readonly keys: Keys) {}

  /** Of whoever asks, oldest first. */
  async own(reader: Reader): Promise<PasskeyType[]> {
    const rows = await reader.rows<OwnRow>('SELECT * FROM vault.own_passkeys()');
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      createdAt: row.created_at,
      lastUsedOn: row.last_used_on,
    }));
  }

  async ownOne(reader: Reader, id: string): Promise<PasskeyType | null> {
    return (await this.own(reader)).find((one) => one.id === id) ?? null;
  }

  /** To name them to a device of their owner. */
  async known(reader: Reader): Promise<Known[]> {
    const rows = await reader.rows<OwnRow>('SELECT * FROM vault.own_passkeys()');
    return rows.map((row) => ({ id: this.keys.decrypt(row.credential_cipher), transports: row.transports }));
  }

  async byCredential(reader: Reader, credentialId: string): Promise<Stored | null> {
    const [row] = await reader.rows<{ id: string; handle: Buffer; public_key_cipher: Buffer }>(
      'SELECT * FROM vault.passkey_by($1)',
      [this.lookup(credentialId)],
    );
    if (!row) return null;
    const publicKey = Buffer.from(this.keys.decrypt(row.public_key_cipher), 'base64url');
    return { id: row.id, handle: row.handle, publicKey };
  }

  lookup(credentialId: string): Buffer {
    return this.keys.digest('lookup', `passkey ${credentialId}`);
  }
}
