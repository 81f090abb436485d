import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';

export interface ExportedCampaign {
  id: string;
  communityId: string;
  handle: string;
}

/** A pledge as the API shows it to whoever runs the asks; in this order it stands in a file. */
export interface ExportedPledge {
  pledge_id: string;
  ask_id: string;
  ask: string;
  /** Who pledged, by pseudonym; null where the reader may not know. */
  pledger: string | null;
  shown_as: string | null;
  organization: string | null;
  standing: string;
  state: string;
  waiting_for: string | null;
  quantity: number;
  unit: string;
  planned_for: Date;
  pledged_at: Date;
  state_since: Date;
  times: number;
  times_due: number;
  times_reported: number;
  times_attested: number;
  times_no_show: number;
  times_unconfirmed: number;
  times_skipped: number;
  reported_quantity: number | null;
  last_reported_at: Date | null;
  attested_quantity: number | null;
  last_attested_at: Date | null;
}

export const pledgeColumns: readonly (keyof ExportedPledge)[] = [
  'pledge_id',
  'ask_id',
  'ask',
  'pledger',
  'shown_as',
  'organization',
  'standing',
  'state',
  'waiting_for',
  'quantity',
  'unit',
  'planned_for',
  'pledged_at',
  'state_since',
  'times',
  'times_due',
  'times_reported',
  'times_attested',
  'times_no_show',
  'times_unconfirmed',
  'times_skipped',
  'reported_quantity',
  'last_reported_at',
  'attested_quantity',
  'last_attested_at',
];

/** So many at once are read, and held in memory while they are sent. */
const PAGE = 1_000;
const FIRST: Place = { after: '-infinity', afterId: '00000000-0000-0000-0000-000000000000' };

interface Place {
  /** As Postgres writes it: a Date has not room for its microseconds. */
  after: string;
  afterId: string;
}

const count = (state: string) => `count(*) FILTER (WHERE o.state = '${state}')::int`;
/** What was reported before it was sent back is told by its reports alone, as in the API. */
const told = `o.state NOT IN ('DUE', 'SKIPPED') AND (o.state <> 'NO_SHOW' OR o.no_show_from = 'REPORTED')`;

const WORK = `SELECT count(*)::int AS times, ${count('DUE')} AS times_due, ${count('REPORTED')} AS times_reported, ${count('ATTESTED')} AS times_attested,
    ${count('NO_SHOW')} AS times_no_show, ${count('UNCONFIRMED')} AS times_unconfirmed, ${count('SKIPPED')} AS times_skipped,
    (sum(o.reported_quantity) FILTER (WHERE ${told}))::int AS reported_quantity, max(o.reported_at) FILTER (WHERE ${told}) AS last_reported_at,
    sum(o.attested_quantity)::int AS attested_quantity, max(o.attested_at) AS last_attested_at
  FROM occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id`;

/** The state is what time has made of it, as in the API. */
const PAGE_OF_PLEDGES = `WITH p AS MATERIALIZED (
    SELECT p.*, CASE WHEN p.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION', 'WAITLISTED') THEN app.pledge_state_now(p.community_id, p.id) ELSE p.state END AS state_now
      FROM pledge p
     WHERE p.community_id = $1 AND p.campaign_id = $2 AND p.created_at <= $3::timestamptz AND (p.created_at, p.id) > ($4::timestamptz, $5::uuid)
     ORDER BY p.created_at, p.id LIMIT ${PAGE})
  SELECT p.id AS pledge_id, p.ask_id, a.title AS ask, m.pseudonym AS pledger, p.shown_as, g.name AS organization, p.pledger_standing AS standing, p.state_now AS state,
         p.waiting_for, p.quantity, a.unit, p.plan_when AS planned_for, p.created_at AS pledged_at, p.state_changed_at AS state_since, w.*, p.created_at::text AS place
    FROM p LEFT JOIN ask a ON a.community_id = p.community_id AND a.id = p.ask_id
    LEFT JOIN membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
    LEFT JOIN organization g ON g.id = m.organization_id
   CROSS JOIN LATERAL (${WORK}) w ORDER BY p.created_at, p.id`;

/** Pledges of a campaign under the reader's rights, page by page, each in a transaction of its own that is over before the page is sent. */
@Injectable()
export class PledgeExportsQueries {
  constructor(private readonly database: Database) {}

  async campaign(actor: Actor, handle: string): Promise<ExportedCampaign | null> {
    const sql = 'SELECT c.id, c.community_id AS "communityId", c.handle FROM campaign c WHERE c.handle = $1';
    const [campaign] = await this.database.read(actor, (reader) => reader.rows<ExportedCampaign>(sql, [handle]));
    return campaign ?? null;
  }

  /** How many there are for this reader up to now, which is the end of the list. */
  async extent(actor: Actor, { communityId, id }: ExportedCampaign): Promise<{ total: number; until: string }> {
    const sql =
      'SELECT count(*)::int AS total, now()::text AS until FROM pledge p WHERE p.community_id = $1 AND p.campaign_id = $2';
    const [extent] = await this.database.read(actor, (reader) =>
      reader.rows<{ total: number; until: string }>(sql, [communityId, id]),
    );
    return extent ?? { total: 0, until: '-infinity' };
  }

  /** Oldest first. `goesOn` is asked before each page, and throws when whoever reads may not any more. */
  async *pages(
    { communityId, id }: ExportedCampaign,
    until: string,
    goesOn: () => Promise<Actor>,
  ): AsyncGenerator<ExportedPledge[]> {
    let place: Place | undefined = FIRST;
    while (place) {
      const actor = await goesOn();
      const { after, afterId }: Place = place;
      const rows: (ExportedPledge & { place: string })[] = await this.database.read(actor, (reader) =>
        reader.rows(PAGE_OF_PLEDGES, [communityId, id, until, after, afterId]),
      );
      if (rows.length > 0) yield rows;
      const last = rows.length === PAGE ? rows.at(-1) : undefined;
      place = last && { after: last.place, afterId: last.pledge_id };
    }
  }
}
