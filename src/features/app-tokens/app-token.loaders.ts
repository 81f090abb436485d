import { batchOfMany } from '../../platform/graphql/loader.js';
import type { AppTokenType } from './app-token.graphql.js';

/** The viewer's own, latest first. */
export const viewerAppTokens = batchOfMany<'viewer', AppTokenType>(
  'viewerAppTokens',
  (reader) =>
    reader.rows(
      `SELECT t.id, t.name, t.scopes, t.created_at AS "createdAt", t.expires_at AS "expiresAt", t.last_used_on::text AS "lastUsedOn",
              t.revoked_at AS "revokedAt", t.revoked_because AS "revokedBecause"
         FROM vault.own_app_tokens() t`,
    ),
  () => 'viewer',
);
