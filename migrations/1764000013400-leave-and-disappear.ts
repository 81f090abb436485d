import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';

/** Rather than the usual half second: whoever has to disappear waits for others a little, and is not sent away. */
const PATIENT = `${definer} SET lock_timeout = '1800ms'`;

const NEUTRAL = 'Former member';

/** Leaving one community, and disappearing from all of them at once. */
export class LeaveAndDisappear1764000013400 extends SqlMigration {
  readonly name = 'LeaveAndDisappear1764000013400';

  protected readonly upSql = `
CREATE FUNCTION app.leave(community uuid) RETURNS uuid ${PATIENT} AS $$
DECLARE
  mine public.membership;
BEGIN
  PERFORM app.lock_community(community);
  SELECT * INTO mine FROM public.membership m WHERE m.community_id = community AND m.person_id = app.person_id() AND m.ended_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM app.put_on_record(community, 'membership.left', mine.id, CASE WHEN mine.is_steward THEN 'STEWARD' ELSE mine.standing END, 'Membership', mine.id, '{}', NULL);
  PERFORM app.end_membership(community, mine.id, now());
  RETURN mine.id;
END $$;
COMMENT ON FUNCTION app.leave(uuid) IS 'Ends one''s own membership, whatever the standing and however few stewards are left. Null for who has none.';

CREATE FUNCTION app.disappear() RETURNS void ${PATIENT} AS $$
DECLARE
  me uuid := app.person_id();
  place uuid;
  asked public.membership_request;
BEGIN
  IF me IS NULL THEN
    PERFORM app.refuse('person_disappears_themselves_ck', 'a person disappears by their own will only');
  END IF;
  -- One transaction over several communities, against the rule: half hidden is not hidden. In order, so that two such do not block each other.
  FOR place IN SELECT m.community_id FROM public.membership m WHERE m.person_id = me
               UNION SELECT r.community_id FROM public.membership_request r WHERE r.person_id = me AND r.state = 'OPEN' ORDER BY 1 LOOP
    PERFORM app.leave(place);
  END LOOP;
  FOR asked IN SELECT * FROM public.membership_request r WHERE r.person_id = me AND r.state = 'OPEN' LOOP
    PERFORM app.withdraw_request(asked.community_id, asked.id);
  END LOOP;
  UPDATE public.membership_request r SET state = 'EXPIRED', closed_at = now() WHERE r.person_id = me AND r.state = 'OPEN';
  UPDATE public.membership_request r SET pseudonym = '${NEUTRAL}', message = '', decline_reason = '' WHERE r.person_id = me;
  UPDATE public.membership m SET pseudonym = '${NEUTRAL}', is_listed = false, answers = '{}' WHERE m.person_id = me;
  UPDATE public.removal r SET reason = '' WHERE EXISTS (SELECT FROM public.membership m WHERE m.community_id = r.community_id AND m.id = r.membership_id AND m.person_id = me);
  UPDATE public.representative r SET ended_at = now() WHERE r.person_id = me AND r.ended_at IS NULL;
  -- Letters under way would still reach a mailbox that others may be reading.
  UPDATE public.outbox_event o SET delivered_at = now() WHERE o.kind = 'notice.due' AND o.subject_id = me AND o.delivered_at IS NULL;
  PERFORM vault.close_all_sessions();
END $$;
COMMENT ON FUNCTION app.disappear() IS
  'Hides the current person everywhere at once. Counts and records stay as they are: they point to memberships, which no longer name anybody. Nobody can undo it; they come back only as someone new.';

GRANT EXECUTE ON FUNCTION app.leave(uuid), app.disappear() TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.disappear(), app.leave(uuid);
`;
}
