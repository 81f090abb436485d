import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { joins, represent, union } from '../organizations/union.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

interface Work {
  due: string;
  reported: string;
  missed: string;
  contested: string;
  attested: string;
  attestationId: string;
  batchId: string;
}

/** What an affected person did: five pledges as far as they come, and a batch that someone else prepared. */
async function work() {
  const there = await scene(world);
  const { ask, community, steward, campaignId, priorityId, mandateId } = there;
  const other = await world.affected(community);
  const more = [];
  for (let n = 0; n < 4; n += 1) more.push(await world.ask({ steward, campaignId, priorityId, mandateId }));
  const pledges = [];
  for (const one of [ask, ...more]) {
    const pledge = await world.pledge({ ask: one, by: other, agreementVersion: null });
    pledges.push(pledge.occurrenceId);
  }
  await sql(on.urls.owner)("UPDATE occurrence SET due_at = now() - interval '1 hour' WHERE id = ANY ($1)", [pledges]);
  const [due, reported, missed, contested, attested] = pledges as [string, string, string, string, string];
  for (const occurrenceId of [reported, attested]) {
    await world.done(other, 'reportFulfilment', { occurrenceId, quantity: 1 });
  }
  for (const occurrenceId of [missed, contested]) {
    await world.done(steward, 'recordNoShow', { occurrenceId, note: 'Nobody came' });
  }
  await world.done(other, 'contestNoShow', { occurrenceId: contested, text: 'I was there' });
  await world.done(steward, 'attestFulfilment', { items: [{ occurrenceId: attested }] });
  const { batch } = await world.done(
    steward,
    'proposeAttestations',
    { items: [{ occurrenceId: reported }] },
    'batch { id }',
  );
  const [row] = await sql(on.urls.owner)('SELECT id FROM attestation WHERE occurrence_id = $1', [attested]);
  const [noShow] = await sql(on.urls.owner)('SELECT id FROM attestation WHERE occurrence_id = $1', [missed]);
  const found: Work = {
    due,
    reported,
    missed,
    contested,
    attested,
    attestationId: String(row?.['id']),
    batchId: batch.id,
  };
  return { ...there, other, work: found, noShowId: String(noShow?.['id']) };
}

const code = async (as: As, field: string, input: Record<string, unknown>, fields = '') => {
  const payload = await unchanged(on, () => on.mutate(as, field, input, fields));
  return payload.userErrors[0]?.code ?? payload.results?.[0]?.userErrors[0]?.code;
};

