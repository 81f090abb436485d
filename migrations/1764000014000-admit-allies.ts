import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app';

const onlyAs = (role: 'steward' | 'organizer', name: string) => `
  IF NOT community = ANY (app.communities_as('${role}')) THEN
    PERFORM app.refuse('${name}', 'that is for ${role === 'steward' ? 'stewards' : 'stewards and organizers'} of the community');
  END IF;`;

/** Nobody decides on their own standing, nor on that of an organization which they represent. */
const notOwn = (body: string) => `
  IF ${body}.person_id = app.person_id() OR ${body}.organization_id = ANY (app.my_organizations()) THEN
    PERFORM app.refuse('membership_not_own_ck', 'nobody decides on their own standing');
  END IF;`;

/** Pledges that end because the standing of their ally did, or rests; see the table of events in the design. */
const dueToSettle = `
  SELECT p.community_id, p.campaign_id, p.ask_id, p.id, CASE WHEN p.state = 'WAITLISTED' THEN 'NEVER_STARTED' ELSE 'CANCELLED' END AS state
    FROM public.membership m JOIN public.pledge p ON p.community_id = m.community_id AND p.pledger_id = m.id
   WHERE m.standing = 'ALLY' AND (settle_allies.community IS NULL OR (m.community_id = settle_allies.community AND m.id = settle_allies.membership))
     AND (m.ended_at > now() - interval '90 days' OR (m.ended_at IS NULL AND (m.paused_at IS NOT NULL OR m.until BETWEEN now() - interval '90 days' AND now())))
     AND (p.state = 'WAITLISTED' OR (p.state = 'ACTIVE' AND m.ended_at IS NOT NULL
          AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED')))`;

const renewAlliance = `
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
GRANT EXECUTE ON FUNCTION app.renew_alliance(uuid) TO accompany_app;`;

/** How allies come in, by the community's choice, and what it may do about each of them. */
export class AdmitAllies1764000014000 extends SqlMigration {
  readonly name = 'AdmitAllies1764000014000';

