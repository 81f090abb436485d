import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

interface Adoption {
  declared: string;
  /** Before the asks are changed. */
  prepared: string;
  /** What is answered of each of them. */
  deed: string;
}

const ratifyRound = ({ declared, prepared, deed }: Adoption) => `
CREATE OR REPLACE FUNCTION app.ratify_round(community uuid, round uuid) RETURNS TABLE (deed text, subject_id uuid, lead_id uuid, priority_id uuid, mandate_id uuid, rank integer) ${definer} AS $$
#variable_conflict use_column
DECLARE
  r public.priority_round;
  g public.campaign;
  today date;
  ${declared}
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
${prepared}
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
    ) SELECT ${deed}, e.id, e.lead_id, e.priority_id, e.mandate_id, NULL::integer FROM adopted e;
  END IF;
  RETURN QUERY WITH paused AS (
    UPDATE public.ask a SET state = 'PAUSED', paused_because = 'MANDATE_ENDED', version = a.version + 1 FROM public.mandate m
     WHERE m.community_id = community AND m.campaign_id = r.campaign_id AND m.kind = 'RATIFIED' AND m.state = 'ENDED'
       AND a.community_id = community AND a.mandate_id = m.id AND a.state = 'OPEN'
    RETURNING a.*
  ) SELECT 'ask.paused', e.id, e.lead_id, e.priority_id, e.mandate_id, NULL::integer FROM paused e;
  UPDATE public.priority_round o SET state = 'RATIFIED', ended_at = now() WHERE o.community_id = community AND o.id = round;
  RETURN QUERY SELECT 'round.ratified', round, NULL::uuid, NULL::uuid, NULL::uuid, NULL::integer;
END $$;`;

const before: Adoption = { declared: 'given uuid[];', prepared: '', deed: `'ask.adopted'` };

/** As opening an ask again does: whoever pledges meanwhile waits, and it is told that the ask goes on. */
const now: Adoption = {
  declared: 'stood_still uuid[];',
  prepared: `
  -- After the mandates and before the asks, as whoever opens one locks: a place that is taken meanwhile is counted.
  PERFORM FROM public.ask_tally t WHERE t.community_id = community AND t.campaign_id = r.campaign_id ORDER BY t.ask_id FOR UPDATE;
  SELECT coalesce(array_agg(a.id), '{}') INTO stood_still FROM public.ask a
    LEFT JOIN public.mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id
   WHERE a.community_id = community AND a.campaign_id = r.campaign_id AND (a.state = 'PAUSED' OR (a.state = 'OPEN' AND m.until <= now()));
`,
  deed: `CASE WHEN e.state = 'OPEN' AND e.id = ANY (stood_still) THEN 'ask.resumed' ELSE 'ask.adopted' END`,
};

/** Adopting an ask that stood still opens it, with all that opening means. */
export class AdoptAsks1764000028000 extends SqlMigration {
  readonly name = 'AdoptAsks1764000028000';

  protected readonly upSql = ratifyRound(now);

  protected readonly downSql = ratifyRound(before);
}
