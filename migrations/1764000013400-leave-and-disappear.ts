import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';

/** Rather than the usual half second: whoever has to disappear waits for others a little, and is not sent away. */
const PATIENT = `${definer} SET lock_timeout = '1800ms'`;

const NEUTRAL = 'Former member';

/** Everything of a person that others can see; `more` is for tables that come later. */
export const hidePerson = (more: string) => `
CREATE OR REPLACE FUNCTION app.hide_person(person uuid) RETURNS void ${PATIENT} AS $$
DECLARE
  place uuid;
  asked public.membership_request;
BEGIN
  -- One transaction over several communities, against the rule: half hidden is not hidden. In order, so that two such do not block each other.
  FOR place IN SELECT m.community_id FROM public.membership m WHERE m.person_id = person
               UNION SELECT r.community_id FROM public.membership_request r WHERE r.person_id = person AND r.state = 'OPEN' ORDER BY 1 LOOP
    PERFORM app.end_standing_of(place, person);
  END LOOP;
  FOR asked IN
    UPDATE public.membership_request r SET state = CASE WHEN r.expires_at > now() THEN 'WITHDRAWN' ELSE 'EXPIRED' END, closed_at = now()
     WHERE r.person_id = person AND r.state = 'OPEN' RETURNING r.*
  LOOP
    IF asked.state = 'WITHDRAWN' THEN
      PERFORM app.put_on_record(asked.community_id, 'membership.request_withdrawn', NULL, 'OUTSIDER', 'MembershipRequest', asked.id, '{}', NULL);
    END IF;
  END LOOP;
  UPDATE public.membership_request r SET pseudonym = '${NEUTRAL}', message = '', decline_reason = '' WHERE r.person_id = person;
  UPDATE public.membership m SET pseudonym = '${NEUTRAL}', is_listed = false, answers = '{}' WHERE m.person_id = person;
  UPDATE public.removal r SET reason = '' WHERE EXISTS (SELECT FROM public.membership m WHERE m.community_id = r.community_id AND m.id = r.membership_id AND m.person_id = person);
  UPDATE public.representative r SET ended_at = now() WHERE r.person_id = person AND r.ended_at IS NULL;${more}
  -- Letters under way would still reach a mailbox that others may be reading.
  UPDATE public.outbox_event o SET delivered_at = now() WHERE o.kind = 'notice.due' AND o.subject_id = person AND o.delivered_at IS NULL;
END $$;`;

/** Leaving one community, and disappearing from all of them at once. */
export class LeaveAndDisappear1764000013400 extends SqlMigration {
  readonly name = 'LeaveAndDisappear1764000013400';

  protected readonly upSql = `
CREATE FUNCTION app.end_standing_of(community uuid, person uuid) RETURNS uuid ${PATIENT} AS $$
DECLARE
  mine public.membership;
BEGIN
  PERFORM app.lock_community(community);
  SELECT * INTO mine FROM public.membership m WHERE m.community_id = community AND m.person_id = person AND m.ended_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM app.put_on_record(community, 'membership.left', mine.id, CASE WHEN mine.is_steward THEN 'STEWARD' ELSE mine.standing END, 'Membership', mine.id, '{}', NULL);
  PERFORM app.end_membership(community, mine.id, now());
  RETURN mine.id;
END $$;
COMMENT ON FUNCTION app.end_standing_of(uuid, uuid) IS 'Whatever the standing and however few stewards are left. Null for who has none. Granted to nobody.';

CREATE FUNCTION app.leave(community uuid) RETURNS uuid ${PATIENT} AS $$
BEGIN
  RETURN app.end_standing_of(community, app.person_id());
END $$;
COMMENT ON FUNCTION app.leave(uuid) IS 'Ends one''s own membership; never refused.';
${hidePerson('')}
COMMENT ON FUNCTION app.hide_person(uuid) IS
  'Ends every standing of a person and takes their names and words away. Counts and records stay as they are: they point to memberships, which no longer name anybody. Granted to nobody.';

CREATE FUNCTION app.disappear() RETURNS void ${PATIENT} AS $$
BEGIN
  IF app.person_id() IS NULL THEN
    PERFORM app.refuse('person_disappears_themselves_ck', 'a person disappears by their own will only');
  END IF;
  PERFORM app.hide_person(app.person_id()), vault.close_all_sessions();
END $$;
COMMENT ON FUNCTION app.disappear() IS
  'Hides the current person everywhere at once, and ends their sessions and app tokens. Nobody can undo it; they come back only as someone new.';

GRANT EXECUTE ON FUNCTION app.leave(uuid), app.disappear() TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.disappear(), app.hide_person(uuid), app.leave(uuid), app.end_standing_of(uuid, uuid);
`;
}
