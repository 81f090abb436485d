import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Keys } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { FRESH_FOR_MS } from '../../platform/access/rule.js';
import type { Reader } from '../../platform/graphql/reader.js';
import type { ViewerType } from './people.graphql.js';
import type { OwnSessionType } from './sessions.graphql.js';

interface ViewerRow {
  language: string;
  timeZone: string;
  sign_in_name_cipher: Buffer;
  email_cipher: Buffer | null;
  has_password: boolean;
  recovery_codes_left: number;
  has_totp: boolean;
}

interface SessionRow {
  id: string;
  device_cipher: Buffer | null;
  began_at: Date;
  refreshed_at: Date;
  is_current: boolean;
  second_factor: boolean;
  expires_at: Date;
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
        'SELECT p.language, p.time_zone AS "timeZone", a.*, f.* FROM person p CROSS JOIN vault.own_account() a CROSS JOIN vault.own_factors() f',
      ),
    );
    if (!row) return null;
    return {
      signInName: this.keys.decrypt(row.sign_in_name_cipher),
      email: row.email_cipher && this.keys.decrypt(row.email_cipher),
      hasPassword: row.has_password,
      recoveryCodesLeft: row.recovery_codes_left,
      hasTotp: row.has_totp,
      provedAt: actor.provedAt ?? null,
      freshUntil: freshUntil(actor),
      language: row.language,
      timeZone: row.timeZone,
    };
  }

  /** The sessions of the person who asks, this one first; days end where they live. */
  async sessions(actor: Actor, reader: Reader, timeZone: string): Promise<OwnSessionType[]> {
    const rows = await reader.rows<SessionRow>('SELECT * FROM vault.own_sessions($1)', [actor.sessionId]);
    return rows.map((row) => ({
      id: row.id,
      deviceName: row.device_cipher && this.keys.decrypt(row.device_cipher),
      startedAt: row.began_at,
      lastUsedOn: dayIn(timeZone, row.refreshed_at),
      isCurrent: row.is_current,
      hasSecondFactor: row.second_factor,
      expiresAt: row.expires_at,
    }));
  }
}

function freshUntil({ provedAt }: Actor): Date | null {
  if (provedAt == null) return null;
  const until = new Date(provedAt.getTime() + FRESH_FOR_MS);
  return until.getTime() > Date.now() ? until : null;
}

function dayIn(timeZone: string, instant: Date): string {
  // Sweden writes its days as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(instant);
}
