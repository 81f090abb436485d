import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app';
const LIVE = 'p.withdrawn_at IS NULL AND p.merged_into IS NULL';

/** How priorities are withdrawn, merged and restored: by functions alone, which ask who may. No rank moves by any of them. */
export class WithdrawAndMergePriorities1764000020100 extends SqlMigration {
  readonly name = 'WithdrawAndMergePriorities1764000020100';

  protected readonly upSql = `
CREATE FUNCTION app.lock_priorities(home uuid, targets uuid[]) RETURNS void ${definer} AS $$
BEGIN
  PERFORM FROM public.campaign g WHERE g.community_id = home
    AND g.id IN (SELECT p.campaign_id FROM public.priority p WHERE p.community_id = home AND p.id = ANY (targets)) ORDER BY g.id FOR NO KEY UPDATE;
  PERFORM FROM public.priority p WHERE p.community_id = home AND p.id = ANY (targets) ORDER BY p.id FOR NO KEY UPDATE;
END $$;
COMMENT ON FUNCTION app.lock_priorities(uuid, uuid[]) IS 'Campaign before priorities, always: what is withdrawn, merged and restored in a campaign queues, and so does the signing of mandates.';

CREATE FUNCTION app.may_put_aside(target public.priority, lead uuid, capacity text) RETURNS boolean ${sqlDefiner} AS $$
  SELECT coalesce(CASE capacity
    WHEN 'STEWARD' THEN CASE WHEN lead IS NULL THEN target.community_id = ANY (app.communities_as('steward'))
      ELSE target.lead_id = lead AND app.leads_campaign(target.community_id, target.campaign_id, lead, 'steward') END
    WHEN 'PROPOSER' THEN target.named_at IS NULL AND target.lead_id IS NOT DISTINCT FROM lead AND CASE
      WHEN lead IS NULL THEN target.community_id = ANY (app.communities_as('affected')) AND target.proposed_by = ANY (app.my_memberships())
      ELSE app.leads_campaign(target.community_id, target.campaign_id, lead, 'affected') AND EXISTS (SELECT FROM public.lead_act a
             WHERE a.community_id = lead AND a.id = target.id AND a.membership_id = ANY (app.my_memberships())) END
  END, false)
$$;
COMMENT ON FUNCTION app.may_put_aside(public.priority, uuid, text) IS
  'Whether the current person may withdraw it: as a steward of the host, or of the lead that proposed it; as its proposer, until it is named.';

CREATE FUNCTION app.affected_self(home uuid) RETURNS uuid ${sqlDefiner} AS $$
  SELECT m.id FROM public.membership m WHERE m.community_id = home AND m.person_id = app.person_id() AND m.standing = 'AFFECTED' AND m.ended_at IS NULL
$$;

CREATE FUNCTION app.end_mandates_for(home uuid, targets uuid[]) RETURNS TABLE (mandate_id uuid, ask_ids uuid[]) ${definer} AS $$
DECLARE
  over uuid[];
BEGIN
  -- Mandates before tallies before asks, as whoever opens an ask does; in the order of the clock that ends mandates.
  PERFORM FROM public.mandate m WHERE m.community_id = home AND m.priority_id = ANY (targets) AND m.state <> 'ENDED' ORDER BY m.until, m.id FOR NO KEY UPDATE;
  WITH ended AS (
    -- A proposal that nobody signed stays what it is, unseen by outsiders; its time alone is over.
    UPDATE public.mandate m SET state = CASE m.state WHEN 'LIVE' THEN 'ENDED' ELSE m.state END, until = least(m.until, now())
     WHERE m.community_id = home AND m.priority_id = ANY (targets) AND (m.state = 'LIVE' OR (m.state = 'PROPOSED' AND m.until > now()))
    RETURNING m.id
  )
  SELECT coalesce(array_agg(e.id), '{}') INTO over FROM ended e;
  PERFORM FROM public.ask_tally t JOIN public.ask a ON a.community_id = t.community_id AND a.id = t.ask_id
    WHERE a.community_id = home AND a.priority_id = ANY (targets) AND a.state = 'OPEN' ORDER BY t.ask_id FOR UPDATE OF t;
  RETURN QUERY
  WITH paused AS (
    UPDATE public.ask a SET state = 'PAUSED', paused_because = 'MANDATE_ENDED', version = a.version + 1
     WHERE a.community_id = home AND a.priority_id = ANY (targets) AND a.state = 'OPEN'
    RETURNING a.mandate_id, a.id
  )
  SELECT m.id, ARRAY(SELECT p.id FROM paused p WHERE p.mandate_id = m.id ORDER BY p.id)
    FROM public.mandate m WHERE m.community_id = home AND m.id = ANY (over) ORDER BY m.id;
END $$;
COMMENT ON FUNCTION app.end_mandates_for(uuid, uuid[]) IS 'Ends what authorises asks under priorities that are put aside, and pauses the asks. Granted to nobody: functions that have asked who may call it do.';

CREATE FUNCTION app.withdraw_priority(home uuid, target uuid, lead uuid, capacity text, reason text) RETURNS TABLE (mandate_id uuid, ask_ids uuid[]) ${definer} AS $$
BEGIN
  PERFORM app.lock_priorities(home, ARRAY[target]);
  IF NOT EXISTS (SELECT FROM public.priority p WHERE p.community_id = home AND p.id = target AND app.may_put_aside(p, lead, capacity)) THEN
    PERFORM app.refuse('priority_put_aside_by_its_people_ck', 'its proposer withdraws a priority until it is named, and a steward any');
  END IF;
  UPDATE public.priority p SET withdrawn_at = now(), withdrawn_because = reason, put_aside_as = capacity, put_aside_for = lead,
         put_aside_by = CASE WHEN lead IS NULL THEN app.affected_self(home) END
   WHERE p.community_id = home AND p.id = target AND ${LIVE};
  IF NOT FOUND THEN
    PERFORM app.refuse('priority_is_live_ck', 'it was withdrawn or merged before');
  END IF;
  RETURN QUERY SELECT * FROM app.end_mandates_for(home, ARRAY[target]);
END $$;
COMMENT ON FUNCTION app.withdraw_priority(uuid, uuid, uuid, text, text) IS 'Answers which mandates ended by it, and which asks paused.';

CREATE FUNCTION app.restore_priority(home uuid, target uuid, lead uuid, capacity text) RETURNS void ${definer} AS $$
DECLARE
  aside public.priority;
BEGIN
  PERFORM app.lock_priorities(home, ARRAY[target]);
  SELECT * INTO aside FROM public.priority p WHERE p.community_id = home AND p.id = target;
  IF NOT app.may_put_aside(aside, lead, capacity)
     OR (capacity = 'PROPOSER' AND aside.put_aside_as <> 'PROPOSER') OR (lead IS NOT NULL AND aside.put_aside_for IS DISTINCT FROM lead) THEN
    PERFORM app.refuse('priority_put_aside_by_its_people_ck', 'whoever put it aside, or a steward, takes it back');
  END IF;
  IF coalesce(aside.withdrawn_at, aside.merged_at, '-infinity') <= now() - interval '14 days' THEN
    PERFORM app.refuse('priority_restored_within_14_days_ck', 'within fourteen days of being withdrawn or merged');
  END IF;
  UPDATE public.priority p SET withdrawn_at = NULL, withdrawn_because = NULL, merged_at = NULL, merged_into = NULL, put_aside_as = NULL, put_aside_by = NULL, put_aside_for = NULL
   WHERE p.community_id = home AND p.id = target;
EXCEPTION WHEN unique_violation THEN
  PERFORM app.refuse('priority_restored_words_are_free_ck', 'another priority has its words by now');
END $$;
COMMENT ON FUNCTION app.restore_priority(uuid, uuid, uuid, text) IS 'Its words, its rank and when it was named are as they were; mandates that ended stay ended.';

CREATE FUNCTION app.merge_priorities(home uuid, target uuid, sources uuid[], lead uuid, capacity text) RETURNS TABLE (merged_id uuid, mandate_ids uuid[]) ${definer} AS $$
DECLARE
  place uuid;
  over uuid[];
BEGIN
  PERFORM app.lock_priorities(home, sources || target);
  SELECT p.campaign_id INTO place FROM public.priority p WHERE p.community_id = home AND p.id = target AND ${LIVE};
  IF NOT FOUND THEN
    PERFORM app.refuse('priority_merged_into_live_ck', 'into a priority that was neither withdrawn nor merged');
  END IF;
  IF cardinality(sources) NOT BETWEEN 1 AND 20 OR EXISTS (SELECT FROM unnest(sources) AS s (id)
       LEFT JOIN public.priority p ON p.community_id = home AND p.id = s.id AND p.campaign_id = place WHERE p.id IS NULL OR p.id = target) THEN
    PERFORM app.refuse('priority_merged_in_campaign_ck', 'one to twenty others of the same campaign');
  END IF;
  -- A steward of a lead withdraws what that lead proposed; what several communities wrote the host brings together.
  IF (capacity = 'STEWARD' AND lead IS NOT NULL) OR EXISTS (SELECT FROM public.priority p
       WHERE p.community_id = home AND p.id = ANY (sources) AND NOT app.may_put_aside(p, lead, capacity)) THEN
    PERFORM app.refuse('priority_put_aside_by_its_people_ck', 'a steward of the host merges proposals, or whoever proposed them all');
  END IF;
  IF EXISTS (SELECT FROM public.priority p WHERE p.community_id = home AND p.id = ANY (sources)
       AND (p.named_at IS NOT NULL OR p.rank IS NOT NULL OR NOT (${LIVE}))) THEN
    PERFORM app.refuse('priority_merged_while_proposed_ck', 'what the community stands behind is not merged, nor what was put aside');
  END IF;
  UPDATE public.priority p SET merged_at = now(), merged_into = target, put_aside_as = capacity, put_aside_for = lead,
         put_aside_by = CASE WHEN lead IS NULL THEN app.affected_self(home) END
   WHERE p.community_id = home AND p.id = ANY (sources);
  over := ARRAY(SELECT e.mandate_id FROM app.end_mandates_for(home, sources) e);
  -- What had been merged into one of them goes along, so that nobody follows a chain.
  RETURN QUERY
  WITH along AS (UPDATE public.priority p SET merged_into = target WHERE p.community_id = home AND p.merged_into = ANY (sources) RETURNING p.id)
  SELECT r.id, ARRAY(SELECT m.id FROM public.mandate m WHERE m.community_id = home AND m.priority_id = r.id AND m.id = ANY (over))
    FROM (SELECT s.id FROM unnest(sources) AS s (id) UNION SELECT a.id FROM along a) r;
END $$;
COMMENT ON FUNCTION app.merge_priorities(uuid, uuid, uuid[], uuid, text) IS 'Answers every priority that points elsewhere by it, those named and those that had been merged into them, each with the proposals of mandates that ended.';

GRANT EXECUTE ON FUNCTION app.lock_priorities(uuid, uuid[]), app.withdraw_priority(uuid, uuid, uuid, text, text), app.restore_priority(uuid, uuid, uuid, text),
  app.merge_priorities(uuid, uuid, uuid[], uuid, text) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.merge_priorities(uuid, uuid, uuid[], uuid, text), app.restore_priority(uuid, uuid, uuid, text), app.withdraw_priority(uuid, uuid, uuid, text, text),
  app.end_mandates_for(uuid, uuid[]), app.affected_self(uuid), app.may_put_aside(public.priority, uuid, text), app.lock_priorities(uuid, uuid[]);
`;
}
