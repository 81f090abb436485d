import { authorize } from '../../platform/access/rule.js';
import type { Tx } from '../../platform/database/tx.js';
import { StepUpRequired } from '../../platform/graphql/errors.js';
import { canChangeFactors } from './people.policy.js';

/** Asked again by the clock of the database: the host of the API may believe that it is yesterday. */
export async function requireFresh(tx: Tx): Promise<void> {
  authorize(tx.actor, canChangeFactors, { communityId: null });
  const { fresh } = await tx.only<{ fresh: boolean }>('SELECT vault.session_is_fresh($1) AS fresh', [
    tx.actor.sessionId,
  ]);
  if (!fresh) throw new StepUpRequired();
}
