import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** What a second emergency mandate for a priority waits for: `relief` is what else lets it pass. */
const mandateIsSigned = (relief: string) => `
CREATE OR REPLACE FUNCTION app.mandate_is_signed() RETURNS trigger ${definer} AS $$
DECLARE
  signed public.mandate;
  signatures integer;
  affected integer;
  course text;
BEGIN
  -- The campaign is locked first: two mandates coming alive at once count each other. No stronger than needed: the
  -- foreign key of a signature holds a share of its mandate already, and two signers would wait for each other.
  SELECT g.state INTO course FROM public.campaign g WHERE g.community_id = NEW.community_id
    AND g.id = (SELECT m.campaign_id FROM public.mandate m WHERE m.community_id = NEW.community_id AND m.id = NEW.mandate_id) FOR NO KEY UPDATE;
  SELECT * INTO signed FROM public.mandate m WHERE m.community_id = NEW.community_id AND m.id = NEW.mandate_id FOR NO KEY UPDATE;
  -- Resuming adds the whole length of a stop to every live mandate: one that came alive during it would last too long.
  IF course IN ('STOPPED', 'CONCLUDED') THEN
    PERFORM app.refuse('mandate_signature_in_running_campaign_ck', 'nothing is signed while a campaign is stopped, or after it');
  END IF;
  IF signed.state = 'ENDED' OR signed.until <= now() THEN
    PERFORM app.refuse('mandate_signature_not_ended_ck', 'the mandate has ended');
  END IF;
  SELECT count(*) INTO signatures FROM public.mandate_signature s WHERE s.community_id = NEW.community_id AND s.mandate_id = NEW.mandate_id;

  IF signed.state = 'PROPOSED' AND signed.kind = 'FOUNDING' THEN
    SELECT count(*) INTO affected FROM public.membership m WHERE m.community_id = NEW.community_id AND m.standing = 'AFFECTED' AND m.ended_at IS NULL;
    IF affected >= 3 THEN
      PERFORM app.refuse('mandate_founding_is_for_fewer_than_3_ck', 'a founding mandate is for a community of fewer than three affected people');
    END IF;
  END IF;

  IF signatures >= 2 AND (signed.kind = 'FOUNDING' OR signed.state = 'PROPOSED') THEN
    IF (SELECT count(*) FROM public.mandate m WHERE m.community_id = signed.community_id AND m.campaign_id = signed.campaign_id
          AND m.kind = 'EMERGENCY' AND m.state = 'LIVE' AND m.until > now()) >= 3 THEN
      PERFORM app.refuse('mandate_emergency_at_most_3_ck', 'a campaign has at most three live emergency mandates');
    END IF;
    IF EXISTS (SELECT FROM public.mandate m WHERE m.community_id = signed.community_id AND m.priority_id = signed.priority_id
                 AND m.id <> signed.id AND m.kind = 'EMERGENCY' AND m.starts_at IS NOT NULL)${relief} THEN
      PERFORM app.refuse('mandate_emergency_once_per_priority_ck', 'a second emergency mandate for a priority needs a scheduled round that lists it');
    END IF;
    UPDATE public.mandate m SET kind = 'EMERGENCY', state = 'LIVE', starts_at = coalesce(m.starts_at, now())
     WHERE m.community_id = signed.community_id AND m.id = signed.id;
  ELSIF signed.state = 'PROPOSED' AND signed.kind = 'FOUNDING' THEN
    UPDATE public.mandate m SET state = 'LIVE', starts_at = now() WHERE m.community_id = signed.community_id AND m.id = signed.id;
  END IF;

  UPDATE public.priority p SET named_at = now()
   WHERE p.community_id = signed.community_id AND p.id = signed.priority_id AND p.named_at IS NULL
     AND EXISTS (SELECT FROM public.mandate m WHERE m.community_id = signed.community_id AND m.id = signed.id AND m.state = 'LIVE');
  RETURN NULL;
END $$;`;

const mandateLasts = (applies: string) => `
CREATE OR REPLACE FUNCTION app.mandate_lasts() RETURNS trigger ${definer} AS $$
BEGIN
  -- A stop of the campaign shifts the end, so the bound is checked when the mandate is proposed.
  IF ${applies}(NEW.until > now() + interval '30 days 1 minute' OR NEW.until <= now()) THEN
    PERFORM app.refuse('mandate_at_most_30_days_ck', 'a founding or emergency mandate lasts at most 30 days from now');
  END IF;
  RETURN NEW;
END $$;`;

