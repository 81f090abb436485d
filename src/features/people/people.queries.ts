import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Keys } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import type { ViewerType } from './people.graphql.js';

interface ViewerRow {
  language: string;
  timeZone: string;
  sign_in_name_cipher: Buffer;
  email_cipher: Buffer | null;
  has_password: boolean;
  recovery_codes_left: number;
}

@Injectable()
export class PeopleQueries {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
  ) {}

  async viewer(actor: Actor): Promise<ViewerType | null> {
    if (actor.personId === null) return null;
    const [row] = await this.database.read(actor, (reader) =>
      reader.rows<ViewerRow>(
        'SELECT p.language, p.time_zone AS "timeZone", a.* FROM person p CROSS JOIN vault.own_account() a',
      ),
    );
    if (!row) return null;
    return {
      signInName: this.keys.decrypt(row.sign_in_name_cipher),
      email: row.email_cipher && this.keys.decrypt(row.email_cipher),
      hasPassword: row.has_password,
      recoveryCodesLeft: row.recovery_codes_left,
      language: row.language,
      timeZone: row.timeZone,
    };
  }
}
