import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** The counted things in the order of public_figure.people_behind, with the columns that hold them; as in 1764000004000. */
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

/** Every figure: its column, its counter in ask_tally, the place of its measure, and what organizations have of it. */
const FIGURES = MEASURES.flatMap(({ name, count, quantity }, index) => [
  { column: `${name}_count`, counter: count, place: index + 1, part: `apart.counts[${index + 1}]` },
  ...(quantity
    ? [{ column: `${name}_quantity`, counter: quantity, place: index + 1, part: `apart.quantities[${index + 1}]` }]
    : []),
]);
type Figure = (typeof FIGURES)[number];

const exactly = FIGURES.map(({ column, counter }) => `${column} = tally.${counter}`).join(', ');
const step = (value: (figure: Figure) => string, behind: string) =>
  FIGURES.map((figure) => {
    const { column, place } = figure;
    const shownCount = `f.${MEASURES[place - 1]?.name}_count`;
    return `${column} = app.next_figure(${value(figure)}, ${behind}[${place}], f.${column}, ${shownCount}, f.people_behind[${place}], f.k)`;
  }).join(',\n    ');
const basis = (behind: string) =>
  `people_behind = ARRAY[${MEASURES.map((_, index) => `CASE WHEN app.figure_moves(${behind}[${index + 1}], f.people_behind[${index + 1}], f.k) THEN ${behind}[${index + 1}] ELSE f.people_behind[${index + 1}] END`).join(', ')}]`;
const afresh = (value: (figure: Figure) => string, behind: string) =>
  `${FIGURES.map((figure) => `${figure.column} = app.shown_figure(${value(figure)}, ${behind}[${figure.place}], f.k)`).join(',\n    ')}, people_behind = ${behind}`;

const ofPeople = ({ counter, part }: Figure) => `tally.${counter} - ${part}`;
const ofOrganizations = ({ part }: Figure) => part;
const ofAll = ({ counter }: Figure) => `tally.${counter}`;

const THE_ASK = 'f.community_id = tally.community_id AND f.ask_id = tally.ask_id';

const tallyIsPublished = `
CREATE OR REPLACE FUNCTION app.tally_is_published() RETURNS trigger ${definer} AS $$
DECLARE
  tally public.ask_tally := NEW;
  people integer[];
  apart record;
BEGIN
  UPDATE public.public_figure f SET quantity_wanted = tally.quantity_wanted, ${exactly} WHERE ${THE_ASK} AND f.is_exact;
  IF FOUND THEN RETURN NULL; END IF;
  people := app.people_behind(tally.community_id, tally.ask_id);
  SELECT * INTO apart FROM app.organizations_behind(tally.community_id, tally.ask_id);
  UPDATE public.public_figure f SET quantity_wanted = tally.quantity_wanted,
    ${step(ofPeople, 'people')},
    ${basis('people')}
   WHERE ${THE_ASK} AND f.body = 'PEOPLE';
  IF NOT apart.any_at_all THEN RETURN NULL; END IF;
  INSERT INTO public.public_figure (community_id, ask_id, campaign_id, priority_id, state, published, is_exact, k, quantity_wanted, body)
  SELECT f.community_id, f.ask_id, f.campaign_id, f.priority_id, f.state, f.published, false, f.k, 0, 'ORGANIZATIONS'
    FROM public.public_figure f WHERE ${THE_ASK} AND f.body = 'PEOPLE'
  ON CONFLICT DO NOTHING;
  UPDATE public.public_figure f SET
    ${step(ofOrganizations, 'apart.bodies')},
    ${basis('apart.bodies')}
   WHERE ${THE_ASK} AND f.body = 'ORGANIZATIONS';
  RETURN NULL;
END $$;`;

