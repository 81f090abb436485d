import { ALL_MEASURES, figuresOf, firm } from './figure-functions.js';
import { SqlMigration } from './support.js';

const sql = 'LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app';

const inState = (...states: string[]) => `p.state IN (${states.map((state) => `'${state}'`).join(', ')})`;
const HELD = `((p.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND p.waiting_for IS NOT DISTINCT FROM 'THRESHOLD') OR (p.state = 'WAITLISTED' AND p.offered_until IS NOT NULL))`;

/** Which pledges each counter of ask_tally counts, by the prefix of its columns. */
const PLEDGES: Readonly<Record<string, string>> = {
  places_taken: firm('p.'),
  held_count: HELD,
  active_count: inState('ACTIVE'),
  waitlisted_count: inState('WAITLISTED'),
  conditional_count: inState('CONDITIONAL'),
  reconfirming_count: inState('NEEDS_RECONFIRMATION'),
  fulfilled_count: inState('FULFILLED'),
  partly_fulfilled_count: inState('PARTLY_FULFILLED'),
  stepped_back_count: inState('STEPPED_BACK', 'STEPPED_BACK_LATE'),
  handed_over_count: inState('HANDED_OVER'),
  lapsed_count: inState('LAPSED'),
  cancelled_count: inState('CANCELLED'),
  never_started_count: inState('NEVER_STARTED'),
};
const QUANTITIES: Readonly<Record<string, string>> = {
  pledged_quantity: firm('p.'),
  held_quantity: HELD,
  waitlisted_quantity: inState('WAITLISTED'),
  conditional_quantity: inState('CONDITIONAL'),
};
const counted = [
  ...Object.entries(PLEDGES).map(([column, is]) => `count(*) FILTER (WHERE ${is})::integer AS ${column}`),
  ...Object.entries(QUANTITIES).map(
    ([column, is]) => `coalesce(sum(p.quantity) FILTER (WHERE ${is}), 0)::integer AS ${column}`,
  ),
];
const STATES = ['REPORTED', 'ATTESTED', 'NO_SHOW', 'UNCONFIRMED', 'SKIPPED'];
const done = [
  ...STATES.map((state) => `count(*) FILTER (WHERE o.state = '${state}')::integer AS ${state.toLowerCase()}_count`),
  `coalesce(sum(o.reported_quantity) FILTER (WHERE o.state = 'REPORTED'), 0)::integer AS reported_quantity`,
  'coalesce(sum(o.attested_quantity), 0)::integer AS attested_quantity',
];
const COUNTERS = [...counted, ...done].map((one) => one.split(' AS ').at(-1) ?? '').concat('sent_back_count');

const FIGURES = figuresOf(ALL_MEASURES);
const COUNTS = FIGURES.filter(({ column }) => column.endsWith('_count'));
const asObject = (of: (figure: (typeof FIGURES)[number]) => string) =>
  `jsonb_build_object(${FIGURES.map((figure) => `'${figure.column}', ${of(figure)}`).join(', ')})`;

/** What the counters would be if they were counted now, and what differs from that. */
export class RecountProgress1764000050400 extends SqlMigration {
  readonly name = 'RecountProgress1764000050400';