const listed = `
       AND NOT EXISTS (SELECT FROM public.round_item i JOIN public.priority_round r ON r.community_id = i.community_id AND r.id = i.round_id
                        WHERE i.community_id = signed.community_id AND i.priority_id = signed.priority_id AND r.ended_at IS NULL)`;

/** A result that stands moves ranks and gives mandates; who could vote may object to it before. */
export class RatifyRounds1764000021200 extends SqlMigration {
  readonly name = 'RatifyRounds1764000021200';

  protected readonly upSql = `
ALTER TABLE mandate ADD COLUMN round_id uuid, ALTER COLUMN reason DROP NOT NULL,
  DROP CONSTRAINT mandate_signed_once_ck, DROP CONSTRAINT mandate_kind_ck, DROP CONSTRAINT mandate_founding_is_the_hosts_ck,
  ADD CONSTRAINT mandate_signed_once_ck CHECK (CASE WHEN round_id IS NULL THEN (proposed_by IS NULL) = (lead_id IS NOT NULL) ELSE proposed_by IS NULL END),
  ADD CONSTRAINT mandate_kind_ck CHECK (kind IN ('FOUNDING', 'EMERGENCY', 'RATIFIED') AND began_as IN ('FOUNDING', 'EMERGENCY', 'RATIFIED')
    AND (kind = 'RATIFIED') = (round_id IS NOT NULL) AND (began_as = 'RATIFIED') = (round_id IS NOT NULL) AND (reason IS NOT NULL OR round_id IS NOT NULL)),
  ADD CONSTRAINT mandate_founding_is_the_hosts_ck CHECK (lead_id IS NULL OR began_as <> 'FOUNDING'),
  ADD CONSTRAINT mandate_round_fk FOREIGN KEY (community_id, campaign_id, round_id) REFERENCES priority_round (community_id, campaign_id, id);
COMMENT ON COLUMN mandate.round_id IS 'The round whose ballots give it. It lasts until the review date of its priority.';
CREATE UNIQUE INDEX mandate_one_by_round_uq ON mandate (community_id, round_id, priority_id, lead_id) NULLS NOT DISTINCT WHERE round_id IS NOT NULL;
DROP TRIGGER signs_for_lead ON mandate;
CREATE TRIGGER signs_for_lead BEFORE INSERT ON mandate FOR EACH ROW WHEN (NEW.lead_id IS NOT NULL AND NEW.round_id IS NULL) EXECUTE FUNCTION app.signs_for_lead('id');
${mandateIsSigned(listed)}
${mandateLasts(`NEW.round_id IS NULL AND `)}

CREATE FUNCTION app.object_to_result(community uuid, round uuid, objection uuid, lead uuid, because text) RETURNS text ${definer} AS $$
DECLARE
  r public.priority_round;
  home uuid := coalesce(lead, community);
  me uuid;
BEGIN
  SELECT e.membership_id INTO me FROM public.round_part p JOIN public.roll_entry e ON e.community_id = p.community_id AND e.part_id = p.id
    WHERE p.host_id = community AND p.round_id = round AND p.community_id = home AND home = ANY (app.communities_as('affected')) AND e.membership_id = ANY (app.my_memberships());
  IF NOT FOUND THEN
    PERFORM app.refuse('round_objection_on_roll_ck', 'who could vote in a round may object to its result');
  END IF;
  -- The last objection that is needed and the clock that ratifies queue here.
  SELECT * INTO r FROM public.priority_round o WHERE o.community_id = community AND o.id = round FOR UPDATE;
  IF r.state <> 'COUNTED' OR r.objections_until <= now() THEN
    PERFORM app.refuse('round_objection_in_time_ck', 'a result is objected to in the time set for it');
  END IF;
  INSERT INTO public.round_objection (community_id, round_id, id, campaign_id, reason, objected_by, lead_id)
  VALUES (community, round, objection, r.campaign_id, because, CASE WHEN lead IS NULL THEN me END, lead);
  IF (SELECT count(*) FROM public.round_objection o WHERE o.community_id = community AND o.round_id = round) >= r.objections_needed THEN
    UPDATE public.priority_round o SET state = 'OBJECTED', ended_at = now() WHERE o.community_id = community AND o.id = round;
    RETURN 'OBJECTED';
  END IF;
  RETURN 'COUNTED';
END $$;
COMMENT ON FUNCTION app.object_to_result(uuid, uuid, uuid, uuid, text) IS 'Answers the state of the round after it. An objection counts for one person of one community.';

CREATE FUNCTION app.ratify_round(community uuid, round uuid) RETURNS TABLE (deed text, subject_id uuid, lead_id uuid, priority_id uuid, mandate_id uuid, rank integer) ${definer} AS $$
#variable_conflict use_column
DECLARE
  r public.priority_round;
  g public.campaign;
  today date;
  given uuid[];
BEGIN
  PERFORM app.only_the_clock();
  SELECT * INTO r FROM public.priority_round o WHERE o.community_id = community AND o.id = round;
  -- Campaign before round, as whoever signs a mandate or stops the campaign locks it first.
  SELECT * INTO g FROM public.campaign c WHERE c.community_id = community AND c.id = r.campaign_id FOR NO KEY UPDATE;
  SELECT * INTO r FROM public.priority_round o WHERE o.community_id = community AND o.id = round FOR UPDATE;
  IF r.state IS DISTINCT FROM 'COUNTED' OR r.objections_until > now() OR g.state = 'STOPPED' THEN RETURN; END IF;
  today := (now() AT TIME ZONE g.time_zone)::date;

  RETURN QUERY SELECT 'priority.unranked', p.id, p.lead_id, p.id, NULL::uuid, NULL::integer FROM public.priority p
    WHERE p.community_id = community AND p.campaign_id = r.campaign_id AND p.rank IS NOT NULL
      AND NOT EXISTS (SELECT FROM public.round_item i WHERE i.community_id = community AND i.round_id = round AND i.priority_id = p.id AND i.rank IS NOT NULL) ORDER BY p.rank;
  SET CONSTRAINTS public.priority_rank_uq DEFERRED;
  UPDATE public.priority p SET rank = NULL WHERE p.community_id = community AND p.campaign_id = r.campaign_id AND p.rank IS NOT NULL;
  UPDATE public.priority p SET rank = i.rank, named_at = coalesce(p.named_at, now()),
         review_on = CASE WHEN p.review_on > today THEN p.review_on ELSE greatest(r.review_on, today + 1) END
    FROM public.round_item i WHERE i.community_id = community AND i.round_id = round AND i.rank IS NOT NULL AND p.community_id = community AND p.id = i.priority_id;
  SET CONSTRAINTS public.priority_rank_uq IMMEDIATE;
  RETURN QUERY SELECT 'priority.ranked', p.id, NULL::uuid, p.id, NULL::uuid, p.rank FROM public.priority p
    WHERE p.community_id = community AND p.campaign_id = r.campaign_id AND p.rank IS NOT NULL ORDER BY p.rank;

  -- Mandates of the round before end with it, also of what has lost its rank.
  RETURN QUERY WITH ended AS (
    UPDATE public.mandate m SET state = 'ENDED' WHERE m.community_id = community AND m.campaign_id = r.campaign_id AND m.kind = 'RATIFIED' AND m.state = 'LIVE' RETURNING m.*
  ) SELECT 'mandate.ended', e.id, e.lead_id, e.priority_id, e.id, NULL::integer FROM ended e;
  IF g.state <> 'CONCLUDED' THEN
    RETURN QUERY WITH made AS (
      INSERT INTO public.mandate AS m (community_id, id, campaign_id, priority_id, kind, began_as, state, starts_at, until, round_id, lead_id)
      SELECT community, gen_random_uuid(), r.campaign_id, p.id, 'RATIFIED', 'RATIFIED', 'LIVE', now(), (p.review_on + 1)::timestamp AT TIME ZONE g.time_zone, round, NULLIF(o.community_id, community)
        FROM public.priority p CROSS JOIN public.round_part o
       WHERE p.community_id = community AND p.campaign_id = r.campaign_id AND p.rank IS NOT NULL AND o.host_id = community AND o.round_id = round
         AND (o.community_id = community OR EXISTS (SELECT FROM public.coalition_lead l WHERE l.community_id = community AND l.campaign_id = r.campaign_id AND l.lead_id = o.community_id AND l.left_at IS NULL))
      RETURNING m.*
    ) SELECT 'mandate.given', e.id, e.lead_id, e.priority_id, e.id, NULL::integer FROM made e;
  END IF;

  IF r.adopts_asks AND g.state <> 'CONCLUDED' THEN
    RETURN QUERY WITH adopted AS (
      UPDATE public.ask a SET mandate_id = m.id, version = a.version + 1,
             state = CASE WHEN a.state = 'PAUSED' AND g.state = 'LAUNCHED' THEN 'OPEN' ELSE a.state END,
             paused_because = CASE WHEN a.state = 'PAUSED' AND g.state <> 'LAUNCHED' THEN a.paused_because END
        FROM public.mandate m
       WHERE m.community_id = community AND m.round_id = round AND a.community_id = community AND a.campaign_id = r.campaign_id AND a.priority_id = m.priority_id
         AND a.lead_id IS NOT DISTINCT FROM m.lead_id AND (a.state = 'OPEN' OR (a.state = 'PAUSED' AND a.paused_because = 'MANDATE_ENDED'))
         AND (a.ends_at IS NULL OR a.ends_at > now() OR a.state = 'OPEN')
      RETURNING a.*
    ) SELECT 'ask.adopted', e.id, e.lead_id, e.priority_id, e.mandate_id, NULL::integer FROM adopted e;
  END IF;
  RETURN QUERY WITH paused AS (
    UPDATE public.ask a SET state = 'PAUSED', paused_because = 'MANDATE_ENDED', version = a.version + 1 FROM public.mandate m
     WHERE m.community_id = community AND m.campaign_id = r.campaign_id AND m.kind = 'RATIFIED' AND m.state = 'ENDED'
       AND a.community_id = community AND a.mandate_id = m.id AND a.state = 'OPEN'
    RETURNING a.*
  ) SELECT 'ask.paused', e.id, e.lead_id, e.priority_id, e.mandate_id, NULL::integer FROM paused e;
  UPDATE public.priority_round o SET state = 'RATIFIED', ended_at = now() WHERE o.community_id = community AND o.id = round;
  RETURN QUERY SELECT 'round.ratified', round, NULL::uuid, NULL::uuid, NULL::uuid, NULL::integer;
END $$;
COMMENT ON FUNCTION app.ratify_round(uuid, uuid) IS 'The only function that moves ranks: from a counted round whose time for objections is over. Answers every deed of it, in order; nothing where it is not time.';

GRANT EXECUTE ON FUNCTION app.object_to_result(uuid, uuid, uuid, uuid, text), app.ratify_round(uuid, uuid) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.ratify_round(uuid, uuid), app.object_to_result(uuid, uuid, uuid, uuid, text);
${mandateLasts('')}
${mandateIsSigned('')}
DROP TRIGGER signs_for_lead ON mandate;
CREATE TRIGGER signs_for_lead BEFORE INSERT ON mandate FOR EACH ROW WHEN (NEW.lead_id IS NOT NULL) EXECUTE FUNCTION app.signs_for_lead('id');
-- Refused from here on while a mandate rests on a round: asks would be open under nothing.
DROP INDEX mandate_one_by_round_uq;
ALTER TABLE mandate DROP CONSTRAINT mandate_round_fk, DROP CONSTRAINT mandate_founding_is_the_hosts_ck, DROP CONSTRAINT mandate_kind_ck, DROP CONSTRAINT mandate_signed_once_ck,
  DROP COLUMN round_id, ALTER COLUMN reason SET NOT NULL,
  ADD CONSTRAINT mandate_signed_once_ck CHECK ((proposed_by IS NULL) = (lead_id IS NOT NULL)),
  ADD CONSTRAINT mandate_kind_ck CHECK (kind IN ('FOUNDING', 'EMERGENCY') AND began_as IN ('FOUNDING', 'EMERGENCY')),
  ADD CONSTRAINT mandate_founding_is_the_hosts_ck CHECK (lead_id IS NULL OR began_as = 'EMERGENCY');
`;
}
