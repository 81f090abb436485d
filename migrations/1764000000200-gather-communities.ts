import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** Communities, who stands where in them, their agreements and invitations. */
export class GatherCommunities1764000000200 extends SqlMigration {
  readonly name = 'GatherCommunities1764000000200';

  protected readonly upSql = `
CREATE TABLE community (
  id uuid CONSTRAINT community_pk PRIMARY KEY,
  handle text NOT NULL CONSTRAINT community_handle_uq UNIQUE,
  name text NOT NULL,
  about text NOT NULL DEFAULT '',
  language text NOT NULL DEFAULT 'en',
  time_zone text NOT NULL DEFAULT 'UTC',
  agreement_version integer NOT NULL DEFAULT 1,
  shows_exact_figures boolean NOT NULL DEFAULT true,
  published boolean NOT NULL DEFAULT false,
  founded_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT community_handle_ck CHECK (handle ~ '^[a-z0-9](-?[a-z0-9]){2,39}$'),
  CONSTRAINT community_name_ck CHECK (length(name) BETWEEN 1 AND 120),
  CONSTRAINT community_about_ck CHECK (length(about) <= 4000)
);
COMMENT ON COLUMN community.published IS 'Whether it has a launched public campaign: only then do outsiders learn that it exists. Kept by trigger.';

CREATE TABLE agreement (
  community_id uuid NOT NULL CONSTRAINT agreement_community_fk REFERENCES community,
  version integer NOT NULL,
  text text NOT NULL,
  questions jsonb NOT NULL DEFAULT '[]',
  published_by uuid,
  published_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT agreement_pk PRIMARY KEY (community_id, version),
  CONSTRAINT agreement_version_ck CHECK (version >= 1),
  CONSTRAINT agreement_text_ck CHECK (length(text) BETWEEN 1 AND 20000),
  CONSTRAINT agreement_questions_ck CHECK (jsonb_typeof(questions) = 'array' AND jsonb_array_length(questions) <= 20)
);
COMMENT ON COLUMN agreement.questions IS '[{"id": "position", "text": "...", "required": true}]';

CREATE TABLE membership (
  community_id uuid NOT NULL CONSTRAINT membership_community_fk REFERENCES community,
  id uuid NOT NULL,
  person_id uuid NOT NULL CONSTRAINT membership_person_fk REFERENCES person,
  standing text NOT NULL,
  pseudonym text NOT NULL,
  is_steward boolean NOT NULL DEFAULT false,
  organizer_until timestamptz,
  is_listed boolean NOT NULL DEFAULT false,
  probation_until timestamptz,
  agreement_version integer,
  answers jsonb NOT NULL DEFAULT '{}',
  since timestamptz NOT NULL DEFAULT now(),
  renewed_at timestamptz NOT NULL DEFAULT now(),
  until timestamptz,
  paused_at timestamptz,
  ended_at timestamptz,
  admitted_by uuid,
  CONSTRAINT membership_pk PRIMARY KEY (community_id, id),
  CONSTRAINT membership_standing_uq UNIQUE (community_id, id, standing),
  CONSTRAINT membership_standing_ck CHECK (standing IN ('AFFECTED', 'ALLY')),
  CONSTRAINT membership_steward_is_affected_ck CHECK (NOT is_steward OR standing = 'AFFECTED'),
  CONSTRAINT membership_ally_is_bounded_ck CHECK (standing = 'AFFECTED' OR (until IS NOT NULL AND until <= renewed_at + interval '12 months 1 day' AND agreement_version IS NOT NULL)),
  CONSTRAINT membership_pseudonym_ck CHECK (length(pseudonym) BETWEEN 1 AND 60),
  CONSTRAINT membership_agreement_fk FOREIGN KEY (community_id, agreement_version) REFERENCES agreement (community_id, version),
  CONSTRAINT membership_admitted_by_fk FOREIGN KEY (community_id, admitted_by) REFERENCES membership (community_id, id)
);
COMMENT ON TABLE membership IS 'A person in one community. Everything they do there points to this row, never to the person, so that nothing links them across communities.';
CREATE UNIQUE INDEX membership_one_live_per_person_uq ON membership (community_id, person_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX membership_pseudonym_uq ON membership (community_id, lower(pseudonym)) WHERE ended_at IS NULL;
CREATE INDEX membership_person_ix ON membership (person_id) WHERE ended_at IS NULL;
CREATE INDEX membership_id_ix ON membership (id);
ALTER TABLE agreement ADD CONSTRAINT agreement_published_by_fk FOREIGN KEY (community_id, published_by) REFERENCES membership (community_id, id);

CREATE TABLE invitation (
  community_id uuid NOT NULL CONSTRAINT invitation_community_fk REFERENCES community,
  id uuid NOT NULL,
  token_hash bytea NOT NULL CONSTRAINT invitation_token_uq UNIQUE,
  invited_by uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  used_at timestamptz,
  used_by uuid,
  revoked_at timestamptz,
  CONSTRAINT invitation_pk PRIMARY KEY (community_id, id),
  CONSTRAINT invitation_lasts_7_days_ck CHECK (expires_at <= created_at + interval '7 days 1 minute'),
  CONSTRAINT invitation_invited_by_fk FOREIGN KEY (community_id, invited_by) REFERENCES membership (community_id, id),
  CONSTRAINT invitation_used_by_fk FOREIGN KEY (community_id, used_by) REFERENCES membership (community_id, id)
);
CREATE INDEX invitation_id_ix ON invitation (id);

CREATE FUNCTION app.communities_as(role text) RETURNS uuid[] ${sqlDefiner} STABLE AS $$
  SELECT coalesce(array_agg(m.community_id), '{}')
    FROM public.membership m
   WHERE m.person_id = app.person_id() AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now())
     AND CASE role
           WHEN 'member' THEN true
           WHEN 'ally' THEN m.standing = 'ALLY' AND m.paused_at IS NULL
           WHEN 'affected' THEN m.standing = 'AFFECTED'
           WHEN 'settled' THEN m.standing = 'AFFECTED' AND (m.probation_until IS NULL OR m.probation_until <= now())
           WHEN 'insider' THEN m.standing = 'AFFECTED' OR (m.organizer_until > now() AND m.paused_at IS NULL)
           WHEN 'organizer' THEN m.is_steward OR (m.organizer_until > now() AND m.paused_at IS NULL)
           WHEN 'steward' THEN m.is_steward
         END
$$;
COMMENT ON FUNCTION app.communities_as(text) IS
  'Communities in which the current person is: member (any standing), ally, affected, settled (affected and past probation), insider (affected, or organizing), organizer (stewards included), steward.';

CREATE FUNCTION app.my_memberships() RETURNS uuid[] ${sqlDefiner} STABLE AS $$
  SELECT coalesce(array_agg(m.id), '{}') FROM public.membership m WHERE m.person_id = app.person_id() AND m.ended_at IS NULL
$$;

CREATE FUNCTION app.memberships_of(person uuid) RETURNS jsonb ${sqlDefiner} STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'communityId', m.community_id, 'membershipId', m.id, 'standing', m.standing, 'steward', m.is_steward,
           'organizer', coalesce(m.organizer_until > now(), false) AND coalesce(m.until > now(), true),
           'probation', coalesce(m.probation_until > now(), false),
           'paused', m.paused_at IS NOT NULL OR coalesce(m.until <= now(), false)) ORDER BY m.since, m.id), '[]')
    FROM public.membership m
   WHERE m.person_id = person AND m.ended_at IS NULL
$$;
COMMENT ON FUNCTION app.memberships_of(uuid) IS
  'Live standings. An ally whose time has run out counts as paused: what was pledged may be finished, nothing new begun.';

CREATE FUNCTION app.enter(kind text, person uuid, scope text) RETURNS jsonb ${definer} AS $$
BEGIN
  PERFORM set_config('accompany.kind', kind, true), set_config('accompany.person', coalesce(person::text, ''), true),
          set_config('accompany.scope', coalesce(scope, ''), true);
  -- Whoever changes these rows waits for this transaction, so a standing that was checked still holds at commit.
  PERFORM FROM public.membership m WHERE m.person_id = person AND m.ended_at IS NULL FOR SHARE;
  RETURN app.memberships_of(person);
END $$;
COMMENT ON FUNCTION app.enter(text, uuid, text) IS 'First call of every write: sets who acts until the end of the transaction and returns their standings, share-locked.';

CREATE FUNCTION app.found_community(community uuid, membership uuid, handle text, name text, about text, language text, time_zone text, pseudonym text, agreement_text text, agreement_questions jsonb)
RETURNS void ${definer} AS $$
BEGIN
  IF app.person_id() IS NULL THEN
    PERFORM app.refuse('community_founder_ck', 'a community is founded by a person');
  END IF;
  INSERT INTO public.community (id, handle, name, about, language, time_zone) VALUES (community, handle, name, about, language, time_zone);
  INSERT INTO public.agreement (community_id, version, text, questions) VALUES (community, 1, agreement_text, agreement_questions);
  INSERT INTO public.membership (community_id, id, person_id, standing, pseudonym, is_steward)
  VALUES (community, membership, app.person_id(), 'AFFECTED', pseudonym, true);
END $$;

CREATE FUNCTION app.accept_invitation(token bytea, membership uuid, pseudonym text, declines_stewardship boolean)
RETURNS uuid ${definer} AS $$
DECLARE
  invited public.invitation;
  home public.community;
  affected integer;
BEGIN
  UPDATE public.invitation i SET used_at = now()
   WHERE i.token_hash = token AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now() AND app.person_id() IS NOT NULL
     AND EXISTS (SELECT FROM public.membership m WHERE m.community_id = i.community_id AND m.id = i.invited_by AND m.is_steward AND m.ended_at IS NULL)
  RETURNING * INTO invited;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT * INTO home FROM public.community c WHERE c.id = invited.community_id FOR NO KEY UPDATE;
  SELECT count(*) INTO affected FROM public.membership m WHERE m.community_id = home.id AND m.standing = 'AFFECTED' AND m.ended_at IS NULL;
  INSERT INTO public.membership (community_id, id, person_id, standing, pseudonym, is_steward, probation_until, admitted_by)
  VALUES (home.id, membership, app.person_id(), 'AFFECTED', pseudonym,
          affected = 1 AND NOT declines_stewardship,
          CASE WHEN affected < 10 OR home.founded_at > now() - interval '14 days' THEN NULL ELSE now() + interval '14 days' END,
          invited.invited_by);
  UPDATE public.invitation i SET used_by = membership WHERE i.community_id = home.id AND i.id = invited.id;
  RETURN home.id;
END $$;
COMMENT ON FUNCTION app.accept_invitation(bytea, uuid, text, boolean) IS
  'The only way besides founding in which an affected standing comes into being. Null when the invitation is unknown, used, expired, revoked or its inviter is no steward any more.';

CREATE FUNCTION app.renew_alliance(community uuid) RETURNS uuid ${definer} AS $$
DECLARE
  renewed uuid;
BEGIN
  UPDATE public.membership m SET renewed_at = now(), until = now() + interval '12 months'
   WHERE m.community_id = community AND m.person_id = app.person_id() AND m.standing = 'ALLY' AND m.ended_at IS NULL AND m.paused_at IS NULL AND m.until <= now()
  RETURNING m.id INTO renewed;
  RETURN renewed;
END $$;
COMMENT ON FUNCTION app.renew_alliance(uuid) IS 'Goes on with an alliance whose time ran out, under the same membership: its pledges stay its own. Null while it lasts or is paused.';

CREATE FUNCTION app.invitation_is_live(token bytea) RETURNS boolean ${sqlDefiner} STABLE AS $$
  SELECT EXISTS (SELECT FROM public.invitation i WHERE i.token_hash = token AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now())
$$;

CREATE FUNCTION app.delegate_organizer(community uuid, membership uuid, until timestamptz) RETURNS boolean ${definer} AS $$
BEGIN
  IF NOT community = ANY (app.communities_as('steward')) THEN
    PERFORM app.refuse('membership_organizer_by_steward_ck', 'only a steward delegates organizing');
  END IF;
  IF delegate_organizer.until > now() + interval '12 months 1 day' THEN
    PERFORM app.refuse('membership_organizer_is_bounded_ck', 'organizing is delegated for at most twelve months');
  END IF;
  UPDATE public.membership m SET organizer_until = delegate_organizer.until
   WHERE m.community_id = community AND m.id = membership AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now());
  RETURN FOUND;
END $$;
COMMENT ON FUNCTION app.delegate_organizer(uuid, uuid, timestamptz) IS 'Null ends the delegation. No grant lets anyone write the column, so that nobody can give themselves a duty.';

${protect('community', 'agreement', 'membership', 'invitation')}

CREATE POLICY seen ON community FOR SELECT TO accompany_app USING (published OR ${inCommunityAs('member', 'id')});
CREATE POLICY edited ON community FOR UPDATE TO accompany_app USING (${inCommunityAs('steward', 'id')}) WITH CHECK (${inCommunityAs('steward', 'id')});
GRANT SELECT, UPDATE (name, about, language, time_zone, agreement_version, shows_exact_figures, version) ON community TO accompany_app;

CREATE POLICY seen ON agreement FOR SELECT TO accompany_app
  USING (EXISTS (SELECT FROM community c WHERE c.id = community_id));
CREATE POLICY published ON agreement FOR INSERT TO accompany_app WITH CHECK (${inCommunityAs('steward')});
GRANT SELECT, INSERT ON agreement TO accompany_app;

CREATE POLICY own ON membership FOR SELECT TO accompany_app USING (person_id = (SELECT app.person_id()));
CREATE POLICY allies_seen ON membership FOR SELECT TO accompany_app USING (standing = 'ALLY' AND ${inCommunityAs('insider')});
CREATE POLICY affected_seen ON membership FOR SELECT TO accompany_app
  USING (standing = 'AFFECTED' AND (${inCommunityAs('steward')} OR (is_listed AND ${inCommunityAs('settled')})));
CREATE POLICY joined_as_ally ON membership FOR INSERT TO accompany_app
  WITH CHECK (person_id = (SELECT app.person_id()) AND standing = 'ALLY' AND NOT is_steward AND organizer_until IS NULL AND paused_at IS NULL AND admitted_by IS NULL);
CREATE POLICY never_self_affected ON membership AS RESTRICTIVE FOR INSERT TO accompany_app WITH CHECK (standing = 'ALLY');
CREATE POLICY own_edited ON membership FOR UPDATE TO accompany_app
  USING (person_id = (SELECT app.person_id()) AND ended_at IS NULL) WITH CHECK (person_id = (SELECT app.person_id()));
GRANT SELECT, INSERT (community_id, id, person_id, standing, pseudonym, agreement_version, answers, until),
  UPDATE (pseudonym, is_listed, agreement_version, answers) ON membership TO accompany_app;

CREATE POLICY stewards ON invitation TO accompany_app USING (${inCommunityAs('steward')}) WITH CHECK (${inCommunityAs('steward')} AND used_at IS NULL);
GRANT SELECT, INSERT, UPDATE (revoked_at) ON invitation TO accompany_app;

CREATE FUNCTION vault.authenticate(access bytea) RETURNS TABLE (session_id uuid, person_id uuid, memberships jsonb)
  LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, vault, app AS $$
  SELECT s.id, s.person_id, app.memberships_of(s.person_id)
    FROM vault.session s JOIN public.person p ON p.id = s.person_id
   WHERE s.access_hash = access AND s.access_expires_at > now() AND s.revoked_at IS NULL AND s.replaced_at IS NULL AND p.suspended_at IS NULL
$$;
GRANT EXECUTE ON FUNCTION vault.authenticate(bytea) TO accompany_app;
GRANT EXECUTE ON FUNCTION app.communities_as(text), app.my_memberships(), app.memberships_of(uuid), app.enter(text, uuid, text),
  app.found_community(uuid, uuid, text, text, text, text, text, text, text, jsonb), app.accept_invitation(bytea, uuid, text, boolean),
  app.renew_alliance(uuid), app.invitation_is_live(bytea), app.delegate_organizer(uuid, uuid, timestamptz) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION vault.authenticate(bytea);
DROP TABLE invitation;
ALTER TABLE agreement DROP CONSTRAINT agreement_published_by_fk;
DROP TABLE membership, agreement, community;
DROP FUNCTION app.delegate_organizer(uuid, uuid, timestamptz), app.invitation_is_live(bytea), app.renew_alliance(uuid), app.accept_invitation(bytea, uuid, text, boolean),
  app.found_community(uuid, uuid, text, text, text, text, text, text, text, jsonb),
  app.enter(text, uuid, text), app.memberships_of(uuid), app.my_memberships(), app.communities_as(text);
`;
}