  protected readonly upSql = `
ALTER TABLE community ADD COLUMN ally_admission text NOT NULL DEFAULT 'AUTOMATIC',
  ADD CONSTRAINT community_ally_admission_ck CHECK (ally_admission IN ('AUTOMATIC', 'REVIEWED', 'CLOSED'));
GRANT UPDATE (ally_admission) ON community TO accompany_app;

ALTER TABLE membership ADD COLUMN paused_because text, ADD COLUMN ended_because text,
  ADD CONSTRAINT membership_paused_because_ck CHECK (length(paused_because) BETWEEN 1 AND 2000),
  ADD CONSTRAINT membership_ended_because_ck CHECK (length(ended_because) BETWEEN 1 AND 2000);
COMMENT ON COLUMN membership.paused_because IS '[personal] [of person_id] Why a steward paused this ally; the ally reads it.';
COMMENT ON COLUMN membership.ended_because IS '[personal] [of person_id] Why a steward ended this alliance; the ally reads it.';
CREATE INDEX membership_ally_ended_ix ON membership (ended_at) WHERE standing = 'ALLY' AND ended_at IS NOT NULL;
CREATE INDEX membership_ally_until_ix ON membership (until) WHERE standing = 'ALLY' AND ended_at IS NULL;
CREATE INDEX membership_ally_paused_ix ON membership (paused_at) WHERE standing = 'ALLY' AND paused_at IS NOT NULL;

CREATE TABLE ally_request (
  community_id uuid NOT NULL CONSTRAINT ally_request_community_fk REFERENCES community,
  id uuid NOT NULL,
  membership_id uuid NOT NULL,
  person_id uuid CONSTRAINT ally_request_person_fk REFERENCES person,
  organization_id uuid CONSTRAINT ally_request_organization_fk REFERENCES organization,
  pseudonym text NOT NULL,
  agreement_version integer NOT NULL,
  answers jsonb NOT NULL DEFAULT '{}',
  state text NOT NULL DEFAULT 'WAITING',
  requested_at timestamptz NOT NULL DEFAULT now(),
  decided_at timestamptz,
  decided_by uuid,
  CONSTRAINT ally_request_pk PRIMARY KEY (community_id, id),
  CONSTRAINT ally_request_of_one_ck CHECK (num_nonnulls(person_id, organization_id) = 1),
  CONSTRAINT ally_request_pseudonym_ck CHECK (length(pseudonym) BETWEEN 1 AND 60),
  CONSTRAINT ally_request_state_ck CHECK (state IN ('WAITING', 'ADMITTED', 'DECLINED', 'WITHDRAWN')),
  CONSTRAINT ally_request_decided_ck CHECK ((state = 'WAITING') = (decided_at IS NULL)),
  CONSTRAINT ally_request_kept_while_waiting_ck CHECK (state = 'WAITING' OR answers = '{}'),
  CONSTRAINT ally_request_agreement_fk FOREIGN KEY (community_id, agreement_version) REFERENCES agreement (community_id, version),
  CONSTRAINT ally_request_decided_by_fk FOREIGN KEY (community_id, decided_by) REFERENCES membership (community_id, id)
);
COMMENT ON TABLE ally_request IS 'Who would be an ally and waits for the community. No standing yet: nothing that gives a right reads this table.';
COMMENT ON COLUMN ally_request.membership_id IS '[personal] The membership that admission makes, or the one whose time ran out and goes on.';
COMMENT ON COLUMN ally_request.person_id IS '[personal] Who asks.';
COMMENT ON COLUMN ally_request.pseudonym IS '[personal] [of person_id] What they want to be called in the community.';
COMMENT ON COLUMN ally_request.agreement_version IS '[personal] [of person_id] The version of the agreement that they accept.';
COMMENT ON COLUMN ally_request.answers IS '[personal] [of person_id] Their answers to the questions of the agreement, kept while they wait; those admitted take them along.';
COMMENT ON COLUMN ally_request.state IS '[personal] [of person_id, decided_by] [stays] What came of it.';
COMMENT ON COLUMN ally_request.requested_at IS '[personal] [of person_id] Since when they wait.';
COMMENT ON COLUMN ally_request.decided_at IS '[personal] [of person_id, decided_by] When it was answered or ended.';
COMMENT ON COLUMN ally_request.decided_by IS '[personal] Who decided.';
CREATE UNIQUE INDEX ally_request_one_waiting_per_person_uq ON ally_request (community_id, person_id) WHERE state = 'WAITING';
CREATE UNIQUE INDEX ally_request_one_waiting_per_organization_uq ON ally_request (community_id, organization_id) WHERE state = 'WAITING';
CREATE INDEX ally_request_waiting_ix ON ally_request (community_id, requested_at, id) WHERE state = 'WAITING';
CREATE INDEX ally_request_person_ix ON ally_request (person_id);
CREATE INDEX ally_request_organization_ix ON ally_request (organization_id) WHERE organization_id IS NOT NULL;
CREATE INDEX ally_request_decided_ix ON ally_request (decided_at) WHERE state <> 'WAITING';
CREATE INDEX ally_request_id_ix ON ally_request (id);

CREATE TABLE ally_block (
  community_id uuid NOT NULL CONSTRAINT ally_block_community_fk REFERENCES community,
  id uuid NOT NULL,
  person_id uuid CONSTRAINT ally_block_person_fk REFERENCES person,
  organization_id uuid CONSTRAINT ally_block_organization_fk REFERENCES organization,
  pseudonym text NOT NULL,
  reason text NOT NULL,
  blocked_by uuid NOT NULL,
  blocked_at timestamptz NOT NULL DEFAULT now(),
  lifted_by uuid,
  lifted_at timestamptz,
  CONSTRAINT ally_block_pk PRIMARY KEY (community_id, id),
  CONSTRAINT ally_block_of_one_ck CHECK (num_nonnulls(person_id, organization_id) = 1),
  CONSTRAINT ally_block_reason_ck CHECK (length(reason) BETWEEN 1 AND 2000),
  CONSTRAINT ally_block_lifted_ck CHECK ((lifted_at IS NULL) = (lifted_by IS NULL)),
  CONSTRAINT ally_block_blocked_by_fk FOREIGN KEY (community_id, blocked_by) REFERENCES membership (community_id, id),
  CONSTRAINT ally_block_lifted_by_fk FOREIGN KEY (community_id, lifted_by) REFERENCES membership (community_id, id)
);
COMMENT ON TABLE ally_block IS 'Whom a community takes as an ally no more, whatever becomes of the membership. For stewards; no column that the service reads tells who the person is.';
COMMENT ON COLUMN ally_block.person_id IS '[personal] Who is blocked.';
COMMENT ON COLUMN ally_block.pseudonym IS '[personal] [of person_id] What they were called in the community.';
COMMENT ON COLUMN ally_block.reason IS '[personal] [of blocked_by] [goes with person_id] Why they were blocked, for stewards.';
COMMENT ON COLUMN ally_block.blocked_by IS '[personal] Which steward blocked them.';
COMMENT ON COLUMN ally_block.blocked_at IS '[personal] [of person_id, blocked_by] Since when they are blocked.';
COMMENT ON COLUMN ally_block.lifted_by IS '[personal] Which steward took it back.';
COMMENT ON COLUMN ally_block.lifted_at IS '[personal] [of person_id, lifted_by] When.';
CREATE UNIQUE INDEX ally_block_one_live_per_person_uq ON ally_block (community_id, person_id) WHERE lifted_at IS NULL;
CREATE UNIQUE INDEX ally_block_one_live_per_organization_uq ON ally_block (community_id, organization_id) WHERE lifted_at IS NULL;
CREATE INDEX ally_block_person_ix ON ally_block (person_id);
${protect('ally_request', 'ally_block')}

CREATE FUNCTION app.my_organizations() RETURNS uuid[] ${sqlDefiner} AS $$
  SELECT coalesce(array_agg(r.organization_id), '{}')
    FROM public.representative r JOIN public.organization o ON o.id = r.organization_id AND o.ended_at IS NULL
   WHERE r.person_id = app.person_id() AND r.ended_at IS NULL
$$;
COMMENT ON FUNCTION app.my_organizations() IS 'Organizations for which the current person acts.';

CREATE FUNCTION app.my_ally_requests() RETURNS uuid[] ${sqlDefiner} AS $$
  SELECT coalesce(array_agg(q.id), '{}') FROM public.ally_request q
   WHERE q.person_id = app.person_id() OR q.organization_id = ANY (app.my_organizations())
$$;

CREATE FUNCTION app.is_blocked(community uuid, person uuid, organization uuid) RETURNS boolean ${sqlDefiner} AS $$
  SELECT EXISTS (SELECT FROM public.ally_block b WHERE b.community_id = community AND b.lifted_at IS NULL
     AND (b.person_id = person OR b.organization_id = organization OR b.person_id IN (
       SELECT r.person_id FROM public.representative r WHERE r.organization_id = organization AND r.ended_at IS NULL)))
$$;
COMMENT ON FUNCTION app.is_blocked(uuid, uuid, uuid) IS 'An organization is kept out as well while someone acts for it whom the community has blocked.';

CREATE FUNCTION app.is_kept_out(person uuid, organization uuid) RETURNS boolean ${sqlDefiner} AS $$
  SELECT EXISTS (SELECT FROM public.ally_block b WHERE b.person_id = person AND b.lifted_at IS NULL AND (
    EXISTS (SELECT FROM public.membership m WHERE m.community_id = b.community_id AND m.organization_id = organization AND m.ended_at IS NULL)
    OR EXISTS (SELECT FROM public.ally_request q WHERE q.community_id = b.community_id AND q.organization_id = organization AND q.state = 'WAITING')))
$$;
COMMENT ON FUNCTION app.is_kept_out(uuid, uuid) IS 'Whether acting for the organization would lead the person back to where they are blocked.';

CREATE FUNCTION app.join_as_ally(community uuid, membership uuid, request uuid, organization uuid, pseudonym text, version integer, answers jsonb)
RETURNS TABLE (outcome text, membership_id uuid, request_id uuid) ${definer} AS $$
DECLARE
  home public.community;
  there public.membership;
  kept_out boolean;
  waiting uuid;
BEGIN
  IF app.person_id() IS NULL OR (organization IS NOT NULL AND NOT organization = ANY (app.my_organizations())) THEN
    PERFORM app.refuse('membership_by_oneself_ck', 'a standing is taken by the person, or by who acts for the organization');
  END IF;
  -- Blocking, a new agreement and another way of admission hold this row: none of them happens between the checks and the row.
  SELECT * INTO home FROM public.community c WHERE c.id = community FOR SHARE;
  SELECT * INTO there FROM public.membership m WHERE m.community_id = community AND m.ended_at IS NULL
    AND CASE WHEN organization IS NULL THEN m.person_id = app.person_id() ELSE m.organization_id = organization END;
  kept_out := app.is_blocked(community, app.person_id(), organization) OR home.ally_admission = 'CLOSED';
  IF there.standing = 'AFFECTED' THEN
    PERFORM app.refuse('membership_one_live_per_person_uq', 'nobody is an ally to themselves');
  ELSIF version IS DISTINCT FROM home.agreement_version THEN
    PERFORM app.refuse('membership_agreement_current_ck', 'the agreement that is accepted is the current one');
  ELSIF there.until > now() THEN
    UPDATE public.membership m SET agreement_version = version, answers = join_as_ally.answers WHERE m.community_id = community AND m.id = there.id;
    RETURN QUERY SELECT 'ACCEPTED', there.id, NULL::uuid;
  ELSIF there.paused_at IS NOT NULL THEN
    RETURN QUERY SELECT 'PAUSED', NULL::uuid, NULL::uuid;
  ELSIF kept_out THEN
    RETURN QUERY SELECT 'NOT_TAKEN', NULL::uuid, NULL::uuid;
  ELSIF home.ally_admission = 'AUTOMATIC' THEN
    UPDATE public.ally_request q SET state = 'ADMITTED', decided_at = now(), answers = '{}'
     WHERE q.community_id = community AND q.state = 'WAITING' AND CASE WHEN organization IS NULL THEN q.person_id = app.person_id() ELSE q.organization_id = organization END;
    IF there.id IS NOT NULL THEN
      UPDATE public.membership m SET renewed_at = now(), until = now() + interval '12 months', agreement_version = version, answers = join_as_ally.answers
       WHERE m.community_id = community AND m.id = there.id;
      RETURN QUERY SELECT 'ACCEPTED', there.id, NULL::uuid;
    ELSE
      INSERT INTO public.membership (community_id, id, person_id, organization_id, standing, pseudonym, agreement_version, answers, until)
      VALUES (community, membership, CASE WHEN organization IS NULL THEN app.person_id() END, organization, 'ALLY', pseudonym, version, answers, now() + interval '12 months');
      RETURN QUERY SELECT 'JOINED', membership, NULL::uuid;
    END IF;
  ELSE
    IF EXISTS (SELECT FROM public.membership m WHERE m.community_id = community AND m.ended_at IS NULL
                AND lower(m.pseudonym) = lower(join_as_ally.pseudonym) AND m.id IS DISTINCT FROM there.id) THEN
      PERFORM app.refuse('membership_pseudonym_uq', 'someone here is called so');
    END IF;
    UPDATE public.ally_request q SET pseudonym = join_as_ally.pseudonym, agreement_version = version, answers = join_as_ally.answers
     WHERE q.community_id = community AND q.state = 'WAITING' AND CASE WHEN organization IS NULL THEN q.person_id = app.person_id() ELSE q.organization_id = organization END
    RETURNING q.id INTO waiting;
    IF waiting IS NULL THEN
      INSERT INTO public.ally_request (community_id, id, membership_id, person_id, organization_id, pseudonym, agreement_version, answers)
      VALUES (community, request, coalesce(there.id, membership), CASE WHEN organization IS NULL THEN app.person_id() END, organization, pseudonym, version, answers);
      INSERT INTO public.outbox_event (id, community_id, kind, subject_id) VALUES (gen_random_uuid(), community, 'membership.ally_requested', request);
      waiting := request;
    END IF;
    RETURN QUERY SELECT 'WAITING', NULL::uuid, waiting;
  END IF;
END $$;
COMMENT ON FUNCTION app.join_as_ally(uuid, uuid, uuid, uuid, text, integer, jsonb) IS
  'The only way to ally standing besides being admitted: JOINED, ACCEPTED (again, or after the time ran out), WAITING, PAUSED, or NOT_TAKEN, which is all that someone who is blocked learns.';

CREATE FUNCTION app.admit_ally(community uuid, request uuid) RETURNS uuid ${definer} AS $$
DECLARE
  asking public.ally_request;
  called text;
BEGIN${onlyAs('organizer', 'ally_request_decided_by_organizers_ck')}
  PERFORM FROM public.community c WHERE c.id = community FOR SHARE;
  SELECT * INTO asking FROM public.ally_request q WHERE q.community_id = community AND q.id = request AND q.state = 'WAITING' FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;${notOwn('asking')}
  UPDATE public.ally_request q SET state = 'ADMITTED', answers = '{}', decided_at = now(), decided_by = app.membership_in(community)
   WHERE q.community_id = community AND q.id = request;
  UPDATE public.membership m SET renewed_at = now(), until = now() + interval '12 months', agreement_version = asking.agreement_version, answers = asking.answers
   WHERE m.community_id = community AND m.id = asking.membership_id;
  IF FOUND THEN RETURN asking.membership_id; END IF;
  -- Whoever took the name meanwhile keeps it; whoever admits could do nothing about it.
  called := asking.pseudonym;
  WHILE EXISTS (SELECT FROM public.membership m WHERE m.community_id = community AND m.ended_at IS NULL AND lower(m.pseudonym) = lower(called)) LOOP
    called := left(asking.pseudonym, 55) || ' ' || (100 + floor(random() * 900))::integer;
  END LOOP;
  INSERT INTO public.membership (community_id, id, person_id, organization_id, standing, pseudonym, agreement_version, answers, until, admitted_by)
  VALUES (community, asking.membership_id, asking.person_id, asking.organization_id, 'ALLY', called, asking.agreement_version, asking.answers,
          now() + interval '12 months', app.membership_in(community));
  RETURN asking.membership_id;
END $$;
COMMENT ON FUNCTION app.admit_ally(uuid, uuid) IS 'Makes a waiting request an ally standing. Null when it does not wait (any more).';

CREATE FUNCTION app.membership_in(community uuid) RETURNS uuid ${sqlDefiner} AS $$
  SELECT m.id FROM public.membership m WHERE m.community_id = community AND m.person_id = app.person_id() AND m.ended_at IS NULL
$$;
COMMENT ON FUNCTION app.membership_in(uuid) IS 'The current person''s own membership of a community.';

CREATE FUNCTION app.decline_allies(community uuid, requests uuid[]) RETURNS TABLE (request_id uuid, outcome text) ${definer} AS $$
BEGIN${onlyAs('organizer', 'ally_request_decided_by_organizers_ck')}
  PERFORM FROM public.ally_request q WHERE q.community_id = community AND q.id = ANY (requests) ORDER BY q.id FOR UPDATE;
  RETURN QUERY
  WITH found AS (
    SELECT q.id, q.state FROM public.ally_request q WHERE q.community_id = community AND q.id = ANY (requests)
  ), declined AS (
    UPDATE public.ally_request q SET state = 'DECLINED', answers = '{}', decided_at = now(), decided_by = app.membership_in(community)
     WHERE q.community_id = community AND q.id IN (SELECT f.id FROM found f WHERE f.state = 'WAITING')
  )
  SELECT f.id, CASE f.state WHEN 'WAITING' THEN 'DECLINED' WHEN 'DECLINED' THEN 'DECLINED_BEFORE' ELSE 'DECIDED' END FROM found f;
END $$;
COMMENT ON FUNCTION app.decline_allies(uuid, uuid[]) IS 'Says of each what came of it; those of other communities are not among them.';

CREATE FUNCTION app.withdraw_ally_request(community uuid, request uuid) RETURNS boolean ${definer} AS $$
BEGIN
  UPDATE public.ally_request q SET state = 'WITHDRAWN', answers = '{}', decided_at = now()
   WHERE q.community_id = community AND q.id = request AND q.state = 'WAITING' AND q.id = ANY (app.my_ally_requests());
  RETURN FOUND;
END $$;

CREATE FUNCTION app.pause_ally(community uuid, membership uuid, because text) RETURNS boolean ${definer} AS $$
BEGIN${onlyAs('steward', 'membership_by_steward_ck')}
  UPDATE public.membership m SET paused_at = now(), paused_because = because
   WHERE m.community_id = community AND m.id = membership AND m.standing = 'ALLY' AND m.ended_at IS NULL AND m.paused_at IS NULL;
  RETURN FOUND;
END $$;

CREATE FUNCTION app.resume_ally(community uuid, membership uuid) RETURNS boolean ${definer} AS $$
DECLARE
  ally public.membership;
BEGIN${onlyAs('steward', 'membership_by_steward_ck')}
  SELECT * INTO ally FROM public.membership m
   WHERE m.community_id = community AND m.id = membership AND m.standing = 'ALLY' AND m.ended_at IS NULL AND m.paused_at IS NOT NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;${notOwn('ally')}
  UPDATE public.membership m SET paused_at = NULL, paused_because = NULL WHERE m.community_id = community AND m.id = membership;
  RETURN true;
END $$;

CREATE FUNCTION app.renew_ally(community uuid, membership uuid, until timestamptz) RETURNS boolean ${definer} AS $$
DECLARE
  ally public.membership;
BEGIN${onlyAs('steward', 'membership_by_steward_ck')}
  IF renew_ally.until > now() + interval '12 months 1 day' THEN
    PERFORM app.refuse('membership_ally_is_bounded_ck', 'an alliance is renewed for at most twelve months');
  END IF;
  SELECT * INTO ally FROM public.membership m
   WHERE m.community_id = community AND m.id = membership AND m.standing = 'ALLY' AND m.ended_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;${notOwn('ally')}
  UPDATE public.membership m SET renewed_at = now(), until = renew_ally.until WHERE m.community_id = community AND m.id = membership;
  -- A request to go on is answered by this as well.
  UPDATE public.ally_request q SET state = 'ADMITTED', answers = '{}', decided_at = now(), decided_by = app.membership_in(community)
   WHERE q.community_id = community AND q.membership_id = renew_ally.membership AND q.state = 'WAITING';
  RETURN true;
END $$;

CREATE FUNCTION app.end_ally(community uuid, membership uuid, because text) RETURNS boolean ${definer} AS $$
BEGIN${onlyAs('steward', 'membership_by_steward_ck')}
  UPDATE public.membership m SET ended_at = now(), ended_because = because
   WHERE m.community_id = community AND m.id = membership AND m.standing = 'ALLY' AND m.ended_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE public.ally_request q SET state = 'DECLINED', answers = '{}', decided_at = now(), decided_by = app.membership_in(community)
   WHERE q.community_id = community AND q.membership_id = end_ally.membership AND q.state = 'WAITING';
  RETURN true;
END $$;

CREATE FUNCTION app.block_ally(community uuid, block uuid, membership uuid, request uuid, because text)
RETURNS TABLE (ended uuid[], declined uuid[]) ${definer} AS $$
DECLARE
  person uuid;
  organization uuid;
  called text;
BEGIN${onlyAs('steward', 'membership_by_steward_ck')}
  -- Whoever is joining at this moment is waited for, and found; whoever joins after this is refused.
  PERFORM FROM public.community c WHERE c.id = community FOR NO KEY UPDATE;
  SELECT x.person_id, x.organization_id, x.pseudonym INTO person, organization, called FROM (
    SELECT m.person_id, m.organization_id, m.pseudonym FROM public.membership m
     WHERE m.community_id = community AND m.id = membership AND m.standing = 'ALLY'
    UNION ALL
    SELECT q.person_id, q.organization_id, q.pseudonym FROM public.ally_request q WHERE q.community_id = community AND q.id = request) x;
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO public.ally_block (community_id, id, person_id, organization_id, pseudonym, reason, blocked_by)
  VALUES (community, block, person, organization, called, because, app.membership_in(community));
  WITH gone AS (
    UPDATE public.membership m SET ended_at = now() WHERE m.community_id = community AND m.standing = 'ALLY' AND m.ended_at IS NULL
       AND (m.person_id = person OR m.organization_id = organization) RETURNING m.id)
  SELECT coalesce(array_agg(g.id), '{}') INTO ended FROM gone g;
  WITH gone AS (
    UPDATE public.ally_request q SET state = 'DECLINED', answers = '{}', decided_at = now(), decided_by = app.membership_in(community)
     WHERE q.community_id = community AND q.state = 'WAITING' AND (q.person_id = person OR q.organization_id = organization OR q.organization_id IN (
       SELECT r.organization_id FROM public.representative r WHERE r.person_id = person AND r.ended_at IS NULL)) RETURNING q.id)
  SELECT coalesce(array_agg(g.id), '{}') INTO declined FROM gone g;
  RETURN NEXT;
END $$;
COMMENT ON FUNCTION app.block_ally(uuid, uuid, uuid, uuid, text) IS 'No row for who is no ally there and asked for nothing. The row that it writes outlives the membership.';

CREATE FUNCTION app.unblock_ally(community uuid, block uuid) RETURNS boolean ${definer} AS $$
DECLARE
  held public.ally_block;
BEGIN${onlyAs('steward', 'membership_by_steward_ck')}
  SELECT * INTO held FROM public.ally_block b WHERE b.community_id = community AND b.id = block AND b.lifted_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;${notOwn('held')}
  UPDATE public.ally_block b SET lifted_at = now(), lifted_by = app.membership_in(community) WHERE b.community_id = community AND b.id = block;
  RETURN true;
END $$;

CREATE FUNCTION app.settle_allies(community uuid, membership uuid)
RETURNS TABLE (community_id uuid, campaign_id uuid, ask_id uuid, pledge_id uuid, state text) ${definer} AS $$
#variable_conflict use_column
BEGIN
  IF NOT app.is_system() AND NOT coalesce(settle_allies.community = ANY (app.communities_as('steward')), false) THEN
    PERFORM app.refuse('membership_by_steward_ck', 'that is for stewards of the community, and for the clock');
  END IF;
  -- Asks before pledges, in one order, as everything that counts places.
  PERFORM FROM public.ask_tally t WHERE (t.community_id, t.ask_id) IN (SELECT d.community_id, d.ask_id FROM (${dueToSettle}) d) ORDER BY t.community_id, t.ask_id FOR UPDATE;
  RETURN QUERY
  UPDATE public.pledge p SET state = d.state FROM (${dueToSettle}) d
   WHERE p.community_id = d.community_id AND p.id = d.id AND p.state IN ('WAITLISTED', 'ACTIVE')
  RETURNING p.community_id, p.campaign_id, p.ask_id, p.id, p.state;
END $$;
COMMENT ON FUNCTION app.settle_allies(uuid, uuid) IS
  'Ends the pledges that follow a standing: waiting ones when it is paused, over or ended, active ones when it is ended and no report waits. Of one ally for a steward; of all for the clock, with nulls.';

CREATE FUNCTION app.tidy_ally_requests() RETURNS void ${definer} AS $$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('ally_request_tidied_by_clock_only_ck', 'only the clock forgets');
  END IF;
  -- Who came to be affected there, or closed the organization, waits for nothing any more.
  UPDATE public.ally_request q SET state = 'WITHDRAWN', answers = '{}', decided_at = now()
   WHERE q.state = 'WAITING' AND (
     EXISTS (SELECT FROM public.membership m WHERE m.community_id = q.community_id AND m.person_id = q.person_id AND m.ended_at IS NULL AND m.standing = 'AFFECTED')
     OR EXISTS (SELECT FROM public.organization o WHERE o.id = q.organization_id AND o.ended_at IS NOT NULL));
  DELETE FROM public.ally_request q WHERE q.state <> 'WAITING' AND q.decided_at < now() - interval '90 days';
END $$;

DROP POLICY joined_as_ally ON membership;
DROP POLICY never_self_affected ON membership;
REVOKE INSERT (community_id, id, person_id, standing, pseudonym, agreement_version, answers, until), UPDATE (agreement_version, answers) ON membership FROM accompany_app;
DROP FUNCTION app.renew_alliance(uuid);

CREATE POLICY own ON ally_request FOR SELECT TO accompany_app
  USING (person_id = (SELECT app.person_id()) OR organization_id = ANY ((SELECT app.my_organizations())::uuid[]));
CREATE POLICY waiting_seen ON ally_request FOR SELECT TO accompany_app USING (${inCommunityAs('organizer')});
GRANT SELECT (community_id, id, membership_id, organization_id, pseudonym, agreement_version, answers, state, requested_at, decided_at) ON ally_request TO accompany_app;
CREATE POLICY stewards ON ally_block FOR SELECT TO accompany_app USING (${inCommunityAs('steward')});
GRANT SELECT (community_id, id, organization_id, pseudonym, reason, blocked_at, lifted_at) ON ally_block TO accompany_app;

GRANT EXECUTE ON FUNCTION app.my_organizations(), app.my_ally_requests(), app.join_as_ally(uuid, uuid, uuid, uuid, text, integer, jsonb), app.admit_ally(uuid, uuid),
  app.decline_allies(uuid, uuid[]), app.withdraw_ally_request(uuid, uuid), app.pause_ally(uuid, uuid, text), app.resume_ally(uuid, uuid),
  app.renew_ally(uuid, uuid, timestamptz), app.end_ally(uuid, uuid, text), app.block_ally(uuid, uuid, uuid, uuid, text), app.unblock_ally(uuid, uuid),
  app.settle_allies(uuid, uuid), app.tidy_ally_requests() TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.tidy_ally_requests(), app.settle_allies(uuid, uuid), app.unblock_ally(uuid, uuid), app.block_ally(uuid, uuid, uuid, uuid, text), app.end_ally(uuid, uuid, text),
  app.renew_ally(uuid, uuid, timestamptz), app.resume_ally(uuid, uuid), app.pause_ally(uuid, uuid, text), app.withdraw_ally_request(uuid, uuid),
  app.decline_allies(uuid, uuid[]), app.membership_in(uuid), app.admit_ally(uuid, uuid), app.join_as_ally(uuid, uuid, uuid, uuid, text, integer, jsonb),
  app.is_kept_out(uuid, uuid), app.is_blocked(uuid, uuid, uuid), app.my_ally_requests();
DROP TABLE ally_block, ally_request;
DROP FUNCTION app.my_organizations();
${renewAlliance}
GRANT INSERT (community_id, id, person_id, standing, pseudonym, agreement_version, answers, until), UPDATE (agreement_version, answers) ON membership TO accompany_app;
CREATE POLICY joined_as_ally ON membership FOR INSERT TO accompany_app
  WITH CHECK (person_id = (SELECT app.person_id()) AND standing = 'ALLY' AND NOT is_steward AND organizer_until IS NULL AND paused_at IS NULL AND admitted_by IS NULL);
CREATE POLICY never_self_affected ON membership AS RESTRICTIVE FOR INSERT TO accompany_app WITH CHECK (standing = 'ALLY');
DROP INDEX membership_ally_paused_ix, membership_ally_until_ix, membership_ally_ended_ix;
ALTER TABLE membership DROP COLUMN ended_because, DROP COLUMN paused_because;
REVOKE UPDATE (ally_admission) ON community FROM accompany_app;
ALTER TABLE community DROP COLUMN ally_admission;
`;
}
