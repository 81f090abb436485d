import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { World } from '../../support/world.js';
import { attacked, type Lived, lived } from './lived.js';

let on: TestApp;
let world: World;
let scene: Lived;
/** An id that nothing has yet. */
const fresh = randomUUID();

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  scene = await lived(on, world);
}, 60_000);
afterAll(() => on.close());

/** As short lines `KIND table id`, with the names of the scene in place of ids. */
async function faultsAfter(attack: string, ...values: unknown[]): Promise<string[]> {
  const { faults, faultCount } = await attacked(on, scene.campaign, attack, values);
  expect(faultCount).toBe(faults.length);
  return faults.map(({ kind, table, rowId }) => `${kind} ${table} ${rowId}`);
}

const COPIED = 'INSERT INTO %t SELECT (jsonb_populate_record(t, $2)).* FROM %t t WHERE t.id = $1';
const copied = (table: string): string => COPIED.replaceAll('%t', table);

describe('what is written into a mandate past the record', () => {
  it.each([
    ['a longer time', `until = until + interval '1 year'`],
    ['another priority', 'priority_id = gen_random_uuid()'],
    ['another who proposed it', 'proposed_by = gen_random_uuid()'],
    ['that it ended', `state = 'ENDED'`],
  ])('is found: %s', async (_, set) => {
    const { mandateId } = scene.asked;
    expect(await faultsAfter(`UPDATE mandate SET ${set} WHERE id = $1`, mandateId)).toContain(
      `MANDATE_CHANGED mandate ${mandateId}`,
    );
  });

  it('is found where it brings an ended one to life, and where one is put in or gone', async () => {
    const ended = await idOf(`SELECT id FROM mandate WHERE campaign_id = $1 AND state = 'ENDED' LIMIT 1`);
    expect(await faultsAfter(`UPDATE mandate SET state = 'LIVE' WHERE id = $1`, ended)).toEqual([
      `MANDATE_CHANGED mandate ${ended}`,
    ]);
    expect(await faultsAfter(copied('mandate'), scene.led.mandateId, { id: fresh })).toEqual([
      `MANDATE_UNRECORDED mandate ${fresh}`,
      `MANDATE_UNSIGNED mandate ${fresh}`,
    ]);
    expect(await faultsAfter('DELETE FROM mandate WHERE id = $1', ended)).toEqual([`MANDATE_MISSING mandate ${ended}`]);
  });

  it('is found where a round is claimed that gave none', async () => {
    const { mandateId } = scene.asked;
    const claimed = `UPDATE mandate SET kind = 'RATIFIED', began_as = 'RATIFIED', proposed_by = NULL, round_id = $2 WHERE id = $1`;
    expect(await faultsAfter(claimed, mandateId, scene.ratified)).toEqual([
      `MANDATE_CHANGED mandate ${mandateId}`,
      `MANDATE_WITHOUT_ROUND mandate ${mandateId}`,
    ]);
  });

  it('is found in its signatures: of the host and of a lead, fewer, others, of someone who is no longer affected', async () => {
    for (const { mandateId } of [scene.asked, scene.led]) {
      const gone = `DELETE FROM mandate_signature WHERE ctid = (SELECT ctid FROM mandate_signature WHERE mandate_id = $1 LIMIT 1)`;
      expect(await faultsAfter(gone, mandateId)).toEqual([`MANDATE_UNSIGNED mandate ${mandateId}`]);
    }
    const { mandateId } = scene.led;
    const acts = `DELETE FROM lead_act WHERE subject_id = $1 AND kind = 'mandate_signature'`;
    expect(await faultsAfter(acts, mandateId)).toEqual([`MANDATE_UNSIGNED mandate ${mandateId}`]);
    const oneOf = 'ctid = (SELECT ctid FROM mandate_signature WHERE mandate_id = $1 LIMIT 1)';
    const forged = `UPDATE mandate_signature SET signed_by = $2 WHERE ${oneOf}`;
    const { membershipId } = await world.ally(scene.host);
    const signatures = await sql(on.urls.owner)('SELECT id FROM mandate_signature WHERE mandate_id = $1', [
      scene.asked.mandateId,
    ]);
    const found = await faultsAfter(forged, scene.asked.mandateId, membershipId);
    expect(found[0]).toBe(`MANDATE_UNSIGNED mandate ${scene.asked.mandateId}`);
    expect(signatures.map(({ id }) => `SIGNATURE_UNRECORDED mandate_signature ${id}`)).toContain(found[1]);
  });

  it('is found where an ask is open under nothing, under one that ended, or under one for another priority', async () => {
    const { askId } = scene.asked;
    const fault = [`ASK_WITHOUT_MANDATE ask ${askId}`];
    const under = 'UPDATE ask SET mandate_id = $2 WHERE id = $1';
    const ended = await idOf(`SELECT id FROM mandate WHERE campaign_id = $1 AND state = 'ENDED' LIMIT 1`);
    for (const mandateId of [fresh, ended, scene.led.mandateId]) {
      expect(await faultsAfter(under, askId, mandateId)).toEqual(fault);
    }
    expect(await faultsAfter('UPDATE ask SET priority_id = $2 WHERE id = $1', askId, scene.plain)).toEqual(fault);
  });
});

