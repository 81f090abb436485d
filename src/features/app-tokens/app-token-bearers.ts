import { Injectable } from '@nestjs/common';
import { type Actor, anonymous, system } from '../../platform/access/actor.js';
import { BackgroundNotes } from '../../platform/access/background-notes.js';
import { BearerTokens, manyByDigest } from '../../platform/access/bearer-tokens.js';
import { hashToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';

interface Found {
  token_id: string;
  person_id: string;
  scopes: string[];
  memberships: Actor['memberships'];
  noted_today: boolean;
}

/** Requests of apps: the person who gave the token, never freshly proved and never with a second factor. */
@Injectable()
export class AppTokenBearers {
  private readonly notes = new BackgroundNotes();

  constructor(
    private readonly database: Database,
    tokens: BearerTokens,
  ) {
    tokens.register('app_', {
      authenticate: (token) => this.authenticate(token),
      authenticateAll: (all) => this.authenticateAll(all),
      rejected: 'app',
      burn: (token) => this.burn(token),
    });
  }

  private async authenticate(token: string): Promise<Actor | null> {
    const found = await this.find(token);
    if (!found) return null;
    const actor = actorOf(found);
    const { token_id: id } = found;
    if (!found.noted_today) {
      this.notes.note(id, () =>
        this.database.write(actor, null, (tx) => tx.rows('SELECT vault.note_app_token_use($1)', [id])),
      );
    }
    return actor;
  }

  private async authenticateAll(tokens: readonly string[]): Promise<(Actor | null)[]> {
    const found = await this.database.read(anonymous, (reader) =>
      manyByDigest<Found>(reader, 'vault.authenticate_app', tokens.map(hashToken)),
    );
    return found.map((one) => one && actorOf(one));
  }

  /** Looked for first, because whoever makes tokens up should cost no more than a look. */
  private async burn(token: string): Promise<void> {
    if (!(await this.find(token))) return;
    await this.database.write(system, null, (tx) => tx.rows('SELECT vault.burn_app_token($1)', [hashToken(token)]));
  }

  private async find(token: string): Promise<Found | undefined> {
    const [found] = await this.database.read(anonymous, (reader) =>
      reader.rows<Found>('SELECT * FROM vault.authenticate_app($1)', [hashToken(token)]),
    );
    return found;
  }
}

function actorOf({ person_id: personId, scopes, memberships }: Found): Actor {
  return { kind: 'person', personId, sessionId: null, memberships, scopes, secondFactor: false, provedAt: null };
}
