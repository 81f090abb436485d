import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql, testPool } from '../../support/database.js';
import { World } from '../../support/world.js';
import { type Coalition, coalition } from './coalition.js';

/** What the database itself refuses to the runtime role, whatever code would come to run there. */
let on: TestApp;
let world: World;
let pool: pg.Pool;
let scene: Scene;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  pool = testPool(on.urls.runtime);
  scene = await stage();
}, 60_000);
afterAll(async () => {
  await pool.end();
  await on.close();
});

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);

/** Runs a statement as the runtime role in a transaction that is thrown away: how many rows it touched, or why none. */
async function tryAs(personId: string | null, text: string, values: unknown[] = []): Promise<number | string> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    if (personId) await client.query("SELECT app.enter('person', $1, NULL)", [personId]);
    return (await client.query(text, values)).rowCount ?? 0;
  } catch (error) {
    const { constraint, message } = error as Error & { constraint?: string };
    return constraint ?? /row-level security|permission denied/.exec(message)?.[0] ?? message;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

interface People {
  hostSteward: string;
  hostSecond: string;
  leadSteward: string;
  leadSecond: string;
  leadAlly: string;
  leadOrganizer: string;
  stranger: string;
}

interface Scene extends Coalition {
  people: People;
  priorityId: string;
  mandateId: string;
  pendingId: string;
  ask: { id: string };
  draft: { id: string };
  hostAsk: { id: string };
  occurrence: Record<string, string>;
  hostOccurrence: Record<string, string>;
}

async function stage(): Promise<Scene> {
  const made = await coalition(world, { visibility: 'UNLISTED' });
  const { host, lead, campaign } = made;
  await world.campaign(host);
  await world.campaign(lead);
  const priority = await world.priority({ ...campaign, steward: lead.steward });
  const mandate = await world.mandate(priority, { steward: lead.steward, cosigner: lead.second });
  const waiting = await world.priority({ ...campaign, steward: lead.steward });
  const { mandate: pending } = await world.done(
    lead.steward,
    'proposeMandate',
    {
      priorityId: waiting.id,
      kind: 'EMERGENCY',
      until: new Date(Date.now() + 86_400_000).toISOString(),
      reason: 'Cold.',
    },
    'mandate { id }',
  );
  const work = { steward: lead.steward, campaignId: campaign.id, priorityId: priority.id };
  const [ask, draft] = [await world.ask(work), await world.ask(work, {}, false)];
  const hosts = await world.priority(campaign);
  await world.mandate(hosts, { steward: host.steward });
  const hostAsk = await world.ask({ steward: host.steward, campaignId: campaign.id, priorityId: hosts.id });
  const ally = await world.ally(host);
  const reported = async (to: { id: string }) => {
    const { occurrenceId } = await world.reported({ pledge: await world.pledge({ ask: to, by: ally }) });
    return (await owner('SELECT * FROM occurrence WHERE id = $1', [occurrenceId]))[0] as Record<string, string>;
  };
  const people = {
    hostSteward: await personOf(host, host.steward),
    hostSecond: await personOf(host, host.second),
    leadSteward: await personOf(lead, lead.steward),
    leadSecond: await personOf(lead, lead.second),
    leadAlly: await personOf(lead, await world.ally(lead)),
    leadOrganizer: await personOf(lead, await world.allyOrganizer(lead)),
    stranger: await personOf(await world.community()),
  };
  return {
    ...made,
    people,
    priorityId: priority.id,
    mandateId: mandate.id,
    pendingId: pending.id,
    ask,
    draft,
    hostAsk,
    occurrence: await reported(ask),
    hostOccurrence: await reported(hostAsk),
  };
}

async function personOf(community: { id: string; steward: Person }, person = community.steward): Promise<string> {
  const { viewer } = await on.query(person, '{ viewer { memberships { id community { id } } } }');
  const one = viewer.memberships.find((each: { community: { id: string } }) => each.community.id === community.id);
  return (await owner('SELECT person_id FROM membership WHERE id = $1', [one.id]))[0]?.['person_id'];
}

/** Each as well formed as an insider of the code could make it, for the lead; who may is said below. */
const writes: Record<string, (s: Scene) => [string, unknown[]]> = {
  'propose a priority': ({ host, lead, campaign }) => [
    `INSERT INTO priority (community_id, id, campaign_id, statement, lead_id) VALUES ($1, gen_random_uuid(), $2, 'Raw', $3)`,
    [host.id, campaign.id, lead.id],
  ],
  'propose a mandate': ({ host, lead, campaign, priorityId }) => [
    `INSERT INTO mandate (community_id, id, campaign_id, priority_id, kind, began_as, reason, until, lead_id)
     VALUES ($1, gen_random_uuid(), $2, $3, 'EMERGENCY', 'EMERGENCY', 'Raw', now() + interval '1 day', $4)`,
    [host.id, campaign.id, priorityId, lead.id],
  ],
  'sign a mandate': ({ host, lead, pendingId }) => [
    'INSERT INTO mandate_signature (community_id, mandate_id, id, lead_id) VALUES ($1, $2, gen_random_uuid(), $3)',
    [host.id, pendingId, lead.id],
  ],
  'draft an ask': ({ host, lead, campaign, priorityId }) => [
    `INSERT INTO ask (community_id, campaign_id, id, priority_id, title, kind, unit, quantity_wanted, lead_id)
     VALUES ($1, $2, gen_random_uuid(), $3, 'Raw', 'OTHER', 'people', 1, $4)`,
    [host.id, campaign.id, priorityId, lead.id],
  ],
  'edit a draft': ({ draft }) => [`UPDATE ask SET title = 'Raw' WHERE id = $1`, [draft.id]],
  'open an ask': ({ draft, mandateId }) => [
    `UPDATE ask SET state = 'OPEN', mandate_id = $2 WHERE id = $1`,
    [draft.id, mandateId],
  ],
  'close an ask': ({ ask }) => [`UPDATE ask SET state = 'CLOSED' WHERE id = $1`, [ask.id]],
  attest: ({ lead, occurrence }) => [
    `INSERT INTO attestation (community_id, id, occurrence_id, pledger_id, pledger_standing, kind, quantity, lead_id)
     VALUES ($1, gen_random_uuid(), $2, $3, 'ALLY', 'ATTESTED', 1, $4)`,
    [occurrence['community_id'], occurrence['id'], occurrence['pledger_id'], lead.id],
  ],
  'stop the campaign': ({ host, lead, campaign }) => [
    `SELECT app.stop_for_lead($1, $2, $3, gen_random_uuid(), 'Raw')`,
    [host.id, campaign.id, lead.id],
  ],
  'leave the coalition': ({ host, lead, campaign }) => [
    'SELECT app.leave_coalition($1, $2, $3)',
    [host.id, campaign.id, lead.id],
  ],
  'put a deed on the record of the host': ({ host, lead, campaign }) => [
    `INSERT INTO record_entry (community_id, id, kind, actor_role, campaign_id, subject_type, subject_id, details)
     VALUES ($1, gen_random_uuid(), 'ask.opened', 'STEWARD', $2, 'Ask', gen_random_uuid(), jsonb_build_object('leadId', $3::uuid))`,
    [host.id, campaign.id, lead.id],
  ],
};

/** Of the lead's people: what each may do of these. Nobody else may do any. */
const allowed: Partial<Record<keyof People, readonly string[]>> = {
  leadSteward: Object.keys(writes).filter((one) => one !== 'sign a mandate'),
  leadSecond: ['propose a priority', 'propose a mandate', 'sign a mandate', 'draft an ask', 'edit a draft', 'attest'],
};

describe('row-level security alone', () => {
  it.each(Object.keys(writes))('lets only those of a lead who may %s', async (name) => {
    const [text, values] = (writes[name] as (s: Scene) => [string, unknown[]])(scene);
    const outcomes: string[] = [];
    for (const [who, personId] of [...Object.entries(scene.people), ['nobody', null] as const])
      if ((await tryAs(personId, text, values)) === 1) outcomes.push(who);
    const expected = Object.entries(allowed).flatMap(([who, names]) => (names.includes(name) ? [who] : []));
    expect(outcomes.toSorted()).toEqual(expected.sort());
  });

  it('lets the host run no ask of a lead and attest nothing done for it, nor the reverse', async () => {
    const { people, ask, hostAsk, occurrence, hostOccurrence, lead } = scene;
    const close = "UPDATE ask SET state = 'CLOSED' WHERE id = $1";
    expect(await tryAs(people.hostSteward, close, [ask.id])).toBe('row-level security');
    expect(await tryAs(people.leadSteward, close, [hostAsk.id])).toBe(0);
    const attest = `INSERT INTO attestation (community_id, id, occurrence_id, pledger_id, pledger_standing, kind, quantity, attested_by, lead_id)
      VALUES ($1, gen_random_uuid(), $2, $3, 'ALLY', 'ATTESTED', 1, $4, $5)`;
    const of = (work: Record<string, string>) => [work['community_id'], work['id'], work['pledger_id']];
    const [own] = await owner('SELECT id FROM membership WHERE person_id = $1', [people.hostSteward]);
    expect(await tryAs(people.hostSteward, attest, [...of(occurrence), own?.['id'], null])).toBe(
      'attestation_by_its_lead_ck',
    );
    expect(await tryAs(people.leadSteward, attest, [...of(hostOccurrence), null, lead.id])).toBe(
      'attestation_by_its_lead_ck',
    );
  });

  it('lets nobody of the host sign a mandate of a lead', async () => {
    const { people, host, pendingId } = scene;
    const [own] = await owner('SELECT id FROM membership WHERE person_id = $1', [people.hostSteward]);
    const sign = 'INSERT INTO mandate_signature (community_id, mandate_id, signed_by) VALUES ($1, $2, $3)';
    expect(await tryAs(people.hostSteward, sign, [host.id, pendingId, own?.['id']])).toBe(
      'mandate_signature_by_its_lead_ck',
    );
  });

  it('opens no ask under a mandate of another community', async () => {
    const { people, campaign, hostAsk, draft } = scene;
    const [row] = await owner('SELECT mandate_id, priority_id FROM ask WHERE id = $1', [hostAsk.id]);
    const open = "UPDATE ask SET state = 'OPEN', mandate_id = $2, priority_id = $3 WHERE id = $1 AND campaign_id = $4";
    expect(
      await tryAs(people.leadSteward, open, [draft.id, row?.['mandate_id'], row?.['priority_id'], campaign.id]),
    ).toBe('ask_mandate_of_its_lead_ck');
  });

  it('keeps who acted in the tenant of the lead, and both rosters to themselves', async () => {
    const { people, host, lead } = scene;
    const acts = 'SELECT FROM lead_act WHERE community_id = $1';
    expect(await tryAs(people.leadSecond, acts, [lead.id])).toBeGreaterThan(5);
    for (const who of [
      people.hostSteward,
      people.hostSecond,
      people.leadAlly,
      people.leadOrganizer,
      people.stranger,
      null,
    ])
      expect(await tryAs(who, acts, [lead.id])).toBe(0);
    const roster = "SELECT FROM membership WHERE community_id = $1 AND standing = 'AFFECTED'";
    expect(await tryAs(people.hostSteward, roster, [lead.id])).toBe(0);
    expect(await tryAs(people.leadSteward, roster, [host.id])).toBe(0);
    const named = `SELECT FROM mandate_signature WHERE lead_id = $1 AND signed_by IS NOT NULL
      UNION ALL SELECT FROM attestation WHERE lead_id = $1 AND attested_by IS NOT NULL`;
    expect(await tryAs(people.hostSteward, named, [lead.id])).toBe(0);
  });

  it('shows a lead the allies who pledged to its asks, and no other ally of the host', async () => {
    const { people, host } = scene;
    const other = await world.ally(host);
    const allies = "SELECT FROM membership WHERE community_id = $1 AND standing = 'ALLY'";
    expect(await tryAs(people.leadSecond, allies, [host.id])).toBe(1);
    expect(await tryAs(people.leadAlly, allies, [host.id])).toBe(0);
    expect(await tryAs(people.leadSecond, `${allies} AND id = $2`, [host.id, other.membershipId])).toBe(0);
  });

  it('shows what is unlisted to the people affected of a lead, and none of it to its allies or strangers', async () => {
    const { people, campaign, ask } = scene;
    const of = [campaign.id];
    const looks: [string, unknown[]][] = [
      ['SELECT FROM campaign WHERE id = $1', of],
      ['SELECT FROM brief WHERE campaign_id = $1', of],
      ['SELECT FROM coalition_lead WHERE campaign_id = $1', of],
      ['SELECT FROM priority WHERE campaign_id = $1', of],
      ['SELECT FROM mandate WHERE campaign_id = $1', of],
      ['SELECT FROM mandate_signature WHERE lead_id = $1', [scene.lead.id]],
      ['SELECT FROM ask WHERE campaign_id = $1', of],
      ['SELECT FROM ask_terms WHERE ask_id = $1', [ask.id]],
      ['SELECT FROM ask_tally WHERE campaign_id = $1', of],
      ['SELECT campaign_id FROM public_figure WHERE campaign_id = $1', of],
      ['SELECT FROM pledge WHERE ask_id = $1', [ask.id]],
      ['SELECT FROM occurrence WHERE ask_id = $1', [ask.id]],
      ['SELECT FROM fulfilment_report WHERE occurrence_id = $1', [scene.occurrence['id']]],
    ];
    for (const [text, values] of looks) {
      expect([text, await tryAs(people.leadSecond, text, values)]).toEqual([text, expect.any(Number)]);
      expect([text, await tryAs(people.leadSecond, text, values)]).not.toEqual([text, 0]);
      for (const who of [people.leadAlly, people.leadOrganizer, people.stranger, null])
        expect([text, await tryAs(who, text, values)]).toEqual([text, 0]);
    }
    expect(await tryAs(people.leadSteward, 'SELECT FROM pledge WHERE ask_id = $1', [scene.hostAsk.id])).toBe(0);
    expect(await tryAs(people.leadSteward, 'SELECT FROM coalition_invitation')).toBe(0);
  });

  it('lets nobody write a lead, an act of a lead or a used invitation down by hand', async () => {
    const { people, host, lead, campaign } = scene;
    for (const who of [people.hostSteward, people.leadSteward]) {
      const denied = [
        await tryAs(who, 'INSERT INTO coalition_lead (community_id, campaign_id, lead_id) VALUES ($1, $2, $3)', [
          host.id,
          campaign.id,
          lead.id,
        ]),
        await tryAs(who, 'UPDATE coalition_lead SET left_at = now()'),
        await tryAs(who, 'DELETE FROM coalition_lead'),
        await tryAs(
          who,
          `INSERT INTO lead_act (community_id, id, membership_id, host_id, kind, subject_id) VALUES ($1, $2, $2, $3, 'ask', $2)`,
          [lead.id, randomUUID(), host.id],
        ),
        await tryAs(who, 'UPDATE coalition_invitation SET used_at = NULL'),
        await tryAs(who, 'UPDATE ask SET lead_id = NULL'),
      ];
      expect(new Set(denied)).toEqual(new Set(['permission denied']));
    }
  });

  it('lets the host lift no stop of a lead', async () => {
    const { people, host, lead, campaign } = scene;
    await world.done(lead.steward, 'stopCampaign', { campaignId: campaign.id, reason: 'Police.' });
    expect(
      await tryAs(people.hostSteward, 'UPDATE campaign_stop SET resumed_at = now() WHERE campaign_id = $1', [
        campaign.id,
      ]),
    ).toBe(0);
    expect(
      await tryAs(people.hostSteward, "UPDATE campaign SET state = 'LAUNCHED', stopped_at = NULL WHERE id = $1", [
        campaign.id,
      ]),
    ).toBe('campaign_resumed_by_its_stopper_ck');
    expect(
      await tryAs(people.hostSteward, 'SELECT app.resume_for_lead($1, $2, $3)', [host.id, campaign.id, lead.id]),
    ).toBe('campaign_resumed_by_its_stopper_ck');
    await world.done(lead.steward, 'resumeCampaign', { campaignId: campaign.id });
  });
});

describe('a report on an ask of a lead', () => {
  it('is told to the stewards of the lead, who alone can answer it, and not to the host’s', async () => {
    const { people, host, occurrence, hostOccurrence } = scene;
    await owner(
      `UPDATE vault.account SET email_lookup = sha256(person_id::text::bytea), email_cipher = '\\x00' WHERE person_id = ANY ($1)`,
      [Object.values(people)],
    );
    const told = async (id: string | undefined) => {
      const client = await pool.connect();
      try {
        await client.query("BEGIN; SELECT set_config('accompany.kind', 'system', true)");
        const { rows } = await client.query('SELECT person_id FROM app.mail_recipients_answering($1, $2)', [
          host.id,
          id,
        ]);
        return rows.map((row) => row.person_id);
      } finally {
        await client.query('ROLLBACK');
        client.release();
      }
    };
    expect(await told(occurrence['id'])).toEqual([people.leadSteward]);
    expect(await told(hostOccurrence['id'])).toEqual([people.hostSteward]);
  });
});

describe('an ask that opens while its lead leaves', () => {
  it('is waited for and paused with the others', async () => {
    const { people, host, lead, campaign, draft, mandateId } = scene;
    const [opener, leaver] = [await pool.connect(), await pool.connect()];
    try {
      for (const client of [opener, leaver]) {
        await client.query('BEGIN');
        await client.query("SELECT app.enter('person', $1, NULL)", [people.leadSteward]);
      }
      await opener.query("UPDATE ask SET state = 'OPEN', mandate_id = $2 WHERE id = $1", [draft.id, mandateId]);
      const { rows } = await leaver.query('SELECT pg_backend_pid() AS pid');
      const leaving = leaver.query('SELECT app.leave_coalition($1, $2, $3)', [host.id, campaign.id, lead.id]);
      while (!(await isBlocked(rows[0].pid))) await sleep(10);
      await opener.query('COMMIT');
      await leaving;
      await leaver.query('COMMIT');
    } finally {
      opener.release(true);
      leaver.release(true);
    }
    expect(await owner('SELECT state, paused_because FROM ask WHERE id = $1', [draft.id])).toEqual([
      { state: 'PAUSED', paused_because: 'LEAD_LEFT' },
    ]);
  });

  async function isBlocked(pid: number): Promise<boolean> {
    const { rows } = await pool.query('SELECT cardinality(pg_blocking_pids($1)) > 0 AS blocked', [pid]);
    return rows[0].blocked;
  }
});
