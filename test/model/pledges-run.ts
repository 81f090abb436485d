import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { PledgeClock } from '../../src/features/pledges/pledge-clock.js';
import type { Person, TestApp } from '../support/client.js';
import type { Founded, World as Builder } from '../support/world.js';
import type { Sent } from './pledges-deeds.js';
import { inHours, inputs } from './pledges-inputs.js';
import { AFFECTED, isRunning, type Pledge, REPRESENTATIVE, timeCounts, type Who, type World } from './pledges-model.js';

/** Who acts in every run: each with their account and their membership, or that of their organization. */
export interface Cast {
  community: Founded;
  people: readonly Person[];
  memberships: readonly (string | null)[];
  organizationId: string;
}

export interface Setup {
  slots: number | null;
  wanted: number;
  threshold: number | null;
  thresholdHours: number;
}

function personOf({ people }: Cast, who: Who): Person {
  const found = people[who];
  if (!found) throw new Error(`nobody is ${who}`);
  return found;
}

/** What of an entry on the record is compared. */
export interface Kept {
  kind: string;
  subject: string;
  by: Who | 'SYSTEM' | null;
  isAnnounced: boolean;
}

/** One campaign of the service and the names by which the model knows what is in it. */
export class Run {
  readonly asks: string[] = [];
  readonly pledges: string[] = [];
  private campaignId = '';
  private since = '';

  constructor(
    readonly on: TestApp,
    readonly pool: pg.Pool,
    readonly builder: Builder,
    readonly cast: Cast,
  ) {}

  async begin(setups: readonly Setup[]): Promise<World> {
    const { builder, cast } = this;
    const steward = cast.community.steward;
    const campaign = await builder.campaign(cast.community);
    this.campaignId = campaign.id;
    const priority = await builder.priority(campaign);
    const mandate = await builder.mandate(priority, { steward, cosigner: personOf(cast, AFFECTED) });
    const of = { steward, campaignId: campaign.id, priorityId: priority.id, mandateId: mandate.id };
    for (const { slots, wanted, threshold, thresholdHours } of setups) {
      const waits = threshold === null ? {} : { threshold, thresholdAt: inHours(thresholdHours) };
      const ask = await builder.ask(of, { slots, quantityWanted: wanted, ...waits });
      this.asks.push(ask.id);
    }
    await this.entries();
    const asks = setups.map(({ slots, wanted, threshold, thresholdHours }) => ({
      state: 'OPEN' as const,
      slots,
      wanted,
      threshold,
      thresholdLeft: thresholdHours,
      started: false,
      terms: 1,
      turns: 0,
      pausedAt: null,
    }));
    return { hour: 0, stoppedAt: null, asks, pledges: [], paused: [] };
  }

  /** Over HTTP: `DONE`, or the code with which it is refused. */
  async call(deed: string, by: Who, sent: Sent, world: World): Promise<string> {
    const field = deed;
    const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
    const more = deed === 'attestFulfilment' ? 'results { userErrors { code } }' : '';
    const document = `mutation ($input: ${type}!) { ${field}(input: $input) { ${more} userErrors { code } } }`;
    const input = { idempotencyKey: this.builder.unique('key'), ...(await this.input(deed, by, sent, world)) };
    for (;;) {
      const { data, errors } = await this.on.send(personOf(this.cast, by), document, { input });
      const payload = data?.[field];
      if (errors.length === 0) return payload.userErrors[0]?.code ?? payload.results?.[0].userErrors[0]?.code ?? 'DONE';
      if (errors[0]?.extensions.code !== 'RETRY_LATER') return errors[0]?.extensions.code ?? '';
      await sleep(50);
    }
  }

  private async input(deed: string, by: Who, sent: Sent, world: World): Promise<Record<string, unknown>> {
    const askId = this.asks[sent.ask] as string;
    const pledgeId = this.pledges[sent.pledge] ?? this.campaignId;
    const [row] = await this.rows(
      `SELECT (SELECT version FROM ask WHERE id = $1) AS version, (SELECT id FROM occurrence WHERE pledge_id = $2) AS "occurrenceId",
              (SELECT attestation_id FROM occurrence WHERE pledge_id = $2) AS "attestationId"`,
      [askId, pledgeId],
    );
    const { campaignId } = this;
    const found = {
      askId,
      pledgeId,
      campaignId,
      version: row?.['version'],
      // The id of nothing of that kind where there is none: it is sent all the same.
      occurrenceId: row?.['occurrenceId'] ?? campaignId,
      attestationId: row?.['attestationId'] ?? campaignId,
      membershipId: this.cast.memberships[sent.ally] ?? campaignId,
      organizationId: by === REPRESENTATIVE ? this.cast.organizationId : null,
      termsOf: (ask: number | undefined) => (world.asks[ask ?? 0]?.terms ?? 1) + (sent.stale ? 1 : 0),
      pledgedTo: world.pledges[sent.pledge]?.ask,
    };
    return inputs[deed]?.(found, sent) ?? { askId };
  }

