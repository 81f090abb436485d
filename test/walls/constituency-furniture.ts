import type pg from 'pg';
import type { Scene } from '../access/cast.js';
import { chosen, declared } from '../features/constituencies/choosing.js';
import type { Person } from '../support/client.js';
import { Rounds } from '../support/rounds.js';

/** A constituency to which one of the people affected belongs, frozen with the roll of a round, and one that was retired. */
export async function furnishConstituencies(client: pg.Client, scene: Scene): Promise<void> {
  const { world, home } = scene;
  const [carers, before] = [await declared(world, home, 'Those who care'), await declared(world, home, 'Before')];
  await world.done(home.steward, 'retireConstituency', { constituencyId: before.id });
  await chosen(world, home, scene.as.affected as Person, carers);
  const round = await new Rounds(scene.on, world).open(await world.campaign(home), 'A');
  await client.query(
    `INSERT INTO part_constituency (community_id, part_id, constituency_id, roll_count, ballot_count, is_quorate)
     SELECT p.community_id, p.id, $2, 12, 7, true FROM round_part p WHERE p.round_id = $1`,
    [round.id, carers.id],
  );
}
