import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, app';
/** Planned once and for all: planned anew at each call, these cost more than what they read. */
const plannedDefiner = `${sqlDefiner} SET plan_cache_mode = force_generic_plan`;
const vaultDefiner = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';

/** Live memberships of a person: their own, and those of the organizations that they represent. */
const standingsOf = (person: string) => `
  (SELECT m.* FROM public.membership m WHERE m.person_id = ${person} AND m.ended_at IS NULL
   UNION ALL
   SELECT m.* FROM public.representative r JOIN public.membership m ON m.organization_id = r.organization_id
    WHERE r.person_id = ${person} AND r.ended_at IS NULL AND m.ended_at IS NULL)`;

/** Duties rest while the community asks for a second factor and the session was opened without one. */
const factorFits = (factor: string) =>
  `(${factor} OR NOT EXISTS (SELECT FROM public.community c WHERE c.id = m.community_id AND c.requires_second_factor))`;

/** In two plain steps: as one statement with everything in it, planning cost seven times what it does now. */
const communitiesAs = `
CREATE OR REPLACE FUNCTION app.communities_as(role text) RETURNS uuid[] ${definer} STABLE AS $$
DECLARE
  me uuid := app.person_id();
  found uuid[];
BEGIN
  SELECT coalesce(array_agg(m.community_id), '{}') INTO found FROM public.membership m
   WHERE m.person_id = me AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now())
     AND CASE role
           WHEN 'member' THEN true
           WHEN 'ally' THEN m.standing = 'ALLY' AND m.paused_at IS NULL
           WHEN 'affected' THEN m.standing = 'AFFECTED'
           WHEN 'settled' THEN m.standing = 'AFFECTED' AND (m.probation_until IS NULL OR m.probation_until <= now())
           WHEN 'insider' THEN m.standing = 'AFFECTED' OR (m.organizer_until > now() AND m.paused_at IS NULL)
           WHEN 'organizer' THEN m.is_steward OR (m.organizer_until > now() AND m.paused_at IS NULL)
           WHEN 'steward' THEN m.is_steward
         END;
  IF role IN ('insider', 'organizer', 'steward') AND found <> '{}' AND NOT app.has_second_factor() THEN
    found := ARRAY(SELECT c.id FROM public.community c WHERE c.id = ANY (found) AND (NOT c.requires_second_factor
      -- What one may as a person affected is no duty and does not rest.
      OR (role = 'insider' AND EXISTS (SELECT FROM public.membership m WHERE m.community_id = c.id AND m.person_id = me AND m.ended_at IS NULL AND m.standing = 'AFFECTED'))));
  END IF;
  IF role IN ('member', 'ally') THEN
    found := found || ARRAY(SELECT m.community_id FROM public.representative r JOIN public.membership m ON m.organization_id = r.organization_id
      WHERE r.person_id = me AND r.ended_at IS NULL AND m.ended_at IS NULL AND m.until > now() AND (role = 'member' OR m.paused_at IS NULL));
  END IF;
  RETURN found;
END $$;`;

const communitiesAsBefore = `
CREATE OR REPLACE FUNCTION app.communities_as(role text) RETURNS uuid[] ${sqlDefiner} STABLE AS $$
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
$$;`;

/** As in the migration that made it, but for who counts as the same person. */
const communityAttests = (isOwnWork: string) => `
CREATE OR REPLACE FUNCTION app.community_attests() RETURNS trigger ${definer} AS $$
DECLARE
  answered integer;
  part integer;
BEGIN
  -- The constraint compares memberships; someone who stood as an ally before is still the same person.
  IF EXISTS (SELECT FROM new_rows n
      JOIN public.membership a ON a.community_id = n.community_id AND a.id = n.attested_by
      JOIN public.membership b ON b.community_id = n.community_id AND b.id = n.pledger_id
     WHERE ${isOwnWork}) THEN
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
END $$;`;

