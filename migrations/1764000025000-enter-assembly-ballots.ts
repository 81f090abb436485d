import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, vault, app';

/** The lock of the box, as for ballots cast online: closing holds it alone, whoever enters or witnesses together with others. */
const boxOf = (part: string) => `hashtextextended('ballots ' || ${part}::text, 0)`;

const discardBallots = (assembly: string) => `
CREATE OR REPLACE FUNCTION app.discard_ballots(host uuid, round uuid) RETURNS void ${definer} AS $$
BEGIN${assembly}
  DELETE FROM vault.sealed_ballot b USING public.round_part p WHERE p.host_id = host AND p.round_id = round AND b.community_id = p.community_id AND b.part_id = p.id;
  DELETE FROM vault.ballot_secret s USING public.round_part p WHERE p.host_id = host AND p.round_id = round AND s.community_id = p.community_id AND s.part_id = p.id;
  DELETE FROM public.roll_constituency c USING public.round_part p WHERE p.host_id = host AND p.round_id = round AND c.community_id = p.community_id AND c.part_id = p.id;
  DELETE FROM public.round_ballot b WHERE b.community_id = host AND b.round_id = round;
END $$;`;

/** Votes taken in a meeting or by phone: entered by one, witnessed by another, laid open with all others. */
export class EnterAssemblyBallots1764000025000 extends SqlMigration {
  readonly name = 'EnterAssemblyBallots1764000025000';

