import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const mine = (column: string) => `${column} = ANY ((SELECT app.my_memberships())::uuid[])`;

/** A pledge by an affected person is shown to affected people only; an ally's also to whoever organizes. */
const followed = `${mine('pledger_id')} OR ${inCommunityAs('affected')} OR (pledger_standing = 'ALLY' AND ${inCommunityAs('insider')})`;

/**
 * Pledges and what became of them. Reports and attestations are facts that are only ever added; the states of
 * occurrences and pledges follow from them by trigger, so that no client can set one.
 */
export class FollowThrough1764000000700 extends SqlMigration {
  readonly name = 'FollowThrough1764000000700';

  protected readonly upSql = `
CREATE TABLE pledge (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  ask_id uuid NOT NULL,
  pledger_id uuid NOT NULL,
  pledger_standing text NOT NULL,
  turn bigint NOT NULL,
  quantity integer NOT NULL,
  plan_when timestamptz NOT NULL,
  plan_where text NOT NULL DEFAULT '',
  plan_first_step text NOT NULL,
  brief_version integer NOT NULL,
  terms_version integer NOT NULL,
  agreement_version integer,
  risk_tier_accepted integer NOT NULL,
  state text NOT NULL,
  state_changed_at timestamptz NOT NULL DEFAULT now(),
  left_because text,
  created_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT pledge_pk PRIMARY KEY (community_id, id),
  CONSTRAINT pledge_of_pledger_uq UNIQUE (community_id, ask_id, id, pledger_id, pledger_standing),
  CONSTRAINT pledge_turn_uq UNIQUE (community_id, ask_id, turn),
  CONSTRAINT pledge_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES ask (community_id, campaign_id, id),
  CONSTRAINT pledge_pledger_fk FOREIGN KEY (community_id, pledger_id, pledger_standing) REFERENCES membership (community_id, id, standing),
  CONSTRAINT pledge_brief_fk FOREIGN KEY (community_id, campaign_id, brief_version) REFERENCES brief (community_id, campaign_id, version),
  CONSTRAINT pledge_terms_fk FOREIGN KEY (community_id, ask_id, terms_version) REFERENCES ask_terms (community_id, ask_id, version),
  CONSTRAINT pledge_agreement_fk FOREIGN KEY (community_id, agreement_version) REFERENCES agreement (community_id, version),
  CONSTRAINT pledge_ally_agreed_ck CHECK (pledger_standing = 'AFFECTED' OR agreement_version IS NOT NULL),
  CONSTRAINT pledge_quantity_ck CHECK (quantity BETWEEN 1 AND 1000000),
  CONSTRAINT pledge_plan_ck CHECK (length(plan_first_step) BETWEEN 1 AND 1000 AND length(plan_where) <= 300),
  CONSTRAINT pledge_left_because_ck CHECK (length(left_because) <= 2000),
  CONSTRAINT pledge_late_says_why_ck CHECK (state <> 'STEPPED_BACK_LATE' OR left_because IS NOT NULL),
  CONSTRAINT pledge_state_ck CHECK (state IN ('ACTIVE', 'WAITLISTED', 'FULFILLED', 'PARTLY_FULFILLED', 'STEPPED_BACK', 'STEPPED_BACK_LATE', 'NEVER_STARTED', 'CANCELLED'))
);
CREATE UNIQUE INDEX pledge_one_live_per_pledger_uq ON pledge (community_id, ask_id, pledger_id) WHERE state IN ('ACTIVE', 'WAITLISTED');
CREATE INDEX pledge_waitlist_ix ON pledge (community_id, ask_id, turn) WHERE state = 'WAITLISTED';
CREATE INDEX pledge_latest_ix ON pledge (community_id, ask_id, created_at DESC, id DESC);
CREATE INDEX pledge_campaign_ix ON pledge (community_id, campaign_id, created_at DESC, id DESC);
CREATE INDEX pledge_pledger_ix ON pledge (pledger_id, created_at DESC);
CREATE INDEX pledge_id_ix ON pledge (id);

CREATE TABLE occurrence (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  ask_id uuid NOT NULL,
  pledge_id uuid NOT NULL,
  pledger_id uuid NOT NULL,
  pledger_standing text NOT NULL,
  due_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'DUE',
  reported_quantity integer,
  reported_at timestamptz,
  attested_quantity integer,
  attestation_id uuid,
  attested_at timestamptz,
  CONSTRAINT occurrence_pk PRIMARY KEY (community_id, id),
  CONSTRAINT occurrence_of_pledger_uq UNIQUE (community_id, id, pledger_id, pledger_standing),
  CONSTRAINT occurrence_pledge_fk FOREIGN KEY (community_id, ask_id, pledge_id, pledger_id, pledger_standing)
    REFERENCES pledge (community_id, ask_id, id, pledger_id, pledger_standing),
  CONSTRAINT occurrence_state_ck CHECK (state IN ('DUE', 'REPORTED', 'ATTESTED')),
  CONSTRAINT occurrence_reported_ck CHECK (state = 'DUE' OR (reported_quantity >= 1 AND reported_at IS NOT NULL)),
  CONSTRAINT occurrence_attested_ck CHECK ((state = 'ATTESTED') = (attested_quantity IS NOT NULL) AND (state = 'ATTESTED') = (attestation_id IS NOT NULL)),
  CONSTRAINT occurrence_attested_at_most_reported_ck CHECK (attested_quantity BETWEEN 0 AND reported_quantity)
);
CREATE INDEX occurrence_pledge_ix ON occurrence (community_id, pledge_id, due_at);
CREATE INDEX occurrence_awaiting_ix ON occurrence (community_id, ask_id, reported_at) WHERE state = 'REPORTED';
CREATE INDEX occurrence_id_ix ON occurrence (id);

CREATE TABLE fulfilment_report (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  occurrence_id uuid NOT NULL,
  pledger_id uuid NOT NULL,
  pledger_standing text NOT NULL,
  quantity integer NOT NULL,
  note text NOT NULL DEFAULT '',
  evidence text[] NOT NULL DEFAULT '{}',
  reported_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT fulfilment_report_pk PRIMARY KEY (community_id, id),
  CONSTRAINT fulfilment_report_occurrence_fk FOREIGN KEY (community_id, occurrence_id, pledger_id, pledger_standing)
    REFERENCES occurrence (community_id, id, pledger_id, pledger_standing),
  CONSTRAINT fulfilment_report_quantity_ck CHECK (quantity BETWEEN 1 AND 1000000),
  CONSTRAINT fulfilment_report_note_ck CHECK (length(note) <= 4000),
  CONSTRAINT fulfilment_report_evidence_ck CHECK (cardinality(evidence) <= 5 AND length(array_to_string(evidence, '')) <= 2500)
);
CREATE INDEX fulfilment_report_occurrence_ix ON fulfilment_report (community_id, occurrence_id, reported_at);
CREATE INDEX fulfilment_report_id_ix ON fulfilment_report (id);

CREATE TABLE attestation (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  occurrence_id uuid NOT NULL,
  pledger_id uuid NOT NULL,
  pledger_standing text NOT NULL,
  kind text NOT NULL,
  quantity integer,
  feedback text NOT NULL DEFAULT '',
  corrects uuid,
  attested_by uuid NOT NULL,
  attester_standing text NOT NULL DEFAULT 'AFFECTED',
  attested_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT attestation_pk PRIMARY KEY (community_id, id),
  CONSTRAINT attestation_occurrence_fk FOREIGN KEY (community_id, occurrence_id, pledger_id, pledger_standing)
    REFERENCES occurrence (community_id, id, pledger_id, pledger_standing),
  CONSTRAINT attestation_attester_is_affected_ck CHECK (attester_standing = 'AFFECTED'),
  CONSTRAINT attestation_attested_by_fk FOREIGN KEY (community_id, attested_by, attester_standing) REFERENCES membership (community_id, id, standing),
  CONSTRAINT attestation_not_own_ck CHECK (attested_by <> pledger_id),
  CONSTRAINT attestation_corrects_fk FOREIGN KEY (community_id, corrects) REFERENCES attestation (community_id, id),
  CONSTRAINT attestation_corrects_once_uq UNIQUE (community_id, corrects),
  CONSTRAINT attestation_kind_ck CHECK (kind IN ('ATTESTED', 'SENT_BACK', 'CORRECTED')),
  CONSTRAINT attestation_quantity_ck CHECK ((kind = 'SENT_BACK') = (quantity IS NULL) AND quantity BETWEEN 0 AND 1000000 AND (kind <> 'ATTESTED' OR quantity >= 1)),
  CONSTRAINT attestation_corrects_ck CHECK ((kind = 'CORRECTED') = (corrects IS NOT NULL)),
  CONSTRAINT attestation_feedback_ck CHECK (length(feedback) <= 4000 AND (kind = 'ATTESTED' OR length(feedback) > 0))
);
COMMENT ON TABLE attestation IS 'What the community says happened; append-only. A correction names the one it replaces, whose value is kept.';
CREATE INDEX attestation_occurrence_ix ON attestation (community_id, occurrence_id, attested_at);
CREATE INDEX attestation_id_ix ON attestation (id);

CREATE FUNCTION app.lock_ask(community uuid, ask uuid) RETURNS void ${definer} AS $$
BEGIN
  PERFORM FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ask FOR UPDATE;
END $$;
COMMENT ON FUNCTION app.lock_ask(uuid, uuid) IS 'Taken before anything that counts places: an ally may not update an ask, yet pledges to it queue here.';

CREATE FUNCTION app.take_turn(community uuid, ask uuid) RETURNS bigint ${definer} AS $$
DECLARE
  turn bigint;
BEGIN
  UPDATE public.ask_tally t SET next_turn = t.next_turn + 1 WHERE t.community_id = community AND t.ask_id = ask RETURNING t.next_turn - 1 INTO turn;
  RETURN turn;
END $$;
COMMENT ON FUNCTION app.take_turn(uuid, uuid) IS 'The place in the queue of an ask, first come first served as the database saw it; takes the same lock as app.lock_ask.';

CREATE FUNCTION app.pledge_is_counted() RETURNS trigger ${definer} AS $$
DECLARE
  was public.pledge := CASE WHEN TG_OP = 'UPDATE' THEN OLD END;
BEGIN
  IF TG_OP = 'UPDATE' AND was.state = NEW.state AND was.quantity = NEW.quantity THEN RETURN NULL; END IF;
  UPDATE public.ask_tally t SET
    places_taken = t.places_taken + (NEW.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED'))::integer - coalesce((was.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED'))::integer, 0),
    pledged_quantity = t.pledged_quantity + CASE WHEN NEW.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') THEN NEW.quantity ELSE 0 END
                                          - CASE WHEN was.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') THEN was.quantity ELSE 0 END,
    active_count = t.active_count + (NEW.state = 'ACTIVE')::integer - coalesce((was.state = 'ACTIVE')::integer, 0),
    waitlisted_count = t.waitlisted_count + (NEW.state = 'WAITLISTED')::integer - coalesce((was.state = 'WAITLISTED')::integer, 0),
    waitlisted_quantity = t.waitlisted_quantity + CASE WHEN NEW.state = 'WAITLISTED' THEN NEW.quantity ELSE 0 END - CASE WHEN was.state = 'WAITLISTED' THEN was.quantity ELSE 0 END,
    fulfilled_count = t.fulfilled_count + (NEW.state = 'FULFILLED')::integer - coalesce((was.state = 'FULFILLED')::integer, 0),
    partly_fulfilled_count = t.partly_fulfilled_count + (NEW.state = 'PARTLY_FULFILLED')::integer - coalesce((was.state = 'PARTLY_FULFILLED')::integer, 0),
    stepped_back_count = t.stepped_back_count + (NEW.state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE'))::integer - coalesce((was.state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE'))::integer, 0),
    cancelled_count = t.cancelled_count + (NEW.state = 'CANCELLED')::integer - coalesce((was.state = 'CANCELLED')::integer, 0),
    never_started_count = t.never_started_count + (NEW.state = 'NEVER_STARTED')::integer - coalesce((was.state = 'NEVER_STARTED')::integer, 0)
   WHERE t.community_id = NEW.community_id AND t.ask_id = NEW.ask_id;
  IF NEW.state = 'ACTIVE' AND was.state IS DISTINCT FROM 'ACTIVE'
     AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = NEW.community_id AND o.pledge_id = NEW.id) THEN
    INSERT INTO public.occurrence (community_id, id, ask_id, pledge_id, pledger_id, pledger_standing, due_at)
    VALUES (NEW.community_id, gen_random_uuid(), NEW.ask_id, NEW.id, NEW.pledger_id, NEW.pledger_standing, NEW.plan_when);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER pledge_is_counted AFTER INSERT OR UPDATE ON pledge FOR EACH ROW EXECUTE FUNCTION app.pledge_is_counted();

CREATE FUNCTION app.pledge_moves() RETURNS trigger ${definer} AS $$
BEGIN
  IF NOT (OLD.state, NEW.state) IN (('WAITLISTED', 'ACTIVE'), ('WAITLISTED', 'STEPPED_BACK'), ('WAITLISTED', 'NEVER_STARTED'), ('WAITLISTED', 'CANCELLED'),
       ('ACTIVE', 'FULFILLED'), ('ACTIVE', 'PARTLY_FULFILLED'), ('ACTIVE', 'STEPPED_BACK'), ('ACTIVE', 'STEPPED_BACK_LATE'), ('ACTIVE', 'CANCELLED'),
       ('FULFILLED', 'PARTLY_FULFILLED'), ('PARTLY_FULFILLED', 'FULFILLED')) THEN
    PERFORM app.refuse('pledge_state_moves_ck', format('a pledge does not go from %s to %s', OLD.state, NEW.state));
  END IF;
  NEW.state_changed_at := now();
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$;
CREATE TRIGGER pledge_moves BEFORE UPDATE OF state ON pledge FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION app.pledge_moves();

CREATE FUNCTION app.occurrence_is_counted() RETURNS trigger ${definer} AS $$
BEGIN
  IF OLD.state = NEW.state AND OLD.attested_quantity IS NOT DISTINCT FROM NEW.attested_quantity THEN RETURN NULL; END IF;
  UPDATE public.ask_tally t SET
    reported_count = t.reported_count + (NEW.state = 'REPORTED')::integer - (OLD.state = 'REPORTED')::integer,
    reported_quantity = t.reported_quantity + CASE WHEN NEW.state = 'REPORTED' THEN NEW.reported_quantity ELSE 0 END - CASE WHEN OLD.state = 'REPORTED' THEN OLD.reported_quantity ELSE 0 END,
    attested_count = t.attested_count + (NEW.state = 'ATTESTED')::integer - (OLD.state = 'ATTESTED')::integer,
    attested_quantity = t.attested_quantity + coalesce(NEW.attested_quantity, 0) - coalesce(OLD.attested_quantity, 0),
    sent_back_count = t.sent_back_count + (OLD.state = 'REPORTED' AND NEW.state = 'DUE')::integer
   WHERE t.community_id = NEW.community_id AND t.ask_id = NEW.ask_id;
  IF NEW.state = 'ATTESTED' AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = NEW.community_id AND o.pledge_id = NEW.pledge_id AND o.state <> 'ATTESTED') THEN
    UPDATE public.pledge p SET state = CASE WHEN
        (SELECT sum(o.attested_quantity) FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id) >= p.quantity
        THEN 'FULFILLED' ELSE 'PARTLY_FULFILLED' END
     WHERE p.community_id = NEW.community_id AND p.id = NEW.pledge_id AND p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER occurrence_is_counted AFTER UPDATE ON occurrence FOR EACH ROW EXECUTE FUNCTION app.occurrence_is_counted();

CREATE FUNCTION app.fulfilment_is_reported() RETURNS trigger ${definer} AS $$
BEGIN
  UPDATE public.occurrence o SET state = 'REPORTED', reported_quantity = NEW.quantity, reported_at = NEW.reported_at
    FROM public.pledge p
   WHERE o.community_id = NEW.community_id AND o.id = NEW.occurrence_id AND o.state = 'DUE'
     AND p.community_id = o.community_id AND p.id = o.pledge_id AND p.state = 'ACTIVE';
  IF NOT FOUND THEN
    PERFORM app.refuse('fulfilment_report_of_due_ck', 'only what is due under an active pledge can be reported');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER fulfilment_is_reported AFTER INSERT ON fulfilment_report FOR EACH ROW EXECUTE FUNCTION app.fulfilment_is_reported();

CREATE FUNCTION app.community_attests() RETURNS trigger ${definer} AS $$
BEGIN
  IF NEW.kind = 'ATTESTED' THEN
    UPDATE public.occurrence o SET state = 'ATTESTED', attested_quantity = NEW.quantity, attestation_id = NEW.id, attested_at = NEW.attested_at
     WHERE o.community_id = NEW.community_id AND o.id = NEW.occurrence_id AND o.state = 'REPORTED';
  ELSIF NEW.kind = 'SENT_BACK' THEN
    UPDATE public.occurrence o SET state = 'DUE' WHERE o.community_id = NEW.community_id AND o.id = NEW.occurrence_id AND o.state = 'REPORTED';
  ELSE
    UPDATE public.occurrence o SET attested_quantity = NEW.quantity, attestation_id = NEW.id, attested_at = NEW.attested_at
     WHERE o.community_id = NEW.community_id AND o.id = NEW.occurrence_id AND o.state = 'ATTESTED' AND o.attestation_id = NEW.corrects;
  END IF;
  IF NOT FOUND THEN
    PERFORM app.refuse('attestation_of_report_ck', 'what is attested or sent back is a report awaiting an answer; what is corrected is the latest attestation');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER community_attests AFTER INSERT ON attestation FOR EACH ROW EXECUTE FUNCTION app.community_attests();

CREATE FUNCTION app.lock_occurrences(community uuid, occurrences uuid[]) RETURNS void ${definer} AS $$
BEGIN
  -- Asks first here too: a report holds its ask's tally while it waits for its occurrence.
  PERFORM FROM public.ask_tally t WHERE t.community_id = community
    AND t.ask_id IN (SELECT o.ask_id FROM public.occurrence o WHERE o.community_id = community AND o.id = ANY (occurrences)) ORDER BY t.ask_id FOR UPDATE;
  PERFORM FROM public.occurrence o WHERE o.community_id = community AND o.id = ANY (occurrences) ORDER BY o.id FOR UPDATE;
END $$;

CREATE FUNCTION app.lock_pledge(community uuid, pledge uuid) RETURNS void ${definer} AS $$
BEGIN
  -- Ask before pledge, always: promotions lock in this order too.
  PERFORM app.lock_ask(community, (SELECT p.ask_id FROM public.pledge p WHERE p.community_id = community AND p.id = pledge));
  PERFORM FROM public.pledge p WHERE p.community_id = community AND p.id = pledge FOR UPDATE;
END $$;

CREATE FUNCTION app.promote_waitlist(community uuid, ask uuid) RETURNS uuid[] ${definer} AS $$
DECLARE
  room public.ask_tally;
  waiting public.pledge;
  promoted uuid[] := '{}';
BEGIN
  SELECT * INTO room FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ask FOR UPDATE;
  IF NOT EXISTS (
    SELECT FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
      JOIN public.mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id
     WHERE a.community_id = community AND a.id = ask AND a.state = 'OPEN' AND g.state = 'LAUNCHED' AND m.state = 'LIVE' AND m.until > now()
       AND (a.ends_at IS NULL OR a.ends_at > now())) THEN
    RETURN promoted;
  END IF;
  FOR waiting IN
    SELECT p.* FROM public.pledge p JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
     WHERE p.community_id = community AND p.ask_id = ask AND p.state = 'WAITLISTED'
       AND m.ended_at IS NULL AND m.paused_at IS NULL AND (m.until IS NULL OR m.until > now())
     ORDER BY p.turn
  LOOP
    EXIT WHEN room.slots IS NOT NULL AND room.places_taken >= room.slots;
    EXIT WHEN room.pledged_quantity >= room.quantity_wanted;
    -- One that is bigger than the gap is passed over and keeps its turn.
    CONTINUE WHEN room.pledged_quantity + waiting.quantity > room.quantity_wanted;
    UPDATE public.pledge p SET state = 'ACTIVE' WHERE p.community_id = community AND p.id = waiting.id;
    room.places_taken := room.places_taken + 1;
    room.pledged_quantity := room.pledged_quantity + waiting.quantity;
    promoted := promoted || waiting.id;
  END LOOP;
  RETURN promoted;
END $$;
COMMENT ON FUNCTION app.promote_waitlist(uuid, uuid) IS 'Gives free places to the waitlist in turn. Safe for anyone to call: it only does what is due.';

CREATE FUNCTION app.end_pledges(community uuid, asks uuid[]) RETURNS TABLE (pledge_id uuid, state text) ${definer} AS $$
BEGIN
  PERFORM FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ANY (asks) ORDER BY t.ask_id FOR UPDATE;
  RETURN QUERY
  UPDATE public.pledge p SET state = CASE WHEN p.state = 'WAITLISTED' AND a.state = 'CLOSED' AND g.state <> 'CONCLUDED' THEN 'NEVER_STARTED' ELSE 'CANCELLED' END
    FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
   WHERE p.community_id = community AND p.ask_id = ANY (asks) AND a.community_id = p.community_id AND a.id = p.ask_id
     AND (a.state IN ('CLOSED', 'CANCELLED') OR g.state = 'CONCLUDED')
     AND (p.state = 'WAITLISTED' OR (p.state = 'ACTIVE' AND (a.state = 'CANCELLED' OR g.state = 'CONCLUDED')
          AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED')))
  RETURNING p.id, p.state;
END $$;
COMMENT ON FUNCTION app.end_pledges(uuid, uuid[]) IS
  'Brings the pledges of closed or cancelled asks, or of a concluded campaign, to the state that follows; work already reported stays attestable.';

CREATE FUNCTION app.shift_deadlines(community uuid, campaign uuid, by interval) RETURNS void ${definer} AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.campaign_stop s WHERE s.community_id = community AND s.campaign_id = campaign AND s.resumed_at = now() AND now() - s.stopped_at = by) THEN
    PERFORM app.refuse('campaign_resumed_in_this_transaction_ck', 'deadlines shift only by the length of the stop that ends here');
  END IF;
  UPDATE public.mandate m SET until = m.until + by WHERE m.community_id = community AND m.campaign_id = campaign AND m.state = 'LIVE';
  UPDATE public.ask a SET ends_at = a.ends_at + by WHERE a.community_id = community AND a.campaign_id = campaign AND a.state IN ('DRAFT', 'OPEN', 'PAUSED') AND a.ends_at IS NOT NULL;
  UPDATE public.occurrence o SET due_at = o.due_at + by FROM public.pledge p
   WHERE o.community_id = community AND o.state = 'DUE' AND p.community_id = o.community_id AND p.id = o.pledge_id AND p.campaign_id = campaign;
END $$;

${protect('pledge', 'occurrence', 'fulfilment_report', 'attestation')}

CREATE POLICY seen ON pledge FOR SELECT TO accompany_app USING (${followed});
CREATE POLICY made ON pledge FOR INSERT TO accompany_app
  WITH CHECK (${mine('pledger_id')} AND ${inCommunityAs('member')} AND state IN ('ACTIVE', 'WAITLISTED'));
CREATE POLICY stepped_back ON pledge FOR UPDATE TO accompany_app
  USING (${mine('pledger_id')}) WITH CHECK (${mine('pledger_id')} AND state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE'));
GRANT SELECT, INSERT, UPDATE (state, left_because) ON pledge TO accompany_app;

CREATE POLICY seen ON occurrence FOR SELECT TO accompany_app USING (${followed});
GRANT SELECT ON occurrence TO accompany_app;

CREATE POLICY seen ON fulfilment_report FOR SELECT TO accompany_app USING (${followed});
CREATE POLICY reported ON fulfilment_report FOR INSERT TO accompany_app WITH CHECK (${mine('pledger_id')});
GRANT SELECT, INSERT (community_id, id, occurrence_id, pledger_id, pledger_standing, quantity, note, evidence) ON fulfilment_report TO accompany_app;

CREATE POLICY seen ON attestation FOR SELECT TO accompany_app USING (${followed});
CREATE POLICY attested ON attestation FOR INSERT TO accompany_app WITH CHECK (${inCommunityAs('settled')} AND ${mine('attested_by')});
CREATE POLICY only_affected_attest ON attestation AS RESTRICTIVE FOR INSERT TO accompany_app WITH CHECK (${inCommunityAs('affected')} AND NOT (${mine('pledger_id')}));
GRANT SELECT, INSERT (community_id, id, occurrence_id, pledger_id, pledger_standing, kind, quantity, feedback, corrects, attested_by) ON attestation TO accompany_app;

GRANT EXECUTE ON FUNCTION app.lock_ask(uuid, uuid), app.take_turn(uuid, uuid), app.lock_pledge(uuid, uuid), app.lock_occurrences(uuid, uuid[]),
  app.promote_waitlist(uuid, uuid), app.end_pledges(uuid, uuid[]), app.shift_deadlines(uuid, uuid, interval) TO accompany_app;
GRANT EXECUTE ON FUNCTION app.pledge_is_counted(), app.pledge_moves(), app.occurrence_is_counted(), app.fulfilment_is_reported(), app.community_attests() TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.shift_deadlines(uuid, uuid, interval), app.end_pledges(uuid, uuid[]), app.promote_waitlist(uuid, uuid),
  app.lock_pledge(uuid, uuid), app.lock_occurrences(uuid, uuid[]), app.take_turn(uuid, uuid), app.lock_ask(uuid, uuid);
DROP TABLE attestation, fulfilment_report, occurrence, pledge;
DROP FUNCTION app.community_attests(), app.fulfilment_is_reported(), app.occurrence_is_counted(), app.pledge_moves(), app.pledge_is_counted();
`;
}
