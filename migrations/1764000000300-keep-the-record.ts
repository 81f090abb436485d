import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** What was decided or done, hash-chained per community; and the events that leave the service. */
export class KeepTheRecord1764000000300 extends SqlMigration {
  readonly name = 'KeepTheRecord1764000000300';

  protected readonly upSql = `
CREATE TABLE record_entry (
  community_id uuid NOT NULL CONSTRAINT record_entry_community_fk REFERENCES community,
  id uuid NOT NULL,
  kind text NOT NULL,
  actor_id uuid,
  actor_role text NOT NULL,
  campaign_id uuid,
  subject_type text NOT NULL,
  subject_id uuid NOT NULL,
  details jsonb NOT NULL DEFAULT '{}',
  salt bytea DEFAULT uuid_send(gen_random_uuid()),
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  details_hash bytea,
  seq bigint,
  hash bytea,
  CONSTRAINT record_entry_pk PRIMARY KEY (community_id, id),
  CONSTRAINT record_entry_seq_uq UNIQUE (community_id, seq),
  CONSTRAINT record_entry_sealed_whole_ck CHECK ((seq IS NULL) = (hash IS NULL) AND (seq IS NULL) = (details_hash IS NULL)),
  CONSTRAINT record_entry_kind_ck CHECK (kind ~ '^[a-z_]+\\.[a-z_]+$'),
  CONSTRAINT record_entry_actor_role_ck CHECK (actor_role IN ('STEWARD', 'AFFECTED', 'ALLY', 'SYSTEM', 'OPERATOR')),
  CONSTRAINT record_entry_actor_fk FOREIGN KEY (community_id, actor_id) REFERENCES membership (community_id, id)
);
COMMENT ON TABLE record_entry IS 'Append-only. Written unchained in the transaction of the deed, chained within a second by app.seal_record. Personal data by reference only.';
CREATE INDEX record_entry_unsealed_ix ON record_entry (community_id, recorded_at, id) WHERE seq IS NULL;
CREATE INDEX record_entry_campaign_ix ON record_entry (community_id, campaign_id, recorded_at);
CREATE INDEX record_entry_id_ix ON record_entry (id);

CREATE TABLE record_head (
  community_id uuid CONSTRAINT record_head_pk PRIMARY KEY CONSTRAINT record_head_community_fk REFERENCES community,
  seq bigint NOT NULL,
  hash bytea NOT NULL,
  sealed_at timestamptz NOT NULL
);

CREATE FUNCTION app.record_hash(previous bytea, entry record_entry, place bigint, details_hash bytea) RETURNS bytea
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public AS $$
  SELECT sha256(previous || int8send(place) || uuid_send(entry.community_id) || uuid_send(entry.id)
    || convert_to(concat_ws('|', entry.kind, coalesce(entry.actor_id::text, '-'), entry.actor_role, coalesce(entry.campaign_id::text, '-'),
         entry.subject_type, entry.subject_id, to_char(entry.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')), 'UTF8')
    || details_hash)
$$;

CREATE FUNCTION app.record_details_hash(entry record_entry) RETURNS bytea
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public AS $$
  SELECT sha256(entry.salt || convert_to(entry.details::text, 'UTF8'))
$$;

CREATE FUNCTION app.seal_record(most integer) RETURNS integer ${definer} AS $$
DECLARE
  entry public.record_entry;
  head public.record_head;
  digest bytea;
  sealed integer := 0;
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('record_sealed_by_clock_only_ck', 'only the clock seals the record');
  END IF;
  -- One sealer at a time; a second process finds the lock taken and leaves the work to the first.
  IF NOT pg_try_advisory_xact_lock(hashtextextended('accompany.record.seal', 0)) THEN RETURN 0; END IF;
  FOR entry IN
    SELECT * FROM public.record_entry e WHERE e.seq IS NULL ORDER BY e.community_id, e.recorded_at, e.id LIMIT most
  LOOP
    IF head.community_id IS DISTINCT FROM entry.community_id THEN
      SELECT * INTO head FROM public.record_head h WHERE h.community_id = entry.community_id;
      IF NOT FOUND THEN head := ROW(entry.community_id, 0, ''::bytea, now()); END IF;
    END IF;
    digest := app.record_details_hash(entry);
    head.seq := head.seq + 1;
    head.hash := app.record_hash(head.hash, entry, head.seq, digest);
    UPDATE public.record_entry e SET seq = head.seq, hash = head.hash, details_hash = digest
     WHERE e.community_id = entry.community_id AND e.id = entry.id;
    INSERT INTO public.record_head AS h (community_id, seq, hash, sealed_at) VALUES (head.community_id, head.seq, head.hash, clock_timestamp())
    ON CONFLICT (community_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, sealed_at = excluded.sealed_at;
    sealed := sealed + 1;
  END LOOP;
  RETURN sealed;
END $$;

CREATE FUNCTION app.oldest_unsealed_seconds() RETURNS double precision
  LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public AS $$
  SELECT extract(epoch FROM clock_timestamp() - min(recorded_at))::double precision FROM public.record_entry WHERE seq IS NULL
$$;

CREATE FUNCTION app.verify_record(community uuid)
RETURNS TABLE (entries bigint, unsealed bigint, broken_at bigint, head bytea) ${definer} STABLE AS $$
DECLARE
  entry public.record_entry;
  previous bytea := ''::bytea;
  place bigint := 0;
BEGIN
  SELECT count(*) INTO unsealed FROM public.record_entry e WHERE e.community_id = community AND e.seq IS NULL;
  FOR entry IN SELECT * FROM public.record_entry e WHERE e.community_id = community AND e.seq IS NOT NULL ORDER BY e.seq LOOP
    place := place + 1;
    -- Erasing salt and details keeps the chain: their digest stays and is what the chain covers.
    IF entry.seq <> place
       OR (entry.salt IS NOT NULL AND entry.details_hash <> app.record_details_hash(entry))
       OR (entry.salt IS NULL AND entry.details <> '{}')
       OR entry.hash <> app.record_hash(previous, entry, place, entry.details_hash) THEN
      broken_at := place;
      EXIT;
    END IF;
    previous := entry.hash;
  END LOOP;
  IF broken_at IS NULL AND EXISTS (SELECT FROM public.record_head h WHERE h.community_id = community AND (h.seq <> place OR h.hash <> previous)) THEN
    broken_at := place + 1;
  END IF;
  entries := place;
  head := previous;
  RETURN NEXT;
END $$;

${protect('record_entry', 'record_head')}
CREATE POLICY seen ON record_entry FOR SELECT TO accompany_app USING (${inCommunityAs('affected')} OR (SELECT app.is_system()));
CREATE POLICY added ON record_entry FOR INSERT TO accompany_app
  WITH CHECK (seq IS NULL AND (EXISTS (SELECT FROM membership m WHERE m.community_id = record_entry.community_id AND m.id = record_entry.actor_id
      AND m.person_id = (SELECT app.person_id()) AND m.ended_at IS NULL AND record_entry.actor_role = CASE WHEN m.is_steward THEN 'STEWARD' ELSE m.standing END) OR ((SELECT app.is_system()) AND actor_id IS NULL AND actor_role = 'SYSTEM')));
GRANT SELECT (community_id, id, kind, actor_id, actor_role, campaign_id, subject_type, subject_id, details, recorded_at, details_hash, seq, hash),
  INSERT (community_id, id, kind, actor_id, actor_role, campaign_id, subject_type, subject_id, details) ON record_entry TO accompany_app;
CREATE POLICY seen ON record_head FOR SELECT TO accompany_app USING (EXISTS (SELECT FROM community c WHERE c.id = community_id));
GRANT SELECT ON record_head TO accompany_app;

CREATE TABLE outbox_event (
  id uuid CONSTRAINT outbox_event_pk PRIMARY KEY,
  community_id uuid CONSTRAINT outbox_event_community_fk REFERENCES community,
  kind text NOT NULL,
  subject_id uuid NOT NULL,
  data jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  delivered_at timestamptz,
  CONSTRAINT outbox_event_kind_ck CHECK (kind ~ '^[a-z_]+\\.[a-z_]+$')
);
COMMENT ON TABLE outbox_event IS 'Ids only: whoever delivers an event reads what it may say at that moment.';
CREATE INDEX outbox_event_due_ix ON outbox_event (next_attempt_at, id) WHERE delivered_at IS NULL;
CREATE INDEX outbox_event_community_ix ON outbox_event (community_id, created_at);
${protect('outbox_event')}
CREATE POLICY added ON outbox_event FOR INSERT TO accompany_app WITH CHECK (delivered_at IS NULL AND attempts = 0 AND ((SELECT app.is_system())
    OR (community_id IS NULL AND kind LIKE 'person.%')
    OR community_id IN (SELECT m.community_id FROM membership m WHERE m.person_id = (SELECT app.person_id()) AND m.ended_at IS NULL)));
CREATE POLICY relayed ON outbox_event FOR SELECT TO accompany_app USING ((SELECT app.is_system()));
CREATE POLICY marked ON outbox_event FOR UPDATE TO accompany_app USING ((SELECT app.is_system())) WITH CHECK ((SELECT app.is_system()));
CREATE POLICY forgotten ON outbox_event FOR DELETE TO accompany_app USING ((SELECT app.is_system()) AND delivered_at < now() - interval '30 days');
GRANT SELECT, INSERT, UPDATE (attempts, next_attempt_at, delivered_at), DELETE ON outbox_event TO accompany_app;

GRANT EXECUTE ON FUNCTION app.seal_record(integer), app.oldest_unsealed_seconds() TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.verify_record(uuid), app.oldest_unsealed_seconds(), app.seal_record(integer);
DROP FUNCTION app.record_details_hash(record_entry), app.record_hash(bytea, record_entry, bigint, bytea);
DROP TABLE outbox_event, record_head, record_entry;
`;
}
