import { expect } from '@jest/globals';
import type { Person } from '../support/client.js';
import { sql } from '../support/database.js';
import { type Round, Rounds } from '../support/rounds.js';
import type { Scene } from './cast.js';

export const REASON = 'The list leaves out those without papers.';

export interface EveryRound {
  rounds: Record<'scheduled' | 'open' | 'counted' | 'ratified', Round>;
  /** Of every ballot that was cast in them. */
  receipts: string[];
}

/** A round in each state, with ballots, a tally, an objection that is not enough, and mandates. */
export async function everyRound({ world, home, as, others }: Scene): Promise<EveryRound> {
  const at = new Rounds(world.on, world);
  const voters = [home.steward, as.affected, as['aff. org.'], as.stale, others.affected] as Person[];
  const receipts: string[] = [];
  const voted = async (input: Record<string, unknown>) => {
    const round = await at.open(await world.campaign(home), 'ABCD', input);
    for (const [turn, voter] of voters.entries())
      receipts.push(await at.cast(round, voter, 'ABCDA'.slice(turn, turn + 2)));
    return round;
  };
  const ratified = await voted({ objectionHours: 0 });
  await at.close(ratified);
  const counted = await voted({});
  await at.close(counted);
  await sql(world.on.urls.owner)('UPDATE priority_round SET objections_needed = 2 WHERE id = $1', [counted.id]);
  await world.done(as.affected as Person, 'objectToResult', { roundId: counted.id, reason: REASON });
  const open = await voted({});
  const scheduled = await at.scheduled(await world.campaign(home), 'ABC', { method: 'EQUAL_SHARES', budgetHours: 10 });
  const rounds = { scheduled, open, counted, ratified };
  expect(await Promise.all(Object.values(rounds).map((round) => at.state(round)))).toEqual(
    'SCHEDULED OPEN COUNTED RATIFIED'.split(' '),
  );
  return { rounds, receipts };
}