  protected readonly upSql = `
CREATE TABLE assembly_batch (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  part_id uuid NOT NULL,
  host_id uuid NOT NULL,
  round_id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'WAITING',
  ballot_count integer NOT NULL,
  note text NOT NULL DEFAULT '',
  entered_by uuid NOT NULL,
  entered_at timestamptz NOT NULL DEFAULT now(),
  settled_by uuid,
  settled_at timestamptz,
  rejected_because text,
  CONSTRAINT assembly_batch_pk PRIMARY KEY (community_id, id),
  CONSTRAINT assembly_batch_of_part_uq UNIQUE (community_id, part_id, id),
  CONSTRAINT assembly_batch_part_fk FOREIGN KEY (community_id, part_id) REFERENCES round_part (community_id, id),
  CONSTRAINT assembly_batch_entered_by_fk FOREIGN KEY (community_id, entered_by) REFERENCES membership (community_id, id),
  CONSTRAINT assembly_batch_settled_by_fk FOREIGN KEY (community_id, settled_by) REFERENCES membership (community_id, id),
  CONSTRAINT assembly_batch_state_ck CHECK (state IN ('WAITING', 'WITNESSED', 'REJECTED', 'WITHDRAWN', 'UNWITNESSED')),
  CONSTRAINT assembly_batch_count_ck CHECK (ballot_count BETWEEN 1 AND 200),
  CONSTRAINT assembly_batch_two_ck CHECK (settled_by <> entered_by AND (settled_by IS NOT NULL) = (state IN ('WITNESSED', 'REJECTED'))),
  CONSTRAINT assembly_batch_settled_ck CHECK ((settled_at IS NULL) = (state = 'WAITING')),
  CONSTRAINT assembly_batch_rejected_ck CHECK (rejected_because IS NULL OR state = 'REJECTED'),
  CONSTRAINT assembly_batch_texts_ck CHECK (length(note) <= 1000 AND length(rejected_because) <= 1000)
);
COMMENT ON TABLE assembly_batch IS 'That votes were taken in a meeting or by phone: how many, entered by whom, witnessed by whom. Not whose, once that is settled, and never which.';
CREATE INDEX assembly_batch_id_ix ON assembly_batch (id);
CREATE INDEX assembly_batch_listed_ix ON assembly_batch (host_id, round_id, entered_at, id);
COMMENT ON COLUMN assembly_batch.entered_by IS '[personal] Who entered the ballots.';
COMMENT ON COLUMN assembly_batch.entered_at IS '[personal] [of entered_by] When they did.';
COMMENT ON COLUMN assembly_batch.note IS '[personal] [of entered_by] What they noted about where and how the votes were taken.';
COMMENT ON COLUMN assembly_batch.settled_by IS '[personal] Who witnessed the batch, or rejected it.';
COMMENT ON COLUMN assembly_batch.settled_at IS '[personal] [of settled_by] When it was witnessed, rejected, withdrawn or passed over.';
COMMENT ON COLUMN assembly_batch.rejected_because IS '[personal] [of settled_by] Why they rejected it.';
COMMENT ON COLUMN assembly_batch.state IS '[personal] [of entered_by, settled_by] [stays] What became of it: the result rests on it.';

CREATE TABLE assembly_place (
  community_id uuid NOT NULL,
  part_id uuid NOT NULL,
  membership_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  CONSTRAINT assembly_place_pk PRIMARY KEY (community_id, part_id, membership_id),
  CONSTRAINT assembly_place_roll_fk FOREIGN KEY (community_id, part_id, membership_id) REFERENCES roll_entry (community_id, part_id, membership_id),
  CONSTRAINT assembly_place_membership_fk FOREIGN KEY (community_id, membership_id) REFERENCES membership (community_id, id),
  CONSTRAINT assembly_place_batch_fk FOREIGN KEY (community_id, part_id, batch_id) REFERENCES assembly_batch (community_id, part_id, id)
);
COMMENT ON TABLE assembly_place IS 'Whose votes a waiting batch holds, so that a witness can check them. Gone when it is settled: the roll then says no more than that a paper place was used.';
CREATE INDEX assembly_place_batch_ix ON assembly_place (community_id, batch_id);
COMMENT ON COLUMN assembly_place.membership_id IS '[personal] Whose vote it is, until the batch is settled.';
COMMENT ON COLUMN assembly_place.batch_id IS '[personal] [stays] In which batch; goes with the row.';

CREATE TABLE vault.assembly_box (
  community_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  part_id uuid NOT NULL,
  contents bytea NOT NULL,
  CONSTRAINT assembly_box_pk PRIMARY KEY (community_id, batch_id),
  CONSTRAINT assembly_box_batch_fk FOREIGN KEY (community_id, part_id, batch_id) REFERENCES public.assembly_batch (community_id, part_id, id)
);
COMMENT ON TABLE vault.assembly_box IS 'The ballots of a batch, sealed as one, in an order drawn at random. Destroyed when its part is closed.';

${protect('assembly_batch', 'assembly_place')}
CREATE POLICY seen ON assembly_batch FOR SELECT TO accompany_app USING (${inCommunityAs('affected')});
GRANT SELECT ON assembly_batch TO accompany_app;
CREATE POLICY seen ON assembly_place FOR SELECT TO accompany_app USING (${inCommunityAs('settled')});
GRANT SELECT ON assembly_place TO accompany_app;

ALTER TABLE round_part ADD COLUMN unwitnessed_count integer, ADD CONSTRAINT round_part_unwitnessed_ck CHECK (unwitnessed_count >= 0) NOT VALID;
COMMENT ON COLUMN round_part.unwitnessed_count IS 'Ballots of batches that nobody had witnessed at the closing: not counted.';

CREATE FUNCTION app.assembly_seat(part uuid) RETURNS TABLE (community_id uuid, membership_id uuid, salt bytea) ${sqlDefiner} AS $$
  SELECT e.community_id, e.membership_id, s.salt
    FROM public.roll_entry e
    JOIN public.round_part p ON p.community_id = e.community_id AND p.id = e.part_id AND p.state = 'OPEN'
    JOIN public.priority_round r ON r.community_id = p.host_id AND r.id = p.round_id AND r.state = 'OPEN' AND r.closes_at > now()
    JOIN vault.ballot_secret s ON s.community_id = p.community_id AND s.part_id = p.id
   WHERE e.part_id = part AND e.membership_id = ANY (app.my_memberships())
     AND e.community_id = ANY (app.communities_as('settled')) AND e.community_id = ANY (app.communities_as('organizer'))
$$;
COMMENT ON FUNCTION app.assembly_seat(uuid) IS 'Of the current person, while they may enter ballots of a meeting: a steward or affected organizer on the roll.';

CREATE FUNCTION app.enter_assembly(part uuid, batch uuid, places uuid[], sealed bytea, remark text) RETURNS void ${definer} AS $$
DECLARE
  seat record;
  p public.round_part;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(${boxOf('part')});
  SELECT * INTO seat FROM app.assembly_seat(part);
  IF NOT FOUND THEN
    PERFORM app.refuse('assembly_entered_on_roll_ck', 'a steward or affected organizer on the roll of an open round enters ballots');
  END IF;
  SELECT * INTO p FROM public.round_part o WHERE o.community_id = seat.community_id AND o.id = part;
  IF octet_length(sealed) <> 28 + cardinality(places) * (16 + (SELECT count(*) FROM public.round_item i WHERE i.community_id = p.host_id AND i.round_id = p.round_id)) THEN
    PERFORM app.refuse('assembly_length_ck', 'a batch has as many ballots as places, all of one length');
  END IF;
  INSERT INTO public.assembly_batch (community_id, id, part_id, host_id, round_id, campaign_id, ballot_count, note, entered_by)
  VALUES (p.community_id, batch, part, p.host_id, p.round_id, p.campaign_id, cardinality(places), remark, seat.membership_id);
  -- In the order of their ids, which means nothing, and in which two batches wait for each other at most once.
  INSERT INTO public.assembly_place (community_id, part_id, membership_id, batch_id) SELECT p.community_id, part, m.id, batch FROM unnest(places) AS m (id) ORDER BY m.id;
  -- Looked at after the places are taken: a batch that was witnessed meanwhile has let go of its own.
  IF EXISTS (SELECT FROM public.roll_entry e WHERE e.community_id = p.community_id AND e.part_id = part AND e.membership_id = ANY (places) AND e.on_paper) THEN
    PERFORM app.refuse('assembly_place_once_ck', 'a place on the roll is used once');
  END IF;
  INSERT INTO vault.assembly_box (community_id, batch_id, part_id, contents) VALUES (p.community_id, batch, part, sealed);
END $$;
COMMENT ON FUNCTION app.enter_assembly(uuid, uuid, uuid[], bytea, text) IS 'Sealed: nonce, tag, and for each ballot its receipt and a byte for each item.';

-- Locked, while it waits. Closing comes before or after, never in between.
CREATE FUNCTION app.waiting_batch(batch uuid) RETURNS public.assembly_batch ${definer} AS $$
DECLARE
  b public.assembly_batch;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(${boxOf('o.part_id')}) FROM public.assembly_batch o WHERE o.id = batch AND o.community_id = ANY (app.communities_as('settled'));
  SELECT o.* INTO b FROM public.assembly_batch o
    JOIN public.round_part p ON p.community_id = o.community_id AND p.id = o.part_id AND p.state = 'OPEN'
    JOIN public.priority_round r ON r.community_id = p.host_id AND r.id = p.round_id AND r.state = 'OPEN' AND r.closes_at > now()
   WHERE o.id = batch AND o.community_id = ANY (app.communities_as('settled')) AND o.state = 'WAITING' FOR UPDATE OF o;
  IF NOT FOUND THEN
    PERFORM app.refuse('assembly_waiting_ck', 'a batch is settled once, while its round is open');
  END IF;
  RETURN b;
END $$;

CREATE FUNCTION app.assembly_witness(b public.assembly_batch) RETURNS uuid ${definer} AS $$
DECLARE
  me uuid;
BEGIN
  SELECT e.membership_id INTO me FROM public.roll_entry e WHERE e.community_id = b.community_id AND e.part_id = b.part_id AND e.membership_id = ANY (app.my_memberships());
  IF NOT FOUND OR me = b.entered_by THEN
    PERFORM app.refuse('assembly_witnessed_by_another_ck', 'someone else on the roll witnesses a batch');
  END IF;
  RETURN me;
END $$;

CREATE FUNCTION app.witness_assembly(batch uuid, seen integer) RETURNS void ${definer} AS $$
DECLARE
  b public.assembly_batch := app.waiting_batch(batch);
  me uuid := app.assembly_witness(b);
BEGIN
  IF seen IS DISTINCT FROM b.ballot_count THEN
    PERFORM app.refuse('assembly_witnessed_count_ck', 'the witness saw another number of ballots');
  END IF;
  -- Two people must not be all there is to their own two votes, unless nobody else is on the roll.
  IF EXISTS (SELECT FROM public.assembly_place l WHERE l.community_id = b.community_id AND l.batch_id = b.id AND l.membership_id = me)
     AND NOT EXISTS (SELECT FROM public.assembly_place l WHERE l.community_id = b.community_id AND l.batch_id = b.id AND l.membership_id NOT IN (me, b.entered_by))
     AND (SELECT p.roll_count FROM public.round_part p WHERE p.community_id = b.community_id AND p.id = b.part_id) > 2 THEN
    PERFORM app.refuse('assembly_witness_apart_ck', 'a third person witnesses a batch of these two');
  END IF;
  UPDATE public.roll_entry e SET on_paper = true FROM public.assembly_place l
   WHERE l.community_id = b.community_id AND l.batch_id = b.id AND e.community_id = l.community_id AND e.part_id = l.part_id AND e.membership_id = l.membership_id;
  DELETE FROM public.assembly_place l WHERE l.community_id = b.community_id AND l.batch_id = b.id;
  UPDATE public.assembly_batch o SET state = 'WITNESSED', settled_by = me, settled_at = now() WHERE o.community_id = b.community_id AND o.id = b.id;
END $$;
COMMENT ON FUNCTION app.witness_assembly(uuid, integer) IS 'From here on its ballots count, and its people cast none online.';

CREATE FUNCTION app.drop_assembly(b public.assembly_batch, how text, who uuid, because text) RETURNS void ${definer} AS $$
BEGIN
  DELETE FROM public.assembly_place l WHERE l.community_id = b.community_id AND l.batch_id = b.id;
  DELETE FROM vault.assembly_box x WHERE x.community_id = b.community_id AND x.batch_id = b.id;
  UPDATE public.assembly_batch o SET state = how, settled_by = who, settled_at = now(), rejected_because = because WHERE o.community_id = b.community_id AND o.id = b.id;
END $$;

CREATE FUNCTION app.reject_assembly(batch uuid, because text) RETURNS void ${definer} AS $$
DECLARE
  b public.assembly_batch := app.waiting_batch(batch);
BEGIN
  PERFORM app.drop_assembly(b, 'REJECTED', app.assembly_witness(b), because);
END $$;

CREATE FUNCTION app.withdraw_assembly(batch uuid) RETURNS void ${definer} AS $$
DECLARE
  b public.assembly_batch := app.waiting_batch(batch);
BEGIN
  IF b.entered_by <> ALL (app.my_memberships()) THEN
    PERFORM app.refuse('assembly_withdrawn_by_own_ck', 'who entered a batch withdraws it');
  END IF;
  PERFORM app.drop_assembly(b, 'WITHDRAWN', NULL, NULL);
END $$;

CREATE FUNCTION app.end_assembly(part uuid) RETURNS integer ${definer} AS $$
DECLARE
  passed_over integer;
BEGIN
  DELETE FROM public.assembly_place l WHERE l.part_id = part;
  DELETE FROM vault.assembly_box x WHERE x.part_id = part;
  -- Written anew, all at once: by the transaction that wrote them, rows of the roll would tell who was in one batch.
  UPDATE public.roll_entry e SET on_paper = true WHERE e.part_id = part AND e.on_paper;
  WITH passed AS (
    UPDATE public.assembly_batch b SET state = 'UNWITNESSED', settled_at = now() WHERE b.part_id = part AND b.state = 'WAITING' RETURNING b.ballot_count
  ) SELECT coalesce(sum(ballot_count), 0) INTO passed_over FROM passed;
  RETURN passed_over;
END $$;
COMMENT ON FUNCTION app.end_assembly(uuid) IS 'No ballot of a batch remains, nor whose they were. Answers how many nobody had witnessed.';

CREATE FUNCTION app.close_assembly(part uuid) RETURNS void ${definer} AS $$
BEGIN
  PERFORM app.only_the_clock();
  UPDATE public.round_part p SET unwitnessed_count = app.end_assembly(part) WHERE p.id = part AND p.state = 'OPEN';
END $$;

CREATE FUNCTION app.assembly_ballots(part uuid, after uuid, most integer) RETURNS TABLE (batch_id uuid, ballots integer, contents bytea) ${definer} AS $$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY SELECT b.id, b.ballot_count, x.contents FROM public.assembly_batch b LEFT JOIN vault.assembly_box x ON x.community_id = b.community_id AND x.batch_id = b.id
   WHERE b.part_id = part AND b.state = 'WITNESSED' AND (after IS NULL OR b.id > after) ORDER BY b.id LIMIT most;
END $$;
COMMENT ON FUNCTION app.assembly_ballots(uuid, uuid, integer) IS 'Of a part that is being closed: batches that were witnessed, with what lies sealed of them.';
${discardBallots(`
  PERFORM app.end_assembly(p.id) FROM public.round_part p WHERE p.host_id = host AND p.round_id = round;`)}

GRANT EXECUTE ON FUNCTION app.assembly_seat(uuid), app.enter_assembly(uuid, uuid, uuid[], bytea, text), app.witness_assembly(uuid, integer), app.reject_assembly(uuid, text),
  app.withdraw_assembly(uuid), app.close_assembly(uuid), app.assembly_ballots(uuid, uuid, integer) TO accompany_app;
`;

  protected readonly downSql = `
${discardBallots('')}
DROP FUNCTION app.assembly_ballots(uuid, uuid, integer), app.close_assembly(uuid), app.end_assembly(uuid), app.withdraw_assembly(uuid), app.reject_assembly(uuid, text),
  app.drop_assembly(public.assembly_batch, text, uuid, text), app.witness_assembly(uuid, integer), app.assembly_witness(public.assembly_batch), app.waiting_batch(uuid),
  app.enter_assembly(uuid, uuid, uuid[], bytea, text), app.assembly_seat(uuid);
ALTER TABLE round_part DROP COLUMN unwitnessed_count;
DROP TABLE vault.assembly_box, assembly_place, assembly_batch;
`;
}
