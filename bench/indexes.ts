import type pg from 'pg';
import { CommandError } from '../src/platform/command-error.js';
import type { Crew } from './crew.js';
import { bigTables } from './seed-sql.js';

const OF_BIG_TABLES = 'i.indrelid = ANY ($1::text[]::regclass[])';

/**
 * Lets the indexes of the big tables rest while `fill` writes millions of rows, and builds each anew from what stands
 * there afterwards. They are never dropped: nothing has to be put back, neither constraints nor what refers to them.
 */
export async function withIndexesAtRest(admin: pg.Client, crew: Crew, fill: () => Promise<void>): Promise<void> {
  const before = await description(admin);
  await admin.query(`UPDATE pg_index i SET indisready = false, indisvalid = false WHERE ${OF_BIG_TABLES}`, [bigTables]);
  await fill();
  const { rows } = await admin.query<{ name: string }>(
    `SELECT i.indexrelid::regclass::text AS name FROM pg_index i WHERE ${OF_BIG_TABLES}
      ORDER BY pg_relation_size(i.indrelid) DESC, i.indnatts DESC`,
    [bigTables],
  );
  await crew.share('indexes', rows, (member, { name }) => member.query(`REINDEX INDEX ${name}`));
  if ((await description(admin)) !== before) throw new CommandError('Seeding left other indexes than it found.');
}

async function description(admin: pg.Client): Promise<string> {
  const { rows } = await admin.query<{ all: string }>(
    // Until when a new index is for new transactions alone is the one thing that may differ.
    `SELECT jsonb_agg(to_jsonb(i) - 'indcheckxmin' || jsonb_build_object('definition', pg_get_indexdef(i.indexrelid)) ORDER BY i.indexrelid)::text AS all
       FROM pg_index i WHERE ${OF_BIG_TABLES}`,
    [bigTables],
  );
  return rows[0]?.all ?? '';
}
