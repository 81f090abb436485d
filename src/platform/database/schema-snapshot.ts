import type { ClientBase } from 'pg';
import { SECTIONS } from './schema-queries.js';

/**
 * The stored contract as text, read from the catalogs (the embedded Postgres brings no pg_dump), in an order that does
 * not depend on when things were created: two databases with the same schema give the same bytes.
 * Reads every schema but the system's and the job queue's.
 */
export async function snapshot(client: ClientBase): Promise<string> {
  await client.query('BEGIN READ ONLY');
  try {
    // Makes Postgres write out every name with its schema, whatever the session's own path is.
    await client.query(`SELECT set_config('search_path', 'pg_catalog', true)`);
    const { rows } = await client.query<{ owner: string }>(
      'SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = current_database()',
    );
    const parts: string[] = [];
    for (const { title, text } of SECTIONS) {
      const result = await client.query<{ line: string }>(text);
      if (result.rows.length === 0) continue;
      parts.push(`-- ${title}\n\n${result.rows.map(({ line }) => line).join('\n')}`);
    }
    return `${HEADER}\n${normaliseOwner(parts.join('\n\n'), rows[0]?.owner)}\n`;
  } finally {
    await client.query('ROLLBACK');
  }
}

const HEADER = `-- What the migrations add up to, for reading: written by \`npm run contracts\`, compared by its --check.
-- The schema of the job queue is not shown; its package keeps it.
`;

function normaliseOwner(text: string, owner: string | undefined): string {
  if (!owner || owner === 'accompany_owner') return text;
  const name = owner.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replaceAll(new RegExp(`(?<![\\w.])"?${name}"?(?![\\w.])`, 'g'), 'accompany_owner');
}
