import { Injectable } from '@nestjs/common';
import { type Actor, anonymous, system } from '../../platform/access/actor.js';
import { BackgroundNotes } from '../../platform/access/background-notes.js';
import { BearerTokens, manyByDigest } from '../../platform/access/bearer-tokens.js';
import { hashToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { record } from '../record/index.js';

interface Found {
  id: string;
  community_id: string;
  campaign_ids: string[] | null;
  noted_today: boolean;
}

/** Requests that come with a dashboard key, and keys that come where no key belongs. */
@Injectable()
export class DashboardKeyBearers {
  private readonly notes = new BackgroundNotes();

  constructor(
    private readonly database: Database,
    tokens: BearerTokens,
  ) {
    tokens.register('key_', {
      authenticate: (key) => this.authenticate(key),
      authenticateAll: (all) => this.authenticateAll(all),
      rejected: 'key',
      burn: (key) => this.burn(key),
    });
  }

  private async authenticate(key: string): Promise<Actor | null> {
    const found = await this.find(key);
    if (!found) return null;
    const actor = actorOf(found);
    const { id } = found;
    if (!found.noted_today) {
      this.notes.note(id, () => this.database.write(actor, null, (tx) => tx.rows('SELECT app.note_key_use()')));
    }
    return actor;
  }

  private async authenticateAll(keys: readonly string[]): Promise<(Actor | null)[]> {
    const found = await this.database.read(anonymous, (reader) =>
      manyByDigest<Found>(reader, 'vault.authenticate_key', keys.map(hashToken)),
    );
    return found.map((one) => one && actorOf(one));
  }

  /** Looked for first, because whoever makes keys up should cost no more than a look. */
  private async burn(key: string): Promise<void> {
    if (!(await this.find(key))) return;
    await this.database.write(system, null, async (tx) => {
      const burnt = await tx.rows<{ communityId: string; subjectId: string }>(
        'SELECT community_id AS "communityId", key_id AS "subjectId" FROM vault.burn_dashboard_key($1)',
        [hashToken(key)],
      );
      const details = { because: 'SEEN_IN_ADDRESS' };
      await record(
        tx,
        ...burnt.map((one) => ({
          ...one,
          kind: 'dashboard_key.revoked' as const,
          subjectType: 'DashboardKey',
          details,
        })),
      );
    });
  }

  private async find(key: string): Promise<Found | undefined> {
    const [found] = await this.database.read(anonymous, (reader) =>
      reader.rows<Found>('SELECT * FROM vault.authenticate_key($1)', [hashToken(key)]),
    );
    return found;
  }
}

function actorOf({ id, community_id: communityId, campaign_ids: campaignIds }: Found): Actor {
  return { ...anonymous, kind: 'key', key: { id, communityId, campaignIds } };
}
