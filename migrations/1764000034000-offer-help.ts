import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

const waits = `o.community_id = community AND o.id = offer AND o.state = 'OFFERED' AND o.expires_at > now()`;

const onlyAffected = `
  IF NOT coalesce(community = ANY (app.communities_as('affected')), false) THEN
    PERFORM app.refuse('offer_answered_by_affected_ck', 'an offer is answered by one of the people affected');
  END IF;`;

/** What allies suggest by themselves. Until one of the people affected adopts it, it is nobody's ask. */
export class OfferHelp1764000034000 extends SqlMigration {
  readonly name = 'OfferHelp1764000034000';

  protected readonly upSql = `
CREATE TABLE offer (
  community_id uuid NOT NULL CONSTRAINT offer_community_fk REFERENCES community,
  id uuid NOT NULL,
  campaign_id uuid,
  offered_by uuid NOT NULL,
  offerer_standing text NOT NULL DEFAULT 'ALLY',
  kind text NOT NULL,
  text text NOT NULL,
  quantity integer NOT NULL,
  unit text NOT NULL,
  when_text text NOT NULL DEFAULT '',
  where_text text NOT NULL DEFAULT '',
  language text NOT NULL,
  state text NOT NULL DEFAULT 'OFFERED',
  offered_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '90 days',
  settled_at timestamptz,
  answered_by uuid,
  answerer_standing text NOT NULL DEFAULT 'AFFECTED',
  thanks text,
  ask_id uuid,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT offer_pk PRIMARY KEY (community_id, id),
  CONSTRAINT offer_ask_uq UNIQUE (community_id, ask_id),
  CONSTRAINT offer_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES campaign (community_id, id),
  CONSTRAINT offer_ask_fk FOREIGN KEY (community_id, ask_id) REFERENCES ask (community_id, id),
  CONSTRAINT offer_offered_by_fk FOREIGN KEY (community_id, offered_by, offerer_standing) REFERENCES membership (community_id, id, standing),
  CONSTRAINT offer_answered_by_fk FOREIGN KEY (community_id, answered_by, answerer_standing) REFERENCES membership (community_id, id, standing),
  CONSTRAINT offer_by_ally_ck CHECK (offerer_standing = 'ALLY'),
  CONSTRAINT offer_answerer_is_affected_ck CHECK (answerer_standing = 'AFFECTED'),
  -- Which kinds of asks there are is said by the asks. For the community its own people speak.
  CONSTRAINT offer_kind_ck CHECK (kind <> 'SPEAK' AND kind ~ '^[A-Z_]{1,40}$'),
  CONSTRAINT offer_text_ck CHECK (length(text) <= 4000),
  CONSTRAINT offer_details_ck CHECK (length(when_text) <= 300 AND length(where_text) <= 300),
  CONSTRAINT offer_quantity_ck CHECK (quantity BETWEEN 1 AND 1000000 AND length(unit) <= 40),
  CONSTRAINT offer_state_ck CHECK (state IN ('OFFERED', 'ADOPTED', 'DECLINED', 'WITHDRAWN', 'EXPIRED')),
  CONSTRAINT offer_settled_ck CHECK ((state = 'OFFERED') = (settled_at IS NULL)),
  CONSTRAINT offer_answered_ck CHECK ((state IN ('ADOPTED', 'DECLINED')) = (answered_by IS NOT NULL)),
  CONSTRAINT offer_adopted_ck CHECK ((state = 'ADOPTED') = (ask_id IS NOT NULL)),
  CONSTRAINT offer_thanks_ck CHECK (length(thanks) <= 2000 AND (thanks IS NULL OR state = 'DECLINED'))
);
COMMENT ON TABLE offer IS 'What an ally suggests to do, seen by the community and by whoever suggested it. It reaches no priority; it becomes an ask when one of the people affected adopts it, and only so.';
COMMENT ON COLUMN offer.offered_by IS '[personal] Who offers: an ally, or an organization that is one.';
COMMENT ON COLUMN offer.offerer_standing IS '[personal] [of offered_by] [stays] In which standing.';
COMMENT ON COLUMN offer.kind IS '[personal] [of offered_by] [stays] What sort of doing: one word of a list.';
COMMENT ON COLUMN offer.text IS '[personal] [of offered_by] What they offer, in their words.';
COMMENT ON COLUMN offer.quantity IS '[personal] [of offered_by] How much.';
COMMENT ON COLUMN offer.unit IS '[personal] [of offered_by] Of what.';
COMMENT ON COLUMN offer.when_text IS '[personal] [of offered_by] When they could, in their words.';
COMMENT ON COLUMN offer.where_text IS '[personal] [of offered_by] Where, in their words.';
COMMENT ON COLUMN offer.language IS '[personal] [of offered_by] [stays] In which language they wrote.';
COMMENT ON COLUMN offer.state IS '[personal] [of offered_by, answered_by] [stays] What came of it.';
COMMENT ON COLUMN offer.offered_at IS '[personal] [of offered_by] When they offered it.';
COMMENT ON COLUMN offer.expires_at IS '[personal] [of offered_by] Until when it waits for an answer.';
COMMENT ON COLUMN offer.settled_at IS '[personal] [of offered_by, answered_by] When it was answered or ended.';
COMMENT ON COLUMN offer.answered_by IS '[personal] Who answered for the community; allies do not learn it.';
COMMENT ON COLUMN offer.answerer_standing IS '[personal] [of answered_by] [stays] In which standing.';
COMMENT ON COLUMN offer.thanks IS '[personal] [of answered_by, offered_by] [goes with offered_by] With what words it was declined, in the name of the community.';
CREATE INDEX offer_id_ix ON offer (id);
CREATE INDEX offer_listed_ix ON offer (community_id, offered_at DESC, id DESC);
CREATE INDEX offer_campaign_ix ON offer (community_id, campaign_id, offered_at DESC, id DESC) WHERE campaign_id IS NOT NULL;
CREATE INDEX offer_offered_by_ix ON offer (offered_by, offered_at DESC);
CREATE INDEX offer_waiting_ix ON offer (expires_at) WHERE state = 'OFFERED';
CREATE INDEX offer_settled_ix ON offer (settled_at) WHERE settled_at IS NOT NULL;
${protect('offer')}

CREATE FUNCTION app.offer_is_made() RETURNS trigger ${definer} AS $$
BEGIN
  -- Two offers at once count each other.
  PERFORM pg_advisory_xact_lock(hashtextextended('accompany.offers.' || NEW.offered_by::text, 0));
  IF NOT EXISTS (SELECT FROM public.membership m WHERE m.community_id = NEW.community_id AND m.id = NEW.offered_by
                  AND m.ended_at IS NULL AND m.paused_at IS NULL AND m.until > now()) THEN
    PERFORM app.refuse('offer_by_active_ally_ck', 'an ally whose standing rests takes on nothing new');
  END IF;
  IF (SELECT count(*) FROM public.offer o WHERE o.community_id = NEW.community_id AND o.offered_by = NEW.offered_by
        AND o.state = 'OFFERED' AND o.expires_at > now()) >= 10 THEN
    PERFORM app.refuse('offer_at_most_ten_wait_ck', 'at most ten offers of an ally wait in a community');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER offer_is_made BEFORE INSERT ON offer FOR EACH ROW EXECUTE FUNCTION app.offer_is_made();

CREATE FUNCTION app.withdraw_offer(community uuid, offer uuid) RETURNS boolean ${definer} AS $$
BEGIN
  UPDATE public.offer o SET state = 'WITHDRAWN', settled_at = now(), version = o.version + 1
   WHERE ${waits} AND o.offered_by = ANY (app.my_memberships());
  RETURN FOUND;
END $$;
COMMENT ON FUNCTION app.withdraw_offer(uuid, uuid) IS 'By whoever offered, while it waits; false where it waits no more.';

CREATE FUNCTION app.adopt_offer(community uuid, offer uuid, ask uuid) RETURNS boolean ${definer} AS $$
BEGIN${onlyAffected}
  -- Without this any ask of the community could be made out to have come from an ally.
  IF NOT EXISTS (SELECT FROM public.ask a WHERE a.community_id = community AND a.id = ask AND a.state = 'DRAFT' AND a.lead_id IS NULL
                  AND a.created_by = app.membership_in(community)) THEN
    PERFORM app.refuse('offer_adopted_as_draft_ck', 'an offer is adopted as a draft of whoever adopts it');
  END IF;
  UPDATE public.offer o SET state = 'ADOPTED', settled_at = now(), answered_by = app.membership_in(community), ask_id = ask, version = o.version + 1 WHERE ${waits};
  RETURN FOUND;
END $$;
COMMENT ON FUNCTION app.adopt_offer(uuid, uuid, uuid) IS 'Ties an offer to the draft that one of the people affected made of it. False where it waits no more.';

CREATE FUNCTION app.decline_offer(community uuid, offer uuid, thanks text) RETURNS boolean ${definer} AS $$
BEGIN${onlyAffected}
  UPDATE public.offer o SET state = 'DECLINED', settled_at = now(), answered_by = app.membership_in(community), thanks = decline_offer.thanks, version = o.version + 1 WHERE ${waits};
  RETURN FOUND;
END $$;

CREATE FUNCTION app.reopen_offer(community uuid, offer uuid) RETURNS boolean ${definer} AS $$
BEGIN${onlyAffected}
  UPDATE public.offer o SET state = 'OFFERED', settled_at = NULL, answered_by = NULL, thanks = NULL, version = o.version + 1,
         expires_at = greatest(o.expires_at, now() + interval '14 days')
   WHERE o.community_id = community AND o.id = offer AND o.state = 'DECLINED' AND o.settled_at > now() - interval '14 days';
  RETURN FOUND;
END $$;
COMMENT ON FUNCTION app.reopen_offer(uuid, uuid) IS 'Takes a decline back within fourteen days of it, and leaves at least as many for another answer.';

CREATE FUNCTION app.expire_offers() RETURNS integer ${definer} AS $$
DECLARE
  over public.offer;
  expired integer := 0;
BEGIN
  PERFORM app.only_the_clock();
  FOR over IN
    UPDATE public.offer o SET state = 'EXPIRED', settled_at = now(), version = o.version + 1
     WHERE o.state = 'OFFERED' AND (o.expires_at <= now() OR EXISTS (
       SELECT FROM public.membership m WHERE m.community_id = o.community_id AND m.id = o.offered_by AND m.ended_at IS NOT NULL))
    RETURNING o.*
  LOOP
    PERFORM app.put_on_record(over.community_id, 'offer.expired', NULL, 'SYSTEM', 'Offer', over.id, '{}', over.campaign_id);
    expired := expired + 1;
  END LOOP;
  RETURN expired;
END $$;
COMMENT ON FUNCTION app.expire_offers() IS 'Ends offers that nobody answered in their time, and those whose ally is none any more. Answers how many.';

CREATE FUNCTION app.forget_offers(months integer) RETURNS void ${definer} AS $$
DECLARE
  long_ago timestamptz := now() - make_interval(months => months);
BEGIN
  PERFORM app.only_the_clock();
  IF months < 1 THEN
    PERFORM app.refuse('retention_of_a_month_ck', 'what was decided about someone is kept for at least a month');
  END IF;
  DELETE FROM public.offer o WHERE o.state <> 'ADOPTED' AND o.settled_at < long_ago;
  UPDATE public.offer o SET text = '', when_text = '', where_text = '' WHERE o.state = 'ADOPTED' AND o.settled_at < long_ago AND o.text <> '';
END $$;
COMMENT ON FUNCTION app.forget_offers(integer) IS 'So long after they were settled: those that came to nothing whole, and of an adopted one what the ally wrote. The record keeps that they were.';

CREATE POLICY own ON offer FOR SELECT TO accompany_app USING (offered_by = ANY ((SELECT app.my_memberships())::uuid[]));
CREATE POLICY seen ON offer FOR SELECT TO accompany_app USING (${inCommunityAs('insider')});
CREATE POLICY offered ON offer FOR INSERT TO accompany_app
  WITH CHECK (offered_by = ANY ((SELECT app.my_memberships())::uuid[]) AND ${inCommunityAs('ally')});
CREATE POLICY own_revised ON offer FOR UPDATE TO accompany_app
  USING (offered_by = ANY ((SELECT app.my_memberships())::uuid[]) AND ${inCommunityAs('ally')} AND state = 'OFFERED' AND expires_at > now())
  WITH CHECK (offered_by = ANY ((SELECT app.my_memberships())::uuid[]));
GRANT SELECT (community_id, id, campaign_id, offered_by, kind, text, quantity, unit, when_text, where_text, language, state, offered_at, expires_at, settled_at, thanks, ask_id, version),
  INSERT (community_id, id, campaign_id, offered_by, kind, text, quantity, unit, when_text, where_text, language),
  UPDATE (kind, text, quantity, unit, when_text, where_text, language, version) ON offer TO accompany_app;
GRANT EXECUTE ON FUNCTION app.withdraw_offer(uuid, uuid), app.adopt_offer(uuid, uuid, uuid), app.decline_offer(uuid, uuid, text), app.reopen_offer(uuid, uuid),
  app.expire_offers(), app.forget_offers(integer) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.forget_offers(integer), app.expire_offers(), app.reopen_offer(uuid, uuid), app.decline_offer(uuid, uuid, text), app.adopt_offer(uuid, uuid, uuid),
  app.withdraw_offer(uuid, uuid);
DROP TABLE offer;
DROP FUNCTION app.offer_is_made();
`;
}
