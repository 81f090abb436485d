/** A counted thing: its counters in ask_tally, and what of a pledge, an occurrence or an attestation it counts. */
interface Measure {
  name: string;
  count: string;
  quantity: string | null;
  pledge?: string;
  occurrence?: string;
}

export const firm = (p: string) =>
  `(NOT ${p}gave_up_place AND (${p}state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (${p}state = 'NEEDS_RECONFIRMATION' AND ${p}waiting_for IS NULL)))`;
const FIRM = 'firm';

/** In the order of public_figure.people_behind: a new one comes last. */
const MEASURES: readonly Measure[] = [
  { name: 'pledged', count: 'places_taken', quantity: 'pledged_quantity', pledge: FIRM },
  { name: 'waitlisted', count: 'waitlisted_count', quantity: 'waitlisted_quantity', pledge: "'WAITLISTED'" },
  { name: 'reported', count: 'reported_count', quantity: 'reported_quantity', occurrence: 'REPORTED' },
  { name: 'attested', count: 'attested_count', quantity: 'attested_quantity', occurrence: 'ATTESTED' },
  { name: 'sent_back', count: 'sent_back_count', quantity: null },
  {
    name: 'stepped_back',
    count: 'stepped_back_count',
    quantity: null,
    pledge: "'STEPPED_BACK', 'STEPPED_BACK_LATE'",
  },
  { name: 'cancelled', count: 'cancelled_count', quantity: null, pledge: "'CANCELLED'" },
  { name: 'never_started', count: 'never_started_count', quantity: null, pledge: "'NEVER_STARTED'" },
  { name: 'conditional', count: 'conditional_count', quantity: 'conditional_quantity', pledge: "'CONDITIONAL'" },
  { name: 'lapsed', count: 'lapsed_count', quantity: null, pledge: "'LAPSED'" },
  { name: 'no_show', count: 'no_show_count', quantity: null, occurrence: 'NO_SHOW' },
  { name: 'handed_over', count: 'handed_over_count', quantity: null, pledge: "'HANDED_OVER'" },
  { name: 'unconfirmed', count: 'unconfirmed_count', quantity: null, occurrence: 'UNCONFIRMED' },
];

export const ALL_MEASURES = MEASURES.length;
/** How many there were before conditional. */
export const FIRST_MEASURES = 8;

/** A figure: its column, its counter in ask_tally, the place of its measure, and what organizations have of it. */
interface Figure {
  column: string;
  counter: string;
  place: number;
  shownCount: string;
  part: string;
}

export function figuresOf(many: number): readonly Figure[] {
  return MEASURES.slice(0, many).flatMap(({ name, count, quantity }, index) => {
    const place = index + 1;
    const shownCount = `f.${name}_count`;
    const counted = { column: `${name}_count`, counter: count, place, shownCount, part: `apart.counts[${place}]` };
    if (!quantity) return [counted];
    return [
      counted,
      { column: `${name}_quantity`, counter: quantity, place, shownCount, part: `apart.quantities[${place}]` },
    ];
  });
}

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
export const THE_ASK = 'f.community_id = tally.community_id AND f.ask_id = tally.ask_id';
export const ofPeople = ({ counter, part }: Figure) => `tally.${counter} - ${part}`;
export const ofOrganizations = ({ part }: Figure) => part;

export const exactly = (figures: readonly Figure[]) =>
  figures.map(({ column, counter }) => `${column} = tally.${counter}`).join(', ');

/** Whether the figures of a measure move, as they always did; or with a patience that nobody knows. */
const movesAtOnce = (place: number, behind: string) =>
  `app.figure_moves(${behind}[${place}], f.people_behind[${place}], f.k)`;
const movesPatiently = (place: number, behind: string) =>
  `app.figure_moves(${behind}[${place}], f.people_behind[${place}], f.k, app.patience(f.lot, ${place}, f.people_behind[${place}], f.k))`;

