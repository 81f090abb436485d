import type { Scene } from '../access/cast.js';
import { Rounds } from '../support/rounds.js';

/** A round under way, with a batch of a meeting that waits for its witness. */
export async function furnishAssembly(scene: Scene): Promise<void> {
  const { on, world, home, others } = scene;
  const rounds = new Rounds(on, world);
  const round = await rounds.open(await world.campaign(home, { visibility: 'UNLISTED' }), 'A');
  await world.done(home.steward, 'enterAssemblyBallots', {
    roundId: round.id,
    places: [await scene.membershipOf(others.affected)],
    ballots: [{ noneOfThese: true }],
  });
}
