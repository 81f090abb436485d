import type pg from 'pg';
import type { Context, Settings } from './contexts.js';

/** Put there as the owner, as the relay writes it: what one of the affected was told, and how they want to be told. */
export async function furnishInbox(client: pg.Client, settings: Readonly<Record<Context, Settings>>): Promise<void> {
  const me = settings.affected.person;
  await client.query(
    `WITH told AS (INSERT INTO notification (id, person_id, notice, topic) VALUES (gen_random_uuid(), $1, 'work-attested', 'MY_PLEDGES') RETURNING id)
     INSERT INTO notification_cause (id, notification_id) SELECT gen_random_uuid(), id FROM told`,
    [me],
  );
  await client.query(`INSERT INTO notification_choice VALUES ($1, 'MAIL', 'MY_PLEDGES', 'DIGEST')`, [me]);
  await client.query('INSERT INTO notification_hours VALUES ($1, 18, 22, 7)', [me]);
}
