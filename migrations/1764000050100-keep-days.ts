import { ALL_MEASURES, classifyFigure, figuresOf } from './figure-functions.js';
import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** Every counter of ask_tally. */
const COUNTERS = [
  'quantity_wanted',
  'places_taken',
  'pledged_quantity',
  'held_count',
  'held_quantity',
  'active_count',
  'waitlisted_count',
  'waitlisted_quantity',
  'conditional_count',
  'conditional_quantity',
  'reconfirming_count',
  'fulfilled_count',
  'partly_fulfilled_count',
  'stepped_back_count',
  'handed_over_count',
  'lapsed_count',
  'cancelled_count',
  'never_started_count',
  'reported_count',
  'reported_quantity',
  'attested_count',
  'attested_quantity',
  'sent_back_count',
  'no_show_count',
  'unconfirmed_count',
  'skipped_count',
];
const FIGURES = figuresOf(ALL_MEASURES).map(({ column }) => column);
const SHOWN = ['is_exact', 'k', 'quantity_wanted', ...FIGURES];

/** What was told while others could see it comes back with the ask; what was not, never. */
export const historyFollows = `
  UPDATE public.figure_day d SET published = d.was_published AND a.published
    FROM public.ask a WHERE a.community_id = community AND a.id = ask AND d.community_id = community AND d.ask_id = ask
     AND d.published <> (d.was_published AND a.published);`;
export const historyBeginsAnew = `
  -- Days told in one way beside days told in another would tell of both.
  DELETE FROM public.figure_day d WHERE d.community_id = community AND d.ask_id = ask;`;

const closes = (name: string, day: string, columns: readonly string[], key: string, also = '') => `
CREATE FUNCTION app.${name}() RETURNS trigger ${definer} AS $$
DECLARE
  today record;
BEGIN
  INSERT INTO public.${day} AS d (community_id, campaign_id, ${key}, day, ${columns.join(', ')}${also && `, ${also}`})
  VALUES (OLD.community_id, OLD.campaign_id, ${key
    .split(', ')
    .map((column) => `OLD.${column}`)
    .join(
      ', ',
    )}, OLD.day, ${columns.map((column) => `OLD.${column}`).join(', ')}${also && ', OLD.published, OLD.published AND NEW.published'})
  -- Two closes of one day: its campaign has moved to another time zone meanwhile.
  ON CONFLICT (community_id, ${key}, day) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')};
  SELECT * INTO today FROM app.local_day(NEW.community_id, NEW.campaign_id);
  NEW.day := greatest(OLD.day, today.day);
  NEW.day_ends := today.ends;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION app.${name}() IS 'At the first change after a day has ended, what was true until now is what was true at its end.';
GRANT EXECUTE ON FUNCTION app.${name}() TO accompany_app;`;

const row = (which: string) => `(${['published', ...SHOWN].map((column) => `${which}.${column}`).join(', ')})`;

/** How each ask stood at the end of each local day on which that changed, for those inside and as it was told outside. */
export class KeepDays1764000050100 extends SqlMigration {
  readonly name = 'KeepDays1764000050100';

