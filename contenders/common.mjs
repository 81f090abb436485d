// What the contenders share: the pool, who asks, the statements, the shapes. Each statement is what a careful developer
// writes by hand for a loader; policies of the database decide here as they do for Accompany.
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';

export const typeDefs = readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8');
export const port = Number(process.env.PORT);

export const pool = new pg.Pool({
  connectionString: process.env.RUNTIME_DATABASE_URL,
  max: Number(process.env.POOL_SIZE),
  idleTimeoutMillis: 0,
});
pool.on('error', () => undefined);
process.on('SIGTERM', () => process.exit(0));

export const accessOf = (header) =>
  header?.startsWith('Bearer ') ? createHash('sha256').update(header.slice('Bearer '.length)).digest() : null;

const ENTER = `SELECT s.memberships, set_config('accompany.kind', 'person', true), set_config('accompany.person', s.person_id::text, true)
  FROM vault.authenticate($1) s`;

/** One request: nobody reads from the pool; a person has a transaction of their own, which the first read begins. */
export class Session {
  #client;
  memberships = [];

  constructor(header) {
    this.access = accessOf(header);
  }

  async rows(name, text, values) {
    const connection = this.access === null ? pool : await (this.#client ??= this.#begin());
    return (await connection.query({ name, text, values })).rows;
  }

  async #begin() {
    const client = await pool.connect();
    await client.query('BEGIN READ ONLY');
    const { rows } = await client.query({ name: 'enter', text: ENTER, values: [this.access] });
    this.memberships = rows[0]?.memberships ?? [];
    return client;
  }

  /** Who does the community's work reads the counters, unless their standing is paused. */
  isInside(communityId) {
    return this.memberships.some(
      (one) => one.communityId === communityId && (one.standing === 'AFFECTED' || one.organizer) && !one.paused,
    );
  }

  async end() {
    if (!this.#client) return;
    const client = await this.#client;
    this.#client = undefined;
    await client.query('COMMIT');
    client.release();
  }
}

const MEASURES = ['pledged', 'waitlisted', 'reported', 'attested'];
const COUNTS = ['sent_back', 'stepped_back', 'cancelled', 'never_started'];
const columns = [
  ...MEASURES.flatMap((name) => [`${name}_count`, `${name}_quantity`]),
  ...COUNTS.map((name) => `${name}_count`),
];
/** Where figures come from: counters for those inside, for all others what is published. */
const sources = {
  inside: {
    of: (column) => (column === 'pledged_count' ? 'x.places_taken' : `x.${column}`),
    from: 'ask_tally x JOIN ask s ON s.community_id = x.community_id AND s.id = x.ask_id',
    state: 's.state',
    exact: 'true',
  },
  outside: { of: (column) => `x.${column}`, from: 'public_figure x', state: 'x.state', exact: 'x.is_exact' },
};

function statementsOf({ of, from, state, exact }) {
  const each = columns.map((column) => `${of(column)} AS ${column}`).join(', ');
  const sums = columns
    .map(
      (column) =>
        `CASE WHEN coalesce(sum(${of(column)}), 0) > 0 OR count(*) = count(${of(column)}) THEN coalesce(sum(${of(column)}), 0)::int END AS ${column}`,
    )
    .join(', ');
  const isExact = `(${exact} OR ${of('attested_count')} = 0)`;
  const wanted = `CASE WHEN ${state} IN ('DRAFT', 'CANCELLED') THEN coalesce(${of('pledged_quantity')}, 0) ELSE x.quantity_wanted END`;
  return {
    asks: `SELECT x.ask_id AS id, x.quantity_wanted AS wanted, ${isExact} AS exact, ${each} FROM ${from} WHERE x.ask_id = ANY ($1)`,
    campaigns: `SELECT x.campaign_id AS id, coalesce(sum(${wanted}), 0)::int AS wanted, coalesce(bool_and(${isExact}), true) AS exact, ${sums}
      FROM ${from} WHERE x.campaign_id = ANY ($1) GROUP BY x.campaign_id`,
  };
}
const figures = { inside: statementsOf(sources.inside), outside: statementsOf(sources.outside) };

const nothing = { wanted: 0, exact: true, ...Object.fromEntries(columns.map((column) => [column, 0])) };
const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

export function progressOf(row = nothing) {
  const { wanted, exact } = row;
  const share = exact && wanted > 0 ? Math.min(1, row.attested_quantity / wanted) : null;
  return {
    wanted,
    ...Object.fromEntries(
      MEASURES.map((name) => [
        name,
        { count: { value: row[`${name}_count`] }, quantity: { value: row[`${name}_quantity`] } },
      ]),
    ),
    ...Object.fromEntries(COUNTS.map((name) => [camel(name), { value: row[`${name}_count`] }])),
    shareAttested: { value: share },
  };
}

const inOrder = (keys, rows, keyOf = (row) => row.id) => {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key));
};

