import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Keys } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';

/** A table, what its columns hold, and the person's part of its rows. */
export interface OwnSection {
  name: string;
  columns: Readonly<Record<string, string>>;
  rows: AsyncIterable<OwnRow>;
}

export type OwnRow = Record<string, unknown>;

export interface OwnCommunity {
  id: string;
  handle: string;
  name: string;
}

interface StoredRow {
  place: string;
  fields: OwnRow | null;
  ciphers: Record<string, string | null> | null;
}

const AT_ONCE = 500;

/**
 * Reads what is stored about a person, a few rows at a time and each time anew: whoever reads slowly holds neither a
 * connection nor a transaction, and nobody's data ever lies whole in this process.
 */
@Injectable()
export class OwnDataQueries {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
  ) {}

  communities(actor: Actor): Promise<OwnCommunity[]> {
    return this.database.read(actor, (reader) => reader.rows<OwnCommunity>('SELECT * FROM vault.own_communities()'));
  }

  async sections(actor: Actor): Promise<OwnSection[]> {
    const found = await this.database.read(actor, (reader) =>
      reader.rows<{ section: string; columns: Record<string, string> }>('SELECT * FROM vault.own_sections()'),
    );
    return found.map(({ section, columns }) => ({ name: section, columns, rows: this.rows(actor, section) }));
  }

  private async *rows(actor: Actor, section: string): AsyncIterable<OwnRow> {
    for (let after = ''; ; ) {
      const rows = await this.database.read(actor, (reader) =>
        reader.rows<StoredRow>('SELECT * FROM vault.own_rows($1, $2, $3)', [section, after, AT_ONCE]),
      );
      for (const { fields, ciphers } of rows) yield { ...fields, ...this.deciphered(ciphers ?? {}) };
      if (rows.length < AT_ONCE) return;
      after = rows.at(-1)?.place ?? '';
    }
  }

  private deciphered(ciphers: Record<string, string | null>): OwnRow {
    return Object.fromEntries(
      Object.entries(ciphers).map(([name, cipher]) => [
        name,
        cipher === null ? null : this.keys.decrypt(Buffer.from(cipher, 'base64')),
      ]),
    );
  }
}
