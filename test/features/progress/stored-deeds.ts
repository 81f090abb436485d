import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type pg from 'pg';
import type { DatabaseUrls } from '../../../src/platform/database/urls.js';
import { type StoredPerson, StoredWorld } from '../../support/stored-world.js';

export type Row = Record<string, any>;
export type StoredHome = StoredWorld & { steward: StoredPerson };

export interface Deed {
  do: string;
  who: number;
  quantity: number;
}

const acts = ['report', 'report', 'attest', 'attest', 'stepBack', 'sendBack', 'correct', 'promote', 'never', 'cancel'];
const rarer = ['wait', 'begin', 'lapse', 'noShow', 'unconfirm'];

/** More people come than go, or no figure would ever reach k. */
export const deedsOf = (bodies: number) =>
  fc.record<Deed>({
    do: fc.constantFrom('pledge', 'pledge', 'pledge', 'pledge', 'pledge', ...acts, ...rarer),
    who: fc.nat(bodies - 1),
    quantity: fc.integer({ min: 1, max: 6 }),
  });

/** First so many people, then so many organizations, all allies of a new community. */
export async function crowd(
  urls: DatabaseUrls,
  client: pg.Client,
  people: number,
  organizations: number,
): Promise<{ world: StoredHome; people: StoredPerson[] }> {
  const world = await StoredWorld.build(urls);
  const found: StoredPerson[] = [];
  for (let n = 0; n < people + organizations; n += 1) {
    const body = await world.person({ standing: 'ALLY', email: false });
    found.push(body);
    if (n < people) continue;
    await client.query("INSERT INTO organization (id, name) VALUES ($1, 'A union')", [body.membershipId]);
    await client.query('UPDATE membership SET person_id = NULL, organization_id = id WHERE id = $1', [
      body.membershipId,
    ]);
  }
  await client.query(`UPDATE mandate SET kind = 'EMERGENCY' WHERE id = $1`, [world.mandateId]);
  return { world, people: found };
}

/** What people do to one ask, straight in the tables: the triggers that count are the same whoever calls. */
export class StoredDeeds {
  constructor(
    private readonly client: pg.Client,
    private readonly world: StoredHome,
    private readonly people: readonly StoredPerson[],
    private readonly askId = world.askId,
  ) {}

  /** Does it if the state of things allows it. Whoever is refused changes nothing. */
  async act(deed: Deed): Promise<void> {
    const me = this.people[deed.who] as StoredPerson;
    await this.client.query('SAVEPOINT deed');
    try {
      await this.perform(deed.do, me, deed.quantity);
    } catch (error) {
      if (!(error as { code?: string }).code?.startsWith('23')) throw error;
      await this.client.query('ROLLBACK TO SAVEPOINT deed');
    }
  }

  private perform(what: string, me: StoredPerson, quantity: number): Promise<unknown> {
    const moves: Record<string, [to: string, from: string, also?: string]> = {
      stepBack: ['STEPPED_BACK', 'ACTIVE'],
      promote: ['ACTIVE', 'WAITLISTED'],
      never: ['NEVER_STARTED', 'WAITLISTED'],
      cancel: ['CANCELLED', 'ACTIVE'],
      begin: ['ACTIVE', 'CONDITIONAL', 'waiting_for = NULL'],
      lapse: ['LAPSED', 'ACTIVE', 'gave_up_place = true'],
    };
    const move = moves[what];
    if (move) return this.move(me, ...move);
    if (what === 'pledge' || what === 'wait') return this.pledge(me, quantity, what === 'wait');
    if (what === 'report') return this.report(me, quantity);
    if (what === 'unconfirm') return this.unconfirm(me);
    const attested: Record<string, [kind: string, quantity: string, from: string]> = {
      attest: ['ATTESTED', 'o.reported_quantity', 'REPORTED'],
      sendBack: ['SENT_BACK', 'NULL', 'REPORTED'],
      correct: ['CORRECTED', `least(o.reported_quantity, ${quantity - 1})`, 'ATTESTED'],
      noShow: ['NO_SHOW', 'NULL', 'DUE'],
    };
    return this.attest(me, ...(attested[what] as [string, string, string]));
  }