/** Figures of asks or campaigns of one community, in the order of their ids. */
export async function progresses(session, what, communityId, ids) {
  const side = session.isInside(communityId) ? 'inside' : 'outside';
  const rows = await session.rows(`${what} ${side}`, figures[side][what], [ids]);
  return inOrder(ids, rows).map(progressOf);
}

export async function campaignOf(session, handle) {
  const [campaign] = await session.rows(
    'campaign',
    'SELECT g.id, g.community_id AS "communityId", g.handle, g.name, g.state FROM campaign g WHERE g.handle = $1',
    [handle],
  );
  return campaign ?? null;
}

const ASK = `a.id, a.community_id AS "communityId", a.priority_id AS "priorityId", a.title, a.kind, a.unit, a.quantity_wanted AS "quantityWanted",
  CASE WHEN a.state = 'OPEN' AND NOT coalesce(m.state = 'LIVE' AND (m.until > now() OR g.state = 'STOPPED'), false) THEN 'PAUSED' ELSE a.state END AS state,
  CASE WHEN a.risk_tier <= 1 OR a.community_id = ANY ((SELECT app.communities_as('insider'))::uuid[])
         OR a.id = ANY ((SELECT app.asks_to_come_to())::uuid[]) THEN a.place END AS place,
  a.starts_at AS "startsAt"`;

export async function asksOf(session, campaign, first) {
  const asks = await session.rows(
    'asks',
    `SELECT ${ASK} FROM (SELECT * FROM ask k WHERE k.community_id = $1 AND k.campaign_id = $2 ORDER BY k.opened_at DESC NULLS LAST, k.id DESC LIMIT $3) a
      JOIN campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
      LEFT JOIN mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id
     ORDER BY a.opened_at DESC NULLS LAST, a.id DESC`,
    [campaign.communityId, campaign.id, first],
  );
  return asks.map(withInstant('startsAt'));
}

export async function prioritiesOf(session, ids) {
  return inOrder(
    ids,
    await session.rows('priorities', 'SELECT id, rank, statement FROM priority WHERE id = ANY ($1)', [ids]),
  );
}

export async function pledgesOf(session, asks, first) {
  const rows = await session.rows(
    'pledges',
    `SELECT p.ask_id AS "askId", p.id, p.quantity, p.state, p.created_at AS "createdAt", p.pledger_id AS "pledgerId"
       FROM unnest($1::uuid[], $2::uuid[]) AS k (community_id, ask_id)
       CROSS JOIN LATERAL (SELECT * FROM pledge d WHERE d.community_id = k.community_id AND d.ask_id = k.ask_id
                            ORDER BY d.created_at DESC, d.id DESC LIMIT $3) p
      ORDER BY p.created_at DESC, p.id DESC`,
    [asks.map((ask) => ask.communityId), asks.map((ask) => ask.id), first],
  );
  const byAsk = grouped(rows, (row) => row.askId);
  return asks.map((ask) => (byAsk.get(ask.id) ?? []).map(withInstant('createdAt')));
}

function grouped(rows, keyOf) {
  const groups = new Map();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

export async function membershipsOf(session, ids) {
  return inOrder(
    ids,
    await session.rows('memberships', 'SELECT id, pseudonym FROM membership WHERE id = ANY ($1)', [ids]),
  );
}

const withInstant = (field) => (row) => ({ ...row, [field]: row[field]?.toISOString() ?? null });

/** The one statement of the limit: what is compared is the way to it and back. */
export async function pledge(session, input) {
  const sent = JSON.stringify(input);
  const request = createHash('sha256').update(sent).digest();
  try {
    const { rows } = await pool.query({
      name: 'pledge',
      text: 'SELECT bench.pledge($1, $2, $3, $4, $5) AS answer',
      values: [session.access, sent, request, randomUUID(), randomUUID()],
    });
    return JSON.parse(rows[0].answer).data.makePledge;
  } catch (error) {
    if (error.code === 'BE001') return JSON.parse(error.message).data.makePledge;
    throw error;
  }
}
