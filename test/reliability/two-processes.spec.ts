import { beforeAll, expect, it } from '@jest/globals';
import { startTestApp } from '../support/client.js';
import { freshDatabase, sql } from '../support/database.js';
import { buildProgram, KillableNode, pledgeUntilAnswered } from '../support/killable-node.js';
import { scene } from '../support/pledging.js';
import { pledgeTo, World } from '../support/world.js';

const PLACES = 50;
const PLEDGERS = 200;

beforeAll(buildProgram);

it('two processes give fifty places to exactly fifty of two hundred at once, and the others their turns', async () => {
  const urls = await freshDatabase('two_processes');
  const on = await startTestApp({ urls });
  const world = new World(on);
  const { community, ask } = await scene(world, { slots: PLACES, quantityWanted: PLEDGERS });
  const allies: string[] = [];
  while (allies.length < PLEDGERS) {
    const some = await Promise.all(Array.from({ length: 5 }, () => world.ally(community)));
    allies.push(...some.map(({ accessToken }) => accessToken));
  }
  await on.close();

  const environment = { DATABASE_URL: urls.owner, ACCOMPANY_SECRET: 'two processes share one secret, this one' };
  const nodes = [new KillableNode(environment), new KillableNode(environment)];
  try {
    for (const node of nodes) await node.open();
    const answers = await Promise.all(
      allies.map((token, index) => {
        const input = pledgeTo(ask, { idempotencyKey: `pledge-${index}-of-${PLEDGERS}` });
        return pledgeUntilAnswered(() => nodes[index % 2]?.url ?? '', token, input);
      }),
    );
    expect(answers.filter(({ payload }) => payload.userErrors.length > 0)).toEqual([]);
    const pledges = await sql(urls.owner)(
      'SELECT id, state, turn::int AS turn FROM pledge WHERE ask_id = $1 ORDER BY turn',
      [ask.id],
    );
    expect(pledges.map(({ turn }) => turn)).toEqual(Array.from({ length: PLEDGERS }, (_, index) => index + 1));
    expect(pledges.map(({ state }) => state)).toEqual([
      ...Array.from({ length: PLACES }, () => 'ACTIVE'),
      ...Array.from({ length: PLEDGERS - PLACES }, () => 'WAITLISTED'),
    ]);
    expect(new Set(answers.map(({ payload }) => payload.pledge?.id))).toEqual(new Set(pledges.map(({ id }) => id)));
    const [tally] = await sql(urls.owner)('SELECT * FROM ask_tally WHERE ask_id = $1', [ask.id]);
    expect(tally).toMatchObject({ places_taken: PLACES, active_count: PLACES, waitlisted_count: PLEDGERS - PLACES });
  } finally {
    for (const node of nodes) await node.close();
  }
}, 90_000);
