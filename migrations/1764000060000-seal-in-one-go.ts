import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

const MAY_SEAL = `
  IF NOT app.is_system() THEN
    PERFORM app.refuse('record_sealed_by_clock_only_ck', 'only the clock seals the record');
  END IF;
  -- One sealer at a time; a second process finds the lock taken and leaves the work to the first.
  IF NOT pg_try_advisory_xact_lock(hashtextextended('accompany.record.seal', 0)) THEN RETURN 0; END IF;`;

const HEAD = `
    IF head.community_id IS DISTINCT FROM entry.community_id THEN
      SELECT * INTO head FROM public.record_head h WHERE h.community_id = entry.community_id;
      IF NOT FOUND THEN head := ROW(entry.community_id, 0, ''::bytea, now()); END IF;
    END IF;
    digest := app.record_details_hash(entry);
    head.seq := head.seq + 1;
    head.hash := app.record_hash(head.hash, entry, head.seq, digest);`;

export class SealInOneGo1764000060000 extends SqlMigration {
  readonly name = 'SealInOneGo1764000060000';

  protected readonly upSql = `
CREATE OR REPLACE FUNCTION app.seal_record(most integer) RETURNS integer ${definer} AS $$
DECLARE
  entry public.record_entry;
  head public.record_head;
  digest bytea;
  homes uuid[] := '{}';
  ids uuid[] := '{}';
  seqs bigint[] := '{}';
  hashes bytea[] := '{}';
  digests bytea[] := '{}';
BEGIN${MAY_SEAL}
  -- Each hash needs the one before; the rows are written once all of them are known.
  FOR entry IN
    SELECT * FROM public.record_entry e WHERE e.seq IS NULL ORDER BY e.community_id, e.recorded_at, e.id LIMIT most
  LOOP${HEAD}
    homes := homes || entry.community_id;
    ids := ids || entry.id;
    seqs := seqs || head.seq;
    hashes := hashes || head.hash;
    digests := digests || digest;
  END LOOP;
  UPDATE public.record_entry e SET seq = s.seq, hash = s.hash, details_hash = s.digest
    FROM unnest(homes, ids, seqs, hashes, digests) AS s (home, id, seq, hash, digest) WHERE e.community_id = s.home AND e.id = s.id;
  INSERT INTO public.record_head AS h (community_id, seq, hash, sealed_at)
  SELECT DISTINCT ON (s.home) s.home, s.seq, s.hash, clock_timestamp() FROM unnest(homes, seqs, hashes) AS s (home, seq, hash) ORDER BY s.home, s.seq DESC
  ON CONFLICT (community_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, sealed_at = excluded.sealed_at;
  RETURN cardinality(ids);
END $$;
`;

  protected readonly downSql = `
CREATE OR REPLACE FUNCTION app.seal_record(most integer) RETURNS integer ${definer} AS $$
DECLARE
  entry public.record_entry;
  head public.record_head;
  digest bytea;
  sealed integer := 0;
BEGIN${MAY_SEAL}
  FOR entry IN
    SELECT * FROM public.record_entry e WHERE e.seq IS NULL ORDER BY e.community_id, e.recorded_at, e.id LIMIT most
  LOOP${HEAD}
    UPDATE public.record_entry e SET seq = head.seq, hash = head.hash, details_hash = digest
     WHERE e.community_id = entry.community_id AND e.id = entry.id;
    INSERT INTO public.record_head AS h (community_id, seq, hash, sealed_at) VALUES (head.community_id, head.seq, head.hash, clock_timestamp())
    ON CONFLICT (community_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, sealed_at = excluded.sealed_at;
    sealed := sealed + 1;
  END LOOP;
  RETURN sealed;
END $$;
`;
}
