import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { record } from '../record/index.js';
import type { RequireSecondFactorInput } from './community.inputs.js';
import { canRequireSecondFactor } from './community.policy.js';

@Injectable()
export class SecondFactorService {
  constructor(private readonly database: Database) {}

  /** Duties of stewards and organizers then rest in sessions without one; nothing is taken from anybody. */
  require(actor: Actor, input: RequireSecondFactorInput): Promise<{ communityId: string }> {
    return this.database.write(actor, { name: 'requireSecondFactor', input }, async (tx) => {
      const { communityId, required } = input;
      const community = await tx.row('SELECT id FROM community WHERE id = $1', [communityId]);
      if (!community) throw new NotFound();
      authorize(tx.actor, canRequireSecondFactor, { communityId });
      // Whoever turned it on without one would lock out themselves, and with them perhaps everybody.
      if (required && tx.actor.secondFactor !== true) {
        throw refuse(
          'SECOND_FACTOR_REQUIRED',
          'Set up a second factor of your own first, or prove it in this session with stepUp; then ask the others for one.',
          'required',
        );
      }
      const row = await tx.only<{ changed: boolean }>('SELECT app.require_second_factor($1, $2) AS changed', [
        communityId,
        required,
      ]);
      if (row.changed) {
        await record(tx, {
          communityId,
          kind: 'community.settings_changed',
          subjectType: 'Community',
          subjectId: communityId,
          details: { requiresSecondFactor: required },
        });
      }
      return { communityId };
    });
  }
}
