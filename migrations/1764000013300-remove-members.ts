import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app';

/** Who can act in a removal that takes two: a steward of the community who is not the one it is about. */
const ANOTHER_STEWARD = `
  me := app.settled_self(community);
  IF me IS NULL OR NOT community = ANY (app.communities_as('steward')) THEN
    PERFORM app.refuse('removal_by_steward_ck', 'only stewards remove');
  END IF;
  IF app.is_short_of_stewards(community) THEN
    PERFORM app.refuse('removal_with_enough_stewards_ck', 'nothing is removed while the community is short of stewards');
  END IF;`;

/** Removing affected people and stewards, and what else ends with a membership. */
export class RemoveMembers1764000013300 extends SqlMigration {
  readonly name = 'RemoveMembers1764000013300';

  protected readonly upSql = `
CREATE TABLE removal (
  community_id uuid NOT NULL CONSTRAINT removal_community_fk REFERENCES community,
  id uuid NOT NULL,
  membership_id uuid NOT NULL,
  takes_two boolean NOT NULL,
  reason text NOT NULL,
  state text NOT NULL,
  proposed_by uuid NOT NULL,
  proposed_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '14 days',
  confirmed_by uuid,
  confirmed_at timestamptz,
  due_at timestamptz,
  closed_at timestamptz,
  CONSTRAINT removal_pk PRIMARY KEY (community_id, id),
  CONSTRAINT removal_state_ck CHECK (state IN ('PROPOSED', 'CONFIRMED', 'OBJECTED', 'WITHDRAWN', 'LAPSED', 'EXECUTED')),
  CONSTRAINT removal_reason_ck CHECK (length(reason) <= 2000),
  CONSTRAINT removal_not_by_oneself_ck CHECK (proposed_by <> membership_id AND confirmed_by <> membership_id),
  CONSTRAINT removal_by_two_ck CHECK (proposed_by <> confirmed_by),
  CONSTRAINT removal_of_steward_waits_ck CHECK (NOT takes_two OR state NOT IN ('CONFIRMED', 'EXECUTED') OR (confirmed_by IS NOT NULL AND due_at >= confirmed_at + interval '72 hours')),
  CONSTRAINT removal_closed_whole_ck CHECK ((state IN ('PROPOSED', 'CONFIRMED')) = (closed_at IS NULL)),
  CONSTRAINT removal_membership_fk FOREIGN KEY (community_id, membership_id) REFERENCES membership (community_id, id),
  CONSTRAINT removal_proposed_by_fk FOREIGN KEY (community_id, proposed_by) REFERENCES membership (community_id, id),
  CONSTRAINT removal_confirmed_by_fk FOREIGN KEY (community_id, confirmed_by) REFERENCES membership (community_id, id)
);
COMMENT ON TABLE removal IS 'An affected person is removed: at once by a steward, or, being a steward, by two others after 72 hours in which anyone affected may object.';
COMMENT ON COLUMN removal.membership_id IS '[personal] Who is removed.';
COMMENT ON COLUMN removal.reason IS '[personal] [of membership_id, proposed_by] [goes with membership_id] Why, as the stewards wrote it. The person removed reads it.';
COMMENT ON COLUMN removal.state IS '[personal] [of membership_id, proposed_by, confirmed_by] [stays] How far it is: what the community decided.';
COMMENT ON COLUMN removal.proposed_by IS '[personal] Which steward proposed or did it.';
COMMENT ON COLUMN removal.proposed_at IS '[personal] [of membership_id, proposed_by] When.';
COMMENT ON COLUMN removal.expires_at IS '[personal] [of membership_id, proposed_by] Until when another steward can confirm it.';
COMMENT ON COLUMN removal.confirmed_by IS '[personal] Which steward confirmed it.';
COMMENT ON COLUMN removal.confirmed_at IS '[personal] [of membership_id, confirmed_by] When.';
COMMENT ON COLUMN removal.due_at IS '[personal] [of membership_id, confirmed_by] When it takes effect.';
COMMENT ON COLUMN removal.closed_at IS '[personal] [of membership_id, proposed_by, confirmed_by] When it was over.';
CREATE UNIQUE INDEX removal_one_pending_uq ON removal (community_id, membership_id) WHERE state IN ('PROPOSED', 'CONFIRMED');
CREATE INDEX removal_due_ix ON removal (coalesce(due_at, expires_at)) WHERE state IN ('PROPOSED', 'CONFIRMED');
CREATE INDEX removal_id_ix ON removal (id);
CREATE INDEX removal_membership_ix ON removal (community_id, membership_id);

CREATE FUNCTION app.past_and_present_memberships() RETURNS uuid[] ${sqlDefiner} AS $$
  SELECT coalesce(array_agg(m.id), '{}') FROM public.membership m WHERE m.person_id = app.person_id()
$$;

CREATE FUNCTION app.free_pledges(community uuid, pledger uuid) RETURNS void ${definer} AS $$
DECLARE
  left_ones uuid[];
  freed public.pledge;
BEGIN
  -- Asks first, as everywhere that counts places.
  PERFORM FROM public.ask_tally t WHERE t.community_id = community
    AND t.ask_id IN (SELECT p.ask_id FROM public.pledge p WHERE p.community_id = community AND p.pledger_id = pledger) ORDER BY t.ask_id FOR UPDATE;
  SELECT coalesce(array_agg(p.id), '{}') INTO left_ones FROM public.pledge p
   WHERE p.community_id = community AND p.pledger_id = pledger AND p.state IN ('ACTIVE', 'WAITLISTED')
     AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED');
  UPDATE public.pledge p SET state = 'STEPPED_BACK' WHERE p.community_id = community AND p.id = ANY (left_ones);
  FOR freed IN SELECT p.* FROM public.pledge p WHERE p.community_id = community AND p.id = ANY (left_ones) ORDER BY p.ask_id, p.id LOOP
    PERFORM app.put_on_record(community, 'pledge.stepped_back', NULL, 'SYSTEM', 'Pledge', freed.id,
              jsonb_build_object('askId', freed.ask_id, 'state', 'STEPPED_BACK', 'because', 'MEMBERSHIP_ENDED'), freed.campaign_id);
    PERFORM app.put_on_record(community, 'pledge.promoted', NULL, 'SYSTEM', 'Pledge', next_one, jsonb_build_object('askId', freed.ask_id), freed.campaign_id)
       FROM unnest(app.promote_waitlist(community, freed.ask_id)) AS next_one;
  END LOOP;
END $$;
COMMENT ON FUNCTION app.free_pledges(uuid, uuid) IS 'Steps back, without fault, from what someone who is gone had pledged; what they reported stays attestable. Granted to nobody.';

CREATE FUNCTION app.close_removal(community uuid, removal uuid, how text) RETURNS void ${definer} AS $$
DECLARE
  closing public.removal;
BEGIN
  UPDATE public.removal r SET state = how, closed_at = now() WHERE r.community_id = community AND r.id = removal AND r.state IN ('PROPOSED', 'CONFIRMED') RETURNING * INTO closing;
  UPDATE public.membership m SET until = NULL WHERE m.community_id = community AND m.id = closing.membership_id AND m.ended_at IS NULL AND m.until IS NOT NULL;
END $$;

CREATE FUNCTION app.end_membership(community uuid, membership uuid, at timestamptz) RETURNS void ${definer} AS $$
DECLARE
  pending uuid;
BEGIN
  UPDATE public.invitation i SET revoked_at = now() WHERE i.community_id = community AND i.invited_by = membership AND i.used_at IS NULL AND i.revoked_at IS NULL;
  UPDATE public.vouch v SET withdrawn_at = now() WHERE v.community_id = community AND v.voucher_id = membership AND v.withdrawn_at IS NULL
     AND EXISTS (SELECT FROM public.membership_request r WHERE r.community_id = v.community_id AND r.id = v.request_id AND r.state = 'OPEN');
  UPDATE public.duty_offer o SET state = 'WITHDRAWN', closed_at = now() WHERE o.community_id = community AND o.membership_id = membership AND o.state = 'OPEN';
  FOR pending IN SELECT r.id FROM public.removal r WHERE r.community_id = community AND r.membership_id = membership AND r.state IN ('PROPOSED', 'CONFIRMED') LOOP
    PERFORM app.close_removal(community, pending, 'LAPSED');
  END LOOP;
  UPDATE public.membership m SET ended_at = at, is_steward = false, organizer_until = NULL, is_listed = false
   WHERE m.community_id = community AND m.id = membership AND m.ended_at IS NULL;
  PERFORM app.free_pledges(community, membership);
END $$;
COMMENT ON FUNCTION app.end_membership(uuid, uuid, timestamptz) IS 'What ends with a membership, whoever ends it: duties, listing, invitations, open vouches, offers and pledges. Granted to nobody.';

CREATE FUNCTION app.stewards_who_stay(community uuid, besides uuid) RETURNS integer ${sqlDefiner} AS $$
  SELECT count(*)::integer FROM app.active_stewards(community) m
   WHERE m.id <> besides AND NOT EXISTS (SELECT FROM public.removal r WHERE r.community_id = m.community_id AND r.membership_id = m.id AND r.state = 'CONFIRMED')
$$;
COMMENT ON FUNCTION app.stewards_who_stay(uuid, uuid) IS 'Stewards who are neither this one nor about to be removed: two of them must remain.';

CREATE FUNCTION app.steward_lost(community uuid, membership uuid, ended boolean) RETURNS void ${definer} AS $$
DECLARE
  lapsing uuid;
BEGIN
  FOR lapsing IN SELECT r.id FROM public.removal r WHERE r.community_id = community AND r.state = 'PROPOSED' AND r.proposed_by = membership LOOP
    PERFORM app.close_removal(community, lapsing, 'LAPSED');
    PERFORM app.put_on_record(community, 'membership.removal_lapsed', NULL, 'SYSTEM', 'Removal', lapsing, '{}', NULL);
  END LOOP;
  -- A removal that would now leave fewer than two falls, the latest first: it must not take effect by the passing of time.
  WHILE app.stewards_who_stay(community, membership) < 2 LOOP
    SELECT r.id INTO lapsing FROM public.removal r
     WHERE r.community_id = community AND r.state = 'CONFIRMED' AND r.due_at > now() AND r.membership_id <> membership ORDER BY r.confirmed_at DESC, r.id DESC LIMIT 1;
    EXIT WHEN NOT FOUND;
    PERFORM app.close_removal(community, lapsing, 'LAPSED');
    PERFORM app.put_on_record(community, 'membership.removal_lapsed', NULL, 'SYSTEM', 'Removal', lapsing, '{}', NULL);
  END LOOP;
  IF app.is_short_of_stewards(community)
     AND (SELECT count(*) FROM app.active_stewards(community)) + 1 >= (CASE WHEN app.affected_count(community) + ended::integer < 3 THEN 1 ELSE 2 END) THEN
    PERFORM app.put_on_record(community, 'community.short_of_stewards', NULL, 'SYSTEM', 'Community', community, '{}', NULL);
  END IF;
END $$;

CREATE FUNCTION app.steward_leaves() RETURNS trigger ${definer} AS $$
BEGIN
  PERFORM app.steward_lost(NEW.community_id, NEW.id, NEW.ended_at IS NOT NULL);
  RETURN NULL;
END $$;
COMMENT ON FUNCTION app.steward_leaves() IS 'On the row, so that it holds whichever way a steward is lost: leaving, resigning, removal, erasure.';
CREATE TRIGGER steward_leaves AFTER UPDATE OF is_steward, ended_at ON membership FOR EACH ROW
  WHEN (OLD.is_steward AND OLD.ended_at IS NULL AND (NOT NEW.is_steward OR NEW.ended_at IS NOT NULL)) EXECUTE FUNCTION app.steward_leaves();

CREATE FUNCTION app.steward_is_suspended() RETURNS trigger ${definer} AS $$
DECLARE
  carried public.membership;
BEGIN
  FOR carried IN SELECT * FROM public.membership m WHERE m.person_id = NEW.id AND m.is_steward AND m.ended_at IS NULL ORDER BY m.community_id LOOP
    PERFORM app.lock_community(carried.community_id);
    PERFORM app.steward_lost(carried.community_id, carried.id, false);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER steward_is_suspended AFTER UPDATE OF suspended_at ON person FOR EACH ROW
  WHEN (OLD.suspended_at IS NULL AND NEW.suspended_at IS NOT NULL) EXECUTE FUNCTION app.steward_is_suspended();

CREATE FUNCTION app.remove_member(community uuid, member uuid, removal uuid, reason text) RETURNS void ${definer} AS $$
DECLARE
  me uuid;
  target public.membership;
BEGIN
  PERFORM app.lock_community(community);${ANOTHER_STEWARD}
  SELECT * INTO target FROM app.live_affected(community) m WHERE m.id = member;
  IF NOT FOUND OR target.id = me THEN
    PERFORM app.refuse('removal_of_another_ck', 'whom a steward removes is another affected person');
  END IF;
  IF target.is_steward THEN
    PERFORM app.refuse('removal_of_steward_takes_two_ck', 'removing a steward takes two stewards');
  END IF;
  INSERT INTO public.removal (community_id, id, membership_id, takes_two, reason, state, proposed_by, closed_at)
  VALUES (community, removal, member, false, remove_member.reason, 'EXECUTED', me, now());
  PERFORM app.end_membership(community, member, now());
END $$;

CREATE FUNCTION app.propose_removal(community uuid, member uuid, removal uuid, reason text) RETURNS void ${definer} AS $$
DECLARE
  me uuid;
BEGIN
  PERFORM app.lock_community(community);${ANOTHER_STEWARD}
  IF member = me OR NOT EXISTS (SELECT FROM app.live_affected(community) m WHERE m.id = member AND m.is_steward) THEN
    PERFORM app.refuse('removal_of_another_steward_ck', 'whom two stewards remove is another steward');
  END IF;
  IF app.stewards_who_stay(community, member) < 2 THEN
    PERFORM app.refuse('removal_two_stewards_stay_ck', 'removing below two stewards is refused');
  END IF;
  INSERT INTO public.removal (community_id, id, membership_id, takes_two, reason, state, proposed_by)
  VALUES (community, removal, member, true, propose_removal.reason, 'PROPOSED', me);
END $$;

CREATE FUNCTION app.confirm_removal(community uuid, removal uuid) RETURNS timestamptz ${definer} AS $$
DECLARE
  me uuid;
  proposal public.removal;
BEGIN
  PERFORM app.lock_community(community);${ANOTHER_STEWARD}
  SELECT * INTO proposal FROM public.removal r WHERE r.community_id = community AND r.id = removal AND r.state = 'PROPOSED' AND r.expires_at > now();
  IF NOT FOUND OR NOT EXISTS (SELECT FROM app.active_stewards(community) m WHERE m.id = proposal.proposed_by) THEN
    PERFORM app.refuse('removal_pending_ck', 'this removal is not waiting for that any more');
  END IF;
  IF app.stewards_who_stay(community, proposal.membership_id) < 2 THEN
    PERFORM app.refuse('removal_two_stewards_stay_ck', 'removing below two stewards is refused');
  END IF;
  UPDATE public.removal r SET state = 'CONFIRMED', confirmed_by = me, confirmed_at = now(), due_at = now() + interval '72 hours'
   WHERE r.community_id = community AND r.id = removal RETURNING * INTO proposal;
  UPDATE public.membership m SET until = proposal.due_at WHERE m.community_id = community AND m.id = proposal.membership_id AND m.ended_at IS NULL;
  RETURN proposal.due_at;
END $$;
COMMENT ON FUNCTION app.confirm_removal(uuid, uuid) IS
  'The second of two stewards, neither of them the one it is about. From its due time on the membership counts as over, whether or not the clock has noted it.';

CREATE FUNCTION app.object_to_removal(community uuid, removal uuid) RETURNS boolean ${definer} AS $$
BEGIN
  PERFORM app.lock_community(community);
  IF NOT EXISTS (
    SELECT FROM public.removal r JOIN app.live_affected(community) m ON m.person_id = app.person_id() AND m.id <> r.membership_id
     WHERE r.community_id = community AND r.id = removal AND coalesce(r.due_at, r.expires_at) > now() AND r.state IN ('PROPOSED', 'CONFIRMED')) THEN
    RETURN false;
  END IF;
  PERFORM app.close_removal(community, removal, 'OBJECTED');
  RETURN true;
END $$;

CREATE FUNCTION app.withdraw_removal(community uuid, removal uuid) RETURNS boolean ${definer} AS $$
BEGIN
  PERFORM app.lock_community(community);
  IF NOT EXISTS (
    SELECT FROM public.removal r JOIN app.live_affected(community) m ON m.person_id = app.person_id() AND m.id IN (r.proposed_by, r.confirmed_by)
     WHERE r.community_id = community AND r.id = removal AND coalesce(r.due_at, r.expires_at) > now() AND r.state IN ('PROPOSED', 'CONFIRMED')) THEN
    RETURN false;
  END IF;
  PERFORM app.close_removal(community, removal, 'WITHDRAWN');
  RETURN true;
END $$;
COMMENT ON FUNCTION app.withdraw_removal(uuid, uuid) IS 'Either of the two takes their part back, which leaves fewer than two.';

CREATE FUNCTION app.execute_removals() RETURNS integer ${definer} AS $$
DECLARE
  waiting record;
  due public.removal;
  done integer := 0;
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('removal_executed_by_clock_ck', 'only the clock executes removals');
  END IF;
  FOR waiting IN SELECT r.community_id, r.id FROM public.removal r
      WHERE r.state IN ('PROPOSED', 'CONFIRMED') AND coalesce(r.due_at, r.expires_at) <= now() ORDER BY r.community_id, r.id LIMIT 100 LOOP
    PERFORM app.lock_community(waiting.community_id);
    SELECT * INTO due FROM public.removal r WHERE r.community_id = waiting.community_id AND r.id = waiting.id AND r.state IN ('PROPOSED', 'CONFIRMED') FOR UPDATE;
    CONTINUE WHEN NOT FOUND;
    done := done + 1;
    IF due.state = 'PROPOSED' THEN
      PERFORM app.close_removal(due.community_id, due.id, 'LAPSED');
      PERFORM app.put_on_record(due.community_id, 'membership.removal_lapsed', NULL, 'SYSTEM', 'Removal', due.id, '{}', NULL);
      CONTINUE;
    END IF;
    UPDATE public.removal r SET state = 'EXECUTED', closed_at = now() WHERE r.community_id = due.community_id AND r.id = due.id;
    PERFORM app.end_membership(due.community_id, due.membership_id, due.due_at);
    PERFORM app.put_on_record(due.community_id, 'membership.removal_executed', NULL, 'SYSTEM', 'Removal', due.id, jsonb_build_object('membershipId', due.membership_id), NULL);
  END LOOP;
  RETURN done;
END $$;

CREATE FUNCTION app.pending_removals(communities uuid[])
RETURNS TABLE (community_id uuid, id uuid, membership_id uuid, pseudonym text, reason text, is_confirmed boolean, due_at timestamptz, proposed_at timestamptz, expires_at timestamptz, viewer_is_concerned boolean)
${sqlDefiner} AS $$
  SELECT r.community_id, r.id, r.membership_id, m.pseudonym, r.reason, r.state = 'CONFIRMED', r.due_at, r.proposed_at, r.expires_at, m.person_id = app.person_id()
    FROM public.removal r JOIN public.membership m ON m.community_id = r.community_id AND m.id = r.membership_id
   WHERE r.community_id = ANY (communities) AND r.community_id = ANY (app.communities_as('affected'))
     AND r.state IN ('PROPOSED', 'CONFIRMED') AND coalesce(r.due_at, r.expires_at) > now()
   ORDER BY r.proposed_at, r.id
$$;
COMMENT ON FUNCTION app.pending_removals(uuid[]) IS 'The notice to every affected person, newcomers included, with the pseudonym: without it nobody could object.';

${protect('removal')}
CREATE POLICY seen ON removal FOR SELECT TO accompany_app
  USING (${inCommunityAs('affected')} OR membership_id = ANY ((SELECT app.past_and_present_memberships())::uuid[]));
GRANT SELECT ON removal TO accompany_app;

GRANT EXECUTE ON FUNCTION app.past_and_present_memberships(), app.remove_member(uuid, uuid, uuid, text), app.propose_removal(uuid, uuid, uuid, text),
  app.confirm_removal(uuid, uuid), app.object_to_removal(uuid, uuid), app.withdraw_removal(uuid, uuid), app.execute_removals(),
  app.pending_removals(uuid[]) TO accompany_app;
`;

  protected readonly downSql = `
DROP TRIGGER steward_is_suspended ON person;
DROP TRIGGER steward_leaves ON membership;
DROP FUNCTION app.pending_removals(uuid[]), app.execute_removals(), app.withdraw_removal(uuid, uuid), app.object_to_removal(uuid, uuid),
  app.confirm_removal(uuid, uuid), app.propose_removal(uuid, uuid, uuid, text), app.remove_member(uuid, uuid, uuid, text),
  app.steward_is_suspended(), app.steward_leaves(), app.steward_lost(uuid, uuid, boolean), app.stewards_who_stay(uuid, uuid),
  app.end_membership(uuid, uuid, timestamptz), app.close_removal(uuid, uuid, text), app.free_pledges(uuid, uuid);
DROP TABLE removal;
DROP FUNCTION app.past_and_present_memberships();
`;
}
