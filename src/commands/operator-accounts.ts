import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import type { Config } from '../config.js';
import { AccountsService } from '../features/people/index.js';
import { anonymous } from '../platform/access/actor.js';
import { CommandError } from '../platform/command-error.js';
import { withClient } from '../platform/database/connect.js';
import { Database } from '../platform/database/database.js';
import { isId } from '../platform/database/id.js';
import type { DatabaseUrls } from '../platform/database/urls.js';

export interface NewOperator {
  id: string;
  signInName: string;
  recoveryCodes: string[];
}

/** An account like any other, made through the same service; that it is the host's is said by the owner of the tables. */
export async function createOperator(config: Config, urls: DatabaseUrls): Promise<NewOperator> {
  const root = AppModule.with({ ...config, runsBackground: false }, urls);
  const app = await NestFactory.createApplicationContext(root, { logger: ['error'] });
  try {
    const accounts = app.get(AccountsService, { strict: false });
    const made = await app
      .get(Database, { strict: false })
      .write(anonymous, null, (tx) => accounts.create(tx, {}, null));
    await withClient(urls.owner, async (client) => {
      await client.query('UPDATE person SET is_operator = true WHERE id = $1', [made.personId]);
      // Making an account signs in; nobody sits at this session.
      await client.query('DELETE FROM vault.session WHERE person_id = $1', [made.personId]);
    });
    return { id: made.personId, signInName: made.signInName, recoveryCodes: made.recoveryCodes };
  } finally {
    await app.close();
  }
}

export interface ListedOperator {
  id: string;
  createdOn: string;
  codesLeft: number;
}

export function listOperators(urls: DatabaseUrls): Promise<ListedOperator[]> {
  return withClient(urls.owner, async (client) => {
    const { rows } = await client.query<ListedOperator>(
      `SELECT p.id, to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS "createdOn",
              (SELECT count(*)::int FROM vault.recovery_code c WHERE c.person_id = p.id AND c.used_at IS NULL) AS "codesLeft"
         FROM person p WHERE p.is_operator ORDER BY p.created_at, p.id`,
    );
    return rows;
  });
}

/** Ends its sessions, its sign-in and the account at once. */
export async function removeOperator(urls: DatabaseUrls, id: string): Promise<void> {
  const removed = await withClient(urls.owner, async (client) => {
    const { rowCount } = await client.query(
      'SELECT vault.erase_person(p.id) FROM person p WHERE p.id = $1 AND p.is_operator',
      [isId(id) ? id : null],
    );
    return rowCount === 1;
  });
  if (!removed) {
    throw new CommandError(`There is no operator "${id}". \`npm run operator -- list\` shows the ids.`);
  }
}
