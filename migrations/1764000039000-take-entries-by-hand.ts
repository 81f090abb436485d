import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';
const mine = (column: string) => `${column} = ANY ((SELECT app.my_memberships())::uuid[])`;

/** Pledges and reports that organizers took down by phone or from paper: nothing counts before it is confirmed. */
export class TakeEntriesByHand1764000039000 extends SqlMigration {
  readonly name = 'TakeEntriesByHand1764000039000';

  protected readonly upSql = `
CREATE TABLE assisted_entry (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  ask_id uuid NOT NULL,
  kind text NOT NULL,
  taken text NOT NULL,
  membership_id uuid,
  pledge_id uuid,
  name text,
  quantity integer NOT NULL,
  plan_when timestamptz,
  plan_where text NOT NULL DEFAULT '',
  plan_first_step text,
  answers jsonb NOT NULL DEFAULT '{}',
  note text NOT NULL DEFAULT '',
  brief_version integer,
  terms_version integer,
  agreement_version integer,
  risk_tier_accepted integer,
  sheet_id uuid,
  sheet_row integer,
  state text NOT NULL DEFAULT 'WAITING',
  entered_by uuid NOT NULL,
  entered_at timestamptz NOT NULL DEFAULT now(),
  settled_by uuid,
  settled_at timestamptz,
  expires_at timestamptz NOT NULL DEFAULT now() + interval '30 days',
  CONSTRAINT assisted_entry_pk PRIMARY KEY (community_id, id),
  CONSTRAINT assisted_entry_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES ask (community_id, campaign_id, id),
  CONSTRAINT assisted_entry_membership_fk FOREIGN KEY (community_id, membership_id) REFERENCES membership (community_id, id),
  CONSTRAINT assisted_entry_pledge_fk FOREIGN KEY (community_id, pledge_id) REFERENCES pledge (community_id, id),
  CONSTRAINT assisted_entry_entered_by_fk FOREIGN KEY (community_id, entered_by) REFERENCES membership (community_id, id),
  CONSTRAINT assisted_entry_settled_by_fk FOREIGN KEY (community_id, settled_by) REFERENCES membership (community_id, id),
  CONSTRAINT assisted_entry_kind_ck CHECK (kind IN ('PLEDGE', 'REPORT') AND (kind <> 'REPORT' OR (pledge_id IS NOT NULL AND membership_id IS NOT NULL))),
  CONSTRAINT assisted_entry_taken_ck CHECK (taken IN ('PHONE', 'PAPER', 'IN_PERSON')),
  CONSTRAINT assisted_entry_state_ck CHECK (state IN ('WAITING', 'CONFIRMED', 'CALLED_BACK', 'WITHDRAWN', 'EXPIRED') AND (state = 'WAITING') = (settled_at IS NULL)),
  CONSTRAINT assisted_entry_two_people_ck CHECK (state <> 'CALLED_BACK' OR settled_by IS DISTINCT FROM entered_by),
  CONSTRAINT assisted_entry_quantity_ck CHECK (quantity BETWEEN 1 AND 1000000),
  CONSTRAINT assisted_entry_texts_ck CHECK (length(name) BETWEEN 1 AND 60 AND length(plan_where) <= 300 AND length(plan_first_step) <= 1000 AND length(note) <= 4000),
  CONSTRAINT assisted_entry_plan_ck CHECK (kind <> 'PLEDGE' OR state <> 'WAITING' OR (plan_when IS NOT NULL AND plan_first_step IS NOT NULL AND name IS NOT NULL)),
  CONSTRAINT assisted_entry_sheet_ck CHECK ((sheet_id IS NULL) = (sheet_row IS NULL) AND sheet_row BETWEEN 1 AND 200)
);
COMMENT ON TABLE assisted_entry IS 'What someone said on the phone or wrote on paper, as an organizer took it down. Once it is settled, only that it was stays here.';
COMMENT ON COLUMN assisted_entry.membership_id IS '[personal] Whose pledge or report it is, where they are an ally already.';
COMMENT ON COLUMN assisted_entry.name IS '[personal] [of membership_id] What they want to be called.';
COMMENT ON COLUMN assisted_entry.quantity IS '[personal] [of membership_id] How much they said.';
COMMENT ON COLUMN assisted_entry.plan_when IS '[personal] [of membership_id] When they plan to do it.';
COMMENT ON COLUMN assisted_entry.plan_where IS '[personal] [of membership_id] Where they plan to do it.';
COMMENT ON COLUMN assisted_entry.plan_first_step IS '[personal] [of membership_id] What they do first.';
COMMENT ON COLUMN assisted_entry.answers IS '[personal] [of membership_id] What they answered to the questions of the community.';
COMMENT ON COLUMN assisted_entry.note IS '[personal] [of membership_id] What they said about it.';
COMMENT ON COLUMN assisted_entry.entered_by IS '[personal] Who took it down.';
COMMENT ON COLUMN assisted_entry.entered_at IS '[personal] [of entered_by] When they did.';
COMMENT ON COLUMN assisted_entry.settled_by IS '[personal] Who called back, confirmed or withdrew it.';
COMMENT ON COLUMN assisted_entry.settled_at IS '[personal] [of settled_by] When they did.';
CREATE INDEX assisted_entry_id_ix ON assisted_entry (id);
CREATE INDEX assisted_entry_campaign_ix ON assisted_entry (community_id, campaign_id, entered_at DESC, id DESC);
CREATE INDEX assisted_entry_membership_ix ON assisted_entry (membership_id) WHERE state = 'WAITING';
CREATE INDEX assisted_entry_expires_ix ON assisted_entry (expires_at) WHERE state = 'WAITING';
CREATE UNIQUE INDEX assisted_entry_sheet_row_uq ON assisted_entry (community_id, sheet_id, sheet_row) WHERE state <> 'WITHDRAWN';

CREATE TABLE vault.entry_secret (
  community_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  code_hash bytea NOT NULL,
  reach_cipher bytea,
  person_id uuid,
  CONSTRAINT entry_secret_pk PRIMARY KEY (community_id, entry_id),
  CONSTRAINT entry_secret_code_uq UNIQUE (code_hash),
  CONSTRAINT entry_secret_entry_fk FOREIGN KEY (community_id, entry_id) REFERENCES assisted_entry (community_id, id),
  CONSTRAINT entry_secret_person_fk FOREIGN KEY (person_id) REFERENCES person (id)
);
COMMENT ON TABLE vault.entry_secret IS 'The code by which someone confirms what was taken down, or later takes over the account that was made for them; and how to reach them until then.';
COMMENT ON COLUMN vault.entry_secret.code_hash IS '[personal] [secret] A digest of the code.';
COMMENT ON COLUMN vault.entry_secret.reach_cipher IS '[personal] How to reach them.';
COMMENT ON COLUMN vault.entry_secret.person_id IS '[personal] Whose account was made for them after a call back, until they take it over.';
CREATE INDEX entry_secret_person_ix ON vault.entry_secret (person_id) WHERE person_id IS NOT NULL;

ALTER TABLE fulfilment_report ADD COLUMN taken_by uuid,
  ADD CONSTRAINT fulfilment_report_taken_by_fk FOREIGN KEY (community_id, taken_by) REFERENCES membership (community_id, id);
COMMENT ON COLUMN fulfilment_report.pledger_standing IS '[personal] [of pledger_id] [stays] In which standing.';
COMMENT ON COLUMN fulfilment_report.quantity IS '[personal] [of pledger_id] How much they said was done.';
COMMENT ON COLUMN fulfilment_report.note IS '[personal] [of pledger_id] What they wrote about it.';
COMMENT ON COLUMN fulfilment_report.evidence IS '[personal] [of pledger_id] Links that they gave.';
COMMENT ON COLUMN fulfilment_report.reported_at IS '[personal] [of pledger_id] When they reported.';
COMMENT ON COLUMN fulfilment_report.taken_by IS '[personal] Who took it down for the pledger, and so cannot attest it.';

CREATE FUNCTION vault.keep_entry(community uuid, entry uuid, code bytea, reach bytea) RETURNS void ${definer} AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.assisted_entry e WHERE e.community_id = community AND e.id = entry AND e.entered_by = ANY (app.my_memberships()) AND e.entered_at = now()) THEN
    PERFORM app.refuse('assisted_entry_own_ck', 'a code is kept with the entry that it is for');
  END IF;
  INSERT INTO vault.entry_secret (community_id, entry_id, code_hash, reach_cipher) VALUES (community, entry, code, reach);
END $$;
CREATE FUNCTION vault.entry_reach(entry uuid) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, vault, app AS $$
  SELECT s.reach_cipher FROM public.assisted_entry e JOIN vault.entry_secret s ON s.community_id = e.community_id AND s.entry_id = e.id
   WHERE e.id = entry AND e.state = 'WAITING' AND (e.community_id = ANY (app.communities_as('organizer')) OR e.community_id = ANY (app.communities_as('settled')))
$$;
CREATE FUNCTION vault.entry_by_code(code bytea) RETURNS SETOF public.assisted_entry LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, vault, app AS $$
  SELECT e.* FROM vault.entry_secret s JOIN public.assisted_entry e ON e.community_id = s.community_id AND e.id = s.entry_id
   WHERE s.code_hash = code AND ((e.state = 'WAITING' AND e.expires_at > now()) OR (e.state = 'CALLED_BACK' AND s.person_id IS NOT NULL))
$$;
COMMENT ON FUNCTION vault.entry_by_code(bytea) IS 'For whoever holds the code: what waits to be confirmed, or an account that was made after a call back and not taken over yet.';

CREATE FUNCTION app.settle_entry(community uuid, entry uuid, code bytea, outcome text) RETURNS public.assisted_entry ${definer} AS $$
DECLARE
  e public.assisted_entry;
  by_one uuid;
BEGIN
  SELECT * INTO e FROM public.assisted_entry x WHERE x.community_id = community AND x.id = entry FOR UPDATE;
  IF e.id IS NULL OR e.state <> 'WAITING' OR e.expires_at <= now() THEN PERFORM app.refuse('assisted_entry_waits_ck', 'only what waits is settled'); END IF;
  SELECT m.id INTO by_one FROM public.membership m WHERE m.community_id = community AND m.person_id = app.person_id() AND m.ended_at IS NULL;
  IF outcome = 'CONFIRMED' AND e.membership_id IS NOT NULL AND NOT coalesce(by_one = e.membership_id, false) THEN
    PERFORM app.refuse('assisted_entry_confirmed_by_its_ally_ck', 'an entry is confirmed by whoever said it');
  ELSIF outcome = 'CONFIRMED' AND e.membership_id IS NULL AND NOT EXISTS (SELECT FROM vault.entry_secret s WHERE s.community_id = community AND s.entry_id = entry AND s.code_hash = code) THEN
    PERFORM app.refuse('assisted_entry_confirmed_by_its_ally_ck', 'an entry is confirmed by whoever holds its code');
  ELSIF outcome = 'CALLED_BACK' AND (by_one IS NULL OR app.stands_behind(community, e.entered_by, app.person_id()) OR by_one IS NOT DISTINCT FROM e.membership_id
      OR NOT (community = ANY (app.communities_as('organizer')) OR community = ANY (app.communities_as('settled')))) THEN
    PERFORM app.refuse('assisted_entry_two_people_ck', 'who calls back is a second person of the community');
  ELSIF outcome = 'WITHDRAWN' AND NOT (community = ANY (app.communities_as('organizer')) OR e.membership_id = ANY (app.my_memberships()) OR e.entered_by = ANY (app.my_memberships())) THEN
    PERFORM app.refuse('assisted_entry_withdrawn_by_organizers_ck', 'an entry is withdrawn by organizers, or by whoever said it');
  ELSIF outcome NOT IN ('CONFIRMED', 'CALLED_BACK', 'WITHDRAWN') THEN
    PERFORM app.refuse('assisted_entry_state_ck', 'there is no such outcome');
  END IF;
  -- What was said goes where it belongs; here only that it was stays.
  UPDATE public.assisted_entry x SET state = outcome, settled_by = by_one, settled_at = now(), name = NULL, plan_when = NULL, plan_where = '', plan_first_step = NULL, answers = '{}', note = ''
   WHERE x.community_id = community AND x.id = entry;
  IF outcome = 'CALLED_BACK' AND e.membership_id IS NULL THEN UPDATE vault.entry_secret s SET reach_cipher = NULL WHERE s.community_id = community AND s.entry_id = entry;
  ELSE DELETE FROM vault.entry_secret s WHERE s.community_id = community AND s.entry_id = entry; END IF;
  RETURN e;
END $$;
COMMENT ON FUNCTION app.settle_entry(uuid, uuid, bytea, text) IS 'Settles an entry for whoever may, and answers it as it was. The caller does what follows in the same transaction.';

CREATE FUNCTION app.person_called_back(community uuid, entry uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT m.person_id FROM public.assisted_entry e JOIN public.membership m ON m.community_id = e.community_id AND m.id = e.membership_id
   WHERE e.community_id = community AND e.id = entry AND e.state = 'CALLED_BACK' AND e.settled_at = now() AND e.settled_by = ANY (app.my_memberships()) AND m.ended_at IS NULL
$$;
COMMENT ON FUNCTION app.person_called_back(uuid, uuid) IS 'In the transaction that notes a call back: the person for whom the rest of it is done.';

CREATE FUNCTION app.tie_entry(community uuid, entry uuid, made_for uuid, pledge uuid, is_new boolean) RETURNS void ${definer} AS $$
BEGIN
  UPDATE public.assisted_entry e SET pledge_id = coalesce(e.pledge_id, pledge),
      membership_id = coalesce(e.membership_id, (SELECT m.id FROM public.membership m WHERE m.community_id = community AND m.person_id = made_for AND m.ended_at IS NULL))
    WHERE e.community_id = community AND e.id = entry AND e.settled_at = now() AND app.person_id() = made_for;
  IF is_new THEN UPDATE vault.entry_secret s SET person_id = made_for WHERE s.community_id = community AND s.entry_id = entry; END IF;
END $$;

CREATE FUNCTION vault.take_over_account(code bytea, name_lookup bytea, name_cipher bytea, codes bytea[]) RETURNS uuid ${definer} AS $$
DECLARE
  person uuid;
BEGIN
  DELETE FROM vault.entry_secret s USING public.assisted_entry e
   WHERE s.code_hash = code AND s.person_id IS NOT NULL AND e.community_id = s.community_id AND e.id = s.entry_id AND e.state = 'CALLED_BACK' RETURNING s.person_id INTO person;
  IF person IS NULL THEN RETURN NULL; END IF;
  UPDATE vault.account a SET sign_in_name_lookup = name_lookup, sign_in_name_cipher = name_cipher WHERE a.person_id = person;
  DELETE FROM vault.recovery_code c WHERE c.person_id = person;
  INSERT INTO vault.recovery_code (person_id, code_hash) SELECT person, unnest(codes);
  RETURN person;
END $$;
COMMENT ON FUNCTION vault.take_over_account(bytea, bytea, bytea, bytea[]) IS 'Once, by the code: gives the account that was made after a call back to whoever it was made for, under a name and codes that nobody else has seen.';

CREATE FUNCTION app.expire_entries() RETURNS integer ${definer} AS $$
DECLARE
  gone public.assisted_entry;
  number integer := 0;
BEGIN
  PERFORM app.only_the_clock();
  FOR gone IN SELECT * FROM public.assisted_entry e WHERE e.state = 'WAITING' AND e.expires_at <= now() FOR UPDATE SKIP LOCKED LOOP
    UPDATE public.assisted_entry e SET state = 'EXPIRED', settled_at = now(), name = NULL, plan_when = NULL, plan_where = '', plan_first_step = NULL, answers = '{}', note = ''
     WHERE e.community_id = gone.community_id AND e.id = gone.id;
    DELETE FROM vault.entry_secret s WHERE s.community_id = gone.community_id AND s.entry_id = gone.id;
    PERFORM app.put_on_record(gone.community_id, 'entry.expired', NULL, 'SYSTEM', 'AssistedEntry', gone.id, jsonb_build_object('askId', gone.ask_id), gone.campaign_id);
    number := number + 1;
  END LOOP;
  -- Whoever did not take over the account in a quarter of a year comes in by another way.
  DELETE FROM vault.entry_secret s USING public.assisted_entry e WHERE e.community_id = s.community_id AND e.id = s.entry_id AND e.state = 'CALLED_BACK' AND e.settled_at < now() - interval '90 days';
  RETURN number;
END $$;

CREATE FUNCTION app.taken_down_is_attested_by_another() RETURNS trigger ${definer} AS $$
BEGIN
  IF EXISTS (SELECT FROM new_rows n JOIN public.membership a ON a.community_id = n.community_id AND a.id = n.attested_by
      JOIN public.fulfilment_report r ON r.community_id = n.community_id AND r.occurrence_id = n.occurrence_id AND r.taken_by IS NOT NULL
      JOIN public.membership b ON b.community_id = r.community_id AND b.id = r.taken_by
     WHERE n.kind = 'ATTESTED' AND a.person_id = b.person_id
       AND r.reported_at = (SELECT max(x.reported_at) FROM public.fulfilment_report x WHERE x.community_id = r.community_id AND x.occurrence_id = r.occurrence_id)) THEN
    PERFORM app.refuse('attestation_not_of_taken_down_ck', 'a report that one took down oneself is attested by another');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER attested_by_another AFTER INSERT ON attestation REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.taken_down_is_attested_by_another();

${protect('assisted_entry')}
CREATE POLICY seen ON assisted_entry FOR SELECT TO accompany_app USING (${inCommunityAs('organizer')} OR ${inCommunityAs('settled')} OR ${mine('membership_id')});
CREATE POLICY entered ON assisted_entry FOR INSERT TO accompany_app WITH CHECK (${inCommunityAs('organizer')} AND ${mine('entered_by')} AND state = 'WAITING');
GRANT SELECT, INSERT (community_id, id, campaign_id, ask_id, kind, taken, membership_id, pledge_id, name, quantity, plan_when, plan_where, plan_first_step, answers, note,
  brief_version, terms_version, agreement_version, risk_tier_accepted, sheet_id, sheet_row, entered_by) ON assisted_entry TO accompany_app;
GRANT INSERT (taken_by) ON fulfilment_report TO accompany_app;
GRANT EXECUTE ON FUNCTION vault.keep_entry(uuid, uuid, bytea, bytea), vault.entry_reach(uuid), vault.entry_by_code(bytea), app.settle_entry(uuid, uuid, bytea, text),
  app.person_called_back(uuid, uuid), app.tie_entry(uuid, uuid, uuid, uuid, boolean), vault.take_over_account(bytea, bytea, bytea, bytea[]), app.expire_entries(),
  app.taken_down_is_attested_by_another() TO accompany_app;
`;

  protected readonly downSql = `
DROP TRIGGER attested_by_another ON attestation;
DROP FUNCTION app.taken_down_is_attested_by_another(), app.expire_entries(), vault.take_over_account(bytea, bytea, bytea, bytea[]),
  app.tie_entry(uuid, uuid, uuid, uuid, boolean), app.person_called_back(uuid, uuid), app.settle_entry(uuid, uuid, bytea, text),
  vault.entry_by_code(bytea), vault.entry_reach(uuid), vault.keep_entry(uuid, uuid, bytea, bytea);
ALTER TABLE fulfilment_report DROP COLUMN taken_by;
COMMENT ON COLUMN fulfilment_report.pledger_standing IS '[personal] [stays] In which standing.';
COMMENT ON COLUMN fulfilment_report.quantity IS '[personal] How much they said was done.';
COMMENT ON COLUMN fulfilment_report.note IS '[personal] What they wrote about it.';
COMMENT ON COLUMN fulfilment_report.evidence IS '[personal] Links that they gave.';
COMMENT ON COLUMN fulfilment_report.reported_at IS '[personal] When they reported.';
DROP TABLE vault.entry_secret, assisted_entry;
`;
}
