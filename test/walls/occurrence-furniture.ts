import type pg from 'pg';
import type { Scene } from '../access/cast.js';
import type { Person } from '../support/client.js';

/** Of an ally who is nobody else here: a no-show that is contested, a time to be left out, a debrief of each side, a batch. */
export async function furnishOccurrences(client: pg.Client, scene: Scene): Promise<void> {
  const { world, home, others } = scene;
  const missed = await scene.pledge(null);
  await client.query("UPDATE occurrence SET due_at = now() - interval '1 hour' WHERE id = $1", [missed.occurrenceId]);
  await world.done(home.steward, 'recordNoShow', { occurrenceId: missed.occurrenceId, note: 'Nobody came.' });
  await world.done(others.ally, 'contestNoShow', { occurrenceId: missed.occurrenceId, text: 'I was there.' });
  const skipped = await scene.pledge(null);
  await world.done(others.ally, 'requestSkip', { occurrenceId: skipped.occurrenceId, why: 'Ill.' });
  const first = await scene.attested(null);
  await world.done(others.ally, 'giveDebrief', { pledgeId: first.id, wentWell: 'They waited for me.' });
  const second = await scene.attested(null);
  await world.done(home.steward, 'giveDebrief', { pledgeId: second.id, wentWell: 'They came.' });
  const reported = await scene.reported(null);
  const propose = (by: Person, note: string, occurrenceId: string) =>
    world.done(by, 'proposeAttestations', { note, items: [{ occurrenceId }] }, 'batch { id }');
  await propose(others.affected, 'Of one affected', reported.occurrenceId);
  await propose(scene.as.organizer as Person, 'Of the organizer', (await scene.reported(null)).occurrenceId);
  const { batch } = await propose(others.affected, 'Confirmed', (await scene.reported(null)).occurrenceId);
  await world.done(home.steward, 'confirmAttestations', { batchId: batch.id });
  // Rows as they are, not as they come about: what may be contested or left out when is for the triggers.
  const tables = ['no_show_contest', 'skip_request', 'debrief'];
  for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  await client.query(
    `WITH worked AS (
       (SELECT o.*, 'Of the ally' AS words FROM occurrence o WHERE o.community_id = $1 AND o.pledger_id = $2 LIMIT 1)
       UNION ALL (SELECT o.*, 'Led' FROM occurrence o JOIN ask a ON a.community_id = o.community_id AND a.id = o.ask_id
         WHERE o.community_id = $1 AND a.lead_id IS NOT NULL AND o.pledger_standing = 'ALLY' LIMIT 1)
     ), skips AS (
       INSERT INTO skip_request (community_id, id, occurrence_id, pledger_id, pledger_standing, why)
       SELECT community_id, gen_random_uuid(), id, pledger_id, pledger_standing, words FROM worked
     ), debriefs AS (
       INSERT INTO debrief (community_id, id, pledge_id, pledger_id, pledger_standing, side, went_well, lead_id)
       SELECT w.community_id, gen_random_uuid(), w.pledge_id, w.pledger_id, w.pledger_standing, 'COMMUNITY', w.words, a.lead_id
         FROM worked w JOIN ask a ON a.community_id = w.community_id AND a.id = w.ask_id WHERE w.words = 'Led'
     )
     INSERT INTO no_show_contest (community_id, id, occurrence_id, attestation_id, pledger_id, pledger_standing, text)
     SELECT s.community_id, gen_random_uuid(), s.id, t.id, s.pledger_id, s.pledger_standing, s.words
       FROM (SELECT *, row_number() OVER (ORDER BY words) AS place FROM worked) s
       JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM attestation x WHERE community_id = $1
               AND NOT EXISTS (SELECT FROM no_show_contest c WHERE c.attestation_id = x.id)) t USING (place)`,
    [home.id, await scene.membershipOf(scene.as.ally as Person)],
  );
  for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
}
