/** The reads, each as one statement that answers the whole JSON text. */

/** Where figures come from: counters for those inside, for all others what is published, with what is hidden left out. */
interface Source {
  table: 'ask_tally' | 'public_figure';
  count: (measure: string) => string;
  quantity: (measure: string) => string;
  /** Whether a row tells its numbers as they are. */
  isExact: string;
}

const inside: Source = {
  table: 'ask_tally',
  count: (measure) => (measure === 'pledged' ? 'x.places_taken' : `x.${measure}_count`),
  quantity: (measure) => `x.${measure}_quantity`,
  isExact: 'true',
};

const outside: Source = {
  table: 'public_figure',
  count: (measure) => `x.${measure}_count`,
  quantity: (measure) => `x.${measure}_quantity`,
  isExact: 'x.is_exact',
};

const object = (fields: Record<string, string>) =>
  `json_build_object(${Object.entries(fields)
    .map(([name, sql]) => `'${name}', ${sql}`)
    .join(', ')})`;

const figure = (sql: string) => object({ value: sql });

function figures(source: Source, wanted: string, whole: (column: string) => string, share: string): string {
  const count = (measure: string) => object({ count: figure(whole(source.count(measure))) });
  const both = (measure: string) =>
    object({ count: figure(whole(source.count(measure))), quantity: figure(whole(source.quantity(measure))) });
  const plain = (measure: string) => figure(whole(source.count(measure)));
  return object({
    wanted,
    pledged: both('pledged'),
    waitlisted: count('waitlisted'),
    reported: count('reported'),
    attested: both('attested'),
    sentBack: plain('sent_back'),
    steppedBack: plain('stepped_back'),
    cancelled: plain('cancelled'),
    neverStarted: plain('never_started'),
    shareAttested: figure(share),
  });
}

export function figuresOfAsk(source: Source): string {
  const attested = source.quantity('attested');
  const exact = `(${source.isExact} OR ${source.count('attested')} = 0)`;
  return figures(
    source,
    'x.quantity_wanted',
    (column) => column,
    `CASE WHEN ${exact} THEN least(1, ${attested}::float8 / x.quantity_wanted) END`,
  );
}

function figuresOfCampaign(source: Source): string {
  const state = source.table === 'ask_tally' ? 's.state' : 'x.state';
  const pledged = source.quantity('pledged');
  const wanted = `coalesce(sum(CASE WHEN ${state} IN ('DRAFT', 'CANCELLED') THEN coalesce(${pledged}, 0) ELSE x.quantity_wanted END), 0)`;
  const attested = source.quantity('attested');
  const exact = `coalesce(bool_and(${source.isExact} OR ${source.count('attested')} = 0), true)`;
  // Nothing but hidden figures is no zero.
  const whole = (column: string) =>
    `CASE WHEN coalesce(sum(${column}), 0) > 0 OR count(*) = count(${column}) THEN coalesce(sum(${column}), 0) END`;
  const totals = figures(
    source,
    wanted,
    whole,
    `CASE WHEN ${exact} AND ${wanted} > 0 THEN least(1, coalesce(sum(${attested}), 0)::float8 / ${wanted}) END`,
  );
  const asks = source.table === 'ask_tally' ? ' JOIN ask s ON s.community_id = x.community_id AND s.id = x.ask_id' : '';
  return `(SELECT ${totals} FROM ${source.table} x${asks} WHERE x.community_id = g.community_id AND x.campaign_id = g.id)`;
}

/** The clock ends mandates late; what is answered is what is true now. */
const STATE = `CASE WHEN a.state = 'OPEN' AND NOT coalesce(m.state = 'LIVE' AND (m.until > now() OR g.state = 'STOPPED'), false) THEN 'PAUSED' ELSE a.state END`;
const PRIORITY = `CASE WHEN p.id IS NOT NULL THEN ${object({ rank: 'p.rank', statement: 'p.statement' })} END`;
const ASKS = `
  LEFT JOIN priority p ON p.community_id = a.community_id AND p.id = a.priority_id
  LEFT JOIN mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id`;
/** First pick the page, then read what goes with it. */
const page = (size: number) =>
  `(SELECT * FROM ask k WHERE k.community_id = g.community_id AND k.campaign_id = g.id ORDER BY k.opened_at DESC NULLS LAST, k.id DESC LIMIT ${size}) a`;
const IN_ORDER = 'ORDER BY a.opened_at DESC NULLS LAST, a.id DESC';

const instant = (sql: string) => `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const answer = (field: string) => `SELECT ${object({ data: object({ campaign: `(${field})` }) })}::text`;

function dashboard(source: Source): string {
  const ask = object({
    id: 'a.id',
    title: 'a.title',
    kind: 'a.kind',
    unit: 'a.unit',
    state: STATE,
    quantityWanted: 'a.quantity_wanted',
    priority: PRIORITY,
    progress: figuresOfAsk(source),
  });
  const asks = `(SELECT coalesce(json_agg(${ask} ${IN_ORDER}), '[]') FROM ${page(10)}${ASKS}
    JOIN ${source.table} x ON x.community_id = a.community_id AND x.ask_id = a.id)`;
  const campaign = object({
    id: 'g.id',
    handle: 'g.handle',
    name: 'g.name',
    state: 'g.state',
    progress: figuresOfCampaign(source),
    asks: object({ nodes: asks }),
  });
  return answer(`SELECT ${campaign} FROM campaign g WHERE g.handle = $1`);
}

export const dashboardInside = dashboard(inside);
export const dashboardOutside = dashboard(outside);

const PLEDGES = `(SELECT coalesce(json_agg(${object({
  id: 'l.id',
  quantity: 'l.quantity',
  state: 'l.state',
  createdAt: instant('l.created_at'),
  pledger: `CASE WHEN n.id IS NOT NULL THEN ${object({ pseudonym: 'n.pseudonym' })} END`,
})} ORDER BY l.created_at DESC, l.id DESC), '[]')
    FROM (SELECT * FROM pledge d WHERE d.community_id = a.community_id AND d.ask_id = a.id ORDER BY d.created_at DESC, d.id DESC LIMIT 5) l
    LEFT JOIN membership n ON n.community_id = l.community_id AND n.id = l.pledger_id)`;

/** Where to come is told to everybody when coming is no risk; else to those who run the work and those who will come. */
const PLACE = `CASE WHEN a.risk_tier <= 1 OR a.community_id = ANY ((SELECT app.communities_as('insider'))::uuid[]) OR a.id = ANY ((SELECT app.asks_to_come_to())::uuid[]) THEN a.place END`;

export const listing = answer(
  `SELECT ${object({
    id: 'g.id',
    name: 'g.name',
    asks: object({
      nodes: `(SELECT coalesce(json_agg(${object({
        id: 'a.id',
        title: 'a.title',
        kind: 'a.kind',
        state: STATE,
        place: PLACE,
        startsAt: instant('a.starts_at'),
        priority: PRIORITY,
        pledges: object({ nodes: PLEDGES }),
      })} ${IN_ORDER}), '[]') FROM ${page(20)}${ASKS})`,
    }),
  })} FROM campaign g WHERE g.handle = $1`,
);

/** Of one ask, for an ally: what anyone may know. */
export const figuresOutside = figuresOfAsk(outside);
