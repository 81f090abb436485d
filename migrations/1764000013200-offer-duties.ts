import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app';

/** How people come to be stewards after the first two: offered by a steward or confirmed by two, and always accepted. */
export class OfferDuties1764000013200 extends SqlMigration {
  readonly name = 'OfferDuties1764000013200';

  protected readonly upSql = `
CREATE TABLE duty_offer (
  community_id uuid NOT NULL CONSTRAINT duty_offer_community_fk REFERENCES community,
  id uuid NOT NULL,
  membership_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'OPEN',
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '30 days',
  closed_at timestamptz,
  CONSTRAINT duty_offer_pk PRIMARY KEY (community_id, id),
  CONSTRAINT duty_offer_state_ck CHECK (state IN ('OPEN', 'ACCEPTED', 'DECLINED', 'WITHDRAWN')),
  CONSTRAINT duty_offer_closed_whole_ck CHECK ((state = 'OPEN') = (closed_at IS NULL)),
  CONSTRAINT duty_offer_membership_fk FOREIGN KEY (community_id, membership_id) REFERENCES membership (community_id, id)
);
COMMENT ON TABLE duty_offer IS 'Someone is asked to be a steward. It takes effect when they accept, and only while enough others stand behind it.';
COMMENT ON COLUMN duty_offer.membership_id IS '[personal] Who is asked to be a steward.';
COMMENT ON COLUMN duty_offer.state IS '[personal] [stays] What they answered: the community counts on its stewards by it.';
COMMENT ON COLUMN duty_offer.created_at IS '[personal] When they were asked.';
COMMENT ON COLUMN duty_offer.expires_at IS '[personal] Until when they can answer.';
COMMENT ON COLUMN duty_offer.closed_at IS '[personal] When they answered, or it was withdrawn.';
CREATE UNIQUE INDEX duty_offer_one_open_uq ON duty_offer (community_id, membership_id) WHERE state = 'OPEN';
CREATE INDEX duty_offer_id_ix ON duty_offer (id);

CREATE TABLE duty_backing (
  community_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  backed_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT duty_backing_pk PRIMARY KEY (community_id, offer_id, backed_by),
  CONSTRAINT duty_backing_offer_fk FOREIGN KEY (community_id, offer_id) REFERENCES duty_offer (community_id, id),
  CONSTRAINT duty_backing_backed_by_fk FOREIGN KEY (community_id, backed_by) REFERENCES membership (community_id, id)
);
COMMENT ON TABLE duty_backing IS 'Who stands behind an offer: the steward who made it, or those who confirm a new steward while the community is short of them.';
COMMENT ON COLUMN duty_backing.backed_by IS '[personal] Who stands behind the offer.';
COMMENT ON COLUMN duty_backing.created_at IS '[personal] When they said so.';

CREATE FUNCTION app.duty_backers(community uuid, offer uuid) RETURNS SETOF membership ${sqlDefiner} AS $$
  SELECT m.* FROM app.settled_people(community) m
    JOIN public.duty_backing b ON b.community_id = m.community_id AND b.offer_id = offer AND b.backed_by = m.id
    JOIN public.duty_offer o ON o.community_id = b.community_id AND o.id = b.offer_id AND o.membership_id <> m.id
$$;
COMMENT ON FUNCTION app.duty_backers(uuid, uuid) IS 'Those who stand behind an offer and still may, without the one it is made to.';

CREATE FUNCTION app.backers_needed(community uuid, candidate uuid) RETURNS integer ${sqlDefiner} AS $$
  SELECT CASE WHEN app.is_short_of_stewards(community)
              THEN least(2, (SELECT count(*) FROM app.live_affected(community) m JOIN public.person p ON p.id = m.person_id
                              WHERE m.id <> candidate AND p.suspended_at IS NULL))::integer
              ELSE 1 END
$$;
COMMENT ON FUNCTION app.backers_needed(uuid, uuid) IS
  'Two affected people besides the candidate while short of stewards, or as many as there are: the last person of a community is not shut out of it. One steward otherwise.';

CREATE FUNCTION app.duty_is_ready(community uuid, offer uuid) RETURNS boolean ${sqlDefiner} AS $$
  SELECT o.state = 'OPEN' AND o.expires_at > now()
     AND (SELECT count(*) FROM app.duty_backers(o.community_id, o.id)) >= app.backers_needed(o.community_id, o.membership_id)
     AND (app.is_short_of_stewards(o.community_id) OR EXISTS (SELECT FROM app.duty_backers(o.community_id, o.id) m WHERE m.is_steward))
    FROM public.duty_offer o WHERE o.community_id = community AND o.id = offer
$$;

CREATE FUNCTION app.open_duty_offer(community uuid, candidate uuid, offer uuid) RETURNS uuid ${definer} AS $$
DECLARE
  found uuid;
BEGIN
  IF NOT EXISTS (SELECT FROM app.settled_people(community) m WHERE m.id = candidate AND NOT m.is_steward) THEN
    PERFORM app.refuse('duty_offer_to_settled_ck', 'a duty is offered to an affected person past probation who does not carry it');
  END IF;
  UPDATE public.duty_offer o SET state = 'WITHDRAWN', closed_at = now()
   WHERE o.community_id = community AND o.membership_id = candidate AND o.state = 'OPEN' AND o.expires_at <= now();
  SELECT o.id INTO found FROM public.duty_offer o WHERE o.community_id = community AND o.membership_id = candidate AND o.state = 'OPEN';
  IF found IS NULL THEN
    INSERT INTO public.duty_offer (community_id, id, membership_id) VALUES (community, offer, candidate) RETURNING id INTO found;
  END IF;
  RETURN found;
END $$;
COMMENT ON FUNCTION app.open_duty_offer(uuid, uuid, uuid) IS 'The open offer to a candidate, made if there is none. Granted to nobody.';

CREATE FUNCTION app.offer_stewardship(community uuid, candidate uuid, offer uuid) RETURNS uuid ${definer} AS $$
DECLARE
  opened uuid;
BEGIN
  PERFORM app.lock_community(community);
  IF NOT community = ANY (app.communities_as('steward')) OR app.settled_self(community) IS NULL THEN
    PERFORM app.refuse('duty_offer_by_steward_ck', 'only a steward offers a duty');
  END IF;
  IF app.is_short_of_stewards(community) THEN
    PERFORM app.refuse('duty_offer_with_enough_stewards_ck', 'while short of stewards two affected people confirm a new one');
  END IF;
  opened := app.open_duty_offer(community, candidate, offer);
  INSERT INTO public.duty_backing (community_id, offer_id, backed_by) VALUES (community, opened, app.settled_self(community));
  RETURN opened;
END $$;

CREATE FUNCTION app.confirm_steward(community uuid, candidate uuid, offer uuid) RETURNS jsonb ${definer} AS $$
DECLARE
  me uuid;
  opened uuid;
BEGIN
  PERFORM app.lock_community(community);
  me := app.settled_self(community);
  IF me IS NULL THEN
    PERFORM app.refuse('duty_backing_by_settled_ck', 'only affected people past their probation confirm a steward');
  END IF;
  IF NOT app.is_short_of_stewards(community) THEN
    PERFORM app.refuse('duty_backing_while_short_ck', 'the community is not short of stewards');
  END IF;
  IF me = candidate AND app.backers_needed(community, candidate) > 0 THEN
    PERFORM app.refuse('duty_backing_not_for_oneself_ck', 'nobody confirms themselves while there are others');
  END IF;
  opened := app.open_duty_offer(community, candidate, offer);
  IF me <> candidate THEN
    INSERT INTO public.duty_backing (community_id, offer_id, backed_by) VALUES (community, opened, me);
  END IF;
  RETURN jsonb_build_object('offerId', opened, 'isReady', app.duty_is_ready(community, opened));
END $$;
COMMENT ON FUNCTION app.confirm_steward(uuid, uuid, uuid) IS 'One of the two who confirm a new steward while the community is short of them. The candidate does not count, and has to accept.';

CREATE FUNCTION app.accept_stewardship(community uuid, offer uuid) RETURNS boolean ${definer} AS $$
DECLARE
  me uuid;
BEGIN
  PERFORM app.lock_community(community);
  me := app.settled_self(community);
  IF NOT coalesce(app.duty_is_ready(community, offer), false) THEN
    PERFORM app.refuse('duty_offer_backed_ck', 'not enough people stand behind this offer any more, or it has ended');
  END IF;
  UPDATE public.duty_offer o SET state = 'ACCEPTED', closed_at = now()
   WHERE o.community_id = community AND o.id = offer AND o.membership_id = me AND o.state = 'OPEN';
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE public.membership m SET is_steward = true WHERE m.community_id = community AND m.id = me;
  RETURN true;
END $$;
COMMENT ON FUNCTION app.accept_stewardship(uuid, uuid) IS 'Besides founding and being the second person, the only way to become a steward: no grant lets anyone write the column.';

CREATE FUNCTION app.decline_stewardship(community uuid, offer uuid) RETURNS boolean ${definer} AS $$
BEGIN
  PERFORM app.lock_community(community);
  UPDATE public.duty_offer o SET state = 'DECLINED', closed_at = now()
   WHERE o.community_id = community AND o.id = offer AND o.state = 'OPEN' AND o.membership_id = ANY (app.my_memberships());
  RETURN FOUND;
END $$;

CREATE FUNCTION app.withdraw_duty_offer(community uuid, candidate uuid) RETURNS uuid ${definer} AS $$
DECLARE
  withdrawn uuid;
BEGIN
  PERFORM app.lock_community(community);
  IF NOT community = ANY (app.communities_as('steward')) OR app.settled_self(community) IS NULL THEN
    PERFORM app.refuse('duty_offer_by_steward_ck', 'only a steward withdraws an offer');
  END IF;
  -- What two people confirm because stewards are missing, the one who is left does not undo.
  IF app.is_short_of_stewards(community) THEN
    PERFORM app.refuse('duty_offer_with_enough_stewards_ck', 'while short of stewards two affected people confirm a new one');
  END IF;
  UPDATE public.duty_offer o SET state = 'WITHDRAWN', closed_at = now()
   WHERE o.community_id = community AND o.membership_id = candidate AND o.state = 'OPEN' RETURNING o.id INTO withdrawn;
  RETURN withdrawn;
END $$;

CREATE FUNCTION app.resign_stewardship(community uuid) RETURNS boolean ${definer} AS $$
BEGIN
  PERFORM app.lock_community(community);
  UPDATE public.membership m SET is_steward = false
   WHERE m.community_id = community AND m.person_id = app.person_id() AND m.ended_at IS NULL AND m.is_steward;
  RETURN FOUND;
END $$;
COMMENT ON FUNCTION app.resign_stewardship(uuid) IS 'Never refused, however few stewards are left: nobody is held in a duty.';

CREATE FUNCTION app.candidate_home(candidate uuid) RETURNS uuid ${sqlDefiner} AS $$
  SELECT m.community_id FROM public.membership m
   WHERE m.id = candidate AND m.standing = 'AFFECTED' AND m.ended_at IS NULL AND m.community_id = ANY (app.communities_as('affected'))
$$;
COMMENT ON FUNCTION app.candidate_home(uuid) IS 'The community of someone who told their id to be confirmed by: people who are not listed can still become stewards.';

CREATE FUNCTION app.open_duty_offers(communities uuid[])
RETURNS TABLE (community_id uuid, id uuid, membership_id uuid, pseudonym text, backers integer, backers_needed integer, is_ready boolean, viewer_backs boolean, created_at timestamptz, expires_at timestamptz)
${sqlDefiner} AS $$
  SELECT o.community_id, o.id, o.membership_id, m.pseudonym, (SELECT count(*)::integer FROM app.duty_backers(o.community_id, o.id)),
         app.backers_needed(o.community_id, o.membership_id), app.duty_is_ready(o.community_id, o.id),
         EXISTS (SELECT FROM public.duty_backing b WHERE b.community_id = o.community_id AND b.offer_id = o.id AND b.backed_by = ANY (app.my_memberships())),
         o.created_at, o.expires_at
    FROM public.duty_offer o JOIN public.membership m ON m.community_id = o.community_id AND m.id = o.membership_id
   WHERE o.state = 'OPEN' AND o.expires_at > now()
     AND (m.id = ANY (app.my_memberships()) OR (o.community_id = ANY (communities) AND o.community_id = ANY (app.communities_as('settled'))))
   ORDER BY o.created_at, o.id
$$;
COMMENT ON FUNCTION app.open_duty_offers(uuid[]) IS 'Open offers of these communities, for those who can stand behind them, and one''s own anywhere. With the pseudonym, listed or not: whoever is to decide must know about whom.';

${protect('duty_offer', 'duty_backing')}
CREATE POLICY seen ON duty_offer FOR SELECT TO accompany_app
  USING (${inCommunityAs('settled')} OR membership_id = ANY ((SELECT app.my_memberships())::uuid[]));
GRANT SELECT ON duty_offer TO accompany_app;
CREATE POLICY seen ON duty_backing FOR SELECT TO accompany_app USING (${inCommunityAs('settled')});
GRANT SELECT ON duty_backing TO accompany_app;

GRANT EXECUTE ON FUNCTION app.offer_stewardship(uuid, uuid, uuid), app.confirm_steward(uuid, uuid, uuid), app.accept_stewardship(uuid, uuid),
  app.decline_stewardship(uuid, uuid), app.withdraw_duty_offer(uuid, uuid), app.resign_stewardship(uuid), app.candidate_home(uuid),
  app.open_duty_offers(uuid[]) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.open_duty_offers(uuid[]), app.candidate_home(uuid), app.resign_stewardship(uuid), app.withdraw_duty_offer(uuid, uuid),
  app.decline_stewardship(uuid, uuid), app.accept_stewardship(uuid, uuid), app.confirm_steward(uuid, uuid, uuid),
  app.offer_stewardship(uuid, uuid, uuid), app.open_duty_offer(uuid, uuid, uuid), app.duty_is_ready(uuid, uuid), app.backers_needed(uuid, uuid),
  app.duty_backers(uuid, uuid);
DROP TABLE duty_backing, duty_offer;
`;
}
