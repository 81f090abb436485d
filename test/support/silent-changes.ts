import type { DatabaseUrls } from '../../src/platform/database/urls.js';
import { sql } from './database.js';

/** What progress is read from. */
const WATCHED = ['ask_tally', 'public_figure', 'ask', 'campaign'];

const PROBE = `
  CREATE TABLE probe_change (community_id uuid, transaction bigint, what text, statement text, PRIMARY KEY (community_id, transaction, what));
  CREATE TABLE probe_event (community_id uuid, transaction bigint, PRIMARY KEY (community_id, transaction));
  CREATE FUNCTION probe_changes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
  BEGIN
    -- Tests that turn time back do so as the owner, as whom this function runs.
    IF session_user = current_user THEN RETURN NULL; END IF;
    INSERT INTO probe_change VALUES (coalesce(NEW.community_id, OLD.community_id), txid_current(), TG_TABLE_NAME, left(current_query(), 200)) ON CONFLICT DO NOTHING;
    RETURN NULL;
  END $$;
  CREATE FUNCTION probe_events() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
  BEGIN
    INSERT INTO probe_event VALUES (NEW.community_id, txid_current()) ON CONFLICT DO NOTHING;
    RETURN NULL;
  END $$;
  CREATE TRIGGER probe AFTER INSERT ON outbox_event FOR EACH ROW WHEN (NEW.community_id IS NOT NULL) EXECUTE FUNCTION probe_events();`;

/**
 * Watches that nothing changes which progress is read from without an event of its community in the same transaction:
 * subscribers are woken by events alone, whatever their kind.
 */
export async function watchForSilentChanges({ owner }: DatabaseUrls): Promise<void> {
  await sql(owner)(PROBE);
  for (const table of WATCHED) {
    await sql(owner)(
      `CREATE TRIGGER probe AFTER UPDATE ON ${table} FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION probe_changes();
       CREATE TRIGGER probe_other AFTER INSERT OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION probe_changes();`,
    );
  }
}

/** What was changed in silence, and by what; and how many transactions changed something at all. */
export async function silentChanges({ owner }: DatabaseUrls): Promise<{ silent: unknown[]; changes: number }> {
  const silent = await sql(owner)(
    `SELECT c.what, c.statement, count(*)::int AS times FROM probe_change c
      WHERE NOT EXISTS (SELECT FROM probe_event e WHERE e.community_id = c.community_id AND e.transaction = c.transaction)
      GROUP BY c.what, c.statement ORDER BY 1, 2`,
  );
  const [row] = await sql(owner)('SELECT count(DISTINCT transaction)::int AS changes FROM probe_change');
  return { silent, changes: row?.['changes'] };
}