  private move(me: StoredPerson, to: string, from: string, also = 'version = version'): Promise<unknown> {
    return this.run(`UPDATE pledge SET state = '${to}', ${also} WHERE ${MINE} AND state = '${from}'`, this.home(me));
  }

  private pledge(me: StoredPerson, quantity: number, waits: boolean): Promise<unknown> {
    return this.run(
      `WITH t AS (UPDATE ask_tally t SET next_turn = t.next_turn + 1 WHERE t.community_id = $1 AND t.ask_id = $2 RETURNING t.*)
       INSERT INTO pledge (community_id, id, campaign_id, ask_id, pledger_id, pledger_standing, turn, quantity, plan_when, plan_first_step,
         brief_version, terms_version, agreement_version, risk_tier_accepted, state, waiting_for, condition_others, condition_until)
       SELECT $1, $4, $5, $2, $3, 'ALLY', t.next_turn - 1, $6, now() + interval '3 days', 'Call ahead', 1, 1, 1, 0,
              CASE WHEN $7 THEN 'CONDITIONAL' WHEN t.pledged_quantity + $6 <= t.quantity_wanted THEN 'ACTIVE' ELSE 'WAITLISTED' END,
              CASE WHEN $7 THEN 'OWN_CONDITION' END, CASE WHEN $7 THEN 1 END, CASE WHEN $7 THEN now() + interval '2 days' END
         FROM t`,
      [...this.home(me), randomUUID(), this.world.campaignId, quantity, waits],
    );
  }

  private report(me: StoredPerson, quantity: number): Promise<unknown> {
    return this.run(
      `INSERT INTO fulfilment_report (community_id, id, occurrence_id, pledger_id, pledger_standing, quantity)
       SELECT community_id, gen_random_uuid(), id, pledger_id, pledger_standing, $4 FROM occurrence WHERE ${MINE} AND state = 'DUE' LIMIT 1`,
      [...this.home(me), quantity],
    );
  }

  private unconfirm(me: StoredPerson): Promise<unknown> {
    return this.run(`UPDATE occurrence SET state = 'UNCONFIRMED' WHERE ${MINE} AND state = 'REPORTED'`, this.home(me));
  }

  private attest(me: StoredPerson, kind: string, quantity: string, from: string): Promise<unknown> {
    return this.run(
      `INSERT INTO attestation (community_id, id, occurrence_id, pledger_id, pledger_standing, kind, quantity, feedback, corrects, attested_by)
       SELECT o.community_id, gen_random_uuid(), o.id, o.pledger_id, o.pledger_standing, '${kind}', ${quantity}, 'So it was.',
              ${kind === 'CORRECTED' ? 'o.attestation_id' : 'NULL'}, $4
         FROM occurrence o WHERE o.${MINE.replaceAll(' AND ', ' AND o.')} AND o.state = '${from}' LIMIT 1`,
      [...this.home(me), this.world.steward.membershipId],
    );
  }

  private home(me: StoredPerson): unknown[] {
    return [this.world.communityId, this.askId, me.membershipId];
  }

  private async run(sql: string, values: unknown[]): Promise<Row[]> {
    return (await this.client.query(sql, values)).rows;
  }
}

const MINE = 'community_id = $1 AND ask_id = $2 AND pledger_id = $3';

/** Figures move at the k-th person, as if everyone's patience were none; until the transaction is taken back. */
export function impatiently(client: Pick<pg.Client, 'query'>): Promise<unknown> {
  return client.query(IMPATIENCE);
}

/** With it suppressed figures move as soon as k stand behind the change, and a test can tell when. */
export const IMPATIENCE = `CREATE OR REPLACE FUNCTION app.patience(lot uuid, place integer, basis integer, k integer) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, app AS 'SELECT 0'`;