const classifyFigure = `
CREATE OR REPLACE FUNCTION app.classify_figure(community uuid, ask uuid) RETURNS void ${definer} AS $$
DECLARE
  tally public.ask_tally;
  was_exact boolean;
  exact boolean;
  people integer[];
  apart record;
BEGIN
  -- The order in which a pledge takes its locks.
  SELECT * INTO tally FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ask FOR UPDATE;
  SELECT f.is_exact INTO was_exact FROM public.public_figure f WHERE f.community_id = community AND f.ask_id = ask AND f.body = 'PEOPLE' FOR UPDATE;
  -- Only affected people speak for themselves: who counts them counts affected people, whatever the risk.
  SELECT c.shows_exact_figures AND a.risk_tier <= 1 AND a.kind <> 'SPEAK' INTO exact
    FROM public.ask a JOIN public.community c ON c.id = a.community_id WHERE a.community_id = community AND a.id = ask;
  INSERT INTO public.public_figure AS f (community_id, ask_id, campaign_id, priority_id, state, published, is_exact, k, quantity_wanted)
  SELECT a.community_id, a.id, a.campaign_id, a.priority_id, a.state, a.published, exact, CASE WHEN a.kind = 'SPEAK' THEN 10 ELSE 5 END, a.quantity_wanted
    FROM public.ask a WHERE a.community_id = community AND a.id = ask
  ON CONFLICT (community_id, ask_id, body) DO UPDATE SET priority_id = excluded.priority_id, state = excluded.state,
    published = excluded.published, k = excluded.k;
  UPDATE public.public_figure f SET priority_id = a.priority_id, state = a.state, published = a.published, k = CASE WHEN a.kind = 'SPEAK' THEN 10 ELSE 5 END
    FROM public.ask a WHERE a.community_id = community AND a.id = ask AND f.community_id = community AND f.ask_id = ask AND f.body = 'ORGANIZATIONS';
  IF tally.ask_id IS NULL OR exact IS NOT DISTINCT FROM was_exact THEN RETURN; END IF;
  -- Exact figures tell the whole in one row. What was told of organizations apart begins anew when they are left out again.
  DELETE FROM public.public_figure f WHERE f.community_id = community AND f.ask_id = ask AND f.body = 'ORGANIZATIONS';
  IF exact THEN
    UPDATE public.public_figure f SET is_exact = true, people_behind = app.people_behind(community, ask), ${exactly} WHERE ${THE_ASK};
    RETURN;
  END IF;
  people := app.people_behind(community, ask);
  SELECT * INTO apart FROM app.organizations_behind(community, ask);
  UPDATE public.public_figure f SET is_exact = false, ${afresh(ofPeople, 'people')} WHERE ${THE_ASK};
  IF NOT apart.any_at_all THEN RETURN; END IF;
  INSERT INTO public.public_figure (community_id, ask_id, campaign_id, priority_id, state, published, is_exact, k, quantity_wanted, body)
  SELECT f.community_id, f.ask_id, f.campaign_id, f.priority_id, f.state, f.published, false, f.k, 0, 'ORGANIZATIONS'
    FROM public.public_figure f WHERE ${THE_ASK} AND f.body = 'PEOPLE';
  UPDATE public.public_figure f SET ${afresh(ofOrganizations, 'apart.bodies')} WHERE ${THE_ASK} AND f.body = 'ORGANIZATIONS';
END $$;`;

const tallyIsPublishedBefore = `
CREATE OR REPLACE FUNCTION app.tally_is_published() RETURNS trigger ${definer} AS $$
DECLARE
  tally public.ask_tally := NEW;
  people integer[];
BEGIN
  UPDATE public.public_figure f SET quantity_wanted = tally.quantity_wanted, ${exactly}
   WHERE f.community_id = tally.community_id AND f.ask_id = tally.ask_id AND f.is_exact;
  IF FOUND THEN RETURN NULL; END IF;
  people := app.people_behind(tally.community_id, tally.ask_id);
  UPDATE public.public_figure f SET quantity_wanted = tally.quantity_wanted,
    ${step(ofAll, 'people')},
    ${basis('people')}
   WHERE f.community_id = tally.community_id AND f.ask_id = tally.ask_id;
  RETURN NULL;
END $$;`;

const classifyFigureBefore = `
CREATE OR REPLACE FUNCTION app.classify_figure(community uuid, ask uuid) RETURNS void ${definer} AS $$
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
END $$;`;