const rotateSession = (carryOver: string) => `
CREATE OR REPLACE FUNCTION vault.rotate_session(old_refresh bytea, session uuid, access bytea, access_until timestamptz, refresh bytea, refresh_until timestamptz)
RETURNS TABLE (outcome text, person_id uuid) ${vaultDefiner} AS $$
DECLARE
  old vault.session;
BEGIN
  -- One after another per person: whoever ends all sessions must also see the one that is being made.
  PERFORM vault.lock_sessions((SELECT s.person_id FROM vault.session s WHERE s.refresh_hash = old_refresh));
  SELECT * INTO old FROM vault.session s WHERE s.refresh_hash = old_refresh FOR UPDATE;
  IF NOT FOUND OR old.revoked_at IS NOT NULL OR old.refresh_expires_at <= now() THEN
    RETURN QUERY SELECT 'REFUSED', NULL::uuid;
  ELSIF old.replaced_at IS NOT NULL THEN
    -- A refresh token used twice means that someone else holds a copy: the whole family ends.
    UPDATE vault.session s SET revoked_at = now() WHERE s.family_id = old.family_id AND s.revoked_at IS NULL;
    RETURN QUERY SELECT 'REPLAYED', NULL::uuid;
  ELSIF EXISTS (SELECT FROM public.person p WHERE p.id = old.person_id AND p.suspended_at IS NOT NULL) THEN
    RETURN QUERY SELECT 'REFUSED', NULL::uuid;
  ELSE
    UPDATE vault.session s SET replaced_at = now() WHERE s.id = old.id;
    PERFORM vault.open_session(session, old.family_id, old.person_id, access, access_until, refresh, refresh_until);
    ${carryOver}
    RETURN QUERY SELECT 'ROTATED', old.person_id;
  END IF;
END $$;`;

const recordAdded = (who: string) => `
DROP POLICY added ON record_entry;
CREATE POLICY added ON record_entry FOR INSERT TO accompany_app
  WITH CHECK (seq IS NULL AND (EXISTS (SELECT FROM membership m WHERE m.community_id = record_entry.community_id AND m.id = record_entry.actor_id
      AND ${who} AND m.ended_at IS NULL AND record_entry.actor_role = CASE WHEN m.is_steward THEN 'STEWARD' ELSE m.standing END) OR ((SELECT app.is_system()) AND actor_id IS NULL AND actor_role = 'SYSTEM')));`;

const outboxAdded = (who: string) => `
DROP POLICY added ON outbox_event;
CREATE POLICY added ON outbox_event FOR INSERT TO accompany_app WITH CHECK (delivered_at IS NULL AND attempts = 0 AND ((SELECT app.is_system())
    OR (community_id IS NULL AND kind LIKE 'person.%')
    OR ${who}));`;

const MINE = 'm.id = ANY ((SELECT app.my_memberships())::uuid[])';
const OWN_PERSON = 'm.person_id = (SELECT app.person_id())';

/**
 * What standing rests on from here: organizations that stand as allies and people who represent them, how strongly and
 * how lately a session was proved, communities that ask their stewards for a second factor, and operators.
 */
export class WidenStanding1764000005000 extends SqlMigration {
  readonly name = 'WidenStanding1764000005000';

