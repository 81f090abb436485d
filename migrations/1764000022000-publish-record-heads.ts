import { inCommunityAs, protect, SqlMigration } from './support.js';

/** The head of each record at the end of each day, kept: whoever rewrites the record has to rewrite what others hold copies of. */
export class PublishRecordHeads1764000022000 extends SqlMigration {
  readonly name = 'PublishRecordHeads1764000022000';

  protected readonly upSql = `
CREATE TABLE record_daily_head (
  community_id uuid NOT NULL CONSTRAINT record_daily_head_community_fk REFERENCES community,
  day date NOT NULL,
  seq bigint NOT NULL,
  hash bytea NOT NULL,
  was_public boolean NOT NULL,
  CONSTRAINT record_daily_head_pk PRIMARY KEY (community_id, day)
);
COMMENT ON TABLE record_daily_head IS 'Where each record ended at the end of a day (UTC). Added once a day by the clock, for days on which that changed; never changed, never removed.';
COMMENT ON COLUMN record_daily_head.was_public IS 'Whether the page of the community was public when it was written: outsiders learn nothing of the days before.';

CREATE FUNCTION app.publish_record_heads(after uuid, most integer) RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
DECLARE
  midnight timestamptz := date_trunc('day', now(), 'UTC');
  looked uuid[];
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('record_heads_published_by_clock_only_ck', 'only the clock publishes heads of the record');
  END IF;
  looked := ARRAY (SELECT c.id FROM public.community c WHERE after IS NULL OR c.id > after ORDER BY c.id LIMIT most);
  INSERT INTO public.record_daily_head (community_id, day, seq, hash, was_public)
  SELECT c.id, (midnight AT TIME ZONE 'UTC')::date - 1, e.seq, e.hash, c.published
    FROM public.community c
   CROSS JOIN LATERAL (
      SELECT x.seq, x.hash FROM public.record_entry x
       WHERE x.community_id = c.id AND x.seq IS NOT NULL AND x.recorded_at < midnight ORDER BY x.seq DESC LIMIT 1) e
   WHERE c.id = ANY (looked)
     -- A day without a change adds nothing to what is held already.
     AND (e.seq, e.hash, c.published) IS DISTINCT FROM (
      SELECT ROW (d.seq, d.hash, d.was_public) FROM public.record_daily_head d WHERE d.community_id = c.id ORDER BY d.day DESC LIMIT 1)
  ON CONFLICT DO NOTHING;
  RETURN looked[most];
END $$;
COMMENT ON FUNCTION app.publish_record_heads(uuid, integer) IS
  'Keeps the heads of the day that ended, of so many communities after this one. Answers the last of them, or null when there are no more.';

${protect('record_daily_head')}
-- Who leads a campaign with a community that shows nothing may know of it, and not on which days how much is done there.
CREATE POLICY seen ON record_daily_head FOR SELECT TO accompany_app
  USING (${inCommunityAs('member')} OR (SELECT app.is_system())
    OR (was_public AND EXISTS (SELECT FROM community c WHERE c.id = community_id AND c.published)));
GRANT SELECT ON record_daily_head TO accompany_app;
GRANT EXECUTE ON FUNCTION app.publish_record_heads(uuid, integer) TO accompany_app;

DROP FUNCTION app.daily_record_head(uuid[]);
`;

  protected readonly downSql = `
DROP FUNCTION app.publish_record_heads(uuid, integer);
DROP TABLE record_daily_head;
CREATE FUNCTION app.daily_record_head(communities uuid[]) RETURNS TABLE (community_id uuid, seq bigint, hash bytea, published_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT c.id, e.seq, e.hash, day.began_at
    FROM public.community c
   CROSS JOIN (SELECT date_trunc('day', now(), 'UTC') AS began_at) day
   CROSS JOIN LATERAL (
      SELECT x.seq, x.hash FROM public.record_entry x
       WHERE x.community_id = c.id AND x.seq IS NOT NULL AND x.recorded_at < day.began_at
       ORDER BY x.recorded_at DESC, x.id DESC LIMIT 1) e
   WHERE c.id = ANY (communities) AND (c.published OR c.id = ANY (app.communities_as('member')))
$$;
COMMENT ON FUNCTION app.daily_record_head(uuid[]) IS 'The head of each record as it was at the last midnight (UTC), for anyone who may see the community.';
GRANT EXECUTE ON FUNCTION app.daily_record_head(uuid[]) TO accompany_app;
`;
}
