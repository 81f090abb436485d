import type pg from 'pg';
import type { Context, Settings } from './contexts.js';

/** Put there as the owner: when the ally wants to be reminded, as a rule and of a pledge of theirs, and that they were. */
export async function furnishReminders(
  client: pg.Client,
  settings: Readonly<Record<Context, Settings>>,
): Promise<void> {
  const me = settings.ally.person;
  await client.query(`INSERT INTO reminder_choice (person_id, minutes) VALUES ($1, '{-77}')`, [me]);
  const own = `FROM occurrence o JOIN membership m ON m.community_id = o.community_id AND m.id = o.pledger_id WHERE m.person_id = $1 LIMIT 1`;
  await client.query(
    `INSERT INTO pledge_reminder_choice (community_id, pledge_id, person_id, minutes) SELECT o.community_id, o.pledge_id, $1, '{-77}' ${own}`,
    [me],
  );
  await client.query(
    `INSERT INTO reminder (community_id, id, pledge_id, occurrence_id, person_id, kind, about_at, minutes, passed_over)
     SELECT o.community_id, gen_random_uuid(), o.pledge_id, o.id, $1, 'TIME', o.due_at, -77, false ${own}`,
    [me],
  );
}