  protected readonly upSql = `
ALTER TABLE person ADD COLUMN is_operator boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN person.is_operator IS 'An account of the host, made on the host: it stands in no community and acts by id alone.';
ALTER TABLE community ADD COLUMN requires_second_factor boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN community.requires_second_factor IS 'While true, the duties of stewards and organizers rest in sessions that were opened without a second factor.';
ALTER TABLE vault.session ADD COLUMN proved_at timestamptz NOT NULL DEFAULT now(), ADD COLUMN second_factor boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN vault.session.proved_at IS 'When the person last proved that it is them: on signing in, or by stepping up. Refreshing proves nothing.';

CREATE TABLE organization (
  id uuid CONSTRAINT organization_pk PRIMARY KEY,
  name text NOT NULL,
  about text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  CONSTRAINT organization_name_ck CHECK (length(name) BETWEEN 1 AND 120),
  CONSTRAINT organization_about_ck CHECK (length(about) <= 4000)
);
COMMENT ON TABLE organization IS 'A body that allies itself with communities: a union, an association, a company. It is public; who represents it is not.';

CREATE TABLE representative (
  organization_id uuid NOT NULL CONSTRAINT representative_organization_fk REFERENCES organization,
  id uuid NOT NULL CONSTRAINT representative_id_uq UNIQUE,
  person_id uuid NOT NULL CONSTRAINT representative_person_fk REFERENCES person,
  since timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  CONSTRAINT representative_pk PRIMARY KEY (organization_id, id)
);
COMMENT ON TABLE representative IS 'Who acts for an organization, and who once did: neither ever attests its work.';
CREATE UNIQUE INDEX representative_one_live_per_person_uq ON representative (organization_id, person_id) WHERE ended_at IS NULL;
CREATE INDEX representative_person_ix ON representative (person_id);
${protect('organization', 'representative')}

ALTER TABLE membership ADD COLUMN organization_id uuid CONSTRAINT membership_organization_fk REFERENCES organization,
  ALTER COLUMN person_id DROP NOT NULL,
  ADD CONSTRAINT membership_of_one_ck CHECK (num_nonnulls(person_id, organization_id) = 1),
  ADD CONSTRAINT membership_organization_is_ally_ck CHECK (organization_id IS NULL OR standing = 'ALLY');
COMMENT ON COLUMN membership.organization_id IS 'Instead of a person: an organization stands as an ally itself, so that its pledges outlast whoever made them for it.';
CREATE UNIQUE INDEX membership_one_live_per_organization_uq ON membership (community_id, organization_id) WHERE ended_at IS NULL;
CREATE INDEX membership_organization_ix ON membership (organization_id) WHERE ended_at IS NULL;

CREATE FUNCTION app.has_second_factor() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('accompany.factor', true) = 'second', false);
COMMENT ON FUNCTION app.has_second_factor() IS 'Whether the session in whose name this runs was opened with a second factor.';
CREATE FUNCTION app.key_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('accompany.key', true), '')::uuid;
COMMENT ON FUNCTION app.key_id() IS 'The dashboard key in whose name this runs.';

${communitiesAs}
COMMENT ON FUNCTION app.communities_as(text) IS
  'Communities in which the current person, or an organization that they represent, is: member (any standing), ally, affected, settled (affected and past probation), insider (affected, or organizing), organizer (stewards included), steward.';

CREATE OR REPLACE FUNCTION app.my_memberships() RETURNS uuid[] ${plannedDefiner} STABLE AS $$
  SELECT coalesce(array_agg(m.id), '{}') FROM ${standingsOf('app.person_id()')} m
$$;
COMMENT ON FUNCTION app.my_memberships() IS 'Live memberships of the current person and of the organizations that they represent.';

CREATE FUNCTION app.memberships_of(person uuid, factor boolean) RETURNS jsonb ${plannedDefiner} STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'communityId', m.community_id, 'membershipId', m.id, 'standing', m.standing,
           'steward', m.is_steward AND fits,
           'organizer', coalesce(m.organizer_until > now(), false) AND coalesce(m.until > now(), true) AND fits,
           'probation', coalesce(m.probation_until > now(), false),
           'paused', m.paused_at IS NOT NULL OR coalesce(m.until <= now(), false),
           'organizationId', m.organization_id,
           'awaitsSecondFactor', NOT fits AND (m.is_steward OR coalesce(m.organizer_until > now(), false)))
         ORDER BY m.organization_id IS NOT NULL, m.since, m.id), '[]')
    FROM ${standingsOf('person')} m CROSS JOIN LATERAL (SELECT ${factorFits('factor')}) AS f (fits)
$$;
COMMENT ON FUNCTION app.memberships_of(uuid, boolean) IS
  'Live standings, the person''s own first. An ally whose time has run out counts as paused: what was pledged may be finished, nothing new begun.';
CREATE OR REPLACE FUNCTION app.memberships_of(person uuid) RETURNS jsonb ${sqlDefiner} STABLE AS $$
  SELECT app.memberships_of(person, app.has_second_factor())
$$;

CREATE FUNCTION app.enter(kind text, person uuid, scope text, factor boolean, key uuid) RETURNS jsonb ${definer} AS $$
BEGIN
  PERFORM set_config('accompany.kind', kind, true), set_config('accompany.person', coalesce(person::text, ''), true),
          set_config('accompany.scope', coalesce(scope, ''), true), set_config('accompany.factor', CASE WHEN factor THEN 'second' ELSE '' END, true),
          set_config('accompany.key', coalesce(key::text, ''), true);
  -- Whoever changes these rows waits for this transaction, so a standing that was checked still holds at commit.
  PERFORM FROM public.membership m WHERE m.person_id = person AND m.ended_at IS NULL FOR SHARE;
  PERFORM FROM public.representative r JOIN public.membership m ON m.organization_id = r.organization_id AND m.ended_at IS NULL
    WHERE r.person_id = person AND r.ended_at IS NULL FOR SHARE;
  RETURN app.memberships_of(person, factor);
END $$;
COMMENT ON FUNCTION app.enter(text, uuid, text, boolean, uuid) IS
  'First call of every write: sets who acts until the end of the transaction and returns their standings, share-locked.';
CREATE OR REPLACE FUNCTION app.enter(kind text, person uuid, scope text) RETURNS jsonb ${definer} AS $$
BEGIN
  RETURN app.enter(kind, person, scope, false, NULL);
END $$;
COMMENT ON FUNCTION app.enter(text, uuid, text) IS 'For processes of the release before; goes when none is left.';

CREATE FUNCTION app.stands_behind(community uuid, membership uuid, person uuid) RETURNS boolean ${sqlDefiner} STABLE AS $$
  SELECT EXISTS (SELECT FROM public.membership m WHERE m.community_id = community AND m.id = membership
     AND (m.person_id = person OR EXISTS (SELECT FROM public.representative r WHERE r.organization_id = m.organization_id AND r.person_id = person)))
$$;
COMMENT ON FUNCTION app.stands_behind(uuid, uuid, uuid) IS 'Whether the membership is the person''s, or that of an organization which they represent or ever did.';

${communityAttests('app.stands_behind(b.community_id, b.id, a.person_id)')}

CREATE FUNCTION vault.open_session(session uuid, family uuid, person uuid, access bytea, access_until timestamptz, refresh bytea, refresh_until timestamptz, with_second_factor boolean)
RETURNS void ${vaultDefiner} AS $$
BEGIN
  INSERT INTO vault.session (id, family_id, person_id, access_hash, access_expires_at, refresh_hash, refresh_expires_at, second_factor)
  VALUES (session, family, person, access, access_until, refresh, refresh_until, with_second_factor);
END $$;
${rotateSession('UPDATE vault.session s SET proved_at = old.proved_at, second_factor = old.second_factor WHERE s.id = rotate_session.session;')}

DROP FUNCTION vault.authenticate(bytea);
CREATE FUNCTION vault.authenticate(access bytea)
RETURNS TABLE (session_id uuid, person_id uuid, memberships jsonb, is_operator boolean, second_factor boolean, proved_at timestamptz)
  LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, vault, app AS $$
  SELECT s.id, s.person_id, app.memberships_of(s.person_id, s.second_factor), p.is_operator, s.second_factor, s.proved_at
    FROM vault.session s JOIN public.person p ON p.id = s.person_id
   WHERE s.access_hash = access AND s.access_expires_at > now() AND s.revoked_at IS NULL AND s.replaced_at IS NULL AND p.suspended_at IS NULL
$$;

DROP POLICY own ON membership;
CREATE POLICY own ON membership FOR SELECT TO accompany_app
  USING (person_id = (SELECT app.person_id()) OR (organization_id IS NOT NULL AND id = ANY ((SELECT app.my_memberships())::uuid[])));
${recordAdded(MINE)}
${outboxAdded(inCommunityAs('member'))}
GRANT EXECUTE ON FUNCTION app.has_second_factor(), app.key_id(), app.memberships_of(uuid, boolean), app.enter(text, uuid, text, boolean, uuid),
  app.stands_behind(uuid, uuid, uuid), vault.authenticate(bytea),
  vault.open_session(uuid, uuid, uuid, bytea, timestamptz, bytea, timestamptz, boolean) TO accompany_app;
`;