function step(many: number, value: (figure: Figure) => string, behind: string, isPatient: boolean): string {
  const moves = isPatient ? movesPatiently : movesAtOnce;
  const figures = figuresOf(many).map((figure) => {
    const { column, place, shownCount } = figure;
    const when = isPatient ? moves(place, behind) : `f.people_behind[${place}]`;
    return `${column} = app.next_figure(${value(figure)}, ${behind}[${place}], f.${column}, ${shownCount}, ${when}, f.k)`;
  });
  const basis = MEASURES.slice(0, many).map(
    (_, index) =>
      `CASE WHEN ${moves(index + 1, behind)} THEN ${behind}[${index + 1}] ELSE f.people_behind[${index + 1}] END`,
  );
  return `${figures.join(',\n    ')},\n    people_behind = ARRAY[${basis.join(', ')}]`;
}

/** What is told of figures for the first time, or after they were told in another way. */
export function afresh(figures: readonly Figure[], value: (figure: Figure) => string, behind: string): string {
  return figures
    .map((figure) => `${figure.column} = app.shown_figure(${value(figure)}, ${behind}[${figure.place}], f.k)`)
    .join(',\n    ');
}

/** Beside the whole, which was exact until now, people and organizations told at once would each give the other away. */
const untold = (figures: readonly Figure[]) => figures.map(({ column }) => `${column} = NULL`).join(', ');

/** `done`: what follows where nobody acts for an organization. */
export const publishedApart = (many: number, isPatient: boolean, done: 'RETURN NULL' | 'CONTINUE') => `
  people := app.people_behind(tally.community_id, tally.ask_id);
  SELECT * INTO apart FROM app.organizations_behind(tally.community_id, tally.ask_id);
  UPDATE public.public_figure f SET quantity_wanted = tally.quantity_wanted,
    ${step(many, ofPeople, 'people', isPatient)}
   WHERE ${THE_ASK} AND f.body = 'PEOPLE';
  IF NOT apart.any_at_all THEN ${done}; END IF;
  INSERT INTO public.public_figure (community_id, ask_id, campaign_id, priority_id, state, published, is_exact, k, quantity_wanted, body)
  SELECT f.community_id, f.ask_id, f.campaign_id, f.priority_id, f.state, f.published, false, f.k, 0, 'ORGANIZATIONS'
    FROM public.public_figure f WHERE ${THE_ASK} AND f.body = 'PEOPLE'
  ON CONFLICT DO NOTHING;
  UPDATE public.public_figure f SET
    ${step(many, ofOrganizations, 'apart.bodies', isPatient)}
   WHERE ${THE_ASK} AND f.body = 'ORGANIZATIONS';`;

export const tallyIsPublished = (many: number, isPatient = false) => `
CREATE OR REPLACE FUNCTION app.tally_is_published() RETURNS trigger ${definer} AS $$
DECLARE
  tally public.ask_tally := NEW;
  people integer[];
  apart record;
BEGIN
  UPDATE public.public_figure f SET quantity_wanted = tally.quantity_wanted, ${exactly(figuresOf(many))} WHERE ${THE_ASK} AND f.is_exact;
  IF FOUND THEN RETURN NULL; END IF;${publishedApart(many, isPatient, 'RETURN NULL')}
  RETURN NULL;
END $$;`;

/** `always`: what else is done each time; `anew`: what else when figures begin to be told in another way; `isReserved`: tells nothing of organizations at first. */
export const classifyFigure = (many: number, { always = '', anew = '', isReserved = false } = {}) => `
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
    FROM public.ask a WHERE a.community_id = community AND a.id = ask AND f.community_id = community AND f.ask_id = ask AND f.body = 'ORGANIZATIONS';${always}
  IF tally.ask_id IS NULL OR exact IS NOT DISTINCT FROM was_exact THEN RETURN; END IF;
  -- Exact figures tell the whole in one row. What was told of organizations apart begins anew when they are left out again.
  DELETE FROM public.public_figure f WHERE f.community_id = community AND f.ask_id = ask AND f.body = 'ORGANIZATIONS';
  IF exact THEN
    UPDATE public.public_figure f SET is_exact = true, people_behind = app.people_behind(community, ask), ${exactly(figuresOf(many))} WHERE ${THE_ASK};
  ELSE
    people := app.people_behind(community, ask);
    SELECT * INTO apart FROM app.organizations_behind(community, ask);
    UPDATE public.public_figure f SET is_exact = false, ${afresh(figuresOf(many), ofPeople, 'people')}, people_behind = people WHERE ${THE_ASK};
    IF apart.any_at_all THEN
      INSERT INTO public.public_figure (community_id, ask_id, campaign_id, priority_id, state, published, is_exact, k, quantity_wanted, body)
      SELECT f.community_id, f.ask_id, f.campaign_id, f.priority_id, f.state, f.published, false, f.k, 0, 'ORGANIZATIONS'
        FROM public.public_figure f WHERE ${THE_ASK} AND f.body = 'PEOPLE';
      UPDATE public.public_figure f SET ${isReserved ? untold(figuresOf(many)) : afresh(figuresOf(many), ofOrganizations, 'apart.bodies')}, people_behind = apart.bodies WHERE ${THE_ASK} AND f.body = 'ORGANIZATIONS';
    END IF;
  END IF;${anew}
END $$;`;

