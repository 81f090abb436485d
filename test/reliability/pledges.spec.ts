import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DatabaseUrls } from '../../src/platform/database/urls.js';
import type { Person, TestApp } from '../support/client.js';
import { freshDatabase, sql } from '../support/database.js';
import { draws } from '../support/draws.js';
import { prepared } from '../support/electorate.js';
import { buildProgram, KillableNode, untilAnswered } from '../support/killable-node.js';
import { recount, type Scene, scene } from '../support/pledging.js';
import { pledgeTo, World } from '../support/world.js';

const PEOPLE = 64;
const STEPS = 8;
const SEED = 20261126;
const SECRET = 'both processes run one ask with this secret';
const SLOTS = 30;
const WANTED = 45;
const THRESHOLD = 12;
const SHIFT_PLACES = 4;

let urls: DatabaseUrls;
let there: Scene;
let people: Person[];
let shifts: string[];
let inShifts: { id: string };
let nodes: KillableNode[] = [];
const draw = draws(SEED);

beforeAll(async () => {
  await buildProgram();
  urls = await freshDatabase('pledges');
  await prepared(urls, SECRET, layOut);
  const environment = { DATABASE_URL: urls.owner, ACCOMPANY_SECRET: SECRET };
  nodes = [new KillableNode(environment), new KillableNode(environment)];
  for (const node of nodes) await node.open();
}, 240_000);
afterAll(async () => {
  for (const node of nodes) await node.close();
});

/** An ask with a threshold and fewer places than people, and one in two shifts, each with few places. */
async function layOut(on: TestApp): Promise<void> {
  const world = new World(on);
  there = await scene(world, { slots: SLOTS, quantityWanted: WANTED });
  await rows(
    "UPDATE ask SET threshold = $2, threshold_at = now() + interval '1 day' WHERE id = $1",
    there.ask.id,
    THRESHOLD,
  );
  inShifts = await world.ask(there, { quantityWanted: 1000 });
  shifts = [];
  for (let index = 0; index < 2; index += 1) {
    const { shift } = await world.done(
      there.steward,
      'addAskShift',
      { askId: inShifts.id, startsAt: inHours(47), endsAt: inHours(49), places: SHIFT_PLACES },
      'shift { id }',
    );
    shifts.push(shift.id);
  }
  people = [];
  while (people.length < PEOPLE) {
    people.push(...(await Promise.all(Array.from({ length: 4 }, () => world.ally(there.community)))));
  }
}

const inHours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const rows = (text: string, ...values: unknown[]) => sql(urls.owner)(text, values);
const anyNode = () => nodes[draw(nodes.length)]?.url ?? '';
const PLEDGE =
  'mutation ($input: MakePledgeInput!) { makePledge(input: $input) { pledge { id } userErrors { code message } } }';
const LEAVE =
  'mutation ($input: StepBackInput!) { stepBack(input: $input) { pledge { id } userErrors { code message } } }';
const PART =
  'mutation ($input: TakePartInput!) { takePart(input: $input) { pledge { id } userErrors { code message } } }';
let keys = 0;

/** Answers the codes of what was refused. */
async function act(by: Person, document: string, field: string, input: Record<string, unknown>) {
  keys += 1;
  const sent = { input: { idempotencyKey: `mixed-pledges-${keys}`, ...input } };
  const { data } = await untilAnswered(anyNode, by.accessToken, document, sent);
  const { pledge, userErrors } = data[field];
  return { pledgeId: pledge?.id as string | undefined, refused: userErrors[0]?.code as string | undefined };
}

const asked = (index: number) => {
  const inOne = index % 4 === 3;
  const plan = { when: inHours(48), firstStep: 'Call' };
  if (inOne) return pledgeTo(inShifts, { plan, shiftId: shifts[draw(2)] });
  const onlyIf = draw(4) === 0 ? { onlyIf: { others: 1 + draw(10) } } : {};
  return pledgeTo(there.ask, { plan, quantity: 1 + draw(3), ...onlyIf });
};

/** Pledges, makes do with less and leaves again, as the seed says; ends with a pledge, or without one. */
async function live(by: Person, index: number): Promise<number> {
  let held: string | undefined;
  for (let step = 0; step < STEPS; step += 1) {
    if (held === undefined) {
      const made = await act(by, PLEDGE, 'makePledge', asked(index));
      expect(made.refused).toBeUndefined();
      held = made.pledgeId;
    } else if (draw(4) === 0) {
      const { refused } = await act(by, PART, 'takePart', { pledgeId: held, quantity: 1 });
      expect([undefined, 'WRONG_STATE', 'OUT_OF_RANGE']).toContain(refused);
    } else if (draw(3) !== 0 || step < STEPS - 2) {
      expect((await act(by, LEAVE, 'stepBack', { pledgeId: held })).refused).toBeUndefined();
      held = undefined;
    }
  }
  return STEPS;
}

describe(`pledges, step-backs, parts and promotions through two processes at once, by the seed ${SEED},`, () => {
  it(`keep every count of an ask exact, ${PEOPLE * STEPS} of them in any order`, async () => {
    const done = await Promise.all(people.map((by, index) => live(by, index)));
    expect(done.reduce((sum, steps) => sum + steps, 0)).toBe(PEOPLE * STEPS);

    for (const ask of [there.ask, inShifts]) {
      const { kept, counted } = await recount(urls.owner, ask);
      expect(kept).toEqual(counted);
    }
    const [tally] = await rows('SELECT * FROM ask_tally WHERE ask_id = $1', there.ask.id);
    expect(tally?.['places_taken'] + tally?.['held_count']).toBeLessThanOrEqual(SLOTS);
    expect(tally?.['pledged_quantity'] + tally?.['held_quantity']).toBeLessThanOrEqual(WANTED);
    const met = await rows(
      "SELECT count(*)::int AS times FROM record_entry WHERE kind = 'ask.threshold_met' AND subject_id = $1",
      there.ask.id,
    );
    expect(met).toEqual([{ times: 1 }]);
    for (const shift of shifts) {
      const [taken] = await rows(
        "SELECT count(*) FILTER (WHERE state = 'ACTIVE')::int AS active FROM pledge WHERE shift_id = $1",
        shift,
      );
      expect(taken?.['active']).toBeLessThanOrEqual(SHIFT_PLACES);
    }
  }, 300_000);

  it('leave nothing to be settled, nobody twice, and no turn twice', async () => {
    const all = () => rows('SELECT id, state, version FROM pledge ORDER BY id');
    const before = await all();
    await rows('SELECT app.settle_ask(community_id, id) FROM ask');
    expect(await all()).toEqual(before);
    const twice = await rows(
      `SELECT ask_id, pledger_id FROM pledge WHERE state IN ('ACTIVE', 'CONDITIONAL', 'WAITLISTED', 'NEEDS_RECONFIRMATION') GROUP BY 1, 2 HAVING count(*) > 1`,
    );
    expect(twice).toEqual([]);
    expect(await rows('SELECT ask_id, turn FROM pledge GROUP BY 1, 2 HAVING count(*) > 1')).toEqual([]);
    const conditions = await rows(
      `SELECT p.id FROM pledge p JOIN ask_tally t ON t.ask_id = p.ask_id
        WHERE p.state = 'CONDITIONAL' AND p.condition_others <= t.places_taken + t.held_count AND t.places_taken + t.held_count < t.slots
          AND p.quantity <= t.quantity_wanted - t.pledged_quantity - t.held_quantity`,
    );
    expect(conditions).toEqual([]);
  });
});
