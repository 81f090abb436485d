import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer, Person, TestApp } from '../../support/client.js';
import { startTestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { membershipId } from '../../support/standing.js';
import { type Founded, World } from '../../support/world.js';
import { chosen, type Constituency, declared, sharesStewardship } from '../constituencies/choosing.js';
import { type Peopled, SharedRounds } from './shared-rounds.js';

let on: TestApp;
let world: World;
let rounds: SharedRounds;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('constituency_quorum') });
  world = new World(on);
  rounds = new SharedRounds(on, world);
});
afterAll(() => on.close());

const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const HALF = { constituencyQuorumPercent: 50, objectionHours: 0 };

/** The steward and so many others, who all belong to one constituency. */
async function withConstituency(size: number): Promise<Peopled & { members: Person[]; carers: Constituency }> {
  const home = await rounds.peopled(size + 1);
  const carers = await declared(world, home);
  const members = home.people.slice(1);
  for (const person of members) await chosen(world, home, person, carers);
  return { ...home, members, carers };
}

/** How a round ends in which so many of the constituency vote, and what it shows of them. */
async function held(home: Peopled & { members: Person[] }, voting: number): Promise<{ state: string; part: Answer }> {
  const round = await rounds.open(await world.campaign(home), 'AB', HALF);
  await rounds.castAll(round, [home.steward, ...home.members.slice(0, voting)], 'A');
  await rounds.close(round);
  const fields = 'state parts { isQuorate constituencies { constituency { name } rollCount ballotCount isQuorate } }';
  const { state, parts } = await rounds.read(home.steward, round, fields);
  return { state, part: parts[0] };
}

describe('the quorum of a constituency', () => {
  it('asks nothing of one with four people, so that it points to nobody', async () => {
    const { state, part } = await held(await withConstituency(4), 0);
    expect({ state, part }).toEqual({ state: 'RATIFIED', part: { isQuorate: true, constituencies: [] } });
  });

  it.each([5, 9])('holds for one with %d people, which is not named even when it fails', async (size) => {
    const home = await withConstituency(size);
    const enough = Math.ceil(size / 2);
    expect(await held(home, enough - 1)).toEqual({
      state: 'INQUORATE',
      part: { isQuorate: false, constituencies: [] },
    });
    expect(await held(home, enough)).toEqual({ state: 'RATIFIED', part: { isQuorate: true, constituencies: [] } });
  });

  it('holds for one with ten people, whose turnout the people of its community see after the closing', async () => {
    const home = await withConstituency(10);
    const shown = (ballotCount: number, isQuorate: boolean) => ({
      isQuorate,
      constituencies: [{ constituency: { name: home.carers.name }, rollCount: 10, ballotCount, isQuorate }],
    });
    expect(await held(home, 4)).toEqual({ state: 'INQUORATE', part: shown(4, false) });
    expect(await held(home, 5)).toEqual({ state: 'RATIFIED', part: shown(5, true) });
  });

  it('is of the roll as it was frozen, whoever joins or retires a constituency since', async () => {
    const home = await withConstituency(5);
    const round = await rounds.open(await world.campaign(home), 'AB', HALF);
    await chosen(world, home, home.steward, home.carers);
    for (const person of home.members) await chosen(world, home, person);
    await world.done(home.steward, 'retireConstituency', { constituencyId: home.carers.id });
    await rounds.castAll(round, [home.steward, ...home.members.slice(0, 2)], 'A');
    await rounds.close(round);
    expect(await rounds.state(round)).toBe('INQUORATE');
    expect(await frozen(home)).toBe(0);
  });
});

/** Rows that say who of a community belongs where, frozen with a roll. */
async function frozen(home: Founded): Promise<number> {
  const [row] = await rows('SELECT count(*)::int AS n FROM roll_constituency WHERE community_id = $1', home.id);
  return row?.['n'];
}

describe('someone who goes while a round is open', () => {
  it.each([
    ['leaves', (home: Founded, by: Person) => world.done(by, 'leaveCommunity', { communityId: home.id })],
    ['disappears', (_home: Founded, by: Person) => world.done(by, 'disappear', {})],
    ['erases themselves', (_home: Founded, by: Person) => world.done(by, 'eraseMe', { phrase: 'erase me for good' })],
  ])('and %s takes along what they said of themselves, from the roll as well', async (_how, go) => {
    const home = await withConstituency(5);
    const round = await rounds.open(await world.campaign(home), 'AB', HALF);
    expect(await frozen(home)).toBe(5);
    await go(home, home.members[0] as Person);
    expect(await frozen(home)).toBe(4);
    await rounds.cast(round, home.steward, 'A');
    await rounds.close(round);
    expect(await rounds.state(round)).toBe('RATIFIED');
  });

  it('and is removed stays counted: removing people helps no round over a quorum', async () => {
    const home = await withConstituency(5);
    await sharesStewardship(world, home);
    const round = await rounds.open(await world.campaign(home), 'AB', HALF);
    const membership = await membershipId(on, home.members[0] as Person, home.id);
    await world.done(home.steward, 'removeMember', { membershipId: membership, reason: 'It did not work.' });
    expect(await frozen(home)).toBe(5);
    await rounds.castAll(round, [home.steward, ...home.members.slice(1, 3)], 'A');
    await rounds.close(round);
    expect([await rounds.state(round), await frozen(home)]).toEqual(['INQUORATE', 0]);
  });
});

describe('turnout by constituency', () => {
  it('is of each community for its own people: those that lead with it see none of it', async () => {
    const host = await withConstituency(10);
    const lead = await rounds.peopled(1);
    const round = await rounds.open(await rounds.campaign(host, lead), 'AB');
    const fields = 'parts { community { id } constituencies { ballotCount } }';
    const read = async (as: Person) => {
      const { data, errors } = await on.send(
        as,
        `query ($id: ID!) { node(id: $id) { ... on PriorityRound { ${fields} } } }`,
        { id: round.id },
      );
      return [data.node.parts.map((part: Answer) => part.constituencies), errors.map((one) => one.extensions.code)];
    };
    expect(await read(host.steward)).toEqual([[[], null], ['FORBIDDEN']]);
    await rounds.castAll(round, [...host.members, lead.steward], 'A');
    await rounds.close(round);
    expect(await read(host.steward)).toEqual([[[{ ballotCount: 10 }], null], ['FORBIDDEN']]);
    expect(await read(lead.steward)).toEqual([[null, []], ['FORBIDDEN']]);
  });
});