  protected readonly upSql = `
ALTER TABLE ask_tally ADD COLUMN day date NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::date,
  ADD COLUMN day_ends timestamptz NOT NULL DEFAULT date_trunc('day', now(), 'UTC') + interval '1 day';
COMMENT ON COLUMN ask_tally.day IS 'The last local day on which it changed: the row tells how it stands from then on.';
COMMENT ON COLUMN ask_tally.day_ends IS 'When that day ends in the time zone of the campaign. The first change after it writes a tally_day.';
ALTER TABLE public_figure ADD COLUMN day date NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::date,
  ADD COLUMN day_ends timestamptz NOT NULL DEFAULT date_trunc('day', now(), 'UTC') + interval '1 day';
COMMENT ON COLUMN public_figure.day IS 'The last local day on which what it tells changed: the row tells what is told from then on.';
COMMENT ON COLUMN public_figure.day_ends IS 'When that day ends in the time zone of the campaign. The first change after it writes a figure_day.';
GRANT SELECT (day) ON public_figure TO accompany_app;

CREATE TABLE tally_day (
  community_id uuid NOT NULL,
  ask_id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  day date NOT NULL,
  ${COUNTERS.map((column) => `${column} integer NOT NULL`).join(',\n  ')},
  CONSTRAINT tally_day_pk PRIMARY KEY (community_id, ask_id, day),
  CONSTRAINT tally_day_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES ask (community_id, campaign_id, id)
);
COMMENT ON TABLE tally_day IS 'The tally of an ask as it was at the end of each local day on which it changed, the last one left out: that is ask_tally.';
CREATE INDEX tally_day_campaign_ix ON tally_day (community_id, campaign_id, day);

CREATE TABLE figure_day (
  community_id uuid NOT NULL,
  ask_id uuid NOT NULL,
  body text NOT NULL,
  campaign_id uuid NOT NULL,
  day date NOT NULL,
  published boolean NOT NULL,
  was_published boolean NOT NULL,
  is_exact boolean NOT NULL,
  k integer NOT NULL,
  quantity_wanted integer NOT NULL,
  ${FIGURES.map((column) => `${column} integer`).join(',\n  ')},
  CONSTRAINT figure_day_pk PRIMARY KEY (community_id, ask_id, body, day),
  CONSTRAINT figure_day_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES ask (community_id, campaign_id, id)
);
COMMENT ON TABLE figure_day IS 'What was told of an ask at the end of each local day on which that changed, the last one left out: that is public_figure. It tells nothing that watching would not have told, and begins anew when the ask comes to be told in another way.';
COMMENT ON COLUMN figure_day.published IS 'Whether anyone may read it: it was published then, and its ask is now.';
COMMENT ON COLUMN figure_day.was_published IS 'Whether anyone could read it then.';
CREATE INDEX figure_day_campaign_ix ON figure_day (community_id, campaign_id, day);

CREATE FUNCTION app.local_day(community uuid, campaign uuid, OUT day date, OUT ends timestamptz) ${definer.replace('plpgsql', 'plpgsql STABLE')} AS $$
DECLARE
  zone text;
BEGIN
  SELECT g.time_zone INTO zone FROM public.campaign g WHERE g.community_id = community AND g.id = campaign;
  BEGIN
    day := (now() AT TIME ZONE zone)::date;
  EXCEPTION WHEN invalid_parameter_value THEN
    -- A zone that this Postgres does not know must not stand in the way of a pledge.
    zone := 'UTC';
    day := (now() AT TIME ZONE zone)::date;
  END;
  ends := (day + 1)::timestamp AT TIME ZONE zone;
END $$;
COMMENT ON FUNCTION app.local_day(uuid, uuid) IS 'The present day in the time zone of a campaign, and when it ends.';

CREATE FUNCTION app.day_begins() RETURNS trigger ${definer} AS $$
BEGIN
  SELECT d.day, d.ends INTO NEW.day, NEW.day_ends FROM app.local_day(NEW.community_id, NEW.campaign_id) d;
  RETURN NEW;
END $$;
GRANT EXECUTE ON FUNCTION app.day_begins() TO accompany_app;
CREATE TRIGGER day_begins BEFORE INSERT ON ask_tally FOR EACH ROW EXECUTE FUNCTION app.day_begins();
CREATE TRIGGER day_begins BEFORE INSERT ON public_figure FOR EACH ROW EXECUTE FUNCTION app.day_begins();
${closes('tally_day_closes', 'tally_day', COUNTERS, 'ask_id')}
${closes('figure_day_closes', 'figure_day', SHOWN, 'ask_id, body', 'was_published, published')}
UPDATE ask_tally t SET day = d.day, day_ends = d.ends FROM campaign g, LATERAL app.local_day(g.community_id, g.id) d
 WHERE g.community_id = t.community_id AND g.id = t.campaign_id;
UPDATE public_figure f SET day = d.day, day_ends = d.ends FROM campaign g, LATERAL app.local_day(g.community_id, g.id) d
 WHERE g.community_id = f.community_id AND g.id = f.campaign_id;
CREATE TRIGGER day_closes BEFORE UPDATE ON ask_tally FOR EACH ROW WHEN (now() >= OLD.day_ends) EXECUTE FUNCTION app.tally_day_closes();
CREATE TRIGGER day_closes BEFORE UPDATE ON public_figure FOR EACH ROW
  WHEN (now() >= OLD.day_ends AND ${row('OLD')} IS DISTINCT FROM ${row('NEW')}) EXECUTE FUNCTION app.figure_day_closes();
${classifyFigure(ALL_MEASURES, { always: historyFollows, anew: historyBeginsAnew })}

${protect('tally_day', 'figure_day')}
CREATE POLICY seen ON tally_day FOR SELECT TO accompany_app USING (${inCommunityAs('member')});
CREATE POLICY led_seen ON tally_day FOR SELECT TO accompany_app USING (campaign_id = ANY ((SELECT app.campaigns_led_as('affected'))::uuid[]));
-- Asks are looked up once for a statement, not for every day of theirs.
CREATE POLICY seen ON figure_day FOR SELECT TO accompany_app
  USING (published OR (${inCommunityAs('member')} AND ask_id IN (
    SELECT a.id FROM ask a WHERE ${inCommunityAs('member', 'a.community_id')} AND a.opened_at IS NOT NULL)));
CREATE POLICY led_seen ON figure_day FOR SELECT TO accompany_app USING (campaign_id = ANY ((SELECT app.campaigns_led_as('affected'))::uuid[]));
CREATE POLICY seen_by_key ON figure_day FOR SELECT TO accompany_app
  USING (campaign_id = ANY ((SELECT app.key_campaigns())::uuid[]) AND ask_id IN (
    SELECT a.id FROM ask a WHERE a.campaign_id = ANY ((SELECT app.key_campaigns())::uuid[])));
GRANT SELECT ON tally_day, figure_day TO accompany_app;
`;

  protected readonly downSql = `
${classifyFigure(ALL_MEASURES)}
DROP TRIGGER day_closes ON public_figure;
DROP TRIGGER day_closes ON ask_tally;
DROP TRIGGER day_begins ON public_figure;
DROP TRIGGER day_begins ON ask_tally;
DROP FUNCTION app.figure_day_closes(), app.tally_day_closes(), app.day_begins(), app.local_day(uuid, uuid);
DROP TABLE figure_day;
DROP TABLE tally_day;
ALTER TABLE public_figure DROP COLUMN day, DROP COLUMN day_ends;
ALTER TABLE ask_tally DROP COLUMN day, DROP COLUMN day_ends;
`;
}
