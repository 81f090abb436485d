import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { refuse, Unauthenticated } from '../../platform/graphql/errors.js';
import type { Words } from '../../platform/words/words.js';
import { isMeant, WHAT_STAYS } from './erasure.rules.js';
import './own-data.constraints.js';
import type { EraseMeInput } from './own-data.graphql.js';
import { canEraseThemselves } from './own-data.policy.js';

/** At once and for good. Nobody, whatever their duties, is ever kept from it. */
@Injectable()
export class ErasureService {
  constructor(private readonly database: Database) {}

  /** Answers what stays. */
  async erase(actor: Actor, input: EraseMeInput): Promise<Words[]> {
    if (!isMeant(input.phrase)) {
      throw refuse(
        'CONFIRMATION_REQUIRED',
        'To be erased for good, send the phrase "erase me for good". Your account, your sessions, your address, what you are called and what you wrote of yourself go at once, and nobody can bring them back; live pledges step back without fault. Counts, decisions and the record stay, with someone in your place.',
        'phrase',
      );
    }
    await this.database.write(actor, { name: 'eraseMe', input }, async (tx) => {
      authorize(tx.actor, canEraseThemselves, { communityId: null });
      await this.eraseWithin(tx);
      return null;
    });
    return [...WHAT_STAYS];
  }

  private async eraseWithin(tx: Tx): Promise<void> {
    // One statement does it all, from leaving every community on, and a long life has many rows.
    await tx.rows(`SELECT set_config('statement_timeout', '20s', true)`);
    const { erased } = await tx.only<{ erased: boolean }>('SELECT vault.erase_me() AS erased');
    if (!erased) throw new Unauthenticated();
  }
}