  /** Everything in the campaign becomes this much older; then the clock comes round. */
  async pass(hours: number): Promise<void> {
    for (const [table, where] of [
      ['pledge', 'campaign_id = $1'],
      ['ask', 'campaign_id = $1'],
      ['campaign_stop', 'campaign_id = $1'],
      ['occurrence', 'ask_id IN (SELECT a.id FROM ask a WHERE a.campaign_id = $1)'],
    ] as const) {
      const columns = await this.rows(
        "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 AND data_type LIKE 'timestamp%'",
        [table],
      );
      const older = columns.map(({ name }) => `${name} = ${name} - make_interval(hours => $2)`).join(', ');
      await this.rows(`UPDATE ${table} SET ${older} WHERE ${where}`, [this.campaignId, hours]);
    }
    await this.rows('UPDATE campaign SET stopped_at = stopped_at - make_interval(hours => $2) WHERE id = $1', [
      this.campaignId,
      hours,
    ]);
    await this.on.app.get(PledgeClock, { strict: false }).settle();
  }

  /** The rows as the model has them; deadlines of what stands still are compared once it goes on. */
  async stored(): Promise<Record<string, unknown>[]> {
    const left = (column: string) => `round(extract(epoch FROM ${column} - now()) / 3600)::integer`;
    const rows = await this.rows(
      `SELECT p.id, p.ask_id, p.pledger_id, p.turn::integer, p.quantity, p.state, p.waiting_for AS waiting, coalesce(p.condition_others, 0) AS others, p.terms_version AS terms,
              ${left('p.plan_when')} AS plan, ${left('p.condition_until')} AS condition, ${left('p.offered_until')} AS offer, ${left('p.reconfirm_until')} AS reconfirm,
              p.offer_lapsed_at IS NOT NULL AS "letAnOfferPass", p.gave_up_place AS "gaveUp", o.state AS doing, ${left('o.due_at')} AS due, o.reported_quantity AS reported, o.attested_quantity AS attested,
              (SELECT count(*)::integer FROM attestation t WHERE t.occurrence_id = o.id AND t.kind = 'SENT_BACK') AS "sentBack"
         FROM pledge p LEFT JOIN occurrence o ON o.community_id = p.community_id AND o.pledge_id = p.id
        WHERE p.campaign_id = $1`,
      [this.campaignId],
    );
    for (const { id } of rows) if (!this.pledges.includes(String(id))) this.pledges.push(String(id));
    return this.pledges.map((id, key) => {
      const row = rows.find((one) => one['id'] === id);
      if (!row) throw new Error(`Pledge ${key} is gone.`);
      const { id: _id, ask_id, pledger_id, ...rest } = row;
      return { key, ask: this.asks.indexOf(ask_id), by: this.cast.memberships.indexOf(pledger_id), ...rest };
    });
  }

  async tallies(): Promise<Record<string, number>[]> {
    const rows = await this.rows('SELECT * FROM ask_tally WHERE ask_id = ANY ($1)', [this.asks]);
    return this.asks.map((id) => rows.find((row) => row['ask_id'] === id) as Record<string, number>);
  }

  /** Between every counter and figure that is kept and a recount. */
  differences(): Promise<Record<string, unknown>[]> {
    return this.rows(
      'SELECT d.* FROM ask a, app.recount_progress(a.community_id, a.id, false) d WHERE a.id = ANY ($1)',
      [this.asks],
    );
  }

  async askRows(): Promise<Record<string, unknown>[]> {
    const rows = await this.rows(
      `SELECT a.id, a.state, a.slots, a.quantity_wanted AS wanted, a.terms_version AS terms, a.threshold_met_at IS NOT NULL AS started,
              round(extract(epoch FROM a.threshold_at - now()) / 3600)::integer AS "thresholdLeft" FROM ask a WHERE a.id = ANY ($1)`,
      [this.asks],
    );
    return this.asks.map((id) => {
      const { id: _id, ...row } = rows.find((one) => one['id'] === id) as Record<string, unknown>;
      return row;
    });
  }

