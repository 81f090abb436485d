import { inCommunityAs, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app';

const roles = (...more: string[]) => `
ALTER TABLE record_entry DROP CONSTRAINT record_entry_actor_role_ck,
  ADD CONSTRAINT record_entry_actor_role_ck CHECK (actor_role IN ('STEWARD', 'AFFECTED', 'ALLY', 'SYSTEM', 'OPERATOR'${more.map((role) => `, '${role}'`).join('')}));`;

const acceptInvitation = `
CREATE OR REPLACE FUNCTION app.accept_invitation(token bytea, membership uuid, pseudonym text, declines_stewardship boolean)
RETURNS uuid ${definer} AS $$
DECLARE
  invited public.invitation;
  inviter public.membership;
  home public.community;
  affected integer;
BEGIN
  IF app.person_id() IS NULL THEN RETURN NULL; END IF;
  -- The community first: whoever admits, removes or changes the rule queues here.
  SELECT c.* INTO home FROM public.invitation i JOIN public.community c ON c.id = i.community_id WHERE i.token_hash = token FOR NO KEY UPDATE OF c;
  IF NOT FOUND OR NOT app.admits_by_invitation(home.id) THEN RETURN NULL; END IF;
  UPDATE public.invitation i SET used_at = now()
   WHERE i.token_hash = token AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
     AND EXISTS (SELECT FROM app.active_stewards(home.id) s WHERE s.id = i.invited_by)
  RETURNING * INTO invited;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT * INTO inviter FROM public.membership m WHERE m.community_id = home.id AND m.id = invited.invited_by;
  affected := app.affected_count(home.id);
  INSERT INTO public.membership (community_id, id, person_id, standing, pseudonym, is_steward, probation_until, admitted_by)
  VALUES (home.id, membership, app.person_id(), 'AFFECTED', pseudonym,
          affected = 1 AND NOT declines_stewardship,
          CASE WHEN inviter.admitted_by IS NULL AND (affected < 10 OR home.founded_at > now() - interval '14 days') THEN NULL
               ELSE app.probation_end(home.id) END,
          invited.invited_by);
  UPDATE public.invitation i SET used_by = membership WHERE i.community_id = home.id AND i.id = invited.id;
  RETURN home.id;
END $$;`;

const acceptInvitationBefore = `
CREATE OR REPLACE FUNCTION app.accept_invitation(token bytea, membership uuid, pseudonym text, declines_stewardship boolean)
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
END $$;`;

/** How a community admits affected people, what it keeps to while it has too few stewards, and who counts as one. */
export class ChooseAdmission1764000013000 extends SqlMigration {
  readonly name = 'ChooseAdmission1764000013000';

  protected readonly upSql = `
ALTER TABLE community ADD COLUMN admission_rule text NOT NULL DEFAULT 'INVITATION', ADD COLUMN probation_days integer NOT NULL DEFAULT 14,
  ADD CONSTRAINT community_admission_rule_ck CHECK (admission_rule IN ('INVITATION', 'VOUCHES', 'BOTH')),
  ADD CONSTRAINT community_probation_days_ck CHECK (probation_days BETWEEN 0 AND 90);
GRANT UPDATE (admission_rule, probation_days) ON community TO accompany_app;
${roles('OUTSIDER')}

CREATE FUNCTION app.live_affected(community uuid) RETURNS SETOF membership ${sqlDefiner} AS $$
  SELECT m.* FROM public.membership m
   WHERE m.community_id = community AND m.standing = 'AFFECTED' AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now())
$$;
COMMENT ON FUNCTION app.live_affected(uuid) IS 'The affected people of a community, newcomers included. One whose removal took effect is none, even before the clock has noted it.';

CREATE FUNCTION app.affected_count(community uuid) RETURNS integer ${sqlDefiner} AS $$
  SELECT count(*)::integer FROM app.live_affected(community)
$$;

CREATE FUNCTION app.settled_people(community uuid) RETURNS SETOF membership ${sqlDefiner} AS $$
  SELECT m.* FROM app.live_affected(community) m JOIN public.person p ON p.id = m.person_id
   WHERE (m.probation_until IS NULL OR m.probation_until <= now()) AND p.suspended_at IS NULL
$$;
COMMENT ON FUNCTION app.settled_people(uuid) IS 'Affected people past their probation whose account is not suspended: those who can count as one of two.';

CREATE FUNCTION app.active_stewards(community uuid) RETURNS SETOF membership ${sqlDefiner} AS $$
  SELECT m.* FROM app.settled_people(community) m WHERE m.is_steward
$$;

CREATE FUNCTION app.is_short_of_stewards(community uuid) RETURNS boolean ${sqlDefiner} AS $$
  SELECT (SELECT count(*) FROM app.active_stewards(community)) < CASE WHEN app.affected_count(community) < 3 THEN 1 ELSE 2 END
$$;
COMMENT ON FUNCTION app.is_short_of_stewards(uuid) IS
  'Fewer than two stewards who can act; while a community has fewer than three affected people, as at its founding, one is enough. While true nothing is removed, exported or loosened.';

CREATE FUNCTION app.admits_by_invitation(community uuid) RETURNS boolean ${sqlDefiner} AS $$
  SELECT c.admission_rule <> 'VOUCHES' OR app.affected_count(c.id) < 3 FROM public.community c WHERE c.id = community
$$;
COMMENT ON FUNCTION app.admits_by_invitation(uuid) IS 'Whatever the rule, a community of fewer than three invites: two vouchers have to come from somewhere.';

CREATE FUNCTION app.probation_end(community uuid) RETURNS timestamptz ${sqlDefiner} AS $$
  SELECT CASE WHEN c.probation_days > 0 THEN now() + make_interval(days => c.probation_days) END FROM public.community c WHERE c.id = community
$$;

CREATE FUNCTION app.lock_community(community uuid) RETURNS void ${definer} AS $$
BEGIN
  PERFORM FROM public.community c WHERE c.id = community FOR NO KEY UPDATE;
END $$;
COMMENT ON FUNCTION app.lock_community(uuid) IS 'Whoever admits, removes, gives or ends a duty, or leaves, queues here, so that nobody is counted twice and no floor is passed from two sides.';

CREATE FUNCTION app.put_on_record(community uuid, kind text, actor uuid, actor_role text, subject_type text, subject uuid, details jsonb, campaign uuid)
RETURNS void ${definer} AS $$
DECLARE
  entry uuid := gen_random_uuid();
BEGIN
  INSERT INTO public.record_entry (community_id, id, kind, actor_id, actor_role, campaign_id, subject_type, subject_id, details)
  VALUES (community, entry, kind, actor, actor_role, campaign, subject_type, subject, details);
  INSERT INTO public.outbox_event (id, community_id, kind, subject_id, data) VALUES (entry, community, kind, subject, details);
END $$;
COMMENT ON FUNCTION app.put_on_record(uuid, text, uuid, text, text, uuid, jsonb, uuid) IS
  'For deeds of whoever has no standing (any more) and for what follows by itself. Granted to nobody: only functions of the owner call it.';

CREATE FUNCTION app.community_is_not_loosened() RETURNS trigger ${definer} AS $$
BEGIN
  IF (NEW.admission_rule <> OLD.admission_rule AND OLD.admission_rule <> 'BOTH')
     OR NEW.probation_days < OLD.probation_days
     OR (NEW.shows_exact_figures AND NOT OLD.shows_exact_figures)
     OR (OLD.requires_second_factor AND NOT NEW.requires_second_factor) THEN
    IF app.is_short_of_stewards(NEW.id) THEN
      PERFORM app.refuse('community_loosened_by_enough_stewards_ck', 'nothing is loosened while the community is short of stewards');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER community_is_not_loosened BEFORE UPDATE OF admission_rule, probation_days, shows_exact_figures, requires_second_factor ON community
  FOR EACH ROW EXECUTE FUNCTION app.community_is_not_loosened();

${acceptInvitation}
COMMENT ON FUNCTION app.accept_invitation(bytea, uuid, text, boolean) IS
  'By a steward''s invitation an affected standing comes into being; besides founding and two vouches, the only way. Null when the invitation is unknown, used, expired, revoked, its inviter is no steward any more, or the community stopped inviting. Those whom the founder invites in the first 14 days or before the tenth member have no probation.';

CREATE POLICY invited_in_own_name ON invitation AS RESTRICTIVE FOR INSERT TO accompany_app
  WITH CHECK (invited_by = ANY ((SELECT app.my_memberships())::uuid[]) AND used_by IS NULL AND revoked_at IS NULL);
CREATE POLICY revoked_for_good ON invitation AS RESTRICTIVE FOR UPDATE TO accompany_app
  USING (revoked_at IS NULL AND used_at IS NULL) WITH CHECK (revoked_at IS NOT NULL);
CREATE POLICY invited_where_invitations_admit ON invitation AS RESTRICTIVE FOR INSERT TO accompany_app
  WITH CHECK (${inCommunityAs('steward')} AND app.admits_by_invitation(community_id));
CREATE INDEX invitation_listed_ix ON invitation (community_id, created_at, id);

GRANT EXECUTE ON FUNCTION app.is_short_of_stewards(uuid), app.admits_by_invitation(uuid), app.affected_count(uuid) TO accompany_app;
`;

  protected readonly downSql = `
DROP INDEX invitation_listed_ix;
DROP POLICY invited_where_invitations_admit ON invitation;
DROP POLICY revoked_for_good ON invitation;
DROP POLICY invited_in_own_name ON invitation;
${acceptInvitationBefore}
COMMENT ON FUNCTION app.accept_invitation(bytea, uuid, text, boolean) IS
  'The only way besides founding in which an affected standing comes into being. Null when the invitation is unknown, used, expired, revoked or its inviter is no steward any more.';
DROP TRIGGER community_is_not_loosened ON community;
DROP FUNCTION app.community_is_not_loosened(), app.put_on_record(uuid, text, uuid, text, text, uuid, jsonb, uuid), app.lock_community(uuid),
  app.probation_end(uuid), app.admits_by_invitation(uuid), app.is_short_of_stewards(uuid), app.active_stewards(uuid), app.settled_people(uuid),
  app.affected_count(uuid), app.live_affected(uuid);
DELETE FROM record_entry WHERE actor_role = 'OUTSIDER';
${roles()}
ALTER TABLE community DROP COLUMN probation_days, DROP COLUMN admission_rule;
`;
}