/**
 * Organizations are no people: what they do is told in a row of its own, by the same rules, so that nothing of it is in a
 * number behind which k people stand, and k organizations stand behind what is told of theirs.
 */
export class CountOrganizationsApart1764000014300 extends SqlMigration {
  readonly name = 'CountOrganizationsApart1764000014300';

  protected readonly upSql = `
ALTER TABLE public_figure ADD COLUMN body text NOT NULL DEFAULT 'PEOPLE',
  ADD CONSTRAINT public_figure_body_ck CHECK (body = 'PEOPLE' OR (body = 'ORGANIZATIONS' AND NOT is_exact AND quantity_wanted = 0));
ALTER TABLE public_figure DROP CONSTRAINT public_figure_pk;
ALTER TABLE public_figure ADD CONSTRAINT public_figure_pk PRIMARY KEY (community_id, ask_id, body);
COMMENT ON COLUMN public_figure.body IS 'Whose part in it: a row that is exact holds the whole; else people and organizations have one each, and k of their own kind stand behind it.';
COMMENT ON COLUMN public_figure.people_behind IS 'How many people, or organizations, stood behind each measure when its figure last moved. Private: no role of the service may read it.';

CREATE FUNCTION app.organizations_behind(community uuid, ask uuid, OUT any_at_all boolean, OUT bodies integer[], OUT counts integer[], OUT quantities integer[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  WITH theirs AS (
    SELECT p.community_id, p.id, p.state, p.quantity, m.organization_id
      FROM public.pledge p JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
     WHERE p.community_id = community AND p.ask_id = ask AND m.organization_id IS NOT NULL
  ), done AS (
    SELECT o.community_id, o.id, o.state, o.reported_quantity, o.attested_quantity, t.organization_id
      FROM theirs t JOIN public.occurrence o ON o.community_id = t.community_id AND o.pledge_id = t.id
  ), counted AS (
    SELECT CASE WHEN state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') THEN 1 WHEN state = 'WAITLISTED' THEN 2
                WHEN state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE') THEN 6 WHEN state = 'CANCELLED' THEN 7 WHEN state = 'NEVER_STARTED' THEN 8 END AS place,
           organization_id, quantity FROM theirs
    UNION ALL SELECT 3, organization_id, reported_quantity FROM done WHERE state = 'REPORTED'
    UNION ALL SELECT 4, organization_id, attested_quantity FROM done WHERE state = 'ATTESTED'
    UNION ALL SELECT 5, d.organization_id, 0 FROM done d
      JOIN public.attestation t ON t.community_id = d.community_id AND t.occurrence_id = d.id AND t.kind = 'SENT_BACK'
  ), summed AS (
    SELECT place, count(DISTINCT organization_id) AS bodies, count(*) AS counts, sum(quantity) AS quantities FROM counted GROUP BY place
  )
  SELECT EXISTS (SELECT FROM theirs), array_agg(coalesce(s.bodies, 0)::integer ORDER BY place),
         array_agg(coalesce(s.counts, 0)::integer ORDER BY place), array_agg(coalesce(s.quantities, 0)::integer ORDER BY place)
    FROM generate_series(1, ${MEASURES.length}) AS places (place) LEFT JOIN summed s USING (place)
$$;
COMMENT ON FUNCTION app.organizations_behind(uuid, uuid) IS 'What organizations have of each measure of an ask, and how many they are. People are counted by app.people_behind, which knows no organization.';
${tallyIsPublished}
${classifyFigure}
`;

  protected readonly downSql = `
DELETE FROM public_figure WHERE body = 'ORGANIZATIONS';
ALTER TABLE public_figure DROP CONSTRAINT public_figure_pk;
ALTER TABLE public_figure DROP COLUMN body;
ALTER TABLE public_figure ADD CONSTRAINT public_figure_pk PRIMARY KEY (community_id, ask_id);
COMMENT ON COLUMN public_figure.people_behind IS 'How many people stood behind each measure when its figure last moved. Private: no role of the service may read it.';
${tallyIsPublishedBefore}
${classifyFigureBefore}
DROP FUNCTION app.organizations_behind(uuid, uuid);
`;
}
