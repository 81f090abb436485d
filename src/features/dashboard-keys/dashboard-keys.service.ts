import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { hashToken, newToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { record } from '../record/index.js';
import './dashboard-key.constraints.js';
import type { CreateDashboardKeyInput, RevokeDashboardKeyInput } from './dashboard-key.inputs.js';
import { canManageDashboardKeys } from './dashboard-key.policy.js';

@Injectable()
export class DashboardKeysService {
  constructor(private readonly database: Database) {}

  /** The key is returned once; the database keeps its digest. */
  create(actor: Actor, input: CreateDashboardKeyInput): Promise<{ key: string; dashboardKeyId: string }> {
    const command = { name: 'createDashboardKey', input, issuesSecrets: true };
    return this.database.write(actor, command, async (tx) => {
      const { communityId, name, expiresAt } = input;
      await refuseUnseen(tx, 'SELECT id FROM community WHERE id = ANY ($1)', [communityId]);
      authorize(tx.actor, canManageDashboardKeys, { communityId });
      const campaignIds = input.campaignIds ? [...new Set(input.campaignIds)] : null;
      if (campaignIds) {
        await refuseUnseen(tx, 'SELECT id FROM campaign WHERE id = ANY ($1) AND community_id = $2', campaignIds, [
          communityId,
        ]);
      }
      const [key, dashboardKeyId] = [`key_${newToken()}`, newId()];
      await tx.rows('SELECT vault.create_dashboard_key($1, $2, $3, $4, $5, $6)', [
        communityId,
        dashboardKeyId,
        name,
        campaignIds,
        expiresAt,
        hashToken(key),
      ]);
      await record(tx, {
        communityId,
        kind: 'dashboard_key.created',
        subjectType: 'DashboardKey',
        subjectId: dashboardKeyId,
        details: { campaignIds, expiresAt: expiresAt.toISOString() },
      });
      return { key, dashboardKeyId };
    });
  }

  revoke(actor: Actor, input: RevokeDashboardKeyInput): Promise<{ dashboardKeyId: string }> {
    return this.database.write(actor, { name: 'revokeDashboardKey', input }, async (tx) => {
      const { dashboardKeyId } = input;
      const seen = await tx.row<{ communityId: string }>(
        'SELECT community_id AS "communityId" FROM dashboard_key WHERE id = $1',
        [dashboardKeyId],
      );
      if (!seen) throw new NotFound();
      authorize(tx.actor, canManageDashboardKeys, seen);
      const revoked = await tx.rows(
        `UPDATE dashboard_key SET revoked_at = now(), revoked_because = 'BY_STEWARD'
          WHERE community_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING id`,
        [seen.communityId, dashboardKeyId],
      );
      if (revoked.length === 0)
        throw refuse('WRONG_STATE', 'This key was withdrawn before. Nothing is left to do.', 'dashboardKeyId');
      await record(tx, {
        ...seen,
        kind: 'dashboard_key.revoked',
        subjectType: 'DashboardKey',
        subjectId: dashboardKeyId,
        details: { because: 'BY_STEWARD' },
      });
      return { dashboardKeyId };
    });
  }
}

async function refuseUnseen(tx: Tx, sql: string, ids: string[], more: unknown[] = []): Promise<void> {
  if ((await tx.rows(sql, [ids, ...more])).length < ids.length) throw new NotFound();
}
