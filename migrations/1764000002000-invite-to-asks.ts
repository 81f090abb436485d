import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app';

/** What strangers learn of an ask beyond its row, why one was cancelled, and the lock under which asks open. */
export class InviteToAsks1764000002000 extends SqlMigration {
  readonly name = 'InviteToAsks1764000002000';

  protected readonly upSql = `
ALTER TABLE ask ADD COLUMN cancelled_because text;
ALTER TABLE ask ADD CONSTRAINT ask_cancelled_says_why_ck CHECK ((state = 'CANCELLED') = (cancelled_because IS NOT NULL) AND length(cancelled_because) BETWEEN 1 AND 2000);
GRANT UPDATE (cancelled_because) ON ask TO accompany_app;

CREATE FUNCTION app.mandate_in_force(community uuid, mandate uuid) RETURNS boolean ${sqlDefiner} AS $$
  SELECT EXISTS (
    SELECT FROM public.mandate m JOIN public.campaign g ON g.community_id = m.community_id AND g.id = m.campaign_id
     WHERE m.community_id = community AND m.id = mandate AND m.state = 'LIVE' AND (m.until > now() OR g.state = 'STOPPED'))
$$;
COMMENT ON FUNCTION app.mandate_in_force(uuid, uuid) IS 'By the clock, whether or not the job that ends mandates has run; while a campaign is stopped its mandates stand still.';

CREATE FUNCTION app.lapsed_mandates() RETURNS uuid[] ${sqlDefiner} AS $$
  SELECT coalesce(array_agg(m.id), '{}')
    FROM public.mandate m JOIN public.campaign g ON g.community_id = m.community_id AND g.id = m.campaign_id
   WHERE m.state = 'LIVE' AND m.until <= now() AND g.state <> 'STOPPED'
$$;
COMMENT ON FUNCTION app.lapsed_mandates() IS 'Over by the clock, but the job that ends mandates has not run since: few or none, so lists of asks read them once instead of a mandate for each row. Asks of those that have ended are paused in their rows.';

CREATE FUNCTION app.campaign_is_launched(community uuid, campaign uuid) RETURNS boolean ${sqlDefiner} AS $$
  SELECT EXISTS (SELECT FROM public.campaign g WHERE g.community_id = community AND g.id = campaign AND g.state = 'LAUNCHED')
$$;

CREATE FUNCTION app.ask_is_full(community uuid, ask uuid) RETURNS boolean ${sqlDefiner} AS $$
  SELECT coalesce(t.places_taken >= t.slots, false) OR t.pledged_quantity >= t.quantity_wanted
    FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ask
$$;
COMMENT ON FUNCTION app.ask_is_full(uuid, uuid) IS 'The one fact of the tally that anyone may know who knows the ask.';

CREATE FUNCTION app.asks_now(asks uuid[]) RETURNS TABLE (id uuid, takes_pledges boolean, is_full boolean) ${sqlDefiner} AS $$
  SELECT a.id, a.state = 'OPEN' AND (a.ends_at IS NULL OR a.ends_at > now()) AND g.state = 'LAUNCHED'
           AND coalesce(m.state = 'LIVE' AND m.until > now(), false),
         coalesce(t.places_taken >= t.slots, false) OR t.pledged_quantity >= t.quantity_wanted
    FROM public.ask a
    JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
    JOIN public.ask_tally t ON t.community_id = a.community_id AND t.ask_id = a.id
    LEFT JOIN public.mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id
   WHERE a.id = ANY (asks)
$$;
COMMENT ON FUNCTION app.asks_now(uuid[]) IS 'For asks that the viewer knows, be it by a link: to them their mandate and campaign may be hidden.';

CREATE FUNCTION app.linked_ask(ask uuid) RETURNS SETOF public.ask ${sqlDefiner} AS $$
  SELECT a.* FROM public.ask a
   WHERE a.id = linked_ask.ask AND a.state IN ('OPEN', 'PAUSED') AND app.campaign_is_launched(a.community_id, a.campaign_id)
$$;
COMMENT ON FUNCTION app.linked_ask(uuid) IS 'For whoever holds the link of an ask. The service checks the link first: its seal is made with a key that the database does not have.';

CREATE FUNCTION app.linked_campaign(ask uuid) RETURNS SETOF public.campaign ${sqlDefiner} AS $$
  SELECT g.* FROM app.linked_ask(ask) a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
$$;

CREATE FUNCTION app.linked_community(ask uuid) RETURNS SETOF public.community ${sqlDefiner} AS $$
  SELECT c.* FROM app.linked_ask(ask) a JOIN public.community c ON c.id = a.community_id
$$;

CREATE FUNCTION app.linked_agreement(ask uuid) RETURNS SETOF public.agreement ${sqlDefiner} AS $$
  SELECT g.* FROM app.linked_community(ask) c JOIN public.agreement g ON g.community_id = c.id AND g.version = c.agreement_version
$$;

CREATE FUNCTION app.linked_brief(ask uuid) RETURNS SETOF public.brief ${sqlDefiner} AS $$
  SELECT b.* FROM app.linked_campaign(ask) g JOIN public.brief b ON b.community_id = g.community_id AND b.campaign_id = g.id AND b.version = g.brief_version
$$;

CREATE FUNCTION app.lock_mandate(community uuid, mandate uuid) RETURNS void ${definer} AS $$
BEGIN
  PERFORM FROM public.mandate m WHERE m.community_id = community AND m.id = mandate FOR NO KEY UPDATE;
END $$;
COMMENT ON FUNCTION app.lock_mandate(uuid, uuid) IS 'Mandate before asks, always: opening locks in the order in which the clock ends mandates and pauses their asks.';

CREATE FUNCTION app.lock_asks(community uuid, asks uuid[]) RETURNS void ${definer} AS $$
BEGIN
  PERFORM FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ANY (asks) ORDER BY t.ask_id FOR UPDATE;
END $$;
COMMENT ON FUNCTION app.lock_asks(uuid, uuid[]) IS 'As app.lock_ask, for several in one order.';

GRANT EXECUTE ON FUNCTION app.mandate_in_force(uuid, uuid), app.lapsed_mandates(), app.campaign_is_launched(uuid, uuid), app.ask_is_full(uuid, uuid),
  app.asks_now(uuid[]), app.linked_ask(uuid), app.linked_campaign(uuid), app.linked_community(uuid), app.linked_agreement(uuid), app.linked_brief(uuid), app.lock_mandate(uuid, uuid),
  app.lock_asks(uuid, uuid[]) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.lock_asks(uuid, uuid[]), app.lock_mandate(uuid, uuid), app.linked_brief(uuid), app.linked_agreement(uuid), app.linked_community(uuid),
  app.linked_campaign(uuid), app.linked_ask(uuid), app.asks_now(uuid[]), app.ask_is_full(uuid, uuid), app.campaign_is_launched(uuid, uuid), app.lapsed_mandates(), app.mandate_in_force(uuid, uuid);
ALTER TABLE ask DROP COLUMN cancelled_because;
`;
}