  protected readonly downSql = `
${outboxAdded(`community_id IN (SELECT m.community_id FROM membership m WHERE ${OWN_PERSON} AND m.ended_at IS NULL)`)}
${recordAdded(OWN_PERSON)}
DROP POLICY own ON membership;
CREATE POLICY own ON membership FOR SELECT TO accompany_app USING (person_id = (SELECT app.person_id()));
DROP FUNCTION vault.authenticate(bytea);
DROP FUNCTION vault.open_session(uuid, uuid, uuid, bytea, timestamptz, bytea, timestamptz, boolean);
${rotateSession('')}
${communityAttests('a.person_id = b.person_id')}
DROP FUNCTION app.stands_behind(uuid, uuid, uuid);
CREATE OR REPLACE FUNCTION app.memberships_of(person uuid) RETURNS jsonb ${sqlDefiner} STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'communityId', m.community_id, 'membershipId', m.id, 'standing', m.standing, 'steward', m.is_steward,
           'organizer', coalesce(m.organizer_until > now(), false) AND coalesce(m.until > now(), true),
           'probation', coalesce(m.probation_until > now(), false),
           'paused', m.paused_at IS NOT NULL OR coalesce(m.until <= now(), false)) ORDER BY m.since, m.id), '[]')
    FROM public.membership m
   WHERE m.person_id = person AND m.ended_at IS NULL
$$;
CREATE OR REPLACE FUNCTION app.enter(kind text, person uuid, scope text) RETURNS jsonb ${definer} AS $$
BEGIN
  PERFORM set_config('accompany.kind', kind, true), set_config('accompany.person', coalesce(person::text, ''), true),
          set_config('accompany.scope', coalesce(scope, ''), true);
  -- Whoever changes these rows waits for this transaction, so a standing that was checked still holds at commit.
  PERFORM FROM public.membership m WHERE m.person_id = person AND m.ended_at IS NULL FOR SHARE;
  RETURN app.memberships_of(person);
END $$;
DROP FUNCTION app.enter(text, uuid, text, boolean, uuid), app.memberships_of(uuid, boolean);
CREATE OR REPLACE FUNCTION app.my_memberships() RETURNS uuid[] ${sqlDefiner} STABLE AS $$
  SELECT coalesce(array_agg(m.id), '{}') FROM public.membership m WHERE m.person_id = app.person_id() AND m.ended_at IS NULL
$$;
${communitiesAsBefore}
CREATE FUNCTION vault.authenticate(access bytea) RETURNS TABLE (session_id uuid, person_id uuid, memberships jsonb)
  LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, vault, app AS $$
  SELECT s.id, s.person_id, app.memberships_of(s.person_id)
    FROM vault.session s JOIN public.person p ON p.id = s.person_id
   WHERE s.access_hash = access AND s.access_expires_at > now() AND s.revoked_at IS NULL AND s.replaced_at IS NULL AND p.suspended_at IS NULL
$$;
GRANT EXECUTE ON FUNCTION vault.authenticate(bytea) TO accompany_app;
DROP FUNCTION app.key_id(), app.has_second_factor();
DELETE FROM membership WHERE organization_id IS NOT NULL;
ALTER TABLE membership DROP COLUMN organization_id, ALTER COLUMN person_id SET NOT NULL;
DROP TABLE representative, organization;
ALTER TABLE vault.session DROP COLUMN second_factor, DROP COLUMN proved_at;
ALTER TABLE community DROP COLUMN requires_second_factor;
ALTER TABLE person DROP COLUMN is_operator;
`;
}
