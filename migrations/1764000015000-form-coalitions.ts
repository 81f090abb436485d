import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app';
const ledSeen = (table: string, column = 'campaign_id') => `
CREATE POLICY led_seen ON ${table} FOR SELECT TO accompany_app USING (${column} = ANY ((SELECT app.campaigns_led_as('affected'))::uuid[]));`;

/** Communities that lead a campaign of another one: how they come in and go, that they may stop it, and who acted for them. */
export class FormCoalitions1764000015000 extends SqlMigration {
  readonly name = 'FormCoalitions1764000015000';

  protected readonly upSql = `
CREATE TABLE coalition_invitation (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  token_hash bytea NOT NULL CONSTRAINT coalition_invitation_token_uq UNIQUE,
  invited_by uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  used_at timestamptz,
  used_for uuid CONSTRAINT coalition_invitation_used_for_fk REFERENCES community,
  CONSTRAINT coalition_invitation_pk PRIMARY KEY (community_id, id),
  CONSTRAINT coalition_invitation_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES campaign (community_id, id),
  CONSTRAINT coalition_invitation_invited_by_fk FOREIGN KEY (community_id, invited_by) REFERENCES membership (community_id, id),
  CONSTRAINT coalition_invitation_lasts_7_days_ck CHECK (expires_at <= created_at + interval '7 days 1 minute'),
  CONSTRAINT coalition_invitation_used_whole_ck CHECK ((used_at IS NULL) = (used_for IS NULL))
);
COMMENT ON COLUMN coalition_invitation.invited_by IS '[personal] Which steward of the host made it.';
COMMENT ON COLUMN coalition_invitation.created_at IS '[personal] When they did.';
COMMENT ON COLUMN coalition_invitation.used_for IS 'The community that joined by it. Which of its stewards redeemed it is on its own record.';

CREATE TABLE coalition_lead (
  community_id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  lead_id uuid NOT NULL CONSTRAINT coalition_lead_lead_fk REFERENCES community,
  joined_at timestamptz NOT NULL DEFAULT now(),
  left_at timestamptz,
  CONSTRAINT coalition_lead_pk PRIMARY KEY (community_id, campaign_id, lead_id),
  CONSTRAINT coalition_lead_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES campaign (community_id, id),
  CONSTRAINT coalition_lead_is_another_ck CHECK (lead_id <> community_id)
);
COMMENT ON TABLE coalition_lead IS 'A community that leads a campaign beside its host, or did. The host leads its own campaigns without a row here. Written by functions alone.';
CREATE INDEX coalition_lead_lead_ix ON coalition_lead (lead_id, campaign_id);

CREATE TABLE lead_act (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  membership_id uuid NOT NULL,
  host_id uuid NOT NULL CONSTRAINT lead_act_host_fk REFERENCES community,
  kind text NOT NULL,
  subject_id uuid NOT NULL,
  acted_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT lead_act_pk PRIMARY KEY (community_id, id),
  CONSTRAINT lead_act_membership_fk FOREIGN KEY (community_id, membership_id) REFERENCES membership (community_id, id)
);
COMMENT ON TABLE lead_act IS 'Who of a lead stands behind a row that the host keeps as signed by that lead: of the same id, in the lead''s own tenant, where the host cannot read it. Written by trigger alone.';
COMMENT ON COLUMN lead_act.membership_id IS '[personal] Who acted for their community in a campaign of another one.';
COMMENT ON COLUMN lead_act.kind IS '[personal] [stays] The table of the row at the host: what they did.';
COMMENT ON COLUMN lead_act.acted_at IS '[personal] When they did.';
CREATE UNIQUE INDEX lead_act_signs_once_uq ON lead_act (community_id, subject_id, membership_id) WHERE kind = 'mandate_signature';
CREATE INDEX lead_act_id_ix ON lead_act (id);

CREATE FUNCTION app.campaigns_led_as(role text) RETURNS uuid[] ${sqlDefiner} AS $$
  SELECT coalesce(array_agg(l.campaign_id), '{}') FROM public.coalition_lead l
   WHERE l.left_at IS NULL AND l.lead_id = ANY ((SELECT app.communities_as('affected'))::uuid[]) AND l.lead_id = ANY ((SELECT app.communities_as(role))::uuid[])
$$;
COMMENT ON FUNCTION app.campaigns_led_as(text) IS
  'Campaigns of other communities that a community leads in which the current person is affected and has this role as well: allies of a lead have no part in them.';

CREATE FUNCTION app.leads_campaign(host uuid, campaign uuid, lead uuid, role text) RETURNS boolean ${sqlDefiner} AS $$
  SELECT lead = ANY (app.communities_as('affected')) AND lead = ANY (app.communities_as(role)) AND EXISTS (
    SELECT FROM public.coalition_lead l WHERE l.community_id = host AND l.campaign_id = campaign AND l.lead_id = lead AND l.left_at IS NULL)
$$;

CREATE FUNCTION app.lead_is_out(host uuid, campaign uuid, lead uuid) RETURNS boolean ${sqlDefiner} AS $$
  SELECT NOT EXISTS (SELECT FROM public.coalition_lead l WHERE l.community_id = host AND l.campaign_id = campaign AND l.lead_id = lead AND l.left_at IS NULL)
      OR EXISTS (SELECT FROM public.campaign g WHERE g.community_id = host AND g.id = campaign AND g.state = 'CONCLUDED')
$$;
COMMENT ON FUNCTION app.lead_is_out(uuid, uuid, uuid) IS 'It left, or the campaign is over: what it led there may be brought to its end by the host.';

CREATE FUNCTION app.lead_role(host uuid, campaign uuid, lead uuid) RETURNS text ${sqlDefiner} AS $$
  SELECT CASE WHEN m.is_steward THEN 'STEWARD' ELSE 'AFFECTED' END
    FROM public.membership m JOIN public.coalition_lead l ON l.community_id = host AND l.campaign_id = campaign AND l.lead_id = m.community_id
   WHERE m.community_id = lead AND m.person_id = app.person_id() AND m.standing = 'AFFECTED' AND m.ended_at IS NULL
$$;
COMMENT ON FUNCTION app.lead_role(uuid, uuid, uuid) IS 'In which role the current person signs for a community that leads the campaign, or did: work reported before it left is still its to attest.';

CREATE FUNCTION app.coalition_hosts() RETURNS uuid[] ${sqlDefiner} AS $$
  SELECT coalesce(array_agg(DISTINCT l.community_id), '{}') FROM public.coalition_lead l WHERE l.lead_id = ANY ((SELECT app.communities_as('affected'))::uuid[])
$$;
COMMENT ON FUNCTION app.coalition_hosts() IS 'Hosts of campaigns that a community of the current person leads, or did.';

CREATE FUNCTION app.join_coalition(token bytea, lead uuid) RETURNS TABLE (host uuid, campaign uuid) ${definer} AS $$
DECLARE
  invited public.coalition_invitation;
BEGIN
  IF NOT lead = ANY (app.communities_as('steward')) THEN
    PERFORM app.refuse('coalition_joined_by_steward_ck', 'a steward joins a coalition for their community');
  END IF;
  UPDATE public.coalition_invitation i SET used_at = now(), used_for = lead
   WHERE i.token_hash = token AND i.used_at IS NULL AND i.expires_at > now()
     AND EXISTS (SELECT FROM public.membership m WHERE m.community_id = i.community_id AND m.id = i.invited_by AND m.is_steward AND m.ended_at IS NULL)
     AND EXISTS (SELECT FROM public.campaign g WHERE g.community_id = i.community_id AND g.id = i.campaign_id AND g.state <> 'CONCLUDED')
  RETURNING * INTO invited;
  IF NOT FOUND THEN RETURN; END IF;
  -- Two that join at once count each other.
  PERFORM FROM public.campaign g WHERE g.community_id = invited.community_id AND g.id = invited.campaign_id FOR NO KEY UPDATE;
  IF (SELECT count(*) FROM public.coalition_lead l WHERE l.community_id = invited.community_id AND l.campaign_id = invited.campaign_id AND l.left_at IS NULL) >= 20 THEN
    PERFORM app.refuse('coalition_at_most_20_ck', 'at most twenty communities lead a campaign beside its host');
  END IF;
  INSERT INTO public.coalition_lead AS l (community_id, campaign_id, lead_id) VALUES (invited.community_id, invited.campaign_id, lead)
  ON CONFLICT (community_id, campaign_id, lead_id) DO UPDATE SET joined_at = now(), left_at = NULL WHERE l.left_at IS NOT NULL;
  IF NOT FOUND THEN
    PERFORM app.refuse('coalition_joined_once_ck', 'the community leads this campaign already');
  END IF;
  RETURN QUERY SELECT invited.community_id, invited.campaign_id;
END $$;
COMMENT ON FUNCTION app.join_coalition(bytea, uuid) IS
  'The only way in which a community comes to lead a campaign of another one. No row when the invitation is unknown, used, expired, of a campaign that is over, or by someone who is no steward any more.';

CREATE FUNCTION app.leave_coalition(host uuid, campaign uuid, lead uuid) RETURNS uuid[] ${definer} AS $$
DECLARE
  paused uuid[];
BEGIN
  IF NOT app.leads_campaign(host, campaign, lead, 'steward') THEN
    PERFORM app.refuse('coalition_left_by_steward_ck', 'a steward of a community that leads the campaign leaves for it');
  END IF;
  -- The tallies first, as whoever opens an ask does; whoever opens one now either comes first or finds the lead gone.
  PERFORM FROM public.ask_tally t JOIN public.ask a ON a.community_id = t.community_id AND a.id = t.ask_id
    WHERE a.community_id = host AND a.campaign_id = campaign AND a.lead_id = lead ORDER BY t.ask_id FOR UPDATE OF t;
  UPDATE public.coalition_lead l SET left_at = now() WHERE l.community_id = host AND l.campaign_id = campaign AND l.lead_id = lead AND l.left_at IS NULL;
  IF NOT FOUND THEN
    PERFORM app.refuse('coalition_left_by_steward_ck', 'the community has left already');
  END IF;
  WITH stilled AS (
    UPDATE public.ask a SET state = 'PAUSED', paused_because = 'LEAD_LEFT', version = a.version + 1
     WHERE a.community_id = host AND a.campaign_id = campaign AND a.lead_id = lead AND a.state = 'OPEN' RETURNING a.id
  )
  SELECT coalesce(array_agg(s.id), '{}') INTO paused FROM stilled s;
  RETURN paused;
END $$;
COMMENT ON FUNCTION app.leave_coalition(uuid, uuid, uuid) IS 'Pauses the open asks of the lead that goes, and answers which. What was pledged to them is kept.';

CREATE FUNCTION app.signs_for_lead() RETURNS trigger ${definer} AS $$
DECLARE
  signer uuid;
BEGIN
  SELECT m.id INTO signer FROM public.membership m
   WHERE m.community_id = NEW.lead_id AND m.person_id = app.person_id() AND m.standing = 'AFFECTED' AND m.ended_at IS NULL;
  IF NOT FOUND THEN
    PERFORM app.refuse('lead_act_by_its_people_ck', 'only people affected sign for the community that leads');
  END IF;
  INSERT INTO public.lead_act (community_id, id, membership_id, host_id, kind, subject_id)
  VALUES (NEW.lead_id, NEW.id, signer, NEW.community_id, TG_TABLE_NAME, coalesce((to_jsonb(NEW)->>TG_ARGV[0])::uuid, NEW.id));
  RETURN NEW;
END $$;

ALTER TABLE campaign_stop ALTER COLUMN stopped_by DROP NOT NULL, ADD COLUMN lead_id uuid,
  ADD CONSTRAINT campaign_stop_lead_fk FOREIGN KEY (community_id, campaign_id, lead_id) REFERENCES coalition_lead (community_id, campaign_id, lead_id),
  ADD CONSTRAINT campaign_stop_signed_once_ck CHECK ((stopped_by IS NULL) = (lead_id IS NOT NULL));
COMMENT ON COLUMN campaign_stop.lead_id IS 'The lead whose steward stopped it; null for the host. Only it resumes, unless it left.';
CREATE TRIGGER signs_for_lead BEFORE INSERT ON campaign_stop FOR EACH ROW WHEN (NEW.lead_id IS NOT NULL) EXECUTE FUNCTION app.signs_for_lead();

CREATE FUNCTION app.campaign_resumes() RETURNS trigger ${definer} AS $$
BEGIN
  IF EXISTS (SELECT FROM public.campaign_stop s WHERE s.community_id = NEW.community_id AND s.campaign_id = NEW.id AND s.resumed_at IS NULL
      AND s.lead_id IS NOT NULL AND NOT app.lead_is_out(s.community_id, s.campaign_id, s.lead_id)) THEN
    PERFORM app.refuse('campaign_resumed_by_its_stopper_ck', 'a campaign that a lead stopped goes on at the word of that lead');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER campaign_resumes BEFORE UPDATE OF state ON campaign FOR EACH ROW
  WHEN (OLD.state = 'STOPPED' AND NEW.state = 'LAUNCHED') EXECUTE FUNCTION app.campaign_resumes();

CREATE FUNCTION app.stop_for_lead(host uuid, campaign uuid, lead uuid, stop uuid, reason text) RETURNS void ${definer} AS $$
BEGIN
  PERFORM FROM public.campaign g WHERE g.community_id = host AND g.id = campaign FOR NO KEY UPDATE;
  IF NOT app.leads_campaign(host, campaign, lead, 'steward') THEN
    PERFORM app.refuse('campaign_stopped_by_steward_ck', 'a steward of a community that leads the campaign stops it');
  END IF;
  UPDATE public.campaign g SET state = 'STOPPED', stopped_at = now() WHERE g.community_id = host AND g.id = campaign AND g.state = 'LAUNCHED';
  IF NOT FOUND THEN
    PERFORM app.refuse('campaign_state_moves_ck', 'only a running campaign is stopped');
  END IF;
  INSERT INTO public.campaign_stop (community_id, id, campaign_id, reason, lead_id) VALUES (host, stop, campaign, reason, lead);
END $$;

CREATE FUNCTION app.resume_for_lead(host uuid, campaign uuid, lead uuid) RETURNS void ${definer} AS $$
BEGIN
  PERFORM FROM public.campaign g WHERE g.community_id = host AND g.id = campaign FOR NO KEY UPDATE;
  IF NOT app.leads_campaign(host, campaign, lead, 'steward') THEN
    PERFORM app.refuse('campaign_resumed_by_its_stopper_ck', 'a steward of the community that stopped it resumes it');
  END IF;
  UPDATE public.campaign_stop s SET resumed_at = now() WHERE s.community_id = host AND s.campaign_id = campaign AND s.lead_id = lead AND s.resumed_at IS NULL;
  IF NOT FOUND THEN
    PERFORM app.refuse('campaign_resumed_by_its_stopper_ck', 'a steward of the community that stopped it resumes it');
  END IF;
  UPDATE public.campaign g SET state = 'LAUNCHED', stopped_at = NULL WHERE g.community_id = host AND g.id = campaign;
END $$;

${protect('coalition_invitation', 'coalition_lead', 'lead_act')}
CREATE POLICY stewards ON coalition_invitation TO accompany_app USING (${inCommunityAs('steward')}) WITH CHECK (${inCommunityAs('steward')} AND used_at IS NULL);
GRANT SELECT, INSERT ON coalition_invitation TO accompany_app;
CREATE POLICY seen ON coalition_lead FOR SELECT TO accompany_app
  USING ((SELECT true FROM campaign g WHERE g.community_id = coalition_lead.community_id AND g.id = coalition_lead.campaign_id));
GRANT SELECT ON coalition_lead TO accompany_app;
CREATE POLICY seen ON lead_act FOR SELECT TO accompany_app USING (${inCommunityAs('affected')});
GRANT SELECT ON lead_act TO accompany_app;

-- Whoever may see a campaign may know who leads it, its host who ever did, and its leads whose it is.
CREATE POLICY led_seen ON community FOR SELECT TO accompany_app
  USING ((SELECT true FROM coalition_lead l WHERE l.lead_id = community.id AND (l.left_at IS NULL OR l.${inCommunityAs('affected')}) LIMIT 1)
    OR id = ANY ((SELECT app.coalition_hosts())::uuid[]));
${ledSeen('campaign', 'id')}
${ledSeen('brief')}
${ledSeen('campaign_stop')}
CREATE POLICY resumed_by_its_stopper ON campaign_stop AS RESTRICTIVE FOR UPDATE TO accompany_app
  USING (lead_id IS NULL OR app.lead_is_out(community_id, campaign_id, lead_id)) WITH CHECK (true);

CREATE POLICY added_for_lead ON record_entry FOR INSERT TO accompany_app
  WITH CHECK (seq IS NULL AND actor_id IS NULL AND actor_role = app.lead_role(community_id, campaign_id, (details->>'leadId')::uuid));
CREATE POLICY added_for_lead ON outbox_event FOR INSERT TO accompany_app
  WITH CHECK (delivered_at IS NULL AND attempts = 0 AND data ? 'leadId' AND community_id = ANY ((SELECT app.coalition_hosts())::uuid[]));

GRANT EXECUTE ON FUNCTION app.campaigns_led_as(text), app.leads_campaign(uuid, uuid, uuid, text), app.lead_is_out(uuid, uuid, uuid), app.lead_role(uuid, uuid, uuid),
  app.coalition_hosts(), app.join_coalition(bytea, uuid), app.leave_coalition(uuid, uuid, uuid), app.signs_for_lead(), app.campaign_resumes(),
  app.stop_for_lead(uuid, uuid, uuid, uuid, text), app.resume_for_lead(uuid, uuid, uuid) TO accompany_app;
`;

