import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config.js';
import { type Actor, anonymous } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { hashToken, newToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { newTimelessId } from '../../platform/database/id.js';
import { CONFIG } from '../../platform/http/config.token.js';
import type { ExportMyDataInput } from './own-data.graphql.js';
import { canExportOwnData } from './own-data.policy.js';

export interface ExportLinks {
  jsonLink: string;
  pageLink: string;
  expiresAt: Date;
}

export type ExportForm = 'json' | 'html';

/** Hands out and takes back the links by which people read what is stored about them. */
@Injectable()
export class DataExportsService {
  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async request(actor: Actor, input: ExportMyDataInput): Promise<ExportLinks> {
    const token = newToken();
    const command = { name: 'exportMyData', input, issuesSecrets: true };
    const { expiresAt } = await this.database.write(actor, command, async (tx) => {
      authorize(tx.actor, canExportOwnData, { communityId: null });
      return tx.only<{ expiresAt: Date }>('SELECT vault.request_export($1, $2) AS "expiresAt"', [
        newTimelessId(),
        hashToken(token),
      ]);
    });
    const link = (form: ExportForm) => `${this.config.publicUrl}/export/${token}.${form}`;
    return { jsonLink: link('json'), pageLink: link('html'), expiresAt };
  }

  /** Who may read by this link now, as they are when they sign in; null when it is unknown, used or has ended. */
  async open(token: string, form: ExportForm): Promise<Actor | null> {
    const row = await this.database.write(anonymous, null, (tx) =>
      tx.row<{ person: string | null }>('SELECT vault.open_export($1, $2) AS person', [
        hashToken(token),
        form === 'html',
      ]),
    );
    if (row?.person == null) return null;
    return { kind: 'person', personId: row.person, sessionId: null, memberships: [] };
  }
}
