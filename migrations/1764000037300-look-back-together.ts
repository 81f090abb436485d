import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const mine = (column: string) => `${column} = ANY ((SELECT app.my_memberships())::uuid[])`;

/** A fulfilled pledge ends with a short debrief from both sides; each reads the other's once both have spoken or passed. */
export class LookBackTogether1764000037300 extends SqlMigration {
  readonly name = 'LookBackTogether1764000037300';

  protected readonly upSql = `
ALTER TABLE pledge ADD CONSTRAINT pledge_by_pledger_uq UNIQUE (community_id, id, pledger_id, pledger_standing);
CREATE TABLE debrief (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  pledge_id uuid NOT NULL,
  pledger_id uuid NOT NULL,
  pledger_standing text NOT NULL,
  side text NOT NULL,
  went_well text,
  could_be_better text,
  skipped boolean NOT NULL DEFAULT false,
  given_by uuid,
  lead_id uuid,
  given_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT debrief_pk PRIMARY KEY (community_id, id),
  CONSTRAINT debrief_one_a_side_uq UNIQUE (community_id, pledge_id, side),
  CONSTRAINT debrief_pledge_fk FOREIGN KEY (community_id, pledge_id, pledger_id, pledger_standing) REFERENCES pledge (community_id, id, pledger_id, pledger_standing),
  CONSTRAINT debrief_given_by_fk FOREIGN KEY (community_id, given_by) REFERENCES membership (community_id, id),
  CONSTRAINT debrief_lead_fk FOREIGN KEY (lead_id) REFERENCES community (id),
  CONSTRAINT debrief_side_ck CHECK (side IN ('PLEDGER', 'COMMUNITY')),
  CONSTRAINT debrief_signed_ck CHECK (num_nonnulls(given_by, lead_id) = 1 OR (skipped AND num_nonnulls(given_by, lead_id) = 0)),
  CONSTRAINT debrief_texts_ck CHECK (length(went_well) <= 4000 AND length(could_be_better) <= 4000 AND (NOT skipped OR num_nonnulls(went_well, could_be_better) = 0))
);
COMMENT ON TABLE debrief IS 'What each side says when a pledge was fulfilled, or that it skipped it, itself or by the clock after 7 days. Append-only.';
COMMENT ON COLUMN debrief.pledger_id IS '[personal] Whose pledge it looks back on.';
COMMENT ON COLUMN debrief.pledger_standing IS '[personal] [of pledger_id] [stays] In which standing it was made.';
COMMENT ON COLUMN debrief.side IS '[personal] [of pledger_id] [stays] Which side looks back.';
COMMENT ON COLUMN debrief.went_well IS '[personal] [of pledger_id, given_by] What went well, in their words.';
COMMENT ON COLUMN debrief.could_be_better IS '[personal] [of pledger_id, given_by] What could be better, in their words.';
COMMENT ON COLUMN debrief.skipped IS '[personal] [of pledger_id] [stays] Whether that side left it out.';
COMMENT ON COLUMN debrief.given_by IS '[personal] Who said it; null for the clock, and for a lead.';
COMMENT ON COLUMN debrief.given_at IS '[personal] [of pledger_id, given_by] When.';
CREATE INDEX pledge_debrief_ix ON pledge (state_changed_at) WHERE state IN ('FULFILLED', 'PARTLY_FULFILLED');

CREATE FUNCTION app.debrief_is_given() RETURNS trigger ${definer} AS $$
DECLARE
  home uuid;
BEGIN
  SELECT a.lead_id INTO home FROM public.pledge p JOIN public.ask a ON a.community_id = p.community_id AND a.id = p.ask_id
   WHERE p.community_id = NEW.community_id AND p.id = NEW.pledge_id AND p.state IN ('FULFILLED', 'PARTLY_FULFILLED');
  IF NOT FOUND THEN PERFORM app.refuse('debrief_of_fulfilled_ck', 'what is looked back on was fulfilled, at least in part'); END IF;
  IF app.is_system() THEN RETURN NEW; END IF;
  IF NEW.side = 'COMMUNITY' AND (NEW.lead_id IS DISTINCT FROM home OR app.stands_behind(NEW.community_id, NEW.pledger_id, app.person_id())
      OR NOT coalesce(coalesce(home, NEW.community_id) = ANY (app.communities_as('settled')), false)) THEN
    PERFORM app.refuse('debrief_by_its_side_ck', 'the community looks back through an affected person, and on nobody’s own work');
  END IF;
  IF NEW.side = 'PLEDGER' AND (NEW.given_by IS DISTINCT FROM NEW.pledger_id OR NOT NEW.pledger_id = ANY (app.my_memberships())) THEN
    PERFORM app.refuse('debrief_by_its_side_ck', 'the pledger looks back for themselves');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER debrief_is_given AFTER INSERT ON debrief FOR EACH ROW EXECUTE FUNCTION app.debrief_is_given();
CREATE TRIGGER signs_for_lead BEFORE INSERT ON debrief FOR EACH ROW WHEN (NEW.lead_id IS NOT NULL) EXECUTE FUNCTION app.signs_for_lead('id');

CREATE FUNCTION app.debriefs_are_in(community uuid, pledge uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT count(*) = 2 FROM public.debrief d WHERE d.community_id = community AND d.pledge_id = debriefs_are_in.pledge
$$;
COMMENT ON FUNCTION app.debriefs_are_in(uuid, uuid) IS 'Whether both sides have given their debrief, or left it out.';

CREATE FUNCTION app.skip_debriefs(most integer) RETURNS integer ${definer} AS $$
DECLARE
  number integer;
BEGIN
  PERFORM app.only_the_clock();
  WITH late AS (
    SELECT p.* FROM public.pledge p JOIN public.campaign g ON g.community_id = p.community_id AND g.id = p.campaign_id
     WHERE p.state IN ('FULFILLED', 'PARTLY_FULFILLED') AND p.state_changed_at <= now() - interval '7 days' AND g.state <> 'STOPPED'
       AND p.state_changed_at + interval '7 days' + app.stood_still(p.community_id, p.campaign_id, p.state_changed_at) <= now()
       AND (SELECT count(*) FROM public.debrief d WHERE d.community_id = p.community_id AND d.pledge_id = p.id) < 2
     ORDER BY p.state_changed_at LIMIT most FOR UPDATE OF p SKIP LOCKED
  ), done AS (
    INSERT INTO public.debrief (community_id, id, pledge_id, pledger_id, pledger_standing, side, skipped)
    SELECT l.community_id, gen_random_uuid(), l.id, l.pledger_id, l.pledger_standing, s.side, true FROM late l CROSS JOIN (VALUES ('PLEDGER'), ('COMMUNITY')) AS s (side)
    ON CONFLICT ON CONSTRAINT debrief_one_a_side_uq DO NOTHING RETURNING community_id, pledge_id, side
  ), told AS (
    SELECT app.put_on_record(d.community_id, 'pledge.debrief_skipped', NULL, 'SYSTEM', 'Pledge', d.pledge_id, jsonb_build_object('side', d.side), l.campaign_id)
      FROM done d JOIN late l ON l.community_id = d.community_id AND l.id = d.pledge_id
  )
  SELECT (SELECT count(*) FROM late)::integer + 0 * (SELECT count(*) FROM told)::integer INTO number;
  RETURN number;
END $$;
COMMENT ON FUNCTION app.skip_debriefs(integer) IS 'For the clock: leaves out what either side did not say within 7 days. Answers for how many pledges.';

${protect('debrief')}
CREATE POLICY seen ON debrief FOR SELECT TO accompany_app USING (
  (${mine('pledger_id')} AND (side = 'PLEDGER' OR (SELECT app.debriefs_are_in(debrief.community_id, debrief.pledge_id))))
  OR ((${inCommunityAs('affected')} OR (pledger_standing = 'ALLY' AND ${inCommunityAs('insider')}))
      AND NOT ${mine('pledger_id')} AND (side = 'COMMUNITY' OR (SELECT app.debriefs_are_in(debrief.community_id, debrief.pledge_id)))));
CREATE POLICY led_seen ON debrief FOR SELECT TO accompany_app USING ((SELECT app.leads_somewhere())
  AND (SELECT true FROM pledge p JOIN ask a ON a.community_id = p.community_id AND a.id = p.ask_id
        WHERE p.community_id = debrief.community_id AND p.id = debrief.pledge_id AND ${inCommunityAs('affected', 'a.lead_id')})
  AND NOT ${mine('pledger_id')} AND (side = 'COMMUNITY' OR (SELECT app.debriefs_are_in(debrief.community_id, debrief.pledge_id))));
CREATE POLICY given ON debrief FOR INSERT TO accompany_app WITH CHECK (
  (side = 'PLEDGER' AND ${mine('pledger_id')} AND given_by = pledger_id)
  OR (side = 'COMMUNITY' AND ((lead_id IS NULL AND ${inCommunityAs('settled')} AND ${mine('given_by')}) OR ${inCommunityAs('settled', 'lead_id')})));
CREATE POLICY only_affected_for_community ON debrief AS RESTRICTIVE FOR INSERT TO accompany_app
  WITH CHECK (side = 'PLEDGER' OR ((${inCommunityAs('affected')} OR ${inCommunityAs('affected', 'lead_id')}) AND NOT ${mine('pledger_id')}));
GRANT SELECT, INSERT (community_id, id, pledge_id, pledger_id, pledger_standing, side, went_well, could_be_better, skipped, given_by, lead_id) ON debrief TO accompany_app;
GRANT EXECUTE ON FUNCTION app.debrief_is_given(), app.debriefs_are_in(uuid, uuid), app.skip_debriefs(integer) TO accompany_app;
`;

  protected readonly downSql = `
DROP TABLE debrief;
DROP FUNCTION app.skip_debriefs(integer), app.debriefs_are_in(uuid, uuid), app.debrief_is_given();
DROP INDEX pledge_debrief_ix;
ALTER TABLE pledge DROP CONSTRAINT pledge_by_pledger_uq;
`;
}