  protected readonly downSql = `
DROP POLICY added_for_lead ON outbox_event;
DROP POLICY added_for_lead ON record_entry;
DROP POLICY resumed_by_its_stopper ON campaign_stop;
DROP POLICY led_seen ON campaign_stop;
DROP POLICY led_seen ON brief;
DROP POLICY led_seen ON campaign;
DROP POLICY led_seen ON community;
DROP FUNCTION app.resume_for_lead(uuid, uuid, uuid), app.stop_for_lead(uuid, uuid, uuid, uuid, text);
DROP TRIGGER campaign_resumes ON campaign;
DROP FUNCTION app.campaign_resumes();
DROP TRIGGER signs_for_lead ON campaign_stop;
-- Refused while a stop is a lead's: it would be nobody's.
ALTER TABLE campaign_stop DROP COLUMN lead_id, ALTER COLUMN stopped_by SET NOT NULL;
DROP FUNCTION app.signs_for_lead();
DROP TABLE lead_act, coalition_lead, coalition_invitation;
DROP FUNCTION app.leave_coalition(uuid, uuid, uuid), app.join_coalition(bytea, uuid), app.coalition_hosts(), app.lead_role(uuid, uuid, uuid),
  app.lead_is_out(uuid, uuid, uuid), app.leads_campaign(uuid, uuid, uuid, text), app.campaigns_led_as(text);
`;
}
