import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const mine = (column: string) => `${column} = ANY ((SELECT app.my_memberships())::uuid[])`;

/** A pledge by an affected person is shown to affected people only; an ally's also to whoever organizes. */
const followed = `${mine('pledger_id')} OR ${inCommunityAs('affected')} OR (pledger_standing = 'ALLY' AND ${inCommunityAs('insider')})`;

const counted = "('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED')";
const counts: Record<string, string> = {
  places_taken: `(c.state IN ${counted})::integer`,
  pledged_quantity: `CASE WHEN c.state IN ${counted} THEN c.quantity ELSE 0 END`,
  active_count: "(c.state = 'ACTIVE')::integer",
  waitlisted_count: "(c.state = 'WAITLISTED')::integer",
  waitlisted_quantity: "CASE WHEN c.state = 'WAITLISTED' THEN c.quantity ELSE 0 END",
  fulfilled_count: "(c.state = 'FULFILLED')::integer",
  partly_fulfilled_count: "(c.state = 'PARTLY_FULFILLED')::integer",
  stepped_back_count: "(c.state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE'))::integer",
  cancelled_count: "(c.state = 'CANCELLED')::integer",
  never_started_count: "(c.state = 'NEVER_STARTED')::integer",
};

/** Adds to each ask's tally what the signed rows come to. */
const countPledges = (signedRows: string) => `UPDATE public.ask_tally t SET
      ${Object.keys(counts)
        .map((column) => `${column} = t.${column} + d.${column}`)
        .join(', ')}
     FROM (SELECT c.community_id, c.ask_id,
             ${Object.entries(counts)
               .map(([column, value]) => `sum(c.sign * ${value})::integer AS ${column}`)
               .join(',\n             ')}
             FROM (${signedRows}) c GROUP BY c.community_id, c.ask_id) d
    WHERE t.community_id = d.community_id AND t.ask_id = d.ask_id;`;

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

CREATE FUNCTION app.pledges_are_counted() RETURNS trigger ${definer} AS $$
BEGIN
  -- Once per statement and ask, whatever number of pledges it changes: a large ask ends as quickly as a small one.
  IF TG_OP = 'INSERT' THEN
    ${countPledges('SELECT 1 AS sign, n.* FROM new_rows n')}
  ELSE
    ${countPledges('SELECT 1 AS sign, n.* FROM new_rows n UNION ALL SELECT -1, o.* FROM old_rows o')}
  END IF;
  INSERT INTO public.occurrence (community_id, id, ask_id, pledge_id, pledger_id, pledger_standing, due_at)
  SELECT n.community_id, gen_random_uuid(), n.ask_id, n.id, n.pledger_id, n.pledger_standing, n.plan_when FROM new_rows n
   WHERE n.state = 'ACTIVE' AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = n.community_id AND o.pledge_id = n.id);
  RETURN NULL;
END $$;
CREATE TRIGGER pledges_made_are_counted AFTER INSERT ON pledge
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.pledges_are_counted();
CREATE TRIGGER pledges_changed_are_counted AFTER UPDATE ON pledge
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.pledges_are_counted();

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

CREATE FUNCTION app.occurrences_are_counted() RETURNS trigger ${definer} AS $$
BEGIN
  UPDATE public.ask_tally t SET
    reported_count = t.reported_count + c.reported, reported_quantity = t.reported_quantity + c.reported_quantity,
    attested_count = t.attested_count + c.attested, attested_quantity = t.attested_quantity + c.attested_quantity,
    sent_back_count = t.sent_back_count + c.sent_back
   FROM (
     SELECT n.community_id, n.ask_id,
       sum((n.state = 'REPORTED')::integer - (o.state = 'REPORTED')::integer)::integer AS reported,
       sum(CASE WHEN n.state = 'REPORTED' THEN n.reported_quantity ELSE 0 END - CASE WHEN o.state = 'REPORTED' THEN o.reported_quantity ELSE 0 END)::integer AS reported_quantity,
       sum((n.state = 'ATTESTED')::integer - (o.state = 'ATTESTED')::integer)::integer AS attested,
       sum(coalesce(n.attested_quantity, 0) - coalesce(o.attested_quantity, 0))::integer AS attested_quantity,
       sum((o.state = 'REPORTED' AND n.state = 'DUE')::integer)::integer AS sent_back
       FROM new_rows n JOIN old_rows o ON o.community_id = n.community_id AND o.id = n.id
      WHERE n.state <> o.state OR n.attested_quantity IS DISTINCT FROM o.attested_quantity
      GROUP BY n.community_id, n.ask_id) c
   WHERE t.community_id = c.community_id AND t.ask_id = c.ask_id;
  UPDATE public.pledge p SET state = s.state
    FROM (
      SELECT o.community_id, o.pledge_id, CASE WHEN sum(o.attested_quantity) >= q.quantity THEN 'FULFILLED' ELSE 'PARTLY_FULFILLED' END AS state
        FROM public.occurrence o JOIN public.pledge q ON q.community_id = o.community_id AND q.id = o.pledge_id
       WHERE (o.community_id, o.pledge_id) IN (SELECT n.community_id, n.pledge_id FROM new_rows n WHERE n.state = 'ATTESTED')
       GROUP BY o.community_id, o.pledge_id, q.quantity HAVING bool_and(o.state = 'ATTESTED')) s
   WHERE p.community_id = s.community_id AND p.id = s.pledge_id AND p.state <> s.state AND p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED');
  RETURN NULL;