function conditionOf({ pledge, occurrence }: Measure): string {
  if (pledge === FIRM) return firm('p.');
  if (pledge) return `p.state IN (${pledge})`;
  if (occurrence) return `o.state = '${occurrence}'`;
  return `EXISTS (
        SELECT FROM public.attestation t WHERE t.community_id = o.community_id AND t.occurrence_id = o.id AND t.kind = 'SENT_BACK')`;
}

export const peopleBehind = (many: number) => `
CREATE OR REPLACE FUNCTION app.people_behind(community uuid, ask uuid) RETURNS integer[]
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT ARRAY[
      ${MEASURES.slice(0, many)
        .map((measure) => `count(DISTINCT m.person_id) FILTER (WHERE ${conditionOf(measure)})`)
        .join(',\n      ')}]::integer[]
    FROM public.pledge p
    JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
    LEFT JOIN public.occurrence o ON o.community_id = p.community_id AND o.pledge_id = p.id
   WHERE p.community_id = community AND p.ask_id = ask
$$;`;

export function organizationsBehind(many: number): string {
  const places = MEASURES.slice(0, many).map((measure, index) => ({ ...measure, place: index + 1 }));
  const pledges = places.filter(({ pledge }) => pledge && pledge !== FIRM);
  const occurrences = places.filter(({ occurrence }) => occurrence);
  return `
CREATE OR REPLACE FUNCTION app.organizations_behind(community uuid, ask uuid, OUT any_at_all boolean, OUT bodies integer[], OUT counts integer[], OUT quantities integer[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  WITH theirs AS (
    SELECT p.community_id, p.id, p.state, p.quantity, ${firm('p.')} AS is_firm, m.organization_id
      FROM public.pledge p JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
     WHERE p.community_id = community AND p.ask_id = ask AND m.organization_id IS NOT NULL
  ), done AS (
    SELECT o.community_id, o.id, o.state, o.reported_quantity, o.attested_quantity, t.organization_id
      FROM theirs t JOIN public.occurrence o ON o.community_id = t.community_id AND o.pledge_id = t.id
  ), counted AS (
    SELECT CASE WHEN is_firm THEN 1 ${pledges.map(({ pledge, place }) => `WHEN state IN (${pledge}) THEN ${place}`).join(' ')} END AS place,
           organization_id, quantity FROM theirs
    UNION ALL SELECT CASE state ${occurrences.map(({ occurrence, place }) => `WHEN '${occurrence}' THEN ${place}`).join(' ')} END,
           organization_id, CASE state WHEN 'REPORTED' THEN reported_quantity WHEN 'ATTESTED' THEN attested_quantity ELSE 0 END FROM done
    UNION ALL SELECT 5, d.organization_id, 0 FROM done d
      JOIN public.attestation t ON t.community_id = d.community_id AND t.occurrence_id = d.id AND t.kind = 'SENT_BACK'
  ), summed AS (
    SELECT place, count(DISTINCT organization_id) AS bodies, count(*) AS counts, sum(quantity) AS quantities FROM counted GROUP BY place
  )
  SELECT EXISTS (SELECT FROM theirs), array_agg(coalesce(s.bodies, 0)::integer ORDER BY place),
         array_agg(coalesce(s.counts, 0)::integer ORDER BY place), array_agg(coalesce(s.quantities, 0)::integer ORDER BY place)
    FROM generate_series(1, ${many}) AS places (place) LEFT JOIN summed s USING (place)
$$;`;
}
