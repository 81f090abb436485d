import type pg from 'pg';
import type { Scene } from '../access/cast.js';

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
  await world.done(others.affected, 'proposeAttestations', { items: [{ occurrenceId: reported.occurrenceId }] });
}
