import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** The counted things in the order of public_figure.people_behind, with the columns that hold them. */
const MEASURES = [
  { name: 'pledged', count: 'places_taken', quantity: 'pledged_quantity' },
  { name: 'waitlisted', count: 'waitlisted_count', quantity: 'waitlisted_quantity' },
  { name: 'reported', count: 'reported_count', quantity: 'reported_quantity' },
  { name: 'attested', count: 'attested_count', quantity: 'attested_quantity' },
  { name: 'sent_back', count: 'sent_back_count', quantity: null },
  { name: 'stepped_back', count: 'stepped_back_count', quantity: null },
  { name: 'cancelled', count: 'cancelled_count', quantity: null },
  { name: 'never_started', count: 'never_started_count', quantity: null },
] as const;

/** Every figure: its column here, its counter in ask_tally, and the place of its measure. */
const FIGURES = MEASURES.flatMap(({ name, count, quantity }, index) => [
  { column: `${name}_count`, counter: count, place: index + 1 },
  ...(quantity ? [{ column: `${name}_quantity`, counter: quantity, place: index + 1 }] : []),
]);

const columns = FIGURES.map(({ column }) => column).join(', ');
const copied = FIGURES.map(({ column, counter }) => `${column} = tally.${counter}`).join(', ');
const stepped = FIGURES.map(({ column, counter, place }) => {
  const shownCount = `f.${MEASURES[place - 1]?.name}_count`;
  return `${column} = app.next_figure(tally.${counter}, people[${place}], f.${column}, ${shownCount}, f.people_behind[${place}], f.k)`;
}).join(',\n    ');

/** Figures of progress that anyone may read, because they are written with what must stay hidden already left out. */
export class PublishFigures1764000004000 extends SqlMigration {
  readonly name = 'PublishFigures1764000004000';