END $$;
CREATE TRIGGER occurrences_are_counted AFTER UPDATE ON occurrence
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.occurrences_are_counted();

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
DECLARE
  answered integer;
  part integer;
BEGIN
  -- The constraint compares memberships; someone who stood as an ally before is still the same person.
  IF EXISTS (SELECT FROM new_rows n
      JOIN public.membership a ON a.community_id = n.community_id AND a.id = n.attested_by
      JOIN public.membership b ON b.community_id = n.community_id AND b.id = n.pledger_id
     WHERE a.person_id = b.person_id) THEN
    PERFORM app.refuse('attestation_not_own_ck', 'nobody attests their own work');
  END IF;
  UPDATE public.occurrence o SET state = 'ATTESTED', attested_quantity = n.quantity, attestation_id = n.id, attested_at = n.attested_at
    FROM new_rows n WHERE n.kind = 'ATTESTED' AND o.community_id = n.community_id AND o.id = n.occurrence_id AND o.state = 'REPORTED';
  GET DIAGNOSTICS answered = ROW_COUNT;
  UPDATE public.occurrence o SET state = 'DUE'
    FROM new_rows n WHERE n.kind = 'SENT_BACK' AND o.community_id = n.community_id AND o.id = n.occurrence_id AND o.state = 'REPORTED';
  GET DIAGNOSTICS part = ROW_COUNT;
  answered := answered + part;
  UPDATE public.occurrence o SET attested_quantity = n.quantity, attestation_id = n.id, attested_at = n.attested_at
    FROM new_rows n WHERE n.kind = 'CORRECTED' AND o.community_id = n.community_id AND o.id = n.occurrence_id
     AND o.state = 'ATTESTED' AND o.attestation_id = n.corrects;
  GET DIAGNOSTICS part = ROW_COUNT;
  IF answered + part <> (SELECT count(*) FROM new_rows) THEN
    PERFORM app.refuse('attestation_of_report_ck', 'what is attested or sent back is a report awaiting an answer; what is corrected is the latest attestation');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER community_attests AFTER INSERT ON attestation
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.community_attests();

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
    room.places_taken := room.places_taken + 1;
    room.pledged_quantity := room.pledged_quantity + waiting.quantity;
    promoted := promoted || waiting.id;
  END LOOP;
  UPDATE public.pledge p SET state = 'ACTIVE' WHERE p.community_id = community AND p.id = ANY (promoted);
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
GRANT EXECUTE ON FUNCTION app.pledges_are_counted(), app.pledge_moves(), app.occurrences_are_counted(), app.fulfilment_is_reported(), app.community_attests() TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.shift_deadlines(uuid, uuid, interval), app.end_pledges(uuid, uuid[]), app.promote_waitlist(uuid, uuid),
  app.lock_pledge(uuid, uuid), app.lock_occurrences(uuid, uuid[]), app.take_turn(uuid, uuid), app.lock_ask(uuid, uuid);
DROP TABLE attestation, fulfilment_report, occurrence, pledge;
DROP FUNCTION app.community_attests(), app.fulfilment_is_reported(), app.occurrences_are_counted(), app.pledge_moves(), app.pledges_are_counted();
`;
}
