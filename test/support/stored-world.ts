import { randomUUID } from 'node:crypto';
import { Keys } from '../../src/platform/crypto/keys.js';
import { Database } from '../../src/platform/database/database.js';
import type { DatabaseUrls } from '../../src/platform/database/urls.js';
import { plant } from './canaries.mjs';
import { sql, testSecret } from './database.js';

export const testKeys = new Keys(testSecret);

export function connectDatabase(urls: DatabaseUrls, poolSize = 4): Promise<Database> {
  return Database.connect({ url: urls.runtime, poolSize }, testKeys);
}

export interface StoredPerson {
  personId: string;
  membershipId: string;
  email: string | null;
}

/**
 * Rows as they lie in the tables, put there as the owner: for tests of what happens after a commit, where the way the
 * rows came about is not the point.
 */
export class StoredWorld {
  readonly communityId = randomUUID();
  readonly campaignId = randomUUID();
  readonly priorityId = randomUUID();
  readonly mandateId = randomUUID();
  readonly askId = randomUUID();
  readonly handle = `world-${randomUUID().slice(0, 8)}`;
  private readonly query: ReturnType<typeof sql>;

  constructor(urls: DatabaseUrls) {
    this.query = sql(urls.owner);
  }

  /** A launched campaign with one ask, open under a live mandate, of a community with one steward. */
  static async build(urls: DatabaseUrls): Promise<StoredWorld & { steward: StoredPerson }> {
    const world = new StoredWorld(urls);
    await world.query(`INSERT INTO community (id, handle, name) VALUES ($1, $2, 'Canal Street')`, [
      world.communityId,
      world.handle,
    ]);
    await world.query(`INSERT INTO agreement (community_id, version, text) VALUES ($1, 1, 'Listen first.')`, [
      world.communityId,
    ]);
    const steward = await world.person({ standing: 'AFFECTED', steward: true });
    await world.campaign(steward.membershipId);
    return Object.assign(world, { steward });
  }

  async person(how: {
    standing: 'AFFECTED' | 'ALLY';
    steward?: boolean;
    email?: boolean;
    language?: string;
  }): Promise<StoredPerson> {
    const personId = randomUUID();
    const membershipId = randomUUID();
    const email = how.email === false ? null : `${personId}@people.example`;
    plant(email);
    await this.query('INSERT INTO person (id, language) VALUES ($1, $2)', [personId, how.language ?? 'en']);
    await this.query(
      'INSERT INTO vault.account (person_id, sign_in_name_lookup, sign_in_name_cipher, email_lookup, email_cipher) VALUES ($1, $2, $3, $4, $5)',
      [
        personId,
        testKeys.digest('lookup', personId),
        testKeys.encrypt(personId),
        email && testKeys.digest('lookup', email),
        email && testKeys.encrypt(email),
      ],
    );
    await this.query(
      `INSERT INTO membership (community_id, id, person_id, standing, pseudonym, is_steward, agreement_version, until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $4 = 'ALLY' THEN now() + interval '6 months' END)`,
      [
        this.communityId,
        membershipId,
        personId,
        how.standing,
        `someone ${membershipId}`,
        how.steward ?? false,
        how.standing === 'ALLY' ? 1 : null,
      ],
    );
    return { personId, membershipId, email };
  }

  /** A pledge with one occurrence. */
  async pledge(
    by: StoredPerson,
    standing: 'AFFECTED' | 'ALLY' = 'ALLY',
    state = 'ACTIVE',
  ): Promise<{ pledgeId: string; occurrenceId: string }> {
    const pledgeId = randomUUID();
    const occurrenceId = randomUUID();
    const [next] = await this.query(
      'UPDATE ask_tally SET next_turn = next_turn + 1 WHERE community_id = $1 AND ask_id = $2 RETURNING next_turn - 1 AS turn',
      [this.communityId, this.askId],
    );
    await this.query(
      `INSERT INTO pledge (community_id, id, campaign_id, ask_id, pledger_id, pledger_standing, turn, quantity, plan_when, plan_first_step,
         brief_version, terms_version, agreement_version, risk_tier_accepted, state)
       VALUES ($1, $2, $3, $4, $5, $6, $9, 1, now() + interval '3 days', 'Call ahead', 1, 1, $7, 0, $8)`,
      [
        this.communityId,
        pledgeId,
        this.campaignId,
        this.askId,
        by.membershipId,
        standing,
        standing === 'ALLY' ? 1 : null,
        state,
        next?.['turn'],
      ],
    );
    await this.query(
      `INSERT INTO occurrence (community_id, id, ask_id, pledge_id, pledger_id, pledger_standing, due_at) VALUES ($1, $2, $3, $4, $5, $6, now() + interval '3 days')`,
      [this.communityId, occurrenceId, this.askId, pledgeId, by.membershipId, standing],
    );
    return { pledgeId, occurrenceId };
  }

  /** An event as `record` or `announce` leaves it. */
  async event(
    kind: string,
    subjectId: string,
    communityId: string | null = this.communityId,
    data: object = {},
  ): Promise<string> {
    const id = randomUUID();
    await this.query(
      'INSERT INTO outbox_event (id, community_id, kind, subject_id, data) VALUES ($1, $2, $3, $4, $5)',
      [id, communityId, kind, subjectId, data],
    );
    return id;
  }

  private async campaign(by: string): Promise<void> {
    const { communityId, campaignId, priorityId, mandateId, askId } = this;
    const home = [communityId, campaignId];
    await this.query(
      `INSERT INTO campaign (community_id, id, handle, name, created_by) VALUES ($1, $2, $3, 'Warm homes', $4)`,
      [...home, this.handle, by],
    );
    await this.query(
      `INSERT INTO brief (community_id, campaign_id, version, text, published_by) VALUES ($1, $2, 1, 'What we live with.', $3)`,
      [...home, by],
    );
    await this.query(
      `UPDATE campaign SET brief_version = 1, state = 'LAUNCHED', launched_at = now() WHERE community_id = $1 AND id = $2`,
      home,
    );
    await this.query(
      `INSERT INTO priority (community_id, campaign_id, id, statement, proposed_by) VALUES ($1, $2, $3, 'Heat', $4)`,
      [...home, priorityId, by],
    );
    await this.query(
      `INSERT INTO mandate (community_id, campaign_id, priority_id, id, kind, began_as, reason, until, proposed_by)
       VALUES ($1, $2, $3, $4, 'FOUNDING', 'FOUNDING', 'Winter comes', now() + interval '20 days', $5)`,
      [...home, priorityId, mandateId, by],
    );
    await this.query('INSERT INTO mandate_signature (community_id, mandate_id, signed_by) VALUES ($1, $2, $3)', [
      communityId,
      mandateId,
      by,
    ]);
    await this.query(
      `INSERT INTO ask (community_id, campaign_id, priority_id, mandate_id, id, title, kind, unit, quantity_wanted, created_by)
       VALUES ($1, $2, $3, $4, $5, 'Come along', 'SHOW_UP', 'people', 100, $6)`,
      [...home, priorityId, mandateId, askId, by],
    );
    await this.query(
      `INSERT INTO ask_terms (community_id, ask_id, version, terms, changed_by) VALUES ($1, $2, 1, '{}', $3)`,
      [communityId, askId, by],
    );
    await this.query(`UPDATE ask SET state = 'OPEN' WHERE community_id = $1 AND id = $2`, [communityId, askId]);
  }
}
