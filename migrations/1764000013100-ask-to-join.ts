import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app';

/** Whoever closes a request also forgets what the asker wrote: it was for those who were to vouch. */
const closed = (state: string) => `state = '${state}', closed_at = now(), message = ''`;

/** People who ask to be admitted, and those who vouch for them. */
export class AskToJoin1764000013100 extends SqlMigration {
  readonly name = 'AskToJoin1764000013100';

  protected readonly upSql = `
CREATE TABLE membership_request (
  community_id uuid NOT NULL CONSTRAINT membership_request_community_fk REFERENCES community,
  id uuid NOT NULL,
  person_id uuid NOT NULL CONSTRAINT membership_request_person_fk REFERENCES person,
  pseudonym text NOT NULL,
  message text NOT NULL DEFAULT '',
  state text NOT NULL DEFAULT 'OPEN',
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '30 days',
  closed_at timestamptz,
  declined_by uuid,
  decline_reason text NOT NULL DEFAULT '',
  membership_id uuid,
  CONSTRAINT membership_request_pk PRIMARY KEY (community_id, id),
  CONSTRAINT membership_request_state_ck CHECK (state IN ('OPEN', 'ADMITTED', 'DECLINED', 'WITHDRAWN', 'EXPIRED')),
  CONSTRAINT membership_request_closed_whole_ck CHECK ((state = 'OPEN') = (closed_at IS NULL)),
  CONSTRAINT membership_request_pseudonym_ck CHECK (length(pseudonym) BETWEEN 1 AND 60),
  CONSTRAINT membership_request_message_ck CHECK (length(message) <= 1000),
  CONSTRAINT membership_request_reason_ck CHECK (length(decline_reason) <= 500),
  CONSTRAINT membership_request_declined_by_fk FOREIGN KEY (community_id, declined_by) REFERENCES membership (community_id, id),
  CONSTRAINT membership_request_membership_fk FOREIGN KEY (community_id, membership_id) REFERENCES membership (community_id, id)
);
COMMENT ON TABLE membership_request IS 'Someone asks to be admitted as one of the people affected. Who it is stays in person_id, which no grant lets the service read.';
COMMENT ON COLUMN membership_request.person_id IS '[personal] Who asked to be admitted.';
COMMENT ON COLUMN membership_request.pseudonym IS '[personal] [of person_id] What they want to be called in this community.';
COMMENT ON COLUMN membership_request.message IS '[personal] [of person_id] What they wrote to those who may vouch. Emptied when the request is closed.';
COMMENT ON COLUMN membership_request.state IS '[personal] [of person_id] [stays] What came of it.';
COMMENT ON COLUMN membership_request.created_at IS '[personal] [of person_id] When they asked.';
COMMENT ON COLUMN membership_request.expires_at IS '[personal] [of person_id] Until when it stands.';
COMMENT ON COLUMN membership_request.closed_at IS '[personal] [of person_id, declined_by] When it was answered or ended.';
COMMENT ON COLUMN membership_request.declined_by IS '[personal] Which steward declined.';
COMMENT ON COLUMN membership_request.decline_reason IS '[personal] [of declined_by] [goes with person_id] Why a steward declined, for the people affected; the asker does not read it.';
COMMENT ON COLUMN membership_request.membership_id IS '[personal] The standing that came of it.';
CREATE UNIQUE INDEX membership_request_one_open_uq ON membership_request (community_id, person_id) WHERE state = 'OPEN';
CREATE INDEX membership_request_person_ix ON membership_request (person_id);
CREATE INDEX membership_request_due_ix ON membership_request (expires_at) WHERE state = 'OPEN';
CREATE INDEX membership_request_id_ix ON membership_request (id);

CREATE TABLE vouch (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  request_id uuid NOT NULL,
  voucher_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  withdrawn_at timestamptz,
  CONSTRAINT vouch_pk PRIMARY KEY (community_id, id),
  CONSTRAINT vouch_request_fk FOREIGN KEY (community_id, request_id) REFERENCES membership_request (community_id, id),
  CONSTRAINT vouch_voucher_fk FOREIGN KEY (community_id, voucher_id) REFERENCES membership (community_id, id)
);
COMMENT ON TABLE vouch IS 'One of the people affected vouches for someone who asks to be admitted. Who was admitted stays, whatever becomes of the voucher.';
COMMENT ON COLUMN vouch.voucher_id IS '[personal] Who vouched.';
COMMENT ON COLUMN vouch.created_at IS '[personal] When they did.';
COMMENT ON COLUMN vouch.withdrawn_at IS '[personal] When they took it back.';
CREATE UNIQUE INDEX vouch_once_uq ON vouch (community_id, request_id, voucher_id) WHERE withdrawn_at IS NULL;
CREATE INDEX vouch_voucher_ix ON vouch (community_id, voucher_id, created_at);

CREATE FUNCTION app.my_requests() RETURNS uuid[] ${sqlDefiner} AS $$
  SELECT coalesce(array_agg(r.id), '{}') FROM public.membership_request r WHERE r.person_id = app.person_id()
$$;

CREATE FUNCTION app.settled_self(community uuid) RETURNS uuid ${sqlDefiner} AS $$
  SELECT m.id FROM app.settled_people(community) m WHERE m.person_id = app.person_id()
$$;
COMMENT ON FUNCTION app.settled_self(uuid) IS 'The membership by which the current person can count as one of two; null if they cannot.';

CREATE FUNCTION app.valid_vouches(community uuid, request uuid) RETURNS SETOF membership ${sqlDefiner} AS $$
  SELECT m.* FROM app.settled_people(community) m
    JOIN public.membership_request r ON r.community_id = m.community_id AND r.id = request AND r.person_id <> m.person_id
   WHERE EXISTS (SELECT FROM public.vouch v WHERE v.community_id = m.community_id AND v.request_id = r.id AND v.voucher_id = m.id AND v.withdrawn_at IS NULL)
$$;
COMMENT ON FUNCTION app.valid_vouches(uuid, uuid) IS 'Who vouches and still may: whoever left, was removed or suspended counts no more. Live memberships, so each person once.';

CREATE FUNCTION app.request_membership(community uuid, request uuid, pseudonym text, message text) RETURNS void ${definer} AS $$
DECLARE
  me uuid := app.person_id();
BEGIN
  PERFORM app.lock_community(community);
  IF me IS NULL OR NOT EXISTS (SELECT FROM public.community c WHERE c.id = community AND c.published AND c.admission_rule <> 'INVITATION') THEN
    PERFORM app.refuse('membership_request_where_vouches_admit_ck', 'the community does not admit by vouches');
  END IF;
  IF EXISTS (SELECT FROM public.membership m WHERE m.community_id = community AND m.person_id = me AND m.ended_at IS NULL) THEN
    PERFORM app.refuse('membership_one_live_per_person_uq', 'nobody has two standings in one community');
  END IF;
  IF EXISTS (SELECT FROM public.membership_request r WHERE r.community_id = community AND r.person_id = me AND r.state = 'DECLINED' AND r.expires_at > now()) THEN
    PERFORM app.refuse('membership_request_not_after_decline_ck', 'who was declined waits until that request would have ended');
  END IF;
  UPDATE public.membership_request r SET ${closed('EXPIRED')} WHERE r.community_id = community AND r.person_id = me AND r.state = 'OPEN' AND r.expires_at <= now();
  INSERT INTO public.membership_request (community_id, id, person_id, pseudonym, message) VALUES (community, request, me, request_membership.pseudonym, request_membership.message);
  PERFORM app.put_on_record(community, 'membership.requested', NULL, 'OUTSIDER', 'MembershipRequest', request, '{}', NULL);
END $$;

CREATE FUNCTION app.withdraw_request(community uuid, request uuid) RETURNS boolean ${definer} AS $$
BEGIN
  PERFORM app.lock_community(community);
  UPDATE public.membership_request r SET ${closed('WITHDRAWN')}
   WHERE r.community_id = community AND r.id = request AND r.person_id = app.person_id() AND r.state = 'OPEN' AND r.expires_at > now();
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM app.put_on_record(community, 'membership.request_withdrawn', NULL, 'OUTSIDER', 'MembershipRequest', request, '{}', NULL);
  RETURN true;
END $$;

CREATE FUNCTION app.decline_request(community uuid, request uuid, reason text) RETURNS boolean ${definer} AS $$
BEGIN
  PERFORM app.lock_community(community);
  IF NOT community = ANY (app.communities_as('steward')) OR app.settled_self(community) IS NULL THEN
    PERFORM app.refuse('membership_request_declined_by_steward_ck', 'only a steward declines');
  END IF;
  UPDATE public.membership_request r SET ${closed('DECLINED')}, declined_by = app.settled_self(community), decline_reason = reason
   WHERE r.community_id = community AND r.id = request AND r.state = 'OPEN' AND r.expires_at > now() AND r.person_id <> app.person_id();
  RETURN FOUND;
END $$;

CREATE FUNCTION app.vouch_for(community uuid, request uuid, vouch uuid, membership uuid, spare_pseudonym text) RETURNS uuid ${definer} AS $$
DECLARE
  home public.community;
  asked public.membership_request;
  voucher uuid;
  vouchers integer;
  long_standing boolean;
BEGIN
  SELECT * INTO home FROM public.community c WHERE c.id = community FOR NO KEY UPDATE;
  voucher := app.settled_self(community);
  IF voucher IS NULL THEN
    PERFORM app.refuse('vouch_by_settled_ck', 'only affected people past their probation vouch');
  END IF;
  IF home.admission_rule = 'INVITATION' THEN
    PERFORM app.refuse('membership_request_where_vouches_admit_ck', 'the community does not admit by vouches');
  END IF;
  SELECT r.* INTO asked FROM public.membership_request r JOIN public.person p ON p.id = r.person_id
   WHERE r.community_id = community AND r.id = request AND r.state = 'OPEN' AND r.expires_at > now() AND p.suspended_at IS NULL;
  IF NOT FOUND THEN
    PERFORM app.refuse('vouch_for_open_request_ck', 'the request is not open any more');
  END IF;
  IF asked.person_id = app.person_id() THEN
    PERFORM app.refuse('vouch_not_for_oneself_ck', 'nobody vouches for themselves');
  END IF;
  IF (SELECT count(*) FROM public.vouch v
        JOIN public.membership m ON m.community_id = v.community_id AND m.id = v.voucher_id AND m.person_id = app.person_id()
        JOIN public.membership_request r ON r.community_id = v.community_id AND r.id = v.request_id
       WHERE v.community_id = community AND v.withdrawn_at IS NULL AND v.created_at > now() - interval '30 days'
         AND (r.state = 'ADMITTED' OR (r.state = 'OPEN' AND r.expires_at > now()))) >= 3 THEN
    PERFORM app.refuse('vouch_at_most_three_ck', 'at most three vouches in thirty days');
  END IF;
  INSERT INTO public.vouch (community_id, id, request_id, voucher_id) VALUES (community, vouch, request, voucher);
  SELECT count(*), bool_or(m.since <= now() - interval '30 days') INTO vouchers, long_standing FROM app.valid_vouches(community, request) m;
  IF vouchers < 2 OR (home.founded_at <= now() - interval '30 days' AND NOT long_standing) THEN RETURN NULL; END IF;
  UPDATE public.membership_request r SET ${closed('ADMITTED')} WHERE r.community_id = community AND r.id = request;
  INSERT INTO public.membership (community_id, id, person_id, standing, pseudonym, probation_until, admitted_by)
  VALUES (community, membership, asked.person_id, 'AFFECTED',
          CASE WHEN EXISTS (SELECT FROM public.membership m WHERE m.community_id = community AND m.ended_at IS NULL AND lower(m.pseudonym) = lower(asked.pseudonym))
               THEN spare_pseudonym ELSE asked.pseudonym END,
          app.probation_end(community), voucher);
  UPDATE public.membership_request r SET membership_id = membership WHERE r.community_id = community AND r.id = request;
  RETURN membership;
END $$;
COMMENT ON FUNCTION app.vouch_for(uuid, uuid, uuid, uuid, text) IS
  'Vouches, and admits with the second valid vouch, one of them by a member of 30 days once the community is that old. Answers the new membership, or null while vouches are missing.';

CREATE FUNCTION app.withdraw_vouch(community uuid, request uuid) RETURNS boolean ${definer} AS $$
BEGIN
  PERFORM app.lock_community(community);
  UPDATE public.vouch v SET withdrawn_at = now()
   WHERE v.community_id = community AND v.request_id = request AND v.withdrawn_at IS NULL AND v.voucher_id = app.settled_self(community)
     AND EXISTS (SELECT FROM public.membership_request r WHERE r.community_id = v.community_id AND r.id = v.request_id AND r.state = 'OPEN' AND r.expires_at > now());
  RETURN FOUND;
END $$;

CREATE FUNCTION app.expire_requests() RETURNS TABLE (community_id uuid, request_id uuid) ${definer} AS $$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('membership_request_expires_by_clock_ck', 'only the clock lets requests expire');
  END IF;
  RETURN QUERY
  UPDATE public.membership_request r SET ${closed('EXPIRED')}
   WHERE (r.community_id, r.id) IN (SELECT o.community_id, o.id FROM public.membership_request o
           WHERE o.state = 'OPEN' AND o.expires_at <= now() ORDER BY o.expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)
  RETURNING r.community_id, r.id;
END $$;

CREATE FUNCTION app.membership_answers_request() RETURNS trigger ${definer} AS $$
BEGIN
  UPDATE public.membership_request r SET ${closed('WITHDRAWN')} WHERE r.community_id = NEW.community_id AND r.person_id = NEW.person_id AND r.state = 'OPEN';
  RETURN NULL;
END $$;
COMMENT ON FUNCTION app.membership_answers_request() IS 'Whoever came in by another way asks no more: nobody may come to vouch for themselves.';
CREATE TRIGGER membership_answers_request AFTER INSERT ON membership FOR EACH ROW EXECUTE FUNCTION app.membership_answers_request();

${protect('membership_request', 'vouch')}
CREATE POLICY seen ON membership_request FOR SELECT TO accompany_app
  USING (${inCommunityAs('settled')} OR id = ANY ((SELECT app.my_requests())::uuid[]));
GRANT SELECT (community_id, id, pseudonym, message, state, created_at, expires_at, closed_at, declined_by, decline_reason, membership_id) ON membership_request TO accompany_app;
CREATE POLICY seen ON vouch FOR SELECT TO accompany_app USING (${inCommunityAs('settled')});
GRANT SELECT ON vouch TO accompany_app;

GRANT EXECUTE ON FUNCTION app.my_requests(), app.settled_self(uuid), app.request_membership(uuid, uuid, text, text), app.withdraw_request(uuid, uuid),
  app.decline_request(uuid, uuid, text), app.vouch_for(uuid, uuid, uuid, uuid, text), app.withdraw_vouch(uuid, uuid), app.expire_requests() TO accompany_app;
`;

  protected readonly downSql = `
DROP TRIGGER membership_answers_request ON membership;
DROP FUNCTION app.membership_answers_request(), app.expire_requests(), app.withdraw_vouch(uuid, uuid), app.vouch_for(uuid, uuid, uuid, uuid, text),
  app.decline_request(uuid, uuid, text), app.withdraw_request(uuid, uuid), app.request_membership(uuid, uuid, text, text),
  app.valid_vouches(uuid, uuid), app.settled_self(uuid);
DROP TABLE vouch, membership_request;
DROP FUNCTION app.my_requests();
`;
}
