import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { hashToken, newToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import './app-token.constraints.js';
import type { CreateAppTokenInput, RevokeAppTokenInput } from './app-token.inputs.js';
import { canCreateAppToken, canRevokeAppToken } from './app-token.policy.js';

@Injectable()
export class AppTokensService {
  constructor(private readonly database: Database) {}

  /** The token is returned once; the database keeps its digest. */
  create(actor: Actor, input: CreateAppTokenInput): Promise<{ token: string; appTokenId: string }> {
    const command = { name: 'createAppToken', input, issuesSecrets: true };
    return this.database.write(actor, command, async (tx) => {
      authorize(tx.actor, canCreateAppToken, { communityId: null });
      const [token, appTokenId] = [`app_${newToken()}`, newId()];
      const { name, scopes, expiresAt } = input;
      await tx.rows('SELECT vault.create_app_token($1, $2, $3, $4, $5, $6)', [
        actor.sessionId,
        appTokenId,
        name,
        scopes,
        expiresAt,
        hashToken(token),
      ]);
      return { token, appTokenId };
    });
  }

  revoke(actor: Actor, input: RevokeAppTokenInput): Promise<{ appTokenId: string }> {
    return this.database.write(actor, { name: 'revokeAppToken', input }, async (tx) => {
      authorize(tx.actor, canRevokeAppToken, { communityId: null });
      const { appTokenId } = input;
      const { outcome } = await tx.only<{ outcome: string }>('SELECT vault.revoke_app_token($1) AS outcome', [
        appTokenId,
      ]);
      if (outcome === 'UNKNOWN') throw new NotFound();
      if (outcome === 'REVOKED_BEFORE')
        throw refuse('WRONG_STATE', 'This token was withdrawn before. Nothing is left to do.', 'appTokenId');
      return { appTokenId };
    });
  }
}