describe('what is written into the record', () => {
  const FORGED = `INSERT INTO record_entry (community_id, id, kind, actor_id, actor_role, campaign_id, subject_type, subject_id, details)
    SELECT community_id, $2, $3, $4, $5, campaign_id, subject_type, subject_id, details || $6 FROM record_entry WHERE subject_id = $1 AND community_id = $7 AND kind = 'priority.proposed'`;

  it.each([
    ['an ally', 'priority.revised', 'ALLY', {}],
    ['an operator', 'priority.revised', 'OPERATOR', {}],
    ['an outsider', 'mandate.signed', 'OUTSIDER', {}],
    ['the clock in place of people', 'priority.revised', 'SYSTEM', {}],
    ['people in place of the clock', 'priority.ranked', 'STEWARD', {}],
    ['a community that leads nothing here', 'priority.revised', 'AFFECTED', { leadId: fresh }],
    ['nobody', 'priority.revised', 'AFFECTED', {}],
    ['someone doing what nobody can', 'priority.sold', 'AFFECTED', {}],
  ])('is found where it was written by %s', async (_, kind, role, more) => {
    const values = [scene.plain, fresh, kind, null, role, more, scene.host.id];
    expect(await faultsAfter(FORGED, ...values)).toContain(`WRITE_FORGED record_entry ${fresh}`);
  });

  it('is found where an ally is said to be affected', async () => {
    const { membershipId } = await world.ally(scene.host);
    const values = [scene.plain, fresh, 'priority.revised', membershipId, 'AFFECTED', {}, scene.host.id];
    expect(await faultsAfter(FORGED, ...values)).toContain(`WRITE_FORGED record_entry ${fresh}`);
  });

  it('is found where entries were changed, robbed of what they say, or are gone', async () => {
    const { plain, host } = scene;
    const last = `SELECT id FROM record_entry WHERE community_id = $1 AND subject_id = $2 AND kind = 'priority.revised'`;
    const [entry] = await sql(on.urls.owner)(last, [host.id, plain]);
    const changed = `UPDATE record_entry SET details = details || '{"version": 9}' WHERE id = $1`;
    expect(await faultsAfter(changed, entry?.['id'])).toEqual([`RECORD_CHANGED record_entry ${entry?.['id']}`]);
    const robbed = `UPDATE record_entry SET details = '{}', salt = NULL WHERE id = $1`;
    expect(await faultsAfter(robbed, entry?.['id'])).toEqual([`WITNESS_ERASED priority ${plain}`]);
    const gone = await faultsAfter('DELETE FROM record_entry WHERE id = $1', entry?.['id']);
    expect(gone).toContain(`PRIORITY_CHANGED priority ${plain}`);
    expect(gone).toContain(`RECORD_INCOMPLETE record_head ${host.id}`);
    const cut =
      'DELETE FROM record_entry WHERE community_id = $1 AND seq = (SELECT seq FROM record_head WHERE community_id = $1)';
    expect(await faultsAfter(cut, host.id)).toContain(`RECORD_INCOMPLETE record_head ${host.id}`);
  });
});

async function idOf(text: string, of = scene.campaign.id): Promise<string> {
  const [row] = await sql(on.urls.owner)<{ id: string }>(text, [of]);
  return row?.id ?? '';
}