describe('nobody says of their own work what became of it', () => {
  it('by no path that an affected person has', async () => {
    const { other, work: own, noShowId } = await work();
    const paths: [string, Record<string, unknown>, string?][] = [
      ['attestFulfilment', { items: [{ occurrenceId: own.reported }] }, 'results { userErrors { code } }'],
      ['sendBackFulfilment', { occurrenceId: own.reported, feedback: 'x' }],
      ['recordNoShow', { occurrenceId: own.due, note: 'x' }],
      ['answerContest', { occurrenceId: own.contested, accept: true, quantity: 1, feedback: 'x' }],
      ['correctAttestation', { attestationId: own.attestationId, quantity: 0, reason: 'x' }],
      ['correctAttestation', { attestationId: noShowId, quantity: 1, reason: 'x' }],
      ['agreeSkip', { occurrenceId: own.due }],
      ['proposeAttestations', { items: [{ occurrenceId: own.reported }] }],
    ];
    for (const [field, input, fields] of paths) {
      expect([field, await code(other, field, input, fields)]).toEqual([field, 'OWN_WORK']);
    }
    const { batch } = await on.mutate(
      other,
      'confirmAttestations',
      { batchId: own.batchId },
      'batch { items { outcome } }',
    );
    expect(batch.items).toEqual([{ outcome: 'OWN_WORK' }]);
  }, 60_000);

  it('in a day’s reports neither', async () => {
    const { other, work: own, campaignId } = await work();
    const { attested, leftOut } = await on.mutate(
      other,
      'attestReports',
      { campaignId },
      'attested { id } leftOut { occurrence { id } }',
    );
    expect([attested, leftOut]).toEqual([[], [{ occurrence: { id: own.reported } }]]);
  }, 60_000);

  it('nor for an organization which they represent, or did', async () => {
    const there = await scene(world);
    const { community, ask } = there;
    const body = await union(world);
    await joins(world, body, there);
    const other = await represent(world, body, await world.affected(community));
    const pledge = await world.pledge({ ask, by: body.founder, organizationId: body.organizationId });
    await sql(on.urls.owner)("UPDATE occurrence SET due_at = now() - interval '1 hour' WHERE id = $1", [
      pledge.occurrenceId,
    ]);
    const { occurrenceId } = pledge;
    expect(await code(other, 'recordNoShow', { occurrenceId, note: 'x' })).toBe('OWN_WORK');
    await on.mutate(body.founder, 'reportFulfilment', { occurrenceId, quantity: 1 });
    const { batch } = await world.done(
      there.steward,
      'proposeAttestations',
      { items: [{ occurrenceId }] },
      'batch { id }',
    );
    await sql(on.urls.owner)('UPDATE representative SET ended_at = now() WHERE organization_id = $1', [
      body.organizationId,
    ]);
    expect((await on.mutate(other, 'attestReports', { askId: ask.id }, 'attested { id }')).attested).toEqual([]);
    const confirmed = await on.mutate(
      other,
      'confirmAttestations',
      { batchId: batch.id },
      'batch { items { outcome } }',
    );
    expect(confirmed.batch.items).toEqual([{ outcome: 'OWN_WORK' }]);
  }, 60_000);

  it('in raw SQL neither, and an ally’s word attests nothing at all', async () => {
    const { other, work: own, community, steward, ask } = await work();
    const organizer = await world.allyOrganizer(community);
    const client = new pg.Client({ connectionString: on.urls.runtime });
    await client.connect();
    const say = async (as: Person, occurrence: string, kind: string, by: string) => {
      const [person] = await sql(on.urls.owner)(
        `SELECT s.person_id FROM vault.session s WHERE s.access_hash = sha256(convert_to($1, 'UTF8'))`,
        [as.accessToken],
      );
      await client.query('BEGIN');
      await client.query("SELECT app.enter('person', $1, NULL, true, NULL)", [person?.['person_id']]);
      const result = await client
        .query(
          `INSERT INTO attestation (community_id, id, occurrence_id, pledger_id, pledger_standing, kind, quantity, feedback, corrects, attested_by)
           SELECT o.community_id, gen_random_uuid(), o.id, o.pledger_id, o.pledger_standing, $2, CASE WHEN $2 IN ('ATTESTED', 'CONTEST_ACCEPTED') THEN 1 END, 'x',
                  CASE WHEN $2 = 'CONTEST_ACCEPTED' THEN o.attestation_id END, $3 FROM occurrence o WHERE o.id = $1`,
          [occurrence, kind, by],
        )
        .then(({ rowCount }) => `wrote ${rowCount}`)
        .catch((error: { code: string }) => error.code);
      await client.query('ROLLBACK');
      return result;
    };
    const membership = async (as: Person) =>
      (
        await on.query(as, 'query ($h: String!) { community(handle: $h) { viewerMembership { id } } }', {
          h: community.handle,
        })
      ).community.viewerMembership.id as string;
    const mine = await membership(other);
    const tries: [string, string][] = [
      [own.reported, 'ATTESTED'],
      [own.reported, 'SENT_BACK'],
      [own.due, 'NO_SHOW'],
      [own.contested, 'CONTEST_ACCEPTED'],
      [own.due, 'SKIP_AGREED'],
    ];
    for (const [occurrence, kind] of tries) {
      expect([kind, await say(other, occurrence, kind, mine)]).toEqual([
        kind,
        expect.stringMatching(/^(?:42501|23514)$/),
      ]);
      // As someone else says it, it stands: the row is not refused for another cause.
      const theirs = await membership(steward);
      const recorded = kind === 'CONTEST_ACCEPTED' ? 'wrote 1|23514' : 'wrote 1';
      expect(recorded.split('|')).toContain(await say(steward, occurrence, kind, theirs));
    }
    const pledge = await world.reported({ pledge: await world.pledge({ ask, by: await world.ally(community) }) });
    expect(await say(organizer, pledge.occurrenceId, 'ATTESTED', organizer.membershipId)).toMatch(
      /^(?:42501|23\d{3})$/,
    );
    expect(await say(steward, pledge.occurrenceId, 'ATTESTED', await membership(steward))).toBe('wrote 1');
    await client.end();
  }, 60_000);
});