  /** What was put on record since this was asked last, in its order. */
  async entries(): Promise<Kept[]> {
    const rows = await this.rows(
      `SELECT e.kind, e.subject_type, e.subject_id, e.actor_id, e.actor_role, e.recorded_at::text AS at, o.id IS NOT NULL AS announced,
              (SELECT x.pledge_id FROM occurrence x WHERE x.id = e.subject_id) AS pledge_id
         FROM record_entry e LEFT JOIN outbox_event o ON o.id = e.id AND o.kind = e.kind AND o.subject_id = e.subject_id
        WHERE e.community_id = $1 AND e.recorded_at > $2::timestamptz ORDER BY e.recorded_at, e.id`,
      [this.cast.community.id, this.since || '-infinity'],
    );
    this.since = rows.at(-1)?.['at'] ?? this.since;
    return rows.map((row) => ({
      kind: row['kind'],
      subject: this.subject(row),
      by: row['actor_role'] === 'SYSTEM' ? 'SYSTEM' : this.who(row['actor_id']),
      isAnnounced: row['announced'],
    }));
  }

  private subject({ subject_type, subject_id, pledge_id }: Record<string, unknown>): string {
    const names: Record<string, string> = {
      Pledge: `P${this.pledges.indexOf(String(subject_id))}`,
      Occurrence: `O${this.pledges.indexOf(String(pledge_id))}`,
      Ask: `A${this.asks.indexOf(String(subject_id))}`,
      Membership: `M${this.cast.memberships.indexOf(String(subject_id))}`,
      Campaign: 'C',
    };
    return names[String(subject_type)] ?? String(subject_type);
  }

  private who(membershipId: unknown): Who | null {
    const found = this.cast.memberships.indexOf(String(membershipId));
    return found < 0 ? null : found;
  }

  /** A digest of all that a deed could change. */
  async digest(): Promise<string> {
    const of = (table: string, column: string) =>
      `(SELECT coalesce(md5(string_agg(x::text, '|' ORDER BY x::text)), '') FROM ${table} x WHERE x.${column} = ANY ($1))`;
    const parts = [
      ...['pledge', 'occurrence', 'ask_tally', 'ask_shift', 'ask_terms'].map((table) => of(table, 'ask_id')),
      of('ask', 'id'),
      '(SELECT md5(c::text) FROM campaign c WHERE c.id = $2)',
      "(SELECT coalesce(md5(string_agg(x::text, '|' ORDER BY x.id)), '') FROM membership x WHERE x.community_id = $3)",
      ...['record_entry', 'outbox_event', 'attestation', 'fulfilment_report', 'campaign_stop'].map(
        (table) => `(SELECT count(*)::text FROM ${table} x WHERE x.community_id = $3)`,
      ),
    ];
    const [row] = await this.rows(`SELECT ${parts.join(" || ' ' || ")} AS digest`, [
      this.asks,
      this.campaignId,
      this.cast.community.id,
    ]);
    return row?.['digest'];
  }

  /** What the pledger sees. */
  async positionSeen({ key, by }: Pledge): Promise<number | null> {
    const document = 'query ($id: ID!) { pledge(id: $id) { waitlistPosition } }';
    const { pledge } = await this.on.query(personOf(this.cast, by), document, { id: this.pledges[key] });
    return pledge.waitlistPosition;
  }

  // biome-ignore lint/suspicious/noExplicitAny: rows are as loose as their statements.
  private async rows(text: string, values: unknown[]): Promise<Record<string, any>[]> {
    return (await this.pool.query(text, values)).rows;
  }
}

/** The model's pledge in the words of the rows; hours from now, and none of what stands still. */
export function asStored(world: World, pledge: Pledge): Record<string, unknown> {
  const { conditionLeft, offerLeft, reconfirmLeft, plan, due, ...rest } = pledge;
  return {
    ...rest,
    plan: plan - world.hour,
    due: due === null ? null : due - world.hour,
    condition: conditionLeft,
    offer: offerLeft,
    reconfirm: reconfirmLeft,
    ...(!timeCounts(world, pledge.ask) && {
      condition: 'still',
      offer: offerLeft !== null,
      reconfirm: reconfirmLeft !== null,
    }),
    ...(pledge.waiting !== 'OWN_CONDITION' && { condition: 'over' }),
  };
}

/** A row likewise. */
export function asCompared(world: World, row: Record<string, unknown>): Record<string, unknown> {
  const isStill = !timeCounts(world, Number(row['ask']));
  return {
    ...row,
    ...(isStill && { condition: 'still', offer: row['offer'] !== null, reconfirm: row['reconfirm'] !== null }),
    ...(row['waiting'] !== 'OWN_CONDITION' && { condition: 'over' }),
  };
}

export const thresholdIsCounted = (world: World, at: number): boolean =>
  isRunning(world, at) && world.asks[at]?.threshold !== null && !world.asks[at]?.started;
