import { historyBeginsAnew, historyFollows } from './1764000050100-keep-days.js';
import { ALL_MEASURES, classifyFigure } from './figure-functions.js';
import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** The measures of which people's and organizations' parts are told, by their counters, in the order of ask_tally.split_at. */
const SPLIT = [
  { measure: 'PLEDGED', counter: 'places_taken' },
  { measure: 'WAITLISTED', counter: 'waitlisted_count' },
  { measure: 'REPORTED', counter: 'reported_count' },
  { measure: 'ATTESTED', counter: 'attested_count' },
];

const isDue = (place: number, counter: string) =>
  `abs(NEW.${counter} - NEW.split_at[${place}]) >= greatest(10, NEW.split_at[${place}] / 10)`;
const due = SPLIT.map(({ counter }, index) => isDue(index + 1, counter));

/** Of asks whose whole is told exactly: how much of it people do and how much organizations. */
export class SplitFigures1764000050300 extends SqlMigration {
  readonly name = 'SplitFigures1764000050300';

  protected readonly upSql = `
ALTER TABLE ask_tally ADD COLUMN split_at integer[] NOT NULL DEFAULT '{0,0,0,0}';
COMMENT ON COLUMN ask_tally.split_at IS 'What ${SPLIT.map(({ counter }) => counter).join(', ')} were when it was last asked whether their parts may be told: next when they differ by 10, or by a tenth.';

CREATE TABLE figure_split (
  community_id uuid NOT NULL,
  ask_id uuid NOT NULL,
  measure text NOT NULL,
  campaign_id uuid NOT NULL,
  published boolean NOT NULL,
  people_count integer NOT NULL,
  organization_count integer NOT NULL,
  people_behind integer NOT NULL,
  organizations_behind integer NOT NULL,
  CONSTRAINT figure_split_pk PRIMARY KEY (community_id, ask_id, measure),
  CONSTRAINT figure_split_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES ask (community_id, campaign_id, id),
  CONSTRAINT figure_split_measure_ck CHECK (measure IN (${SPLIT.map(({ measure }) => `'${measure}'`).join(', ')})),
  CONSTRAINT figure_split_k_ck CHECK (least(people_behind, organizations_behind) >= 0)
);
COMMENT ON TABLE figure_split IS 'How much of an exact figure people did and how much organizations, as it was when that could last be told: both numbers move together, and only with k or more of each behind the change. No row, nothing told yet.';
COMMENT ON COLUMN figure_split.people_behind IS 'How many people stood behind it then. Private: no role of the service may read it.';
COMMENT ON COLUMN figure_split.organizations_behind IS 'How many organizations stood behind it then. Private: no role of the service may read it.';
CREATE INDEX figure_split_campaign_ix ON figure_split (community_id, campaign_id);
CREATE INDEX membership_of_organizations_ix ON membership (community_id, id) WHERE organization_id IS NOT NULL;

CREATE FUNCTION app.split_moves(people integer, organizations integer, people_count integer, organization_count integer, last public.figure_split, k integer)
  RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT least(d.people, d.organizations, d.people_count, d.organization_count) >= k
      OR greatest(d.people, d.organizations, d.people_count, d.organization_count) <= -k
    FROM (SELECT people - coalesce(last.people_behind, 0) AS people, organizations - coalesce(last.organizations_behind, 0) AS organizations,
                 people_count - coalesce(last.people_count, 0) AS people_count,
                 organization_count - coalesce(last.organization_count, 0) AS organization_count) d
$$;
COMMENT ON FUNCTION app.split_moves(integer, integer, integer, integer, public.figure_split, integer) IS
  'Both parts have grown, or both shrunk, by k or more, in numbers and in who stands behind them. If one grew while the other shrank, every step of the whole, which all have seen, would be known to be of this kind or that.';

CREATE FUNCTION app.tally_is_split() RETURNS trigger ${definer} AS $$
DECLARE
  is_due boolean[] := ARRAY[${due.join(', ')}];
  totals integer[] := ARRAY[${SPLIT.map(({ counter }) => `NEW.${counter}`).join(', ')}];
  shown record;
  people integer[];
  apart record;
  last public.figure_split;
BEGIN
  -- Asked at moments that everyone can tell from the whole, whoever it was that came then: else the last one would be known.
  UPDATE public.ask_tally t SET split_at = (SELECT array_agg(CASE WHEN is_due[n] THEN totals[n] ELSE t.split_at[n] END ORDER BY n) FROM generate_subscripts(totals, 1) n)
   WHERE t.community_id = NEW.community_id AND t.ask_id = NEW.ask_id;
  SELECT f.published, f.k INTO shown FROM public.public_figure f
   WHERE f.community_id = NEW.community_id AND f.ask_id = NEW.ask_id AND f.is_exact;
  IF NOT FOUND OR NOT EXISTS (SELECT FROM public.membership m JOIN public.pledge p ON p.community_id = m.community_id AND p.pledger_id = m.id AND p.ask_id = NEW.ask_id
      WHERE m.community_id = NEW.community_id AND m.organization_id IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  people := app.people_behind(NEW.community_id, NEW.ask_id);
  SELECT * INTO apart FROM app.organizations_behind(NEW.community_id, NEW.ask_id);
  FOR n IN 1..${SPLIT.length} LOOP
    CONTINUE WHEN NOT is_due[n];
    SELECT s.* INTO last FROM public.figure_split s
     WHERE s.community_id = NEW.community_id AND s.ask_id = NEW.ask_id AND s.measure = (ARRAY[${SPLIT.map(({ measure }) => `'${measure}'`).join(', ')}])[n];
    CONTINUE WHEN NOT app.split_moves(people[n], apart.bodies[n], totals[n] - apart.counts[n], apart.counts[n], last, shown.k);
    INSERT INTO public.figure_split (community_id, ask_id, measure, campaign_id, published, people_count, organization_count, people_behind, organizations_behind)
    VALUES (NEW.community_id, NEW.ask_id, (ARRAY[${SPLIT.map(({ measure }) => `'${measure}'`).join(', ')}])[n], NEW.campaign_id, shown.published,
      totals[n] - apart.counts[n], apart.counts[n], people[n], apart.bodies[n])
    ON CONFLICT (community_id, ask_id, measure) DO UPDATE SET people_count = excluded.people_count, organization_count = excluded.organization_count,
      people_behind = excluded.people_behind, organizations_behind = excluded.organizations_behind;
  END LOOP;
  RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION app.tally_is_split() TO accompany_app;
CREATE TRIGGER tally_is_split AFTER UPDATE OF places_taken, reported_count ON ask_tally FOR EACH ROW
  WHEN (${due.join(' OR ')}) EXECUTE FUNCTION app.tally_is_split();
${classifyFigure(ALL_MEASURES, {
  always: `${historyFollows}
  UPDATE public.figure_split s SET published = a.published FROM public.ask a
   WHERE a.community_id = community AND a.id = ask AND s.community_id = community AND s.ask_id = ask AND s.published <> a.published;`,
  anew: `${historyBeginsAnew}
  DELETE FROM public.figure_split s WHERE s.community_id = community AND s.ask_id = ask;`,
  isReserved: true,
})}

${protect('figure_split')}
CREATE POLICY seen ON figure_split FOR SELECT TO accompany_app
  USING (published OR (${inCommunityAs('member')} AND EXISTS (SELECT FROM ask a
      WHERE a.community_id = figure_split.community_id AND a.id = figure_split.ask_id AND a.opened_at IS NOT NULL)));
CREATE POLICY led_seen ON figure_split FOR SELECT TO accompany_app USING (campaign_id = ANY ((SELECT app.campaigns_led_as('affected'))::uuid[]));
CREATE POLICY seen_by_key ON figure_split FOR SELECT TO accompany_app
  USING (campaign_id = ANY ((SELECT app.key_campaigns())::uuid[]) AND (SELECT true FROM ask a
      WHERE a.community_id = figure_split.community_id AND a.id = figure_split.ask_id));
GRANT SELECT (community_id, ask_id, measure, campaign_id, published, people_count, organization_count) ON figure_split TO accompany_app;
`;

  protected readonly downSql = `
${classifyFigure(ALL_MEASURES, { always: historyFollows, anew: historyBeginsAnew, isReserved: true })}
DROP TRIGGER tally_is_split ON ask_tally;
DROP FUNCTION app.tally_is_split(), app.split_moves(integer, integer, integer, integer, public.figure_split, integer);
DROP INDEX membership_of_organizations_ix;
DROP TABLE figure_split;
ALTER TABLE ask_tally DROP COLUMN split_at;
`;
}
