import type pg from 'pg';
import type { Scene } from '../access/cast.js';
import type { Person } from '../support/client.js';
import { Rounds } from '../support/rounds.js';

/** A round of several communities that was counted and objected to on either side, and one at home that nobody has opened. */
export async function furnishRounds(client: pg.Client, scene: Scene): Promise<void> {
  const { world, home, elsewhere, on } = scene;
  const rounds = new Rounds(on, world);
  const { rows } = await client.query<{ id: string }>("SELECT id FROM campaign WHERE name = 'Led with neighbours'");
  const led = { id: rows[0]?.id as string, handle: '', communityId: home.id, steward: home.steward };
  const round = await rounds.open(led, 'AB', { note: 'Led with neighbours' });
  await rounds.cast(round, elsewhere.steward, 'A');
  await rounds.cast(round, scene.others.affected, 'AB');
  await forgetTheSilent(client, round.id, [home.id, elsewhere.id]);
  await rounds.close(round);
  await client.query('UPDATE priority_round SET objections_needed = 9, publishes_ballots = true WHERE id = $1', [
    round.id,
  ]);
  await client.query(
    `INSERT INTO round_tally (community_id, round_id, priority_id, campaign_id, because)
     SELECT community_id, round_id, priority_id, campaign_id, '{}' FROM round_item WHERE round_id = $1`,
    [round.id],
  );
  for (const by of [elsewhere.steward, scene.others.affected] as Person[])
    await world.done(by, 'objectToResult', { roundId: round.id, reason: 'Not so.' });
  await rounds.scheduled(await world.campaign(home), 'A', { note: 'Not yet opened' });
  const hidden = await rounds.open(await world.campaign(home), 'A', { note: 'Few voted' });
  await rounds.cast(hidden, home.steward, 'A');
  await rounds.close(hidden);
}

/** A community that leads and says nothing would leave the round without its quorum. */
async function forgetTheSilent(client: pg.Client, roundId: string, heard: string[]): Promise<void> {
  const part = '(SELECT p.id FROM round_part p WHERE p.round_id = $1 AND NOT p.community_id = ANY ($2))';
  for (const table of ['vault.ballot_secret', 'roll_entry'])
    await client.query(`DELETE FROM ${table} WHERE part_id IN ${part}`, [roundId, heard]);
  await client.query(`DELETE FROM round_part WHERE id IN ${part}`, [roundId, heard]);
}
