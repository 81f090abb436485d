import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { GraphQLArgument } from 'graphql';
import { Scene } from '../access/cast.js';
import { everyRound, type EveryRound, REASON } from '../access/every-round.js';
import { type As, startTestApp, type TestApp } from '../support/client.js';
import { freshDatabase } from '../support/database.js';
import { type Known, knownOf } from '../support/made-up.js';
import { pathsTo, queryAlong } from '../support/query-paths.js';
import { Rounds } from '../support/rounds.js';
import { World } from '../support/world.js';

let on: TestApp;
let scene: Scene;
let home: Known;
let rounds: EveryRound['rounds'];
let receipts: string[];

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('outsiders_see') });
  scene = await Scene.build(new World(on));
  await scene.attested('ally');
  ({ rounds, receipts } = await everyRound(scene));
  home = await knownOf(on.urls.owner, scene.home.id);
}, 90_000);
afterAll(() => on.close());

const schema = () => on.app.get(GraphQLSchemaHost, { strict: false }).schema;
const SECRET = ['RoundPart', 'RoundBallot', 'RoundObjection', 'OwnBallot'];

/** Of an answer, every object of a type. */
function objectsIn(value: unknown, type: string): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap((item) => objectsIn(item, type));
  if (value === null || typeof value !== 'object') return [];
  const found = Object.values(value).flatMap((item) => objectsIn(item, type));
  return (value as { __typename?: string }).__typename === type ? [value as Record<string, unknown>, ...found] : found;
}

/** Every query that leads to rounds and what is in them, for each of the rounds. */
function questions(): [target: string, query: string][] {
  const targets = [...SECRET, 'PriorityRound', 'RoundItem', 'RecordEntry'];
  const ids = [
    ...Object.values(rounds).map(({ id }) => id),
    ...(home.ids.get('round_part') ?? []),
    ...(home.ids.get('round_objection') ?? []),
  ];
  const handles = Object.values(rounds).map(({ campaign }) => campaign.handle);
  return targets
    .flatMap((target) =>
      pathsTo(schema(), [target], 4)
        .filter((path) => /^(node|campaign|community|viewer|ask|pledge)$/.test(path[0]?.name ?? ''))
        // What `edges` holds is what `nodes` holds.
        .filter((path) => path.every(({ name }) => name !== 'edges'))
        .flatMap((path) =>
          ids.map((id, turn) =>
            queryAlong(schema(), path, target, ({ name }: GraphQLArgument, field) => {
              if (name === 'handle')
                return field === 'community' ? scene.home.handle : (handles[turn] ?? handles[0] ?? null);
              if (name !== 'id') return null;
              return field === 'node' ? id : (home.ids.get(field)?.[turn] ?? null);
            }),
          ),
        )
        .filter((query) => query !== null)
        .map((query): [string, string] => [target, query]),
    )
    .filter(([, query], place, all) => all.findIndex(([, other]) => other === query) === place);
}

describe('every query that leads to a round', () => {
  it('shows turnout, tally, ballots and objections to no ally, operator, key or stranger, and a steward all of them', async () => {
    const asked = questions();
    process.stdout.write(`${asked.length} queries\n`);
    const seen = async (as: As) => {
      const shown = new Set<string>();
      const texts: string[] = [];
      for (const [target, query] of asked) {
        const { data } = await on.send(as, query);
        texts.push(JSON.stringify(data));
        for (const type of SECRET) if (objectsIn(data, type).length > 0) shown.add(type);
        for (const item of objectsIn(data, 'RoundItem'))
          if (item['explanation'] !== null || item['numbers'] !== null) shown.add('the tally');
        if (target === 'PriorityRound' && objectsIn(data, target).length > 0) shown.add(target);
      }
      const said = [...receipts, REASON].filter((text) => texts.some((answer) => answer.includes(text)));
      return { shown: [...shown].toSorted(), said: said.length > 0 };
    };
    const everything = await seen(scene.home.steward);
    expect(everything).toEqual({
      shown: ['PriorityRound', 'RoundBallot', 'RoundObjection', 'RoundPart', 'OwnBallot', 'the tally'].toSorted(),
      said: true,
    });
    for (const who of ['nobody', 'signed in', 'ally', 'organizer', 'neighbour', 'operator', 'key'] as const) {
      expect([who, await seen(scene.as[who])]).toEqual([who, { shown: ['PriorityRound'], said: false }]);
    }
  }, 300_000);

  it('tells no one affected what is in the box of an open round, but of their own ballot', async () => {
    const FIELDS =
      'viewerCanVote viewerBallot { receipt } parts { ballotCount noneCount isQuorate strayCount paperCount } ballots { totalCount nodes { receipt } } items { rank numbers }';
    const at = new Rounds(on, scene.world);
    const later = await scene.world.affected(scene.home);
    const unknown = { ballotCount: null, noneCount: null, isQuorate: null, strayCount: null, paperCount: null };
    const none = {
      parts: [unknown],
      ballots: { totalCount: 0, nodes: [] },
      items: Array.from('ABCD', () => ({ rank: null, numbers: null })),
    };
    expect(await at.read(later, rounds.open, FIELDS)).toEqual({ ...none, viewerCanVote: false, viewerBallot: null });
    const own = await at.read(scene.home.steward, rounds.open, FIELDS);
    expect(own).toMatchObject({ ...none, viewerCanVote: true, viewerBallot: { receipt: expect.any(String) } });
  });
});
