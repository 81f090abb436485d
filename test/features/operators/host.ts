import { createOperator } from '../../../src/commands/operator-accounts.js';
import { hashToken } from '../../../src/platform/crypto/keys.js';
import type { Person, TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';

/** An account of the host as its command makes it, signed in. */
export async function operatorOf(on: TestApp): Promise<Person & { id: string }> {
  const made = await createOperator(on.config, on.urls);
  const input = { signIn: made.signInName, recoveryCode: made.recoveryCodes[0] };
  const { session } = await on.mutate(null, 'signIn', input, 'session { accessToken refreshToken }');
  return { ...made, ...session };
}

export async function personOf(on: TestApp, person: Person): Promise<string> {
  const rows = await sql(on.urls.owner)('SELECT person_id FROM vault.session WHERE access_hash = $1', [
    hashToken(person.accessToken),
  ]);
  return rows[0]?.['person_id'];
}

/** What operators did in a community, as it stands on the record, and as what it was announced. */
export function actsIn(on: TestApp, communityId: string): Promise<Record<string, unknown>[]> {
  return sql(on.urls.owner)(
    `SELECT e.kind, e.actor_role AS role, e.actor_id AS actor, e.subject_type AS type, e.subject_id AS subject, e.details, o.kind AS announced
       FROM record_entry e LEFT JOIN outbox_event o ON o.id = e.id WHERE e.community_id = $1 AND e.kind LIKE 'operator.%' ORDER BY e.recorded_at`,
    [communityId],
  );
}
