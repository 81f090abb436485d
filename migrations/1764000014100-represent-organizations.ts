import { protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app';
const represented = (column: string) => `${column} = ANY ((SELECT app.my_organizations())::uuid[])`;

/** How an organization comes to be, who comes to act for it, and how that ends. */
export class RepresentOrganizations1764000014100 extends SqlMigration {
  readonly name = 'RepresentOrganizations1764000014100';

  protected readonly upSql = `
ALTER TABLE representative ADD COLUMN pseudonym text NOT NULL DEFAULT 'Representative';
ALTER TABLE representative ALTER COLUMN pseudonym DROP DEFAULT,
  ADD CONSTRAINT representative_pseudonym_ck CHECK (length(pseudonym) BETWEEN 1 AND 60);
COMMENT ON COLUMN representative.pseudonym IS '[personal] [of person_id] What the representatives of the organization call each other; in no community anyone is called so.';
ALTER TABLE membership ADD CONSTRAINT membership_organization_has_no_duty_ck CHECK (organization_id IS NULL OR organizer_until IS NULL);

CREATE TABLE organization_invitation (
  organization_id uuid NOT NULL CONSTRAINT organization_invitation_organization_fk REFERENCES organization,
  id uuid NOT NULL,
  token_hash bytea NOT NULL CONSTRAINT organization_invitation_token_uq UNIQUE,
  invited_by uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  used_at timestamptz,
  used_by uuid,
  CONSTRAINT organization_invitation_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT organization_invitation_lasts_7_days_ck CHECK (expires_at <= created_at + interval '7 days 1 minute'),
  CONSTRAINT organization_invitation_invited_by_fk FOREIGN KEY (organization_id, invited_by) REFERENCES representative (organization_id, id),
  CONSTRAINT organization_invitation_used_by_fk FOREIGN KEY (organization_id, used_by) REFERENCES representative (organization_id, id)
);
COMMENT ON COLUMN organization_invitation.invited_by IS '[personal] Who invited.';
COMMENT ON COLUMN organization_invitation.created_at IS '[personal] [of invited_by] When they did.';
COMMENT ON COLUMN organization_invitation.used_by IS '[personal] Who came to act for the organization by it.';
COMMENT ON COLUMN organization_invitation.used_at IS '[personal] [of used_by] When they did.';
${protect('organization_invitation')}

CREATE FUNCTION app.my_representations() RETURNS uuid[] ${sqlDefiner} AS $$
  SELECT coalesce(array_agg(r.id), '{}') FROM public.representative r WHERE r.person_id = app.person_id() AND r.ended_at IS NULL
$$;

CREATE FUNCTION app.found_organization(organization uuid, representation uuid, name text, about text, pseudonym text) RETURNS void ${definer} AS $$
BEGIN
  IF app.person_id() IS NULL THEN
    PERFORM app.refuse('organization_founder_ck', 'an organization is entered by a person');
  END IF;
  INSERT INTO public.organization (id, name, about) VALUES (organization, name, about);
  INSERT INTO public.representative (organization_id, id, person_id, pseudonym) VALUES (organization, representation, app.person_id(), pseudonym);
END $$;

CREATE FUNCTION app.invite_representative(invitation uuid, organization uuid, token bytea) RETURNS timestamptz ${definer} AS $$
DECLARE
  until timestamptz;
BEGIN
  INSERT INTO public.organization_invitation (organization_id, id, token_hash, invited_by, expires_at)
  SELECT r.organization_id, invitation, token, r.id, now() + interval '7 days'
    FROM public.representative r JOIN public.organization o ON o.id = r.organization_id AND o.ended_at IS NULL
   WHERE r.organization_id = organization AND r.person_id = app.person_id() AND r.ended_at IS NULL
  RETURNING expires_at INTO until;
  RETURN until;
END $$;
COMMENT ON FUNCTION app.invite_representative(uuid, uuid, bytea) IS 'When the invitation ends; null for who does not represent the organization.';

CREATE FUNCTION app.live_representation(token bytea) RETURNS SETOF public.organization_invitation ${sqlDefiner} AS $$
  SELECT i.* FROM public.organization_invitation i
    JOIN public.organization o ON o.id = i.organization_id AND o.ended_at IS NULL
    JOIN public.representative r ON r.organization_id = i.organization_id AND r.id = i.invited_by AND r.ended_at IS NULL
   WHERE i.token_hash = token AND i.used_at IS NULL AND i.expires_at > now()
$$;
CREATE FUNCTION app.representation_is_live(token bytea) RETURNS boolean ${sqlDefiner} AS $$
  SELECT EXISTS (SELECT FROM app.live_representation(token))
$$;

CREATE FUNCTION app.accept_representation(token bytea, representation uuid, pseudonym text) RETURNS uuid ${definer} AS $$
DECLARE
  invited public.organization_invitation;
BEGIN
  IF app.person_id() IS NULL THEN RETURN NULL; END IF;
  -- The organization first, as whoever leaves it or closes it does: what an invitation rests on does not end under it.
  PERFORM FROM public.organization o WHERE o.id = (SELECT i.organization_id FROM app.live_representation(token) i) FOR UPDATE;
  PERFORM FROM public.organization_invitation i WHERE i.token_hash = token FOR UPDATE;
  SELECT * INTO invited FROM app.live_representation(token);
  IF NOT FOUND OR app.is_kept_out(app.person_id(), invited.organization_id) THEN RETURN NULL; END IF;
  INSERT INTO public.representative (organization_id, id, person_id, pseudonym) VALUES (invited.organization_id, representation, app.person_id(), pseudonym);
  UPDATE public.organization_invitation i SET used_at = now(), used_by = representation
   WHERE i.organization_id = invited.organization_id AND i.id = invited.id;
  RETURN invited.organization_id;
END $$;
COMMENT ON FUNCTION app.accept_representation(bytea, uuid, text) IS
  'Besides founding the only way in which someone comes to act for an organization. Null when the invitation is unknown, used, expired, or its inviter has left; and for who is blocked where the organization is an ally.';

CREATE FUNCTION app.end_representation(organization uuid, representation uuid) RETURNS boolean ${definer} AS $$
BEGIN
  IF NOT organization = ANY (app.my_organizations()) THEN RETURN false; END IF;
  -- Two who leave at once queue here, so that the second finds itself the last.
  PERFORM FROM public.organization o WHERE o.id = organization FOR UPDATE;
  UPDATE public.representative r SET ended_at = now() WHERE r.organization_id = organization AND r.id = representation AND r.ended_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  IF NOT EXISTS (SELECT FROM public.representative r WHERE r.organization_id = organization AND r.ended_at IS NULL) THEN
    PERFORM app.refuse('representative_last_one_ck', 'an organization that goes on has someone who acts for it');
  END IF;
  RETURN true;
END $$;
COMMENT ON FUNCTION app.end_representation(uuid, uuid) IS 'Ends one''s own representation or that of another; false where there is nothing to end. The row stays: nobody who ever acted for an organization attests its work.';

CREATE FUNCTION app.close_organization(organization uuid) RETURNS boolean ${definer} AS $$
BEGIN
  IF NOT organization = ANY (app.my_organizations()) THEN RETURN false; END IF;
  UPDATE public.organization o SET ended_at = now() WHERE o.id = organization AND o.ended_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE public.membership m SET ended_at = now() WHERE m.organization_id = organization AND m.ended_at IS NULL;
  UPDATE public.representative r SET ended_at = now() WHERE r.organization_id = organization AND r.ended_at IS NULL;
  RETURN true;
END $$;
COMMENT ON FUNCTION app.close_organization(uuid) IS 'Ends the organization, everywhere it stands and for everyone who acts for it. The clock then settles its pledges.';

CREATE POLICY seen ON organization FOR SELECT TO accompany_app USING (true);
CREATE POLICY revised ON organization FOR UPDATE TO accompany_app
  USING (${represented('id')} AND ended_at IS NULL) WITH CHECK (${represented('id')});
GRANT SELECT, UPDATE (name, about) ON organization TO accompany_app;
CREATE POLICY seen ON representative FOR SELECT TO accompany_app USING (${represented('organization_id')});
GRANT SELECT (organization_id, id, pseudonym, since, ended_at) ON representative TO accompany_app;

GRANT EXECUTE ON FUNCTION app.my_representations(), app.found_organization(uuid, uuid, text, text, text), app.invite_representative(uuid, uuid, bytea),
  app.representation_is_live(bytea), app.accept_representation(bytea, uuid, text), app.end_representation(uuid, uuid),
  app.close_organization(uuid) TO accompany_app;
`;

  protected readonly downSql = `
DROP POLICY seen ON representative;
DROP POLICY revised ON organization;
DROP POLICY seen ON organization;
REVOKE ALL ON organization, representative FROM accompany_app;
REVOKE SELECT (organization_id, id, pseudonym, since, ended_at) ON representative FROM accompany_app;
REVOKE UPDATE (name, about) ON organization FROM accompany_app;
DROP FUNCTION app.close_organization(uuid), app.end_representation(uuid, uuid), app.accept_representation(bytea, uuid, text),
  app.representation_is_live(bytea), app.live_representation(bytea), app.invite_representative(uuid, uuid, bytea), app.found_organization(uuid, uuid, text, text, text),
  app.my_representations();
DROP TABLE organization_invitation;
ALTER TABLE membership DROP CONSTRAINT membership_organization_has_no_duty_ck;
ALTER TABLE representative DROP COLUMN pseudonym;
`;
}