  protected readonly upSql = `
CREATE FUNCTION app.recount_tally(community uuid, ask uuid) RETURNS jsonb ${sql} AS $$
  SELECT (SELECT to_jsonb(x) FROM (SELECT a.slots, a.quantity_wanted, a.priority_id, a.campaign_id FROM public.ask a WHERE a.community_id = community AND a.id = ask) x)
      || (SELECT to_jsonb(x) FROM (SELECT ${counted.join(',\n           ')}
            FROM public.pledge p WHERE p.community_id = community AND p.ask_id = ask) x)
      || (SELECT to_jsonb(x) FROM (SELECT ${done.join(',\n           ')}
            FROM public.occurrence o WHERE o.community_id = community AND o.ask_id = ask) x)
      || (SELECT jsonb_build_object('sent_back_count', count(*)) FROM public.attestation t JOIN public.occurrence o ON o.community_id = t.community_id AND o.id = t.occurrence_id
           WHERE o.community_id = community AND o.ask_id = ask AND t.kind = 'SENT_BACK')
$$;
COMMENT ON FUNCTION app.recount_tally(uuid, uuid) IS 'Every counter of the tally of an ask, counted anew from pledges, occurrences and attestations, without a look at the tally. Granted to nobody.';

CREATE FUNCTION app.figure_faults(community uuid, ask uuid) RETURNS TABLE (field text, kept text, counted text) ${sql} AS $$
  WITH now_is AS (
    SELECT t.*, app.is_full(t) AS fills, c.shows_exact_figures AND a.risk_tier <= 1 AND a.kind <> 'SPEAK' AS exact, a.state, a.published,
           t.places_taken + t.conditional_count + t.reconfirming_count + t.waitlisted_count + t.stepped_back_count + t.handed_over_count + t.lapsed_count
             + t.cancelled_count + t.never_started_count AS pledges,
           app.people_behind(community, ask) AS people, b.any_at_all, b.bodies
      FROM public.ask_tally t JOIN public.ask a ON a.community_id = t.community_id AND a.id = t.ask_id JOIN public.community c ON c.id = t.community_id,
           LATERAL app.organizations_behind(community, ask) b
     WHERE t.community_id = community AND t.ask_id = ask
  ), told AS (SELECT f.* FROM public.public_figure f WHERE f.community_id = community AND f.ask_id = ask)
  SELECT 'people', 'nothing', 'something' FROM now_is WHERE NOT EXISTS (SELECT FROM told WHERE body = 'PEOPLE')
  UNION ALL SELECT 'organizations', 'nothing', 'something' FROM now_is WHERE NOT exact AND any_at_all AND NOT EXISTS (SELECT FROM told WHERE body = 'ORGANIZATIONS')
  UNION ALL
  SELECT 'shown.' || e.key, e.value #>> '{}', w.value #>> '{}' FROM told f, now_is t,
         jsonb_each(jsonb_build_object('is_exact', f.is_exact, 'is_full', f.is_full, 'state', f.state, 'published', f.published, 'quantity_wanted', f.quantity_wanted)) e
    JOIN jsonb_each(jsonb_build_object('is_exact', t.exact, 'is_full', t.fills, 'state', t.state, 'published', t.published,
           'quantity_wanted', CASE f.body WHEN 'PEOPLE' THEN t.quantity_wanted ELSE 0 END)) w USING (key)
   WHERE e.value <> w.value
  UNION ALL
  SELECT 'shown.' || e.key, e.value #>> '{}', w.value #>> '{}' FROM told f, now_is t, jsonb_each(${asObject(({ column }) => `f.${column}`)}) e
    JOIN jsonb_each(${asObject(({ counter }) => `t.${counter}`)}) w USING (key)
   WHERE f.is_exact AND e.value <> w.value
  UNION ALL
  SELECT lower(f.body) || '.' || m.name, m.shown::text, m.behind || ' behind it' FROM told f, now_is t,
         unnest('{${COUNTS.map(({ column }) => column).join(',')}}'::text[], ARRAY[${COUNTS.map(({ column }) => `f.${column}`).join(', ')}], f.people_behind,
           CASE f.body WHEN 'PEOPLE' THEN t.people ELSE t.bodies END) WITH ORDINALITY AS m (name, shown, basis, behind, place)
   WHERE NOT f.is_exact AND (app.figure_moves(m.behind, m.basis, f.k, app.patience(f.lot, m.place::integer, m.basis, f.k))
      OR m.basis IS NULL OR (m.shown = 0 AND (m.behind > 0 OR m.basis > 0)) OR m.shown % f.k <> 0
      OR (m.shown > 0 AND (m.basis < f.k OR m.shown < m.basis - m.basis % f.k))
      -- Of pledges there are no more than were ever made.
      OR (m.name IN ('pledged_count', 'waitlisted_count', 'stepped_back_count', 'cancelled_count', 'never_started_count', 'conditional_count', 'lapsed_count',
                     'handed_over_count') AND m.shown > t.pledges))
$$;
COMMENT ON FUNCTION app.figure_faults(uuid, uuid) IS 'What is told of an ask and could not have been told by the rules. Granted to nobody.';

CREATE FUNCTION app.recount_progress(community uuid, ask uuid, repair boolean) RETURNS TABLE (field text, kept text, counted text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
#variable_conflict use_column
DECLARE
  tally public.ask_tally;
  truth jsonb;
BEGIN
  -- The lock that every pledge to it takes: nothing moves while it is counted.
  SELECT * INTO tally FROM public.ask_tally t WHERE t.community_id = recount_progress.community AND t.ask_id = recount_progress.ask FOR UPDATE;
  truth := app.recount_tally(recount_progress.community, recount_progress.ask);
  IF truth IS NULL THEN RETURN; END IF;
  RETURN QUERY SELECT w.key, to_jsonb(tally) ->> w.key, w.value #>> '{}' FROM jsonb_each(truth) w
    WHERE w.value IS DISTINCT FROM to_jsonb(tally) -> w.key ORDER BY w.key;
  IF repair AND FOUND THEN
    IF tally.ask_id IS NULL THEN
      INSERT INTO public.ask_tally (community_id, ask_id, campaign_id, priority_id, slots, quantity_wanted, next_turn)
      SELECT a.community_id, a.id, a.campaign_id, a.priority_id, a.slots, a.quantity_wanted, (SELECT coalesce(max(p.turn), 0) + 1 FROM public.pledge p WHERE p.community_id = a.community_id AND p.ask_id = a.id)
        FROM public.ask a WHERE a.community_id = recount_progress.community AND a.id = recount_progress.ask;
    END IF;
    UPDATE public.ask_tally t SET (slots, quantity_wanted, priority_id, ${COUNTERS.join(', ')}) =
      (SELECT r.slots, r.quantity_wanted, r.priority_id, ${COUNTERS.map((column) => `r.${column}`).join(', ')} FROM jsonb_populate_record(t, truth) r)
     WHERE t.community_id = recount_progress.community AND t.ask_id = recount_progress.ask;
  END IF;
  RETURN QUERY SELECT f.* FROM app.figure_faults(recount_progress.community, recount_progress.ask) f;
  IF repair AND FOUND THEN
    -- Told anew from what is true now: what was told before was not by the rules.
    DELETE FROM public.public_figure f WHERE f.community_id = recount_progress.community AND f.ask_id = recount_progress.ask;
    PERFORM app.classify_figure(recount_progress.community, recount_progress.ask);
    UPDATE public.public_figure f SET is_full = app.is_full(t) FROM public.ask_tally t
     WHERE t.community_id = f.community_id AND t.ask_id = f.ask_id AND f.community_id = recount_progress.community AND f.ask_id = recount_progress.ask;
  END IF;
END $$;
COMMENT ON FUNCTION app.recount_progress(uuid, uuid, boolean) IS 'What differs between the counters of an ask and a recount, and between its public figures and what the rules could have shown; repaired on request. Granted to nobody: it is for whoever runs the server.';
`;

  protected readonly downSql = `
DROP FUNCTION app.recount_progress(uuid, uuid, boolean), app.figure_faults(uuid, uuid), app.recount_tally(uuid, uuid);
`;
}