  protected readonly upSql = `
CREATE TABLE public_figure (
  community_id uuid NOT NULL,
  ask_id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  priority_id uuid NOT NULL,
  state text NOT NULL,
  published boolean NOT NULL,
  is_exact boolean NOT NULL,
  k integer NOT NULL,
  quantity_wanted integer NOT NULL,
  ${FIGURES.map(({ column }) => `${column} integer DEFAULT 0`).join(',\n  ')},
  people_behind integer[] NOT NULL DEFAULT '{${MEASURES.map(() => 0).join(',')}}',
  CONSTRAINT public_figure_pk PRIMARY KEY (community_id, ask_id),
  CONSTRAINT public_figure_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES ask (community_id, campaign_id, id),
  CONSTRAINT public_figure_k_ck CHECK (k >= 5),
  CONSTRAINT public_figure_suppressed_ck CHECK (is_exact OR (${MEASURES.map(({ name }) => `coalesce(${name}_count NOT BETWEEN 1 AND 4, true)`).join(' AND ')}))
);
COMMENT ON TABLE public_figure IS 'What may be told of an ask: exact where the community allows it and the risk is low, else rounded down to multiples of k; null stands for fewer than k people.';
COMMENT ON COLUMN public_figure.people_behind IS 'How many people stood behind each measure when its figure last moved. Private: no role of the service may read it.';
CREATE INDEX public_figure_ask_ix ON public_figure (ask_id);
CREATE INDEX public_figure_priority_ix ON public_figure (priority_id);
CREATE INDEX public_figure_campaign_ix ON public_figure (campaign_id);

CREATE FUNCTION app.shown_figure(value integer, people integer, k integer) RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT CASE WHEN people = 0 THEN 0 WHEN people >= k THEN value - value % k END
$$;

CREATE FUNCTION app.figure_moves(people integer, basis integer, k integer) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$ SELECT abs(people - basis) >= k $$;
COMMENT ON FUNCTION app.figure_moves(integer, integer, integer) IS
  'Each person counts once on either side, so that a difference of k in numbers has at least k people behind it.';

CREATE FUNCTION app.next_figure(value integer, people integer, shown integer, shown_count integer, basis integer, k integer) RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, app AS $$
  SELECT CASE
    WHEN app.figure_moves(people, basis, k) THEN app.shown_figure(value, people, k)
    -- Zero is shown only while it is true. The way back from "fewer than k" is longer: it would point at who left.
    WHEN shown_count = 0 AND people > 0 THEN NULL
    ELSE shown
  END
$$;

CREATE FUNCTION app.people_behind(community uuid, ask uuid) RETURNS integer[]
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT ARRAY[
      count(DISTINCT m.person_id) FILTER (WHERE p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED')),
      count(DISTINCT m.person_id) FILTER (WHERE p.state = 'WAITLISTED'),
      count(DISTINCT m.person_id) FILTER (WHERE o.state = 'REPORTED'),
      count(DISTINCT m.person_id) FILTER (WHERE o.state = 'ATTESTED'),
      count(DISTINCT m.person_id) FILTER (WHERE EXISTS (
        SELECT FROM public.attestation t WHERE t.community_id = o.community_id AND t.occurrence_id = o.id AND t.kind = 'SENT_BACK')),
      count(DISTINCT m.person_id) FILTER (WHERE p.state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE')),
      count(DISTINCT m.person_id) FILTER (WHERE p.state = 'CANCELLED'),
      count(DISTINCT m.person_id) FILTER (WHERE p.state = 'NEVER_STARTED')]::integer[]
    FROM public.pledge p
    JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
    LEFT JOIN public.occurrence o ON o.community_id = p.community_id AND o.pledge_id = p.id
   WHERE p.community_id = community AND p.ask_id = ask
$$;
COMMENT ON FUNCTION app.people_behind(uuid, uuid) IS 'People, not pledges: one person who comes and goes many times is still one.';

CREATE FUNCTION app.tally_is_published() RETURNS trigger ${definer} AS $$
DECLARE
  tally public.ask_tally := NEW;
  people integer[];
BEGIN
  UPDATE public.public_figure f SET quantity_wanted = tally.quantity_wanted, ${copied}
   WHERE f.community_id = tally.community_id AND f.ask_id = tally.ask_id AND f.is_exact;
  IF FOUND THEN RETURN NULL; END IF;
  people := app.people_behind(tally.community_id, tally.ask_id);
  UPDATE public.public_figure f SET quantity_wanted = tally.quantity_wanted,
    ${stepped},
    people_behind = ARRAY[${MEASURES.map((_, index) => `CASE WHEN app.figure_moves(people[${index + 1}], f.people_behind[${index + 1}], f.k) THEN people[${index + 1}] ELSE f.people_behind[${index + 1}] END`).join(', ')}]
   WHERE f.community_id = tally.community_id AND f.ask_id = tally.ask_id;
  RETURN NULL;
END $$;
CREATE TRIGGER tally_is_published AFTER UPDATE OF quantity_wanted, places_taken, reported_count ON ask_tally
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION app.tally_is_published();

CREATE FUNCTION app.classify_figure(community uuid, ask uuid) RETURNS void ${definer} AS $$
DECLARE
  tally public.ask_tally;
  was_exact boolean;
  exact boolean;
  people integer[];
BEGIN
  -- The order in which a pledge takes its locks.
  SELECT * INTO tally FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ask FOR UPDATE;
  SELECT f.is_exact INTO was_exact FROM public.public_figure f WHERE f.community_id = community AND f.ask_id = ask FOR UPDATE;
  -- Only affected people speak for themselves: who counts them counts affected people, whatever the risk.
  SELECT c.shows_exact_figures AND a.risk_tier <= 1 AND a.kind <> 'SPEAK' INTO exact
    FROM public.ask a JOIN public.community c ON c.id = a.community_id WHERE a.community_id = community AND a.id = ask;
  INSERT INTO public.public_figure AS f (community_id, ask_id, campaign_id, priority_id, state, published, is_exact, k, quantity_wanted)
  SELECT a.community_id, a.id, a.campaign_id, a.priority_id, a.state, a.published, exact, CASE WHEN a.kind = 'SPEAK' THEN 10 ELSE 5 END, a.quantity_wanted
    FROM public.ask a WHERE a.community_id = community AND a.id = ask
  ON CONFLICT (community_id, ask_id) DO UPDATE SET priority_id = excluded.priority_id, state = excluded.state,
    published = excluded.published, k = excluded.k;
  IF tally.ask_id IS NULL OR exact IS NOT DISTINCT FROM was_exact THEN RETURN; END IF;
  people := app.people_behind(community, ask);
  UPDATE public.public_figure f SET is_exact = exact, people_behind = people,
    ${FIGURES.map(({ column, counter, place }) => `${column} = CASE WHEN exact THEN tally.${counter} ELSE app.shown_figure(tally.${counter}, people[${place}], f.k) END`).join(',\n    ')}
   WHERE f.community_id = community AND f.ask_id = ask;
END $$;
COMMENT ON FUNCTION app.classify_figure(uuid, uuid) IS 'Brings the figures of an ask into the way in which they may be told now, when that or the ask itself has changed.';

CREATE FUNCTION app.ask_has_figures() RETURNS trigger ${definer} AS $$
BEGIN
  PERFORM app.classify_figure(NEW.community_id, NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER ask_has_figures AFTER INSERT ON ask FOR EACH ROW EXECUTE FUNCTION app.ask_has_figures();
CREATE TRIGGER ask_changes_figures AFTER UPDATE ON ask FOR EACH ROW
  WHEN ((OLD.state, OLD.published, OLD.risk_tier, OLD.kind, OLD.priority_id) IS DISTINCT FROM (NEW.state, NEW.published, NEW.risk_tier, NEW.kind, NEW.priority_id))
  EXECUTE FUNCTION app.ask_has_figures();

CREATE FUNCTION app.community_changes_figures() RETURNS trigger ${definer} AS $$
BEGIN
  PERFORM app.classify_figure(a.community_id, a.id) FROM (
    SELECT x.community_id, x.id FROM public.ask x WHERE x.community_id = NEW.id ORDER BY x.id) a;
  RETURN NULL;
END $$;
CREATE TRIGGER community_changes_figures AFTER UPDATE ON community FOR EACH ROW
  WHEN (OLD.shows_exact_figures IS DISTINCT FROM NEW.shows_exact_figures) EXECUTE FUNCTION app.community_changes_figures();

${protect('public_figure')}
CREATE POLICY seen ON public_figure FOR SELECT TO accompany_app
  USING (published OR (${inCommunityAs('member')} AND EXISTS (SELECT FROM ask a
      WHERE a.community_id = public_figure.community_id AND a.id = public_figure.ask_id AND a.opened_at IS NOT NULL)));
GRANT SELECT (community_id, ask_id, campaign_id, priority_id, state, published, is_exact, k, quantity_wanted, ${columns}) ON public_figure TO accompany_app;

SELECT app.classify_figure(a.community_id, a.id) FROM ask a;
GRANT EXECUTE ON FUNCTION app.tally_is_published(), app.ask_has_figures(), app.community_changes_figures() TO accompany_app;

CREATE INDEX record_entry_latest_ix ON record_entry (community_id, recorded_at DESC, id DESC);

-- A head that moves with each deed would tell an outsider when each was done, whatever the figures leave out.
DROP POLICY seen ON record_head;
CREATE POLICY seen ON record_head FOR SELECT TO accompany_app USING (${inCommunityAs('affected')} OR (SELECT app.is_system()));
CREATE FUNCTION app.daily_record_head(communities uuid[]) RETURNS TABLE (community_id uuid, seq bigint, hash bytea, published_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT c.id, e.seq, e.hash, day.began_at
    FROM public.community c
   CROSS JOIN (SELECT date_trunc('day', now(), 'UTC') AS began_at) day
   CROSS JOIN LATERAL (
      SELECT x.seq, x.hash FROM public.record_entry x
       WHERE x.community_id = c.id AND x.seq IS NOT NULL AND x.recorded_at < day.began_at
       ORDER BY x.recorded_at DESC, x.id DESC LIMIT 1) e
   WHERE c.id = ANY (communities) AND (c.published OR c.id = ANY (app.communities_as('member')))
$$;
COMMENT ON FUNCTION app.daily_record_head(uuid[]) IS 'The head of each record as it was at the last midnight (UTC), for anyone who may see the community.';
GRANT EXECUTE ON FUNCTION app.daily_record_head(uuid[]) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.daily_record_head(uuid[]);
DROP POLICY seen ON record_head;
CREATE POLICY seen ON record_head FOR SELECT TO accompany_app USING (EXISTS (SELECT FROM community c WHERE c.id = community_id));
DROP INDEX record_entry_latest_ix;
DROP TRIGGER community_changes_figures ON community;
DROP TRIGGER ask_changes_figures ON ask;
DROP TRIGGER ask_has_figures ON ask;
DROP TRIGGER tally_is_published ON ask_tally;
DROP FUNCTION app.community_changes_figures(), app.ask_has_figures(), app.classify_figure(uuid, uuid), app.tally_is_published(), app.people_behind(uuid, uuid),
  app.next_figure(integer, integer, integer, integer, integer, integer), app.figure_moves(integer, integer, integer), app.shown_figure(integer, integer, integer);
DROP TABLE public_figure;
`;
}
